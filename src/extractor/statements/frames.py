"""Frames that name a source without a verb: `selon X, P`, `P, d'après X`, `pour X, « … »`, `de source militaire`."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.annotations import Derivation, Mention, Offsets, Quotation
from extractor.knowledge import rows
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import Borders, has_main_verb, skip_connectives, tidy
from extractor.statements.constructions import Construction, constructions
from extractor.statements.cues import CueLexicon, PhraseMatch
from extractor.statements.findings import Finding
from extractor.statements.phrases import antecedent, main_subject, phrase_end, with_appositions
from extractor.statements.syntax import CLOSING_MARKS, Syntax
from extractor.statements.verb_groups import AUXILIARIES
from extractor.text.grammar import Place, WordPattern
from extractor.text.reading import Places

_COMMA_AND_BUT = WordList("comma_and_but")
_COMPARATIVES = WordList("comparatives")
_CONJUNCTIONS_BEHIND_FRAMES = WordList("conjunctions_behind_frames")
_ENDS_OF_FRAMED_PHRASES = WordList("ends_of_framed_phrases")
_NEGATIONS = WordList("negations")
_OF_AND_BY = WordList("of_and_by")
_OPENERS_BEHIND_FRAMES = WordList("openers_behind_frames")
_OPENERS_OF_EXAMPLES = WordList("openers_of_examples")
_OPENERS_OF_QUESTIONS = WordList("openers_of_questions")
_POSSESSIVES = WordList("possessives")
_QUE = WordList("que")

_RELATIVE = WordList("relatives_in_singular")
_WHICH = WordList("relatives_as_subject")
_PRONOUNS = WordList("pronouns_as_source")
_MANY = 60
_BEHIND_RELATIVE = WordPattern("<(@relatives_in_singular ,)")
_PARTED = CLOSING_MARKS | {",", "-", "–", "—", "("}
_COMMA_OR_DASH = WordPattern(",|–|—|-")
_CLAUSE_PRONOUNS = WordList("pronouns_that_begin_clauses")


@kept()
def _traps() -> frozenset[str]:
    return frozenset(row["noun"] for row in rows("frame_traps"))


@dataclass(frozen=True, slots=True)
class Frame:
    """A preposition with its source, in its sentence or in the quotation that it stands in."""

    place: Place
    match: PhraseMatch
    source: Places
    end: Place
    """The place behind the words of the frame."""
    first: Place
    limit: Place
    position: str
    """Of the column `mood`: initial, later, relative."""


class Frames:
    """Finds prepositional frames; `places` are told to `Borders` first, because clauses end before them."""

    def __init__(
        self, syntax: Syntax, borders: Borders, entities: list[Mention], capitals: frozenset[int], lexicon: CueLexicon
    ) -> None:
        self.syntax = syntax
        self.borders = borders
        self.named = {syntax.covering(m.start, m.end)[0]: m for m in entities}
        self.lexicon = lexicon
        self.capitals = capitals
        self.matches: list[tuple[int, PhraseMatch]] = []
        self.told: list[Finding] = []
        """What the source of the frame being read goes on to say behind a colon."""
        n = 0
        while n < len(syntax):
            match = lexicon.preposition(syntax.words, n)
            if (
                match is not None
                and match.cue.kind == "preposition"
                and self._agentive(match)
                and not match.cue.lemma.startswith("par ")
            ):
                self.matches.append((n, match))
                if match.cue.strong:
                    borders.frames.add(n)
                n = match.end
            else:
                n += 1

    def _agentive(self, match: PhraseMatch) -> bool:
        """Whether what follows the preposition can speak: not `selon la loi`, `selon que`, `pour 2025`."""
        syntax = self.syntax
        k = match.end
        if k >= len(syntax):
            return False
        word = syntax.words[k]
        if "source" in match.cue.constructions:
            return True
        if word in _WHICH or word in _PRONOUNS:
            return word != "qui" or match.cue.lemma == "selon" or k + 1 in syntax.opening
        if word in _OPENERS_OF_QUESTIONS:
            return word == "ce" and k + 1 < len(syntax) and syntax.tags[k + 1] in ("NOUN", "ADJ")
        end = phrase_end(syntax, k, syntax.sentence(k)[1])
        if end <= k:
            return False
        head = next((n for n in range(k, end) if syntax.tags[n] in ("NOUN", "PROPN", "X")), None)
        if head is None:
            return any(n in self.named for n in range(k, end))
        return head in self.named or syntax.words[head] not in _traps()

    def find(self) -> list[Finding]:
        found = []
        for place, match in self.matches:
            self.told = []
            finding = self._read(place, match)
            if finding is not None:
                found += [finding, *self.told]
        return found

    def _read(self, place: Place, match: PhraseMatch) -> Finding | None:
        syntax = self.syntax
        first, limit = syntax.sentence(place)
        quotation = syntax.quotation_of[place]
        if quotation is not None:
            first = max(first, syntax.after(quotation.start))
            limit = min(limit, syntax.after(quotation.end))
        if self._relative(match):
            # `un rapport selon lequel P`: the source is what stands before.
            noun = antecedent(syntax, place)
            frame = Frame(place, match, noun, match.end, first, limit, "relative") if noun is not None else None
        else:
            frame = self._with_source(place, match, first, limit)
        return self._by_rows(frame) if frame is not None else None

    def _relative(self, match: PhraseMatch) -> bool:
        k = match.end
        if k >= len(self.syntax) or self.syntax.words[k] not in _WHICH:
            return False
        return match.cue.lemma == "selon" or (match.cue.lemma == "pour" and k + 1 in self.syntax.opening)

    def _with_source(self, place: Place, match: PhraseMatch, first: Place, limit: Place) -> Frame | None:
        syntax, words = self.syntax, self.syntax.words
        strong = match.cue.strong
        colon = next((n for n in range(place - 1, max(first, place - 2) - 1, -1) if words[n] == ":"), None)
        if colon is not None:
            first = colon + 1  # a title before: `Mer Rouge : pour Washington, P`
        start = skip_connectives(syntax, first, limit)
        initial = place in (first, start) or (start < place and self._adverbial(start, place)) or self._in_clause(place)
        if not strong and not self._opinion(place, match.end, initial=initial):
            return None
        # Of an unnamed source the noun itself: `source diplomatique`
        k = match.end - 1 if "source" in match.cue.constructions else match.end
        stop = self._source_end(k, limit, initial=initial, pour=not strong)
        if stop <= k:
            return None
        initial = initial and (place == start or self._opens_relative(place, stop, limit) or self._goes_on(stop, limit))
        if not initial and words[place - 1] in AUXILIARIES:
            # `aurait selon Le Monde | proposé sa démission`
            stop = next((n for n in range(k + 1, stop) if syntax.verb_forms[n] == "Part"), stop)
        return Frame(place, match, (k, stop), stop, first, limit, "initial" if initial else "later")

    def _opens_relative(self, place: Place, stop: Place, limit: Place) -> bool:
        """Whether the frame stands between commas behind a relative pronoun: `qui, selon X, P`."""
        return _BEHIND_RELATIVE.at(self.syntax, place) is not None and self.syntax.words[stop:limit][:1] == [","]

    def _by_rows(self, frame: Frame) -> Finding | None:
        """What the first row for frames finds that fits where it stands and what follows its source."""
        syntax = self.syntax
        features = self._features(frame)
        for row in constructions()["frame"]:
            if not row.meets(features) or not row.follows(syntax, frame.place):
                continue
            end = row.right.match(syntax, frame.end, frame.limit)
            if end is None or (row.unless is not None and row.unless.match(syntax, frame.end, frame.limit) is not None):
                continue
            spans = self._spans(row, frame, end)
            if spans and (row.holds != "quoted" or self._quotes(spans)):
                return self._finding(row, frame, spans)
        return None

    def _features(self, frame: Frame) -> set[str]:
        pronoun = self.syntax.words[frame.source[0]] in _PRONOUNS
        held = {"strong": frame.match.cue.strong, "pronoun": pronoun, "person": self._person(frame)}
        held["apposed"] = self._apposed(frame) is not None
        held["named"] = any(n in self.named and self.named[n].kind != "demonym" for n in range(*frame.source))
        return {frame.position, *(name for name, holds in held.items() if holds)}

    def _apposed(self, frame: Frame) -> Quotation | None:
        """The quoted words in apposition that the frame follows: `Le char, « presque invisible » selon X, a …`."""
        syntax = self.syntax
        closed = syntax.closing.get(frame.place - 1)
        comma = syntax.at(closed.opening) - 1 if closed is not None else -1
        return closed if comma > frame.first and syntax.words[comma] == "," else None

    def _person(self, frame: Frame) -> bool:
        named = (self.named.get(n) for n in range(*frame.source))
        return any(m is not None and m.type == "PERSON" for m in named) or self._human(frame.source[0])

    def _quotes(self, spans: list[Offsets]) -> bool:
        opening = self.syntax.opening
        return any(n in opening for a, b in spans for n in range(max(self.syntax.at(a) - 1, 0), self.syntax.after(b)))

    def _spans(self, row: Construction, frame: Frame, end: Place) -> list[Offsets]:
        """The content, of the kind that the row tells."""
        if row.content == "behind":
            return self._following(frame, end)
        if row.content == "both":
            return self._around(frame)
        if row.content == "quotation":
            apposed = self._apposed(frame)
            return [(apposed.start, apposed.end)] if apposed is not None else []
        if row.content == "before":
            return self._preceding(frame)
        stop = self.borders.clause_end(end, None, within=frame.limit)
        if frame.position == "relative" and frame.source[0] == frame.first:
            stop = self._before_second_verb(end, stop)  # the noun is the subject of what follows
        return self._tidied((end, stop))

    def _tidied(self, *places: Places) -> list[Offsets]:
        spans = (tidy(self.syntax, self.syntax.span(first, end)) for first, end in places if end > first)
        return [span for span in spans if span is not None]

    def _by_noun(self, finding: Finding, noun: tuple[int, int]) -> Finding:
        """`la déclaration de X selon laquelle P`: the noun is the cue, and what `de` adds to it the source."""
        syntax = self.syntax
        for n in range(*noun):
            cue = (
                next((c for c in self.lexicon.noun(syntax.words[n]) if c.allows("selon laquelle")), None)
                if syntax.tags[n] == "NOUN"
                else None
            )
            if cue is None:
                continue
            finding.rule, finding.cue = "nominal", cue
            finding.cue_first, finding.cue_end, finding.head = max(n - 1, noun[0]), n + 1, n
            of = next((k for k in range(n + 1, noun[1]) if syntax.words[k] in _OF_AND_BY), None)
            finding.speaker = (of + 1, noun[1]) if of is not None and of + 1 < noun[1] else None
            if of is None and syntax.words[n - 1] in _POSSESSIVES:
                finding.speaker = main_subject(syntax, n - 1)  # `X a répété son affirmation selon laquelle P`
            return finding
        return finding

    def _before_second_verb(self, start: int, end: int) -> int:
        """`end`, or before a second finite verb that no subordinator brings: the main clause's."""
        syntax = self.syntax
        seen = False
        for k in range(start, end):
            if syntax.verb_forms[k] != "Fin":
                continue
            if seen and not any(w in _ENDS_OF_FRAMED_PHRASES for w in syntax.words[max(start, k - 4) : k]):
                return k
            seen = True
        return end

    def _finding(self, row: Construction, frame: Frame, spans: list[Offsets]) -> Finding:
        match, span = frame.match, self.syntax.span
        source = (frame.source[0], frame.end + 1) if frame.position == "relative" else frame.source
        parts = {"frame": span(match.start, match.end), "source": span(*source)}
        finding = Finding(
            row.rule,
            spans,
            row.score(match.cue),
            match.cue,
            match.start,
            match.end,
            match.start,
            speaker=source,
            anonymous="source" in match.cue.constructions,
            derivation=Derivation("constructions", row.name, parts),
        )
        return self._by_noun(finding, frame.source) if frame.position == "relative" else finding

    def _goes_on(self, stop: int, limit: int) -> bool:
        """Whether a clause with its own subject follows the source: `Au total, selon l'ONU, P`."""
        syntax = self.syntax
        if stop + 1 >= limit or syntax.words[stop] not in {",", ":"}:
            return False
        first = stop + 1
        if first in syntax.opening:
            first += 1
        if first < limit and (syntax.verb_forms[first] == "Fin" or syntax.words[first] in _NEGATIONS):
            return False
        return has_main_verb(syntax, stop + 1, limit)

    def _opinion(self, place: int, k: int, *, initial: bool) -> bool:
        """Whether `pour X` gives X's opinion: a person, or a capital that stands for its state, between commas."""
        syntax = self.syntax
        before = syntax.words[place - 1] if place > syntax.sentence(place)[0] else ""
        return (initial or before in {",", ":"}) and (self._human(k) or k in self.named)

    def _human(self, k: int) -> bool:
        """Whether the phrase at `k` is a person, by name or function, or a metonym."""
        syntax = self.syntax
        end = phrase_end(syntax, k, syntax.sentence(k)[1])
        if syntax.words[k] in _PRONOUNS:
            return True
        if syntax.tags[k] in ("VERB", "AUX") or syntax.verb_forms[k] == "Inf":
            return False  # `pour répondre à l'invitation de leur homologue`
        for n in range(k, end):
            mention = self.named.get(n)
            if mention is not None and (mention.type == "PERSON" or mention.kind == "metonym"):
                return True
            if n == k and syntax.starts[n] in self.capitals:
                return True
            if n in syntax.functions:
                return True
            if syntax.tags[n] == "NOUN" and n + 1 not in syntax.name_to:
                return False  # `pour le premier déplacement de M. X`: the head is no person
        return False

    def _in_clause(self, place: int) -> bool:
        """Whether the frame opens a subordinate clause: `l'ambassadeur qui, selon un communiqué, « … »`."""
        words = self.syntax.words
        return (place > 1 and words[place - 1] == "," and words[place - 2] in _OPENERS_BEHIND_FRAMES) or (
            place > 0 and words[place - 1] in _CONJUNCTIONS_BEHIND_FRAMES
        )

    def _adverbial(self, start: int, place: int) -> bool:
        """Whether only an adverbial stands before the frame: `Au total, selon l'ONU, …`."""
        return (
            (self.syntax.words[place - 1] in _COMMA_AND_BUT or self.syntax.tags[place - 1] == "ADV")
            and not has_main_verb(self.syntax, start, place)
            and place - start < 8
        )

    def _source_end(self, k: int, limit: int, *, initial: bool, pour: bool = False) -> int:
        """The end of the source's phrase, with its appositions and a relative clause that a comma closes."""
        syntax = self.syntax
        words = syntax.words
        if words[k] in _PRONOUNS:
            return k + 1
        end = phrase_end(syntax, k, limit)
        if end <= k:
            return k
        if not initial and pour:
            return end
        if not initial:
            return with_appositions(syntax, k, end, limit)
        longer = with_appositions(syntax, k, end, limit)
        if longer > end and syntax.tags[end + 1] == "DET" and self._subject_with_relative(longer, limit):
            return end
        follows = longer + 1 < limit and words[longer] == "," and self._clause_at(longer + 1, limit)
        if longer == end or follows or self._bare_function(end, limit):
            end = longer
        for _ in range(3):
            if end < limit and words[end] != "," and syntax.tags[end] not in ("DET", "PRON", "PUNCT", "PROPN"):
                # A complement that the phrase did not take in: `, basé à Londres`.
                comma = next((j for j in range(end, min(end + 15, limit)) if words[j] == ","), None)
                if comma is not None and not has_main_verb(syntax, end, comma):
                    end = comma
            clause = end < limit and words[end] in ("que", "qu'", *_RELATIVE)
            aside = end + 1 < limit and words[end] == "," and (words[end + 1] in _RELATIVE or self._participle(end + 1))
            if clause or aside:
                comma = self._closing_comma(end + 2, limit)
                if comma is None:
                    return end
                end = comma
                continue
            break
        return end

    def _subject_with_relative(self, n: int, limit: int) -> bool:
        """Whether a relative clause and then a verb follow the phrase: `Selon X, la ministre, qui P, a validé`."""
        syntax = self.syntax
        if n + 2 >= limit or syntax.words[n] != "," or syntax.words[n + 1] not in _RELATIVE:
            return False
        comma = self._closing_comma(n + 3, limit)
        return comma is not None and comma + 1 < limit and syntax.verb_forms[comma + 1] == "Fin"

    def _closing_comma(self, n: int, limit: int) -> int | None:
        """The first comma from `n` on behind which the main clause stands."""
        syntax = self.syntax
        commas = (k for k in range(n, min(n - 2 + _MANY, limit)) if syntax.words[k] == ",")
        return next((k for k in commas if has_main_verb(syntax, k + 1, limit)), None)

    def _bare_function(self, comma: int, limit: int) -> bool:
        """Whether a function without an article follows a name and a comma: `Selon X, chercheur à l'Ifri, P`."""
        syntax = self.syntax
        named = any(start < comma <= end for start, end in syntax.name_to.items())
        bare = comma + 1 < limit and comma + 1 in syntax.functions and syntax.tags[comma + 1] != "DET"
        return named and bare and syntax.words[comma] == ","

    def _clause_at(self, n: int, limit: int) -> bool:
        """Whether a clause with its own subject can begin at `n`."""
        syntax = self.syntax
        if n in syntax.opening:
            return True
        if syntax.words[n] in _OPENERS_OF_EXAMPLES:
            return False
        return syntax.tags[n] in ("DET", "PRON", "NOUN", "PROPN", "ADJ", "NUM", "X", "ADV", "SCONJ") and has_main_verb(
            syntax, n, limit
        )

    def _participle(self, n: int) -> bool:
        syntax = self.syntax
        if syntax.tags[n] == "ADV" and n + 1 < len(syntax):
            n += 1
        return syntax.tags[n] == "VERB" and syntax.verb_forms[n] == "Part"

    def _following(self, frame: Frame, start: Place) -> list[Offsets]:
        syntax, words = self.syntax, self.syntax.words
        if start >= frame.limit:
            return []
        if words[start] in _QUE:
            start += 1
        end = self.borders.clause_end(start, None, within=frame.limit)
        if _BEHIND_RELATIVE.at(syntax, frame.place) is not None:
            end = self._before_main_verb(start, end)
        colon = next((n for n in range(start, end) if words[n] == ":" and n + 1 in syntax.opening), None)
        if colon is not None and has_main_verb(syntax, start, colon):
            end = colon  # `Pour X, P : « Q »`: the words follow on their own
            self._tell(frame, start, colon)
        contrast = next((n for n in range(start, end) if words[n] == "mais" and self._another_says(n, end)), None)
        return self._tidied((start, end if contrast is None else contrast))

    def _tell(self, frame: Frame, start: Place, colon: Place) -> None:
        """Keep the words behind the colon, but not of `Selon X, Y s'adresse à Z : « … »`."""
        opened = self.syntax.opening[colon + 1]
        spoken = (self.borders.group_at[n] for n in range(start, colon) if n in self.borders.group_at)
        if not frame.match.cue.strong or not any(group.allows("quotation") for group in spoken):
            spans = [(opened.start, opened.end)]
            self.told = [Finding("continuation", spans, 0.8, speaker=frame.source)]

    def _before_main_verb(self, start: int, end: int) -> int:
        """`end`, or the comma that closes a relative clause: `qui, selon lui, « publie les noms », | a été fermé`."""
        syntax = self.syntax
        commas = (k for k in range(start + 1, end - 1) if syntax.words[k] == "," and syntax.quotation_of[k] is None)
        return next((k for k in commas if syntax.verb_forms[k + 1] == "Fin"), end)

    def _another_says(self, n: int, end: int) -> bool:
        """Whether a clause of its own with a verb of saying follows the conjunction: `, mais Washington a nié que`."""
        if self.syntax.words[n - 1] != "," or not self.borders.begins_clause(n + 1, end):
            return False
        group = next((self.borders.group_at[k] for k in range(n + 1, end) if k in self.borders.group_at), None)
        return group is not None and group.strong and group.mood == "finite"

    def _around(self, frame: Frame) -> list[Offsets]:
        """The clause that the frame interrupts: `Cette question est selon lui cruciale`."""
        start = self._clause_start(frame.first, frame.place)
        stop = self.borders.clause_end(frame.end, None, within=frame.limit)
        before, after = self._tidied((start, frame.place)), self._tidied((frame.end, stop))
        if after and self.borders.in_relative(frame.place - 1, frame.first):
            return after  # `les manifestations, qui font selon lui partie d'un complot`
        return before + after if before else []

    def _preceding(self, frame: Frame) -> list[Offsets]:
        """What stands before the frame, and what goes on behind it."""
        syntax, place = self.syntax, frame.place
        start = self._content_start(frame)
        closed = self._closed_before(place)
        opening = syntax.at(closed.opening) if closed is not None else start
        before_mark = syntax.sentence(opening)[0]
        if closed is not None and any(n in syntax.opening for n in range(before_mark, opening)):
            # `« P » et que « Q. R », selon X`: the quotation goes over sentences
            span = tidy(syntax, (syntax.starts[skip_connectives(syntax, before_mark, place)], closed.end))
            spans = [span] if span is not None else []
        elif closed is not None and opening <= start:
            spans = [(closed.start, closed.end)]
        else:
            spans = self._tidied((start, place))
        return spans + self._going_on(frame, start, closed)

    def _content_start(self, frame: Frame) -> Place:
        parted = frame.place - 1 >= frame.first and self.syntax.words[frame.place - 1] in _PARTED
        return (self._sentence_start if parted else self._clause_start)(frame.first, frame.place)

    def _closed_before(self, place: Place) -> Quotation | None:
        """The quotation that closes before the frame, or before a comma there."""
        closing = self.syntax.closing
        comma = self.syntax.words[place - 1] == ","
        return closing.get(place - 1) or (closing.get(place - 2) if comma else None)

    def _going_on(self, frame: Frame, start: Place, closed: Quotation | None) -> list[Offsets]:
        """What belongs to the content behind the frame, where its clause has no verb before it or is cut by it."""
        syntax, end, limit = self.syntax, frame.end, frame.limit
        parted = syntax.verb_forms[frame.place - 2] == "Fin"  # `Le dialogue n'a, selon elle, rien donné`
        marked = end + 1 < limit and _COMMA_OR_DASH.at(syntax, end) is not None
        aside = marked and not parted and (syntax.words[end + 1] in _RELATIVE or self._participle(end + 1))
        if marked and not aside and (parted or not has_main_verb(syntax, start, frame.place)):
            rest = self._tidied((end + 1, self.borders.clause_end(end + 1, None, within=limit)))
            if rest:
                return rest
            return []
        if self._cuts_verb(frame):
            # `aurait selon Le Monde proposé sa démission`, `devrait recevoir selon lui sa famille`
            return self._tidied((end, self.borders.clause_end(end, None, within=limit)))
        # `« Les États devraient », selon X, « agir »`
        opened = syntax.opening.get(end + 1) if closed is not None and syntax.words[end : end + 1] == [","] else None
        lower = opened is not None and end + 1 < limit and syntax.text[opened.start].islower()
        return [(opened.start, opened.end)] if opened is not None and lower else []

    def _cuts_verb(self, frame: Frame) -> bool:
        """Whether a verb stands right before the frame, and a word of its clause right behind."""
        syntax = self.syntax
        behind = frame.end < frame.limit and syntax.tags[frame.end] != "PUNCT"
        return frame.place > frame.first and bool(syntax.verb_forms[frame.place - 1]) and behind

    def _sentence_start(self, first: int, place: int) -> int:
        start = skip_connectives(self.syntax, first, place)
        for n in range(place - 1, start, -1):
            if self.syntax.words[n] == ";" and self.syntax.quotation_of[n] is None:
                return n + 1
        return start

    def _clause_start(self, first: int, place: int) -> int:
        """The beginning of the innermost clause with a verb before the frame."""
        syntax = self.syntax
        start = skip_connectives(syntax, first, place)
        for n in range(place - 1, start, -1):
            word = syntax.words[n]
            if word in _QUE and syntax.tags[n] == "SCONJ" and has_main_verb(syntax, n + 1, place):
                return n + 1
            if word in {",", ";"} and has_main_verb(syntax, n + 1, place):
                return n + 1
        return start
