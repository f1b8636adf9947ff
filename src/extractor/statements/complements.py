"""What follows a verb of saying: a `que` clause, an infinitive, an indirect question, a quotation, an object with one.

The complement's beginning is found on the surface, in the window behind the verb; its end by `Borders.clause_end`.
"""

from __future__ import annotations

from extractor.annotations import Mention, Offsets, Quotation
from extractor.statements.clauses import Borders, has_main_verb, skip_connectives, tidy
from extractor.statements.cues import Cue
from extractor.statements.findings import Finding
from extractor.statements.phrases import (
    left_phrase,
    main_subject,
    noun_before,
    phrase_end,
    subject,
    surface_subject,
)
from extractor.statements.syntax import Syntax
from extractor.statements.verb_groups import VerbGroup

_WINDOW = 40
_NOT_COMPLEMENTISER = frozenset(  # `que` behind these is no complementiser
    "quoi qui quelque quel quelle alors tandis afin bien pour avant après ainsi autant plus moins autre même tel telle tels telles aussi tant sans "
    "dès jusqu' jusque lors chaque pendant depuis encore autres mieux meilleur si rien ne fois temps".split()
)
_INTERROGATIVES = frozenset("si s' pourquoi comment quand où combien quel quelle quels quelles qui ce".split())
_CLITICS = frozenset("ne n' pas se s' me m' le la l' les lui leur y en nous vous jamais plus tout rien".split())
_TITLE_HEADS = frozenset(
    "opération opérations mission film livre émission loi projet plan programme groupe mouvement mot mots terme termes "
    "baptisé baptisée baptisés nommé nommée intitulé intitulée dit dite surnommé surnommée appelé appelée slogan "
    "chanson".split()
)
_WORDS_FOR_WORDS = frozenset("mot mots terme termes slogan".split())
_MODALS = frozenset(
    "sert servent servait servaient servira serviront servirait serviraient visait visaient "
    "peut peuvent pouvait pouvaient pourrait pourraient pu pouvoir permet permettent permettait permis permettre "
    "permettrait permettra faut fallait faudra faudrait doit doivent devait devrait".split()
)
_NEAR = 5
"""Words, at most, between a participle of judging and the words in marks."""
_ADVICE = frozenset("bon utile nécessaire opportun judicieux préférable prudent important".split())
_WISHES = frozenset({"wish", "intend"})
"""Acts whose infinitive is a will rather than a word: `veut partir`."""
_RELATIVE = frozenset({"qui", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles"})


class Complements:
    """Finds statements in the complements of verbs of saying."""

    def __init__(self, syntax: Syntax, borders: Borders, entities: list[Mention]) -> None:
        self.syntax = syntax
        self.borders = borders
        self.named = {syntax.after(m.start): syntax.after(m.end) for m in entities}
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
        clause = next(
            (f for f in (c(group) for c in (self._que, self._infinitive, self._attribute, self._interrogative)) if f),
            None,
        )
        colon = self._colon(group, clause)
        findings = [f for f in (clause, colon) if f is not None] or [
            f for f in (self._quotation(group),) if f is not None
        ]
        for finding in findings:
            self._complete(group, finding)
        findings = [f for f in findings if not self._impersonal_source(f) and not self._thing_threatens(f)]
        findings = [f for f in findings if not self._purpose(group, f)]
        self.found += findings
        self.remember(findings)
        return findings

    def remember(self, findings: list[Finding]) -> None:
        """Tell the statements of other constructions."""
        for finding in findings:
            if finding.cue_first is not None:
                self.by_sentence.setdefault(self.syntax.sentence_of[finding.cue_first], []).append(finding)

    def _thing_threatens(self, finding: Finding) -> bool:
        """Whether the subject of a threat is a thing: `la sécheresse menace de vider les réservoirs`."""
        if finding.cue is None or finding.speaker is None:
            return False
        first, end = finding.speaker
        tags = self.syntax.tags
        if finding.rule == "que" and finding.cue.lemma.startswith("laisser "):
            head = next((n for n in range(first, end) if tags[n] in ("NOUN", "PROPN")), None)
            return (
                head is not None and tags[head] == "NOUN" and head not in self.syntax.speaking
            )  # `Le changement de ton laisse croire que`
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
            and self.syntax.words[finding.speaker[0]] in ("cela", "ça", "ceci", "c'", "ce")
            and (finding.speaker[1] - finding.speaker[0] == 1)
        )

    def _part_of_another(self, group: VerbGroup) -> bool:
        """Whether the verb is but the first word of what another cue reports: `dit craindre de`."""
        syntax = self.syntax
        if group.mood == "finite":
            # `a déclaré qu'il craignait que P`: one report, of the same person.
            place = syntax.starts[group.first - 1] if group.first else -1
            pronoun = group.first > 0 and syntax.words[group.first - 1] in ("il", "elle", "ils", "elles")
            return pronoun and any(f.spans[0][0] == place and f.rule == "que" for f in self.found[-3:])
        if group.mood != "infinitive":
            return False
        if (
            syntax.quotation_of[group.head] is not None
            and any(w in ("pour", "afin", "à", "d'", "de") for w in syntax.words[max(group.first - 1, 0) : group.first])
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
                finding.speaker = self._subject(group, finding)
        if finding.speaker is not None and group.mood != "finite":
            finding.speaker = self._who_can_speak(group, finding.speaker)
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

    def _subject(self, group: VerbGroup, finding: Finding) -> tuple[int, int] | None:
        """The subject; a gerund, an infinitive or a bare participle has that of the frame it hangs on."""
        syntax = self.syntax
        if group.mood == "finite":
            return self._shared_subject(group) or subject(syntax, group)
        first, limit = syntax.sentence(group.first)
        if group.mood == "infinitive" and group.compound and syntax.words[group.first - 1] == "pour":
            told = left_phrase(syntax, group.first - 2, first)
            if told is not None and any(k in syntax.speaking for k in range(*told)):
                return told  # `a critiqué M. X pour avoir accusé Y de`
        if group.mood == "infinitive" and finding.rule == "colon" and syntax.words[group.first - 1] in ("de", "d'"):
            told = surface_subject(syntax, group.first - 1)  # `Et le ministre, X, d'ajouter : « … »`
            if told is not None:
                return told
        outer = syntax.quotation_of[group.head]
        before = syntax.starts[group.first]
        here = self.by_sentence.get(syntax.sentence_of[group.first], [])
        for other in sorted(here, key=lambda f: -(f.cue_first or 0)):
            if other.cue_end is None or other.cue_first is None or other.speaker is None:
                continue
            cue = syntax.starts[other.cue_first]
            if any(a <= cue < b for outer_one in here if outer_one is not other for a, b in outer_one.spans):
                continue  # inside what another one says
            if not first <= other.cue_first < group.first or syntax.quotation_of[other.cue_first] is not outer:
                continue
            if all(end <= before for _, end in other.spans if _ < before):
                return other.speaker
        if group.mood == "gerund" and group.first > first and syntax.words[group.first] != "en":
            told = noun_before(syntax, group)
            if told is not None:
                return told  # `les critiques de l'opposition dénonçant`, `, le ministre s'étant inquiété`
        if group.mood == "gerund" and group.first > first and syntax.words[group.first - 1] == ",":
            told = left_phrase(syntax, group.first - 2, first)
            if told is not None and skip_connectives(syntax, first, group.first) == told[0]:
                return told  # `Le chef de l'État, jugeant que P, avait …`
        if group.mood == "gerund" and syntax.words[group.first] == "en":
            told = main_subject(syntax, group.first, relatives=True)
            if told is not None:
                return told  # `qui avait choqué l'opposition en déclarant`
        if group.mood == "gerund" and has_main_verb(syntax, first, group.first):
            return main_subject(syntax, group.first) or subject(syntax, group)
        if not has_main_verb(syntax, first, group.first):
            incise = next(
                (
                    f
                    for f in here
                    if f.cue_first is not None and group.end <= f.cue_first < limit and f.rule.startswith("incise")
                ),
                None,
            )
            if incise is not None and incise.speaker is not None:
                return incise.speaker  # `Tout en saluant X, P, affirme Y`
            # `Citant X, le journal a …`: the subject of the main clause that follows.
            behind = syntax.after(finding.spans[-1][1])
            while behind < limit and syntax.words[behind] in {",", "»", "”", '"'}:
                behind += 1
            if behind < limit and syntax.words[behind - 1] == ",":
                end = phrase_end(syntax, behind, limit)
                if end > behind:
                    return behind, end
        found = subject(syntax, group)
        if found is None and group.mood == "infinitive" and syntax.words[group.first - 1] in ("de", "d'", "à"):
            found = main_subject(syntax, group.first)  # `s'est borné à démentir que`
        return found

    def _shared_subject(self, group: VerbGroup) -> tuple[int, int] | None:
        """The source of the statement before, for a verb that `et` joins to its cue: `a soutenu que P et a appelé`."""
        syntax = self.syntax
        if (
            group.inverted is not None
            or group.first == 0
            or syntax.words[group.first - 1] not in ("et", "mais", "puis")
        ):
            return None
        here = self.by_sentence.get(syntax.sentence_of[group.first], [])
        outer = syntax.quotation_of[group.head]
        for other in sorted(here, key=lambda f: -(f.cue_first or 0)):
            if other.cue_first is None or other.cue_first >= group.first or other.speaker is None:
                continue
            if syntax.quotation_of[other.cue_first] is outer and other.spans[-1][1] <= syntax.starts[group.first]:
                return other.speaker if not other.rule.startswith("incise") else None
        return None

    def _coordinated(self, group: VerbGroup) -> bool:
        before = self.syntax.words[group.first - 1] if group.first else ""
        return before in ("et", "mais", "puis", "ou") or (before == "," and self.syntax.words[group.head].endswith("é"))

    def _bare_participle(self, group: VerbGroup) -> bool:
        """Whether it is a participle that goes with a noun: `une offensive baptisée "X"`, `la zone dite "Y"`."""
        return group.mood == "participle" and not self._coordinated(group)

    def _agent(self, group: VerbGroup) -> tuple[int, int] | None:
        """`par X` behind a passive."""
        syntax = self.syntax
        _, limit = syntax.sentence(group.head)
        for k in range(group.end, min(limit, group.end + 12)):
            if syntax.words[k] == "par":
                end = phrase_end(syntax, k + 1, limit)
                return (k + 1, end) if end > k + 1 else None
            if syntax.words[k] in {".", ";", ":", "que", "qu'", ","}:
                return None
        return None

    def _text_told_in(self, group: VerbGroup) -> tuple[int, int] | None:
        """The text of `Dans le communiqué, il est indiqué que P`."""
        syntax = self.syntax
        first, _ = syntax.sentence(group.first)
        start = skip_connectives(syntax, first, group.first)
        if syntax.words[start] not in ("dans", "selon", "sur") or syntax.words[group.first - 1] != "il":
            return None
        end = phrase_end(syntax, start + 1, group.first)
        told = any(k in syntax.speaking and syntax.tags[k] == "NOUN" for k in range(start + 1, end))
        return (start + 1, end) if told else None

    def _limit(self, group: VerbGroup) -> int:
        limit = self.borders.limit(group.head)
        return min(limit, group.end + _WINDOW)

    # -- colon ------------------------------------------------------------------------------------------------------

    def _colon(self, group: VerbGroup, clause: Finding | None) -> Finding | None:
        cue = group.allows("quotation") or group.allows("nominal")
        if cue is None:
            return None
        syntax = self.syntax
        limit = min(self.borders.limit(group.head) + 1, len(syntax))
        first = group.end if clause is None else syntax.after(clause.spans[-1][1])
        for k in range(first, min(limit, first + _WINDOW)):
            word = syntax.words[k]
            if word == ":" or (word.endswith(":") and len(word) < 3):
                opened = syntax.opening.get(k + 1)
                if opened is not None:
                    return Finding("colon", self._told(group, opened), 0.95, cue)
                return self._colon_clause(group, k, cue) if clause is None else None
            if word in {".", ";"} or k in syntax.opening or k in self.borders.incises:
                return None
            other = self.borders.group_at.get(k)
            if other is not None and other is not group and other.mood == "finite" and other.allows("quotation"):
                return None
        return None

    def _told(self, group: VerbGroup, opened: Quotation) -> list[Offsets]:
        """The quotation behind a colon with what goes on in it: `: « A » et de « B »`, or in pieces."""
        syntax = self.syntax
        last = syntax.continued(opened)
        behind = syntax.at(last.closing - 1) + 1
        limit = syntax.sentence(syntax.at(last.end - 1))[1]
        spans = [(opened.start, last.end)]
        while behind + 1 < limit and syntax.words[behind] in ("et", ",", "mais", "ou"):
            if syntax.words[behind] == "," and syntax.words[behind + 1] in ("et", "mais"):
                behind += 1
            more = syntax.opening.get(behind + 1)
            if more is not None:
                spans.append((more.start, more.end))
                behind = syntax.at(more.closing - 1) + 1
                continue
            going = syntax.words[behind] in ("et", "mais", "ou") and behind not in self.borders.incises
            nearby = next((k for k in range(behind + 1, min(behind + _NEAR, limit)) if k in syntax.opening), None)
            if not going or nearby is None or any(syntax.verb_forms[k] == "Fin" for k in range(behind, nearby)):
                break
            more = syntax.opening[nearby]
            spans[-1] = (spans[-1][0], more.end)  # `« nous étudierons » et tenter de « limiter … »`
            behind = syntax.at(more.closing - 1) + 1
        return spans

    def _colon_clause(self, group: VerbGroup, k: int, cue: Cue) -> Finding | None:
        """A clause without outer marks behind a colon: `a résumé la position : Paris "ne changera pas" de cap`."""
        syntax = self.syntax
        _, limit = syntax.sentence(k)
        if k + 2 >= limit or not has_main_verb(syntax, k + 1, limit):
            return None
        if (k > group.end or not group.strong) and not any(n in syntax.opening for n in range(k, limit)):
            return None
        end = self.borders.clause_end(k + 1, group, within=limit)
        span = tidy(syntax, syntax.span(k + 1, end)) if end > k + 1 else None
        return Finding("colon_clause", [span], 0.75, cue) if span else None

    # -- que --------------------------------------------------------------------------------------------------------

    def _que(self, group: VerbGroup) -> Finding | None:
        cue = next((c for c in group.cues if c.allows("que") and not c.factive), None)
        if cue is None:
            return None
        k = self._complementiser(group)
        if k is None or (k > group.end and self._bare_participle(group)):
            return None
        if k > group.end and not cue.object_person and self._object_before(group):
            return None  # `et les juger pour les atrocités qu'ils ont commises`
        if cue.lemma.startswith("être ") and _impersonal(self.syntax, group):
            return None
        start = k + 1
        if start >= len(self.syntax):
            return None
        return self._clause(group, start, "que", 0.95 if cue.strong else 0.85, cue, clausal=True)

    def _object_before(self, group: VerbGroup) -> bool:
        """Whether the verb has its object before it, as a pronoun."""
        return group.head > group.first and self.syntax.words[group.head - 1] in ("le", "la", "les", "l'")

    def _complementiser(self, group: VerbGroup) -> int | None:
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        k, limit = group.end, self._limit(group)
        restrictive = group.negative and not any(
            words[j] in ("pas", "jamais", "point") for j in range(group.first, min(group.end + 1, limit))
        )
        while k < limit:
            word = words[k]
            if word in ("que", "qu'"):
                previous = words[k - 1]
                if k == group.end and not restrictive:
                    return k
                if previous in ("ainsi", "aussi", "alors") and k == group.end + 1:
                    return k  # `souligne ainsi que P`
                if previous in _NOT_COMPLEMENTISER and k > group.end:
                    return None
                if restrictive:
                    return None
                if previous == "," and "," not in words[group.end : k - 1] and self._object_between(group.end, k - 1):
                    return None  # `a salué l'attitude du président, qu'il considère comme`
                if tags[k] == "SCONJ" or previous in {",", ")", "»", '"', "”"}:
                    return k
                if tags[k] == "PRON" and not self._object_between(group.end, k):
                    return k
                return None
            if word in {".", ";", ":", "!", "?"}:
                return None
            if k in syntax.opening:
                quotation = syntax.opening[k]
                end = syntax.after(quotation.closing)
                if (
                    k == group.end
                    and end < limit
                    and words[end] in ("que", "qu'")
                    and quotation.end - quotation.start < 45
                ):
                    return end  # `relève "avec une vive préoccupation" que`
                if (
                    quotation.end - quotation.start > 30
                    or end >= limit
                    or words[k - 1] not in ("à", "au", "dans", "sur", "le", "du")
                ):
                    return None
                k = end
                continue
            if word == "," and k + 1 < limit:
                close = self._parenthesis(k, limit)
                if close is not None:
                    k = close
                    continue
            if tags[k] in ("VERB", "AUX") and (self._finite(k) or self._infinitive_form(k)):
                return None
            other = self.borders.group_at.get(k)
            if other is not None and other is not group and other.allows("que"):
                if other.mood != "participle" or words[k - 1] in ("et", "mais"):
                    return None
            if word in _RELATIVE and tags[k] == "PRON":
                return None
            k += 1
        return None

    def _parenthesis(self, k: int, limit: int) -> int | None:
        """Behind the comma that closes what the comma at `k` opens, if `que` follows."""
        for j in range(k + 1, min(limit, k + 25)):
            if self.syntax.words[j] == "," and j + 1 < limit and self.syntax.words[j + 1] in ("que", "qu'"):
                return j + 1
        return None

    def _object_between(self, first: int, end: int) -> bool:
        """Whether a noun phrase stands there that no preposition governs: a relative `que` would belong to it."""
        syntax = self.syntax
        governed = False
        for k in range(first, end):
            if syntax.tags[k] == "ADP":
                governed = True
            elif syntax.tags[k] == "PUNCT":
                governed = False
            elif syntax.tags[k] in ("DET", "NOUN", "PROPN") and not governed and syntax.words[k] not in _DAYS:
                return True
        return False

    def _infinitive_form(self, k: int) -> bool:
        return self.syntax.verb_forms[k] == "Inf"

    def _finite(self, k: int) -> bool:
        return self.syntax.verb_forms[k] == "Fin"

    def _clause(
        self, group: VerbGroup, start: int, rule: str, score: float, cue: Cue, *, clausal: bool = False
    ) -> Finding | None:
        end = self.borders.clause_end(start, group, clausal=clausal)
        span = tidy(self.syntax, self.syntax.span(start, end)) if end > start else None
        return Finding(rule, [span], score, cue) if span is not None else None

    # -- infinitive -------------------------------------------------------------------------------------------------

    def _infinitive(self, group: VerbGroup) -> Finding | None:
        cue = group.allows("infinitive")
        if cue is None or cue.act in _WISHES:
            return None
        if group.passive or self._bare_participle(group):
            return self._infinitive_by(group, cue)
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        markers = frozenset().union(*(c.infinitives for c in group.cues))
        limit = self._limit(group)
        if "none" in markers:
            k = self._bare_infinitive(group.end, limit)
            if k is not None:
                return self._clause(
                    group, k, "infinitive", 0.93, next(c for c in group.cues if "none" in c.infinitives)
                )
        relative: int | None = None
        aside: int | None = None
        for k in range(group.end, limit):
            word = words[k]
            if word in {".", ";", ":", "!", "?"} or word in ("que", "qu'"):
                return None
            quotation = syntax.opening.get(k)
            if quotation is not None and quotation.end - quotation.start > 40:
                return None
            marker = {"d'": "de", "de": "de", "à": "à"}.get(word)
            if marker in markers:
                start = k + 1
                if start < limit and self._infinitive_at(start, limit):
                    if aside is not None and not self._over_relative(aside, k, marker):
                        return None
                    chosen = next(c for c in group.cues if marker in c.infinitives)
                    # The place nearest to the verb wins; in between only an object of the verb may stand.
                    finding = self._clause(group, start, "infinitive", 0.9 if chosen.strong else 0.8, chosen)
                    if finding is not None and not chosen.strong and not self._holds_quotation(finding):
                        return None
                    if finding is not None and start - 1 > group.end:
                        finding.addressee = self._person(group.end, start - 1)
                    return finding
            if k > group.end and tags[k] in ("VERB", "AUX") and self._finite(k):
                if relative is None:
                    return None
                relative, aside = None, k
            if word in _RELATIVE and tags[k] == "PRON":
                relative = k
        return None

    def _infinitive_by(self, group: VerbGroup, cue: Cue) -> Finding | None:
        """`accusé par X de faire P`: the agent says it."""
        agent = self._agent(group)
        if agent is None:
            return None
        k = agent[1]
        marker = {"d'": "de", "de": "de", "à": "à"}.get(self.syntax.words[k]) if k < len(self.syntax) else None
        if marker not in cue.infinitives or not self._infinitive_at(k + 1, self._limit(group)):
            return None
        finding = self._clause(group, k + 1, "infinitive", 0.85, cue)
        if finding is not None:
            finding.speaker = agent
        return finding

    def _over_relative(self, verb: int, k: int, marker: str) -> bool:
        """Whether the infinitive marked at `k` leaves out the relative clause of `verb`: `proposé à qui le veut de`."""
        if any(self.syntax.tags[j] != "ADV" for j in range(verb + 1, k)):
            return True
        group = self.borders.group_of_head.get(verb)
        return group is not None and not any(marker in cue.infinitives for cue in group.cues)

    def _holds_quotation(self, finding: Finding) -> bool:
        return any(q.start < end and start < q.end for start, end in finding.spans for q in self.syntax.quotations)

    def _bare_infinitive(self, k: int, limit: int) -> int | None:
        """The place of an infinitive that no preposition governs, behind circumstances: `dit mercredi vouloir`."""
        k = self._over_circumstances(k, limit)
        return k if k < limit and self._infinitive_at(k, limit) else None

    def _over_circumstances(self, k: int, limit: int) -> int:
        """Behind adverbs, times, places and media that stand between a verb and its complement."""
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        while k < limit:
            word = words[k]
            if k in syntax.opening:
                break
            if (
                word == ","
                and k + 2 < limit
                and words[k + 2] == ","
                and words[k + 1] in ("lui", "elle", "eux", "elles")
            ):
                k += 3  # `dit, lui, craindre`
                continue
            aside = self._date(k, limit)
            if aside is not None:
                k = aside
                continue
            if word in _DAYS or word in ("soir", "matin", "après-midi", "nuit", "également", "aussi"):
                k += 1
            elif tags[k] == "ADV" and word not in _CLITICS:
                k += 1
            elif tags[k] == "NUM" and k + 1 < limit and words[k + 1] in _DAYS:
                k += 2  # `ce vendredi 5 juin`
            elif word == "du" and k + 2 < limit and tags[k + 1] == "NUM" and words[k + 2] in _DAYS:
                k += 3  # `le soir du 22 avril`
            elif (
                word in ("ce", "cette", "le")
                and k + 1 < limit
                and (words[k + 1] in _DAYS or tags[k + 1] == "NUM" or words[k + 1] in ("matin", "soir"))
            ):
                k += 2
            elif tags[k] == "DET" and k + 1 < limit and words[k + 1] in _SPANS:
                k += 2 + (k + 2 < limit and words[k + 2].startswith(("derni", "passé", "prochain")))
            elif tags[k] == "ADP" and word in _CIRCUMSTANCE and not self._infinitive_at(k + 1, limit):
                j = k + 1
                while j < limit and (
                    tags[j] in ("NOUN", "PROPN", "ADJ", "NUM", "X")
                    or (tags[j] == "DET" and tags[j - 1] == "ADP")
                    or words[j] in ("de", "d'", "du", "des", "-", "l'")
                ):
                    if tags[j] == "DET" and tags[j - 1] != "ADP" and j > k + 2:
                        break
                    j += 1
                k = max(j, k + 1)
            else:
                break
        return k

    def _date(self, k: int, limit: int) -> int | None:
        """Behind the commas around a circumstance: `a indiqué, mercredi 13 juin, avoir`."""
        syntax = self.syntax
        if syntax.words[k] != "," or k + 1 >= limit:
            return None
        if syntax.words[k + 1] not in _DAYS and syntax.tags[k + 1] not in ("ADP", "ADV"):
            return None
        close = next((j for j in range(k + 2, min(k + 14, limit)) if syntax.words[j] == ","), None)
        if close is None or any(syntax.verb_forms[j] in ("Fin", "Inf") for j in range(k, close)):
            return None
        return close + 1

    def _infinitive_at(self, k: int, limit: int) -> bool:
        """Whether an infinitive stands at `k`, behind clitics, negation and an opening mark."""
        syntax = self.syntax
        for j in range(k, min(limit, k + 7)):
            if syntax.verb_forms[j] == "Inf":
                return True
            if syntax.words[j] in _CLITICS or j in syntax.opening or (syntax.tags[j] == "ADV" and j > k - 1):
                continue
            return False
        return False

    def _person(self, first: int, end: int) -> tuple[int, int] | None:
        """The addressee in an object between verb and infinitive: `appelle X à`, `demande à X de`."""
        words = self.syntax.words
        while (
            first < end
            and words[first] in ("à", "au", "aux", ",")
            or (first < end and self.syntax.tags[first] == "ADV")
        ):
            first += 1
        return (first, end) if first < end else None

    # -- question ---------------------------------------------------------------------------------------------------

    def _interrogative(self, group: VerbGroup) -> Finding | None:
        cue = group.allows("interrogative")
        if cue is None:
            return None
        syntax = self.syntax
        words = syntax.words
        limit = self._limit(group)
        for k in range(group.end, min(limit, group.end + 15)):
            word = words[k]
            if word in {".", ";", ":", "!", "?", ","} or word in ("que", "qu'") or k in syntax.opening:
                return None
            if word in _INTERROGATIVES and (word not in ("si", "s'") or (k + 1 < limit and syntax.tags[k] != "ADV")):
                if (
                    word in ("où", "qui", "quand")
                    and syntax.labels[k] not in ("mark", "nsubj", "advmod")
                    or word == "quand"
                ):
                    continue
                if word == "ce" and (k + 1 >= limit or words[k + 1] not in ("que", "qu'", "qui")):
                    return None
                if word in ("qui", "où") and k > group.end:
                    return None
                if word == "s'" and (k + 1 >= limit or words[k + 1] not in ("il", "ils")):
                    return None
                start = k + 1 if word in ("si", "s'") else k
                return self._clause(group, start, "question", 0.9, cue, clausal=True)
            if k > group.end and self._finite(k) and syntax.tags[k] in ("VERB", "AUX"):
                return None
        return None

    # -- attribute --------------------------------------------------------------------------------------------------

    def _attribute(self, group: VerbGroup) -> Finding | None:
        """`s'est dit « préoccupé »`, `juge X inacceptable`, `qualifie X de Y`, `y voit un Z`."""
        cue = next((c for c in group.cues if c.attributes), None)
        if cue is None:
            return None
        if self._bare_participle(group) or group.passive:
            return self._attributed_by(group, cue)
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        limit = self._limit(group)
        if any(syntax.words[k] == ":" for k in range(group.end, min(group.end + 6, limit))):
            return None
        if "none" in cue.attributes and cue.reflexive:
            k = group.end
            while (
                k < limit
                and (tags[k] == "ADV" or words[k] in _DAYS or words[k] in ("elle-même", "lui-même"))
                and k not in syntax.opening
            ):
                k += 1
            if k >= limit:
                return None
            if (
                k in syntax.opening
                or tags[k] in ("ADJ", "VERB", "ADP", "NOUN")
                and words[k] not in ("à", "de", "d'", "que")
            ):
                if tags[k] == "ADP" and words[k] not in ("en", "contre", "pour", "favorable", "sans", "hors"):
                    return None
                return self._clause(group, k, "attribute", 0.92, cue)
            return None
        if "à" in cue.attributes:
            figure = self._figure(group, limit)
            if figure is not None:
                return self._clause(group, figure, "attribute", 0.8, cue)
        quoted = self._quotation_ahead(group, limit)
        if quoted is None and "none" not in cue.attributes:
            return None
        start = self._object_start(group, limit)
        if "comme" in cue.attributes:
            mark = next((k for k in range(group.end, limit) if words[k] == "comme"), None)
            if mark is None and "none" not in cue.attributes:
                return None
            start = mark + 1 if mark == group.end else start  # `qu'il considère comme « incroyable »`
        if start is None:
            return None
        if words[start] in _ADVICE and start + 1 < limit and words[start + 1] in ("de", "d'"):
            return None  # `a jugé bon d'ajouter que`
        if quoted is None and not cue.strong and (start != group.end or start + 1 >= limit or tags[start + 1] != "DET"):
            return None
        if quoted is None:
            # `juge l'accord inacceptable`: an object, then an adjective that belongs to the verb.
            adjective = tags[start] == "ADJ" or (
                syntax.verb_forms[start] == "Part" and not words[start].endswith("ant")
            )
            if adjective and words[start - 1] not in _DETERMINERS:
                return self._clause(group, start, "attribute", 0.75, cue)  # `juge insuffisant l'accord`
            end = phrase_end(syntax, start, limit)
            while end < limit and tags[end] == "ADV":
                end += 1
            if end < limit and tags[end] == "ADJ":
                end += 1
            if (
                end <= start
                or tags[end - 1] not in ("ADJ", "VERB")
                or (end < limit and words[end] not in {",", ".", "et"})
            ):
                return None
            if syntax.heads[end - 1] != group.head and tags[end - 2] != "ADV":
                return None
            return self._clause(group, start, "attribute", 0.75, cue)
        return self._clause(group, start, "attribute", 0.85, cue)

    def _attributed_by(self, group: VerbGroup, cue: Cue) -> Finding | None:
        """`qualifié de « X » par Y`: the words in marks are those of the agent."""
        syntax = self.syntax
        quotation = self._quotation_ahead(group, self._limit(group))
        if quotation is None or "none" in cue.attributes:
            return None
        opening = syntax.at(quotation.opening)
        behind = syntax.after(quotation.closing)
        if opening - group.end > _NEAR or syntax.words[behind : behind + 1] != ["par"]:
            return None
        end = phrase_end(syntax, behind + 1, syntax.sentence(behind)[1])
        if end <= behind + 1:
            return None
        return Finding("attribute", [(quotation.start, quotation.end)], 0.85, cue, speaker=(behind + 1, end))

    def _figure(self, group: VerbGroup, limit: int) -> int | None:
        """The beginning of a figure put on something: `estime à 298 le nombre`, `évaluent le nombre de X à 5.000`."""
        syntax = self.syntax
        for k in range(group.end, min(limit, group.end + 14)):
            if syntax.words[k] in {".", ";", ":"} or syntax.verb_forms[k] == "Fin":
                return None
            if syntax.words[k] == "à" and any(syntax.tags[j] == "NUM" for j in range(k + 1, min(k + 4, limit))):
                return self._over_circumstances(group.end, k) if syntax.words[group.end] != "en" else k
        return None

    # -- quotation in the object ------------------------------------------------------------------------------------

    def _quotation(self, group: VerbGroup) -> Finding | None:
        """A quotation behind the verb, or an object phrase that holds one: `a dénoncé une « agression barbare »`."""
        cue = group.allows("nominal") or group.allows("quotation")
        if cue is None or self._bare_participle(group) or group.passive:
            return None
        syntax = self.syntax
        limit = self._limit(group)
        if self._object_before(group):
            return None  # `ceux qui le souhaitent`
        inside = syntax.quotation_of[group.head]
        if inside is not None and syntax.after(inside.start) == group.first and group.inverted is None:
            # The verb itself is the first word in marks: `L'Algérie "réitère son rejet …"`.
            end = syntax.after(inside.end)
            span = tidy(syntax, syntax.span(group.end, end)) if end > group.end else None
            spoken = cue.strong and cue.allows("que")
            return Finding("object_quoted", [span], 0.8, cue) if span and spoken else None
        if inside is not None:
            # `« Le commandant m'a dit “Ne bougez plus” »`
            nested = syntax.inner_opening.get(group.end) or syntax.inner_opening.get(group.end + 1)
            if nested is not None:
                return Finding("nested", [(nested.start, nested.end)], 0.85, cue)
        quotation = self._quotation_ahead(group, limit)
        if quotation is None:
            return None
        start = self._object_start(group, limit)
        if start is None:
            return None
        opening = syntax.at(quotation.opening)
        if start > opening:
            start = opening
        if start < opening and not cue.allows("nominal") and not cue.strong:
            return None
        if self.borders.in_relative(group.first) and self._finite(syntax.after(quotation.start)):
            return None  # the main clause goes on in marks
        governed = start > group.end and syntax.words[start - 1] in ("de", "d'", "à", "pour", "par")
        if governed and not (cue.allows("nominal") or cue.strong or cue.reflexive):
            return None  # `continueraient de "diriger la coalition"`
        return self._clause(group, start, "object", 0.85 if cue.allows("nominal") else 0.7, cue)

    def _quotation_ahead(self, group: VerbGroup, limit: int) -> Quotation | None:
        """The first quotation behind the verb that no other cue stands before."""
        syntax = self.syntax
        for k in range(group.end, limit):
            if k in syntax.opening and not self._is_title(k, syntax.opening[k]):
                return syntax.opening[k]
            if syntax.words[k] in {".", ";", ":"} or k in self.borders.incises or k in self.borders.frames:
                return None
            other = self.borders.group_at.get(k)
            speaks = other is not None and (other.allows("quotation") or other.allows("nominal"))
            if other is not None and speaks and other is not group and other.mood in ("finite", "gerund"):
                return None
            if syntax.words[k] in ("tandis", "alors", "lorsque", "lorsqu'", "car", "parce", "puisque"):
                return None
        return None

    def _object_start(self, group: VerbGroup, limit: int) -> int | None:
        """Where the object begins: behind adverbs, circumstances of time, an addressee and the verb's preposition."""
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        k = group.end
        for _ in range(12):
            if k >= limit:
                return None
            skipped = self._over_circumstances(k, limit) if words[k] in _AROUND else k
            if skipped > k:
                k = skipped
                continue
            word = words[k]
            if k in syntax.opening:
                return k
            if word in ("à", "de", "d'", "du", "des", "au", "aux", "sur", "pour", "contre", "en", "par"):
                end = self.named.get(k + 1) or self.named.get(k + 2)
                following = words[end] if end is not None and end < limit else ""
                if (
                    word in ("à", "au", "aux")
                    and end is not None
                    and (following in (*_DETERMINERS, "de", "d'", "et") or end in syntax.opening)
                ):
                    k = end
                    continue
                if word in ("sur", "dans") and end is not None and end in syntax.opening:
                    k = end  # `a dénoncé sur RFI "une très mauvaise nouvelle"`
                    continue
                if word in ("du", "des") and tags[k] == "DET":
                    return k
                if word == "à" and k + 1 < limit and words[k + 1] in ("plusieurs", "nouveau"):
                    k += 2
                    continue
                taking = any(c.allows("nominal") or c.reflexive or "à" in c.infinitives for c in group.cues)
                if word in ("à", "au", "aux") and k + 1 not in syntax.opening and not taking:
                    return None  # `a répondu aux déclarations de X`
                if tags[k + 1 : k + 2] == ["ADV"] and word in ("par", "en"):
                    k += 2  # `par ailleurs`
                    continue
                if word == "en" and k + 1 < limit and tags[k + 1] == "NOUN" and k + 1 not in syntax.opening:
                    k += 2
                    continue
                return k + 1
            if word in ("une", "plusieurs") and "fois" in words[k + 1 : k + 3]:
                k = words.index("fois", k) + 1  # `a dénoncé une nouvelle fois`
                continue
            whom = self.named.get(k) if group.cues[0].object_person else None
            if whom is not None and whom + 1 < limit and words[whom] in ("de", "d'") and whom + 1 in syntax.opening:
                return whom + 1  # `a menacé la Corée de "destruction totale"`
            if tags[k] == "DET" and k + 1 < limit and words[k + 1] in _SPANS and k + 1 not in syntax.opening:
                k = self._over_circumstances(k, limit)  # `la semaine dernière`
                continue
            if tags[k] in ("ADV", "PRON") or word in _DAYS or word in ("soir", "matin", "et"):
                k += 1
                continue
            if word == ",":
                close = next((j for j in range(k + 1, min(k + 20, limit)) if words[j] == ","), None)
                if close is None:
                    return None
                k = close + 1
                continue
            if tags[k] in ("VERB", "AUX") and self._finite(k):
                return None
            return k
        return k if k < limit else None

    def _is_title(self, opening: int, quotation: Quotation) -> bool:
        """Whether the quotation is a name rather than speech: `l'opération "Source de paix"`."""
        syntax = self.syntax
        content = syntax.text[quotation.start : quotation.end]
        words = content.split()
        before = syntax.words[opening - 1] if opening else ""
        if before in _TITLE_HEADS and (content[:1].isupper() or before in _WORDS_FOR_WORDS):
            return True
        if before in (":", "que", "qu'", ","):
            return False
        return content[:1].isupper() and len(words) <= 5 and syntax.tags[opening - 1] in ("NOUN", "ADJ", "PROPN", "DET")


def opens_sentence(syntax: Syntax, n: int) -> bool:
    """Whether only `Et`, `Puis de`, `Avant d'` … stand before the verb at `n` in its sentence."""
    first, _ = syntax.sentence(n)
    return n - first <= 3 and all(w in ("et", "puis", "avant", "de", "d'", ",") for w in syntax.words[first:n])


_SPANS = frozenset("semaine mois année week-end an veille lendemain".split())
_AROUND = frozenset("dans lors devant auprès pendant depuis durant".split())
_CIRCUMSTANCE = frozenset("dans lors devant en sur à au aux auprès depuis pendant durant via chez".split())
_DETERMINERS = frozenset("le la l' les un une des du son sa ses leur leurs ce cet cette ces tout toute".split())


def _impersonal(syntax: Syntax, group: VerbGroup) -> bool:
    """Whether `il` or `ce` stands right before the verb: `il est clair que`."""
    return group.first > 0 and syntax.words[group.first - 1] in ("il", "c'", "ce")


_DAYS = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui soir matin janvier février mars avril mai "
    "juin juillet août septembre octobre novembre décembre".split()
)
