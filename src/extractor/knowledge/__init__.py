"""The knowledge of the field as data: tab-separated files with a header line, `#` comments, and their sources.

`SOURCES.md` beside the files says where each comes from, under which licence, and how it was verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from extractor.errors import KnowledgeError

Row = dict[str, str]


def table_path(name: str) -> Path:
    """The file of the shipped table `name`, such as `weapons` for `weapons.tsv`."""
    return Path(str(files(__name__) / f"{name}.tsv"))


def read_table(path: Path) -> Iterator[Row]:
    """The rows of a tab-separated file as dicts by column; empty cells are `""`.

    Lines that are blank or begin with `#` are skipped; the first other line names the columns.
    Raises KnowledgeError with file and line for a row that has more cells than there are columns.
    """
    columns: list[str] | None = None
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\r\n")
            if not line.strip() or line.startswith("#"):
                continue
            cells = [cell.strip() for cell in line.split("\t")]
            if columns is None:
                columns = cells
                continue
            if len(cells) > len(columns):
                raise KnowledgeError(
                    f"{path}:{number}: {len(cells)} cells where the header names {len(columns)} columns; "
                    "separate cells by one tab and alternatives inside a cell by |"
                )
            cells += [""] * (len(columns) - len(cells))
            yield dict(zip(columns, cells, strict=True))


def split(cell: str) -> list[str]:
    """The alternatives in a cell: `split("TNP|NPT") == ["TNP", "NPT"]`."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def rows(name: str, folder: Path | None = None) -> list[Row]:
    """The rows of the shipped table `name`, with those of the user's `folder` added; a row with a known `id` replaces it.

    Every row has a key `_file` with the file that it comes from.
    """
    merged: dict[str, Row] = {}
    for path in (table_path(name), folder / f"{name}.tsv" if folder else None):
        if path is None or not path.exists():
            continue
        for number, row in enumerate(read_table(path)):
            merged[row.get("id") or f"{path}:{number}"] = {**row, "_file": path.name}
    return list(merged.values())
