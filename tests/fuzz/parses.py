"""Parses that nobody has thought about: trees, tags and names drawn at random, the same ones for the same text.

A stage has to survive whatever the parser says, and the real one says only what it has learnt. These are ready at once
as well, where the real parser takes most of the time.
"""

from __future__ import annotations

from random import Random
from zlib import crc32

from spacy.tokens import Doc, Span

LABELS = (
    "nsubj nsubj:pass obj obl obl:arg obl:agent obl:mod iobj expl:subj expl:comp expl:pass ccomp xcomp csubj advcl "
    "advcl:cleft acl acl:relcl advmod amod appos nmod nummod det case mark cc conj cop aux:tense aux:pass flat:name "
    "flat:foreign fixed parataxis dislocated vocative punct dep"
).split()
"""Dependencies of the French models."""

TAGS = "NOUN PROPN VERB AUX ADJ ADV DET ADP PRON CCONJ SCONJ NUM PUNCT X SYM INTJ".split()

FEATURES = (
    "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "Mood=Cnd|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
    "VerbForm=Inf",
    "Tense=Pres|VerbForm=Part",
    "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part",
    "Gender=Fem|Number=Sing",
    "Gender=Masc|Number=Plur",
    "Number=Plur",
    "Definite=Def|Number=Sing|PronType=Art",
    "Gender=Fem|Number=Sing|Person=3|PronType=Prs",
    "Polarity=Neg",
    "",
)

LEMMAS = ("déclarer", "être", "avoir", "dire", "ministre", "le", "il", "de", "signer", "livrer")

NAMES = ("PER", "LOC", "ORG", "MISC")


class RandomParser:
    """Stands where the tagger, the parser and the recogniser of names stand; begins sentences where it is told to."""

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        draw = Random(crc32(doc.text.encode("utf-8", "surrogatepass")))
        borders = [token.is_sent_start for token in doc]
        starts = [n for n in range(len(doc)) if not n or borders[n] or (borders[n] is None and draw.random() < 0.1)]
        heads = [0] * len(doc)
        labels = [""] * len(doc)
        for first, end in zip(starts, [*starts[1:], len(doc)], strict=True):
            self._tree(draw, first, end, heads, labels)
        for token in doc:
            token.pos_ = "SPACE" if token.is_space else draw.choice(TAGS)
            token.lemma_ = draw.choice(LEMMAS) if draw.random() < 0.3 else token.lower_
            token.set_morph(draw.choice(FEATURES))
        parsed = Doc(
            doc.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            heads=heads,
            deps=labels,
            pos=[token.pos_ for token in doc],
            lemmas=[token.lemma_ for token in doc],
            morphs=[str(token.morph) for token in doc],
        )
        doc.from_array(["HEAD", "DEP"], parsed.to_array(["HEAD", "DEP"]))
        doc.set_ents(list(self._names(draw, doc)))
        return doc

    @staticmethod
    def _tree(draw: Random, first: int, end: int, heads: list[int], labels: list[str]) -> None:
        """A tree over one sentence: every word hangs on one that has its place already."""
        order = list(range(first, end))
        draw.shuffle(order)
        for place, n in enumerate(order):
            heads[n] = draw.choice(order[:place]) if place else n
            labels[n] = draw.choice(LABELS) if place else "ROOT"

    @staticmethod
    def _names(draw: Random, doc: Doc):
        n = 0
        while n < len(doc):
            size = draw.randint(1, 3)
            if draw.random() < 0.15 and n + size <= len(doc):
                yield Span(doc, n, n + size, label=draw.choice(NAMES))
                n += size
            n += 1
