"""The errors of `extractor`, each with a code, what to do about it, and the exit status of the command line.

ExtractorError              exit 1
├── UsageError              exit 2   a path, an option or a setting is not usable as given
│   ├── InputError                   nothing to read at the path
│   ├── SettingsError                a settings file or an environment variable is off
│   └── KnowledgeError               a row of a knowledge file is off
├── ModelError              exit 1   the spaCy model is missing or does not fit
├── ArticleError            -        one article cannot be processed: it goes to `rejected`, the run goes on
├── StoreError              exit 1   the output cannot be read or written
└── LockedError             exit 75  another run holds the output
"""

from __future__ import annotations


class ExtractorError(Exception):
    """Something is wrong that the user can mend; the message says what and how."""

    code = "failed"
    exit_status = 1


class UsageError(ExtractorError):
    """A path, an option or a setting is not usable as given."""

    code = "usage"
    exit_status = 2


class InputError(UsageError):
    """There is nothing to read at the path, or it is of no known format."""

    code = "input"


class SettingsError(UsageError):
    """A settings file or an environment variable holds something else than it should."""

    code = "settings"


class KnowledgeError(UsageError):
    """A row of a knowledge file is not of the form that its table needs."""

    code = "knowledge"


class ModelError(ExtractorError):
    """The spaCy model is missing, or of a version that does not fit."""

    code = "model"


class ArticleError(ExtractorError):
    """One article cannot be processed. `code` is the reason that the `rejected` table keeps."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail

    def __reduce__(self) -> tuple[type[ArticleError], tuple[str, str]]:
        return type(self), (self.code, self.detail)


class StoreError(ExtractorError):
    """The output tables cannot be read or written."""

    code = "store"


class LockedError(ExtractorError):
    """Another run holds the output."""

    code = "locked"
    exit_status = 75
