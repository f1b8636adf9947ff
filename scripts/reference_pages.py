#!/usr/bin/env python3
"""Write the pages of docs/ that are drawn from the program itself, so that they cannot say anything else.

    python scripts/reference_pages.py           writes docs/comparison.md, docs/quality.md and docs/reference/

`tests/docs/test_pages.py` fails where a page is not what this would write. The figures of the page on quality come from
`benchmarks/quality.json`, which `make quality` writes, those beside another tool from `benchmarks/others.json`.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from extractor import errors
from extractor.cli import app
from extractor.settings import CHANGES_RESULT, PREFIX
from extractor.starter import starter_text
from extractor.tables.schemas import DESCRIPTIONS, TABLES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
NOTE = "<!-- Written by scripts/reference_pages.py (`make docs`): change the program, not this page. -->\n"


REMARKS = {
    "rejected": (
        "An article that was processed before and cannot be read any more (`unreadable`, `binary`, "
        "`not_decodable`, `malformed_file`, `expansion`, `outside`; a page also for `timeout`, `memory`, "
        "`crashed`) keeps its last rows in the other tables and has a row here as well, whose `detail` says that "
        "they stay. The row goes when the article can be read again. An article that was read, and is none any "
        "more or fails in the pipeline, has a row here only.",
        "`source` is that of a file, `file#id` or `file#number` of a record, `file:number` where that number is "
        "the id of another record, `file#id:2` of a second text under one id, and `folder/` of a folder that "
        "cannot be listed. No other input of the file has the same.",
    )
}
"""What is to be said of a table beside its columns."""


def command_line() -> str:
    """Every command with its arguments and options."""
    parts = ["# The command line", paragraphs(command_tree().help)]
    parts += ["`extractor --version` prints the version; `-h` or `--help` behind any command prints what stands here."]
    for name, command in commands(command_tree()):
        parts += [f"## `extractor {name}`", paragraphs(command.help)]
        arguments = [one for one in command.params if one.param_type_name == "argument"]
        options = [one for one in command.params if one.param_type_name == "option" and one.name != "help"]
        usage = " ".join([f"extractor {name}", *(["[OPTIONS]"] if options else []), *map(metavar, arguments)])
        parts += [f"```text\n{usage}\n```"]
        rows = [(f"`{metavar(one)}`", one.help) for one in arguments]
        rows += [(f"`{', '.join(spellings(one))}`", f"{one.help}{default(one)}") for one in options]
        parts += [grid(("argument or option", "meaning"), rows)]
    return page(parts)


def command_tree() -> Any:
    """The command with all its commands."""
    return typer.main.get_command(app)


def commands(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its full name, `knowledge check` too."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def metavar(argument: Any) -> str:
    """How an argument stands in the usage; what may be left out is in brackets."""
    name: str = argument.metavar or argument.name.upper()
    return name if argument.required or name.startswith("[") else f"[{name}]"


def spellings(option: Any) -> list[str]:
    """How an option is written, the value behind the last spelling."""
    value = "" if option.is_flag else f" {option.metavar}"
    return [*option.opts[:-1], f"{option.opts[-1]}{value}"]


def default(parameter: Any) -> str:
    """What an option is when it is left out, where the help does not say it already."""
    value = parameter.default
    if value in (None, False, ()) or "[default" in parameter.help:
        return ""
    return f" Default: `{value}`."


def tables() -> str:
    """Every column with its type and meaning."""
    parts = [
        "# The tables",
        "Each table is a folder of Delta Lake that reads as plain Parquet. Offsets are Unicode code points into "
        "`documents.text`, half-open: `text[start:end]` is the surface. `doc_id` leads from every row to its article, "
        "`entity_id` from a mention to its entity. Columns may be added by a new version; those here keep their name, "
        "type and meaning. `extractor schema` prints the same.",
    ]
    for name, schema in TABLES.items():
        rows = [
            (
                f"`{field.name}`",
                f"{kind(field.type)}{'' if field.nullable else ', never null'}",
                field.metadata[b"description"].decode(),
            )
            for field in schema
        ]
        parts += [f"## `{name}`", f"{DESCRIPTIONS[name].capitalize()}.", *REMARKS.get(name, ())]
        parts += [grid(("column", "type", "meaning"), rows)]
    return page(parts)


def kind(arrow_type: Any) -> str:
    """An Arrow type in a reader's words."""
    name = str(arrow_type)
    name = name.replace("list<item: struct<start: int32, end: int32>>", "list of {start, end}")
    name = name.replace("list<element: struct<start: int32, end: int32>>", "list of {start, end}")
    name = re.sub(r"list<(?:item|element): string>", "list of strings", name)
    return name.replace("large_string", "string").replace("timestamp[us, tz=UTC]", "timestamp, UTC")


def settings() -> str:
    """The settings file with every setting explained."""
    named = ", ".join(f"`{name}`" for name in ("model", "knowledge", *CHANGES_RESULT))
    return page(
        [
            "# Settings",
            "`extractor init` writes this file, in which every setting stands with its meaning and its default. It is "
            "read from the folder in which the command is called, or with `--config FILE`; the environment "
            f"(`{PREFIX}WORKERS=4`) overrides it, and flags override both. A name that is no setting is an error, not "
            "ignored.",
            f"{named} and the version change what is written: their hash is in every row of `documents`, and articles "
            "are processed again when one of them changes. All others only change how fast the rows come.",
            f'```toml title="extractor.toml"\n{starter_text().rstrip()}\n```',
        ]
    )


def error_kinds() -> str:
    """Every kind of error with its code and exit status, kinds behind what they are a kind of."""

    def kinds(kind: type[errors.ExtractorError], depth: int = 0) -> Iterator[tuple[type[errors.ExtractorError], int]]:
        yield kind, depth
        for child in kind.__subclasses__():
            yield from kinds(child, depth + 1)

    rows = [
        (f"{'… ' * depth}`{kind.__name__}`", f"`{kind.code}`", str(kind.exit_status), inspect.getdoc(kind) or "")
        for kind, depth in kinds(errors.ExtractorError)
        if kind.__module__ == errors.__name__ and kind is not errors.ArticleError
    ]
    columns = ("error (… a kind of the one above)", "code", "exit status", "when")
    return page([template("errors").format(kinds=grid(columns, rows))])


def comparison() -> str:
    """Other tools, with the figures that `benchmarks/others.py` measured last."""
    measured = json.loads((ROOT / "benchmarks" / "others.json").read_text(encoding="utf-8"))
    figures = {"span@0.5": "span", "speaker": "speaker"}
    parts = {"precision": "P", "recall": "R", "f1": "F1"}
    rows = [
        (row["tool"], row["on"], str(row["annotated"]), *(f"{row[one][part]:.1f}" for one in figures for part in parts))
        for row in measured["rows"]
    ]
    heads = [f"{figure}: {part}" for figure in figures.values() for part in parts.values()]
    table = grid(("tool", "measured on", "annotated", *heads), rows, right=7)
    return page(
        [template("comparison").format(articles=count(measured["articles"]), model=measured["model"], measured=table)]
    )


def count(articles: int) -> str:
    """How many articles, in words."""
    return "one article" if articles == 1 else f"{articles} articles"


def template(name: str) -> str:
    """The text of a page, with places for what is drawn from the program."""
    return (ROOT / "scripts" / "pages" / f"{name}.md").read_text(encoding="utf-8")


def quality() -> str:
    """The figures that `make quality` measured last."""
    measured = json.loads((ROOT / "benchmarks" / "quality.json").read_text(encoding="utf-8"))
    figures = [
        (
            f"`{row['figure']}`",
            *(f"{row[name]:.1f}" for name in ("precision", "recall", "f1")),
            "" if row["low"] is None else f"{row['low']:.1f} to {row['high']:.1f}",
            str(row["gold"]),
        )
        for row in measured["figures"]
    ]
    rules = [
        (
            f"`{row['construction']}`",
            str(row["found"]),
            share(row["spans"], row["found"]),
            share(row["by"], row["found"]),
        )
        for row in measured["constructions"]
    ]
    coverage = [
        (
            f"more than {row['at']}",
            share(row["covered"], row["found"]),
            share(row["covered"], row["annotated"]),
            share(2 * row["covered"], row["found"] + row["annotated"]),
        )
        for row in measured["coverage"]
    ]
    return page(
        [
            template("quality")
            .format(
                articles=count(measured["articles"]),
                words=f"{measured['words']:,}",
                statements=measured["statements"],
                version=measured["version"],
                model=measured["model"],
                date=measured["date"],
                figures=grid(("", "precision", "recall", "F1", "95 % interval of F1", "annotated"), figures, right=5),
                constructions=grid(("construction", "found", "span right %", "who right %"), rules, right=3),
                coverage=grid(("common characters, of the annotated", "precision", "recall", "F1"), coverage, right=3),
            )
            .rstrip(),
        ]
    )


def share(part: int, whole: int) -> str:
    """A share in per cent, or a dash."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def paragraphs(text: str) -> str:
    """The help of a command as Markdown."""
    return "\n\n".join(" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n"))


def grid(columns: tuple[str, ...], rows: list[tuple[str, ...]], *, right: int = 0) -> str:
    """A table; the last `right` columns are numbers."""
    rules = ["---"] * (len(columns) - right) + ["---:"] * right
    lines = [columns, tuple(rules), *(tuple(map(without_pipes, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def without_pipes(cell: str) -> str:
    """A cell whose pipes end no cell: neither escape of Markdown is understood by all that show the page."""
    if "|" not in cell:
        return cell
    return re.sub(r"`([^`]*\|[^`]*)`", r"<code>\1</code>", cell).replace("|", "&#124;")


def page(parts: list[str]) -> str:
    """Parts with a blank line between them, and where they come from."""
    return "\n\n".join(part.strip("\n") for part in [*parts, NOTE]) + "\n"


PAGES = {
    "reference/cli.md": command_line,
    "reference/tables.md": tables,
    "reference/settings.md": settings,
    "reference/errors.md": error_kinds,
    "comparison.md": comparison,
    "quality.md": quality,
}
"""What writes each page, by its place in docs/."""


def main() -> None:
    """Writes the pages that are not as they should be, and names them."""
    for name, write in PAGES.items():
        path, text = DOCS / name, write()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
