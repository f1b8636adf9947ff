"""The command line: each function parses its arguments, calls the library and prints.

Results go to standard output, everything else to standard error. Nothing heavy is imported at the top, so that `--help`
answers at once: spaCy, pandas and the settings come in with the first command that needs them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor import __version__
from extractor.errors import ExtractorError, UsageError

if TYPE_CHECKING:
    from extractor.evaluation.benchmark import Benchmark

SIGPIPE_STATUS = 128 + 13
"""Of a command whose reader went away, as a shell gives it for one that SIGPIPE ended."""

# Typer keeps to itself what its errors have in common: what is wrong with the arguments, and the status to end with.
ArgumentError: Any = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="extractor",
    no_args_is_help=True,
    # Plain help: drawing it with rich takes longer than everything else together.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    # Every option also by the environment: `run --since` as EXTRACTOR_RUN_SINCE.
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "EXTRACTOR"},
)

Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="The spaCy model [default: fr_core_news_lg, else _md].")
]
Knowledge = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Your own tables, added to the shipped ones or overriding them.")
]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", envvar="EXTRACTOR_CONFIG", help="A settings file [default: extractor.toml, if there]."
    ),
]


def _tables() -> list[str]:
    from extractor.tables.schemas import TABLES

    return list(TABLES)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def extractor(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, allow_from_autoenv=False, help="Print the version."
        ),
    ] = False,
) -> None:
    """Who said what, about whom, about which weapon and which agreement, in French defence and diplomacy news.

    Every option can also come from the environment, under the names of command and option: EXTRACTOR_RUN_SINCE=7d.
    What extractor.toml may hold is then given for all commands: EXTRACTOR_WORKERS=4.

    Exit status: 0 done or nothing to do, 1 failed, 2 wrong usage, 3 done but some articles were rejected, 75 another
    run holds the output, 141 the reader of the answer went away.
    """


@app.command()
def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="IN...", help="Files, folders, patterns in quotation marks, or - for JSON Lines on standard input."
        ),
    ],
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder of the tables; made if missing.")],
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Processes [default: one a core]; 0 works without any, but for reading pages and Parquet."
        ),
    ] = None,
    engine: Annotated[
        str | None, typer.Option(metavar="local|ray", help="Where they are: here, or on a Ray cluster.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Address of a Ray cluster; goes with --engine ray.")
    ] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Only this part of the articles, for array jobs: 0/8 … 7/8.")
    ] = None,
    model: Model = None,
    knowledge: Knowledge = None,
    config: Config = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Only articles from then on: 2024-05-31, 36h, 7d.")
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Process at most N articles.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and why; write nothing.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Remove articles that IN no longer has.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Let --prune remove more than half of all articles.")] = False,
    retry_rejected: Annotated[
        bool, typer.Option("--retry-rejected", help="Try rejected inputs again, though they have not changed.")
    ] = False,
    max_rejected: Annotated[
        str | None, typer.Option(metavar="N|P%", help="Exit with 1 when more inputs are rejected.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Language that articles have to be in, or any [default: fr].")
    ] = None,
    min_characters: Annotated[int | None, typer.Option(metavar="N", help="Reject shorter articles.")] = None,
    max_characters: Annotated[int | None, typer.Option(metavar="N", help="Reject longer articles.")] = None,
    timeout_per_article: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Reject articles that take longer.")
    ] = None,
    memory_limit: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Memory of one worker, 512MiB or more; reject what needs more.")
    ] = None,
    text_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column of the text in JSON Lines, CSV and Parquet.")
    ] = None,
    id_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the article's id.")] = None,
    title_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the title.")] = None,
    url_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the address.")] = None,
    outlet_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the paper or agency.")] = None,
    author_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the author.")] = None,
    date_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column of the date.")] = None,
    log_format: Annotated[
        str | None, typer.Option(metavar="text|json", help="Form of the log lines where there is no terminal.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors and the result.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="One line for every batch and note.")] = False,
) -> None:
    """Extract every article that is new or has changed in IN and write the tables to OUT.

    Running it again does nothing; a changed article replaces its rows; what cannot be read is kept in the table
    `rejected` with the reason.
    """
    from extractor.runs import run as run_articles
    from extractor.runs.moments import parse_since
    from extractor.runs.spared import spare_pandas
    from extractor.settings import read_settings
    from extractor.views import terminal
    from extractor.views.progress import progress
    from extractor.views.streams import OutputLost

    spare_pandas()
    settings = read_settings(
        config,
        workers=workers,
        engine=engine or ("ray" if address else None),
        address=address,
        model=model,
        knowledge=knowledge,
        language=language,
        min_characters=min_characters,
        max_characters=max_characters,
        timeout_per_article=timeout_per_article,
        memory_limit=memory_limit,
        text_column=text_column,
        id_column=id_column,
        title_column=title_column,
        url_column=url_column,
        outlet_column=outlet_column,
        author_column=author_column,
        date_column=date_column,
        log_format=log_format,
        quiet=quiet or None,
        verbose=verbose or None,
    )
    shown = progress(settings)
    try:
        report = run_articles(
            inputs,
            out,
            settings,
            since=parse_since(since),
            limit=limit,
            dry_run=dry_run,
            prune=prune,
            force=force,
            retry_rejected=retry_rejected,
            max_rejected=max_rejected,
            shard=shard,
            progress=shown,
        )
    except ExtractorError as error:
        shown.close()
        terminal.print_failure(error, log_format=settings.log_format)
        raise typer.Exit(error.exit_status) from None
    try:
        terminal.print_report(report)
        sys.stdout.flush()
    except OutputLost as lost:
        if dry_run:
            raise
        # The tables are written all the same, and the status is that of the run.
        report.warnings.append(str(lost))
    terminal.print_summary(report, quiet=settings.quiet, log_format=settings.log_format)
    raise typer.Exit(report.exit_status)


@app.command()
def rejected(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder of the tables.")],
) -> None:
    """List the inputs that could not be processed, with the reason; `run --retry-rejected` tries them again."""
    from extractor.runs.upkeep import read_rejected
    from extractor.views import terminal

    terminal.print_records(read_rejected(out), ("source", "reason", "detail", "rejected_at"))


@app.command()
def runs(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder of the tables.")],
) -> None:
    """List the runs that wrote to OUT, the oldest first."""
    from extractor.runs.upkeep import damaged_records, read_runs
    from extractor.views import terminal
    from extractor.views.streams import say

    for name in damaged_records(out):
        say(f"{out}/_runs/{name} is damaged and was left out")
    terminal.print_records(
        read_runs(out), ("run_id", "status", "processed", "rejected", "seconds", "words_per_second", "peak_memory_mib")
    )


@app.command()
def compact(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder of the tables.")],
) -> None:
    """Merge the small files that many runs leave, and remove what no table needs any more."""
    from extractor.runs.upkeep import compact_tables
    from extractor.views import terminal
    from extractor.views.streams import beside_the_work

    counts = compact_tables(out)
    with beside_the_work():
        terminal.print_records(counts, ("table", "files_before", "files_after"))


@app.command()
def show(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help="A file with one article.")],
    model: Model = None,
    knowledge: Knowledge = None,
    config: Config = None,
    explain: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Say why statement N was found, and print nothing else.")
    ] = None,
) -> None:
    """Print one article in colour with its statements as a table; nothing is written."""
    from extractor.analysis.pipeline import load
    from extractor.articles.single import read_one
    from extractor.settings import read_settings
    from extractor.views import terminal

    settings = read_settings(config, model=model, knowledge=knowledge)
    doc = load(settings.model, knowledge=settings.knowledge)(read_one(article).text)
    if explain is None:
        terminal.print_article(doc)
    else:
        terminal.print_explanation(doc, explain, settings.knowledge)


@app.command()
def search(
    out: Annotated[str, typer.Argument(metavar="[OUT]", help="The folder of the tables.")] = "data/out",
    speaker: Annotated[
        str | None, typer.Option(metavar="WHO", help="By whom: a name, an id (country:JP), or words of the source.")
    ] = None,
    about: Annotated[str | None, typer.Option(metavar="WHOM", help="About whom or what: a name or an id.")] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Words of the statement.")] = None,
    act: Annotated[
        str | None, typer.Option(metavar="ACT", help="Speech act: assert, question, request, promise, threat, deny …")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Published from then on: 2024, 2024-05, 2024-05-31, 7d.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Published until then, that day included.")] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="At most N statements, the latest.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", envvar="EXTRACTOR_SEARCH_JSON", help="One JSON object a line, with all columns.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", envvar="EXTRACTOR_SEARCH_CSV", help="CSV with all columns.")] = False,
) -> None:
    """Print who said what in the tables, the latest first, by whom, about whom and when."""
    from extractor.tables.read import Corpus
    from extractor.views import answers

    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other")
    said = Corpus(out).search(by=speaker, about=about, text=text, act=act, since=since, until=until, limit=limit)
    answers.print_said(said, form="json" if as_json else "csv" if as_csv else "table")


@app.command(name="export")
def export_tables(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder of the tables.")],
    to: Annotated[Path, typer.Argument(metavar="TO", help="The file to write; a folder for csv and brat.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            envvar="EXTRACTOR_EXPORT_FORMAT",
            autocompletion=lambda: ["jsonl", "csv", "brat", "conllu", "jsonld"],
            help="jsonl, csv, brat, conllu or jsonld [default: by the suffix].",
        ),
    ] = None,
) -> None:
    """Write the tables in a form of other tools: JSON Lines (an article a line), CSV, brat, CoNLL-U, RDF as JSON-LD."""
    from extractor.exports import export
    from extractor.tables.read import Corpus
    from extractor.views.streams import say

    count = export(Corpus(out), to, form)
    say(f"{count} articles → {to}")


@app.command()
def report(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder of the tables.")],
    site: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            envvar="EXTRACTOR_REPORT_OUTPUT",
            help="The folder to write; an earlier report is replaced.",
        ),
    ] = Path("site"),
    language: Annotated[
        str,
        typer.Option(metavar="CODE", autocompletion=lambda: ["en", "fr"], help="Language of the interface: en or fr."),
    ] = "en",
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Processes for many articles [default: one a core].")
    ] = None,
) -> None:
    """Write the tables as a site to look at: who is quoted, who speaks about whom, each article, each entity, a search.

    The pages need no network and no server: open FOLDER/index.html.
    """
    from extractor.tables.read import Corpus
    from extractor.views.report.site import write_site
    from extractor.views.streams import answer, beside_the_work, say

    written = write_site(Corpus(out), site, language=language, workers=workers)
    say(f"{written.articles} articles, {written.statements} statements, {written.pages} pages")
    with beside_the_work():
        answer(str(written.index))


@app.command()
def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[GOLD...]", help="Annotated articles (JSON beside its text), or folders of them."),
    ] = None,
    benchmark: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="A benchmark in place of GOLD: annotations apart from their texts."),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="The texts of the benchmark [default: texts in its folder]."),
    ] = None,
    split: Annotated[str, typer.Option(metavar="open|held-back|all", help="Which articles of the benchmark.")] = "open",
    source: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this source of the benchmark; may be repeated.")
    ] = None,
    by_source: Annotated[
        bool, typer.Option("--by-source", help="Print the figures of each source of the benchmark, too.")
    ] = False,
    model: Model = None,
    knowledge: Knowledge = None,
    config: Config = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every error after the figures.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", envvar="EXTRACTOR_EVALUATE_JSON", help="Print the figures as JSON.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with annotation and result side by side.")
    ] = None,
) -> None:
    """Measure precision, recall and F1 on annotated articles, with 95 % intervals and every error."""
    from extractor.analysis.pipeline import load
    from extractor.evaluation import evaluate as evaluate_articles
    from extractor.evaluation.benchmark import docs_by_source
    from extractor.settings import read_settings
    from extractor.views import answers
    from extractor.views.evaluation import evaluation_page
    from extractor.views.streams import say

    if as_json and errors:
        raise UsageError("--json and --errors exclude each other")
    settings = read_settings(config, model=model, knowledge=knowledge)
    if benchmark is None and (texts or source or by_source or split != "open"):
        raise UsageError("--texts, --split, --source and --by-source go with --benchmark")
    annotated = _annotated(gold, benchmark, texts=texts, split=split, sources=source or ())
    if annotated.missing:
        say(f"{len(annotated.missing)} articles are left out, their texts are missing: {', '.join(annotated.missing)}")
    evaluation = evaluate_articles(load(settings.model, knowledge=settings.knowledge), annotated.golds)
    sources = docs_by_source(annotated) if by_source else None
    answers.print_evaluation(evaluation, form="json" if as_json else "table", by_source=sources)
    if errors:
        typer.echo()
        answers.print_mistakes(evaluation.mistakes)
    if html is not None:
        evaluation_page(evaluation).save(html)


def _annotated(
    gold: list[Path] | None, benchmark: Path | None, *, texts: Path | None, split: str, sources: Collection[str]
) -> Benchmark:
    """The annotated articles that are named, or those of a benchmark."""
    from extractor.evaluation import read_benchmark, read_gold
    from extractor.evaluation.benchmark import Benchmark

    if benchmark is not None and not gold:
        return read_benchmark(benchmark, texts=texts, split=split, sources=sources)
    if benchmark is None and gold:
        return Benchmark(golds=read_gold(gold))
    raise UsageError("name annotated articles, or a benchmark with --benchmark FOLDER: one of the two")


@app.command()
def init(
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="The settings file to write.")] = Path(
        "extractor.toml"
    ),
) -> None:
    """Write a settings file in which every setting is explained, with its default; it is never overwritten."""
    from extractor.starter import write_settings_file
    from extractor.views.streams import say

    write_settings_file(file)
    say(f"wrote {file}")


@app.command()
def schema(
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", autocompletion=_tables, help="Only this table.")
    ] = None,
) -> None:
    """Print the columns of the tables with their type and meaning."""
    from extractor.tables.schemas import TABLES
    from extractor.views import terminal

    if table is not None and table not in TABLES:
        raise UsageError(f"there is no table {table!r}; the tables are: {', '.join(TABLES)}")
    terminal.print_schema({table: TABLES[table]} if table else TABLES)


own_tables = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(
    own_tables, name="knowledge", help="Check your own tables, see which there may be, and what a word is known as."
)


@own_tables.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of your own tables.")],
) -> None:
    """Check your own tables: every bad row with file, line, column and what to do."""
    from extractor.errors import KnowledgeError
    from extractor.knowledge.check import check as check_tables
    from extractor.views.streams import answer

    problems = check_tables(folder, examples=True)
    for problem in problems:
        answer(str(problem))
    if problems:
        raise typer.Exit(KnowledgeError.exit_status)
    answer(f"{folder}: no problem found")


@own_tables.command()
def tables(
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="The columns of this table, with a shipped row.")
    ] = None,
) -> None:
    """Print the tables that may stand in your folder, with the columns that a row needs."""
    from extractor.knowledge import rows
    from extractor.knowledge.tables import TABLES
    from extractor.views import terminal

    if table is None:
        columns = ("table", "holds", "a row needs", "overrides by")
        listed = [
            (f"{name}.tsv", rules.about, ", ".join(rules.required), ", ".join(rules.key) or "only adds")
            for name, rules in TABLES.items()
        ]
        terminal.print_rows(columns, listed)
        return
    rules = TABLES.get(table.removesuffix(".tsv"))
    if rules is None:
        raise UsageError(f"there is no table {table!r}; the tables are: {', '.join(TABLES)}")
    first = {column: cell for column, cell in rows(table.removesuffix(".tsv"))[0].items() if column != "_file"}
    needed = [(column, "yes" if column in rules.required else "", cell) for column, cell in first.items()]
    terminal.print_rows(("column", "a row needs it", "such as"), needed)


@own_tables.command()
def find(
    word: Annotated[str, typer.Argument(metavar="WORD", help="A name, or a word of one.")],
    knowledge: Knowledge = None,
) -> None:
    """Print the known names that are WORD or hold it, and the file that each comes from."""
    from extractor.knowledge.check import find as find_matches
    from extractor.knowledge.check import require_sound
    from extractor.views import terminal
    from extractor.views.streams import say

    if knowledge is not None:
        require_sound(knowledge)
    matches = find_matches(word, knowledge)
    if not matches:
        say(f"no table knows {word!r}")
        raise typer.Exit(1)
    columns = ("form", "type", "id", "name", "kind", "context", "file")
    terminal.print_rows(columns, [[getattr(match, column) for column in columns] for match in matches])


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


def option_variables() -> dict[str, str]:
    """Every variable of the environment that an option reads, with the command that it is of."""
    found: dict[str, str] = {}

    def walk(command: Any, path: tuple[str, ...]) -> None:
        for name, child in getattr(command, "commands", {}).items():
            walk(child, (*path, name))
        for parameter in command.params if path else ():
            if parameter.param_type_name == "option":
                named = parameter.envvar or "_".join(("extractor", *path, parameter.name)).upper()
                found.setdefault(named, " ".join(path))

    walk(typer.main.get_command(app), ())
    return found


def _check_variables() -> None:
    """Raises UsageError for a variable named as one of an option that there is not; settings see to theirs."""
    given = [name for name in os.environ if name.startswith("EXTRACTOR_")]
    # Not for nothing: without such variables `--help` stays instant.
    known = option_variables() if given else {}
    commands = tuple(f"EXTRACTOR_{command.replace(' ', '_').upper()}_" for command in {*known.values(), "knowledge"})
    for name in sorted(given):
        if name.startswith(commands) and name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"; should it be {close[0]}?" if close else ""
            raise UsageError(f"the environment variable {name} is that of no option{hint}")


def main() -> None:
    """The command `extractor`: a user's mistake ends in one line on standard error and the exit status of its kind."""
    from extractor.views.streams import standard_streams

    with standard_streams():
        sys.exit(_call())


def _call() -> int:
    """Calls the command and gives its exit status."""
    from extractor.views.streams import OutputLost, say

    try:
        try:
            _check_variables()
            return int(app(prog_name="extractor", standalone_mode=False) or 0)
        finally:
            sys.stdout.flush()
    except OutputLost as lost:
        if lost.pipe:
            return SIGPIPE_STATUS
        say(f"extractor: {lost}")
    except ArgumentError as error:
        return _show(error)
    except typer.Abort:
        say("extractor: stopped")
    except ExtractorError as error:
        say(f"extractor: {error}")
        return error.exit_status
    except OSError as error:
        say(f"extractor: {error.strerror or error}: {error.filename or 'no file named'}")
    return 1


def _show(error: Any) -> int:
    """Says what is wrong with the arguments, which may hold anything."""
    from extractor.views.streams import say

    text = io.StringIO()
    error.show(text)
    for line in text.getvalue().splitlines():
        say(line)
    return int(error.exit_code)
