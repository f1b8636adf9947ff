"""Looking at the user's own tables before they are used: bad rows with place and remedy, and what a word matches.

    for problem in check(Path("my-tables")):
        print(problem)

A folder holds tab-separated files named as the shipped ones (`weapons.tsv`); their rows add to those or override them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from extractor import knowledge
from extractor.analysis.folding import fold
from extractor.errors import KnowledgeError
from extractor.knowledge import Row


@dataclass(slots=True, frozen=True)
class Problem:
    """What is off in one cell or row, and what to do."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.column + ': ' if self.column else ''}{self.message}"


Test = Callable[[str], str]
"""Gives what is wrong with a cell and how to mend it, or an empty string."""


@dataclass(slots=True, frozen=True)
class Rules:
    """What a table asks of its rows: cells that must be filled, columns of names that are looked up, tests of cells."""

    required: tuple[str, ...]
    names: tuple[str, ...]
    tests: dict[str, Test] = field(default_factory=dict)


def _one_of(*values: str) -> Test:
    def test(cell: str) -> str:
        listed = ", ".join(values)
        return "" if not cell or cell in values else f"{cell!r} is none of: {listed}; write one of them or nothing"

    return test


def _like(pattern: str, example: str) -> Test:
    def test(cell: str) -> str:
        return "" if not cell or re.fullmatch(pattern, cell) else f"{cell!r} is not of the form {example}"

    return test


def _countries(cell: str) -> str:
    unknown = [iso for iso in knowledge.split(cell) if not re.fullmatch("[A-Z]{2}", iso)]
    if not unknown:
        return ""
    return f"{unknown[0]!r} is no ISO 3166-1 alpha-2 code; write two capitals such as FR, several with | between"


_SLUG = _like(r"[a-z0-9][a-z0-9+-]*", "small letters, digits and hyphens, such as f-35")
_WIKIDATA = _like(r"Q\d+", "Q142")
_NUMBER = _one_of("s", "p")

TABLES: dict[str, Rules] = {
    "countries": Rules(
        ("id", "iso", "name"),
        ("name", "aliases", "acronyms"),
        {
            "id": _like("country:[A-Z]{2}", "country:FR"),
            "iso": _like("[A-Z]{2}", "FR"),
            "article": _one_of("le", "la", "l'", "les"),
            "wikidata": _WIKIDATA,
        },
    ),
    "demonyms": Rules(
        ("id", "iso", "masculine"),
        ("masculine", "feminine", "masculine_plural", "feminine_plural"),
        {"iso": _countries, "language": _one_of("yes")},
    ),
    "compound_prefixes": Rules(("id", "iso"), ("id",), {"iso": _like("[A-Z]{2}", "FR"), "any_second": _one_of("yes")}),
    "metonyms": Rules(
        ("id", "iso", "forms", "strength"),
        ("forms",),
        {"iso": _like("[A-Z]{2}", "FR"), "strength": _one_of("2", "3")},
    ),
    "country_lookalikes": Rules(("id",), ("id",)),
    "organisations": Rules(
        ("id", "name"),
        ("name", "aliases"),
        {"id": _SLUG, "country": _countries, "number": _NUMBER, "wikidata": _WIKIDATA},
    ),
    "media": Rules(
        ("id", "name"),
        ("name", "aliases"),
        {"id": _SLUG, "country": _countries, "number": _NUMBER, "wikidata": _WIKIDATA},
    ),
    "agreements": Rules(
        ("id", "name"), ("name", "aliases"), {"id": _SLUG, "year": _like(r"\d{4}", "1968"), "wikidata": _WIKIDATA}
    ),
    "weapons": Rules(
        ("id", "name", "class"), ("name", "aliases"), {"id": _SLUG, "origin": _countries, "wikidata": _WIKIDATA}
    ),
}
"""The tables that a user can extend."""

SHORTEST = 2
"""Letters and digits that a name must have at least; one alone would match everywhere."""


def check(folder: Path) -> list[Problem]:
    """All that is off in the tables of `folder`, by file and line; empty where they can be used.

    Raises KnowledgeError where there is no such folder.
    """
    if not folder.is_dir():
        raise KnowledgeError(f"{folder} is no folder; name the folder that holds your tables, such as weapons.tsv")
    problems: list[Problem] = []
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    if not any(path.suffix == ".tsv" for path in paths):
        message = f"no table is in it; it may hold {', '.join(f'{name}.tsv' for name in TABLES)}"
        problems.append(Problem(str(folder), 0, "", message))
    for path in paths:
        if path.suffix == ".tsv" and path.stem in TABLES:
            problems += _check_table(path, TABLES[path.stem], folder)
        elif path.suffix in (".tsv", ".csv", ".txt", ".xlsx", ".json"):
            problems.append(Problem(str(path), 0, "", _misnamed(path)))
    return problems


def require_sound(folder: Path) -> None:
    """Raise KnowledgeError with every problem on a line of its own where `check` finds any."""
    problems = check(folder)
    if problems:
        raise KnowledgeError("\n".join(map(str, problems)))


def _misnamed(path: Path) -> str:
    close = get_close_matches(path.stem, TABLES, n=1)
    if close:
        return f"it is not read; should it be {close[0]}.tsv (cells separated by tabs, in UTF-8)?"
    return f"it is not read; the tables are {', '.join(f'{name}.tsv' for name in TABLES)}"


def _check_table(path: Path, rules: Rules, folder: Path) -> Iterator[Problem]:
    shipped = {row["id"]: row for row in knowledge.rows(path.stem)}
    known_columns = list(next(iter(shipped.values())))
    known_columns.remove("_file")
    isos = {row["iso"] for row in knowledge.rows("countries", folder) if "iso" in row}
    lines: dict[str, int] = {}
    checked_header = False
    for number, columns, cells in _decoded(path):
        if isinstance(columns, str):
            yield Problem(str(path), number, "", columns)
            return
        if not checked_header:
            checked_header = True
            faults = list(_check_header(path, columns, known_columns, rules))
            yield from faults
            if any(fault.column == "id" for fault in faults):
                return
        if len(cells) > len(columns):
            message = (
                f"{len(cells)} cells where the header names {len(columns)} columns; separate cells by one tab "
                "and alternatives inside a cell by |"
            )
            yield Problem(str(path), number, "", message)
            continue
        row = knowledge.row_of(columns, cells)
        yield from _check_row(path, number, row, rules, row["id"] in shipped, isos)
        if row["id"] in lines:
            message = f"{row['id']!r} stands in line {lines[row['id']]} already; merge the two rows or change one id"
            yield Problem(str(path), number, "id", message)
        lines.setdefault(row["id"], number)


def _decoded(path: Path) -> Iterator[tuple[int, list[str] | str, list[str]]]:
    """The rows of the file; in place of the columns the message of the error that ends the reading."""
    try:
        yield from knowledge.numbered_cells(path)
    except KnowledgeError as error:
        place, _, message = str(error).removeprefix(f"{path}:").partition(": ")
        yield int(place), message, []


def _check_header(path: Path, columns: list[str], known: list[str], rules: Rules) -> Iterator[Problem]:
    if len(columns) == 1 and len(known) > 1 and re.search("[,;]", columns[0]):
        yield Problem(str(path), 1, "id", "cells are separated by commas; separate them by tabs")
        return
    if "id" not in columns:
        yield Problem(str(path), 1, "id", f"the header has no column id; its columns are {', '.join(known)}")
    for column in columns:
        if column not in known and column not in rules.tests:
            close = get_close_matches(column, known, n=1)
            hint = f"should it be {close[0]}?" if close else f"the columns are {', '.join(known)}"
            yield Problem(str(path), 1, column, f"it is no column of this table; {hint}")


def _check_row(path: Path, line: int, row: Row, rules: Rules, overrides: bool, isos: set[str]) -> Iterator[Problem]:
    for column in rules.required:
        # A row that overrides a shipped one may leave out what it does not change.
        if not row.get(column) and not (overrides and column not in row):
            yield Problem(str(path), line, column, "the cell is empty; every row needs it")
    for column, test in rules.tests.items():
        cell = row.get(column, "").removeprefix("+")
        message = test(cell)
        if message:
            yield Problem(str(path), line, column, message)
        elif column == "iso" and set(knowledge.split(cell)) - isos:
            unknown = sorted(set(knowledge.split(cell)) - isos)[0]
            yield Problem(str(path), line, column, f"no country has the code {unknown}; add it to countries.tsv first")
    for column in rules.names:
        for name in knowledge.split(row.get(column, "").removeprefix("+")):
            if sum(map(str.isalnum, name)) < SHORTEST:
                yield Problem(str(path), line, column, f"{name!r} would match everywhere; write at least two letters")
        parts = re.split(r"[;,]\s*", row.get(column, ""))
        if column == "aliases" and len(parts) > 1 and all(part[:1].isupper() for part in parts):
            yield Problem(str(path), line, column, "alternatives are separated by |, not by commas")


@dataclass(slots=True, frozen=True)
class Match:
    """A known form that a word matches, or that holds it."""

    form: str
    type: str
    id: str
    name: str
    kind: str
    context: str
    """`needed` where the form counts only with a sentence that speaks for it."""
    file: str


def find(word: str, folder: Path | None = None) -> list[Match]:
    """The known forms that are `word` whatever its accents and capitals, then those that hold it as a whole word."""
    from extractor.entities.gazetteer import all_forms

    wanted = fold(word).strip()
    whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    same: list[Match] = []
    holding: list[Match] = []
    for form in all_forms(folder):
        folded = fold(form.text)
        if whole.search(folded):
            match = Match(
                form.text,
                form.type,
                form.entity.id or "none: it keeps the words in it from being read as a country",
                form.entity.name,
                form.kind,
                "needed" if form.needs_context else "",
                form.source,
            )
            (same if folded == wanted else holding).append(match)
    return list(dict.fromkeys(same + sorted(holding, key=lambda match: (len(match.form), match.form))))
