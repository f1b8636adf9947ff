"""Precision, recall and F1 per type, with every error.

    mentions T      mentions of that type by name, acronym, demonym or metonym: the very same span
    linked COUNTRY  countries with the right span and ISO code
    coref PERSON    pronouns and nominals found and resolved to the right person
    span@.5 @.8     spans of statements, matched one to one by words in common (intersection over union)
    speaker         of the matches at .5, those whose speaker's words overlap the annotated ones
    who-said-what   of the matches at .5, those whose resolved speakers are exactly the annotated ones
    type            of the matches at .5, those that are direct, indirect or mixed as annotated

A span of a statement that is optional in the annotation counts neither way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.annotations import ENTITY_TYPES, NAMED_KINDS, Entity, Mention, Offsets, Statement
from extractor.evaluation.found import Found
from extractor.evaluation.gold import Gold, GoldMention, GoldStatement
from extractor.evaluation.matching import match, overlap, same_entity, same_speakers, words

COREFERENCE_OVERLAP = 0.3
"""Overlap in characters from which a pronoun or nominal counts as found: `ce dernier` may be found without `ce`."""

OVERLAPS = (0.5, 0.8)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many were right, of how many given and how many annotated."""

    right: int = 0
    given: int = 0
    gold: int = 0

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.right + other.right, self.given + other.given, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Percent of the given that are right."""
        return 100 * self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Percent of the annotated that were found."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        return 200 * self.right / (self.given + self.gold) if self.given + self.gold else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One error: `kind` is missed, spurious, unresolved or speaker, `what` the type of entity, mention or statement."""

    kind: str
    what: str
    doc_id: str
    start: int
    end: int
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one article by name, and its errors."""

    doc_id: str
    figures: dict[str, Figure] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def total(scores: Iterable[Score]) -> dict[str, Figure]:
    """The figures of several articles together (micro average)."""
    figures: dict[str, Figure] = {}
    for score in scores:
        for name, figure in score.figures.items():
            figures[name] = figures.get(name, Figure()) + figure
    return figures


def score_article(gold: Gold, found: Found) -> Score:
    """Compares what was found in an article with its annotation."""
    score = Score(gold.doc_id)
    for kind in ENTITY_TYPES:
        _score_mentions(kind, gold, found, score)
    _score_coreference(gold, found, score)
    _score_statements(gold, found, score)
    return score


def _score_mentions(kind: str, gold: Gold, found: Found, score: Score) -> None:
    wanted = {(one.start, one.end): one for one in gold.mentions if one.type == kind and one.kind in NAMED_KINDS}
    given: dict[Offsets, Mention] = {
        (one.start, one.end): one
        for one in found.mentions
        if one.kind in NAMED_KINDS and one.entity_id in found.entities and found.entities[one.entity_id].type == kind
    }
    right = wanted.keys() & given.keys()
    score.figures[f"mentions {kind}"] = Figure(len(right), len(given), len(wanted))
    for name, places in (("missed", wanted.keys() - right), ("spurious", given.keys() - right)):
        for place in sorted(places):
            score.mistakes.append(_mistake(name, kind, gold, [place]))
    if kind == "COUNTRY":
        isos = [(found.entities[given[one].entity_id].iso, gold.entities[wanted[one].entity].iso) for one in right]
        linked = sum(ours == theirs for ours, theirs in isos)
        score.figures["linked COUNTRY"] = Figure(linked, len(given), len(wanted))


def _score_coreference(gold: Gold, found: Found, score: Score) -> None:
    wanted = [one for one in gold.mentions if one.type == "PERSON" and one.kind not in NAMED_KINDS]
    given = [
        one
        for one in found.mentions
        if one.kind not in NAMED_KINDS
        and one.entity_id in found.entities
        and found.entities[one.entity_id].type == "PERSON"
    ]
    matched = match(_characters(wanted), _characters(given), at_least=COREFERENCE_OVERLAP)
    right = 0
    for number, one in enumerate(wanted):
        answer = found.entities[given[matched[number]].entity_id] if number in matched else None
        if answer is not None and same_entity(answer, gold.entities[one.entity]):
            right += 1
            continue
        detail = f"is {_name(gold, one.entity)}, taken for {answer.name if answer else 'nobody'}"
        score.mistakes.append(_mistake("unresolved", one.kind, gold, [(one.start, one.end)], detail))
    score.figures["coref PERSON"] = Figure(right, len(given), len(wanted))


def _characters(mentions: Sequence[GoldMention] | Sequence[Mention]) -> list[frozenset[int]]:
    return [frozenset(range(one.start, one.end)) for one in mentions]


def _score_statements(gold: Gold, found: Found, score: Score) -> None:
    text = gold.text
    wanted = [(one, span) for one in gold.statements if not one.optional for span in one.spans]
    given = [(one, span) for one in found.statements for span in one.spans]
    optional = [words(text, [span]) for one in gold.statements if one.optional for span in one.spans]
    wanted_words = [words(text, [span]) for _, span in wanted]
    given_words = [words(text, [span]) for _, span in given]
    for at_least in OVERLAPS:
        matched = match(wanted_words, given_words, at_least=at_least)
        taken = set(matched.values())
        spared = {
            number
            for number, ours in enumerate(given_words)
            if number not in taken and any(_covers(ours, theirs) for theirs in optional)
        }
        counted = len(given) - len(spared)
        score.figures[f"span@{at_least}"] = Figure(len(matched), counted, len(wanted))
        if at_least != OVERLAPS[0]:
            continue
        right = {"speaker": 0, "who-said-what": 0, "type": 0}
        for number, (statement, span) in enumerate(wanted):
            if number not in matched:
                score.mistakes.append(_mistake("missed", "statement", gold, [span]))
                continue
            answer = given[matched[number]][0]
            heard = _same_phrase(text, statement, answer)
            right["speaker"] += heard
            right["type"] += answer.type == statement.type
            by = [found.entities[one] for one in answer.speaker_ids if one in found.entities]
            if _right_speakers(gold, statement, by) and (statement.by or heard):
                right["who-said-what"] += 1
            else:
                detail = f"is by {_names(gold, statement.by)}, taken as by {_listed(one.name for one in by)}"
                score.mistakes.append(_mistake("speaker", statement.type, gold, [span], detail))
        for name, count in right.items():
            score.figures[name] = Figure(count, counted, len(wanted))
        for number, (_, span) in enumerate(given):
            if number not in taken and number not in spared:
                score.mistakes.append(_mistake("spurious", "statement", gold, [span]))


def _covers(ours: frozenset[int], optional: frozenset[int]) -> bool:
    """Whether half of the shorter one's words are in the other."""
    return len(ours & optional) >= 0.5 * max(1, min(len(ours), len(optional)))


def _same_phrase(text: str, statement: GoldStatement, answer: Statement) -> bool:
    """Whether the speaker's words overlap; where the text names none, none is found, or he is known all the same."""
    found = words(text, [answer.speaker] if answer.speaker else [])
    if statement.speaker is None:
        return not found or bool(answer.speaker_ids)
    return overlap(words(text, [statement.speaker]), found) > 0


def _right_speakers(gold: Gold, statement: GoldStatement, by: list[Entity]) -> bool:
    return any(
        same_speakers(by, [gold.entities[one] for one in entities])
        for entities in (statement.by, *statement.alternatives)
    )


def _mistake(kind: str, what: str, gold: Gold, spans: Sequence[Offsets], detail: str = "") -> Mistake:
    start, end = spans[0][0], spans[-1][1]
    return Mistake(
        kind=kind, what=what, doc_id=gold.doc_id, start=start, end=end, text=gold.text[start:end], detail=detail
    )


def _name(gold: Gold, entity: str) -> str:
    known = gold.entities[entity]
    return known.names[0] if known.names else known.iso or entity


def _names(gold: Gold, entities: Iterable[str]) -> str:
    return _listed(_name(gold, entity) for entity in entities)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "nobody named"
