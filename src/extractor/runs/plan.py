"""Which articles need work, and why.

An article is left alone when the ledger has it with the same text, metadata, settings, knowledge, model and version;
an input that was rejected is left alone until it, or the settings, changed. An article with the text of another one is
a copy: it is noted (`documents.duplicate_of`), not processed again.

What could not be read to its end (places.py) is kept as the tables have it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from extractor.articles.admission import Admission
from extractor.articles.article import Article, Refusal
from extractor.articles.dates import is_before
from extractor.articles.reading import Reading, read_articles
from extractor.articles.sources import STANDARD_INPUT, InputFile
from extractor.errors import ArticleError
from extractor.runs.ledger import Done, Ledger, file_of
from extractor.runs.part import Part
from extractor.runs.places import Unread, is_folder
from extractor.runs.scans import Scan, Scans
from extractor.tables.rows import Stamp


@dataclass(frozen=True, slots=True)
class Selection:
    """Which part of the inputs a run is about."""

    since: datetime | None = None
    """Leaves out articles published before, as far as their dates tell; of those without, the ones in files last
    modified before."""
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

HELD = 1_000
"""Refused records of one file that wait for its end, to see whether an article has the number for its id."""


@dataclass(slots=True)
class Vanished:
    """What the inputs no longer have."""

    ids: set[str] = field(default_factory=set)
    """Articles."""
    sources: set[str] = field(default_factory=set)
    """Rejected inputs."""
    kept: Counter[str] = field(default_factory=Counter)
    """Articles that were not found and may be there all the same, by the place that was not read to its end."""


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
        self.without_article: Counter[str] = Counter()
        """Files in which there is nothing, by their format."""
        self.unread = Unread()
        self.whole = selection.part is None
        """Whether the run went through all that was listed."""
        self._resolved: set[str] = set()
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
        self._all_refused: set[str] = set()
        self._repeated = 0
        """Articles in it that were given before."""
        self._names = _Names("")
        self._listed: Collection[str] = ()
        self._tasks = 0

    @property
    def complete(self) -> bool:
        """Whether every input was looked at."""
        return self.whole and not self.unread.folders

    def decisions(
        self,
        files: Iterable[InputFile | Refusal],
        *,
        stopped: Callable[[], bool],
        listed: Collection[str] = (),
    ) -> Iterator[Task | Refusal]:
        """What needs work, and the inputs that are newly refused, in the order of the inputs.

        `listed` has the sources of the folders that could be listed, as soon as `files` has come to its end.
        """
        found = list(files)
        self._listed = listed
        self._files = {file.source: False for file in found}
        for file in found:
            if isinstance(file, Refusal):
                self.unread.note(file)
        retried = self._files_to_retry() if self.selection.retry_rejected else frozenset()
        for file in found:
            if isinstance(file, Refusal):
                if self._is_ours(file):
                    self.seen += 1
                    yield from _given(self._refuse(file))
            elif file.source not in retried and (scan := self._as_it_was(file)):
                self.seen += scan.articles + scan.rejected + scan.repeated
                self.unchanged += scan.articles + scan.repeated
                self.still_rejected += scan.rejected
                self._note_if_empty(file, scan)
            elif self._before_since(file):
                self.left_out += 1
                self.whole = False
            else:
                yield from self._through(file, stopped)
            if stopped() or self._limit_reached():
                self.whole = False
                return

    def failed(self, source: str) -> None:
        """Notes that an article could not be processed after all: its file is read again next time."""
        file = file_of(source, self._files)
        if file is not None:
            self.scans.forget(file)

    def vanished(self) -> Vanished:
        """What the inputs no longer have. Only when the run is `whole`; what was not read to its end stays."""
        vanished = Vanished()
        as_they_were = {source for source, read in self._files.items() if not read}
        for doc_id, done in self.ledger.done.items():
            if doc_id in self._ids:
                continue
            place = self.unread.place_of(done.source)
            if place is not None:
                vanished.kept[place] += 1
            elif file_of(done.source, as_they_were) is None:
                vanished.ids.add(doc_id)
        vanished.sources = {
            source
            for source in self.ledger.refused
            if file_of(source, self._files) is None and self.unread.place_of(source) is None
        }
        return vanished

    def resolved(self) -> set[str]:
        """Rows of `rejected` whose file or folder was read again and no longer gives cause."""
        if self.ledger.refused_loaded():
            self._resolved |= {source for source in self._listed if source in self.ledger.refused}
        return self._resolved - self._all_refused

    def _through(self, file: InputFile, stopped: Callable[[], bool]) -> Iterator[Task | Refusal]:
        """The decisions about one file, which is remembered when it was read to the end."""
        self._files[file.source] = True
        self._refused, self._repeated, self._names = set(), 0, _Names(file.source)
        seen, left_out = self.seen, self.left_out
        broken_off = None
        for item in read_articles(file, self.reading):
            if stopped():
                return
            if isinstance(item, Refusal):
                self.unread.note(item)
                broken_off = item.reason if item.place == item.source == file.source else broken_off
            for named in self._names.given(item):
                yield from _given(self._decide(named, file))
            if stopped() or self._limit_reached():
                yield from self._released(file)
                return
        yield from self._released(file)
        if self.selection.part is not None:
            return  # what this job knows of the file is not all
        if left_out != self.left_out:
            self.whole = False
        elif broken_off != "unreadable":  # which may be so without a change of the file
            refused, repeated = len(self._refused), self._repeated
            scan = Scan(self.seen - seen - refused - repeated, refused, repeated)
            self._note_if_empty(file, scan)
            self.scans.note(file, scan)
            if broken_off is None:
                self._resolved |= self._refusals_by_file.get(file.source, set()) - self._refused

    def _released(self, file: InputFile) -> Iterator[Task | Refusal]:
        """The decisions about refused records that had to wait for the end of their file."""
        for refusal in self._names.released():
            yield from _given(self._decide(refusal, file))

    def _note_if_empty(self, file: InputFile, scan: Scan) -> None:
        if scan == Scan(0, 0):
            self.without_article[file.format] += 1

    def _decide(self, item: Article | Refusal, file: InputFile) -> Decision:
        if (
            isinstance(item, Article)
            and self.selection.since
            and item.published_at
            and is_before(item.published_at, item.published_precision, self.selection.since)
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
        self._note_refused(refusal.source)
        stays = self._what_stays(refusal)
        return replace(refusal, detail=f"{refusal.detail}; {stays}") if stays else refusal

    def _note_refused(self, source: str) -> None:
        self._refused.add(source)
        self._all_refused.add(source)

    def _what_stays(self, refusal: Refusal) -> str | None:
        """What the tables keep from a place that could not be read, in words."""
        place = refusal.place
        if place is None:
            return None
        if is_folder(place):
            number = sum(done.source.startswith(place) for done in self.ledger.done.values())
        elif place in self._files:
            number = self._articles_by_file[place]
        else:
            return "its last rows stay" if place in self._known_sources else None
        if not number:
            return None
        if place in self._known_sources:
            return "its last rows stay"
        if refusal.source not in (place, f"{place}/") and not is_folder(place):
            return f"articles of {place} that are not found keep their last rows"
        return f"the last rows of its {number} articles stay" if number > 1 else "the last rows of its article stay"

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
            self._note_refused(source)
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
        # It came from another file; when that is still there and was not read because it is as it was, it counts,
        # and also where it could not be read.
        if self.unread.place_of(done.source) is not None:
            return done.text_sha256
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

    @cached_property
    def _known_sources(self) -> frozenset[str]:
        return frozenset(done.source for done in self.ledger.done.values())

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


class _Names:
    """Has the articles and refused records of one file known by sources of their own.

    A record is known by its id, else by its number, and a number may be the id of another record: what was refused is
    then `file:number` instead of `file#number`. A second article under one source gets `:2` behind it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._ids: set[str] = set()
        self._again: Counter[str] = Counter()
        self._held: list[Refusal] = []
        self._crowded = False

    def given(self, item: Article | Refusal) -> Iterator[Article | Refusal]:
        """What can be decided about now that `item` has come: refused records wait for the articles."""
        if item.source == self.file:
            yield item
        elif isinstance(item, Article):
            yield self._article(item)
        elif self._crowded:
            yield self._by_number(item)
        else:
            self._held.append(item)
            if len(self._held) > HELD:
                self._crowded = True
                yield from map(self._by_number, self._held)
                self._held = []

    def released(self) -> Iterator[Refusal]:
        """The refused records that have waited."""
        held, self._held = self._held, []
        yield from (self._by_number(item) if self._taken(item.source) else item for item in held)

    def _article(self, article: Article) -> Article:
        if self._taken(article.source):
            self._again[article.source] += 1
            article = replace(article, source=f"{article.source}:{self._again[article.source] + 1}")
        self._ids.add(article.doc_id)
        return article

    def _taken(self, source: str) -> bool:
        return source in self._ids or source[len(self.file) + 1 :] in self._ids

    def _by_number(self, refusal: Refusal) -> Refusal:
        return replace(refusal, source=f"{self.file}:{refusal.source[len(self.file) + 1 :]}")


def _given(decision: Decision) -> Iterator[Task | Refusal]:
    if decision is not None:
        yield decision
