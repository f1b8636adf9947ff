"""Which articles need work, and why: what is in the ledger with the same text and settings is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from extractor.articles.admission import Admission
from extractor.articles.article import Article, Refusal
from extractor.articles.reading import read_articles
from extractor.articles.sources import InputFile
from extractor.errors import ArticleError
from extractor.runs.report import RunReport
from extractor.settings import Settings
from extractor.tables.store import Store


class Plan:
    """The ledger as it was when the run began, and the decisions that follow from it."""

    def __init__(self, store: Store, report: RunReport, settings: Settings) -> None:
        self.report = report
        self.admission = Admission(
            language=settings.language,
            min_characters=settings.min_characters,
            max_characters=settings.max_characters,
        )
        ledger = store.read("documents", ["doc_id", "text_sha256", "settings_sha256"]).to_pydict()
        self.done = dict(
            zip(ledger["doc_id"], zip(ledger["text_sha256"], ledger["settings_sha256"], strict=True), strict=True)
        )
        refused = store.read("rejected", ["source", "fingerprint", "settings_sha256"]).to_pydict()
        self.refused = dict(
            zip(refused["source"], zip(refused["fingerprint"], refused["settings_sha256"], strict=True), strict=True)
        )

    def known_ids(self, ids: Iterable[str]) -> set[str]:
        """Those of `ids` that have rows in the tables."""
        return {doc_id for doc_id in ids if doc_id in self.done}

    def known_refusals(self, sources: Iterable[str]) -> set[str]:
        """Those of `sources` that have a row in `rejected`."""
        return {source for source in sources if source in self.refused}

    def candidates(
        self, files: Iterable[InputFile | Refusal], *, stopped: Callable[[], bool]
    ) -> Iterator[Article | Refusal]:
        """The articles that need work, and the inputs that are newly refused."""
        for file in files:
            for item in [file] if isinstance(file, Refusal) else read_articles(file):
                if stopped():
                    return
                self.report.seen += 1
                decided = self._decide(item)
                if decided is not None:
                    yield decided

    def _decide(self, item: Article | Refusal) -> Article | Refusal | None:
        settings = self.report.settings_sha256
        if isinstance(item, Refusal):
            if self.refused.get(item.source) == (item.fingerprint, settings):
                return None
            return item
        sha = item.text_sha256()
        before = self.done.get(item.doc_id)
        if before == (sha, settings):
            self.report.unchanged += 1
            return None
        if self.refused.get(item.source) == (sha, settings):
            return None
        try:
            admitted = self.admission.check(item)
        except ArticleError as error:
            return Refusal(
                source=item.source, reason=error.code, detail=error.detail, fingerprint=sha, doc_id=item.doc_id
            )
        why = "new" if before is None else "text changed" if before[0] != sha else "settings changed"
        self.report.why[why] = self.report.why.get(why, 0) + 1
        if item.note:
            self.report.notes.append(f"{item.source}: {item.note}")
        return admitted
