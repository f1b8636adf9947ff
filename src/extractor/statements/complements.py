"""What follows a verb of saying: a `que` clause, an infinitive, an indirect question, a quotation, an object with one.

The complement's beginning is found on the surface, in the window behind the verb; its end by `Borders.clause_end`.
"""

from __future__ import annotations

from extractor.annotations import Mention
from extractor.knowledge.word_lists import WordList
from extractor.statements.clauses import Borders, has_main_verb, skip_connectives
from extractor.statements.engine import Engine
from extractor.statements.findings import Finding
from extractor.statements.phrases import left_phrase, main_subject, noun_before, phrase_end, subject, surface_subject
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import VerbGroup
from extractor.text.grammar import WordPattern

_AND_BUT_THEN = WordList("and_but_then")
_BEFORE_PURPOSES = WordList("before_purposes")
_BEFORE_SECOND_INFINITIVES = WordList("before_second_infinitives")
_NEUTER_PRONOUNS = WordList("neuter_pronouns")
_PREPOSITIONS_OF_MEDIA = WordList("prepositions_of_media")
_THIRD_PERSON = WordList("third_person")

_MODALS = WordList("forms_of_modals")
_BEHIND_COMMA = WordPattern("<,")
_BEHIND_FOR = WordPattern("<pour")
_BEHIND_GOVERNOR = WordPattern("<@before_infinitives")
_BEHIND_OF = WordPattern("<@of")
_COMMA_OR_MARK = WordPattern(',|»|”|"')
_WITH_EN = WordPattern("en")


_SHOWING = WordList("verbs_of_showing")
"""Verbs that with a thing for a subject tell what it shows or wants."""

_ABSTRACT = ("tion", "sion", "tive", "ment", "ance", "ence", "age", "ure", "isme", "té")
"""Endings of nouns of things, but for those that speak (`gouvernement`)."""


class Complements(Engine):
    """Finds statements in the complements of verbs of saying."""

    def __init__(self, syntax: Syntax, borders: Borders, entities: list[Mention]) -> None:
        super().__init__(syntax, borders, entities)
        self.found: list[Finding] = []
        """The statements found so far, in order."""
        self.by_sentence: dict[int, list[Finding]] = {}
        """The same and the incises, by the sentence of their cue: a gerund behind one shares its speaker."""

    def find(self, group: VerbGroup) -> list[Finding]:
        """The statement that the verb introduces, by the first construction that it stands in.

        Two where a quotation behind a colon follows a clause: `estime que P : « Q »`.
        """
        if self._part_of_another(group):
            return []
        clause = self._rows_at(group, "clause")
        colon = self._rows_at(group, "colon", behind=clause)
        findings = [f for f in (clause, colon) if f is not None]
        if not findings:
            quoted = self._rows_at(group, "object")
            findings = [quoted] if quoted is not None else []
        for finding in findings:
            self._complete(group, finding)
        findings = [f for f in findings if not self._impersonal_source(f) and not self._thing_threatens(f)]
        findings = [f for f in findings if not self._purpose(group, f) and not self._share(f)]
        self.found += findings
        self.remember(findings)
        return findings

    def remember(self, findings: list[Finding]) -> None:
        """Tell the statements of other constructions."""
        for finding in findings:
            if finding.cue_first is not None:
                self.by_sentence.setdefault(self.syntax.sentence_of[finding.cue_first], []).append(finding)

    def _thing_threatens(self, finding: Finding) -> bool:
        """Whether a thing threatens or shows: `la sécheresse menace de vider`, `l'état des corps indique que`."""
        if finding.cue is None or finding.speaker is None:
            return False
        first, end = finding.speaker
        tags = self.syntax.tags
        if finding.rule == "que" and finding.cue.lemma.startswith("laisser "):
            head = next((n for n in range(first, end) if tags[n] in ("NOUN", "PROPN")), None)
            return (
                head is not None
                and tags[head] == "NOUN"
                and head not in self.syntax.speaking
                and head + 1 not in self.syntax.name_to  # a form of address
            )  # `Le changement de ton laisse croire que`
        shows = finding.cue.lemma in _SHOWING and finding.rule in ("que", "infinitive", "object")
        if shows:
            head = next((n for n in range(first, end) if tags[n] in ("NOUN", "PROPN")), None)
            abstract = head is not None and self.syntax.words[head].endswith(_ABSTRACT)
            return abstract and not any(n in self.syntax.speaking for n in range(first, end))
        if finding.cue.act != "threat" or finding.rule != "infinitive":
            return False
        return "NOUN" in tags[first:end] and not any(n in self.syntax.speaking for n in range(first, end))

    def _purpose(self, group: VerbGroup, finding: Finding) -> bool:
        """Whether an infinitive without source tells what something is for: `déterminé à faire valoir que`."""
        if group.mood != "infinitive" or finding.speaker is not None or finding.anonymous:
            return False
        return not opens_sentence(self.syntax, group.first)

    def _impersonal_source(self, finding: Finding) -> bool:
        """Whether the subject is `cela`: it shows or means something, and says nothing."""
        return (
            finding.speaker is not None
            and self.syntax.words[finding.speaker[0]] in _NEUTER_PRONOUNS
            and (finding.speaker[1] - finding.speaker[0] == 1)
        )

    def _share(self, finding: Finding) -> bool:
        """Whether the subject is a share of those polled: `67% des électeurs pensent que`."""
        if finding.speaker is None:
            return False
        syntax = self.syntax
        return any(w in ("%", "%.") or w.endswith("%") for w in syntax.words[slice(*finding.speaker)])

    def _part_of_another(self, group: VerbGroup) -> bool:
        """Whether the verb is but the first word of what another cue reports: `dit craindre de`."""
        syntax = self.syntax
        if group.mood == "finite":
            # `a déclaré qu'il craignait que P`: one report, of the same person.
            place = syntax.starts[group.first - 1] if group.first else -1
            pronoun = group.first > 0 and syntax.words[group.first - 1] in _THIRD_PERSON
            return pronoun and any(f.spans[0][0] == place and f.rule == "que" for f in self.found[-3:])
        if group.mood != "infinitive":
            return False
        if (
            syntax.quotation_of[group.head] is not None
            and any(w in _BEFORE_PURPOSES for w in syntax.words[max(group.first - 1, 0) : group.first])
            and group.cues[0].act == "promise"
        ):
            return True  # `pour garantir que cela devienne une réalité`
        if "sans" in syntax.words[max(group.first - 2, 0) : group.first]:
            return True
        start = syntax.starts[group.first]
        if any(f.spans[0][0] == start for f in self.found[-3:]):
            return True
        return any(syntax.words[k] in _MODALS for k in range(max(group.first - 5, 0), group.first))

    def _complete(self, group: VerbGroup, finding: Finding) -> None:
        finding.cue_first, finding.cue_end, finding.head = group.first, group.end, group.head
        finding.negative, finding.conditional = group.negative, group.conditional
        if finding.speaker is None and not finding.anonymous:
            if group.passive or (group.mood == "participle" and not self._coordinated(group)):
                finding.speaker = self._agent(group) or self._text_told_in(group)
                finding.anonymous = finding.speaker is None
            else:
                finding.speaker = self._source(group, finding)
        if finding.speaker is not None:
            word = self.syntax.words[finding.speaker[0]].lstrip("-")
            finding.anonymous = word == "on" or self.syntax.words[finding.speaker[0] : finding.speaker[1]] == [
                "l'",
                "on",
            ]

    def _who_can_speak(self, group: VerbGroup, found: tuple[int, int]) -> tuple[int, int]:
        """The source found for a verb without subject; if it is a thing, the nearest phrase that can speak."""
        syntax = self.syntax
        if found[1] - found[0] == 1 or any(n in syntax.speaking for n in range(*found)):
            return found
        first, _ = syntax.sentence(group.first)
        for n in range(group.first - 1, first - 1, -1):
            if n in syntax.speaking and syntax.tags[n] in ("NOUN", "PROPN"):
                phrase = left_phrase(syntax, n, first)
                if phrase is not None and (phrase[0] == first or syntax.tags[phrase[0] - 1] != "ADP"):
                    return phrase
        return found

    def _source(self, group: VerbGroup, finding: Finding) -> tuple[int, int] | None:
        """Who says it: the subject; of a verb without one who has just spoken, or the nearest that can speak."""
        if group.mood == "finite":
            return self._shared_subject(group) or subject(self.syntax, group)
        told = self._told_before(group, finding)
        if told is not None:
            return told
        if group.mood == "infinitive" and finding.rule == "colon" and opens_sentence(self.syntax, group.first):
            return None  # `Et d'attaquer : « On … »`
        found = self._subject(group, finding)
        return self._who_can_speak(group, found) if found is not None else None

    def _told_before(self, group: VerbGroup, finding: Finding) -> tuple[int, int] | None:
        """The source of an infinitive by what stands before it, or of the statement before in the sentence."""
        told = self._told_before_infinitive(group, finding) if group.mood == "infinitive" else None
        if told is not None:
            return told
        here = self.by_sentence.get(self.syntax.sentence_of[group.first], [])
        for other in sorted(here, key=lambda one: -(one.cue_first or 0)):
            if other.speaker is not None and self._goes_before(other, here, group):
                return other.speaker
        return None

    def _told_before_infinitive(self, group: VerbGroup, finding: Finding) -> tuple[int, int] | None:
        """The phrase before `pour avoir accusé` or `d'ajouter`."""
        syntax = self.syntax
        first, _ = syntax.sentence(group.first)
        if group.compound and _BEHIND_FOR.at(syntax, group.first) is not None:
            told = left_phrase(syntax, group.first - 2, first)
            if told is not None and any(place in syntax.speaking for place in range(*told)):
                return told  # `a critiqué M. X pour avoir accusé Y de`
        narrated = finding.rule == "colon" or not has_main_verb(syntax, first, group.first)
        if narrated and _BEHIND_OF.at(syntax, group.first) is not None:
            return surface_subject(syntax, group.first - 1)  # `Et le ministre, X, d'ajouter : « … »`
        return None

    def _goes_before(self, other: Finding, here: list[Finding], group: VerbGroup) -> bool:
        """Whether the statement has ended before the verb, in its sentence and on the same side of quotation marks."""
        syntax = self.syntax
        if other.cue_end is None or other.cue_first is None:
            return False
        cue = syntax.starts[other.cue_first]
        spans_of_others = (span for one in here if one is not other for span in one.spans)
        if any(start <= cue < end for start, end in spans_of_others):
            return False  # inside what another one says
        first, _ = syntax.sentence(group.first)
        outer = syntax.quotation_of[group.head]
        if not first <= other.cue_first < group.first or syntax.quotation_of[other.cue_first] is not outer:
            return False
        before = syntax.starts[group.first]
        return all(end <= before for start, end in other.spans if start < before)

    def _subject(self, group: VerbGroup, finding: Finding) -> tuple[int, int] | None:
        """The subject of a gerund, an infinitive or a bare participle: that of the frame it hangs on."""
        syntax = self.syntax
        first, _ = syntax.sentence(group.first)
        if group.mood == "gerund":
            told = self._subject_of_gerund(group, first)
            if told is not None:
                return told
        if has_main_verb(syntax, first, group.first):
            if group.mood == "gerund":
                return main_subject(syntax, group.first) or subject(syntax, group)
        else:
            told = self._subject_behind_introduction(group, finding)
            if told is not None:
                return told
        found = subject(syntax, group)
        if found is None and group.mood == "infinitive" and _BEHIND_GOVERNOR.at(syntax, group.first) is not None:
            for_purpose = _BEHIND_FOR.at(syntax, group.first) is not None
            return main_subject(syntax, group.first, relatives=for_purpose)  # `s'est borné à démentir que`
        return found

    def _subject_of_gerund(self, group: VerbGroup, first: int) -> tuple[int, int] | None:
        """The subject that stands before a gerund, in the sentence that begins at `first`."""
        syntax = self.syntax
        with_en = _WITH_EN.at(syntax, group.first) is not None
        told = None
        if group.first > first:
            # `les critiques de l'opposition dénonçant`, `, le ministre s'étant inquiété`
            told = (None if with_en else noun_before(syntax, group)) or self._phrase_before_comma(group, first)
        if told is None and with_en:
            return main_subject(syntax, group.first, relatives=True)  # `qui avait choqué l'opposition en déclarant`
        return told

    def _phrase_before_comma(self, group: VerbGroup, first: int) -> tuple[int, int] | None:
        """The phrase that opens the sentence right before a gerund: `Le chef de l'État, jugeant que P, avait …`."""
        syntax = self.syntax
        if _BEHIND_COMMA.at(syntax, group.first) is None:
            return None
        told = left_phrase(syntax, group.first - 2, first)
        return told if told is not None and skip_connectives(syntax, first, group.first) == told[0] else None

    def _subject_behind_introduction(self, group: VerbGroup, finding: Finding) -> tuple[int, int] | None:
        """The subject of an incise or of the main clause that follows the content: `Citant X, le journal a …`."""
        syntax = self.syntax
        _, limit = syntax.sentence(group.first)
        here = self.by_sentence.get(syntax.sentence_of[group.first], [])
        incises = (other for other in here if other.rule.startswith("incise") and other.cue_first is not None)
        incise = next((one for one in incises if group.end <= (one.cue_first or 0) < limit), None)
        if incise is not None and incise.speaker is not None:
            return incise.speaker  # `Tout en saluant X, P, affirme Y`
        behind = syntax.after(finding.spans[-1][1])
        while _COMMA_OR_MARK.at(syntax, behind, limit) is not None:
            behind += 1
        if behind >= limit or _BEHIND_COMMA.at(syntax, behind) is None:
            return None
        end = phrase_end(syntax, behind, limit)
        return (behind, end) if end > behind else None

    def _shared_subject(self, group: VerbGroup) -> tuple[int, int] | None:
        """The source of the statement before, for a verb that `et` joins to its cue: `a soutenu que P et a appelé`."""
        syntax = self.syntax
        if group.inverted is not None or group.first == 0 or syntax.words[group.first - 1] not in _AND_BUT_THEN:
            return None
        here = self.by_sentence.get(syntax.sentence_of[group.first], [])
        outer = syntax.quotation_of[group.head]
        for other in sorted(here, key=lambda f: -(f.cue_first or 0)):
            if other.cue_first is None or other.cue_first >= group.first or other.speaker is None:
                continue
            if syntax.quotation_of[other.cue_first] is outer and other.spans[-1][1] <= syntax.starts[group.first]:
                return other.speaker if not other.rule.startswith("incise") else None
        return None

    def _text_told_in(self, group: VerbGroup) -> tuple[int, int] | None:
        """The text of `Dans le communiqué, il est indiqué que P`."""
        syntax = self.syntax
        first, _ = syntax.sentence(group.first)
        start = skip_connectives(syntax, first, group.first)
        if syntax.words[start] not in _PREPOSITIONS_OF_MEDIA or syntax.words[group.first - 1] != "il":
            return None
        end = phrase_end(syntax, start + 1, group.first)
        told = any(k in syntax.speaking and syntax.tags[k] == "NOUN" for k in range(start + 1, end))
        return (start + 1, end) if told else None


def opens_sentence(syntax: Syntax, n: int) -> bool:
    """Whether only `Et`, `Puis de`, `Avant d'` … stand before the verb at `n` in its sentence."""
    first, _ = syntax.sentence(n)
    return n - first <= 3 and all(w in _BEFORE_SECOND_INFINITIVES for w in syntax.words[first:n])
