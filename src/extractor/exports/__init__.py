"""Tables in the forms of other tools.

    jsonl.py        one line an article with all that was found in it
    csv.py          one file a table, and one of who said what
    brat.py         standoff for the annotation tool brat
    conllu.py       CoNLL-U with mentions and statements in MISC
    jsonld.py       RDF as JSON-LD: schema.org Quotation with PROV

Every form streams: one article at a time is held, whatever the size of the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extractor.errors import UsageError
from extractor.exports.brat import write_brat
from extractor.exports.conllu import write_conllu
from extractor.exports.csv import write_csv
from extractor.exports.jsonl import write_jsonl
from extractor.exports.jsonld import write_jsonld
from extractor.tables.read import Reading

FORMATS: dict[str, Callable[[Reading, Path], int]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "brat": write_brat,
    "conllu": write_conllu,
    "jsonld": write_jsonld,
}
"""By the name of the form, what writes it to a path; each gives the number of articles."""

FOLDERS = frozenset({"csv", "brat"})
"""The forms of several files, which are written to a folder."""


def export(reading: Reading, path: Path, form: str | None = None) -> int:
    """Writes the tables in the form `form` to the file or folder `path`; gives the number of articles.

    Without `form` the suffix of the path tells it. Raises UsageError for an unknown one, and when something else is at
    `path`.
    """
    if form is None:
        form = path.suffix.removeprefix(".")
        if form not in FORMATS or form in FOLDERS:
            raise UsageError(f"the name {path} does not tell the format; name it with --format: {', '.join(FORMATS)}")
    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}; the formats are: {', '.join(FORMATS)}")
    if form in FOLDERS and path.is_file():
        raise UsageError(f"{form} is written to a folder, and {path} is a file")
    if form not in FOLDERS and path.is_dir():
        raise UsageError(f"{form} is written to one file, and {path} is a folder")
    (path if form in FOLDERS else path.parent).mkdir(parents=True, exist_ok=True)
    return FORMATS[form](reading, path)
