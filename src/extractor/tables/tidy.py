"""Who said what, tidied: the tables joined into one row a statement, and filters, counts and edges drawn from it."""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import pandas as pd

from extractor.analysis.folding import fold
from extractor.articles.dates import is_before
from extractor.errors import UsageError
from extractor.escaping import web_address
from extractor.locations import SCHEMES

if TYPE_CHECKING:
    from extractor.tables.lazy import LazyTable

COLUMNS = (
    "date",
    "outlet",
    "speaker",
    "function",
    "state",
    "verb",
    "act",
    "quotation",
    "about",
    "addressee",
    "score",
    "link",
    "title",
    "type",
    "polarity",
    "via",
    "speaker_kind",
    "speaker_ids",
    "about_ids",
    "start",
    "end",
    "doc_id",
    "statement_id",
)
"""The columns of `who_said_what`, those that are read first in front."""

Every = Literal["day", "week", "month", "quarter", "year"]

PERIODS: Mapping[Every, str] = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}

SPLITS = ("state", "act", "outlet", "speaker", "function", "verb", "type", "speaker_kind")
"""The columns by whose values a timeline may count."""

UNKNOWN = "?"
"""Stands for a value that the text does not tell."""

FRAGMENT_WORDS = 6
"""Words at either end of a quotation by which a browser finds it in the page."""

_UNITS = {"m": "min", "h": "h", "d": "D", "w": "W"}
_AGO = re.compile(r"\d{1,6}[mhdw]")
_ISO = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to look for. Texts are compared folded: without regard to case, accents and kinds of apostrophes."""

    by: str | None = None
    about: str | None = None
    since: str | date | None = None
    until: str | date | None = None
    act: str | None = None
    text: str | None = None
    doc_id: str | None = None
    minimum_score: float = 0.0


@dataclass(slots=True)
class Names:
    """The entities of all articles: how they are called, and who is meant by a name."""

    entities: pd.DataFrame
    _folded: list[tuple[str, str, frozenset[str]]] = field(init=False, repr=False, default_factory=list)

    def __post_init__(self) -> None:
        calls: dict[tuple[str, str], set[str]] = {}
        for row in _records(self.entities):
            calls.setdefault((row.entity_id, row.type), set()).update(map(fold, [row.name, *row.aliases]))
        self._folded = [(entity_id, kind, frozenset(names)) for (entity_id, kind), names in calls.items()]

    def by_document(self) -> dict[tuple[str, str], str]:
        """Article and entity → the name in that article."""
        rows = self.entities
        return dict(zip(zip(rows["doc_id"], rows["entity_id"], strict=True), rows["name"], strict=True))

    def roles(self) -> dict[tuple[str, str], str]:
        """Article and person → the function in that article; what `role` says of bodies is their kind."""
        rows = self.entities[self.entities["role"].notna() & (self.entities["type"] == "PERSON")]
        return dict(zip(zip(rows["doc_id"], rows["entity_id"], strict=True), rows["role"], strict=True))

    def meant_by(self, asked: str) -> set[str]:
        """The ids of the entities that `asked` may mean: an id, an ISO 3166-1 code, or a name or some words of it.

        Where something is called exactly so, what only has the words in its name is left out (`Chine` is not `Banque de
        Chine`), except for persons, who are asked for by their last name.
        """
        ids = {entity_id for entity_id, _, _ in self._folded}
        if asked in ids or re.match(r"[a-z]+:", asked):
            return {asked} & ids
        if _ISO.fullmatch(asked) and f"country:{asked}" in ids:
            return {f"country:{asked}"}
        name = fold(asked)
        exact = {entity_id for entity_id, _, names in self._folded if name in names}
        holds = words(asked)
        some = {
            entity_id
            for entity_id, kind, names in self._folded
            if (kind == "PERSON" or not exact) and any(map(holds.search, names))
        }
        return exact | some


def words(asked: str) -> re.Pattern[str]:
    """Finds `asked` as whole words in a folded text."""
    return re.compile(rf"(?<!\w){re.escape(fold(asked).strip())}(?!\w)")


def moment(when: str | date, *, end: bool = False) -> pd.Timestamp:
    """`2024`, `2024-05`, `2024-05-31`, with a time, or a date object, in UTC; with `end` the last instant of it. `36h`
    and `7d` are so long before now.

    Raises UsageError for anything else.
    """
    if isinstance(when, str) and _AGO.fullmatch(when):
        return pd.Timestamp.now(UTC) - pd.Timedelta(int(when[:-1]), _UNITS[when[-1]])
    if isinstance(when, str):
        try:
            period = pd.Period(when)
        except ValueError:
            raise UsageError(f"{when!r} is no date; write 2024, 2024-05, 2024-05-31, or 7d for a week ago") from None
        stamp = period.end_time if end else period.start_time
    elif end and not isinstance(when, datetime):
        stamp = pd.Period(when, freq="D").end_time
    else:
        stamp = pd.Timestamp(when)
    return stamp.tz_localize(UTC) if stamp.tzinfo is None else stamp.tz_convert(UTC)


def _before(articles: pd.DataFrame, when: pd.Timestamp) -> pd.Series:
    """Whether the date of an article, in all that it may mean, is before `when`, or not known."""
    dates = zip(articles["published_at"], articles["published_precision"], strict=True)
    before = [
        pd.isna(at) or is_before(at, precision if isinstance(precision, str) else None, when) for at, precision in dates
    ]
    return pd.Series(before, index=articles.index, dtype=bool)


class Said:
    """The statements of some articles with what belongs to them."""

    def __init__(self, documents: LazyTable, entities: LazyTable, statements: LazyTable) -> None:
        self._documents = documents
        self._entities = entities
        self._statements = statements

    @cached_property
    def names(self) -> Names:
        """The entities of the articles."""
        return Names(self._entities.select("doc_id", "entity_id", "type", "name", "aliases", "role").to_pandas())

    def rows(self, question: Question | None = None) -> pd.DataFrame:
        """One row a statement that answers the question, by date, article and place."""
        question = question or Question()
        statements = self._matching(question)
        metadata = ["doc_id", "source", "title", "url", "outlet", "published_at", "published_precision"]
        documents = self._documents.select(*metadata).to_pandas()
        joined = statements.merge(documents, on="doc_id")
        if question.since is not None:
            joined = joined[~_before(joined, moment(question.since))]
        if question.until is not None:
            joined = joined[joined["published_at"] <= moment(question.until, end=True)]
        joined = joined.sort_values(["published_at", "doc_id", "statement_id"], kind="stable", na_position="last")
        return self._tidied(joined.reset_index(drop=True))

    def _matching(self, question: Question) -> pd.DataFrame:
        table = self._statements
        if question.act is not None:
            table = table.where(speech_act=question.act)
        if question.doc_id is not None:
            table = table.where(doc_id=question.doc_id)
        about: set[str] = set()
        if question.about is not None:
            about = self.names.meant_by(question.about)
            table = table.where(about_ids=about)
        statements = table.to_pandas()
        kept = statements["score"].fillna(1.0) >= question.minimum_score
        if question.by is not None:
            kept &= self._said_by(statements, question.by)
        if question.text is not None:
            holds = words(question.text)
            kept &= pd.Series([bool(holds.search(fold(text or ""))) for text in statements["text"]], dtype=bool)
        return statements[kept.astype(bool)]

    def _said_by(self, statements: pd.DataFrame, asked: str) -> pd.Series:
        """Which statements are by an entity of that name or id, by someone who serves the country of that name, or by
        an unnamed source whose description has these words."""
        ids = self.names.meant_by(asked)
        states = {entity_id.removeprefix("country:") for entity_id in ids if entity_id.startswith("country:")}
        holds = words(asked)
        named = ":" not in asked
        return pd.Series(
            [
                not ids.isdisjoint(speakers)
                or state in states
                or (named and isinstance(surface, str) and bool(holds.search(fold(surface))))
                for speakers, state, surface in zip(
                    statements["speaker_ids"], statements["speaker_country"], statements["speaker_text"], strict=True
                )
            ],
            dtype=bool,
            index=statements.index,
        )

    def _tidied(self, joined: pd.DataFrame) -> pd.DataFrame:
        names, roles = self.names.by_document(), self.names.roles()

        def called(doc_id: str, ids: Iterable[str]) -> str:
            return ", ".join(dict.fromkeys(names.get((doc_id, one), one) for one in ids))

        rows: list[dict[str, Any]] = []
        for row in _records(joined):
            doc_id = row.doc_id
            start, end = _extent(row.spans)
            unnamed = next((one for one in (row.speaker_description, row.speaker_text) if isinstance(one, str)), None)
            first = row.speaker_ids[0] if len(row.speaker_ids) else ""
            rows.append(
                {
                    "date": row.published_at,
                    "outlet": row.outlet,
                    "speaker": called(doc_id, row.speaker_ids) or (unnamed and unnamed.strip("-")),
                    "function": row.speaker_role if row.speaker_kind == "anonymous" else roles.get((doc_id, first)),
                    "state": row.speaker_country,
                    "verb": row.cue_lemma,
                    "act": row.speech_act,
                    "quotation": row.text,
                    "about": called(doc_id, row.about_ids),
                    "addressee": called(doc_id, row.addressee_ids),
                    "score": row.score,
                    "link": link(row.url, row.source, row.text, start, end),
                    "title": row.title,
                    "type": row.type,
                    "polarity": row.polarity,
                    "via": called(doc_id, row.via_ids),
                    "speaker_kind": row.speaker_kind,
                    "speaker_ids": list(row.speaker_ids),
                    "about_ids": list(row.about_ids),
                    "start": start,
                    "end": end,
                    "doc_id": doc_id,
                    "statement_id": row.statement_id,
                }
            )
        tidy = pd.DataFrame(rows, columns=list(COLUMNS))
        tidy["date"] = pd.to_datetime(tidy["date"], utc=True).astype("datetime64[us, UTC]")
        return tidy.astype({"score": "float64", "start": "int64", "end": "int64", "statement_id": "int64"})


def link(url: str | None, source: str, text: str, start: int, end: int) -> str:
    """Where the quotation stands: a text fragment of the page, which browsers jump to and mark, else the code points of
    the file after RFC 5147 (`file.txt#char=10,52`). What is no address of the web, such as a script, is no link."""
    url = web_address(url)
    if url is None:
        return f"{_relative(source)}#char={start},{end}"
    # A fragment names the first and the last words, without the gap where the verb stood.
    piece = text.split(" … ")[0].split()
    if len(piece) <= 2 * FRAGMENT_WORDS:
        wanted = _encoded(piece)
    else:
        wanted = f"{_encoded(piece[:FRAGMENT_WORDS])},{_encoded(piece[-FRAGMENT_WORDS:])}"
    return f"{url}{'' if '#' in url else '#'}:~:text={wanted}"


def _relative(source: str) -> str:
    """A source as a reference: one that would begin with a scheme, `javascript:` for one, is written as a path is."""
    scheme, colon, _ = source.partition("/")[0].partition(":")
    return f"./{source}" if colon and scheme not in SCHEMES else source


def timeline(said: pd.DataFrame, *, every: Every = "month", split: str | None = None) -> pd.DataFrame:
    """Statements and articles a period, from the first to the last; those without a date are left out.

    With `split`, the name of a column, the statements of each of its values, the most frequent one first. Raises
    UsageError for another period and another column.
    """
    if every not in PERIODS:
        raise UsageError(f"there is no period {every!r}; the periods are: {', '.join(PERIODS)}")
    if split is not None and split not in SPLITS:
        raise UsageError(f"statements are not counted by {split!r}; they are by: {', '.join(SPLITS)}")
    dated = said[said["date"].notna()]
    periods = dated["date"].dt.tz_localize(None).dt.to_period(PERIODS[every])
    if split is None:
        counts = dated.groupby(periods).agg(statements=("statement_id", "size"), articles=("doc_id", "nunique"))
    else:
        values = dated[split].astype(object).where(dated[split].notna(), UNKNOWN)
        counts = pd.crosstab(periods, values)
        # Of equally frequent ones the first by name.
        counts = counts[sorted(counts.columns, key=lambda value: (value == UNKNOWN, -counts[value].sum(), value))]
        counts.columns.name = None
    if len(counts):
        counts = counts.reindex(
            pd.period_range(counts.index.min(), counts.index.max(), freq=PERIODS[every]), fill_value=0
        )
        counts.index = counts.index.to_timestamp()
    else:
        counts.index = pd.DatetimeIndex([])
    return counts.rename_axis("period").reset_index()


def network(said: pd.DataFrame, names: Names, *, minimum: int = 1) -> pd.DataFrame:
    """Who speaks about whom: one row an edge with the number of statements and articles that it stands for."""
    pairs = said[["doc_id", "speaker_ids", "about_ids", "score"]].explode("speaker_ids").explode("about_ids").dropna()
    pairs = pairs[pairs["speaker_ids"] != pairs["about_ids"]]
    edges = (
        pairs.groupby(["speaker_ids", "about_ids"], as_index=False)
        .agg(statements=("score", "size"), articles=("doc_id", "nunique"), score=("score", "mean"))
        .rename(columns={"speaker_ids": "source_id", "about_ids": "target_id"})
    )
    edges = edges[edges["statements"] >= minimum]
    longest = usual_names(names.entities)
    edges.insert(0, "source", [longest.get(one, one) for one in edges["source_id"]])
    edges.insert(1, "target", [longest.get(one, one) for one in edges["target_id"]])
    order = ["statements", "source_id", "target_id"]
    return edges.sort_values(order, ascending=[False, True, True]).reset_index(drop=True)


def usual_names(entities: pd.DataFrame) -> dict[str, str]:
    """Entity → the name that most articles give it, the longest of equally frequent ones."""
    counts = entities.groupby(["entity_id", "name"]).size().reset_index(name="articles")
    counts["length"] = counts["name"].str.len()
    best = counts.sort_values(["articles", "length", "name"], ascending=[False, False, True]).drop_duplicates(
        "entity_id"
    )
    return dict(zip(best["entity_id"], best["name"], strict=True))


def _records(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows with the columns as attributes; much faster than `itertuples` where strings are held as Arrow."""
    row = namedtuple("row", frame.columns)  # type: ignore[misc]
    return map(row._make, zip(*(frame[column].tolist() for column in frame.columns), strict=True))


def _extent(spans: Sequence[Mapping[str, int]]) -> tuple[int, int]:
    if not len(spans):
        return 0, 0
    return min(span["start"] for span in spans), max(span["end"] for span in spans)


def _encoded(pieces: Sequence[str]) -> str:
    # A hyphen and a comma are signs of the fragment's own syntax.
    return quote(" ".join(pieces), safe="").replace("-", "%2D")
