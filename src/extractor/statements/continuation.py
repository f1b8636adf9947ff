"""Quotations without a cue of their own: the speaker of the one before goes on (`« A », a-t-il dit. « B »`)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from extractor.annotations import Mention, Offsets, Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import RELATIVES, skip_connectives
from extractor.statements.findings import Finding
from extractor.statements.phrases import subject
from extractor.statements.span_index import SpanIndex
from extractor.statements.syntax import STOPS, Syntax
from extractor.statements.verb_groups import VerbGroup

_AND_BUT = WordList("and_but")
_RELATIVES_SIMPLE = WordList("relatives_simple")

_SHORTEST = 4
"""Words that a quotation needs to be speech rather than a word in marks."""

_REACH = 400
"""Code points, at most, between the words of a speaker and a quotation in which they go on."""

_BETWEEN = 80
"""Code points, at most, between a speaker's words with their cue and a sentence of the writer's that goes on."""

_SHORTEST_PREDICATE = 5
"""Words of a quotation that goes on in a sentence of the writer's."""

_MOSTLY = 3
"""How many times as long as its introduction such a quotation has to be in a paragraph of its own."""

_THIRD = WordList("third_person")

_LONGEST_CREDIT = 6
"""Words of the agencies in brackets behind the last quotation, with the bracket: `(ats/afp)`."""

_LATEST = 8
"""Continuations found last, among which the one before is looked for."""


def continuations(
    syntax: Syntax, findings: list[Finding], named: list[Mention], groups: list[VerbGroup]
) -> list[Finding]:
    """A finding for every quotation that is a whole sentence, or its predicate, has no cue and goes on someone's words.

    The speaker is that of the last statement before, in the same paragraph or, where the quotation opens one, in the
    paragraph before; someone else where the sentence between tells that they speak (`X a réagi sur Twitter. « … »`)
    or is about them.
    Before anyone has spoken it is whom the next sentence is about (`« … ». X a dressé un bilan`).
    """
    found: list[Finding] = []
    outside = SpanIndex((span, f) for f in findings if f.head is not None for span in f.spans)
    told = {span for f in findings for span in f.spans}
    ordered = sorted((f for f in findings), key=lambda f: f.spans[-1][1])
    ends = [f.spans[-1][1] for f in ordered]
    cues = {syntax.sentence_of[f.head] for f in findings if f.head is not None}
    persons = persons_by_place(syntax, named)
    verbs: dict[int, list[VerbGroup]] = {}
    for group in groups:
        verbs.setdefault(syntax.sentence_of[group.head], []).append(group)
    for quotation in syntax.quotations:
        if any(_covers(syntax, f, quotation) for f in outside.near(quotation.start, quotation.end)):
            continue
        if (quotation.start, quotation.end) in told or (found and quotation.end <= found[-1].spans[-1][1]):
            continue
        # What ends further away is too far for its speaker to go on.
        near = ordered[bisect_left(ends, quotation.opening - _REACH) : bisect_right(ends, quotation.start)]
        previous = _previous(syntax, near + found[-_LATEST:], quotation)
        if _is_sentence(syntax, quotation) or (previous is not None and _adds(syntax, previous, quotation)):
            span: Offsets | None = (quotation.start, syntax.continued(quotation).end)
        elif previous is None or (found and found[-1].spans[-1][1] >= quotation.end):
            span = None
        else:
            span = _told(syntax, quotation, cues, previous)
        if span is None:
            continue
        announcer = None
        if span[0] == quotation.start:
            begin = syntax.sentence(syntax.at(quotation.opening))[0]
            announcer = _announcer(syntax, quotation, previous, verbs) or subject_before(syntax, begin, persons, cues)
            if announcer is not None and previous is not None:
                announcer = announcer if _last_place(syntax, previous) <= syntax.starts[announcer[0]] else None
        if announcer is not None:
            found.append(Finding("announced", [span], 0.7, speaker=announcer))
        elif previous is not None:
            score = 0.85 if not _apart(syntax, previous, quotation) else 0.7
            found.append(Finding("continuation", [span], score, continues=previous))
        elif not ordered or ends[0] > quotation.start:
            speaker = _named_behind(syntax, quotation, persons)
            if speaker is not None:
                found.append(Finding("announced", [span], 0.6, speaker=speaker))
    return found


def _announcer(
    syntax: Syntax, quotation: Quotation, previous: Finding | None, verbs: dict[int, list[VerbGroup]]
) -> tuple[int, int] | None:
    """Who is said to speak by the sentence before the quotation, which attributes nothing itself: `X a réagi.`"""
    opening = syntax.at(quotation.opening)
    if opening == 0:
        return None
    number = syntax.sentence_of[opening - 1]
    if number == syntax.sentence_of[opening]:
        return None
    first, end = syntax.sentences[number]
    if syntax.words[end - 1] not in STOPS and syntax.words[end - 1] != ":":
        return None  # a heading
    if previous is not None and _last_place(syntax, previous) > syntax.starts[first]:
        return None
    for group in verbs.get(number, ()):
        if group.passive or group.mood != "finite" or group.negative or syntax.quotation_of[group.head] is not None:
            continue
        if any(word in RELATIVES for word in syntax.words[max(first, group.first - 2) : group.first]):
            continue
        told = subject(syntax, group)
        if told is None:
            continue
        pronoun = told[1] - told[0] == 1 and syntax.words[told[0]].lstrip("-") in _THIRD
        if pronoun or any(n in syntax.speaking for n in range(*told)):
            return told
    return None


def _told(syntax: Syntax, quotation: Quotation, cues: set[int], previous: Finding) -> Offsets | None:
    """The sentence around the quotation where the writer begins it and the speaker goes on: `Elle « a cédé »`.

    The quoted part is a predicate of some length that ends the sentence, right behind the speaker's last words.
    """
    opening = syntax.at(quotation.opening)
    first, end = syntax.sentence(opening)
    if syntax.sentence_of[opening] in cues:
        return None
    inside = range(syntax.after(quotation.start), syntax.at(quotation.end - 1) + 1)
    if _apart(syntax, previous, quotation):
        if len(inside) < _MOSTLY * (opening - first):
            return None
    elif syntax.starts[first] - _last_place(syntax, previous) > _BETWEEN:
        return None
    forms = ("Fin", "Inf") if len(inside) > 2 * _SHORTEST_PREDICATE else ("Fin",)
    verb = any(syntax.verb_forms[n] in forms and syntax.tags[n] in ("VERB", "AUX") for n in inside)
    if not verb or len(inside) < _SHORTEST_PREDICATE or 2 * len(inside) < opening - first:
        return None
    behind = syntax.at(quotation.closing - 1) + 1
    if any(syntax.words[n] not in STOPS and syntax.words[n] not in {")", "]"} for n in range(behind, end)):
        return None
    if any(syntax.quotation_of[n] is not None for n in range(first, opening)):
        return None
    start = skip_connectives(syntax, first, opening)
    return syntax.starts[start], quotation.end


def _last_place(syntax: Syntax, finding: Finding) -> int:
    """The code point where the statement ends with its cue and its source."""
    cue = syntax.ends[finding.cue_end - 1] if finding.cue_end else 0
    source = syntax.ends[finding.speaker[1] - 1] if finding.speaker else 0
    return max(finding.spans[-1][1], cue, source)


def subject_before(
    syntax: Syntax, first: int, persons: dict[int, int], cues: set[int], *, of_any_verb: bool = False
) -> tuple[int, int] | None:
    """The person who is the subject of the sentence before the place, where nobody is said to speak in it.

    Who was brought up just now has the floor: `X s'est montré choqué. « … »`. `of_any_verb` takes the one subject of
    a clause inside it as well: `une critique à laquelle X a répondu`.
    """
    if first == 0 or syntax.paragraph_break(first - 1, first) or syntax.sentence_of[first - 1] in cues:
        return None
    begin, end = syntax.sentence(first - 1)
    named = [k for k in range(begin, end) if k in persons and syntax.quotation_of[k] is None]
    for k in named:
        if _is_main_subject(syntax, k, persons[k]):
            return k, persons[k]
    acting = [
        k for k in named if of_any_verb and any(syntax.labels[n].startswith("nsubj") for n in range(k, persons[k]))
    ]
    return (acting[0], persons[acting[0]]) if len(acting) == 1 else None


def persons_by_place(syntax: Syntax, named: list[Mention]) -> dict[int, int]:
    """The place behind the name of each person by the first place of the name."""
    return dict(syntax.covering(m.start, m.end) for m in named if m.type == "PERSON")


def _is_main_subject(syntax: Syntax, first: int, end: int) -> bool:
    """Whether the name, or the title that it stands behind, is the subject of a verb that hangs on nothing."""
    for n in range(first, end):
        while syntax.labels[n] in ("appos", "flat:name", "nmod") and syntax.heads[n] < n:
            if any(syntax.labels[c] == "case" for c in syntax.children[n]):
                return False
            n = syntax.heads[n]
        if syntax.labels[n].startswith("nsubj"):
            verb = syntax.heads[n]
            return syntax.heads[verb] == verb or syntax.labels[verb] in ("ROOT", "conj", "parataxis")
    return False


def _named_behind(syntax: Syntax, quotation: Quotation, persons: dict[int, int]) -> tuple[int, int] | None:
    """The person who is the subject of the sentence behind the quotation, in its paragraph."""
    n = syntax.at(quotation.closing - 1) + 1
    while n < len(syntax) and syntax.words[n] in STOPS:
        n += 1
    if n >= len(syntax) or syntax.paragraph_break(n - 1, n):
        return None
    first, end = syntax.sentence(n)
    for k in range(first, end):
        if k in persons and any(syntax.labels[j].startswith("nsubj") for j in range(k, persons[k])):
            return k, persons[k]
    return None


def _covers(syntax: Syntax, finding: Finding, quotation: Quotation) -> bool:
    """Whether a statement whose cue stands outside the quotation has it in its content."""
    if finding.head is None or syntax.quotation_of[finding.head] is quotation:
        return finding.rule.startswith("incise") and any(
            s < quotation.end and quotation.start < e for s, e in finding.spans
        )
    return any(s < quotation.end and quotation.start < e for s, e in finding.spans)


def _is_sentence(syntax: Syntax, quotation: Quotation) -> bool:
    """Whether the quotation begins a sentence and ends one, with a verb or at some length."""
    first = syntax.after(quotation.start)
    if first >= len(syntax):
        return False
    opening = syntax.at(quotation.opening)
    begin, _ = syntax.sentence(opening)
    closed = next((n for n in range(opening - 1, begin, -1) if n in syntax.closing), None)
    if closed is not None and syntax.words[closed + 1] in STOPS:
        begin = closed + 2  # a stop behind the mark ends the sentence
    if begin < opening and syntax.words[begin] in ("[", "(") and opening - begin <= 4:
        begin = opening  # `[sic] « … »`
    last = syntax.at(quotation.end - 1)
    _, end = syntax.sentence(last)
    if _strung(syntax, begin, end):
        return True  # `« A », « et B ».`
    if skip_connectives(syntax, begin, opening) != opening and begin != opening:
        return False
    words = sum(any(c.isalpha() for c in w) for w in syntax.words[first : last + 1])
    if words < _SHORTEST:
        return False
    behind = syntax.at(quotation.closing - 1) + 1
    rest = [w for w in syntax.words[behind:end] if w not in STOPS and w not in {")", "]"}]
    if rest[:1] == ["("] and len(rest) <= _LONGEST_CREDIT and syntax.words[end - 1] in {")", "."}:
        return True  # `« … ». (afp)`
    if len(rest) > 1 and rest[0] == "," and rest[1] in _RELATIVES_SIMPLE and words > 6:
        return True  # the writer goes on about it
    return not rest and not _is_heading(syntax, begin, end, words)


def _adds(syntax: Syntax, previous: Finding, quotation: Quotation) -> bool:
    """Whether a sentence of few words in marks goes on right behind an incise: `« … », tranche X. « Jamais. »`."""
    opening = syntax.at(quotation.opening)
    if not previous.rule.startswith("incise") or _apart(syntax, previous, quotation) or opening == 0:
        return False
    first, end = syntax.sentence(opening)
    behind = syntax.at(quotation.closing - 1) + 1
    whole = first == opening and all(word in STOPS for word in syntax.words[behind:end])
    between = syntax.text[_last_place(syntax, previous) : quotation.opening].strip()
    closed = syntax.text[quotation.end - 1] in ".!?…"
    return whole and closed and between in STOPS and syntax.text[quotation.start].isupper()


def _strung(syntax: Syntax, begin: int, end: int) -> bool:
    """Whether the sentence is quotations alone, two at least, each of some length, strung by commas or `et`."""
    inside = [n for n in range(begin, end) if syntax.quotation_of[n] is not None]
    held = {id(q): q for n in inside if (q := syntax.quotation_of[n]) is not None}
    outside = (syntax.words[n] for n in range(begin, end) if syntax.quotation_of[n] is None)
    if len(held) < 2 or any(w[0].isalnum() and w not in _AND_BUT for w in outside):
        return False
    return all(len(syntax.text[q.start : q.end].split()) >= _SHORTEST for q in held.values())


def _is_heading(syntax: Syntax, begin: int, end: int, words: int) -> bool:
    """Whether the quotation is a line of its own without a stop: an intertitle."""
    if words > 12 or any(w in STOPS for w in syntax.words[begin:end]):
        return False
    return (begin == 0 or syntax.paragraph_break(begin - 1, begin)) and (
        end >= len(syntax) or syntax.paragraph_break(end - 1, end)
    )


def _previous(syntax: Syntax, findings: list[Finding], quotation: Quotation) -> Finding | None:
    """The last statement that ends before the quotation, near enough for its speaker to go on."""
    best: Finding | None = None
    for finding in findings:
        end = max(finding.spans[-1][1], syntax.ends[finding.cue_end - 1] if finding.cue_end else 0)
        if end <= quotation.start and (best is None or finding.spans[-1][1] >= best.spans[-1][1]):
            best = finding
    if best is None:
        return None
    between = syntax.text[best.spans[-1][1] : quotation.opening]
    return best if between.count("\n\n") + (between.count("\n") > 0) <= 2 and len(between) < _REACH else None


def _apart(syntax: Syntax, previous: Finding, quotation: Quotation) -> bool:
    return "\n" in syntax.text[previous.spans[-1][1] : quotation.opening]
