"""The terminal: an article in colour, tables, and the progress of a run.

Results are printed on standard output, progress and messages on standard error. Colour and drawn tables are for
terminals; in a pipe the same content comes as plain tab-separated lines.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.escaping import one_line, visible
from extractor.knowledge.own import OwnTables, using
from extractor.views.explanation import explain
from extractor.views.streams import say, say_json

if TYPE_CHECKING:
    import pyarrow as pa
    from spacy.tokens import Doc

    from extractor.annotations import Statement
    from extractor.doctor import Check
    from extractor.errors import ExtractorError
    from extractor.runs.report import RunReport

STYLES = {"PERSON": "bold cyan", "COUNTRY": "green", "WEAPON": "red", "AGREEMENT": "magenta", "ORG": "yellow"}
"""How a name of each entity type looks in the text."""

NARROW = 18
"""Characters beyond which the columns beside a wide one are broken into lines."""

STATES = {"ok": "green", "note": "yellow", "wrong": "bold red"}


def print_rows(header: Sequence[str], rows: Iterable[Sequence[str | Text]], *, title: str = "", wide: str = "") -> None:
    """A drawn table on a terminal, with room for the column `wide`; tab-separated lines with a header in a pipe."""
    if not sys.stdout.isatty():
        for row in [header, *rows]:
            sys.stdout.write("\t".join(one_line(str(cell)) for cell in row) + "\n")
        return
    table = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False, expand=bool(wide))
    for name in header:
        table.add_column(name, ratio=1 if name == wide else None, max_width=NARROW if wide and name != wide else None)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(visible(cell)) for cell in row))
    Console().print(table)


def print_article(doc: Doc) -> None:
    """The text with its names in colour and its statements numbered, then one row a statement."""
    console = Console(soft_wrap=True, highlight=False)
    console.print(article_text(doc))
    console.print()
    if sys.stdout.isatty():
        console.print(Text("  ").join(Text(name, style) for name, style in STYLES.items()), "\n")
    rows = [statement_row(doc, number, statement) for number, statement in enumerate(doc._.statements, 1)]
    print_rows(("no", "speaker", "how", "statement", "about"), rows, wide="statement")


def print_explanation(doc: Doc, number: int, knowledge: str | Path | None = None) -> None:
    """Why the statement with this number was found, with the rows of the folder `knowledge`."""
    with using(OwnTables.of(knowledge) if knowledge else None):
        print_rows(("what", "words"), explain(doc, number), wide="words")


def article_text(doc: Doc) -> Text:
    """The article with names styled by type, statements in italics behind their number in brackets."""
    text = Text(visible(doc.text))
    for mention in doc._.mentions:
        text.stylize(STYLES[mention.type], mention.start, mention.end)
    numbers: dict[int, str] = {}
    for number, statement in enumerate(doc._.statements, 1):
        for start, end in statement.spans:
            text.stylize("italic", start, end)
        if statement.spans:
            start = min(start for start, _ in statement.spans)
            numbers[start] = numbers.get(start, "") + f"[{number}]"
        if statement.cue:
            text.stylize("underline", *statement.cue)
    places = sorted(numbers)
    pieces = text.divide(places)
    marked = Text.assemble(pieces[0])
    for place, piece in zip(places, pieces[1:], strict=True):
        marked.append(numbers[place], "bold").append_text(piece)
    return marked


def statement_row(doc: Doc, number: int, statement: Statement) -> tuple[str, str, str, str, str]:
    """Number, speaker, cue, content and the names of what it is about."""
    entities = doc._.entities
    speaker = ", ".join(entities[one].name for one in statement.speaker_ids if one in entities)
    surface = doc.text[slice(*statement.speaker)] if statement.speaker else ""
    if surface and surface not in speaker:
        speaker = f"{speaker} ({surface})" if speaker else surface
    return (
        str(number),
        speaker or f"[{statement.speaker_kind}]",
        doc.text[slice(*statement.cue)] if statement.cue else "",
        " … ".join(doc.text[start:end] for start, end in statement.spans),
        ", ".join(dict.fromkeys(entities[one].name for one in statement.about_ids if one in entities)),
    )


def print_schema(tables: Mapping[str, pa.Schema]) -> None:
    """The columns of the tables: name, type and meaning."""
    columns = [
        (table, field.name, type_name(field.type), field.metadata[b"description"].decode())
        for table, schema in tables.items()
        for field in schema
    ]
    if not sys.stdout.isatty():
        print_rows(("table", "column", "type", "meaning"), columns)
        return
    for number, table in enumerate(tables):
        sys.stdout.write("\n" if number else "")
        print_rows(("column", "type", "meaning"), [row[1:] for row in columns if row[0] == table], title=table)


def type_name(kind: pa.DataType) -> str:
    """The Arrow type as TABLES and users write it: `list<string>`."""
    return str(kind).replace("element: ", "").replace("item: ", "")


def print_report(report: RunReport) -> None:
    """What the run found and where it is, on standard output."""
    from extractor.locations import locate
    from extractor.tables.schemas import TABLES
    from extractor.tables.store import Store

    out = locate(report.out)
    if report.dry_run:
        print_rows(("input", "why"), report.planned)
    else:
        store = Store(out)
        rows = [(name, str(report.rows.get(name, 0)), str(store.count(name)), str(out / name)) for name in TABLES]
        print_rows(("table", "new rows", "rows", "where"), rows)


def print_summary(report: RunReport, *, quiet: bool = False, log_format: str = "text") -> None:
    """Warnings, notes and the summary on standard error, as lines of JSON where asked for."""
    as_json = log_format == "json"
    for warning in report.warnings:
        say_json(warning, level="warning") if as_json else say(f"warning: {warning}")
    if report.error:
        say_json(report.error, level="error") if as_json else say(f"extractor: {report.error}")
    if quiet:
        return
    for note in report.notes:
        say_json(note, level="note") if as_json else say(note)
    if as_json:
        say_json(report.summary(), **report.counts(), rejected_by_reason=report.rejected_by_reason)
    else:
        say(report.summary())


def print_failure(error: ExtractorError, *, log_format: str = "text") -> None:
    """Why a command ends without having done what it was called for."""
    if log_format == "json":
        say_json(str(error), level="error", code=error.code, exit_status=error.exit_status)
    else:
        say(f"extractor: {error}")


def print_records(records: Iterable[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Records as a table with these columns."""
    print_rows(columns, [["" if record[name] is None else str(record[name]) for name in columns] for record in records])


def print_checks(checks: Iterable[Check]) -> None:
    """One line a check, with the command that mends what is wrong."""
    rows = [(Text(one.state, STATES[one.state]), one.name, one.found, one.remedy) for one in checks]
    print_rows(("state", "what", "found", "to mend it"), rows)
