"""Who is meant: the component that gives pronouns, descriptions and groups to entities in one walk through the article.

The walk keeps what was last spoken of (`walk`, `discourse`), and at each anaphor asks the rule of its kind:
`pronouns` finds them and `anaphora` gives each to the rule of its shape (`subjects`, `objects`, `emphatics`,
`cataphora`): `filters` says who cannot be meant, `features` what weighs, `antecedents` who is. `nominals` compares
descriptions with functions and `descriptions` chooses among persons; `groups` finds plurals and `members` who they are;
`naming` and `bodies` take up organisations and states.
Where two answers are as good, `last_resort` gives a pronoun the likelier person, at a lower score.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.annotations import NAMED_KINDS, Entity, Mention, require_parse, set_extensions
from extractor.coreference.anaphora import Anaphora
from extractor.coreference.antecedents import Anaphor
from extractor.coreference.descriptions import LEAD, Descriptions
from extractor.coreference.discourse import Rank, rank_of
from extractor.coreference.groups import Coordination, GroupPhrase, count_in, find_coordinations, find_group_phrases
from extractor.coreference.heads import Heads
from extractor.coreference.members import Members
from extractor.coreference.naming import INDEFINITE, Naming
from extractor.coreference.nominals import COARSE, HEADS, Phrase, speaks_against
from extractor.coreference.pronouns import Pronoun, find_pronouns
from extractor.coreference.walk import Walk
from extractor.knowledge.own import Stage, with_own_tables


class Coreference:
    """Adds mentions of kind `pronoun` and `nominal` to `doc._.mentions`, in order of place."""

    def __call__(self, doc: Doc) -> Doc:
        self.read(doc)
        return doc

    def read(self, doc: Doc) -> Walk | None:
        """Do what the component does, and give the walk with what it found; None for an empty text."""
        require_parse(doc, "extractor_coreference")
        named = [m for m in doc._.mentions if m.kind in NAMED_KINDS or m.type == "AGREEMENT"]
        doc._.mentions[:] = named
        if len(doc) == 0:
            return None
        walk = Walk(doc)
        rules = _Rules(walk)
        self._write(doc, named, rules)
        # Who speaks a quotation often stands behind it as a pronoun or description: once it is known who that is, the
        # words are read again, where `il` is never the one who says them.
        if walk.sources.learn(Heads(doc, walk.phrases)):
            walk.forget()
            self._write(doc, named, rules)
        doc._.mentions.sort(key=lambda m: (m.start, m.end))
        return walk

    def _write(self, doc: Doc, named: list[Mention], rules: _Rules) -> None:
        doc._.mentions[:] = named + rules.run()
        doc._.extractor_antecedents = rules.walk.antecedents
        doc._.extractor_plural_pronouns = rules.walk.plural


_Event = Mention | Phrase | Pronoun | Token | Coordination | GroupPhrase | re.Match[str]


class _Rules:
    """What comes up in one article, and the rule for each."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.naming = Naming(walk)
        self.members = Members(walk)
        self.descriptions = Descriptions(walk)
        self.anaphora = Anaphora(walk)
        self.events = self._events()

    def _events(self) -> list[tuple[int, int, _Event]]:
        """Everything that names, describes or takes up, by place."""
        walk, doc = self.walk, self.walk.doc
        groups = find_group_phrases(doc, {t.idx: t.i for t in doc})
        walk.covered.update(group.token for group in groups)
        events: list[tuple[int, int, _Event]] = []
        events += [(m.start, 0, m) for m in walk.named]
        events += [(p.start, 1, p) for p in walk.phrases if p.bound is not None or not walk.layout.in_heading(p.start)]
        events += [(p.start, 2, p) for p in find_pronouns(doc) if p.token not in walk.covered]
        nouns = (t for t in doc if t.pos_ == "NOUN" and t.i not in walk.covered and _begins_word(t))
        events += [(t.idx, 3, t) for t in nouns if not walk.layout.in_heading(t.idx)]
        events += [(c.end, 4, c) for c in find_coordinations(walk.text, walk.named, walk.phrases)]
        events += [(g.start, 5, g) for g in groups]
        events += [(m.start(), 6, m) for m in INDEFINITE.finditer(walk.text)]
        return sorted(events, key=lambda event: event[:2])

    def run(self) -> list[Mention]:
        """Go through the article; what was found is also left in `walk`."""
        for _, _, event in self.events:
            if isinstance(event, Mention):
                self.naming.name(event)
            elif isinstance(event, Phrase):
                self._phrase(event)
            elif isinstance(event, Pronoun):
                self.anaphora.pronoun(event)
            elif isinstance(event, Coordination):
                self.members.coordination(event)
            elif isinstance(event, GroupPhrase):
                self.members.group(event.start, event.end, self.walk.doc[event.token], event.count, event.type)
            elif isinstance(event, re.Match):
                self.naming.indefinite(event)
            else:
                self.naming.noun(event)
        return self.walk.found

    def _phrase(self, phrase: Phrase) -> None:
        """A description of somebody: a title, several at once, a body, somebody named or nobody that the text names."""
        walk = self.walk
        token = walk.doc[walk.head_token(phrase)]
        rank = rank_of(token)
        title = self._title(phrase)
        if title is not None:
            walk.title = (*title, rank)
            return
        if self._is_several(phrase, token):
            return
        if not phrase.determiner and (token.pos_ == "ADJ" or phrase.role.number == "s"):
            return  # an apposition (`Figure de l'opposition, elle …`) or an adjective
        entity, method = self._person(phrase, rank)
        if entity is None:
            if not self._is_body(phrase, token):
                self._unnamed(phrase, token, rank)
            return
        if method == "description" and phrase.role.group in HEADS:
            walk.ruling.add(entity.id)
        walk.found.append(Mention(phrase.start, phrase.end, "PERSON", "nominal", entity.id, method, 0.8))
        walk.trace(phrase.start, token, kind="entity", entity=entity, rank=rank)

    def _title(self, phrase: Phrase) -> tuple[str, int] | None:
        """Whose title the phrase is, and where it ends."""
        if phrase.bound is not None:
            return phrase.bound, phrase.end
        named = self.descriptions.named_behind(phrase) if phrase.role.number == "s" else None
        return (named.entity_id, named.start) if named is not None else None

    def _is_several(self, phrase: Phrase, token: Token) -> bool:
        """Whether a plural takes up several persons, counted or as a source, or a body."""
        if phrase.role.number != "p":
            return False
        count = count_in(self.walk.text[phrase.start : phrase.end])
        if count is not None and phrase.definite and not phrase.asserted:
            if phrase.role.kind not in ("relation", "kin"):
                self.members.group(phrase.start, phrase.end, token, count, "PERSON", phrase.role)
                return True
        if self.walk.sources.headed_at(phrase.start) is None:
            return False
        if phrase.determiner == "definite" and not phrase.asserted:
            if self.members.group(phrase.start, phrase.end, token, None, "PERSON", phrase.role):
                return True
        return self.naming.take_up_body(token, "p")

    def _person(self, phrase: Phrase, rank: Rank) -> tuple[Entity | None, str]:
        """Whom a description in the singular means, and by which method."""
        if phrase.role.number != "s":
            return None, ""
        if phrase.definite and not phrase.predicate:
            entity = self.descriptions.describe(phrase) if not phrase.asserted else None
            if entity is not None:
                return entity, "description"
            entity = self.descriptions.spoken_of(phrase, rank)
            if entity is not None:
                return entity, "continuity"
        elif phrase.determiner != "indefinite":
            return None, ""
        return (self.descriptions.introduced_later(phrase) if not phrase.asserted else None), "description"

    def _is_body(self, phrase: Phrase, token: Token) -> bool:
        """Whether a source is an organisation that was named: `l'industriel français`."""
        if not phrase.definite or phrase.role.number != "s" or self.walk.sources.headed_at(phrase.start) is None:
            return False
        return self.naming.take_up_body(token, "s")

    def _unnamed(self, phrase: Phrase, token: Token, rank: Rank) -> None:
        """Keep in mind somebody whom the text does not name."""
        walk, role = self.walk, phrase.role
        new = phrase.determiner == "indefinite" or walk.layout.clock(phrase.start) > LEAD
        if (new or role.lemma in walk.functions) and role.group in COARSE and role.number == "s":
            walk.unnamed[role.lemma] = phrase.start
        if role.kind == "relation" and phrase.determiner == "possessive" and rank == Rank.OBJECT:
            rank = Rank.OTHER  # `son adversaire` is there for whose adversary it is
        trace = walk.trace(phrase.start, token, kind="person", gender=role.gender, number=role.number, rank=rank)
        if role.number == "s" and phrase.definite and phrase.determiner != "possessive":
            trace.perhaps = frozenset(
                i
                for i, roles in walk.people_around(phrase.start)
                if i in walk.last_trace and not speaks_against(phrase, roles, walk.entities[i])
            )


def _begins_word(token: Token) -> bool:
    """Whether the token is not a piece behind a hyphen, as the model's tokens cut `état-major`."""
    return (
        token.text[0].isalpha()
        and not token.text.endswith(".")
        and (token.i == 0 or bool(token.nbor(-1).whitespace_) or not token.nbor(-1).text.endswith("-"))
    )


def find_anaphors(doc: Doc) -> list[Anaphor]:
    """The pronouns of `doc`, and the nouns that take up a body, by place, with all that was weighed for each.

    `choice.candidates` are those that may be meant, the best first, each with its named `features` and `score`;
    `choice.chosen` is whom the rules took, `choice.why` and `choice.rule` say why that one or nobody. For a doc that
    `extractor_statements` has read; its coreference is done, or done again. Raises ModelError without a parse.
    """
    walk = Coreference().read(doc)
    return sorted(walk.anaphors, key=lambda anaphor: anaphor.start) if walk is not None else []


def resolve_span(doc: Doc, start: int, end: int) -> list[str]:
    """Ids of the entities that the phrase `start:end` stands for: its head's, every member of a group or coordination.

    Empty where it is nobody named (`le porte-parole de Macron`). For many spans of one article build `Heads` once.
    """
    return list(dict.fromkeys(i for head in Heads(doc).of(start, end) for i in head.entity_ids))


def first_person(doc: Doc, offset: int) -> list[str]:
    """Ids of those who say `je` or `nous` at `offset`: who speaks the innermost direct statement around it.

    Empty outside quotations, and before `extractor_speakers` has run.
    """
    around = [
        (end - start, statement)
        for statement in doc._.statements
        for start, end in statement.quoted_spans or (statement.spans if statement.type == "direct" else ())
        if start <= offset < end
    ]
    return list(min(around, key=lambda pair: pair[0])[1].speaker_ids) if around else []


@Language.factory(
    "extractor_coreference",
    default_config={"knowledge": None},
    requires=[
        *("token.dep", "token.head", "token.pos", "token.morph", "doc._.quotations", "doc._.statements"),
        *("doc._.extractor_functions", "doc._.extractor_roles"),
    ],
    assigns=[
        *("doc._.mentions", "doc._.entities"),
        *("doc._.extractor_antecedents", "doc._.extractor_plural_pronouns"),
    ],
)
def create_coreference(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """The component `extractor_coreference`."""
    set_extensions()
    return with_own_tables(Coreference, knowledge)
