"""The rows of `constructions.tsv`: what each asks of the verb and of the words around it, and what it finds.

`engine` tries them; this module reads them. A row names words, parts of speech and marks, never a function.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.errors import KnowledgeError
from extractor.knowledge import Row, rows
from extractor.knowledge.own import kept
from extractor.statements.cues import CONSTRUCTIONS, Cue
from extractor.statements.verb_groups import VerbGroup
from extractor.text.grammar import Pattern, Place, Words, pattern
from extractor.text.patterns import Atom, Named, Node, words_of

STEPS: Mapping[str, str] = {
    "incise": "words that the verb follows or interrupts: `P, a-t-il dit`",
    "frame": "what a source without a verb says: `selon X, P`",
    "clause": "what the verb reports: a clause, an infinitive, a judgement",
    "colon": "what a colon brings, also behind a clause that the verb reports",
    "object": "quoted words without a conjunction, where nothing else is reported",
}
"""The steps in which the rows are tried; of each the first row that matches counts."""

CONTENTS: Mapping[str, str] = {
    "clause": "the clause that begins at `content=`, or behind the words taken",
    "phrase": "the infinitive, judgement or object that begins there",
    "sentence": "all that begins there, as far as the end of the sentence at most, also out of a quotation",
    "quotation": "the quoted words that begin there",
    "told": "the same, with the quotations that go on from them",
    "before": "the quoted words or the clause before a frame, and what goes on behind it",
    "behind": "the clause behind a frame",
    "both": "the quoted words or the clause before the verb or the frame, and what goes on behind it",
    "rest": "the rest of the quotation in which the verb stands",
}
"""What a row can take for the content."""

SOURCES: Mapping[str, str] = {
    "": "the subject of the verb; of a gerund or an infinitive who has just spoken",
    "agent": "the part `source=` of the pattern",
    "inverted": "the pronoun behind the verb, or the text that tells it: `lit-on dans un rapport`",
    "antecedent": "the noun phrase before `selon lequel`",
    "behind": "the phrase behind the verb, as incise_subjects.tsv finds it",
}
"""Who says it."""

FEATURES: Mapping[str, str] = {
    "finite": "a verb with a subject of its own",
    "infinitive": "an infinitive",
    "gerund": "a gerund, `ajoutant`",
    "participle": "a participle without auxiliary",
    "active": "neither passive nor a participle that goes with a noun",
    "passive": "passive, or a participle that goes with a noun",
    "bare": "a participle that goes with a noun: `la zone dite`",
    "apposed": "a participle behind a comma",
    "strong": "the cue is communication in every construction",
    "reflexive": "the cue is reflexive: `se dire`",
    "addressed": "the cue takes a person as object: `avertir X que`",
    "addressing": "some cue of the verb does",
    "accusing": "some cue of the verb takes a person who is accused: `accuser X de`",
    "wish": "a will rather than a word: `vouloir`",
    "request": "the cue asks for something",
    "attributive": "the cue is `être` and an adjective: `être clair`",
    "impersonal": "`il` or `ce` stands right before: `il est clair que`",
    "compared": "`plus`, `moins` or `aussi` stands in it: `est moins soutenu que`",
    "restrictive": "`ne` without `pas`: `ne dit que`",
    "pronoun_object": "its object stands before it as a pronoun: `le dit`",
    "relative_object": "its object is `ce que` before it",
    "inverted": "a pronoun stands behind it: `a-t-il dit`",
    "quoted": "stands in a quotation",
    "opens_quotation": "is the first word of a quotation",
    "initial": "of a frame: opens its clause",
    "later": "of a frame: stands in its clause or behind it",
    "relative": "of a frame: a relative pronoun stands for the source, `selon lequel`",
    "named": "of a frame: the source has a name in it",
    "person": "of a frame: the source is a person",
    "pronoun": "of a frame: the source is a pronoun",
    "alone": "nothing else that the verb reports has been found",
}
"""What the column `mood` can ask of the verb, besides what its cues allow (`attribute:comme`)."""

FRAME = "frame"
"""The licence of rows for prepositions that introduce a source."""

_LONGEST_LEFT = 8
"""Words that a pattern before the verb takes, at most."""

HOLDS = frozenset({"", "quoted", "quoted if weak"})


@dataclass(frozen=True, slots=True)
class Construction:
    """A row of the table."""

    name: str
    step: str
    rule: str
    licence: tuple[str, ...]
    """Constructions that the cue must allow, the first that some cue does."""
    mood: tuple[tuple[str, ...], ...]
    left: Pattern | None
    right: Pattern
    unless: Pattern | None
    content: str
    source: str
    strong_score: float
    weak_score: float
    holds: str
    file: str
    needed: tuple[frozenset[str], ...]
    """Words without which the pattern cannot match; so that a row costs nothing where they are not."""

    def cue(self, group: VerbGroup) -> Cue | None:
        """The cue of the verb that the row is about."""
        for licence in self.licence:
            for cue in group.cues:
                if licence in cue.constructions and not (licence == "que" and cue.factive):
                    return cue
        return None

    def meets(self, features: set[str]) -> bool:
        """Whether all features of one of the alternatives of `mood` hold; `~` negates one."""
        return not self.mood or any(
            all((one.removeprefix("~") in features) is not one.startswith("~") for one in option)
            for option in self.mood
        )

    def follows(self, article: Words, place: Place) -> bool:
        """Whether the words of the pattern `left` stand right before the place."""
        if self.left is None:
            return True
        starts = range(place, max(place - _LONGEST_LEFT, 0) - 1, -1)
        return any(self.left.match(article, start, place) == place for start in starts)

    def score(self, cue: Cue) -> float:
        """How sure what it finds is."""
        return self.strong_score if cue.strong else self.weak_score


def read_row(row: Row) -> Construction:
    """The construction; raises KnowledgeError that begins with the column and says what is wrong."""
    right = _pattern(row, "right")
    if right is None:
        raise KnowledgeError("right: the cell is empty; every row needs it")
    strong, _, weak = row["score"].partition("|")
    return Construction(
        name=row["name"],
        step=_one_of(row, "step", STEPS),
        rule=row["rule"],
        licence=_licence(row["licence"]),
        mood=_mood(row.get("mood", "")),
        left=_pattern(row, "left"),
        right=right,
        unless=_pattern(row, "unless"),
        content=_one_of(row, "content", CONTENTS),
        source=_one_of(row, "source", SOURCES),
        strong_score=_number(strong),
        weak_score=_number(weak or strong),
        holds=_one_of(row, "holds", dict.fromkeys(HOLDS, "")),
        file=row.get("_file", ""),
        needed=tuple(_needed(right.tree.options[0])) if len(right.tree.options) == 1 else (),
    )


@kept()
def constructions() -> dict[str, tuple[Construction, ...]]:
    """The rows of the table, with those of the user's folder, by their step."""
    table = [read_row(row) for row in rows("constructions")]
    return {step: tuple(one for one in table if one.step == step) for step in STEPS}


def _pattern(row: Row, column: str) -> Pattern | None:
    if not row.get(column):
        return None
    try:
        return pattern(row[column])
    except KnowledgeError as error:
        raise KnowledgeError(f"{column}: {error}") from error


def _one_of(row: Row, column: str, values: Mapping[str, str]) -> str:
    cell = row.get(column, "")
    if cell not in values:
        raise KnowledgeError(f"{column}: {cell!r} is not known; write one of: {', '.join(filter(None, values))}")
    return cell


def _licence(cell: str) -> tuple[str, ...]:
    licences = tuple(cell.split("|"))
    unknown = [one for one in licences if one not in CONSTRUCTIONS | {FRAME}]
    if unknown:
        known = ", ".join(sorted(CONSTRUCTIONS))
        raise KnowledgeError(f"licence: {unknown[0]!r} is no construction of cues.tsv; write one of: {known}")
    return licences


def _mood(cell: str) -> tuple[tuple[str, ...], ...]:
    options = tuple(tuple(option.split("&")) for option in cell.split("|")) if cell else ()
    unknown = [
        one for option in options for one in option if one.removeprefix("~") not in FEATURES.keys() | CONSTRUCTIONS
    ]
    if unknown:
        raise KnowledgeError(f"mood: {unknown[0]!r} is not known; write one of: {', '.join(FEATURES)}")
    return options


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        raise KnowledgeError(f"score: {cell!r} is no number; write one such as 0.8, or two: 0.9|0.8") from None


def _needed(nodes: Sequence[Node]) -> Iterator[frozenset[str]]:
    """The words one of which the pattern takes wherever it matches, for each word that it names outright."""
    for node in nodes:
        if isinstance(node, Named):
            yield from _needed([node.part])
        elif isinstance(node, Atom):
            terms = [option[0] for option in node.options if len(option) == 1 and not option[0].negated]
            words = [words_of(term.body) for term in terms]
            if len(terms) == len(node.options) and all(words):
                yield frozenset().union(*words)
