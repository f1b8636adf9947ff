"""People: which words name an individual, and who is who.

The sentences are marked up: `[Macron|Emmanuel Macron]` is a mention of the person whom the article calls so in full;
`[Emmanuel Macron]` alone stands for the same name; all other words name nobody.
"""

from __future__ import annotations

import re
import unicodedata

import pytest

_MARK = re.compile(r"\[([^|\]]+)(?:\|([^\]]+))?\]")


def read(marked: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The text without marks; place, surface and full name of each mention."""
    expected: list[tuple[int, str, str]] = []
    text, place = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[place : mark.start()]
        expected.append((len(text), mark[1], mark[2] or mark[1]))
        text += mark[1]
        place = mark.end()
    return text + marked[place:], expected


def people(doc) -> list[tuple[int, str, str]]:
    return [
        (m.start, doc.text[m.start : m.end], doc._.entities[m.entity_id].name)
        for m in doc._.mentions
        if m.type == "PERSON" and m.kind in {"name", "acronym"}
    ]


TITLES = [
    "M. [Macron] a reçu Mme [Merkel] à Paris.",
    "Selon MM. [Macron], [Scholz] et [Sunak], l'aide continuera.",
    "Le général [Burkhard] s'est rendu au Niger.",
    "« Le président [Trump] a tort », a dit un élu.",
    "Le ministre allemand de la Défense, [Boris Pistorius], est arrivé mardi.",
    "Le secrétaire d'Etat américain [Antony Blinken] et la ministre des Armées [Florence Parly] se sont parlé.",
    "Les ministres [Jean-Yves Le Drian] (Affaires étrangères) et [Florence Parly] (Armées) étaient présents.",
    "Des présidents français [Emmanuel Macron] et turc [Recep Tayyip Erdogan], on attend un geste.",
    "Le chef d'état-major, le général [Mark Milley], a parlé.",
    "Le Premier ministre israélien [Benjamin Netanyahu] a dit non. M. [Netanyahu|Benjamin Netanyahu] part.",
    "L'ambassadeur des Etats-Unis à Ankara [David Satterfield] a été reçu.",
    "Le président de l'Assemblée [Richard Ferrand] a parlé.",
    "La candidate MoDem [Marie Dupré] a perdu.",
    "Les députés [Paul Durand] (Calvados), [Anne Petit] (Nièvre) et [Marc Morel] (Rhône) ont voté.",
]

FORMS = [
    "La présidente de la Commission [Ursula von der Leyen] et l'ancien secrétaire général [Jaap de Hoop Scheffer].",
    "Le prince [Mohammed ben Salmane] dirige le royaume ; [MBS|Mohammed ben Salmane] a reçu ses hôtes.",
    "[Bachar al-Assad] a parlé. [Assad|Bachar al-Assad] reste, dit M. [al-Assad|Bachar al-Assad].",
    "[Jean-Yves Le Drian] est à Moscou. M. [Le Drian|Jean-Yves Le Drian] y restera.",
    "Le dirigeant nord-coréen [Kim Jong Un] a salué. Pour M. [Kim|Kim Jong Un], l'essai est réussi.",
    "Le président chinois [Xi Jinping] a appelé au calme. [Xi|Xi Jinping] recevra M. [Poutine].",
    "Le vice-président [J. D. Vance] a répondu à [Volodymyr Zelensky].",
    "Le ministre [Bruno Le Maire] est parti. M. [Le Maire|Bruno Le Maire] reviendra.",
    "« Nous suivions [Qassem (Soleimani)|Qassem Soleimani] depuis longtemps », a dit l'agent.",
    "« Que (Mike) [Pompeo|Mike Pompeo] se taise », a lancé le député.",
    "Les forces pro-[Haftar|Khalifa Haftar] ont fui. Le maréchal [Khalifa Haftar] nie.",
    "Le président [Abdel Fattah al-Sissi] a prévenu. M. [Sissi|Abdel Fattah al-Sissi] attend.",
    "Les amis de [Erwan L'Hermite] et de [Paul d'Anjou] attendent.",
    "L'ancien ministre de [Lionel Jospin] [Jean-Claude Gayssot] a parlé.",
    "EMMANUEL MACRON REÇOIT ANGELA MERKEL".replace("EMMANUEL MACRON", "[EMMANUEL MACRON]").replace(
        "ANGELA MERKEL", "[ANGELA MERKEL]"
    ),
    "« Que [Mike] [Pompeo|Mike Pompeo] se taise », a lancé le député.".replace("[Mike]", "(Mike)"),
    "(Washington) [Donald Trump] a menacé l'Iran mardi.",
    "Voilà le choix du MR. [Alexander De Croo] l'a annoncé.",
    "La politique de [Poutine] inquiète, quand la Russie avance.",
    "Syrte est la ville natale de [Kadhafi|Mouammar Kadhafi]. La Libye de [Mouammar Kadhafi] a disparu.",
    "Le chef de l'organisation iranienne [Ali Akbar Salehi] a parlé.",
]

MEMORY = [
    "[Poutine|Vladimir Poutine] opposé à l'accord\n\nLe président russe [Vladimir Poutine] a refusé mardi.",
    "Le président [Félix Tshisekedi] est à Paris. [Felix Tshsekedi|Félix Tshisekedi] s'est dit satisfait.",
    "Le sénateur [John McCain] est mort. Sous l'administration [Obama|Barack Obama], [McCain|John McCain] pesait. "
    "[Barack Obama] l'a salué.",
    "[Hillary Clinton] et [Bill Clinton] sont venus. Mme [Clinton|Hillary Clinton] a parlé, "
    "puis M. [Clinton|Bill Clinton].",
    "Le lieutenant de [Montebourg|Arnaud Montebourg] a parlé. [Arnaud Montebourg] s'est tu.",
    "78 % de ceux de [NKM|Nathalie Kosciusko-Morizet] votent. [Nathalie Kosciusko-Morizet] le dit.",
    "La délégation [Durand|Paul Durand]-[Petit|Anne Petit] rentre. [Paul Durand] et [Anne Petit] sont à Paris.",
    "« [Viktor|Viktor Orban] est un ami », a dit le ministre [Jean Morel] à [Viktor Orban].",
    "[Florence Parly] est née à Boulogne, pas à Florence. [Viktor Durand], un voisin, et [Jean Morel] le disent.",
    "Le ticket [von der Leyen|Ursula von der Leyen] plaît. [Ursula von der Leyen] est élue.",
    "Il voit en [de Gaulle|Charles de Gaulle] un chef. Les discours de [Gaulle|Charles de Gaulle] restent. "
    "[Charles de Gaulle] est mort.",
    "[Serge|Serge Klarsfeld] et [Beate Klarsfeld] sont venus.",
    "[Valéry Giscard d'Estaing] est élu. [VGE|Valéry Giscard d'Estaing] réforme.",
    "LE COMBAT DE [VALLS|Manuel Valls] PLAÎT\n\n[Manuel Valls] a parlé.",
]

INITIALS = [
    "[Charline F.] était là. [Antonin F.], 26 ans, dort. [Antonin|Antonin F.] se réveille.",
    "Selon [Ahmed B.], un voisin, la police est venue.",
    "« Non », a dit [Paul M.] Le procureur a requis.",
    "Il a vu [Paul B.] Mais il est parti avec M. [Durand].",
    "[George W. Bush] a reçu [John F. Kennedy].",
]

NOBODY = [
    "Un raid a visé Khan Younès. Il se rendait à Khan Cheikhoun.",
    "Les ambassades à Al Qods ont protesté.",
    "Le porte-avions Charles de Gaulle a quitté Toulon.",
    "L'aéroport Charles-de-Gaulle et l'hôpital Georges Pompidou sont fermés.",
    "La fondation Jean Jaurès publie une étude sur la rue Victor Hugo.",
    "Les Européens et les Kurdes se méfient de l'Etat islamique.",
    "Samedi, Paris et Washington ont consulté Londres.",
    "Les habitants de la ville de Tal Abyad ont fui.",
    "L'opération Barkhane continue dans la région de Kidal.",
    "Le navire sismique turc Oruç Reis a quitté la zone. L'Oruç Reis était escorté.",
    "L'Abraham Lincoln a quitté le port de Norfolk.",
    "Les combattants ont fui Tarhouna, ville située à 80 km.",
    "Le maire s'est rendu à Albert (Somme) dimanche.",
    "Les tulipes de Hollande ont gelé en France.",
    "Le gouverneur de Rio de Janeiro est contesté.",
    "FILIPPETTI, HAMON ET DUFLOT",
    "Il a été reçu à Clarence House, près du parc.",
    "Ils ont passé un séjour en Émilie Romagne.",
    "Le syndicat policier Alliance a annoncé une plainte.",
    "Deux contrats ont été signés avec l'Arabie saoudite (Sawari II) en 1994.",
]


@pytest.mark.parametrize("marked", [*TITLES, *FORMS, *MEMORY, *INITIALS, *NOBODY])
def test_names(nlp, marked):
    text, expected = read(marked)
    assert people(nlp(text)) == expected


def test_two_people_of_one_name_stay_two(nlp):
    doc = nlp("Le général Qassem Soleimani est mort. Le scientifique Massoud Soleimani a été libéré par Washington.")
    assert len({m.entity_id for m in doc._.mentions if m.type == "PERSON"}) == 2


def test_the_id_comes_from_the_fullest_name(nlp):
    doc = nlp("M. Macron est arrivé. Emmanuel Macron repart demain.")
    assert {m.entity_id for m in doc._.mentions if m.type == "PERSON"} == {"person:emmanuel-macron"}
    assert doc._.entities["person:emmanuel-macron"].aliases == ["Macron"]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Mme Merkel a parlé.", "f"),
        ("M. Poutine a parlé.", "m"),
        ("La ministre de la Défense Annegret Kramp-Karrenbauer a parlé.", "f"),
        ("Florence Parly a parlé.", "f"),
        ("Emmanuel Macron a parlé.", "m"),
    ],
)
def test_gender(nlp, text, gender):
    assert [e.gender for e in nlp(text)._.entities.values() if e.type == "PERSON"] == [gender]


BROKEN = ["", " ", "\n\n", ".", "M.", "M. ", "MM. et", "(M. X", "Le président", "« »", "A. B. C.", "\u200b\u0301"]


@pytest.mark.parametrize("text", BROKEN)
def test_no_text_breaks_it(nlp, text):
    nlp(text)


def test_offsets_point_into_the_text_with_odd_spaces_and_apostrophes(nlp):
    text = "L’opposant Alexeï\u00a0Navalny, d’après M.\u202fMacron, va mieux."
    found = people(nlp(text))
    assert [surface for _, surface, _ in found] == ["Alexeï\u00a0Navalny", "Macron"]
    assert all(text[start : start + len(surface)] == surface for start, surface, _ in found)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Le président Zelensky est attendu.", "person:volodymyr-zelensky"),
        ("L'Ukraine attend des armes, a dit M. Zelensky.", "person:volodymyr-zelensky"),
        ("M. Zelensky a ouvert une boulangerie.", "person:zelensky"),
        ("Le général Poutine commande un régiment en Russie.", "person:poutine"),
        ("Le président russe Vladimir Putin a parlé.", "person:vladimir-poutine"),
    ],
)
def test_a_holder_of_an_office_is_known_by_the_family_name(nlp, text, entity):
    assert {m.entity_id for m in nlp(text)._.mentions if m.type == "PERSON"} == {entity}


def test_soft_hyphens_stand_within_names(nlp):
    text = "Le président Em\u00admanuel Ma\u00adcron a parlé."
    assert people(nlp(text)) == [(13, "Em\u00admanuel Ma\u00adcron", "Emmanuel Macron")]


def test_accents_of_their_own_stand_within_names(nlp):
    text = unicodedata.normalize("NFD", "Le président Félix Tshisekedi a reçu M. Hervé Morel.")
    assert [name for _, _, name in people(nlp(text))] == ["Félix Tshisekedi", "Hervé Morel"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("La porte-parole de l'opposant, Anne Petit, a démenti.", "porte-parole de l'opposant"),
        ("Selon le délégué général d'En Marche !, Paul Durand, la date est fixée.", "délégué général d'En Marche"),
        ("« Non », a dit le porte-parole des forces pro-GNA, Paul Durand.", "porte-parole des forces"),
        (
            "Le directeur du Programme alimentaire mondial (PAM), Paul Durand.",
            "directeur du Programme alimentaire mondial",
        ),
        ("Le ministre du gouvernement reconnu par l'ONU, Paul Durand, est là.", "ministre du gouvernement"),
        (
            "Le vice-président du groupe Les Républicains (LR) à l'Assemblée, Paul Durand.",
            "vice-président du groupe Les Républicains",
        ),
        ("Le président (LR) du Sénat, Paul Durand, est là.", "président (LR) du Sénat"),
        ("Le maire LREM de la ville, Paul Durand, est là.", "maire LREM de la ville"),
        ("Le maire du XVe arrondissement, Paul Durand, est là.", "maire du XVe arrondissement"),
        ("L'épouse du président de la Ligue, Anne Petit, était là.", "épouse du président de la Ligue"),
        ("Après la visite du président américain, Paul Durand a quitté Paris.", None),
        ("Avec le ministre turc de la Défense, Paul Durand a parlé du Mali.", None),
        ("Le ministre de l'Intérieur et le chef de l'armée, Paul Durand.", "chef de l'armée"),
        ("Le ministre Jean Morel, Paul Durand et Anne Petit sont là.", None),
    ],
)
def test_a_name_behind_a_comma_has_the_function_before_it(nlp, text, role):
    (person,) = [e for e in nlp(text)._.entities.values() if e.name in {"Paul Durand", "Anne Petit"}][:1]
    assert person.role == role
