"""The component that writes the edges of an article into `doc._.relations`, in order of place."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.annotations import Relation, set_extensions
from extractor.knowledge.own import Stage, with_own_tables
from extractor.relations.dealings import Dealings
from extractor.relations.represents import represents
from extractor.relations.said import said


class Relations:
    """Fills `doc._.relations`; each edge once for its evidence."""

    def __call__(self, doc: Doc) -> Doc:
        edges: dict[tuple[str, str, str, int], Relation] = {}
        for relation in (*said(doc._.statements), *represents(doc._.entities, doc._.mentions), *Dealings(doc).find()):
            edges.setdefault((relation.subject_id, relation.predicate, relation.object_id, relation.start), relation)
        doc._.relations[:] = sorted(
            edges.values(), key=lambda r: (r.start, r.end, r.subject_id, r.predicate, r.object_id)
        )
        return doc


@Language.factory(
    "extractor_relations",
    default_config={"knowledge": None},
    requires=[
        *("doc._.statements", "doc._.mentions", "doc._.entities"),
        *("doc._.extractor_functions", "doc._.extractor_roles", "doc._.extractor_plural_pronouns"),
    ],
    assigns=["doc._.relations"],
)
def create_relations(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """The component `extractor_relations`."""
    set_extensions()
    return with_own_tables(Relations, knowledge)
