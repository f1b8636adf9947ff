"""Organisations: each sentence marks with `[…]` what is to be found, and nothing else may be."""

from __future__ import annotations

import re

import pytest
import spacy

from extractor.annotations import Entity, set_extensions
from extractor.entities.acronyms import acronyms, full_name_start
from extractor.entities.gazetteer import Gazetteer
from extractor.entities.organisations import forms
from extractor.knowledge import rows


def unmark(marked: str) -> tuple[str, list[str]]:
    return re.sub(r"[\[\]]", "", marked), re.findall(r"\[([^\]]*)\]", marked)


def found(nlp, text: str) -> list[tuple[str, Entity]]:
    doc = nlp(text)
    mentions = sorted(
        (m for m in doc._.mentions if m.type == "ORG" and m.kind in ("name", "acronym")), key=lambda m: m.start
    )
    return [(text[m.start : m.end], doc._.entities[m.entity_id]) for m in mentions]


KNOWN = [
    "Les ministres de l'[Otan] se retrouvent à Bruxelles.",
    "Les ministres de l’[OTAN] se retrouvent à Bruxelles.",
    "Les alliés de l'[Alliance atlantique] ont dit leur accord.",
    "Le [Conseil de sécurité de l'ONU] se réunit lundi à New York.",
    "Le [Kremlin] a démenti et le [Pentagone] n'a pas commenté.",
    "Un conseiller de l'[Elysée] a confirmé la visite, la [Maison Blanche] aussi.",
    "Le [département d'Etat] a mis en garde ses ressortissants.",
    "Les [talibans] et les [Houthis] ont publié un communiqué.",
    "Le [Hezbollah] a tiré des roquettes, selon l'[Observatoire syrien des droits de l'Homme].",
    "Des combattants du groupe [Etat islamique] ont attaqué un poste.",
    "Le colonel l'a dit à l'[AFP] et à la chaîne [Al-Jazeera].",
    "Selon [Le Figaro], la livraison a été retardée.",
    "Un journaliste du [Figaro] était sur place.",
    "Les négociateurs de l'[Union européenne] attendent la réponse de la [Commission européenne].",
    "L'usine de [Lockheed Martin] tourne jour et nuit, celle de [Rheinmetall] aussi.",
    "[Le Point] a révélé l'affaire et [Le Monde] l'a confirmée.",
    "Les forces pro-[Otan] ont répondu à l'[Otan].",
    "Il s'est rendu à l'[Onu] mardi.",
    "Selon [La Presse canadienne], le ministre part.",
    "Le [Conseil de sécurité de l'ONU] des sanctions débat encore.",
    "La [Cour des comptes] sur l'exécution des budgets s'est prononcée.",
    "Les alliés de l'[O.T.A.N.] attendent l'[U.E.] mardi.",
]

DESCRIBED = [
    "Le [ministère turc de la Défense] a démenti.",
    "Le [ministère des Affaires étrangères grec] a protesté.",
    "Le [ministère français des Armées] a publié des images.",
    "Un porte-parole du [ministère de l'Intérieur] l'a confirmé.",
    "Le [ministère de l'Europe et des Affaires étrangères] suit la situation.",
    "Selon le quotidien turc [Yeni Haber], la frappe a fait deux morts.",
    "L'ONG [Secours Frontière] a évacué le village.",
    "La compagnie privée syrienne [Orient Sky] assure la liaison.",
    "Un professeur à l'[université de Coimbra] en doute.",
    "Le soldat servait au [3e régiment de hussards].",
    "La [présidence turque] a confirmé l'entretien.",
    "Il dirige l'[Observatoire national des fonds marins] depuis un an.",
    "Le « [Collectif pour une mer sans mines] » proteste.",
    "Elle enseigne à l'[Université américaine George Washington].",
]

ORDINARY = [
    "Le gouvernement et l'armée ont démenti.",
    "Le parquet a ouvert une enquête, a dit l'état-major.",
    "Le conseil des ministres se réunit mercredi.",
    "La ministre des Armées a reçu son homologue.",
    "Le ministre allemand de la Défense est attendu à Varsovie.",
    "Le plateau de fars et de crêpes attendait les marins.",
    "L'équipe a remporté la Ligue des champions.",
    "La présidence allemande de l'événement a été saluée.",
    "Une force de paix sera déployée, une commission sera nommée.",
    "Les quatre SNLE de la force océanique patrouillent, un SNA les suit.",
    "La vidéo circule sur Internet et sur un site Internet.",
    "Les soldats sont au nord de l'Adrar des Ifoghas.",
    "La série britannique « The Fall » passe ce soir.",
    "Le train s'arrête à Berd'huis.",
    "Il a assisté au traditionnel Conseil municipal.",
]


@pytest.mark.parametrize("marked", [*KNOWN, *DESCRIBED])
def test_names_are_found_with_their_borders(nlp, marked):
    text, expected = unmark(marked)
    assert [surface for surface, _ in found(nlp, text)] == expected


@pytest.mark.parametrize("text", ORDINARY)
def test_generic_bodies_and_ordinary_words_are_none(nlp, text):
    assert found(nlp, text) == []


def test_spellings_share_one_entity(nlp):
    entities = [
        entity.id for _, entity in found(nlp, "L'Otan attend. Une source à l'OTAN le dit. L'Alliance atlantique aussi.")
    ]
    assert entities == ["org:otan"] * 3


def test_institutions_carry_their_state(nlp):
    text = "Le Kremlin, le Pentagone et l'Élysée se taisent."
    assert [entity.country for _, entity in found(nlp, text)] == ["RU", "US", "FR"]


def test_a_ministry_carries_the_state_of_its_demonym(nlp):
    ((_, entity),) = found(nlp, "Le ministère grec de la Défense a protesté.")
    assert entity.country == "GR"


def test_an_acronym_in_parentheses_names_the_same_organisation_later(nlp):
    text = (
        "Le directeur de l'Institut national des routes polaires (INRP) a démissionné. "
        "Deux ans plus tard, l'INRP a fermé ses portes."
    )
    mentions = found(nlp, text)
    assert [surface for surface, _ in mentions] == ["Institut national des routes polaires", "INRP", "INRP"]
    assert len({entity.id for _, entity in mentions}) == 1
    assert mentions[0][1].aliases == ["INRP"]


def test_a_short_form_with_an_article_means_the_full_name_before(nlp):
    text = "Le Conseil de sécurité des Nations unies s'est réuni. Dans un communiqué, le Conseil a condamné l'attaque."
    mentions = found(nlp, text)
    assert [surface for surface, _ in mentions] == ["Conseil de sécurité des Nations unies", "Conseil"]
    assert mentions[0][1].id == mentions[1][1].id


def test_a_doubtful_name_needs_its_surroundings(nlp):
    assert [s for s, _ in found(nlp, "L'agence Fars rapporte une explosion. Selon Fars, personne n'est blessé.")] == [
        "Fars"
    ] * 2
    assert found(nlp, "La province de Fars est au sud de l'Iran.") == []


def test_offsets_point_into_the_text_as_given(nlp):
    text = "Selon l’« Organisation du traité de l’Atlantique Nord », rien n’a changé."
    assert [surface for surface, _ in found(nlp, text)] == ["Organisation du traité de l’Atlantique Nord"]


@pytest.mark.parametrize(
    "text", ["", " ", "(", "()", "ONU (", "« »", "Le", "de la de la de la", "OTAN" * 50, "(A) (B) (C)", "é\u0301l"]
)
def test_odd_texts_do_no_harm(nlp, text):
    found(nlp, text)


def test_the_tables_are_large_and_consistent():
    table = [*rows("organisations"), *rows("media")]
    assert len(table) >= 400
    assert len({row["id"] for row in table}) == len(table)
    for row in table:
        names = {row["name"], *row["aliases"].split("|")}
        assert row["name"], row
        assert all(form in names for form in row["ambiguous"].split("|") if form), row
        assert re.fullmatch(r"[A-Z]{2}|", row["country"]), row
        assert row["number"] in ("s", "p"), row
        assert row["source"], row


def test_a_user_table_overrides_and_adds(tmp_path):
    (tmp_path / "organisations.tsv").write_text(
        "id\tname\taliases\tkind\tcountry\tnumber\tambiguous\n"
        "brigade-test\tBrigade Aurore\tBAU\tarmed group\tXK\ts\t\n",
        "utf-8",
    )
    gazetteer = Gazetteer(forms(tmp_path))
    hits = {hit.form.entity.id for hit in gazetteer.find("La Brigade Aurore et l'Otan")}
    assert hits == {"org:brigade-test", "org:otan"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("l'Observatoire syrien des droits de l'homme (OSDH)", "Observatoire syrien des droits de l'homme"),
        ("l'Institut français des relations internationales (Ifri)", "Institut français des relations internationales"),
        ("Il vit dans le port de Brest (XYZ)", None),
    ],
)
def test_letters_of_an_acronym_lead_to_its_full_name(text, name):
    (acronym,) = acronyms(text)
    start = full_name_start(text, acronym)
    assert (text[start : acronym.opening].strip() if start is not None else None) == name


def test_the_component_runs_on_a_pipeline_without_model():
    set_extensions()
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("extractor_gazetteer")
    nlp.add_pipe("extractor_organisations")
    doc = nlp("Le siège de l'Otan est à Bruxelles.")
    assert [doc.text[m.start : m.end] for m in doc._.mentions] == ["Otan"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Selon Le Progrès, le convoi est parti. Le progrès est lent.", ["org:le-progres"]),
        ("La Maison blanche a démenti. Une maison blanche brûle.", ["org:maison-blanche"]),
        ("Le président du Conseil italien a dit non.", []),
        ("La coalition des volontaires se réunit mardi.", ["org:coalition-des-volontaires"]),
    ],
)
def test_known_names_in_other_capitals(nlp, text, ids):
    found = [m.entity_id for m in nlp(text)._.mentions if m.type == "ORG" and m.kind in {"name", "acronym"}]
    assert found == ids


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Il enseigne à l'Université de Bordeaux et chercheur au CNRS, il écrit.", ["Université de Bordeaux"]),
        ("L'Institut français de Jérusalem-Est est fermé.", ["Institut français de Jérusalem-Est"]),
        ("Le Haut Comité de l'opposition syrienne a dit non.", ["Haut Comité de l'opposition syrienne"]),
        ("Le Comité pour la paix a réagi.", ["Comité pour la paix"]),
        ("Les ministres turcs des Sports et de la Justice ont parlé.", []),
    ],
)
def test_where_a_name_by_its_noun_begins_and_ends(nlp, text, names):
    doc = nlp(text)
    assert [doc.text[m.start : m.end] for m in doc._.mentions if m.type == "ORG"][: len(names) or None] == names
