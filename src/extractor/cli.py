"""The command line: each function parses its arguments, calls the library and prints.

Results go to standard output, everything else to standard error. Nothing heavy is imported at the top, so that `--help`
answers at once: spaCy, pandas and the settings come in with the first command that needs them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor import __version__
from extractor.errors import ExtractorError

app = typer.Typer(
    name="extractor",
    no_args_is_help=True,
    # Plain help: drawing it with rich takes longer than everything else together.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="The spaCy model [default: fr_core_news_lg, else _md].")
]
Knowledge = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Your own tables, added to the shipped ones or overriding them.")
]
Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A settings file [default: extractor.toml, if there].")
]


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def extractor(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Who said what, about whom, about which weapon and which agreement, in French defence and diplomacy news.

    Exit status: 0 done or nothing to do, 1 failed, 2 wrong usage, 3 done but some articles were rejected, 75 another
    run holds the output.
    """


@app.command()
def run(
    inputs: Annotated[list[str], typer.Argument(metavar="IN...", help="Files and folders of articles.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder of the tables; made if missing.")],
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes [default: one a core].")] = None,
    model: Model = None,
    knowledge: Knowledge = None,
    config: Config = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors and the result.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="One line for every batch and note.")] = False,
) -> None:
    """Extract every article that is new or has changed in IN and write the tables to OUT.

    Running it again does nothing; a changed article replaces its rows; what cannot be read is kept in the table
    `rejected` with the reason.
    """
    from extractor.runs import run as run_articles
    from extractor.settings import read_settings
    from extractor.views import terminal
    from extractor.views.progress import progress

    settings = read_settings(
        config,
        workers=workers,
        model=model,
        knowledge=knowledge,
        quiet=quiet or None,
        verbose=verbose or None,
    )
    report = run_articles(inputs, out, settings, progress=progress(settings))
    terminal.print_report(report, quiet=settings.quiet)
    raise typer.Exit(report.exit_status)


@app.command()
def show(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help="A file with one article.")],
    model: Model = None,
    knowledge: Knowledge = None,
    config: Config = None,
) -> None:
    """Print one article in colour with its statements as a table; nothing is written."""
    from extractor.analysis.pipeline import load
    from extractor.articles.single import read_one
    from extractor.settings import read_settings
    from extractor.views import terminal

    settings = read_settings(config, model=model, knowledge=knowledge)
    text = read_one(article).text
    terminal.print_article(load(settings.model, knowledge=settings.knowledge)(text))


@app.command()
def schema(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="Only this table.")] = None,
) -> None:
    """Print the columns of the tables with their type and meaning."""
    from extractor.errors import UsageError
    from extractor.tables.schemas import TABLES
    from extractor.views import terminal

    if table is not None and table not in TABLES:
        raise UsageError(f"there is no table {table!r}; the tables are: {', '.join(TABLES)}")
    terminal.print_schema({table: TABLES[table]} if table else TABLES)


@app.command()
def doctor(
    out: Annotated[Path, typer.Argument(metavar="[OUT]", help="The output folder to check.")] = Path("data/out"),
    model: Model = None,
    config: Config = None,
) -> None:
    """Check Python, packages, model, settings, knowledge and output, and say how to mend what is missing."""
    from extractor.doctor import examine
    from extractor.views import terminal

    checks = examine(out, model=model, config=config)
    terminal.print_checks(checks)
    raise typer.Exit(1 if any(check.state == "wrong" for check in checks) else 0)


def main() -> None:
    """The command `extractor`: a user's mistake ends in one line on standard error and the exit status of its kind."""
    try:
        app()
    except ExtractorError as error:
        sys.stderr.write(f"extractor: {error}\n")
        sys.exit(error.exit_status)
    except OSError as error:
        sys.stderr.write(f"extractor: {error.strerror or error}: {error.filename or 'no file named'}\n")
        sys.exit(1)
