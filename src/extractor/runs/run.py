"""One run from start to end: lock, mend, plan, process, commit, tidy up, report."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from extractor import __version__
from extractor.analysis.model import choose_model, model_label
from extractor.articles.article import Article, Refusal
from extractor.articles.sources import find_files
from extractor.errors import StoreError
from extractor.runs.commit import Batch, commit, recover
from extractor.runs.faults import reach
from extractor.runs.local import LocalEngine
from extractor.runs.lock import output_lock
from extractor.runs.plan import Plan
from extractor.runs.progress import Progress, Silent
from extractor.runs.report import RunReport
from extractor.runs.shards import PIPELINE, Recipe, Shard, ShardResult
from extractor.runs.signals import Stop
from extractor.settings import Settings, read_settings
from extractor.tables.rows import Stamp
from extractor.tables.store import Store

RECORDS = "_runs"
"""The folder beside the tables for run records, lock and journal."""

COMMIT_ARTICLES = 512
COMMIT_SECONDS = 60.0
COMMIT_BYTES = 64 * 2**20
"""Rows are committed when so many articles are done, so much time has passed, or they take so much memory."""


def run(
    inputs: str | Path | Sequence[str | Path],
    out: str | Path,
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
    pipeline: str = PIPELINE,
) -> RunReport:
    """Processes what is new or changed in `inputs` and writes the tables under `out`.

    `inputs` are files, folders, patterns or `-`. Nothing about an article raises: it goes to `rejected`. Raises
    InputError when there is nothing to read, LockedError when another run holds `out`, ModelError when the model is
    missing, StoreError when the tables cannot be read or written; the next run then completes this one.
    """
    return _Run(inputs, Path(out), settings or read_settings(), progress=progress or Silent(), pipeline=pipeline).start()


class _Run:
    def __init__(
        self,
        inputs: str | Path | Sequence[str | Path],
        out: Path,
        settings: Settings,
        *,
        progress: Progress,
        pipeline: str,
    ) -> None:
        self.inputs = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
        self.out = out
        self.settings = settings
        self.progress = progress
        self.records = out / RECORDS
        self.store = Store(out)
        now = datetime.now(UTC)
        model = model_label(choose_model(settings.model))
        self.report = RunReport(
            run_id=f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}",
            out=str(out),
            inputs=[str(given) for given in self.inputs],
            started_at=now,
            model=model,
            extractor_version=__version__,
            settings_sha256=settings.result_hash(),
            settings=settings.model_dump(mode="json"),
        )
        self.recipe = Recipe(
            stamp=Stamp(
                run_id=self.report.run_id,
                model=model,
                extractor_version=__version__,
                settings_sha256=self.report.settings_sha256,
            ),
            model=settings.model,
            knowledge=str(settings.knowledge) if settings.knowledge else None,
            pipeline=pipeline,
        )
        self.batch = Batch()
        self.batches = 0
        self.last_commit = time.monotonic()

    def start(self) -> RunReport:
        self._make_folder()
        with output_lock(self.records, run_id=self.report.run_id, since=self.report.started_at), Stop() as stop:
            mended = recover(self.store, self.records)
            if mended:
                self.report.notes.append(f"undid the half-written batch {mended} of a run that was killed")
                self.store.vacuum()
            self.plan = Plan(self.store, self.report, self.settings)
            engine = LocalEngine(
                self.recipe,
                workers=self.settings.worker_count(),
                timeout_per_article=self.settings.timeout_per_article,
                memory_limit=self.settings.memory_limit,
            )
            try:
                for result in engine.outcomes(self._shards(stop), stop.requested):
                    self._collect(result)
                    if self._due():
                        self._commit()
                self._commit()
            finally:
                engine.close()
                self.progress.close()
            if self.batches:
                self.store.vacuum()
                reach("run:vacuum")
            self._finish(stop)
        return self.report

    def _make_folder(self) -> None:
        if self.out.exists() and not self.out.is_dir():
            raise StoreError(f"{self.out} is a file; name a folder for the tables")
        self.records.mkdir(parents=True, exist_ok=True)
        if not os.access(self.records, os.W_OK):
            raise StoreError(f"{self.out} cannot be written; name another folder or change its permissions")

    def _shards(self, stop: Stop) -> Iterator[Shard]:
        articles: list[Article] = []
        characters = 0
        for item in self.plan.candidates(find_files(self.inputs), stopped=stop.requested):
            if isinstance(item, Refusal):
                self._refuse(item)
                continue
            if articles and (
                len(articles) >= self.settings.batch_articles
                or characters + len(item.text) > self.settings.batch_characters
            ):
                yield Shard(tuple(articles))
                articles, characters = [], 0
            articles.append(item)
            characters += len(item.text)
        if articles and not stop.requested():
            yield Shard(tuple(articles))

    def _collect(self, result: ShardResult) -> None:
        for tables in result.tables:
            ids = tables["documents"]["doc_id"].to_pylist()
            sources = tables["documents"]["source"].to_pylist()
            self.batch.tables.append(tables)
            self.batch.replaced_ids |= self.plan.known_ids(ids)
            self.batch.replaced_sources |= self.plan.known_refusals(sources)
            self.batch.articles += len(ids)
            self.batch.size += sum(table.nbytes for table in tables.values())
            self.report.processed += len(ids)
            self.progress.advance(len(ids), words=sum(tables["documents"]["n_tokens"].to_pylist()))
        for refusal in result.refusals:
            self._refuse(refusal)
        self.report.words += result.words
        self.report.peak_memory = max(self.report.peak_memory, result.peak_memory)

    def _refuse(self, refusal: Refusal) -> None:
        self.report.rejected += 1
        counts = self.report.rejected_by_reason
        counts[refusal.reason] = counts.get(refusal.reason, 0) + 1
        self.batch.rejected.append(
            {
                "source": refusal.source,
                "reason": refusal.reason,
                "detail": refusal.detail,
                "run_id": self.report.run_id,
                "rejected_at": datetime.now(UTC),
                "doc_id": refusal.doc_id,
                "fingerprint": refusal.fingerprint,
                "settings_sha256": self.report.settings_sha256,
            }
        )
        self.batch.replaced_sources |= self.plan.known_refusals([refusal.source])
        # An input is in `documents` or in `rejected`, never in both: rows of an earlier text go.
        self.batch.replaced_ids |= self.plan.known_ids([refusal.doc_id] if refusal.doc_id else [])
        self.progress.reject(refusal)

    def _due(self) -> bool:
        return (
            self.batch.articles + len(self.batch.rejected) >= COMMIT_ARTICLES
            or self.batch.size >= COMMIT_BYTES
            or time.monotonic() - self.last_commit >= COMMIT_SECONDS
        )

    def _commit(self) -> None:
        if self.batch.empty():
            return
        self.batches += 1
        written = commit(self.store, self.records, self.batch, name=f"{self.report.run_id}/{self.batches}")
        for table, number in written.items():
            self.report.rows[table] = self.report.rows.get(table, 0) + number
        self.batch = Batch()
        self.last_commit = time.monotonic()

    def _finish(self, stop: Stop) -> None:
        report = self.report
        report.finished_at = datetime.now(UTC)
        report.seconds = (report.finished_at - report.started_at).total_seconds()
        report.words_per_second = report.words / report.seconds if report.seconds else 0.0
        if stop.signal is not None:
            report.signal = stop.signal
            report.status = "stopped"
        report.save(self.records)
        reach("run:record")
