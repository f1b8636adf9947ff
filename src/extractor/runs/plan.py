"""Which articles need work, and why.

An article is left alone when the ledger has it with the same text, metadata, settings, knowledge, model and version;
an input that was rejected is left alone until it, or the settings, changed. An article with the text of another one is
a copy: it is noted (`documents.duplicate_of`), not processed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from extractor.articles.admission import Admission
from extractor.articles.article import Article, Refusal
from extractor.articles.reading import Reading, read_articles
from extractor.articles.sources import STANDARD_INPUT, InputFile
from extractor.errors import ArticleError
from extractor.runs.ledger import Done, Ledger, file_of
from extractor.runs.part import Part
from extractor.runs.scans import Scan, Scans
from extractor.tables.rows import Stamp


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of the inputs a run is about."""

    since: datetime | None = None
    """Leaves out articles published before; of those without a date, the ones in files last modified before."""
    limit: int | None = None
    """The most articles that are processed."""
    prune: bool = False
    """Wants to know what vanished."""
    retry_rejected: bool = False
    """Tries again what was rejected, though nothing changed."""
    part: Part | None = None
    """Takes only the articles of this part."""


@dataclass(frozen=True, slots=True)
class Task:
    """An article that needs work, and why; with `copy_of` the id of the article that has its text already."""

    article: Article
    why: str
    copy_of: str | None = None


Decision = Task | Refusal | None


class Plan:
    """Goes through the inputs once and decides about every article. The counts are true once it is through."""

    def __init__(
        self,
        ledger: Ledger,
        scans: Scans,
        *,
        stamp: Stamp,
        admission: Admission,
        reading: Reading,
        selection: Selection,
    ) -> None:
        self.ledger = ledger
        self.scans = scans
        self.stamp = stamp
        self.admission = admission
        self.reading = reading
        self.selection = selection
        self.seen = 0
        self.unchanged = 0
        self.left_out = 0
        """Articles before `since`."""
        self.still_rejected = 0
        self.why: Counter[str] = Counter()
        self.notes: list[str] = []
        self.resolved: set[str] = set()
        """Rows of `rejected` whose file was read again and no longer has them."""
        self.complete = selection.part is None
        """Whether every input was read to its end."""
        self._files: dict[str, bool] = {}
        """The files of the inputs; True for those that were read in this run."""
        self._ids: dict[str, str] = {}
        """Text hash of every article that this run has read, by id."""
        self._texts: dict[str, str] = {}
        """The article that this run processes for a text: its id by the hash of the text."""
        self._owners: dict[str, str] = {}
        """Of a part: the id under which the inputs give a text first, by the hash of the text."""
        self._refused: set[str] = set()
        """What was refused in the file that is being read."""
        self._repeated = 0
        """Articles in it that were given before."""
        self._tasks = 0

    def decisions(
        self, files: Iterable[InputFile | Refusal], *, stopped: Callable[[], bool]
    ) -> Iterator[Task | Refusal]:
        """What needs work, and the inputs that are newly refused, in the order of the inputs."""
        listed = list(files)
        self._files = {file.source: False for file in listed}
        retried = self._files_to_retry() if self.selection.retry_rejected else frozenset()
        for file in listed:
            if isinstance(file, Refusal):
                if self._is_ours(file):
                    self.seen += 1
                    yield from _given(self._refuse(file))
            elif file.source not in retried and (scan := self._as_it_was(file)):
                self.seen += scan.articles + scan.rejected + scan.repeated
                self.unchanged += scan.articles + scan.repeated
                self.still_rejected += scan.rejected
            elif self._before_since(file):
                self.left_out += 1
                self.complete = False
            else:
                yield from self._through(file, stopped)
            if stopped() or self._limit_reached():
                self.complete = False
                return

    def failed(self, source: str) -> None:
        """Notes that an article could not be processed after all: its file is read again next time."""
        file = file_of(source, self._files)
        if file is not None:
            self.scans.forget(file)

    def vanished(self) -> tuple[set[str], set[str]]:
        """Ids of articles, and sources of rejected inputs, that the inputs no longer have. Only when `complete`."""
        kept = {source for source, read in self._files.items() if not read}
        ids = {
            doc_id
            for doc_id, done in self.ledger.done.items()
            if doc_id not in self._ids and file_of(done.source, kept) is None
        }
        sources = {source for source in self.ledger.refused if file_of(source, self._files) is None}
        return ids, sources

    def _through(self, file: InputFile, stopped: Callable[[], bool]) -> Iterator[Task | Refusal]:
        """The decisions about one file, which is remembered when it was read to the end."""
        self._files[file.source] = True
        self._refused, self._repeated = set(), 0
        seen, left_out = self.seen, self.left_out
        for item in read_articles(file, self.reading):
            yield from _given(self._decide(item, file))
            if stopped() or self._limit_reached():
                return
        if self.selection.part is not None:
            return  # what this job knows of the file is not all
        if left_out == self.left_out:
            refused, repeated = len(self._refused), self._repeated
            self.scans.note(file, Scan(self.seen - seen - refused - repeated, refused, repeated))
            self.resolved |= self._refusals_by_file.get(file.source, set()) - self._refused
        else:
            self.complete = False

    def _decide(self, item: Article | Refusal, file: InputFile) -> Decision:
        if (
            isinstance(item, Article)
            and self.selection.since
            and item.published_at
            and item.published_at < self.selection.since
        ):
            self.left_out += 1
            return None
        ours = self._is_ours(item)
        self.seen += ours
        if isinstance(item, Refusal):
            return self._refuse(item) if ours else None
        text_sha = item.text_sha256()
        elsewhere = self._elsewhere(item, file)
        if elsewhere is None:
            self._ids[item.doc_id] = text_sha
        if not ours:
            return None
        if elsewhere == text_sha:
            self.unchanged += 1
            self._repeated += 1
            return None
        if elsewhere is not None:
            return self._refuse_article(
                item, "duplicate_id", f"another input has the id {item.doc_id!r} with another text", owner=False
            )
        why = self._why(item, text_sha)
        if why is None:
            self.unchanged += 1
            return None
        if self._stands(item.source, item.input_sha256()):
            return None
        try:
            admitted = self.admission.check(item)
        except ArticleError as error:
            return self._refuse_article(item, error.code, error.detail)
        self.why[why] += 1
        self._tasks += 1
        if item.note:
            self.notes.append(f"{item.source}: {item.note}")
        return Task(admitted, why, self._copy_of(item.doc_id, text_sha))

    def _is_ours(self, item: Article | Refusal) -> bool:
        """Whether this run is about it, as far as the part is concerned."""
        part = self.selection.part
        if part is None:
            return True
        if isinstance(item, Refusal):
            return part.holds(item.source)
        return part.holds(self._owners.setdefault(item.text_sha256(), item.doc_id))

    def _refuse_article(self, article: Article, reason: str, detail: str, *, owner: bool = True) -> Refusal | None:
        return self._refuse(
            Refusal(
                source=article.source,
                reason=reason,
                detail=detail,
                fingerprint=article.input_sha256(),
                # Rows under the id go with a refusal, unless they are another article's.
                doc_id=article.doc_id if owner else None,
            )
        )

    def _refuse(self, refusal: Refusal) -> Refusal | None:
        if self._stands(refusal.source, refusal.fingerprint):
            return None
        self._refused.add(refusal.source)
        return refusal

    def _stands(self, source: str, fingerprint: str) -> bool:
        """Whether the input was rejected before, and neither it nor the settings have changed."""
        before = self.ledger.refused.get(source)
        stands = (
            before is not None
            and (before.fingerprint, before.settings_sha256) == (fingerprint, self.stamp.settings_sha256)
            and not self.selection.retry_rejected
        )
        if stands:
            self.still_rejected += 1
            self._refused.add(source)
        return stands

    def _why(self, article: Article, text_sha: str) -> str | None:
        """Why the article needs work; None when the ledger has it as it is."""
        done = self.ledger.done.get(article.doc_id)
        if done is None:
            return "new"
        if done.text_sha256 != text_sha:
            return "text changed"
        if done.input_sha256 not in (None, article.input_sha256()):
            return "metadata changed"
        return self._outdated(done)

    def _outdated(self, done: Done) -> str | None:
        if done.settings_sha256 == self.stamp.settings_sha256:
            return None
        if done.extractor_version != self.stamp.extractor_version:
            return "version changed"
        return "model changed" if done.model != self.stamp.model else "settings or knowledge changed"

    def _copy_of(self, doc_id: str, text_sha: str) -> str | None:
        """The article that has this text already, in this run or in the ledger."""
        first = self._texts.get(text_sha)
        if first is None:
            known = self.ledger.by_text.get(text_sha)
            if known is not None and known != doc_id and self._still_holds(known, text_sha):
                first = known
        if first is None:
            self._texts[text_sha] = doc_id
            return None
        return None if first == doc_id else first

    def _still_holds(self, doc_id: str, text_sha: str) -> bool:
        read = self._ids.get(doc_id, text_sha)
        return read == text_sha and self._outdated(self.ledger.done[doc_id]) is None

    def _elsewhere(self, article: Article, file: InputFile) -> str | None:
        """The text hash under which another input of this run has the article's id."""
        if article.doc_id in self._ids:
            return self._ids[article.doc_id]
        done = self.ledger.done.get(article.doc_id)
        if done is None or done.source == article.source:
            return None
        # It came from another file; when that is still there and was not read because it is as it was, it counts.
        owner = file_of(done.source, self._files)
        if owner is None or owner == file.source or owner not in self.scans.now or self._files[owner]:
            return None
        return done.text_sha256

    def _as_it_was(self, file: InputFile) -> Scan | None:
        """What `file` held, where it need not be read. A part reads all, to see which article has a text first."""
        if self.selection.part is not None:
            return None
        scan = self.scans.unchanged(file)
        if scan and self.selection.prune and self._articles_by_file[file.source] != scan.articles:
            self.scans.forget(file.source)  # the ledger has articles that the file no longer had
            return None
        return scan

    @cached_property
    def _articles_by_file(self) -> Counter[str]:
        sources = (file_of(done.source, self._files) for done in self.ledger.done.values())
        return Counter(source for source in sources if source is not None)

    def _before_since(self, file: InputFile) -> bool:
        since = self.selection.since
        return since is not None and file.source != STANDARD_INPUT and file.modified_ns < since.timestamp() * 1e9

    def _limit_reached(self) -> bool:
        return self.selection.limit is not None and self._tasks >= self.selection.limit

    def _files_to_retry(self) -> frozenset[str]:
        return frozenset(self._refusals_by_file)

    @cached_property
    def _refusals_by_file(self) -> dict[str, set[str]]:
        by_file: dict[str, set[str]] = {}
        for source in self.ledger.refused:
            file = file_of(source, self._files)
            if file is not None:
                by_file.setdefault(file, set()).add(source)
        return by_file


def _given(decision: Decision) -> Iterator[Task | Refusal]:
    if decision is not None:
        yield decision
