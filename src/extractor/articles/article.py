"""What readers hand on: an article, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

REASONS = {
    "unreadable": "the file cannot be opened or breaks off: no permission, a damaged archive, an input/output error",
    "binary": "the content is not text",
    "not_decodable": "the text is in no encoding that could be told, or holds half of a surrogate pair",
    "empty": "there is no text, or only white space",
    "too_short": "the text is shorter than `min_characters`",
    "too_long": "the text, or one record of a file, is longer than `max_characters` allows, or there is far too much "
    "of something else: metadata, attributes of a tag",
    "language": "the text is in another language than `language`",
    "no_text": "the input holds no article text: no words, or a page or a record without any",
    "malformed_record": "a record of the file is not of its format; the detail gives the line",
    "malformed_file": "the file as a whole is not of its format",
    "duplicate_id": "another article of the inputs has the same id and another text",
    "expansion": "a small file grows beyond all measure when it is unpacked or decoded",
    "outside": "a link leads out of the input folder",
    "timeout": "the article took longer than `timeout_per_article`",
    "memory": "the article needs more memory than `memory_limit` allows, or than the machine has",
    "crashed": "the process that worked on the article died",
    "failed": "an error inside the pipeline; the detail gives its place",
}
"""Why an input has no rows: the codes of `rejected.reason` and what each means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read, before any analysis. `text` is the text as decoded, code point for code point."""

    doc_id: str
    source: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    """What is known of `published_at`: the `second`, the `minute` or the `day`."""
    language: str | None = None
    language_score: float | None = None
    note: str | None = None
    """What the reader had to decide, such as an encoding other than UTF-8."""

    def text_sha256(self) -> str:
        """SHA-256 (hex) of the text in UTF-8."""
        return sha256(self.text.encode("utf-8")).hexdigest()

    def input_sha256(self) -> str:
        """SHA-256 (hex) of the text with its metadata, as the input gave them."""
        published = self.published_at and self.published_at.isoformat()
        if published and "T00:00:00" in published and self.published_precision in ("minute", "second"):
            published += self.published_precision  # as a midnight, which is not the same as the day
        metadata = (self.title, self.url, self.outlet, self.author, published)
        return sha256(repr((self.text_sha256(), *metadata)).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An input that is no article for us. `reason` is one of `REASONS`, `fingerprint` the SHA-256 of what was read."""

    source: str
    reason: str
    detail: str
    fingerprint: str = ""
    doc_id: str | None = None
    place: str | None = None
    """What could not be read to its end, so that nobody knows what it holds now: the source of a record, of a file, of
    a folder with `/` behind it, or the empty string for all of an input. Rows that came from there stay. None where the
    input was read, and is no article."""
