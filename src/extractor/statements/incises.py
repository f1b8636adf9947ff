"""The incise: `« … », a déclaré le ministre`, `…, a-t-il dit, …`, found on the surface.

A verb of saying behind a comma or a closing mark, its subject behind it. The content is what stands before, and
what goes on behind. The parser's label for the construction is right four times in ten, so it is not asked.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from extractor.annotations import Derivation, Offsets, Quotation
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import RELATIVES, behind_dateline, has_main_verb, skip_connectives, tidy
from extractor.statements.constructions import Construction, constructions
from extractor.statements.findings import Finding
from extractor.statements.incise_subjects import PARTS, TIME, InciseSubjects
from extractor.statements.phrases import phrase_end, surface_subject
from extractor.statements.syntax import CLOSING_MARKS, STOPS, Syntax
from extractor.statements.verb_groups import AUXILIARIES, VerbGroup
from extractor.text.grammar import Place, WordPattern
from extractor.text.reading import Places

_AS_AND_THAN = WordList("as_and_than")
_BEFORE_NEW_CLAUSES = WordList("before_new_clauses")
_CLITICS_OF_INCISES = WordList("clitics_of_incises")
_COORDINATORS = WordList("coordinators")
_INDEFINITE = WordList("indefinite_articles")
_JOINTS_OF_CLAUSES = WordList("joints_of_clauses")
_IT = WordList("object_of_comme")
_QUE = WordList("que")
_QUI_AND_DONT = WordList("qui_and_dont")
_SE = WordList("se")

_ADVERB = WordPattern("ADV|@strong_masculine")
_ASIDE_OF_WRITER = WordPattern("tout en || NUM @units_of_time")
_QUE_NEXT = WordPattern("@que")
_DASHES = frozenset({"–", "—", "-", "--"})
_GOES_ON = WordList("conjunctions")
"""What a complete clause may go on with behind an incise with a noun."""
_SCENE = WordList("openers_of_scenes")
_COMMENT = WordList("openers_of_comments")
_OBJECTS = WordList("possessives")
_SUBJUNCTIVES = WordList("subjunctive_auxiliaries")
_TO = WordList("prepositions_of_infinitives")
_LONGEST_GLOSS = 30
"""Words of what the writer adds behind a quotation before its incise."""
_LONGEST_TITLE = 6
_NOT_TOLD = WordList("conjunctions_and_subjects")
_SPOKEN = 5
"""Words that a quotation with a gloss has at least."""


class Incises(InciseSubjects):
    """Finds the incises of an article; `found` also tells the other constructions where they are."""

    def find(self, groups: list[VerbGroup]) -> list[tuple[VerbGroup, Finding]]:
        found = []
        for group in map(self._periphrasis, groups):
            impersonal = (
                group.passive and group.inverted is not None and syntax_word(self.syntax, group.inverted) == "il"
            )
            cut = group.mood == "participle" and self._without_auxiliary(group)
            if (group.mood != "finite" and not cut) or (group.passive and not impersonal):
                continue
            if not group.compound and group.inverted is None and self.syntax.words[group.head].endswith(("ez", "ons")):
                continue  # `croyez-le bien`: no phrase behind it is its subject
            if self.syntax.words[group.first] in _SUBJUNCTIVES or group.subjunctive:
                continue  # `que l'Algérie, qu'il ne cite pas, ait rappelé son ambassadeur`
            cue = group.allows("incise") or group.allows("quotation")
            if cue is None or (group.inverted is None and "incise:pronoun" in cue.constructions):
                continue
            finding = self._as_said(group) or self._so_said(group) or self._by_rows(group)
            if finding is not None:
                finding.cue = finding.cue or cue
                found.append((group, finding))
        return found

    def _by_rows(self, group: VerbGroup) -> Finding | None:
        """What the first row for incises finds that fits the verb and what stands before it."""
        inside = self.syntax.quotation_of[group.first] is not None
        held = {"inverted": group.inverted is not None, "quoted": inside, "strong": group.strong}
        features = {name for name, holds in held.items() if holds}
        for row in constructions()["incise"]:
            cue = row.cue(group)
            if cue is None or not row.meets(features) or not row.follows(self.syntax, group.first):
                continue
            if row.unless is not None and row.unless.match(self.syntax, group.end) is not None:
                continue
            finding = self._read(group, row)
            if finding is not None:
                finding.cue = cue
                return finding
        return None

    def _without_auxiliary(self, group: VerbGroup) -> bool:
        """Whether a participle behind a closed quotation has lost its auxiliary: `« … », estimé le chef de l'État.`"""
        syntax = self.syntax
        k = group.end
        if not group.strong or group.first == 0 or k >= len(syntax) or self._closed_before(group.first - 1) is None:
            return False
        if syntax.tags[k] != "DET" and k not in self.person_at:
            return False
        return any(n in syntax.speaking for n in range(k, phrase_end(syntax, k, syntax.sentence(group.first)[1])))

    def _periphrasis(self, group: VerbGroup) -> VerbGroup:
        """The group with the verb that it completes behind a closed quotation: `« … », a tenté de rassurer X`."""
        syntax = self.syntax
        if group.mood != "infinitive" or group.first < 2 or syntax.words[group.first - 1] not in _TO:
            return group
        first = group.first - 2
        while first > 0 and syntax.tags[first] == "ADV":
            first -= 1  # `se plaît même à souligner X`
        if syntax.tags[first] not in ("VERB", "AUX"):
            return group
        while first > 0 and (syntax.words[first - 1] in AUXILIARIES or syntax.words[first - 1] in _SE):
            first -= 1
        verb = next((n for n in range(first, group.first) if syntax.words[n] not in _SE), first)
        if first == 0 or syntax.verb_forms[verb] != "Fin" or self._closed_before(first - 1) is None:
            return group
        return replace(group, first=first, mood="finite")

    def _read(self, group: VerbGroup, row: Construction) -> Finding | None:
        syntax = self.syntax
        first, limit = syntax.sentence(group.first)
        last = self._last_before(group, first)
        if last is None:
            return None
        inside = syntax.quotation_of[group.first]
        closed = self._closed_before(last)
        if closed is None and syntax.words[last] == "," and inside is None:
            closed = self._glossed(first, last)
        if closed is None and syntax.quotation_of[last] is not inside:
            return None
        speaker, end, anonymous = self._speaker(group, limit)
        if speaker is None or not self._can_say(group, speaker, last, closed) or _QUE_NEXT.at(syntax, end) is not None:
            return None
        content = self._before(group, last, closed, inside, speaker, end)
        if content is None:
            return None
        spans, quoted = content
        after = self._after(group, end, quoted, inside, first)
        spans = spans if after is None else [*spans, after]
        if not spans:
            return None
        self.borders.incises[last if syntax.words[last] == "," and closed is None else group.first] = end
        return Finding(
            rule=row.rule,
            spans=spans,
            score=row.strong_score if quoted or group.inverted is not None else row.weak_score,
            cue_first=group.first,
            cue_end=group.end,
            head=group.head,
            speaker=speaker,
            anonymous=anonymous,
            negative=group.negative,
            conditional=group.conditional,
            derivation=self._derivation(row, group, last, speaker),
        )

    def _last_before(self, group: VerbGroup, first: Place) -> Place | None:
        """The last word of what stands before the verb and its adverbs."""
        syntax = self.syntax
        last = group.first - 1
        while last >= first and _ADVERB.at(syntax, last) is not None and syntax.words[last] not in CLOSING_MARKS:
            last -= 1
        if last >= first:
            return last
        # `« A ! » s'exclame X.` may begin a sentence of its own behind a stop in marks.
        return last if last in syntax.closing and not syntax.paragraph_break(last, group.first) else None

    def _can_say(self, group: VerbGroup, speaker: Places, last: Place, closed: Quotation | None) -> bool:
        """Whether the phrase behind the verb is its subject, and somebody."""
        syntax, words = self.syntax, self.syntax.words
        if closed is None and not self._agree(group, speaker):
            return False
        bare = closed is not None and words[last] in CLOSING_MARKS and group.inverted is None
        if bare and closed is not None and self._title(closed, group):
            head = next((n for n in range(*speaker) if syntax.tags[n] in ("NOUN", "PROPN")), speaker[0])
            if head not in syntax.speaking:
                return False
        if words[speaker[0]] in _OBJECTS and self._quoted(*speaker):
            return False  # `a présenté ses "condoléances"`
        return words[speaker[0]] not in _CLITICS_OF_INCISES and words[slice(*speaker)] != ["ce"]

    def _derivation(self, row: Construction, group: VerbGroup, last: Place, speaker: Places) -> Derivation:
        span = self.syntax.span
        parts = {"verb": span(group.first, group.end), "left": span(last, group.first), "source": span(*speaker)}
        return Derivation("constructions", row.name, parts)

    def _as_said(self, group: VerbGroup) -> Finding | None:
        """`comme l'a souligné X, P` and `P, comme le dit X`: the clause beside it is what X says."""
        syntax = self.syntax
        words = syntax.words
        place = group.first - 1
        if place < 1 and (place < 0 or words[place] != "comme"):
            return None
        if words[max(place - 2, 0) : place] in (["est", "ce"], ["c'est", "ce"]) and words[place] in _QUE:
            return self._recalled(group, place)
        if words[group.first] not in _IT or words[place] not in _AS_AND_THAN:
            return None
        if words[place] == "que":  # `ainsi que l'a souligné X`
            place -= 1
            if words[place] != "ainsi":
                return None
        first, limit = syntax.sentence(group.first)
        speaker, end, anonymous = self._speaker(group, limit)
        if speaker is None:
            return None
        start = skip_connectives(syntax, first, limit)
        if place <= start and (end >= limit or words[end] != "," or speaker[0] in syntax.media):
            end = phrase_end(syntax, speaker[0], limit)  # what follows is no apposition but the clause
            speaker = (speaker[0], end)
        if place <= start:
            begin = end + 1
            if end >= limit or words[end] != "," or begin + 1 >= limit:
                return None
            stop = self.borders.clause_end(begin, None, within=limit)
        elif words[place - 1] == "," and has_main_verb(syntax, start, place):
            begin, stop = start, place - 1
        elif end >= limit or words[end] in STOPS:
            begin, stop = start, place  # `X a été refoulé comme le raconte Le Monde.`
        else:
            return None
        span = tidy(syntax, syntax.span(begin, stop)) if stop > begin else None
        if span is None:
            return None
        return Finding(
            "as_said",
            [span],
            0.8,
            cue_first=place,
            cue_end=group.end,
            head=group.head,
            speaker=speaker,
            anonymous=anonymous,
        )

    def _so_said(self, group: VerbGroup) -> Finding | None:
        """`Le ministre l'affirme, P`, `Comme il l'explique, P`: the pronoun stands for the clause behind the comma."""
        syntax = self.syntax
        words = syntax.words
        k = group.end
        _, limit = syntax.sentence(group.first)
        if words[group.first] not in _IT or not group.strong or group.inverted is not None or group.negative:
            return None
        if k + 2 >= limit or words[k] != "," or syntax.quotation_of[group.head] is not None:
            return None
        if words[k + 1] in _NOT_TOLD or not (k + 1 in syntax.opening or self.borders.begins_clause(k + 1, limit)):
            return None
        first, _ = syntax.sentence(group.first)
        told = surface_subject(syntax, group.first)
        start = skip_connectives(syntax, first, group.first)
        if told is None or told[0] > start + (words[start] == "comme") or self.borders.in_relative(group.first, first):
            return None
        stop = self.borders.clause_end(k + 1, None, within=limit)
        span = tidy(syntax, syntax.span(k + 1, stop)) if stop > k + 1 else None
        if span is None:
            return None
        return Finding("as_said", [span], 0.75, cue_first=group.first, cue_end=group.end, head=group.head, speaker=told)

    def _recalled(self, group: VerbGroup, place: int) -> Finding | None:
        """`P. C'est ce qu'a annoncé X`: the sentence before is what X says."""
        syntax = self.syntax
        first, limit = syntax.sentence(group.first)
        if place - 3 > first or first == 0 or syntax.paragraph_break(first - 1, first):
            return None
        speaker, _, anonymous = self._speaker(group, limit)
        if speaker is None:
            return None
        begin, _ = syntax.sentence(first - 1)
        span = tidy(syntax, syntax.span(skip_connectives(syntax, begin, first), first - 1))
        if span is None:
            return None
        return Finding(
            "as_said",
            [span],
            0.75,
            cue_first=group.first,
            cue_end=group.end,
            head=group.head,
            speaker=speaker,
            anonymous=anonymous,
        )

    def _title(self, quotation: Quotation, group: VerbGroup) -> bool:
        """Whether words in marks right before the verb are its subject: `« Le Mans 66 » retrace l'histoire`."""
        syntax = self.syntax
        inside = range(syntax.after(quotation.start), syntax.at(quotation.end - 1) + 1)
        if not inside:
            return False
        sentence = syntax.words[inside[-1]] in STOPS or any(syntax.verb_forms[n] == "Fin" for n in inside)
        return not group.strong and not sentence and len(inside) <= _LONGEST_TITLE

    def _glossed(self, first: int, k: int) -> Quotation | None:
        """The quotation before a comma at `k` that only a gloss parts from it: `« … Trump », l'ancien chef, a dit`.

        The gloss is the writer's: a relative clause, brackets, or a definite phrase behind a name.
        """
        syntax = self.syntax
        words = syntax.words
        last = next((n for n in range(k - 1, max(first, k - _LONGEST_GLOSS) - 1, -1) if n in syntax.closing), None)
        if last is None or last + 2 >= k or any(n in syntax.opening for n in range(last, k)):
            return None
        quotation = syntax.closing[last]
        size = last - syntax.at(quotation.opening)
        named = last - 1 in syntax.inside_name and syntax.tags[last + 2] == "DET" and words[last + 2] not in _INDEFINITE
        gloss = words[last + 1] == "(" and words[k - 1] == ")"
        gloss = gloss or (words[last + 1] == "," and (words[last + 2] in RELATIVES or named))
        if not gloss or size < _SPOKEN or has_main_verb(syntax, last + 1, k):
            return None
        return quotation

    def _before(
        self,
        group: VerbGroup,
        k: int,
        closed: Quotation | None,
        inside: Quotation | None,
        speaker: tuple[int, int],
        behind: int,
    ) -> tuple[list[Offsets], bool] | None:
        """The content before the incise: the quotation that closes there with the clause around it, or the clause."""
        syntax = self.syntax
        if inside is not None:
            span = tidy(syntax, (inside.start, syntax.ends[k]))
            return ([span] if span else []), True
        if closed is not None:
            return self._quotation_before(group, closed, behind)
        start = self._clause_before(group, k)
        if start >= k:
            return [], False  # `Mais, a insisté X, P`
        verb = has_main_verb(syntax, start, k)
        if group.inverted is None and not verb and self._speaks(start, k) and not self._speaks(*speaker):
            following = self.borders.group_at.get(behind + 1)
            if following is not None and following.allows("incise"):
                return None  # `La porte-parole, qui rentrait de Kiev, a condamné cette frappe, rapporte l'agence.`
        if group.inverted is None and not self._verb_follows(behind):
            clear = self._clear(group, start, k, speaker)
            if not verb and not clear:
                return self._behind_circumstance(start, k, behind)
            if not clear and self._own_subject(group, start):
                return None
        span = tidy(syntax, (syntax.starts[start], syntax.ends[k]))
        return ([span] if span else []), False

    def _quotation_before(
        self, group: VerbGroup, closed: Quotation, behind: Place
    ) -> tuple[list[Offsets], bool] | None:
        """The quotation that closes before the verb, with the clause around it where that is its own."""
        syntax = self.syntax
        opening = syntax.at(closed.opening)
        start = self._start_before(closed, opening)
        chain = self._first_piece(closed)
        if chain is not closed:
            return self._pieces(chain, closed), True
        if start >= opening or syntax.words[opening - 1] == ":" or self._scene(start, opening):
            return [(closed.start, closed.end)], True
        spoken = group.strong and words_between_are_quoted(syntax, start, opening)
        if not spoken and not self._content_like(start, opening, closed, group, behind):
            return None
        span = tidy(syntax, (syntax.starts[start], closed.end))
        return ([span] if span else []), True

    def _start_before(self, closed: Quotation, opening: Place) -> Place:
        """Where the clause around the quotation begins; at its mark where what stands before is another's."""
        syntax, words = self.syntax, self.syntax.words
        floor = self._floor(syntax.sentence(opening)[0], opening)
        start = skip_connectives(syntax, floor, opening) if floor < opening else floor
        start = self._behind_introduction(start, syntax.after(closed.closing))
        incises = self.borders.incises
        if any(place in incises and incises[place] <= opening for place in range(start + 1, opening)):
            return opening  # `« A », a déclaré X, « B », a-t-il dit`
        # `"… achevées"."Il faut …", a-t-il plaidé`
        stopped = opening > start and words[opening - 1] in STOPS and len(words[opening - 2]) > 2
        # `Paris se veut rassurant - « … », a insisté le ministre - et met en avant`
        dashed = opening > start and words[opening - 1] in _DASHES
        return opening if stopped or dashed else start

    def _clause_before(self, group: VerbGroup, k: Place) -> Place:
        """Where the clause before the verb begins."""
        syntax = self.syntax
        start = behind_dateline(syntax, self._floor(syntax.sentence(group.first)[0], k), k)
        around = syntax.quotation_of[start]
        if around is not None and around.start < syntax.starts[start]:
            # A quotation of several sentences that ended before: `"A. B" de M. X, a dit Y`.
            start = skip_connectives(syntax, syntax.sentence(syntax.at(around.opening))[0], k)
        return self._behind_introduction(skip_connectives(syntax, start, group.first + 1), k)

    def _clear(self, group: VerbGroup, start: Place, k: Place, speaker: Places) -> bool:
        """Whether it is an incise although the parser sees no verb before it.

        `L'armée contrôle la ville, a indiqué le ministère`, the verb taken for a noun; `Aucun mort, a dit X`.
        """
        clear = group.strong and self._speaks(*speaker) and k - start > 2 and not self._circumstantial(start)
        phrase = clear and self._speaks(start, k) and self._one_phrase(start, k)
        return (clear and not phrase) or self._mostly_quoted(start, k)

    def _verb_follows(self, behind: int) -> bool:
        """Whether the clause goes on with its verb behind the incise: `Ces opérations, a dit X, ont cessé`."""
        syntax = self.syntax
        if behind >= len(syntax) or syntax.words[behind] != ",":
            return False
        for k in range(behind + 1, min(behind + 6, syntax.sentence(behind)[1])):
            if syntax.verb_forms[k] == "Fin":
                return True
            if syntax.tags[k] not in ("PRON", "ADV") or syntax.words[k] in RELATIVES:
                return False
        return False

    def _behind_circumstance(self, start: int, k: int, behind: int) -> tuple[list[Offsets], bool] | None:
        """`Fin 2017, a rappelé X, « … »`, `En Ukraine, a dit X, l'armée recule`: the content follows."""
        syntax = self.syntax
        _, limit = syntax.sentence(start)
        if not self._circumstantial(start) or behind + 1 >= limit or syntax.words[behind] not in (",", ":"):
            return None
        if syntax.words[behind] == ":":
            return [], False  # `Parmi eux, énumère le journal : P`
        quotation = syntax.opening.get(behind + 1)
        if quotation is not None:
            return [], True
        if not has_main_verb(syntax, behind + 1, limit):
            return None
        span = tidy(syntax, (syntax.starts[start], syntax.ends[k]))
        return ([span] if span else []), False

    def _mostly_quoted(self, start: int, k: int) -> bool:
        """Whether the words are a quotation and a few that complete it: `"Sept occasions de dissimuler" les faits`."""
        quotation = self.syntax.opening.get(start) or self.syntax.quotation_of[start]
        if quotation is None:
            return False
        end = self.syntax.after(quotation.end)
        return end - start > _SPOKEN and 0 < k - end <= _SPOKEN + 1

    def _circumstantial(self, start: int) -> bool:
        words = self.syntax.words
        adverbial = self.syntax.tags[start] in ("ADP", "ADV", "CCONJ")  # `Mais, a insisté X, P`
        return adverbial or words[start] in TIME or words[start] in PARTS

    def _one_phrase(self, first: int, end: int) -> bool:
        """Whether no second phrase begins there without preposition: `L'armée contrôle | la ville`."""
        tags = self.syntax.tags
        return not any(tags[n] in ("DET", "NUM") and tags[n - 1] in ("NOUN", "PROPN") for n in range(first + 1, end))

    def _speaks(self, first: int, end: int) -> bool:
        return any(n in self.syntax.speaking for n in range(first, end))

    def _first_piece(self, quotation: Quotation) -> Quotation:
        """The piece that opens a quotation of several paragraphs."""
        quotations = self.syntax.quotations
        i = bisect_left(quotations, quotation.start, key=lambda q: q.start)
        while i > 0 and self.syntax.goes_on(quotations[i - 1], quotation):
            i -= 1
            quotation = quotations[i]
        return quotation

    def _pieces(self, first: Quotation, last: Quotation) -> list[Offsets]:
        """The content of a quotation of several paragraphs, with the clause it begins in."""
        syntax = self.syntax
        opening = syntax.at(first.opening)
        begin, _ = syntax.sentence(opening)
        start = skip_connectives(syntax, begin, opening) if begin < opening else begin
        whole = start < opening and syntax.words[opening - 1] != ":" and not self._scene(start, opening)
        span = tidy(syntax, (syntax.starts[start] if whole else first.start, last.end))
        return [span] if span else []

    def _behind_introduction(self, start: int, end: int) -> int:
        """The place behind a gerund of saying that opens the sentence: `Tout en saluant X, ses actes …, affirme Y`."""
        syntax = self.syntax
        k = start + (syntax.words[start : start + 2] == ["tout", "en"])
        if k in self.borders.frames:
            # `Selon X, P, a déclaré Y`
            comma = next((n for n in range(k + 1, end) if syntax.words[n] == ","), None)
            if comma is not None and (comma + 1 in syntax.opening or self.borders.begins_clause(comma + 1, end + 1)):
                return comma + 1
        group = self.borders.group_at.get(k)
        if group is None or group.mood != "gerund":
            return start
        for n in range(group.end, end):
            if syntax.words[n] == "," and self.borders.begins_clause(n + 1, end + 1):
                return n + 1
        return start

    def _scene(self, start: int, opening: int) -> bool:
        """Whether what stands before a quotation only sets the scene: `Alors que P, « … »`."""
        words = self.syntax.words
        return words[opening - 1] == "," and (
            words[start] in _SCENE or words[start].startswith(("interrogé", "questionné"))
        )

    def _floor(self, first: int, k: int) -> int:
        """Where the content's clause begins: behind an earlier incise or semicolon of the sentence."""
        words = self.syntax.words
        for place in range(k - 1, first, -1):
            if words[place] == ";" and self.syntax.quotation_of[place] is None:
                return place + 1
            announced = words[place] == ":" and place + 1 in self.syntax.opening and place + 1 < k
            if announced and not self._quoted(first, place):
                return place + 1  # `X a réagi sur Twitter : « A » et « B », a-t-il écrit`
        return first

    def _quoted(self, start: int, end: int) -> bool:
        return any(n in self.syntax.opening for n in range(start, end))

    def _own_subject(self, group: VerbGroup, start: int) -> bool:
        """Whether the verb already has a subject to its left (`Le ministre, qui a vu X, a annoncé le retrait`)."""
        syntax = self.syntax
        for child in syntax.children[group.head]:
            if syntax.labels[child].startswith("nsubj") and start <= child < group.first:
                if has_main_verb(syntax, start, group.first - 1):
                    return False
                # Nothing but a parenthesis between it and the verb: its subject, if its clause begins with it.
                phrase = syntax.subtree(child)[0]
                return phrase <= start or syntax.words[phrase - 1] in _BEFORE_NEW_CLAUSES
        return False

    def _content_like(self, start: int, opening: int, closed: Quotation, group: VerbGroup, behind: int) -> bool:
        """Whether the words before the quotation belong to the content: they and it make a clause."""
        syntax = self.syntax
        end = syntax.after(closed.closing)
        if group.inverted is not None or self._verb_follows(behind):
            return True
        if has_main_verb(syntax, start, end):
            return True
        # `Le ministre, cité par "Le Monde", a annoncé …`: no verb before, an object behind.
        return syntax.words[opening - 1] != "par" and closed.end - closed.start > 40

    def _after(
        self, group: VerbGroup, end: Place, quoted: bool, inside: Quotation | None, first: Place
    ) -> Offsets | None:
        """The content behind the incise, where it goes on."""
        syntax, words = self.syntax, self.syntax.words
        if inside is not None:
            return self._rest_of(inside, end)
        limit = syntax.sentence(group.first)[1]
        start = end + 1
        if start >= limit or words[end] not in {",", ":"} | _DASHES:
            return None
        opened = syntax.opening.get(start) or (
            syntax.opening.get(start + 1) if words[start] in _JOINTS_OF_CLAUSES else None
        )
        if opened is not None:
            return self._quotation_behind(group, start, opened)
        goes_on = self._verb_follows(end)
        if quoted and not goes_on and not self._quoted(start, limit):
            return None
        if self._writer_goes_on(start, limit):
            return None
        comment = words[start] in _COMMENT and words[start] != "à" and not goes_on
        if comment and (quoted or group.inverted is None):
            return None
        return self._clause_behind(group, start, first, goes_on=goes_on)

    def _rest_of(self, inside: Quotation, end: Place) -> Offsets | None:
        """What follows the incise in the quotation that it stands in."""
        syntax, words = self.syntax, self.syntax.words
        start = end
        while start < len(words) and words[start] in {",", ".", ":", "-", "–"}:
            start += 1
        if start >= len(words) or syntax.starts[start] >= inside.end:
            return None
        return tidy(syntax, (syntax.starts[start], inside.end))

    def _quotation_behind(self, group: VerbGroup, start: Place, opened: Quotation) -> Offsets | None:
        """The quotation behind the incise, with what goes on from it, unless another cue says it."""
        syntax = self.syntax
        behind = syntax.at(opened.closing - 1) + 1
        following = self.borders.group_at.get(behind + 1) if syntax.words[behind : behind + 1] == [","] else None
        if following is not None and following.inverted is not None:
            return None
        stop = max(self.borders.clause_end(start, group), syntax.after(opened.end))
        return tidy(syntax, (opened.start, max(opened.end, syntax.ends[stop - 1])))

    def _writer_goes_on(self, start: Place, limit: Place) -> bool:
        """Whether a frame, a gerund, a participle of saying or a time stands behind the incise."""
        syntax = self.syntax
        other = self.borders.group_at.get(start)
        if start in self.borders.frames or (other is not None and other.mood in ("gerund", "participle")):
            return True
        if syntax.words[start] == "en" and (start + 1) in self.borders.group_of_head:
            return True
        # `a-t-il ajouté, deux jours après`
        return _ASIDE_OF_WRITER.at(syntax, start, limit) is not None

    def _clause_behind(self, group: VerbGroup, start: Place, first: Place, *, goes_on: bool) -> Offsets | None:
        """The clause behind the incise that belongs to the content."""
        syntax, word = self.syntax, self.syntax.words[start]
        whole = has_main_verb(syntax, first, group.first)
        if whole and group.inverted is None and not goes_on and word not in _GOES_ON:
            return None
        if group.inverted is not None and word in _QUI_AND_DONT:
            return None
        if syntax.tags[start] == "VERB" and syntax.verb_forms[start] == "Part":
            return None
        # `…, a-t-il dit, et avait célébré son anniversaire`: the verb behind the conjunction is the content's.
        second = self.borders.group_at.get(start + 1) if word in _COORDINATORS else None
        stop = self.borders.clause_end(start if second is None else second.end, group)
        return tidy(syntax, (syntax.starts[start], syntax.ends[stop - 1])) if stop > start else None


def words_between_are_quoted(syntax: Syntax, first: int, end: int) -> bool:
    """Whether nothing but quotations stands there: `"Un totem", "une crème d'homme", confie X`."""
    outside = (n for n in range(first, end) if syntax.quotation_of[n] is None)
    return first in syntax.opening and not any(
        syntax.words[n][0].isalnum() and syntax.words[n] != "et" for n in outside
    )


def syntax_word(syntax: Syntax, n: int) -> str:
    """The word at `n` without the hyphen of an inversion."""
    return syntax.words[n].lstrip("-")
