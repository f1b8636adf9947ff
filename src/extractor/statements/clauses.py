"""Where reported content begins and ends: clause borders around a cue, in the sentence and in its quotation marks."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.annotations import Offsets, Quotation, StatementType
from extractor.knowledge.word_lists import WordList, WordSequences
from extractor.statements.syntax import CLOSING_MARKS, STOPS, Syntax
from extractor.statements.verb_groups import VerbGroup
from extractor.text.grammar import Place, WordPattern, grammar_table

_AND_BUT_OR_NOR = WordList("and_but_or_nor")
_AND_OR = WordList("and_or")
_BEFORE_COORDINATED_VERBS = WordList("before_coordinated_verbs")
_BEFORE_FRAMES = WordList("before_frames")
_BEFORE_GERUNDS = WordList("before_gerunds")
_BEFORE_MAIN_CLAUSES = WordList("before_main_clauses")
_BEFORE_PARTICIPLES = WordList("before_participles")
_COORDINATORS = WordList("coordinators")
_DANGLING_WORDS = WordList("dangling_words")
_INDEFINITE_ARTICLES = WordList("indefinite_articles")
_OF = WordList("of")
_OPENERS_WITH_QUE = WordList("openers_with_que")
_POSSESSIVES_IN_SINGULAR = WordList("possessives_in_singular")
_QUE = WordList("que")
_WORDS_OF_POUR_SA_PART = WordList("words_of_pour_sa_part")

_CONNECTIVES = WordList("connectives")
_ASIDES = WordSequences("asides")
_SUBORDINATORS = WordList("subordinators")
RELATIVES = WordList("relatives")
_OPENERS = WordList("openers_of_introductions")
_DASHES = frozenset({"-", "–", "—", "--"})
_LONG_DASHES = frozenset({"--", "–", "—"})
_NESTING = {"(": 1, "[": 1, ")": -1, "]": -1}
_BEFORE_INFINITIVE = WordPattern('<,|»|"|” avant @of')
_BEHIND_BEFORE = WordPattern("<(avant @of)")
_BEHIND_COMMA = WordPattern("<,")
_BEHIND_COMMA_AND = WordPattern("<(, et)")
_BY = WordPattern("par")
_CONTENT_OPENS = WordPattern("@openers_of_contents")
_EN = WordPattern("en")
_WITHOUT = WordPattern("sans")
_NEAR_WITHOUT = 5
"""Within how many words of `sans` the verb of saying stands."""
_ABSOLUTE = 12
"""Words that the subject of a participle has at most."""
PARTIES = " \t\n\u00a0\u202f\u2009,;:–—"


@dataclass(frozen=True, slots=True)
class _Content:
    """A content between two places, with its cue and the place of the cue's clause in the sentence."""

    start: Place
    end: Place
    group: VerbGroup
    clausal: bool
    introduction: bool
    """Whether the cue stands in what introduces its sentence: `Après avoir déclaré que P, le ministre a …`."""
    relative: bool
    """Whether it stands in a relative clause or its like: `dont le ministre dénonce P, a …`."""


class Borders:
    """The ends of reported clauses; knows the verb groups of the article."""

    def __init__(self, syntax: Syntax, groups: list[VerbGroup]) -> None:
        self.syntax = syntax
        self.exits = grammar_table("clause_exits")
        self.group_at = {g.first: g for g in groups}
        self.group_of_head = {g.head: g for g in groups}
        self.frames: set[int] = set()
        """Places where a frame (`selon`, `d'après`) begins; filled by `frames`."""
        self.incises: dict[int, int] = {}
        """First place of an incise -> the place behind it, with the comma before."""

    def limit(self, n: int) -> int:
        """The place where content that begins at `n` must end: its sentence's end, or its quotation's."""
        syntax = self.syntax
        _, end = syntax.sentence(n)
        quotation = syntax.quotation_of[n]
        if quotation is not None:
            return min(end, syntax.after(quotation.end))
        return end

    def clause_end(
        self, start: Place, group: VerbGroup | None, *, within: Place | None = None, clausal: bool = True
    ) -> Place:
        """The end of the reported clause that begins at `start`, at most the end of its sentence.

        `clausal` is whether the content is a clause of its own; a phrase (an infinitive, an object) also ends before a
        new main clause.
        It stops before what belongs to the frame again: another cue of the same speaker (`, ajoutant`, `et a promis`),
        an incise, `selon X`, a contrast of the writer's (`, tandis que`), or the circumstances of the saying behind a
        closed quotation (`», dans un communiqué`). A quotation opened inside runs to its end, over sentences.
        """
        syntax = self.syntax
        if start >= len(syntax):
            return start  # the article ends with the words that announce a clause
        limit = self.limit(group.head if group is not None else start) if within is None else within
        outer = syntax.quotation_of[start if group is None else group.head]
        place = start
        quoted = False
        depth = 0
        while place < limit:
            behind = self._behind_inner_quotation(place, start, outer)
            if behind is not None:
                limit = max(limit, behind)
                place = max(behind, place + 1)
                quoted = True
                continue
            if self._in_inner_quotation(place, outer):
                place += 1
                continue
            nesting = _NESTING.get(syntax.words[place], 0)
            depth += nesting
            if depth < 0 or self._parts(place, start, limit, depth, cued=group is not None):
                break
            if not nesting and place > start and depth == 0 and self._leaves(place, start, group, quoted, clausal):
                break
            place += 1
        if group is not None:
            place = self._before_main_clause(start, place, group, clausal=clausal)
        return self._without_gloss(start, self.trim_end(start, place))

    def _in_inner_quotation(self, place: Place, outer: Quotation | None) -> bool:
        """Whether the word lies in another quotation than the cue."""
        inner = self.syntax.quotation_of[place]
        return inner is not None and inner is not outer

    def _behind_inner_quotation(self, place: Place, start: Place, outer: Quotation | None) -> Place | None:
        """The place behind a quotation that opens there, or in which the content begins; None where neither is so."""
        syntax = self.syntax
        quotation = syntax.opening.get(place)
        if quotation is None or quotation is outer:
            quotation = syntax.quotation_of[place] if place == start else None
        return syntax.after(quotation.closing) if quotation is not None and quotation is not outer else None

    def _parts(self, place: Place, start: Place, limit: Place, depth: int, *, cued: bool) -> bool:
        """Whether a semicolon, a colon before a quotation or a lone dash ends the content, `depth` brackets deep."""
        word = self.syntax.words[place]
        if word == ";":
            return depth == 0
        if place == start:
            return False
        if word == ":":
            return cued and place + 1 in self.syntax.opening
        return word in _LONG_DASHES and not self._dash_closes(place, limit)

    def _without_gloss(self, start: int, end: int) -> int:
        """`end` before a bracket that explains a closed quotation: `"le fuseau central" (terme militaire …)`."""
        words = self.syntax.words
        if end > start + 2 and words[end - 1] == ")":
            opening = next((k for k in range(end - 2, max(start, end - 40), -1) if words[k] == "("), None)
            if opening is not None and opening - 1 in self.syntax.closing:
                return opening
        return end

    def _before_main_clause(self, start: Place, end: Place, group: VerbGroup, *, clausal: bool) -> Place:
        """`end`, or an earlier comma behind which the frame's own main clause comes.

        A cue in an introduction (`Après avoir déclaré que P, le ministre a …`) or in a relative clause (`dont le
        ministre dénonce P, a …`) gives way to the main verb of its sentence. A phrase gives way to any main clause.
        """
        syntax = self.syntax
        outer = syntax.quotation_of[group.head]
        content = self._content(start, end, group, clausal=clausal)
        has_verb = False
        verbs: list[str] = []
        for place in range(start, end):
            if syntax.quotation_of[place] is not outer or place in syntax.closing or place in syntax.opening:
                has_verb = has_verb or self._is_finite(place)
                continue
            if self._is_finite(place) and not self._subordinate(place, start):
                has_verb = True
                verbs.append(syntax.words[place])
            if self._gives_way(place, content, verbs, has_verb=has_verb):
                return place
        return end

    def _content(self, start: Place, end: Place, group: VerbGroup, *, clausal: bool) -> _Content:
        """The content with what the cue's own clause is to the sentence."""
        syntax = self.syntax
        first, _ = syntax.sentence(group.first)
        outer = syntax.quotation_of[group.head]
        if outer is not None:
            first = max(first, syntax.after(outer.start))
        if group.mood == "finite":
            introduction = self._in_introduction(group.first, first)
            relative = self.in_relative(group.first, first)
        else:
            introduction = not has_main_verb(syntax, first, group.first)
            # `L'Iran, accusé de fournir P, dément`
            behind_comma = group.first > first and _BEHIND_COMMA.at(syntax, group.first) is not None
            relative = group.mood == "participle" and behind_comma
        return _Content(start, end, group, clausal, introduction, relative)

    def _gives_way(self, place: Place, content: _Content, verbs: list[str], *, has_verb: bool) -> bool:
        """Whether the main clause of the sentence follows a content that has come so far.

        `verbs` are the content's own finite verbs outside of quotations; `has_verb` counts the quoted ones too.
        """
        word = self.syntax.words[place]
        if word == ",":
            whole = has_verb or not content.clausal
            if whole and self._gives_way_at_comma(place + 1, content):
                return True
        if word == "mais" and has_verb and self._gives_way_at_but(place, content, verbs):
            return True
        if content.clausal:
            return False
        if content.relative and place - 1 in self.syntax.closing and self._is_finite(place):
            return True  # `qui se déclare « président élu » réclame`
        return place > content.start and word in _BEFORE_MAIN_CLAUSES and self.begins_clause(place + 1, content.end)

    def _gives_way_at_comma(self, place: Place, content: _Content) -> bool:
        """Whether the main clause begins at the place, behind a comma."""
        if content.introduction and self.begins_clause(place, content.end):
            return True
        return (content.introduction or content.relative) and self._verb_next(place, content.end)

    def _gives_way_at_but(self, place: Place, content: _Content, verbs: list[str]) -> bool:
        """Whether `mais` at the place joins what follows to the frame and not to the content."""
        behind_comma = place > content.start and _BEHIND_COMMA.at(self.syntax, place) is not None
        if behind_comma and self.begins_clause(place + 1, content.end):
            return True
        return self._goes_on_with(content.group, place + 1, content.end, verbs)

    def _goes_on_with(self, group: VerbGroup, n: int, end: int, verbs: list[str]) -> bool:
        """Whether the frame has a second verb at `n`: `a dit que P avait eu lieu, mais n'a pas donné de détails`.

        Its auxiliary is the one of the first, and the content has another.
        """
        verb = next((k for k in range(n, min(end, n + 4)) if self._is_finite(k)), None)
        if verb is None or not group.compound or not self._verb_next(n, end):
            return False
        auxiliary = next((self.syntax.words[k] for k in range(group.first, group.end) if self._is_finite(k)), None)
        return self.syntax.words[verb] == auxiliary and auxiliary not in verbs

    def _in_introduction(self, n: int, first: int) -> bool:
        """Whether the verb at `n` is in a clause that opens its sentence: `Lorsque X a demandé si P, Y a …`."""
        words = self.syntax.words
        first = skip_connectives(self.syntax, first, n)
        opener = words[first]
        if opener not in _OPENERS and not (opener in _OPENERS_WITH_QUE and words[first + 1] in _QUE):
            return False
        return not has_main_verb(self.syntax, first, n)

    def _is_finite(self, n: int) -> bool:
        syntax = self.syntax
        return syntax.tags[n] in ("VERB", "AUX") and syntax.verb_forms[n] == "Fin"

    def in_relative(self, n: int, first: int | None = None) -> bool:
        """Whether the verb at `n` stands in a relative clause of its sentence."""
        first = self.syntax.sentence(n)[0] if first is None else first
        for k in range(n - 1, max(first, n - 15) - 1, -1):
            if self.syntax.words[k] in RELATIVES or (self.syntax.words[k] in _QUE and self.syntax.tags[k] == "PRON"):
                return True
            if self._is_finite(k) or self.syntax.words[k] in {",", ";", ":"}:
                return False
        return False

    def _subordinate(self, n: int, start: int) -> bool:
        """Whether a relative or another subordinator stands near before the finite verb at `n`."""
        for k in range(n - 1, max(start, n - 12) - 1, -1):
            if self.syntax.words[k] in _SUBORDINATORS and not _reflexive(self.syntax, k):
                return True
            if self._is_finite(k) or self.syntax.words[k] in {",", ";"}:
                return False
        return False

    def begins_clause(self, n: int, end: int) -> bool:
        """Whether a subject and then a finite verb follow at `n`, with no subordinator before."""
        syntax = self.syntax
        if (
            n >= end
            or syntax.tags[n] not in ("DET", "PROPN", "PRON", "NOUN", "NUM", "ADJ", "X")
            and n not in syntax.opening
        ):
            return False
        if syntax.words[n] in _SUBORDINATORS:
            return False
        k = n
        while k < min(end, n + 24):
            if syntax.words[k] == ",":
                # A parenthesis between commas: `plusieurs médiations, notamment française, ont échoué`.
                close = next((j for j in range(k + 1, min(end, k + 14)) if syntax.words[j] == ","), None)
                if close is None:
                    return False
                k = close + 1
                continue
            subordinate = syntax.words[k] in _SUBORDINATORS and not _reflexive(syntax, k)
            if subordinate or syntax.words[k] in {";", ":"}:
                return False
            if self._is_finite(k):
                return k > n
            k += 1
        return False

    def _verb_next(self, n: int, end: int) -> bool:
        """Whether a finite verb without subject follows at `n`, behind clitics and adverbials."""
        syntax = self.syntax
        for k in range(n, min(end, n + 8)):
            if self._is_finite(k):
                return True
            if syntax.tags[k] not in ("PRON", "ADV", "ADP") and syntax.words[k] not in _WORDS_OF_POUR_SA_PART:
                return False
        return False

    def trim_end(self, start: int, end: int) -> int:
        """`end` moved back over punctuation and conjunctions."""
        words = self.syntax.words
        while end > start + 1 and (
            words[end - 1] in STOPS or words[end - 1] in ",;:–—-" or words[end - 1] in _DANGLING_WORDS
        ):
            if words[end - 1] in CLOSING_MARKS:
                break
            end -= 1
        return end

    def _dash_closes(self, k: int, limit: int) -> bool:
        """Whether the dash at `k` opens a parenthesis that another one closes."""
        return any(self.syntax.words[j] == self.syntax.words[k] for j in range(k + 1, min(limit, k + 30)))

    def _absolute(self, k: int) -> bool:
        """Whether a participle of saying with a subject of its own begins there: `, le ministre X dénonçant`."""
        syntax = self.syntax
        if syntax.tags[k] not in ("DET", "PROPN") and k not in syntax.name_to:
            return False
        for n in range(k + 1, min(k + _ABSOLUTE, len(syntax))):
            group = self.group_at.get(n)
            if group is not None:
                return group.mood == "gerund" and syntax.words[n] != "en"
            if syntax.tags[n] in ("PUNCT", "VERB", "AUX", "PRON", "SCONJ"):
                return False
        return False

    def _comment_at(self, k: int, *, told: bool = False) -> bool:
        """Whether an apposition of the writer's ends the sentence from `k` on: `, un seuil que Téhéran a dépassé`."""
        syntax = self.syntax
        words, tags = syntax.words, syntax.tags
        gloss = tags[k] == "DET" and (
            words[k - 2] in CLOSING_MARKS or (told and words[k] in _POSSESSIVES_IN_SINGULAR)
        )  # `au "processus d'Alger", l'accord de paix signé en …`
        if words[k] not in _INDEFINITE_ARTICLES and tags[k] != "NOUN" and not gloss:
            return False
        noun = k if tags[k] == "NOUN" else k + 1
        if noun + 1 >= len(words) or tags[noun] not in ("NOUN", "ADJ"):
            return False
        _, end = syntax.sentence(k)
        if any(words[j] in _AND_BUT_OR_NOR or j in syntax.opening for j in range(k, end)):
            return False
        # A list goes on with items of its kind; a comment stands alone and is qualified.
        if words[k - 2] in _AND_OR or any(words[j] == "," for j in range(k, end)):
            return False
        return not has_main_verb(syntax, k, end)

    def _leaves(self, place: Place, start: Place, group: VerbGroup | None, quoted: bool, clausal: bool) -> bool:
        """Whether the reported clause is over before the place."""
        before = self.syntax.words[place - 1]
        if place in self.incises or (place in self.frames and before in _BEFORE_FRAMES):
            return True
        left = self._left_for_cue(place, start, group, clausal=clausal)
        if left is None:
            left = self._left_for_saying_nothing(place)
        if left is not None:
            return left
        if self._exits(place, group, clausal=clausal, quoted=quoted):
            return True
        if before == "," and (
            (not clausal and self._absolute(place)) or self._comment_at(place, told=quoted and not clausal)
        ):
            return True
        return self._before_saying(place)

    def _left_for_cue(self, place: Place, start: Place, group: VerbGroup | None, *, clausal: bool) -> bool | None:
        """Whether another cue that begins at the place ends the content; None where no cue there tells."""
        other = self.group_at.get(place)
        if other is None or other is group:
            return None
        if other.mood == "gerund":
            return self._left_for_gerund(place, other)
        if other.mood == "infinitive":
            return self._left_for_infinitive(place, group, clausal=clausal)
        if group is None:
            return None
        if other.mood == "finite":
            return self._left_for_verb(place, start, other, group)
        return self._left_for_participle(place, other, group, clausal=clausal)

    def _left_for_gerund(self, place: Place, other: VerbGroup) -> bool | None:
        """Whether `, ajoutant que` or `en ajoutant que` ends the content; `un "accord" visant à` does not."""
        before = self.syntax.words[place - 1]
        if before not in _BEFORE_GERUNDS and _EN.at(self.syntax, place) is None:
            return None
        return before not in CLOSING_MARKS or other.strong

    def _left_for_verb(self, place: Place, start: Place, other: VerbGroup, group: VerbGroup) -> bool | None:
        """Whether `et a promis` ends the content: a second verb of whoever says it."""
        if self.syntax.words[place - 1] not in _BEFORE_COORDINATED_VERBS:
            return None
        if group.mood == "finite":
            return self._same_subject(place, start, other, group)
        return True if group.mood == "gerund" and _BEHIND_COMMA_AND.at(self.syntax, place) is not None else None

    def _left_for_participle(self, place: Place, other: VerbGroup, group: VerbGroup, *, clausal: bool) -> bool | None:
        """Whether `et accusé` ends the content; `que l'objectif, formulé par l'ONU, soit` goes on."""
        if self.syntax.words[place - 1] not in _BEFORE_PARTICIPLES:
            return None
        if clausal and _BY.at(self.syntax, other.end) is not None:
            return False
        return self._coordinated_participle(other, group)

    def _left_for_infinitive(self, place: Place, group: VerbGroup | None, *, clausal: bool) -> bool | None:
        """Whether `avant d'ajouter` or a second infinitive ends the content: `qualifier X de « Y » et estimer que`."""
        if group is not None and group.mood == "infinitive" and self.syntax.words[place - 1] == "et":
            return not clausal
        return True if _BEHIND_BEFORE.at(self.syntax, place) is not None else None

    def _left_for_saying_nothing(self, place: Place) -> bool | None:
        """Whether `sans préciser` stands at the place; None where no `sans` with a verb of saying near does."""
        if _WITHOUT.at(self.syntax, place) is None:
            return None
        near = range(place + 1, min(place + _NEAR_WITHOUT, len(self.syntax)))
        return self._verb_form(place + 1, "Inf") if any(other in self.group_of_head for other in near) else None

    def _before_saying(self, place: Place) -> bool:
        """Whether a further statement is announced at the place: `, avant de préciser que`."""
        verb = _BEFORE_INFINITIVE.at(self.syntax, place)
        if verb is None:
            return False
        nested = self.group_of_head.get(verb) or self.group_of_head.get(verb + 1)
        if nested is None or not (nested.strong or nested.allows("que") is not None):
            return False
        return _CONTENT_OPENS.at(self.syntax, nested.end) is not None

    def _exits(self, k: int, group: VerbGroup | None, *, clausal: bool, quoted: bool) -> bool:
        """Whether a row of `clause_exits.tsv` for such a content begins at `k`."""
        kinds = ("any", "clause" if clausal else "phrase", "any" if group is None else "cued")
        for row, _ in self.exits.matches(self.syntax, k):
            behind = not row["quoted"] or (quoted and (row["quoted"] != "last" or not self._more_quotation(k)))
            if row["content"] in kinds and behind and not (row["alone"] and self._main_verb_follows(k)):
                return True
        return False

    def _main_verb_follows(self, k: int) -> bool:
        return has_main_verb(self.syntax, k, self.syntax.sentence(k)[1])

    def _verb_form(self, n: int, form: str) -> bool:
        """Whether an infinitive (`Inf`) or participle (`Part`) stands at `n`, behind clitics and adverbs."""
        syntax = self.syntax
        for k in range(n, min(n + 5, len(syntax))):
            if syntax.verb_forms[k] == form:
                return True
            if syntax.tags[k] not in ("PRON", "ADV"):
                return False
        return False

    def _more_quotation(self, k: int) -> bool:
        _, end = self.syntax.sentence(k)
        return any(j in self.syntax.opening for j in range(k, end))

    def _same_subject(self, k: int, start: int, other: VerbGroup, group: VerbGroup) -> bool:
        """Whether a coordinated finite cue has no subject of its own and goes with the frame, not the report."""
        syntax = self.syntax
        if other.inverted is not None:
            return False
        previous = syntax.words[k - 1]
        if previous == "," and not (k > 1 and syntax.words[k - 2] in CLOSING_MARKS):
            return False
        if previous in CLOSING_MARKS and not any(self._is_finite(j) for j in range(start, k)):
            return False  # `que "le droit maritime" indique`: what is quoted is the subject
        if self._plural(other) != self._plural(group) and any(self._is_finite(j) for j in range(start, k)):
            return False  # `a rapporté que les deux hommes s'étaient vus, mais n'avaient pas …`
        # Tense: the frame's verb and the coordinated one look alike (`a déclaré … et a promis`, not `et avait …`).
        if other.compound and group.compound and self._tense(other) != self._tense(group):
            return False
        return other.compound == group.compound or syntax.heads[other.head] == group.head

    def _tense(self, group: VerbGroup) -> str:
        """How the auxiliary ends: `a`, `ont` and `est` like `sont`, not like `avait`."""
        finite = next((k for k in range(group.first, group.end) if self._is_finite(k)), group.head)
        word = self.syntax.words[finite]
        return "past" if word.endswith(("ait", "aient")) else word[-4:] if word.endswith(("ra", "ront")) else ""

    def _plural(self, group: VerbGroup) -> bool:
        finite = next((k for k in range(group.first, group.end) if self._is_finite(k)), group.head)
        return finite in self.syntax.plural

    def _coordinated_participle(self, other: VerbGroup, group: VerbGroup) -> bool:
        """`ont rejeté … et accusé`: a participle that shares the auxiliary of the reporting verb."""
        # With `avoir` it does not agree: `revendiquées` goes with a noun.
        return (group.compound or group.mood == "participle") and not self.syntax.words[other.head].endswith(
            ("és", "ée", "ées")
        )


def _reflexive(syntax: Syntax, k: int) -> bool:
    """Whether the `s'` at `k` is a pronoun: `s'il` and `s'ils` alone have the conjunction."""
    return syntax.words[k] == "s'" and syntax.words[k + 1 : k + 2] not in (["il"], ["ils"])


def has_main_verb(syntax: Syntax, first: int, end: int) -> bool:
    """Whether a finite verb outside relative and other subordinate clauses stands in `first` … `end`."""
    pending = 0
    subordinate = False
    last = -9
    k = first
    while k < end:
        word = syntax.words[k]
        if word == "," and k - last <= 4:
            pending = 0  # `Bien qu'en désaccord,`: no verb of its own
        if word in _SUBORDINATORS and not _reflexive(syntax, k):
            pending += 1
            last = k
        elif syntax.tags[k] in ("VERB", "AUX") and syntax.verb_forms[k] == "Fin":
            if pending:
                pending -= 1
                subordinate = True
            elif not subordinate or not _joined(syntax, k, first):
                return True
        k += 1
    return False


def _joined(syntax: Syntax, verb: int, first: int) -> bool:
    """Whether nothing but small words parts a verb from a conjunction: `qui a vu X et s'entretiendra avec Y`."""
    k = verb - 1
    while k > first and (syntax.tags[k] in ("PRON", "ADV", "AUX") and syntax.words[k] not in _SUBJECTS):
        k -= 1
    return syntax.words[k] in _COORDINATORS


_SUBJECTS = WordList("subject_pronouns")


def behind_dateline(syntax: Syntax, first: int, end: int) -> int:
    """The place behind a dateline that opens a paragraph: `TOKYO —`, `PARIS, 12 mars (AFP) -`, `(Washington)`."""
    if syntax.words[first] == "(" and (first == 0 or syntax.paragraph_break(first - 1, first)):
        closing = next((k for k in range(first + 1, min(end, first + 7)) if syntax.words[k] == ")"), None)
        if closing is not None and closing + 2 < end and syntax.words[closing + 1] in _DASHES:
            closing += 1
        return closing + 1 if closing is not None and closing + 1 < end else first
    if not syntax.surfaces[first].isupper() or len(syntax.words[first]) < 3:
        return first
    if first > 0 and not syntax.paragraph_break(first - 1, first):
        return first
    for k in range(first + 1, min(end, first + 14)):
        if syntax.words[k] in {"-", "–", "—", "--"}:
            return k + 1
        if syntax.verb_forms[k] == "Fin":
            return first
    return first


def skip_connectives(syntax: Syntax, first: int, end: int) -> int:
    """The place behind `PARIS (AFP) –`, `Mais`, `Or,` … at the beginning."""
    k = behind_dateline(syntax, first, end)
    for phrase in _ASIDES:
        if tuple(syntax.words[k : k + len(phrase)]) == phrase and k + len(phrase) < end:
            k += len(phrase)
    while k < end and syntax.words[k] in _CONNECTIVES and syntax.words[k + 1 : k + 2] not in (["que"], ["qu'"]):
        k += 1
        if k < end and syntax.words[k] == ",":
            k += 1
    return k if k < end else first


def tidy(syntax: Syntax, span: Offsets) -> Offsets | None:
    """The span without marks, spaces and commas at its borders; None where nothing is left.

    A mark stays where its partner stands in the middle of the span: `"Tous les accords" seront respectés` loses the
    first mark only.
    """
    text = syntax.text
    start, end = span
    while start < end and (
        text[start] in PARTIES
        or text[start] in '«“„"‹»”›'
        or text[start] in "-"
        and text[start + 1 : start + 2].isspace()
    ):
        start += 1
    while end > start and (text[end - 1] in PARTIES or text[end - 1] in '»”"›«“'):
        end -= 1
    return (start, end) if start < end else None


def content_type(syntax: Syntax, spans: list[Offsets], outer: Quotation | None = None) -> StatementType:
    """`direct` when every word lies in quotation marks, `indirect` when none does, else `mixed`.

    `outer` is the quotation that the cue itself stands in, which does not count.
    """
    inside = outside = 0
    for start, end in spans:
        for n in range(syntax.after(start), len(syntax)):
            if syntax.starts[n] >= end:
                break
            if syntax.tags[n] == "PUNCT" or not any(c.isalnum() for c in syntax.words[n]):
                continue
            if syntax.quotation_of[n] is not None and syntax.quotation_of[n] is not outer:
                inside += 1
            else:
                outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
