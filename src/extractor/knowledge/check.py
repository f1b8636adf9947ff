"""Looking at the user's own tables before they are used: bad rows with place and remedy, and what a word matches.

    for problem in check(Path("my-tables")):
        print(problem)

A folder holds tab-separated files named as the shipped ones (`weapons.tsv`); their rows add to those or override them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from extractor import knowledge
from extractor.analysis.folding import fold
from extractor.errors import KnowledgeError
from extractor.knowledge import Row
from extractor.knowledge.own import NO_FILE, OwnTables, using
from extractor.knowledge.tables import TABLES, Rules, key_of
from extractor.knowledge.word_lists import entries_of


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


SHORTEST = 2
"""Letters and digits that a name must have at least; one alone would match everywhere."""


def check(folder: Path, *, examples: bool = False) -> list[Problem]:
    """All that is off in the tables of `folder`, by file and line; empty where they can be used.

    With `examples` those of grammar tables are tried as well, for which a French model is loaded.
    Raises KnowledgeError where there is no such folder.
    """
    if not folder.is_dir():
        raise KnowledgeError(f"{folder} is no folder; name the folder that holds your tables, such as weapons.tsv")
    problems: list[Problem] = []
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    odd = [path for path in paths if path.suffix == ".tsv" and not path.is_file()]
    if odd:
        return [Problem(str(path), 0, "", NO_FILE) for path in odd]
    paths = [path for path in paths if path.is_file()]
    if not any(path.suffix == ".tsv" for path in paths):
        message = f"no table is in it; it may hold {', '.join(f'{name}.tsv' for name in TABLES)}"
        problems.append(Problem(str(folder), 0, "", message))
    for path in paths:
        if path.suffix == ".tsv" and path.stem in TABLES:
            problems += _check_table(path, TABLES[path.stem], folder)
        elif path.suffix in (".tsv", ".csv", ".txt", ".xlsx", ".json"):
            problems.append(Problem(str(path), 0, "", _misnamed(path)))
    if examples and not problems:
        problems += _check_examples(folder)
    return problems


def require_sound(folder: Path) -> None:
    """Raise KnowledgeError with every problem on a line of its own where `check` finds any."""
    problems = check(folder)
    if problems:
        raise KnowledgeError("\n".join(map(str, problems)))


def _check_examples(folder: Path) -> Iterator[Problem]:
    """The examples of the user's rows that do not hold."""
    rows = [
        (path, line, row)
        for name, rules in TABLES.items()
        if rules.patterns and (path := folder / f"{name}.tsv").exists()
        for line, row in _numbered(path)
        if any(row.get(column) for column in rules.patterns)
    ]
    if not rows:
        return
    from extractor.analysis.pipeline import load
    from extractor.knowledge.check_examples import faults

    with using(OwnTables.of(folder)):
        for fault in faults([row for _, _, row in rows], load(knowledge=folder)):
            path, line, _ = rows[fault.row]
            yield Problem(str(path), line, fault.column, fault.message)


def _numbered(path: Path) -> Iterator[tuple[int, Row]]:
    for number, columns, cells in knowledge.numbered_cells(path):
        yield number, knowledge.row_of(columns, cells)


def _misnamed(path: Path) -> str:
    close = get_close_matches(path.stem, TABLES, n=1)
    if close:
        return f"it is not read; should it be {close[0]}.tsv (cells separated by tabs, in UTF-8)?"
    return f"it is not read; the tables are {', '.join(f'{name}.tsv' for name in TABLES)}"


def _check_table(path: Path, rules: Rules, folder: Path) -> Iterator[Problem]:
    rows = knowledge.rows(path.stem)
    shipped = {key_of(path.stem, row) for row in rows}
    known_columns = [column for column in rows[0] if column != "_file"]
    understood = _understood(rules, rows, folder)
    lines: dict[tuple[str, ...], int] = {}
    checked_header = False
    for number, columns, cells in _decoded(path):
        if isinstance(columns, str):
            yield Problem(str(path), number, "", columns)
            return
        if not checked_header:
            checked_header = True
            faults = list(_check_header(path, columns, known_columns, rules))
            yield from faults
            if any(fault.column in (rules.key or rules.required) for fault in faults):
                return
        if len(cells) > len(columns):
            message = (
                f"{len(cells)} cells where the header names {len(columns)} columns; separate cells by one tab "
                "and alternatives inside a cell by |"
            )
            yield Problem(str(path), number, "", message)
            continue
        row = knowledge.row_of(columns, cells)
        key = key_of(path.stem, row)
        yield from _check_row(path, number, row, rules, key is not None and key in shipped, understood)
        if key in lines:
            told = " ".join(filter(None, key))
            message = f"{told!r} stands in line {lines[key]} already; merge the two rows or change one {rules.key[0]}"
            yield Problem(str(path), number, rules.key[0], message)
        if key:
            lines.setdefault(key, number)


def _understood(rules: Rules, shipped: list[Row], folder: Path) -> dict[str, tuple[set[str], str]]:
    """What a cell of a column may hold, where that is fixed, and what to do about anything else."""
    found: dict[str, tuple[set[str], str]] = {}
    for column in rules.closed:
        values = {value for row in shipped for value in knowledge.split(row.get(column, ""))}
        found[column] = values, f"write one of: {', '.join(sorted(values))}"
    refers = dict(rules.refers)
    if "iso" in rules.tests:
        refers["iso"] = ("countries", "iso")
    for column, (table, named) in refers.items():
        values = {row[named] for row in knowledge.rows(table, folder) if row.get(named)}
        found[column] = values, f"add it to {table}.tsv first"
    return found


def _decoded(path: Path) -> Iterator[tuple[int, list[str] | str, list[str]]]:
    """The rows of the file; in place of the columns the message of the error that ends the reading."""
    try:
        yield from knowledge.numbered_cells(path)
    except KnowledgeError as error:
        place, _, message = str(error).removeprefix(f"{path}:").partition(": ")
        yield int(place), message, []


def _check_header(path: Path, columns: list[str], known: list[str], rules: Rules) -> Iterator[Problem]:
    needed = rules.key or rules.required
    if len(columns) == 1 and len(known) > 1 and re.search("[,;]", columns[0]):
        yield Problem(str(path), 1, needed[0], "cells are separated by commas; separate them by tabs")
        return
    # Of a key of several columns the first tells most; the others may all be empty.
    for column in needed[:1] if rules.key else needed:
        if column not in columns:
            yield Problem(
                str(path), 1, column, f"the header has no column {column}; its columns are {', '.join(known)}"
            )
    for column in columns:
        if column not in known and column not in rules.tests:
            close = get_close_matches(column, known, n=1)
            hint = f"should it be {close[0]}?" if close else f"the columns are {', '.join(known)}"
            yield Problem(str(path), 1, column, f"it is no column of this table; {hint}")


def _check_row(
    path: Path, line: int, row: Row, rules: Rules, overrides: bool, understood: dict[str, tuple[set[str], str]]
) -> Iterator[Problem]:
    for column in rules.required:
        # A row that overrides a shipped one may leave out what it does not change.
        if not row.get(column) and not (overrides and column not in row):
            yield Problem(str(path), line, column, "the cell is empty; every row needs it")
    malformed = set()
    for column, test in rules.tests.items():
        message = test(row.get(column, "").removeprefix("+"))
        if message:
            malformed.add(column)
            yield Problem(str(path), line, column, message)
    for column, (values, remedy) in understood.items():
        if column in malformed:
            continue
        cells = knowledge.split(row.get(column, "").removeprefix("+"))
        unknown = [cell for cell in cells if cell not in values and not cell.startswith(rules.free)]
        if unknown:
            yield Problem(str(path), line, column, f"{unknown[0]!r} is not known here; {remedy}")
    yield from _check_grammar(path, line, row, rules)
    if row.get("kind") in rules.verbal and (message := _conjugates(row[rules.key[0]])):
        yield Problem(str(path), line, rules.key[0], message)
    for column in rules.names:
        for name in knowledge.split(row.get(column, "").removeprefix("+")):
            if sum(map(str.isalnum, name)) < SHORTEST:
                yield Problem(str(path), line, column, f"{name!r} would match everywhere; write at least two letters")
        parts = re.split(r"[;,]\s*", row.get(column, ""))
        if column == "aliases" and len(parts) > 1 and all(part[:1].isupper() for part in parts):
            yield Problem(str(path), line, column, "alternatives are separated by |, not by commas")


def _check_grammar(path: Path, line: int, row: Row, rules: Rules) -> Iterator[Problem]:
    """Patterns and lists that cannot be understood, with the user's word lists."""
    from extractor.text.patterns import parse

    readers: list[tuple[str, Callable[[str], object]]] = [(column, parse) for column in rules.patterns]
    readers += [(column, lambda _: entries_of(row["name"])) for column in rules.lists if row.get("name")]
    with using(OwnTables.of(path.parent)):
        wrong = False
        for column, read in readers:
            try:
                if row.get(column):
                    read(row[column])
            except KnowledgeError as error:
                wrong = True
                yield Problem(str(path), line, column, str(error))
        if not wrong and path.stem == "constructions":
            yield from _check_construction(path, line, row)


def _check_construction(path: Path, line: int, row: Row) -> Iterator[Problem]:
    """What a row asks for that the engine does not know, with what it keeps of the shipped row of its name."""
    from extractor.statements.constructions import read_row

    shipped = next((one for one in knowledge.rows(path.stem) if one["name"] == row.get("name")), {})
    whole = {**shipped, **{column: cell.removeprefix("+") for column, cell in row.items()}}
    if all(whole.get(column) for column in TABLES[path.stem].required):
        try:
            read_row(whole)
        except KnowledgeError as error:
            column, _, message = str(error).partition(": ")
            yield Problem(str(path), line, column, message)


def _conjugates(lemma: str) -> str:
    from extractor.statements.conjugation import conjugate, head_verb

    try:
        conjugate(head_verb(lemma))
    except KnowledgeError as error:
        return str(error)
    return ""


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
