"""Groups: how many of what, and who they are."""

from __future__ import annotations

import pytest

from extractor.coreference.groups import count_in, find_coordinations
from extractor.coreference.resolver import resolve_span


def group(doc, surface):
    """Ids of the members of the group `surface`."""
    return sorted(m.entity_id for m in doc._.mentions if m.kind == "nominal" and doc.text[m.start : m.end] == surface)


def test_states(nlp):
    doc = nlp("La France, l'Allemagne et le Royaume-Uni ont réagi mardi. Les trois pays condamnent ces essais.")
    assert group(doc, "Les trois pays") == ["country:DE", "country:FR", "country:GB"]


def test_capitals(nlp):
    doc = nlp("Paris et Berlin négocient. Les deux capitales espèrent un accord.")
    assert group(doc, "Les deux capitales") == ["country:DE", "country:FR"]


def test_persons_by_office(nlp):
    doc = nlp("Emmanuel Macron a rencontré Vladimir Poutine à Moscou. Les deux présidents ont parlé de la Syrie.")
    start = doc.text.index("Les deux présidents")
    members = resolve_span(doc, start, start + len("Les deux présidents"))
    assert sorted(doc._.entities[i].name for i in members) == ["Emmanuel Macron", "Vladimir Poutine"]
    assert group(doc, "Les deux présidents") == []  # a plural of persons is no mention


@pytest.mark.parametrize(
    "text",
    [
        "La France a réagi mardi. Les trois pays condamnent ces essais.",
        "La France, l'Allemagne, l'Italie et l'Espagne ont réagi. Les trois pays condamnent ces essais.",
    ],
)
def test_the_wrong_number_is_nobody(nlp, text):
    assert group(nlp(text), "Les trois pays") == []


def test_members_have_the_same_offsets(nlp):
    doc = nlp("Paris et Berlin négocient. Les deux pays espèrent un accord.")
    assert len({(m.start, m.end) for m in doc._.mentions if m.kind == "nominal"}) == 1


def test_plural_pronoun_as_source(nlp):
    doc = nlp(
        "« Nous condamnons ces essais », ont déclaré Emmanuel Macron et Angela Merkel. "
        "« Il faut agir », ont-ils ajouté."
    )
    names = sorted(doc._.entities[i].name for i in doc._.statements[-1].speaker_ids)
    assert names == ["Angela Merkel", "Emmanuel Macron"]


def test_coordination_needs_and(nlp):
    doc = nlp("Paris, Berlin et Londres négocient. À Paris, Berlin a protesté.")
    named = [m for m in doc._.mentions if m.type == "COUNTRY"]
    assert [c.members for c in find_coordinations(doc.text, named, [])] == [("country:FR", "country:DE", "country:GB")]


def test_numerals():
    assert count_in("les deux ministres") == 2
    assert count_in("les ministres") is None
