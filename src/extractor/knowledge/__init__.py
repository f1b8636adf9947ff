"""The knowledge of the field as data: tab-separated files with a header line, `#` comments, and their sources.

`SOURCES.md` beside the files says where each comes from, under which licence, and how it was verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from extractor.errors import KnowledgeError
from extractor.knowledge.own import own_folder
from extractor.knowledge.tables import key_of

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

    Without a folder it is that of the stage at work (see `extractor.knowledge.own`), if its pipeline has one.
    A row of the user's with the key of a shipped one overrides it cell by cell: a column that the user's file has not
    keeps the shipped cell, and a cell that begins with `+` is added to it (`+Le Figaro|figaro.fr`). Rows of tables
    without a key stand before the shipped ones, so that what they tell is told first.
    Every row has a key `_file` with the file that it comes from: the name of a shipped one, the path of the user's.
    """
    shipped = table_path(name)
    merged: dict[object, Row] = {}
    added: list[Row] = []
    if shipped.exists():
        for number, row in enumerate(read_table(shipped)):
            merged[key_of(name, row) or number] = {**row, "_file": shipped.name}
    folder = folder or own_folder()
    if folder and (path := folder / shipped.name).exists():
        for row in read_table(path):
            key = key_of(name, row)
            known = merged.get(key, {})
            cells = {column: _added(known.get(column, ""), cell) for column, cell in row.items()}
            whole = {**known, **cells, "_file": str(path)}
            if key is None:
                added.append(dict.fromkeys(_columns(merged), "") | whole)
            else:
                merged[key] = whole if known else dict.fromkeys(_columns(merged), "") | whole
    return [*added, *merged.values()]


def _columns(merged: dict[object, Row]) -> Row:
    """A shipped row, for its columns: the user's file may leave out those that its rows do not need."""
    return next(iter(merged.values()), {})


def _added(shipped: str, cell: str) -> str:
    return "|".join(filter(None, (shipped, cell[1:]))) if cell.startswith("+") else cell
