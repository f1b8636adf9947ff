"""Who said what: every construction in its turn, each cue once, made into the statements of the article.

The order is that of certainty: incises first (they bound everything else), then what follows a verb, frames, and
quotations that go on without a cue. Speakers are phrases here; `extractor_coreference` and `extractor_speakers` say
who they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from extractor.annotations import NAMED_KINDS, Mention, Offsets, Statement, set_extensions
from extractor.entities.gazetteer import hits
from extractor.entities.linking import fill_spans
from extractor.knowledge.own import Stage, with_own_tables
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import Borders, content_type, has_main_verb
from extractor.statements.complements import Complements, opens_sentence
from extractor.statements.continuation import continuations, persons_by_place, subject_before
from extractor.statements.cues import Cue, lexicon
from extractor.statements.findings import Finding
from extractor.statements.frames import Frames
from extractor.statements.headings import without_headings
from extractor.statements.incises import Incises
from extractor.statements.layouts import Layouts
from extractor.statements.nominals import Nominals
from extractor.statements.span_index import SpanIndex
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import VerbGroup, verb_groups
from extractor.statements.vetoes import without_vetoed

_OF = WordList("of")
_REOPENED = re.compile(r"\s*\n\s*[«“\"]\s*")
_VERBS_OF_NAMING = WordList("verbs_of_naming")
_SUBJECTS_IN_SPEECH = WordList("subjects_in_speech")
_SUBJECTS_OF_SPEAKERS = WordList("subjects_of_speakers")
_WORDS_OF_MEN = WordList("words_of_men")
_WORDS_OF_WOMEN = WordList("words_of_women")


class Statements:
    """Fills `doc._.statements`, with speakers as phrases of the text."""

    def __init__(self) -> None:
        self.lexicon = lexicon()

    def __call__(self, doc: Doc) -> Doc:
        syntax = Syntax(doc)
        if not len(syntax):
            return doc
        named = [m for m in doc._.mentions if m.kind in NAMED_KINDS]
        groups = verb_groups(syntax, self.lexicon)
        borders = Borders(syntax, groups)
        findings = without_vetoed(syntax, self._reported(doc, syntax, borders, groups, named))
        _part_reopened(syntax, findings)
        findings = without_relays(syntax, borders, without_doubles(syntax, findings))
        findings = _with_layouts(syntax, findings, named)
        findings = without_headings(syntax, _without_covered(findings))
        _without_subject(syntax, findings, named)
        findings += without_headings(syntax, continuations(syntax, findings, named, groups))
        findings.sort(key=lambda f: (f.spans[0][0], -f.spans[-1][1]))
        edges = _Edges(syntax, named)
        for finding in findings:
            if finding.speaker is not None:
                finding.speaker = edges.widen(finding.speaker)
        _capitals_that_speak(doc, syntax, findings)
        order = {id(finding): n for n, finding in enumerate(findings)}
        doc._.statements[:] = [_statement(syntax, finding, order) for finding in findings]
        _nest(doc._.statements)
        return doc

    def _reported(
        self, doc: Doc, syntax: Syntax, borders: Borders, groups: list[VerbGroup], named: list[Mention]
    ) -> list[Finding]:
        """What verbs, frames and nouns of saying report."""
        capitals = frozenset(hit.start for hit in hits(doc, "COUNTRY") if hit.form.kind == "metonym")
        # Clauses end before frames and incises, so these are looked for first.
        frames = Frames(syntax, borders, named, capitals, self.lexicon)
        incises = Incises(syntax, borders, [m for m in named if m.type == "PERSON"]).find(groups)
        taken = {group.head for group, _ in incises}
        findings = [finding for _, finding in incises]
        complements = Complements(syntax, borders, named)
        complements.remember(findings)
        findings += [f for group in groups if group.head not in taken for f in complements.find(group)]
        findings = [f for f in findings if not _first_person(syntax, f)]
        framed = frames.find()
        told = {f.spans[0] for f in framed if f.rule == "continuation"}  # `Pour X, P : « Q »`
        findings = [f for f in findings if f.spans[0] not in told or f.rule != "colon"]
        return findings + framed + Nominals(syntax, borders, capitals, self.lexicon).find()


def _with_layouts(syntax: Syntax, findings: list[Finding], named: list[Mention]) -> list[Finding]:
    """The findings and those by layout, in whose answers nobody else speaks."""
    layouts = Layouts(syntax, named).find(findings)
    answers = SpanIndex(((f.spans[0][0], f.spans[-1][1]), f) for f in layouts if f.rule in ("answer", "turn"))
    return [f for f in findings if not _in_answer(syntax, f, answers)] + layouts


def _part_reopened(syntax: Syntax, findings: list[Finding]) -> None:
    """Parts a quotation whose last paragraph opens anew and has an incise: `X a dit : « A. ⏎ « B », a-t-il dit`.

    What stands before belongs to the cue before it.
    """
    colons = {f.spans[-1][1]: f for f in findings if f.rule == "colon" and _adjacent(syntax, f)}
    for incise in findings:
        start, end = incise.spans[0]
        colon = colons.get(end) if incise.rule.startswith("incise") else None
        reopened = list(_REOPENED.finditer(syntax.text, start, end)) if colon is not None else []
        if colon is not None and reopened and colon.spans[0][0] == start:
            colon.spans = [(start, reopened[-1].start())]
            incise.spans = [(reopened[-1].end(), end), *incise.spans[1:]]


def without_doubles(syntax: Syntax, findings: list[Finding]) -> list[Finding]:
    """Of an incise and another construction with the same content the one that names its speaker, else the other one.

    `X a affirmé que « P », a-t-il dit` is one statement, said by X.
    """
    others = [f for f in findings if not f.rule.startswith("incise")]
    by_end: dict[int, list[Finding]] = {}
    for other in others:
        by_end.setdefault(other.spans[-1][1], []).append(other)
    colons = SpanIndex((f.spans[0], f) for f in others if f.rule == "colon" and not _adjacent(syntax, f))
    dropped: set[int] = set()
    for incise in findings:
        if incise.rule.startswith("incise"):
            start, end = incise.spans[0]
            dropped.update(
                id(other)
                for other in colons.near(start, end)
                if start <= other.spans[0][0] <= start + 2 and other.spans[0][1] < end
            )
            doubles = (_double(syntax, incise, other) for other in by_end.get(end, ()))
            dropped.update(id(double) for double in doubles if double is not None)
    return [f for f in findings if id(f) not in dropped]


def _double(syntax: Syntax, incise: Finding, other: Finding) -> Finding | None:
    """Which of two findings that end at one place says nothing new, None where both count."""
    start, end = incise.spans[0]
    if other.head is not None and incise.head is not None:
        if syntax.quotation_of[other.head] is not syntax.quotation_of[incise.head]:
            return None  # a report inside what is quoted
    if other.rule == "object" and other.spans[0] == (start, end):
        return other  # `Paris se veut rassurant - « … », a insisté le ministre`
    large = other.spans[-1][1] - other.spans[0][0] >= 0.25 * (end - start)
    if other.rule not in ("que", "colon") or other.spans[0][0] < start or not large:
        return None
    if other.rule == "que" and other.speaker is not None and not _same(syntax, incise, other):
        return None  # `Paris estime que P, a souligné le ministre`
    loose = other.rule == "colon" and not _adjacent(syntax, other)
    return other if other.speaker is None or loose else incise


def _same(syntax: Syntax, incise: Finding, other: Finding) -> bool:
    """Whether the incise may be about whom the other statement is by already, or about a paper that passes it on."""
    if incise.speaker is None or other.speaker is None:
        return True
    first, end = incise.speaker
    if incise.rule != "incise_pronoun":
        return any(n in syntax.media for n in range(first, end))
    feminine = syntax.words[first].lstrip("-t").startswith("elle")
    named = syntax.words[other.speaker[0]]
    return not (feminine and named in _WORDS_OF_MEN) and not (not feminine and named in _WORDS_OF_WOMEN)


def _adjacent(syntax: Syntax, finding: Finding) -> bool:
    """Whether the cue stands right before its colon: `il ajoute : « … »`, not `pour justifier ses propos : « … »`."""
    colon = syntax.after(finding.spans[0][0]) - 2
    return finding.cue_end is not None and finding.cue_end >= colon - 1


def _without_covered(findings: list[Finding]) -> list[Finding]:
    """The findings without verbs in marks that another statement holds: the marks are its, not the verb's."""
    held = SpanIndex((span, span) for f in findings if f.rule != "object_quoted" for span in f.spans)
    return [
        f
        for f in findings
        if f.rule != "object_quoted"
        or not any(s <= f.spans[0][0] and f.spans[-1][1] <= e for s, e in held.near(f.spans[0][0], f.spans[-1][1]))
    ]


def _without_subject(syntax: Syntax, findings: list[Finding], named: list[Mention]) -> None:
    """`Et d'ajouter : « … »`, `Puis de rappeler que`, `Et a annoncé que`: the one who spoke last goes on.

    Or the subject of the sentence before, where that tells of somebody else: `X a souri. Et d'ajouter : « … »`.
    """
    ordered = sorted(findings, key=lambda f: f.spans[-1][1])
    persons = persons_by_place(syntax, named)
    cues = {syntax.sentence_of[f.head] for f in findings if f.head is not None}
    for i, finding in enumerate(ordered):
        if finding.speaker is None and not finding.anonymous and finding.cue_first and i:
            told = finding.rule == "colon" and syntax.words[finding.cue_first - 1] in _OF
            opens = finding.rule in ("que", "colon", "infinitive", "object", "attribute")
            if told or (opens and finding.cue_first > 1 and opens_sentence(syntax, finding.cue_first)):
                first = syntax.sentence(finding.cue_first)[0]
                subject = subject_before(syntax, first, persons, cues, of_any_verb=True)
                if subject is not None and ordered[i - 1].spans[-1][1] <= syntax.starts[subject[0]]:
                    finding.speaker = subject
                else:
                    finding.continues = finding.continues or ordered[i - 1]


def _capitals_that_speak(doc: Doc, syntax: Syntax, findings: list[Finding]) -> None:
    """Adds the metonym where the source of a statement is a capital: `Ankara a laissé entendre que` is Turkey."""
    taken = {m.start for m in doc._.mentions}
    capitals = {hit.start: hit for hit in hits(doc, "COUNTRY") if hit.form.kind == "metonym"}
    added = False
    for finding in findings:
        if finding.speaker is None:
            continue
        first, end = finding.speaker
        n = first
        while n < end:
            hit = capitals.get(syntax.starts[n])
            if hit is None:
                if syntax.words[n] not in (",", "et", "comme", "le", "la"):
                    break
                n += 1
                continue
            if hit.start not in taken:
                entity = hit.form.entity
                doc._.entities.setdefault(entity.id, entity)
                doc._.mentions.append(Mention(hit.start, hit.end, "COUNTRY", "metonym", entity.id, "source", 0.85))
                taken.add(hit.start)
                added = True
            n = syntax.after(hit.end)
    if added:
        doc._.mentions.sort(key=lambda m: (m.start, m.end))
        fill_spans(doc)


class _Edges:
    """Widens a phrase to the borders of the names that it cuts."""

    def __init__(self, syntax: Syntax, named: list[Mention]) -> None:
        self.name_of: dict[int, tuple[int, int]] = {}
        for mention in named:
            first, end = syntax.covering(mention.start, mention.end)
            if syntax.sentence_of[first] != syntax.sentence_of[end - 1]:
                continue
            for n in range(first, end):
                self.name_of[n] = (first, end)

    def widen(self, phrase: tuple[int, int]) -> tuple[int, int]:
        first, end = phrase
        left, right = self.name_of.get(first, phrase), self.name_of.get(end - 1, phrase)
        return min(first, left[0]), max(end, right[1])


def _first_person(syntax: Syntax, finding: Finding) -> bool:
    """Whether someone quoted speaks of their own saying (`« Je souhaite que … »`): the outer statement says it."""
    if finding.speaker is None or finding.head is None or syntax.quotation_of[finding.head] is None:
        return False
    return (
        syntax.words[finding.speaker[0]].lstrip("-") in _SUBJECTS_IN_SPEECH
        and finding.speaker[1] - finding.speaker[0] == 1
    )


def _in_answer(syntax: Syntax, finding: Finding, answers: SpanIndex[Finding]) -> bool:
    """Whether somebody interviewed speaks of their own saying in an answer."""
    if finding.head is None or finding.speaker is None:
        return False
    if syntax.words[finding.speaker[0]].lstrip("-") not in _SUBJECTS_OF_SPEAKERS:
        return False
    place = syntax.starts[finding.head]
    return any(f.spans[0][0] <= place < f.spans[-1][1] for f in answers.near(place, place + 1))


def without_relays(syntax: Syntax, borders: Borders, findings: list[Finding]) -> list[Finding]:
    """The findings without a frame around another statement: `Selon Tass, X a déclaré que P` is said by X alone."""
    framed = [f for f in findings if f.rule.startswith(("frame", "selon"))]
    verbal = [f for f in findings if not f.rule.startswith(("frame", "selon"))]
    by_cue = SpanIndex(((p, p), f) for f in verbal if f.cue_first is not None for p in (syntax.starts[f.cue_first],))
    by_start = SpanIndex(((f.spans[0][0], f.spans[0][0]), f) for f in verbal)
    kept = []
    for frame in framed:
        start, end = frame.spans[0][0], frame.spans[-1][1]
        relay = any(
            _relayed(syntax, borders, frame, other) or _interrupted(syntax, frame, other)
            for other in by_cue.near(start, end)
        )
        if not relay and not any(
            _said_by(syntax, frame, other) for other in by_start.near(max(start - 4, 0), start + 4)
        ):
            kept.append(frame)
    return verbal + kept


_NEAR_START = 40
"""Code points between the beginning of a frame's content and the source of the statement in it, at most."""


def _sourced_in(syntax: Syntax, frame: Finding, other: Finding) -> bool:
    """Whether the other statement has its source at the beginning of the frame's content, and its cue in it."""
    start, end = frame.spans[0][0], frame.spans[-1][1]
    if other.speaker is None or other.cue_first is None:
        return False
    return start <= syntax.starts[other.cue_first] < end and syntax.starts[other.speaker[0]] - start < _NEAR_START


def _relayed(syntax: Syntax, borders: Borders, frame: Finding, other: Finding) -> bool:
    """Whether the frame holds nothing but the other statement: `Selon Tass, X a déclaré que P`."""
    cue = other.cue_first
    start, end = frame.spans[0][0], frame.spans[-1][1]
    if cue is None or not _sourced_in(syntax, frame, other):
        return False
    if other.spans[-1][1] < end - 25 or other.spans[0][0] >= end:
        return False
    told = other.cue is None or other.cue.act not in ("intend", "wish")
    whole = told and not has_main_verb(syntax, syntax.after(start), cue)
    return whole and not borders.in_relative(cue, syntax.sentence(cue)[0])


def _interrupted(syntax: Syntax, frame: Finding, other: Finding) -> bool:
    """Whether the frame stands between a verb and what it reports: `X a demandé à Y, selon Z, de partir`."""
    if other.cue_first is None or frame.cue_first is None or not _sourced_in(syntax, frame, other):
        return False
    if syntax.sentence_of[other.cue_first] != syntax.sentence_of[frame.cue_first]:
        return False
    begin = other.spans[0][0]
    return frame.spans[-1][1] <= begin and begin - syntax.starts[frame.cue_first] < 120


def _said_by(syntax: Syntax, frame: Finding, other: Finding) -> bool:
    """Whether who is said to say the frame's content says it: `Selon X, « P », estime Y`."""
    (start, _), (_, end) = frame.spans[0], frame.spans[-1]
    if not other.rule.startswith("incise") or abs(other.spans[0][0] - start) >= 4:
        return False
    last = other.spans[-1][1]
    # `« P », a dit Y à des journalistes, selon X`
    behind = other.cue_first is not None and syntax.starts[other.cue_first] < end <= last + 150
    return behind or abs(last - end) < 40


def _statement(syntax: Syntax, finding: Finding, order: dict[int, int]) -> Statement:
    outer = syntax.quotation_of[finding.head] if finding.head is not None else None
    if finding.rule.startswith("incise"):
        outer = None  # an incise inside the marks: what it interrupts is the quotation
    elif outer is not None and finding.cue_first == syntax.after(outer.start):
        outer = None  # the verb is the first word in the marks: `L'opposante "espère que …"`
    spans = finding.spans
    statement = Statement(
        type=content_type(syntax, spans, outer),
        spans=spans,
        rule=finding.rule,
        score=finding.score,
        quoted_spans=_quoted(syntax, spans),
        polarity="negative" if finding.negative else "positive",
        modality="conditional" if finding.conditional or _hearsay(syntax, finding) else None,
        derivation=finding.derivation,
    )
    if finding.cue is not None:
        statement.cue_lemma = finding.cue.name
        statement.speech_act = _speech_act(syntax, finding, finding.cue)
    if finding.cue_first is not None and finding.cue_end is not None:
        statement.cue = syntax.span(finding.cue_first, finding.cue_end)
    if finding.speaker is not None:
        statement.speaker = syntax.span(*finding.speaker)
    if finding.addressee is not None:
        statement.addressee = syntax.span(*finding.addressee)
    if finding.rule in ("turn", "nested", "answer"):
        statement.type = "direct"
    if finding.anonymous:
        statement.speaker_kind = "anonymous"
    if finding.continues is not None:
        statement.continues = order.get(id(finding.continues))
    return statement


def _speech_act(syntax: Syntax, finding: Finding, cue: Cue) -> str:
    """What is done by saying it: the cue tells, but a question is asked, and what is called so is no request."""
    start, end = finding.spans[-1]
    asked = cue.act == "request" and syntax.text[start:end].rstrip(' »"”').endswith("?")
    if finding.rule == "question" or asked:
        return "question"
    if cue.act == "request" and finding.rule.startswith("object") and cue.lemma in _VERBS_OF_NAMING:
        return "assert"  # `l'armée appelle cette route « l'axe »`
    return cue.act


def _hearsay(syntax: Syntax, finding: Finding) -> bool:
    """Whether the content behind a frame stands in the conditional of hearsay (`auraient été tués, selon X`)."""
    if not finding.rule.startswith(("frame", "selon")):
        return False
    for start, end in finding.spans:
        for n in range(syntax.after(start), len(syntax)):
            if syntax.starts[n] >= end:
                break
            if syntax.tags[n] in ("VERB", "AUX"):
                if syntax.verb_forms[n] == "Fin":
                    return n in syntax.conditional
    return False


def _quoted(syntax: Syntax, spans: list[Offsets]) -> list[Offsets]:
    """The parts of the spans that stand in quotation marks."""
    found = []
    for start, end in spans:
        for n in range(bisect_right(syntax.quotations, start, key=lambda q: q.end), len(syntax.quotations)):
            quotation = syntax.quotations[n]
            if quotation.start >= end:
                break
            found.append((max(start, quotation.start), min(end, quotation.end)))
    return found


def _nest(statements: list[Statement]) -> None:
    """Sets `parent` to the smallest statement whose content holds the whole of another with its cue."""
    open_: list[int] = []
    for i, statement in enumerate(statements):
        start, end = statement.spans[0][0], statement.spans[-1][1]
        open_ = [j for j in open_ if statements[j].spans[-1][1] > start]
        holding = [
            j
            for j in open_
            if statements[j].spans[-1][1] >= end
            and statement.cue is not None
            and any(s <= statement.cue[0] and statement.cue[1] <= e for s, e in statements[j].spans)
        ]
        if holding:
            statement.parent = min(holding, key=lambda j: statements[j].spans[-1][1] - statements[j].spans[0][0])
        open_.append(i)


@Language.factory(
    "extractor_statements",
    default_config={"knowledge": None},
    requires=[
        *("token.dep", "token.head", "token.pos", "token.morph"),
        *("doc._.quotations", "doc._.extractor_hits", "doc._.extractor_functions"),
    ],
    # A capital that speaks stands for its state, which only the statement tells.
    assigns=["doc._.statements", "doc._.entities", "doc._.mentions", "doc.spans"],
)
def create_statements(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """The component `extractor_statements`."""
    set_extensions()
    return with_own_tables(Statements, knowledge)
