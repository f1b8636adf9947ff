"""Countries: names, demonyms, compounds, capitals; and what only looks like them.

The sentences are marked up: `[Moscou|RU]` is a mention of Russia; all other words are none.
"""

from __future__ import annotations

import re

import pytest

from extractor import knowledge
from extractor.entities.countries import forms

_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def read(marked: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The text without marks, and start, surface and ISO code of each mention."""
    expected, text, place = [], "", 0
    for mark in _MARK.finditer(marked):
        text += marked[place : mark.start()]
        expected.append((len(text), mark[1], mark[2]))
        text += mark[1]
        place = mark.end()
    return text + marked[place:], expected


def countries(doc) -> list[tuple[int, str, str]]:
    return [
        (m.start, doc.text[m.start : m.end], doc._.entities[m.entity_id].iso)
        for m in doc._.mentions
        if m.type == "COUNTRY"
    ]


def kinds(doc) -> list[tuple[str, str]]:
    return [(doc.text[m.start : m.end], m.kind) for m in doc._.mentions if m.type == "COUNTRY"]


NAMES = [
    "Les [États-Unis|US] et le [Royaume-Uni|GB] ont consulté la [Corée du Sud|KR].",
    "Les [Etats-Unis|US] négocient avec la [RPDC|KP] et la [République populaire démocratique de Corée|KP] se tait.",
    "La [RDC|CD] accuse le [Rwanda|RW] ; la [République démocratique du Congo|CD] a rappelé son ambassadeur.",
    "Les [Émirats|AE] et les [Emirats arabes unis|AE] sont un seul État.",
    "Le [Swaziland|SZ] s'appelle aujourd'hui [Eswatini|SZ], et la [Birmanie|MM] le [Myanmar|MM].",
    "L'[Etat hébreu|IL] a répondu à l'[Iran|IR].",
    "La [Côte d’Ivoire|CI] et la [Côte d'Ivoire|CI] ne font qu'une.",
    "La [Corée-du-Sud|KR] et la [Nouvelle Zélande|NZ] participent.",
    "L'[AFGHANISTAN|AF] ET LE [PAKISTAN|PK] SE PARLENT.",
    "Les forces pro-[Iran|IR] quittent l'[Irak|IQ].",
    "Les [Etats-unis|US] et la [Grande-bretagne|GB] ont voté, les [Etats‑Unis|US] aussi.",
]

DEMONYMS = [
    "Le ministre [japonais|JP] a reçu une délégation [sud-coréenne|KR] et deux [Américains|US].",
    "L'accord [nippo|JP]-[américain|US] gêne les diplomates [russo|RU]-[turcs|TR] et [irano|IR]-[américains|US].",
    "Une manifestation anti-[américaine|US] et un groupe pro-[iranien|IR].",
    "Les soldats [burkinabè|BF], [nigériens|NE] et [nigérians|NG] patrouillent.",
    "Le conflit [israélo|IL]-arabe et le retrait [américano|US]-taliban.",
    "L'industriel [allemand|DE] Rheinmetall et l'[américain|US] Boeing s'entendent.",
    "Le parlement [turc|TR] a voté, le Parlement [français|FR] aussi.",
]

NOT_COUNTRIES = [
    "Il s'exprime en français et parle russe, puis traduit de l'anglais.",
    "Le texte existe en plusieurs langues (français, arabe, turc).",
    "Les pays sud-américains et les Afro-Américains ont voté.",
    "La mer de Chine méridionale et le golfe d'Oman sont surveillés.",
    "L'Amérique latine observe.",
    "Maurice et Dominique ont signé la pétition.",
    "Il habite à Luxembourg, près du jardin du Luxembourg.",
    "Un couteau suisse et des montagnes russes.",
    "La région Île-de-France et les Hauts-de-France.",
]


@pytest.mark.parametrize("marked", NAMES + DEMONYMS + NOT_COUNTRIES)
def test_names_and_demonyms(nlp, marked):
    text, expected = read(marked)
    assert countries(nlp(text)) == expected


CAPITALS = [
    "[Washington|US] a annoncé de nouvelles sanctions contre [Téhéran|IR], a-t-on appris à Vienne.",
    "Les relations entre [Moscou|RU] et [Ankara|TR] se tendent.",
    "Selon [Paris|FR], la [Russie|RU] a déployé des missiles près de Minsk.",
    "Le régime de [Damas|SY] a reçu l'aide de [Moscou|RU].",
    "[Paris|FR], [Londres|GB] et [Berlin|DE] ont averti l'[Iran|IR].",
    "Les groupes soutenus par [Ankara|TR] ont quitté la [Syrie|SY].",
    "La [Grèce|GR] estime que [Ankara|TR] viole ses eaux.",
    "L'axe [Paris|FR]-[Berlin|DE] inquiète la [Pologne|PL].",
    "Le ministre a exhorté jeudi [Pékin|CN] à faire pression sur [Pyongyang|KP].",
    "Les milices pro-[Téhéran|IR] ont frappé l'[Irak|IQ].",
]

PLACES = [
    "La réunion s'est tenue à Bruxelles puis à Paris, loin de l'[Ukraine|UA].",
    "MOSCOU (AFP) - La [Russie|RU] et la [Chine|CN] ont signé.",
    "L'avion de la [France|FR] a volé de Paris à Londres avant de rejoindre Rome.",
    "Des combats ont éclaté au sud de Kiev et dans les rues de Bagdad, selon l'[Iran|IR].",
    "Le Paris-Saint-Germain a battu un club d'[Espagne|ES].",
    "L'aéroport de Kaboul a été fermé par les [Américains|US].",
    "Les accords de Minsk lient la [Russie|RU] et l'[Ukraine|UA].",
    "(Washington) L'[Iran|IR] a refusé mardi.",
    "Rome est l'une des grandes villes de l'[Italie|IT].",
    "Les zones rouges, dont Paris, restent fermées en [Allemagne|DE].",
]


@pytest.mark.parametrize("marked", CAPITALS + PLACES)
def test_capitals(nlp, marked):
    text, expected = read(marked)
    assert countries(nlp(text)) == expected


def test_a_capital_of_an_article_about_one_country_is_a_city(nlp):
    assert countries(nlp("Paris veut fermer les voies sur berge aux voitures.")) == []


AMBIGUOUS = [
    ("L'armée congolaise a perdu Goma. Le Nord-Kivu est en guerre.", "congolaise", "CD"),
    ("À Brazzaville, le président congolais a reçu ses ministres.", "congolais", "CG"),
    ("L'armée guinéenne a pris le pouvoir. Bissau est calme, dit la Guinée-Bissau.", "guinéenne", "GW"),
    ("L'armée guinéenne a pris le pouvoir à Conakry.", "guinéenne", "GN"),
    ("L'armée coréenne de Kim Jong Un a tiré un missile depuis Pyongyang.", "coréenne", "KP"),
    ("L'armée coréenne a défilé.", "coréenne", "KR"),
    ("Les rebelles soudanais ont quitté Juba, capitale du Soudan du Sud.", "soudanais", "SS"),
    ("Les Sud-Soudanais ont témoigné, les rebelles soudanais aussi.", "soudanais", "SD"),
]


@pytest.mark.parametrize(("text", "surface", "iso"), AMBIGUOUS)
def test_a_shared_demonym_is_of_the_country_of_the_article(nlp, text, surface, iso):
    assert (text.index(surface), surface, iso) in countries(nlp(text))


def test_the_koreas_by_point_of_the_compass(nlp):
    text, expected = read(
        "La [Corée du Nord|KP] a tiré un missile, a dit la [Corée du Sud|KR]. Le [Nord|KP] menace le [Sud|KR], dans le "
        "nord du pays et à l'est de la mer du Nord."
    )
    assert countries(nlp(text)) == expected


def test_the_points_of_the_compass_elsewhere(nlp):
    assert countries(nlp("Le Nord et le Sud de la région sont touchés.")) == []


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("La Géorgie et l'Abkhazie se parlent à Tbilissi.", ["GE"]),
        ("Donald Trump a perdu la Géorgie, dont la capitale est Atlanta.", []),
        ("La Dominique a été frappée par un ouragan.", ["DM"]),
        ("L'île Maurice est fière de sa flotte.", ["MU"]),
    ],
)
def test_namesakes(nlp, text, isos):
    assert [iso for _, _, iso in countries(nlp(text))] == isos


def test_kinds(nlp):
    doc = nlp("La Suisse et la RDC reçoivent un Suisse ; selon Moscou, l'envoyé russe y sera.")
    assert kinds(doc) == [
        ("Suisse", "name"),
        ("RDC", "acronym"),
        ("Suisse", "demonym"),
        ("Moscou", "metonym"),
        ("russe", "demonym"),
    ]


def test_the_entity_is_linked(nlp):
    entity = nlp("Le Japon est prêt.")._.entities["country:JP"]
    assert (entity.name, entity.iso, entity.wikidata, entity.country) == ("Japon", "JP", "Q17", "JP")


def test_entities_of_one_article_are_not_those_of_another(nlp):
    first, second = nlp("Le Japon est prêt."), nlp("Le Japon attend.")
    first._.entities["country:JP"].aliases.append("Nippon")
    assert second._.entities["country:JP"].aliases == []


# The tables


def test_every_member_of_the_united_nations_is_known():
    isos = {row["iso"] for row in knowledge.rows("countries")}
    assert len(isos) >= 197
    assert {"VA", "PS", "TW", "XK", "GL", "HK", "SS", "TL", "ME"} <= isos


def test_every_sovereign_state_has_a_demonym_in_four_forms():
    states = {iso for row in knowledge.rows("demonyms") for iso in knowledge.split(row["iso"])}
    for row in knowledge.rows("demonyms"):
        assert all(row[c] for c in ("masculine", "feminine", "masculine_plural", "feminine_plural")), row["id"]
    assert {"AE", "AG", "CD", "CG", "CV", "DM", "DO", "GW", "GY", "JM", "KG", "KI", "KN", "KP", "KR", "LK"} <= states
    assert {"LR", "LS", "NZ", "PS", "PW", "SB", "SL", "SZ", "TJ", "TO", "TT", "TV", "UZ", "VA", "VU", "ZA"} <= states


def test_every_country_has_a_wikidata_id():
    assert [row["iso"] for row in knowledge.rows("countries") if not row["wikidata"].startswith("Q")] == []


def test_every_reference_to_a_country_is_known():
    isos = {row["iso"] for row in knowledge.rows("countries")}
    for table in ("demonyms", "compound_prefixes", "metonyms", "country_clues"):
        for row in knowledge.rows(table):
            assert set(knowledge.split(row["iso"])) <= isos, (table, row["id"])


def test_homonyms_are_names_of_countries():
    known = {form.text for form in forms()}
    for row in knowledge.rows("country_homonyms"):
        assert set(knowledge.split(row["id"])) <= known
        assert set(knowledge.split(row["needs"])) <= {"article", "document", "unrivalled", "topic"}
