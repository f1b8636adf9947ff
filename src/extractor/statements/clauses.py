"""Where reported content begins and ends: clause borders around a cue, in the sentence and in its quotation marks."""

from __future__ import annotations

from extractor.annotations import Offsets, Quotation, StatementType
from extractor.knowledge.word_lists import WordList, WordSequences
from extractor.statements.syntax import CLOSING_MARKS, STOPS, Syntax
from extractor.statements.verb_groups import VerbGroup
from extractor.text.grammar import grammar_table

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
_OPENERS_OF_CONTENTS = WordList("openers_of_contents")
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
_ABSOLUTE = 12
"""Words that the subject of a participle has at most."""
PARTIES = " \t\n\u00a0\u202f\u2009,;:–—"


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
        self, start: int, group: VerbGroup | None, *, within: int | None = None, clausal: bool = True
    ) -> int:
        """The end of the reported clause that begins at `start`, at most the end of its sentence.

        `clausal` is whether the content is a clause of its own; a phrase (an infinitive, an object) also ends before a
        new main clause.
        It stops before what belongs to the frame again: another cue of the same speaker (`, ajoutant`, `et a promis`),
        an incise, `selon X`, a contrast of the writer's (`, tandis que`), or the circumstances of the saying behind a
        closed quotation (`», dans un communiqué`). A quotation opened inside runs to its end, over sentences.
        """
        syntax = self.syntax
        words = syntax.words
        if start >= len(words):
            return start  # the article ends with the words that announce a clause
        limit = self.limit(group.head if group is not None else start) if within is None else within
        k = start
        quotation_seen = False
        depth = 0
        outer = syntax.quotation_of[start] if group is None else syntax.quotation_of[group.head]
        while k < limit:
            quotation = syntax.opening.get(k)
            if quotation is not None and quotation is not outer:
                end = syntax.after(quotation.closing)
                if end > limit:
                    limit = end
                k = max(end, k + 1)
                quotation_seen = True
                continue
            inner = syntax.quotation_of[k]
            if inner is not None and inner is not outer and k > start:
                k += 1
                continue
            if inner is not None and inner is not outer and k == start:
                end = syntax.after(inner.closing)
                limit = max(limit, end)
                k = max(end, k + 1)
                quotation_seen = True
                continue
            word = words[k]
            if word in ("(", "["):
                depth += 1
            elif word in (")", "]"):
                depth -= 1
                if depth < 0:
                    break
            elif word == ";" and depth == 0:
                break
            elif word == ":" and k > start and k + 1 in syntax.opening and group is not None:
                break
            elif word in ("--", "–", "—") and k > start and not self._dash_closes(k, limit):
                break
            elif k > start and depth <= 0 and self._leaves(k, start, group, quotation_seen, clausal):
                break
            k += 1
        if group is not None:
            k = self._before_main_clause(start, k, group, clausal=clausal)
        return self._without_gloss(start, self.trim_end(start, k))

    def _without_gloss(self, start: int, end: int) -> int:
        """`end` before a bracket that explains a closed quotation: `"le fuseau central" (terme militaire …)`."""
        words = self.syntax.words
        if end > start + 2 and words[end - 1] == ")":
            opening = next((k for k in range(end - 2, max(start, end - 40), -1) if words[k] == "("), None)
            if opening is not None and opening - 1 in self.syntax.closing:
                return opening
        return end

    def _before_main_clause(self, start: int, end: int, group: VerbGroup, *, clausal: bool) -> int:
        """`end`, or an earlier comma behind which the frame's own main clause comes.

        A cue in an introduction (`Après avoir déclaré que P, le ministre a …`) or in a relative clause (`dont le
        ministre dénonce P, a …`) gives way to the main verb of its sentence. A phrase gives way to any main clause.
        """
        syntax = self.syntax
        words = syntax.words
        first, _ = syntax.sentence(group.first)
        outer = syntax.quotation_of[group.head]
        if outer is not None:
            first = max(first, syntax.after(outer.start))
        introduction = (group.mood != "finite" and not has_main_verb(syntax, first, group.first)) or (
            group.mood == "finite" and self._in_introduction(group.first, first)
        )
        relative = (group.mood == "finite" and self.in_relative(group.first, first)) or (
            # `L'Iran, accusé de fournir P, dément`
            group.mood == "participle" and group.first > first and words[group.first - 1] == ","
        )
        main = False  # whether a content that is a clause has had its own verb
        verbs: list[str] = []
        for k in range(start, end):
            if syntax.quotation_of[k] is not outer or k in syntax.closing or k in syntax.opening:
                main = main or self._is_finite(k)
                continue
            if self._is_finite(k) and not self._subordinate(k, start):
                main = True
                verbs.append(words[k])
            if relative and not clausal and k - 1 in syntax.closing and self._is_finite(k):
                return k  # `qui se déclare « président élu » réclame`
            if words[k] == "," and introduction and (main or not clausal):
                if self.begins_clause(k + 1, end) or self._verb_next(k + 1, end):
                    return k
            if words[k] == "mais" and k > start and words[k - 1] == "," and main and self.begins_clause(k + 1, end):
                return k
            if words[k] == "mais" and main and self._goes_on_with(group, k + 1, end, verbs):
                return k
            if words[k] == "," and relative and k + 1 < end and (main or not clausal) and self._verb_next(k + 1, end):
                return k
            if not clausal and k > start and words[k] in _BEFORE_MAIN_CLAUSES and self.begins_clause(k + 1, end):
                return k
        return end

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

    def _leaves(self, k: int, start: int, group: VerbGroup | None, quotation_seen: bool, clausal: bool) -> bool:
        """Whether the reported clause is over before the place `k`."""
        syntax = self.syntax
        words = syntax.words
        word = words[k]
        before = words[k - 1]
        if k in self.incises:
            return True
        if k in self.frames and before in _BEFORE_FRAMES:
            return True
        other = self.group_at.get(k)
        if other is not None and other is not group:
            comma = before in _BEFORE_GERUNDS
            if other.mood == "gerund" and (comma or words[k] == "en"):
                return before not in CLOSING_MARKS or other.strong  # `un "accord" visant à`
            if (
                other.mood == "finite"
                and group is not None
                and before in _BEFORE_COORDINATED_VERBS
                and (group.mood == "finite" or (group.mood == "gerund" and before == "et" and words[k - 2] == ","))
            ):
                return group.mood == "gerund" or self._same_subject(k, start, other, group)
            if other.mood == "participle" and group is not None and before in _BEFORE_PARTICIPLES:
                if clausal and words[other.end : other.end + 1] == ["par"]:
                    return False  # `que l'objectif, formulé par l'ONU, soit`
                return self._coordinated_participle(other, group)
            if other.mood == "infinitive" and group is not None and group.mood == "infinitive" and before == "et":
                return not clausal  # `qualifier X de « Y » et estimer que`
            if other.mood == "infinitive" and before in _OF and k > 1 and words[k - 2] == "avant":
                return True
        if word == "sans" and any(j in self.group_of_head for j in range(k + 1, min(k + 5, len(words)))):
            return self._verb_form(k + 1, "Inf")
        if self._exits(k, group, clausal=clausal, quoted=quotation_seen):
            return True
        if before in (",", "»", '"', "”"):
            if before == "," and not clausal and self._absolute(k):
                return True
            if before == "," and self._comment_at(k, told=quotation_seen and not clausal):
                return True
            if word == "avant" and k + 1 < len(words) and words[k + 1] in _OF:
                nested = self.group_of_head.get(k + 2) or self.group_of_head.get(k + 3)
                behind = words[nested.end] if nested is not None and nested.end < len(words) else ""
                spoken = nested is not None and (nested.strong or nested.allows("que") is not None)
                return spoken and behind in _OPENERS_OF_CONTENTS
        return False

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
