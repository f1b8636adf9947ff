"""One run from start to end: lock, mend, plan, process, commit, tidy up, report."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from extractor import __version__
from extractor.analysis.model import choose_model, model_label
from extractor.articles.admission import Admission
from extractor.articles.article import Article, Refusal
from extractor.articles.html import read_page
from extractor.articles.reading import Reading
from extractor.articles.records import Columns
from extractor.articles.sources import find_files
from extractor.errors import StoreError, UsageError
from extractor.locations import Location, Remote, locate
from extractor.runs import lost_rows
from extractor.runs.commit import Batch, commit, migrate, recover, tidy, untidy
from extractor.runs.copies import orphaned_copies
from extractor.runs.engine import Engine
from extractor.runs.faults import reach
from extractor.runs.isolation import IsolatedCall, IsolatedReader
from extractor.runs.ledger import Ledger
from extractor.runs.local import LocalEngine
from extractor.runs.lock import hold
from extractor.runs.losses import LostRows
from extractor.runs.overlap import require_apart, require_nameable
from extractor.runs.part import Part
from extractor.runs.plan import Plan, Selection, Task, Vanished
from extractor.runs.progress import Progress, Silent
from extractor.runs.records import FOLDER, Records
from extractor.runs.report import RunReport, read_reports
from extractor.runs.scans import Scans
from extractor.runs.shards import PIPELINE, Recipe, Shard, ShardResult, peak_memory, refusal
from extractor.runs.signals import Stop
from extractor.runs.tolerance import Tolerance
from extractor.settings import Settings, read_settings
from extractor.tables.rows import Rows, Stamp
from extractor.tables.schemas import TABLES
from extractor.tables.store import Store, failure

COMMIT_SECONDS = 60.0
COMMIT_BYTES = 64 * 2**20
"""Rows are committed when so much time has passed, or they take so much memory, if not for their number before."""

PRUNE_AT_MOST = 0.5
"""Share of the documents that `prune` removes without being forced: more looks like an input that is not there."""

NOTES_SHOWN = 20

FOREIGN_SHOWN = 3

PLACES_SHOWN = 5
"""Places that could not be read which a warning names."""

COMPARED = 30
"""Runs that are looked at for one to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a run is to do, beside its settings."""

    selection: Selection = Selection()
    force: bool = False
    dry_run: bool = False
    tolerance: Tolerance = Tolerance()
    pipeline: str = PIPELINE


def run(
    inputs: str | Path | Sequence[str | Path],
    out: str | Path,
    settings: Settings | None = None,
    *,
    since: datetime | None = None,
    limit: int | None = None,
    retry_rejected: bool = False,
    prune: bool = False,
    force: bool = False,
    dry_run: bool = False,
    max_rejected: str | None = None,
    shard: str | None = None,
    progress: Progress | None = None,
    pipeline: str = PIPELINE,
) -> RunReport:
    """Processes what is new or changed in `inputs` and writes the tables under `out`.

    `inputs` are files, folders, patterns or `-`; they and `out` may be in an object store (`s3://bucket/prefix`).
    `since` and `limit` (1 at least) take only a part of them, `retry_rejected` also takes what was rejected before;
    `prune` removes the articles that the inputs no longer have (more than half of all only with `force`); `dry_run`
    writes nothing and says in `planned` what would be done. With more than `max_rejected` rejected inputs (`10`, `2%`)
    the run counts as failed, though its rows are written. `shard` is the part of the articles that this run takes,
    `0/8` to `7/8`; the others may be at work at the same time, on the same `out`. `pipeline` is the function that loads
    the pipeline, as `module:function`.

    Nothing about an article raises: it goes to `rejected`. Raises InputError when there is nothing to read, LockedError
    when another run holds `out`, ModelError when the model is missing, StoreError when the tables cannot be read or
    written; the next run then completes this one.
    """
    part = Part.parse(shard)
    options = Options(
        selection=Selection(since=since, limit=limit, prune=prune, retry_rejected=retry_rejected, part=part),
        force=force,
        dry_run=dry_run,
        tolerance=Tolerance.parse(max_rejected),
        pipeline=pipeline,
    )
    if limit is not None and limit < 1:
        raise UsageError(f"a run processes at least 1 article, not {limit}; dry_run says what would be done")
    if prune and (since or limit is not None):
        raise UsageError("what vanished can only be told from all inputs: leave out --since and --limit with --prune")
    if prune and part:
        raise UsageError(
            "what vanished can only be told by one run for all: after the jobs, run --prune without --shard"
        )
    given = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
    return _Run(given, locate(out), settings or read_settings(), options, progress or Silent()).start()


class _Run:
    def __init__(
        self, inputs: list[str | Path], out: Location, settings: Settings, options: Options, progress: Progress
    ) -> None:
        self.inputs = inputs
        self.out = out
        self.settings = settings
        self.options = options
        self.progress = progress
        self.records = Records(out / FOLDER)
        self.store = Store(out)
        now = datetime.now(UTC)
        model = model_label(choose_model(settings.model))
        result_hash = settings.result_hash()
        if options.pipeline != PIPELINE:
            result_hash = sha256(f"{result_hash} {options.pipeline}".encode()).hexdigest()
        self.stamp = Stamp(
            run_id=f"{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03}-{secrets.token_hex(3)}",
            model=model,
            extractor_version=__version__,
            settings_sha256=result_hash,
        )
        self.report = RunReport(
            run_id=self.stamp.run_id,
            out=str(out),
            inputs=[str(given) for given in inputs],
            started_at=now,
            model=model,
            extractor_version=__version__,
            settings_sha256=result_hash,
            settings=settings.model_dump(mode="json"),
            dry_run=options.dry_run,
        )
        limits: dict[str, Any] = {"timeout": settings.timeout_per_article, "memory_limit": settings.memory_limit}
        self.page_reader = IsolatedCall(read_page, **limits)
        self.file_reader = IsolatedReader(**limits)
        self.reading = Reading(
            columns=Columns(settings.columns()),
            max_characters=settings.max_characters,
            read_page=self.page_reader,
            isolated=self.file_reader,
        )
        self.batch = Batch()
        self.batches = 0
        self.last_commit = time.monotonic()
        self.tables_passed_over: list[str] = []
        """Folders of the inputs that are tables of Delta Lake."""
        self.touched: set[str] = set()
        """Documents of the ledger that this run replaces or removes."""
        self.lost = LostRows()
        self.restored = 0
        self.failed: dict[str, Refusal] = {}
        """Why an article failed, by the hash of its text: its copies fail with it."""

    def start(self) -> RunReport:
        """Does it all. The record is written whatever happens, as far as the disk lets us."""
        if isinstance(self.out, Path) and self.out.exists() and not self.out.is_dir():
            raise StoreError(f"{self.out} is a file; name a folder for the tables")
        require_nameable(self.out)
        require_apart(self.inputs, self.out)
        self.store.require_ours()
        if self.options.dry_run:
            return self._rehearse()
        self._make_folder()
        part = self.options.selection.part
        held = hold(self.records.folder, part, run_id=self.stamp.run_id, since=self.report.started_at)
        with held as self.hold, Stop() as stop:
            try:
                self._work(stop)
                self._record(stop)
            except BaseException as error:
                self.report.status, self.report.error = "failed", f"{type(error).__name__}: {error}"
                with contextlib.suppress(OSError):
                    self._record(stop)
                if isinstance(error, OSError):
                    raise failure(self.out, "the run broke off", error) from error
                raise
            finally:
                self.page_reader.close()
                self.file_reader.close()
                self.progress.close()
            reach("run:record")
        return self.report

    def _work(self, stop: Stop) -> None:
        with self._committing() as mended:
            self._put_in_order()
        self.ledger = Ledger(self.store)
        scans = Scans(self.records, self._scans_key())
        self.plan = self._plan(scans)
        left_out: Counter[str] = Counter()
        listed: set[str] = set()
        with self._engine() as engine:
            files = find_files(self.inputs, left_out, out=self.out, listed=listed, tables=self.tables_passed_over)
            decisions = self.plan.decisions(files, stopped=stop.requested, listed=listed)
            self._process(engine, stop.while_waiting(decisions), stop)
            if not stop.requested():
                self._prune()
                self._resolve()
                self._commit()
                self._restore_rows(engine, stop)
                self._promote_copies(engine, stop)
        self._count(self.plan, left_out)
        reach("run:committed")
        if (mended or untidy(self.records)) and self.hold.alone():
            tidy(self.store, self.records)
        self._note_foreign_files()
        if not stop.requested() and not (self.batches == 0 and scans.same()):
            scans.save(self._scans_key())

    def _put_in_order(self) -> None:
        """What an earlier run or an earlier version left undone; what has vanished is noted in `self.lost`."""
        name = self.stamp.run_id
        if self.options.selection.part is None:
            if untidy(self.records):
                tidy(self.store, self.records)  # before a checkpoint forgets what was removed
            self.lost = lost_rows.find_lost_rows(self.store, self.records, name=name)
        self.report.notes += migrate(self.store, self.records, name=name)

    def _restore_rows(self, engine: Engine, stop: Stop) -> None:
        """Makes rows again whose files have vanished."""
        if not self.lost.tables:
            return
        before = self.report.processed
        self._process(engine, lost_rows.stored_articles(self.store, self.lost, self.touched.copy()), stop)
        restored = self.report.processed - before
        self.report.warnings.append(
            f"rows of {', '.join(self.lost.tables)} were gone: {restored} articles were processed again from the texts "
            "in documents"
        )
        if not stop.requested():
            self.restored = restored
            lost_rows.forget(self.records)

    def _note_foreign_files(self) -> None:
        for name in TABLES:
            foreign = self.store.foreign(name)
            if foreign:
                listed = ", ".join(foreign[:FOREIGN_SHOWN]) + (" …" if len(foreign) > FOREIGN_SHOWN else "")
                self.report.warnings.append(
                    f"{self.store.path(name)} holds what extractor did not write: {listed}; it was left alone, but "
                    "whoever reads the folder as Parquet may meet it: move it away"
                )

    def recipe(self) -> Recipe:
        """What workers have to know."""
        return Recipe(
            stamp=self.stamp,
            model=self.settings.model,
            knowledge=str(self.settings.knowledge) if self.settings.knowledge else None,
            pipeline=self.options.pipeline,
        )

    def _engine(self) -> Engine:
        limits: dict[str, Any] = {
            "timeout_per_article": self.settings.timeout_per_article,
            "memory_limit": self.settings.memory_limit,
        }
        if self.settings.engine == "ray":
            from extractor.runs.ray import RayEngine

            return RayEngine(self.recipe(), address=self.settings.address, workers=self.settings.workers, **limits)
        return LocalEngine(self.recipe(), workers=self.settings.worker_count(), **limits)

    @contextlib.contextmanager
    def _committing(self) -> Iterator[bool]:
        """Our turn to write, with what a killed run left undone before; says whether there was something."""
        with self.hold.committing():
            mended = recover(self.store, self.records)
            self.report.notes += mended
            yield bool(mended)

    def _rehearse(self) -> RunReport:
        self.ledger = Ledger(self.store)
        plan = self._plan(Scans(self.records, self._scans_key()))
        left_out: Counter[str] = Counter()
        listed: set[str] = set()
        files = find_files(self.inputs, left_out, out=self.out, listed=listed, tables=self.tables_passed_over)
        for decision in plan.decisions(files, stopped=lambda: False, listed=listed):
            if isinstance(decision, Refusal):
                self._count_refusal(decision)
                self.report.planned.append((decision.source, f"rejected: {decision.reason}"))
            elif decision.copy_of:
                self.report.duplicates += 1
                self.report.planned.append((decision.article.source, f"copy of {decision.copy_of}"))
            else:
                self.report.processed += 1
                self.report.planned.append((decision.article.source, decision.why))
        if self.options.selection.prune and plan.whole:
            vanished = plan.vanished()
            self._tell_kept(plan, vanished)
            self.report.pruned = len(vanished.ids)
            self.report.planned += [(self.ledger.done[doc_id].source, "vanished") for doc_id in sorted(vanished.ids)]
        self.page_reader.close()
        self.file_reader.close()
        self.progress.close()
        self._count(plan, left_out)
        self._clock()
        return self.report

    def _plan(self, scans: Scans) -> Plan:
        return Plan(
            self.ledger,
            scans,
            stamp=self.stamp,
            admission=Admission(
                language=self.settings.language,
                min_characters=self.settings.min_characters,
                max_characters=self.settings.max_characters,
            ),
            reading=self.reading,
            selection=self.options.selection,
        )

    def _scans_key(self) -> str:
        versions = [self.store.version(name) for name in ("documents", "rejected")]
        return f"{versions} {self.stamp.settings_sha256} {sorted(self.settings.columns().items())}"

    def _make_folder(self) -> None:
        if isinstance(self.out, Remote):
            return
        try:
            self.records.make()
        except OSError as error:
            raise StoreError(f"{self.out} cannot be made: {error.strerror}; name another folder") from None
        if not os.access(self.out / FOLDER, os.W_OK):
            raise StoreError(f"{self.out} cannot be written; name another folder or change its permissions")

    def _process(self, engine: Engine, decisions: Iterable[Task | Refusal], stop: Stop) -> None:
        for shard, result in engine.outcomes(self._shards(decisions, stop.requested), stop.requested):
            self._collect(shard, result)
            if self._due():
                self._commit()
        self._commit()

    def _shards(self, decisions: Iterable[Task | Refusal], stopped: Callable[[], bool]) -> Iterator[Shard]:
        articles: list[Article] = []
        copies: list[tuple[Article, str]] = []
        characters = 0
        for decision in decisions:
            if isinstance(decision, Refusal):
                self._refuse(decision)
                continue
            article = decision.article
            if (articles or copies) and (
                len(articles) + len(copies) >= self.settings.batch_articles
                or characters + len(article.text) > self.settings.batch_characters
            ):
                yield Shard(tuple(articles), tuple(copies))
                articles, copies, characters = [], [], 0
            if decision.copy_of:
                copies.append((article, decision.copy_of))
            else:
                articles.append(article)
            characters += len(article.text)
        if (articles or copies) and not stopped():
            yield Shard(tuple(articles), tuple(copies))

    def _collect(self, shard: Shard, result: ShardResult) -> None:
        for tables in result.tables:
            documents = tables["documents"]
            self._add(tables)
            self.report.processed += documents.num_rows
            self.progress.advance(documents.num_rows, words=sum(documents["n_tokens"].to_pylist()))
        for refused in result.refusals:
            self._refuse(refused)
            self.plan.failed(refused.source)
        if result.refusals:
            ids = {refused.doc_id: refused for refused in result.refusals}
            self.failed |= {
                article.text_sha256(): ids[article.doc_id] for article in shard.articles if article.doc_id in ids
            }
        if shard.copies:
            self._collect_copies(shard.copies)
        self.report.words += result.words
        self.report.peak_memory = max(self.report.peak_memory, result.peak_memory)

    def _collect_copies(self, copies: Iterable[tuple[Article, str]]) -> None:
        rows = Rows()
        for article, original in copies:
            cause = self.failed.get(article.text_sha256())
            if cause is not None:
                self._refuse(refusal(article, cause.reason, f"has the text of {cause.source}, which was rejected"))
                self.plan.failed(article.source)
            else:
                rows.add_copy(article, of=original, stamp=self.stamp, processed_at=datetime.now(UTC))
                self.report.duplicates += 1
        self._add(rows.tables())

    def _add(self, tables: dict[str, pa.Table]) -> None:
        documents = tables["documents"]
        ids = documents["doc_id"].to_pylist()
        known = self.ledger.known_ids(ids)
        self.touched |= known
        self.batch.tables.append(tables)
        self.batch.replaced_ids |= known
        self.batch.replaced_sources |= self.ledger.known_refusals(documents["source"].to_pylist())
        self.batch.articles += len(ids)
        self.batch.size += sum(table.nbytes for table in tables.values())

    def _refuse(self, refused: Refusal) -> None:
        self._count_refusal(refused)
        self.batch.rejected.append(
            {
                "source": refused.source,
                "reason": refused.reason,
                "detail": refused.detail,
                "run_id": self.stamp.run_id,
                "rejected_at": datetime.now(UTC),
                "doc_id": refused.doc_id,
                "fingerprint": refused.fingerprint,
                "settings_sha256": self.stamp.settings_sha256,
            }
        )
        self.batch.replaced_sources |= self.ledger.known_refusals([refused.source])
        if refused.place is None:
            # It was read and is no article any more: rows of an earlier text go. Where it could not be read they stay.
            known = self.ledger.known_ids([refused.doc_id])
            self.touched |= known
            self.batch.replaced_ids |= known
        self.progress.reject(refused)

    def _count_refusal(self, refused: Refusal) -> None:
        self.report.rejected += 1
        counts = self.report.rejected_by_reason
        counts[refused.reason] = counts.get(refused.reason, 0) + 1

    def _due(self) -> bool:
        return (
            self.batch.articles + len(self.batch.rejected) >= self.settings.commit_articles
            or self.batch.size >= COMMIT_BYTES
            or time.monotonic() - self.last_commit >= COMMIT_SECONDS
        )

    def _commit(self) -> None:
        self.last_commit = time.monotonic()
        if self.batch.empty():
            return
        self.batches += 1
        with self._committing():
            written = commit(self.store, self.records, self.batch, name=f"{self.stamp.run_id}/{self.batches}")
        for table, number in written.items():
            self.report.rows[table] = self.report.rows.get(table, 0) + number
        self.batch = Batch()

    def _prune(self) -> None:
        """Removes what the inputs no longer have, rows of rejected inputs included."""
        if not self.options.selection.prune or not self.plan.whole:
            return
        vanished = self.plan.vanished()
        self._tell_kept(self.plan, vanished)
        if len(vanished.ids) > PRUNE_AT_MOST * len(self.ledger.done) and not self.options.force:
            self.report.warnings.append(
                f"nothing pruned: {len(vanished.ids)} of {len(self.ledger.done)} articles are not among the inputs; "
                "is one missing? If not, --prune --force removes them"
            )
            return
        self.batch.replaced_ids |= vanished.ids
        self.batch.replaced_sources |= vanished.sources
        self.touched |= vanished.ids
        self.report.pruned = len(vanished.ids)

    def _tell_kept(self, plan: Plan, vanished: Vanished) -> None:
        """Says which articles are not among the inputs and stay, because their place could not be read to its end."""
        if not vanished.kept:
            return
        places = [
            f"{number} from {place or 'an input'} ({plan.unread.reasons[place]})"
            for place, number in vanished.kept.most_common(PLACES_SHOWN)
        ]
        more = len(vanished.kept) - len(places)
        self.report.warnings.append(
            f"not pruned: {sum(vanished.kept.values())} articles that were not found where the inputs could not be "
            f"read to the end: {', '.join(places)}" + (f" and {more} more places" if more else "")
        )

    def _resolve(self) -> None:
        """Takes out the rows of `rejected` whose input is there and no longer gives cause."""
        self.batch.replaced_sources |= self.plan.resolved()

    def _promote_copies(self, engine: Engine, stop: Stop) -> None:
        """Copies whose original got another text, or went, are articles of their own from now on."""
        if self.touched:
            self.ledger = Ledger(self.store)
        elif not self.ledger.loaded():
            return  # nothing was new, so nothing has changed
        self._process(engine, orphaned_copies(self.store, self.ledger), stop)

    def _count(self, plan: Plan, left_out: Counter[str]) -> None:
        report = self.report
        report.seen, report.unchanged, report.why = plan.seen, plan.unchanged, dict(plan.why)
        if self.restored:
            report.why["rows lost"] = self.restored
        report.still_rejected, report.left_out = plan.still_rejected, plan.left_out
        report.complete = plan.complete
        if folders := plan.unread.folders:
            report.warnings.append(
                f"{len(folders)} folders could not be listed, so that what is in them was not looked at: "
                + ", ".join(folders[:PLACES_SHOWN])
                + (" …" if len(folders) > PLACES_SHOWN else "")
            )
        report.notes += plan.notes[:NOTES_SHOWN]
        if len(plan.notes) > NOTES_SHOWN:
            report.notes.append(f"… and {len(plan.notes) - NOTES_SHOWN} more notes of this kind")
        if tables := self.tables_passed_over:
            report.notes.append(
                "a folder with a _delta_log is a table, and its files are rows; passed over: "
                + ", ".join(tables[:PLACES_SHOWN])
                + (f" … and {len(tables) - PLACES_SHOWN} more" if len(tables) > PLACES_SHOWN else "")
            )
        if left_out:
            kinds = ", ".join(f"{number} {ending}" for ending, number in left_out.most_common(10))
            report.notes.append(f"files of no known format were left out: {kinds}")
        if plan.without_article:
            kinds = ", ".join(f"{number} {kind}" for kind, number in plan.without_article.most_common())
            report.notes.append(f"files that hold nothing to read were left out: {kinds}")

    def _clock(self) -> None:
        report = self.report
        report.finished_at = datetime.now(UTC)
        report.seconds = (report.finished_at - report.started_at).total_seconds()
        report.words_per_second = report.words / report.seconds if report.seconds else 0.0
        report.peak_memory_main = peak_memory()

    def _record(self, stop: Stop) -> None:
        report = self.report
        self._clock()
        if stop.signal is not None:
            report.signal, report.status = stop.signal, "stopped"
        elif report.status == "done" and self.options.tolerance.exceeded(report.rejected, report.seen):
            report.status = "failed"
            report.error = f"{report.rejected} of {report.seen} inputs rejected, more than {self.options.tolerance}"
        if report.status == "done":
            report.compare(read_reports(self.records, last=COMPARED))
        report.save(self.records)
