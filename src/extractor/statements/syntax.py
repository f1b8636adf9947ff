"""The article as the constructions see it: words without white space, in plain lists, with their marks and sentences.

Attribute access on spaCy tokens is what costs time in Python; everything is read once into lists here. White
space tokens (a no-break space inside guillemets is one) are left out, so that neighbours are neighbours.
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import NAMED_KINDS, Quotation
from extractor.entities.words import text_of
from extractor.knowledge import rows
from extractor.knowledge.own import kept
from extractor.statements.media import is_medium

_APOSTROPHES = str.maketrans("’ʼ`´", "''''")

OPENING_MARKS = frozenset('«“„"‹‘')
CLOSING_MARKS = frozenset('»”"›')
STOPS = frozenset({".", "!", "?", "…", "..."})
_NEVER_PARTICIPLE = ("ra", "ront", "aient", "èrent")
"""Endings of conjugated verbs that the tagger sometimes takes for participles: `signera`."""


def _verb_form(features: str) -> str:
    _, found, rest = features.partition("VerbForm=")
    return rest.partition("|")[0] if found else ""


def _tag(token: Token, before: Token | None) -> str:
    """The part of speech; a capital behind a word makes an adverb a name: `Abou Dhabi`, `Emmanuel Macron`."""
    tag: str = token.pos_
    named = tag == "ADV" and before is not None and before.is_alpha and not token.is_sent_start and token.is_title
    return "PROPN" if named else tag


@kept()
def speaking_nouns() -> frozenset[str]:
    """Folded singular nouns of what can speak, besides persons' functions: `armée`, `rapport`, `rebelle`."""
    nouns = [row["noun"] for table in ("source_nouns", "body_nouns") for row in rows(table)]
    return frozenset(fold(noun).rstrip("s") for noun in nouns)


class Syntax:
    """Parallel lists over the words of a parsed `Doc`; an index into them is called a place below.

    words       in small letters, with straight apostrophes
    surfaces    as in the text
    tags, labels    part of speech and dependency label (UD French)
    verb_forms  `Fin`, `Inf`, `Part` or nothing; `conditional`, `plural`: places so marked
    heads       the place of the syntactic head (of itself at a root)
    starts, ends    code points
    sentence_of     index into `sentences`, which holds (first, end) places
    quotation_of    the outermost quotation the word lies in, or None; marks lie in none
    opening, closing    the quotation whose mark the word is, by place
    inner_opening   the same for quotations inside quotations
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        kept = [t for t in doc if not t.is_space]
        place = {t.i: n for n, t in enumerate(kept)}
        self.tokens = [t.i for t in kept]
        self.place_of = place
        self.surfaces = [t.text for t in kept]
        self.words = [s.lower().translate(_APOSTROPHES) for s in self.surfaces]
        self.tags = [_tag(t, before) for t, before in zip(kept, [None, *kept], strict=False)]
        self.labels = [t.dep_ for t in kept]
        self.heads = [place.get(t.head.i, n) for n, t in enumerate(kept)]
        # The morphology is read once, as text: looking it up feature by feature costs more than all the rest.
        features = [str(t.morph) for t in kept]
        self.verb_forms = [
            "Fin" if (form := _verb_form(f)) == "Part" and word.endswith(_NEVER_PARTICIPLE) else form
            for f, word in zip(features, self.words, strict=True)
        ]
        self.conditional = {n for n, f in enumerate(features) if "Mood=Cnd" in f}
        self.plural = {n for n, f in enumerate(features) if "Number=Plur" in f}
        self.starts = [t.idx for t in kept]
        self.ends = [t.idx + len(t) for t in kept]
        self.person_from: dict[int, int] = {}
        """The first place of a person's name by its last."""
        self.name_from: dict[int, int] = {}
        """The first place of any name but a demonym by its last; `name_to` the one behind its last by its first."""
        self.name_to: dict[int, int] = {}
        self.inside_name: set[int] = set()
        self.functions: set[int] = set()
        """Places of nouns that are a person's function (`ministre`, `porte-parole`)."""
        self.media: set[int] = set()
        """Places where the name of a paper or agency begins."""
        self.speaking: set[int] = set()
        """Places in names and functions, of persons and of what speaks like one."""
        for phrase in doc.user_data.get("extractor.functions", ()):
            self.functions.update(range(self.after(phrase.start), self.at(phrase.end - 1) + 1))
        for mention in doc._.mentions:
            first, end = self.covering(mention.start, mention.end)
            if mention.kind in NAMED_KINDS and mention.kind != "demonym":
                self.name_from[end - 1], self.name_to[first] = first, end
                self.inside_name.update(range(first, end))
            if mention.type == "PERSON" and mention.kind == "name":
                self.person_from[end - 1] = first
            if mention.type == "ORG" and is_medium(mention.entity_id):
                self.media.add(first)
            if mention.type in ("PERSON", "ORG") or (mention.type == "COUNTRY" and mention.kind != "demonym"):
                self.speaking.update(range(first, end))
        for n in self.inside_name:
            if self.tags[n] in ("VERB", "AUX") and self.surfaces[n][0].isupper():
                self.tags[n], self.verb_forms[n] = "PROPN", ""  # `France Inter`, whatever the tagger takes it for
        self.speaking |= self.functions
        nouns = speaking_nouns()
        self.speaking.update(
            n for n, word in enumerate(self.words) if self.tags[n] == "NOUN" and fold(word).rstrip("s") in nouns
        )
        self.sentences: list[tuple[int, int]] = []
        self.sentence_of: list[int] = []
        for n, token in enumerate(kept):
            if n == 0 or token.is_sent_start or self._broken(n):
                self.sentences.append((n, n))
            self.sentence_of.append(len(self.sentences) - 1)
            self.sentences[-1] = (self.sentences[-1][0], n + 1)
        self.children: list[list[int]] = [[] for _ in kept]
        for n, head in enumerate(self.heads):
            if head != n:
                self.children[head].append(n)
        self.quotations: list[Quotation] = [q for q in doc._.quotations if q.depth == 0]
        self.quotation_of: list[Quotation | None] = [None] * len(kept)
        self.opening: dict[int, Quotation] = {}
        self.closing: dict[int, Quotation] = {}
        for quotation in self.quotations:
            first = bisect_right(self.starts, quotation.start) - 1
            for n in range(max(first, 0), len(kept)):
                if self.starts[n] >= quotation.end:
                    break
                if self.ends[n] > quotation.start:
                    self.quotation_of[n] = quotation
            if quotation.opening < quotation.start:
                n = bisect_right(self.starts, quotation.opening) - 1
                self.opening[n] = quotation
            if quotation.closing > quotation.end:
                n = bisect_right(self.starts, quotation.closing - 1) - 1
                self.closing[n] = quotation
        self.marks = {"OPENING": self.opening, "CLOSING": self.closing}
        """The marks of quotations by kind, as patterns name them."""
        self.inner_opening = {
            bisect_right(self.starts, q.opening) - 1: q
            for q in doc._.quotations
            if q.depth == 1 and q.opening < q.start
        }
        for n in [*self.opening, *self.closing]:
            if self.surfaces[n] in OPENING_MARKS or self.surfaces[n] in CLOSING_MARKS:
                self.quotation_of[n] = None

    def _broken(self, n: int) -> bool:
        """Whether a line ends between the word and the one before it."""
        return n > 0 and "\n" in self.text[self.starts[n - 1] + 1 : self.starts[n]]

    def continued(self, quotation: Quotation) -> Quotation:
        """The last piece of a quotation that goes on over paragraphs, unclosed until there."""
        i = bisect_right(self.quotations, quotation.start, key=lambda q: q.start)
        while i < len(self.quotations) and self.goes_on(quotation, self.quotations[i]):
            quotation = self.quotations[i]
            i += 1
        return quotation

    def goes_on(self, quotation: Quotation, following: Quotation) -> bool:
        """Whether no mark closes the quotation and nothing stands between it and the one that follows."""
        return not self.text[quotation.end : following.opening].strip()

    def __len__(self) -> int:
        return len(self.words)

    def sentence(self, n: int) -> tuple[int, int]:
        """The first place of the sentence of `n` and the one behind its last."""
        return self.sentences[self.sentence_of[n]]

    def at(self, offset: int) -> int:
        """The place of the word at or before the code point."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def after(self, offset: int) -> int:
        """The first place whose word begins at the code point or behind it."""
        n = bisect_right(self.starts, offset)
        return n - 1 if n and self.starts[n - 1] == offset else n

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """The first place of a name and the one behind its last: of the word in which it lies, where it begins none.

        `pro-Iran` and `M.Rafale` are one word, in which the name begins.
        """
        last = self.at(end - 1)
        return min(self.after(start), last), last + 1

    def span(self, first: int, end: int) -> tuple[int, int]:
        """The code points of the places `first` … `end` - 1."""
        return self.starts[first], self.ends[end - 1]

    def subtree(self, n: int) -> list[int]:
        """The places that depend on `n`, itself included, in order."""
        found, queue = [], [n]
        while queue:
            place = queue.pop()
            found.append(place)
            queue += self.children[place]
        return sorted(found)

    def paragraph_break(self, first: int, second: int) -> bool:
        """Whether a line ends between two places."""
        return "\n" in self.text[self.ends[first] : self.starts[second]]
