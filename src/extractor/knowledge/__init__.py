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
    for number, columns, cells in numbered_cells(path):
        if len(cells) > len(columns):
            raise KnowledgeError(
                f"{path}:{number}: {len(cells)} cells where the header names {len(columns)} columns; "
                "separate cells by one tab and alternatives inside a cell by |"
            )
        yield row_of(columns, cells)


def numbered_cells(path: Path) -> Iterator[tuple[int, list[str], list[str]]]:
    """Line number, columns of the header and cells of every row of a tab-separated file.

    Raises KnowledgeError where the file is not UTF-8.
    """
    columns: list[str] | None = None
    for number, line in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            raise KnowledgeError(f"{path}:{number}: the line is not UTF-8; save the file as UTF-8") from None
        if not text.strip() or text.startswith("#"):
            continue
        cells = [cell.strip() for cell in text.split("\t")]
        if columns is None:
            columns = cells
        else:
            yield number, columns, cells


def row_of(columns: list[str], cells: list[str]) -> Row:
    """The cells by column; those that the line leaves out at its end are empty."""
    return dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=False))


def split(cell: str) -> list[str]:
    """The alternatives in a cell: `split("TNP|NPT") == ["TNP", "NPT"]`."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def rows(name: str, folder: Path | None = None) -> list[Row]:
    """The rows of the shipped table `name`, with those of the user's `folder` added.

    A row of the user's with a known `id` overrides the shipped one cell by cell: a column that the user's file has not
    keeps the shipped cell, and a cell that begins with `+` is added to it (`+Le Figaro|figaro.fr`).
    Every row has a key `_file` with the file that it comes from: the name of a shipped one, the path of the user's.
    """
    shipped = table_path(name)
    merged: dict[str, Row] = {}
    if shipped.exists():
        for number, row in enumerate(read_table(shipped)):
            merged[row.get("id") or f"{shipped}:{number}"] = {**row, "_file": shipped.name}
    if folder and (path := folder / shipped.name).exists():
        for number, row in enumerate(read_table(path)):
            key = row.get("id") or f"{path}:{number}"
            known = merged.get(key, {})
            cells = {column: _added(known.get(column, ""), cell) for column, cell in row.items()}
            merged[key] = {**known, **cells, "_file": str(path)}
    return list(merged.values())


def _added(shipped: str, cell: str) -> str:
    return "|".join(filter(None, (shipped, cell[1:]))) if cell.startswith("+") else cell
