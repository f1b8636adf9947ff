"""Agreements: each sentence marks with `[…]` what is to be found, and nothing else may be."""

from __future__ import annotations

import re

import pytest
import spacy

from extractor.annotations import Entity, set_extensions
from extractor.knowledge import rows


def unmark(marked: str) -> tuple[str, list[str]]:
    return re.sub(r"[\[\]]", "", marked), re.findall(r"\[([^\]]*)\]", marked)


def found(nlp, text: str, kinds: tuple[str, ...] = ("name", "acronym")) -> list[tuple[str, Entity]]:
    doc = nlp(text)
    mentions = sorted((m for m in doc._.mentions if m.type == "AGREEMENT" and m.kind in kinds), key=lambda m: m.start)
    return [(text[m.start : m.end], doc._.entities[m.entity_id]) for m in mentions]


NAMED = [
    "La Russie a suspendu [New Start].",
    "Le [traité bilatéral New Start] expire en février.",
    "Les signataires du [Traité de non-prolifération] (TNP) se sont réunis.".replace("(TNP)", "([TNP])"),
    "Les [accords de Minsk] n'ont jamais été appliqués en Ukraine.",
    "Il invoque la [Convention des Nations unies sur le droit de la mer].",
    "Paris et Berlin ont signé le [traité d’Aix-la-Chapelle].",
    "Le [pacte Aukus] lie l'Australie aux États-Unis.",
    "Washington a quitté le [traité FNI] en 2019.",
    "Il a dénoncé le [traité « Ciel ouvert »].",
    "La [résolution n°\u00a01701] reste en vigueur.",
    'Une "[initiative du Caire]" appelle au calme.',
]

DESCRIBED = [
    "Les rebelles ont signé un [accord politique] à Nairobi.",
    "Le [cessez-le-feu humanitaire] a été prolongé de deux jours.",
    "Londres juge le [traité de Lisbonne] injuste.",
    "Téhéran estime l'[accord nucléaire] en péril.",
    "Les trois ministres ont conclu un [accord de sécurité trilatéral].",
    "Le [nouvel accord bilatéral] permettra de stocker des munitions.",
    "L'article 5 du [traité nippo-américain] s'applique aux îles.",
    "La [résolution 2231 du Conseil de sécurité de l'ONU] reste en vigueur.",
    "Les combats ont repris malgré le [cessez-le-feu russo-turc].",
    "L'Iran respecte encore l'[accord sur le nucléaire iranien].",
    "Un [accord avec Ankara] a été annoncé mardi.",
    "Un [arrangement Moscou-Ankara] semble probable.",
    "Le [traité de libre-échange entre l'Union européenne et le Canada] est contesté.",
    "L'[accord de paix] signé à Alger en 2015 est menacé.",
    "Il réclame un [nouvel accord plus strict sur le nucléaire et les activités balistiques du pays].",
    "Les [accords mutuels] conclus pour défendre l'archipel suffisent.",
    "Ces livraisons violent les [résolutions du Conseil de sécurité].",
    "L'[accord de libre-échange entre l'Union européenne (UE) et le Mercosur] reste contesté.",
    "Le [traité d'Union] liant les deux pays prévoit une assistance.",
    "Le pays ne fait pas partie d'un [accord sur les prisonniers].",
    "Avant de signer un [accord sur la pêche], les deux capitales ont négocié deux ans.",
    "Le député dénonce le [traité de libre-échange entre l'UE et le Canada], le ministre le défend.",
]

ORDINARY = [
    "Le sujet sera traité demain par les ministres.",
    "Les pays se sont mis d'accord sur un calendrier.",
    "La convention démocrate se tiendra à Chicago.",
    "La convention collective des ouvriers est dénoncée.",
    "La résolution du conflit syrien prendra du temps.",
    "Le protocole sanitaire a été allégé.",
    "La trêve hivernale commence le 1er novembre.",
    "Un mandat d'arrêt et de nouvelles sanctions ont été décidés.",
    "Les négociateurs espèrent un accord sur les salaires avant l'été.",
    "Un accord sur ce plan marquerait une étape.",
    "Le parti a organisé mercredi une convention sur les Affaires internationales.",
    "Il a vanté sa bonne entente avec Vladimir Poutine.",
    "La guerre s'est achevée par un armistice, non par un accord de paix.",
    "Le gouvernement veut un pacte entre tous les Français.",
    "Le Pacte pour les entreprises sera débattu au Sénat.",
    "Un accord est possible, a-t-il dit.",
    "Il a donné son accord pour la visite.",
    "Il faut l'accord de la famille.",
    "Un accord de principe a été trouvé.",
    "En accord avec ses alliés, il a renoncé.",
    "Les accords commerciaux le laissent froid.",
    "On le traite de menteur.",
    "Moscou juge le traité humiliant.",
    "Ankara avait déclaré cet accord caduc et inapplicable.",
    "Le Parlement estime l'accord inutile.",
    "Un cessez-le-feu immédiat et inconditionnel est nécessaire.",
    "Le cessez-le-feu est fragile.",
    "Kiev trouve le pacte déséquilibré.",
]


@pytest.mark.parametrize("marked", [*NAMED, *DESCRIBED])
def test_agreements_are_found_with_their_borders(nlp, marked):
    text, expected = unmark(marked)
    assert [surface for surface, _ in found(nlp, text)] == expected


@pytest.mark.parametrize("text", ORDINARY)
def test_other_uses_of_the_words_are_none(nlp, text):
    assert found(nlp, text) == []


def test_descriptions_of_a_known_agreement_are_linked_to_it(nlp):
    text = (
        "L'Iran menace de quitter l'accord sur le nucléaire iranien (JCPOA). "
        "L'accord de 2015 prévoit des inspections. Paris défend l'accord nucléaire. Le JCPOA tient encore."
    )
    mentions = found(nlp, text)
    assert [surface for surface, _ in mentions] == [
        "accord sur le nucléaire iranien",
        "JCPOA",
        "accord de 2015",
        "accord nucléaire",
        "JCPOA",
    ]
    assert {entity.id for _, entity in mentions} == {"agreement:jcpoa"}


def test_one_name_of_several_agreements_is_told_by_the_state_it_is_about(nlp):
    ((_, iran),) = found(nlp, "L'Iran ne respecte plus l'accord de Vienne.")
    ((_, other),) = found(nlp, "Les historiens relisent l'accord de Vienne.")
    assert iran.id == "agreement:jcpoa"
    assert other.id == "agreement:accord-de-vienne"


def test_a_resolution_is_recognised_by_its_number_alone_later(nlp):
    text = "La résolution 1701 encadre la frontière du Liban. Israël accuse ses voisins de violer la 1701."
    assert [(surface, entity.id) for surface, entity in found(nlp, text)] == [
        ("résolution 1701", "agreement:res-1701"),
        ("1701", "agreement:res-1701"),
    ]


def test_bare_later_mentions_are_nominal(nlp):
    text = "Le traité New Start expire. Moscou veut prolonger le traité, a dit la ministre."
    ((surface, entity),) = found(nlp, text, kinds=("nominal",))
    assert surface == "le traité"
    assert entity.id == "agreement:new-start"


def test_an_organisation_inside_an_agreement_is_no_mention_of_its_own(nlp):
    doc = nlp("La résolution du Conseil de sécurité de l'ONU a été adoptée.")
    assert [m.type for m in doc._.mentions if m.type in ("ORG", "AGREEMENT")] == ["AGREEMENT"]


def test_a_treaty_inside_an_organisation_is_no_mention_of_its_own(nlp):
    doc = nlp("L'Organisation du traité de l'Atlantique Nord se réunit.")
    assert [m.type for m in doc._.mentions if m.type in ("ORG", "AGREEMENT")] == ["ORG"]


@pytest.mark.parametrize(
    "text", ["accord", "L'accord", "un traité de", "accord sur", "résolution n°", "accord entre", "traité « "]
)
def test_odd_texts_do_no_harm(nlp, text):
    assert found(nlp, text) == []


def test_the_table_is_large_and_consistent():
    table = rows("agreements")
    assert len(table) >= 200
    assert len({row["id"] for row in table}) == len(table)
    for row in table:
        assert all((row["name"], row["type"], row["source"])), row
        assert re.fullmatch(r"\d{4}|", row["year"]), row
        assert re.fullmatch(r"(?:[A-Z]{2}(?:\|[A-Z]{2})*)?", row["parties"]), row


def test_the_component_runs_on_a_pipeline_without_model():
    set_extensions()
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("extractor_gazetteer")
    nlp.add_pipe("extractor_agreements")
    doc = nlp("La Russie a suspendu New Start.")
    assert [doc.text[m.start : m.end] for m in doc._.mentions] == ["New Start"]


def test_acronym_of_an_organisation_within_the_description_is_not_that_of_the_agreement(nlp):
    text = "Un accord avec l'Organisation du traité de l'Atlantique Nord (OTAN) est signé. L'OTAN s'en félicite."
    assert [surface for surface, _ in found(nlp, text)] == ["accord avec l'Organisation du traité de l'Atlantique Nord"]


def test_coordination_that_does_not_belong_to_the_description_is_left_out(nlp):
    text = "Ils ont signé le pacte d'assistance et le contrat de prêt. Paris célèbre l'armistice de 1918 et la paix."
    assert [surface for surface, _ in found(nlp, text)] == ["pacte d'assistance", "armistice de 1918"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("L'accord de cessez-le-feu de Charm el-Cheikh tient.", "accord de cessez-le-feu de Charm el-Cheikh"),
        (
            "L'accord de paix entre la RDC et le Rwanda et la déclaration du ministre sont lus.",
            "accord de paix entre la RDC et le Rwanda",
        ),
        (
            "L'accord entre la France et l'Allemagne et le Royaume-Uni est signé.",
            "accord entre la France et l'Allemagne et le Royaume-Uni",
        ),
    ],
)
def test_where_a_name_and_a_list_of_parties_end(nlp, text, name):
    doc = nlp(text)
    assert [doc.text[m.start : m.end] for m in doc._.mentions if m.type == "AGREEMENT"] == [name]
