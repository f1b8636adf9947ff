"""Descriptions of agreements: a head noun with the adjectives and complements that follow it, and what they must tell.

`accord de sécurité trilatéral`, `traité nippo-américain`, `résolution 2231 du Conseil de sécurité` describe one
agreement; `d'accord`, `l'accord du patient`, `résolution du conflit`, `convention collective` do not. A participle or a
relative clause ends a description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import children
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import text_of

_A = WordList("a", fold)
_ADVERBS_OF_DEGREE = WordList("adverbs_of_degree")
_AND_OR = WordList("and_or")
_CONTRACTED_OF = WordList("contracted_of")
_INDEFINITE_ARTICLES = WordList("indefinite_articles")
_NEW = WordList("new")
_OF_ = WordList("of")
_WITH_AND_BETWEEN = WordList("with_and_between")


@dataclass(slots=True, frozen=True)
class Head:
    """A noun that heads descriptions of agreements; all words are folded, but `spelling`, in which accents tell."""

    words: tuple[str, ...]
    spelling: str
    plural: bool
    type: str
    needs: str
    excluded: frozenset[str]
    vague: frozenset[str]
    elsewhere: tuple[str, ...]
    """Beginnings of words before the noun that make it something else: `organise une convention`."""


@kept()
def heads() -> dict[str, list[Head]]:
    """The heads by their first word, longer ones first."""
    by_word: dict[str, list[Head]] = {}
    for row in rows("agreement_heads"):
        for column in ("head", "plural"):
            words = tuple(re.findall(r"[\w-]+'?", fold(row[column])))
            head = Head(
                words=words,
                spelling=row[column].split()[0],
                plural=column == "plural" and row["plural"] != row["head"],
                type=row["type"],
                needs=row["needs"],
                excluded=frozenset(split(row["not"])),
                vague=frozenset(split(row["vague"])),
                elsewhere=tuple(split(row["before"])),
            )
            if head not in by_word.setdefault(words[0], []):
                by_word[words[0]].append(head)
    for heads in by_word.values():
        heads.sort(key=lambda head: -len(head.words))
    return by_word


@dataclass(slots=True)
class Phrase:
    """A head with its adjectives and complements: tokens `start` to `stop`, the head noun at `noun`."""

    head: Head
    start: int
    noun: int
    stop: int
    marks: set[str] = field(default_factory=set)
    """What its modifiers are: `name`, `demonym`, `number`, `adjective`, `vague`, `complement`, `new`."""


_OF = WordList("de")
_CONTRACTED = WordList("contracted_articles")
_ARABIC_ARTICLE = re.compile(r"(?:el|al|ech|es|as|ash|ed|er|ez)[-‐‑][A-ZÀ-Ý]")
_TOPICS = WordList("prepositions_of_topics")
_ARTICLES = WordList("determiners_in_agreements")
DEFINITE = WordList("definite_in_agreements")
_REFUSED_BEFORE = WordList("before_no_agreement")
_POSSESSIVES = WordList("possessives_of_agreements")
_TIMES = WordList("complements_of_no_party", fold)
_EVERYBODY = WordList("everybody")
_MONTHS = WordList("months", fold)
_PURPOSES = WordList("purposes_of_agreements", fold)
_LONGEST = 24
"""Tokens behind the head that a description may have."""


class Grammar:
    """Reads the descriptions of agreements in one article."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.words = [fold(token.text) for token in doc]
        self.token_at = {token.idx: token.i for token in doc}
        self.demonyms: dict[int, int] = {}
        """First token of a demonym → the index behind it; the halves of `russo-turc` are one."""
        self.names: dict[int, int] = {}
        """First token of the name of a country or an organisation → the index behind it."""
        self.countries: set[str] = set()
        self._inside: set[int] = set()
        self._parted = doc.has_annotation("SENT_START")
        self._organisations: dict[str, set[int]] = {}
        """By id, where the names of an organisation begin and end."""
        self._towns: set[int] = set()
        entities = doc._.entities
        for mention in doc._.mentions:
            if mention.type not in ("COUNTRY", "ORG"):
                continue
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is None:
                continue
            if mention.type == "COUNTRY":
                iso = entities[mention.entity_id].iso
                self.countries |= {iso} if iso else set()
            if mention.kind == "metonym":
                self._towns.add(span.start)
            if mention.kind == "demonym":
                self.demonyms[span.start] = span.end
            elif mention.method != "model":
                if mention.type == "ORG":
                    self._organisations.setdefault(mention.entity_id, set()).update((mention.start, mention.end))
                    self._inside.update(range(mention.start + 1, mention.end))
                self.names[span.start] = max(span.end, self.names.get(span.start, 0))

        for start in sorted(self.demonyms, reverse=True):
            end = self.demonyms[start]
            if end + 1 < len(doc) and doc[end].text in "-‐‑–" and end + 1 in self.demonyms:
                self.demonyms[start] = self.demonyms[end + 1]

    def sentence_start(self, index: int) -> int:
        """The first token of the sentence of a token: of the article, where nobody has found sentences."""
        return int(self.doc[index].sent.start) if self._parted else 0

    def inside_organisation(self, offset: int) -> bool:
        """Whether the name of an organisation holds this place: `Organisation du traité de l'Atlantique Nord`."""
        return offset in self._inside

    def explains_organisation(self, name_end: int, acronym_start: int) -> bool:
        """Whether name and acronym are those of an organisation: `un accord avec l'Union européenne (UE)`."""
        return any(name_end in places and acronym_start in places for places in self._organisations.values())

    def quoted(self, phrase: Phrase) -> bool:
        """Whether quotation marks hold the phrase alone, or with its article: `"l'initiative du Caire"`."""
        before = {self.doc[i].text for i in range(max(0, phrase.start - 2), phrase.start)}
        behind = self.doc[phrase.stop].text if phrase.stop < len(self.doc) else ""
        return bool(before & {'"', "«", "“"}) and behind in {'"', "»", "”"}

    def phrases(self) -> Iterator[Phrase]:
        """Every head with its modifiers, whether or not they suffice."""
        index = 0
        while index < len(self.doc):
            phrase = self._phrase(index)
            if phrase is None:
                index += 1
                continue
            yield phrase
            index = phrase.stop

    def _phrase(self, index: int) -> Phrase | None:
        for head in heads().get(self.words[index], ()):
            end = index + len(head.words)
            if tuple(self.words[index:end]) == head.words and self._is_noun(index, head):
                phrase = Phrase(head, index, index, end)
                self._adjectives_before(phrase)
                self._modifiers(phrase)
                return phrase
        return None

    def _is_noun(self, index: int, head: Head) -> bool:
        """`traité` is more often a participle: it is a noun behind a determiner; `traite` is another word."""
        token = self.doc[index]
        if token.lower_ != head.spelling and not token.text.isupper():
            return False
        if token.pos_ in ("VERB", "AUX"):
            before = self.words[index - 1] if index else ""
            return (before in _ARTICLES or before in _CONTRACTED) and before != "l'"
        return True

    def _adjectives_before(self, phrase: Phrase) -> None:
        index = phrase.start - 1
        while index >= 0 and self.doc[index].pos_ == "ADJ" and not self.doc[index].is_sent_start:
            word = self.words[index]
            if word in _SELECTING or index in self.demonyms:
                break
            if word in phrase.head.excluded:
                phrase.marks.add("excluded")
            if word in _NEW:
                phrase.marks.add("new")
            phrase.start = index
            index -= 1

    def _is_judged(self, phrase: Phrase, adjective: int) -> bool:
        """Whether a verb of opinion says the adjective of the agreement: `juge le traité de Lisbonne injuste`."""
        if phrase.start < 2 or self.words[phrase.start - 1] not in _DEFINITE:
            return False
        behind = self.words[adjective + 1] if adjective + 1 < len(self.words) else "."
        return behind in _BEHIND_A_JUDGEMENT and _JUDGES.fullmatch(self.words[phrase.start - 2]) is not None

    def _modifiers(self, phrase: Phrase) -> None:
        doc, head = self.doc, phrase.head
        topics: set[str] = set()
        """Which slots are filled: with whom (`party`), about what (`matter`)."""
        while phrase.stop < len(doc) and phrase.stop - phrase.noun < _LONGEST:
            at = phrase.stop
            token, word = doc[at], self.words[at]
            if token.is_sent_start or token.is_space and "\n" in token.text:
                return
            if token.is_space and re.fullmatch(r"n[°ºo]s?", self.words[at - 1]):
                phrase.stop += 1  # `n°`, a no-break space, the number
                continue
            if token.is_space:
                return
            # `New Start expire`: behind a proper name the tagger's adjectives are verbs.
            behind_name = at > phrase.noun + 1 and doc[at - 1].text[:1].isupper()
            if at in self.demonyms:
                phrase.marks.add("demonym")
                phrase.stop = self.demonyms[at]
            elif at in self.names:
                phrase.marks.add("name")
                phrase.stop = self._name(at)
            elif word in _ADVERBS_OF_DEGREE and at + 1 < len(doc) and doc[at + 1].pos_ == "ADJ":
                phrase.stop = at + 2
                phrase.marks.add("adjective")
            elif word == "contre" and head.type == "accord":
                return  # `un accord contre le climat`, `un accord contre nature`
            elif word in _OF or (word in _TOPICS and self._slot_free(word, topics)):
                if word in _TOPICS:
                    topics.add("party" if word in _WITH_AND_BETWEEN else word)
                    if word.startswith("relati"):
                        at += 1
                stop = self._noun_phrase(phrase, at + 1, listed=word == "entre")
                if head.type == "accord" and word in _OF and at == phrase.noun + 1 and self._consents(at):
                    phrase.marks.add("excluded")
                if stop is None or self.words[stop - 1] in head.excluded:
                    return
                phrase.stop = stop
                phrase.marks.add("complement")
            elif token.like_num or re.fullmatch(r"n[°ºo]s?|\d[\d/.-]*", word):
                phrase.marks.add("number" if any(c.isdigit() for c in word) else "")
                phrase.stop = at + 1
            elif word in head.excluded:
                phrase.marks.clear()
                phrase.marks.add("excluded")
                return
            elif self._is_adjective(at) and not behind_name:
                if self._is_judged(phrase, at):
                    return
                phrase.marks.add("vague" if word in head.vague else "adjective")
                phrase.stop = at + 1
            elif self._is_name(at):
                phrase.stop = self._name(at)
                phrase.marks.add("name")
            elif token.text in '"«“' and (closed := self._quoted_name(at)) is not None:
                phrase.stop = closed
                phrase.marks.add("name")
            else:
                return

    def _slot_free(self, word: str, topics: set[str]) -> bool:
        """One complement says with whom, one about what; `pour` and `contre` behind another belong to the verb."""
        if word in _WITH_AND_BETWEEN:
            return "party" not in topics
        return not topics or (topics == {"party"} and word == "sur")

    def _consents(self, index: int) -> bool:
        """`l'accord du patient`, `l'accord de la famille`: someone agrees; an accord is of a town, a date, a matter."""
        behind = index + 1
        if self.words[index] not in _CONTRACTED_OF:
            if behind >= len(self.doc) or self.doc[behind].pos_ != "DET":
                return self.words[index] in _OF and self._is_body(behind)
            behind += 1
        if behind >= len(self.doc):
            return False
        return self._is_body(behind) or (
            self.doc[behind].text[:1].islower() and self.doc[behind].pos_ in ("NOUN", "ADJ")
        )

    def _is_body(self, index: int) -> bool:
        """Whether a state or an organisation stands here, not the town or the building."""
        return index in self.names and index not in self._towns

    def _is_adjective(self, index: int) -> bool:
        token = self.doc[index]
        if not token.text[:1].islower() or "Part" in token.morph.get("VerbForm", []) or self.words[index] in _TIMES:
            return False
        if token.pos_ != "ADJ":
            # The tagger takes rare adjectives for nouns and adverbs; right behind the noun the ending tells.
            return token.pos_ in ("NOUN", "ADV", "PROPN") and _ADJECTIVE.search(self.words[index]) is not None
        if _PARTICIPLE.search(token.text):
            behind = self.words[index + 1] if index + 1 < len(self.doc) else ""
            return behind not in _WITH_COMPLEMENT
        return True

    def _is_name(self, index: int) -> bool:
        """Whether a proper name begins here: `Start`, `Sykes-Picot`, `UE-Mercosur`."""
        token = self.doc[index]
        return token.text[:1].isupper() and token.ent_type_ != "PER" and self.words[index] not in heads()

    def _name(self, index: int, *, persons: bool = False) -> int:
        """The index behind the name at `index`, with what a hyphen or a capital adds: `Moscou-Ankara`."""
        stop = self.names.get(index, index + 1)
        while stop < len(self.doc) and not self.doc[stop].is_sent_start:
            token = self.doc[stop]
            if stop in self.names and token.text[:1].isupper() and index not in self.names:
                stop = self.names[stop]
            elif token.text in "-–/" and stop + 1 in self.names and not self.doc[stop - 1].whitespace_:
                stop = self.names[stop + 1]
            elif index in self.names and not re.fullmatch(r"\d|[IVX]{1,4}|-|–|/", token.text):
                break
            elif token.text[:1].isupper() and (persons or token.ent_type_ != "PER"):
                stop += 1
            elif token.text in "-–/" and stop + 1 < len(self.doc) and self.doc[stop + 1].text[:1].isupper():
                stop += 2
            elif re.fullmatch(r"\d|[IVX]{1,4}", token.text) or self._arabic_article(stop):
                stop += 1
            else:
                break
        return stop

    def _arabic_article(self, index: int) -> bool:
        """`el-` in `Charm el-Cheikh`: the name goes on behind it."""
        behind = self.doc[index : index + 3]
        return _ARABIC_ARTICLE.match(behind.text) is not None

    def _quoted_name(self, index: int) -> int | None:
        """The index behind the closing mark of a name in quotation marks, `"Ciel ouvert"`."""
        for at in range(index + 1, min(len(self.doc), index + 7)):
            if self.doc[at].text in '"»”':
                return at + 1 if self.doc[index + 1].text[:1].isupper() else None
        return None

    def _noun_phrase(self, phrase: Phrase, index: int, *, listed: bool) -> int | None:
        """The index behind the noun phrase at `index`, or None where there is none; marks what it holds."""
        doc = self.doc
        at = self._before_noun(index)
        if at >= len(doc) or doc[at].is_sent_start:
            return None
        if self.words[at] in _EVERYBODY:
            return None
        stop = self._noun(phrase, at, first=True)
        if stop is None:
            return None
        bare = at == index
        closed = False
        while stop < len(doc) and stop - phrase.noun < _LONGEST and not doc[stop].is_sent_start:
            word = self.words[stop]
            if stop in self.demonyms:
                phrase.marks.add("demonym")
                stop = self.demonyms[stop]
            elif self._is_adjective(stop) and word not in phrase.head.vague:
                stop += 1
            elif word in _OF:
                behind = self._noun(phrase, self._before_noun(stop + 1), first=False)
                if behind is None:
                    break
                stop = behind
            elif word in _AND_OR or (listed and word == "," and not closed):
                behind = self._coordinated(phrase, stop, listed, bare=bare)
                # Behind `entre X et Y` only another party goes on: not `et la déclaration de Z`.
                if behind is None or (listed and closed and self._before_noun(stop + 1) not in self.names):
                    break
                stop = behind
                closed = word != ","
            elif listed and word == "(" and (behind := self._behind_acronym(stop)) is not None:
                stop = behind
            elif word in ("a", "face") and self._inner_complement(stop, at) is not None:
                behind = self._noun(phrase, self._inner_complement(stop, at) or 0, first=False)
                if behind is None:
                    break
                stop = behind
            else:
                break
        return stop

    def _behind_acronym(self, index: int) -> int | None:
        """The index behind `(UE)` where the list goes on: `entre l'Union européenne (UE) et le Canada`."""
        closed = index + 3 < len(self.doc) and self.words[index + 2] == ")"
        return index + 3 if closed and self.words[index + 3] in ("et", ",") else None

    def _coordinated(self, phrase: Phrase, index: int, listed: bool, *, bare: bool) -> int | None:
        at = index + 1
        contracted = at < len(self.doc) and self.words[at] in _CONTRACTED_OF
        if at < len(self.doc) and self.words[at] in _OF:
            at += 1
        noun_at = self._before_noun(at)
        # `de paix et de sécurité` goes on; `d'accès et du contrat`, `de 1918 et la paix` coordinate something else.
        if bare and not listed and (contracted or noun_at > at) and noun_at not in self.names:
            return None
        at = noun_at
        if at >= len(self.doc):
            return None
        if not listed or self.words[index] == ",":
            # Of two nouns one depends on the other; a new clause or a second object does not.
            noun = self.doc[at]
            clause = any(child.dep_.startswith(("nsubj", "cop", "aux")) for child in children(noun))
            if noun.dep_ != "conj" or noun.head.i >= index or (noun.head.i < phrase.noun and clause):
                return None
        return self._noun(phrase, at, first=False)

    def _inner_complement(self, index: int, noun: int) -> int | None:
        """`armes à sous-munitions`, `face à la pandémie`: the noun that depends on the phrase over `à`."""
        at = index + 1
        if self.words[index] == "face":
            if at >= len(self.doc) or self.words[at] not in _A:
                return None
            at = self._before_noun(at + 1)
        if at >= len(self.doc) or self.doc[at].pos_ != "NOUN":
            return None
        return at if noun <= self.doc[at].head.i < index or self.words[index] == "face" else None

    def _before_noun(self, index: int) -> int:
        doc = self.doc
        while index < len(doc) and not doc[index].is_sent_start and index not in self.names:
            if (
                self.words[index] in _ARTICLES
                or self.words[index] == "non"
                or doc[index].pos_ in ("DET", "NUM")
                and not YEAR.fullmatch(doc[index].text)
            ):
                index += 1
            elif doc[index].pos_ == "ADJ" and index + 1 < len(doc) and doc[index + 1].pos_ in ("NOUN", "PROPN"):
                index += 1
            else:
                break
        return index

    def _noun(self, phrase: Phrase, index: int, *, first: bool) -> int | None:
        """The index behind the noun, the name or the date at `index`."""
        doc = self.doc
        if index >= len(doc) or doc[index].is_sent_start:
            return None
        word = self.words[index]
        if first and word in phrase.head.excluded:
            phrase.marks.add("excluded")
            return None
        if index in self.names:
            phrase.marks.add("name")
            return self._name(index)
        if index in self.demonyms:
            phrase.marks.add("demonym")
            return self.demonyms[index]
        if YEAR.fullmatch(doc[index].text):
            phrase.marks.add("number")
            return index + 1
        if word in _MONTHS:
            dated = index + 1 < len(doc) and YEAR.fullmatch(doc[index + 1].text) is not None
            phrase.marks.add("number" if dated else "month")
            return index + 2 if dated else index + 1
        if word in _TIMES:
            return None
        if first and word in _PURPOSES:
            phrase.marks.add("purpose")
        if doc[index].text[:1].isupper():
            phrase.marks.add("name")
            return self._name(index, persons=True)
        if doc[index].pos_ in ("NOUN", "PROPN", "X") or doc[index].like_num or (doc[index].pos_ == "ADJ" and first):
            return self._whole_word(index)
        return None

    def _whole_word(self, index: int) -> int:
        """The index behind a word that the tokenizer cuts at its hyphens: `libre-échange`."""
        doc = self.doc
        stop = index + 1
        while (
            stop < len(doc) and not doc[stop - 1].whitespace_ and "-" in (doc[stop - 1].text[-1:], doc[stop].text[:1])
        ):
            stop += 1
        return stop


YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_ADJECTIVE = re.compile(
    r"(?:al|ale|aux|ales|els?|elles?|iques?|aires?|ifs?|ives?|eux|euses?|iens?|iennes?|ites?|ables?|ibles?|istes?)$"
)
_PARTICIPLE = re.compile(r"(?:é|ée|és|ées|(?<![qg])ue?s?|[a-zé]{2}ants?|antes?)$")
_WITH_COMPLEMENT = WordList("before_complements_of_verbs", fold)
"""Words behind a participle that make it one, not an adjective: `signé par`, `liant les`."""
_SELECTING = WordList("selecting_adjectives", fold)


def describes(grammar: Grammar, phrase: Phrase) -> bool:
    """Whether the phrase tells which agreement is meant."""
    marks, head = phrase.marks, phrase.head
    if "excluded" in marks or head.needs == "table" or _another_sense(grammar, phrase):
        return False
    named = marks & {"name", "demonym", "number"} or (
        head.type not in ("convention", "protocole") and marks & {"month"}
    )
    if head.needs == "purpose":
        capital = grammar.doc[phrase.noun].text[:1].isupper()
        if "purpose" not in marks and not ("complement" in marks and (capital or grammar.quoted(phrase))):
            return False
    elif head.needs == "name":
        if not named:
            return False
    elif not (named or marks & {"adjective", "complement", "new"}):
        return False
    if not named and "new" not in marks and _unreal(grammar, phrase):
        return False
    return _determined(grammar, phrase, bool(named))


def _another_sense(grammar: Grammar, phrase: Phrase) -> bool:
    """Whether a word shortly before makes the noun something else: a party `organise une convention`."""
    before = range(max(phrase.start - _REACH, grammar.sentence_start(phrase.noun)), phrase.start)
    return bool(phrase.head.elsewhere) and any(grammar.words[i].startswith(phrase.head.elsewhere) for i in before)


def _unreal(grammar: Grammar, phrase: Phrase) -> bool:
    """Whether there is no such agreement (yet): an indefinite one that is wished, sought, denied or supposed."""
    index = phrase.start - 1
    if index < 0 or grammar.words[index] not in _INDEFINITE_ARTICLES:
        return False
    doc = grammar.doc
    noun = doc[phrase.noun]
    governor = noun.head
    if noun.dep_.startswith("nsubj") and _supposed(governor):
        return True
    first = grammar.sentence_start(noun.i)
    for at in range(index - 1, max(first, index - _REACH) - 1, -1):
        if doc[at].text in ",;:()":
            return False
        if index - at <= _wish_reach(grammar.words[at]) or _supposed(doc[at]):
            return True
        if "Inf" in doc[at].morph.get("VerbForm", []):
            before = [grammar.words[i] for i in range(max(first, at - 2), at)]
            return not set(before) & {"avant", "apres"}
    return False


def _supposed(token: Token) -> bool:
    """A verb in the conditional (for the tagger often an imperfect) or the future."""
    return "Fut" in token.morph.get("Tense", []) or token.lower_.endswith(("rait", "raient"))


def _wish_reach(word: str) -> int:
    """How many words behind this one an agreement is still wished or denied; 0 for other words."""
    return next((reach for pattern, reach in _wishes() if pattern.fullmatch(word)), 0)


@kept()
def _wishes() -> list[tuple[re.Pattern[str], int]]:
    by_reach: dict[int, list[str]] = {}
    for row in rows("agreement_wishes"):
        by_reach.setdefault(int(row["reach"]), []).append(re.escape(row["id"]).replace(r"\*", r"\w*"))
    return [(re.compile("|".join(words)), reach) for reach, words in by_reach.items()]


_DEFINITE = WordList("definite_determiners")
_JUDGES = re.compile(
    r"(?:estim|jug|trouv|consider|declar|proclam)(?:e|es|ent|er|ait|aient|ant|a|era|eront|erait)|rend(?:ait|ra|rait|re)?"
)
_BEHIND_A_JUDGEMENT = WordList("behind_a_judgement")
"""What ends a judgement; any other word may belong to it (`juge l'accord nucléaire insuffisant`)."""
_REACH = 5
"""Words before an agreement that tell whether it is one, and real."""


def _determined(grammar: Grammar, phrase: Phrase, named: bool) -> bool:
    """Whether the words before the phrase let it stand for one agreement (or the agreements of a definite plural)."""
    index = phrase.start - 1
    if index < 0 or grammar.doc[phrase.start].is_sent_start:
        return named and not phrase.head.plural
    word = grammar.words[index]
    token = grammar.doc[index]
    if word in _REFUSED_BEFORE:
        return named and word in _OF_ and phrase.head.needs != "modifier"
    if word in _POSSESSIVES:
        return named or "complement" in phrase.marks and grammar.words[phrase.noun + 1] in _OF
    if phrase.head.plural:
        behind = grammar.words[phrase.stop].rstrip("s") if phrase.stop < len(grammar.words) else ""
        if not named and behind not in CONCLUDED:
            return False
        if word == "des":
            return token.pos_ != "DET"
        return word in DEFINITE
    return word in _ARTICLES or token.pos_ not in ("PRON", "VERB", "AUX", "NUM")


CONCLUDED = WordList("concluded", fold)
