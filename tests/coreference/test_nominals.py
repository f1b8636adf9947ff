"""Descriptions of persons: which are found, and whom they mean."""

from __future__ import annotations

import pytest

from extractor.annotations import Entity
from extractor.coreference.nominals import find_phrases, same_function, suits
from extractor.coreference.office_holders import known_roles
from extractor.entities.roles import Role


def nominals(doc):
    return [
        (doc.text[m.start : m.end], doc._.entities[m.entity_id].name) for m in doc._.mentions if m.kind == "nominal"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le président français Emmanuel Macron est arrivé mardi. Le chef de l'État doit y rencontrer des élus.",
            ("Le chef de l'État", "Emmanuel Macron"),
        ),
        (
            "Le secrétaire d'État américain Antony Blinken est à Kiev. "
            "« Nous tiendrons », a assuré le chef de la diplomatie américaine.",
            ("le chef de la diplomatie américaine", "Antony Blinken"),
        ),
        (
            "Le ministre allemand de la Défense, Boris Pistorius, a visité la base. Le ministre a salué les soldats.",
            ("Le ministre", "Boris Pistorius"),
        ),
        (
            "Lloyd Austin, secrétaire américain à la Défense, est à Tokyo. Le chef du Pentagone repart jeudi.",
            ("Le chef du Pentagone", "Lloyd Austin"),
        ),
        (
            "Vladimir Poutine s'est exprimé mardi. Le président russe a menacé de représailles.",
            ("Le président russe", "Vladimir Poutine"),
        ),
        (
            "Emmanuel Macron recevra Volodymyr Zelensky. Le discours du président ukrainien est attendu.",
            ("président ukrainien", "Volodymyr Zelensky"),
        ),
    ],
)
def test_meant(nlp, text, expected):
    assert expected in nominals(nlp(text))


@pytest.mark.parametrize(
    "text",
    [
        "Le président Emmanuel Macron est arrivé mardi.",  # a title
        "Le chef de la diplomatie russe, Sergueï Lavrov, est arrivé.",  # an apposition
        "Emmanuel Macron a été élu président de la République.",  # a predicate
        "Emmanuel Macron est arrivé. Le président sud-africain a pris la parole.",  # another state
        "Emmanuel Macron est arrivé. Un président ne devrait pas dire cela.",  # anybody
        "La ministre des Armées Florence Parly est arrivée. Le ministre du Budget a démenti.",  # another office
    ],
)
def test_not_meant(nlp, text):
    assert nominals(nlp(text)) == []


def test_son_homologue(nlp):
    doc = nlp(
        "Emmanuel Macron et Vladimir Poutine préparent leur sommet. Emmanuel Macron a appelé son homologue russe mardi."
    )
    assert ("son homologue russe", "Vladimir Poutine") in nominals(doc)


def test_a_contracted_article_stays_outside(nlp):
    doc = nlp("Le discours du président français était attendu.")
    assert [doc.text[p.start : p.end] for p in find_phrases(doc)] == ["président français"]


def test_an_expert_is_whoever_was_introduced_as_one():
    expert = Role("expert", "expert", "expert")
    researcher = Role("chercheur", "expert", "expert", complement="institut")
    general = Role("général", "rank", "general")
    assert same_function(expert, researcher) > 0
    assert same_function(expert, general) == 0


def test_another_state_excludes():
    person = Entity("person:x", "PERSON", "X", gender="m")
    phrase = Role("président", "office", "head-of-state", state="TR")
    assert suits(phrase, [Role("président", "office", "head-of-state", state="TR")], person) > 0
    assert suits(phrase, [Role("président", "office", "head-of-state", state="GR")], person) == 0


def test_gender_excludes():
    woman = Entity("person:x", "PERSON", "X", gender="f")
    phrase = Role("ministre", "office", "minister", gender="m")
    assert suits(phrase, [Role("ministre", "office", "minister")], woman) == 0


def test_who_is_known():
    assert {r.state for r in known_roles(Entity("person:x", "PERSON", "Vladimir Poutine"))} == {"RU"}
    assert known_roles(Entity("person:y", "PERSON", "Jeanne Dupont")) == ()


@pytest.mark.parametrize(
    ("sentence", "speakers"),
    [
        ("Le porte-parole du président russe Vladimir Poutine a déclaré que rien ne pressait.", []),
        ("Le conseiller du président Joe Biden, Jake Sullivan, a affirmé que rien ne pressait.", ["Jake Sullivan"]),
        ("Le conseiller du président américain, Robert O'Brien, affirme que rien ne presse.", ["Robert O'Brien"]),
        ("Selon le porte-parole du président russe, Vladimir Poutine, rien ne presse.", []),
        ("Le chef de la milice, un proche de Vladimir Poutine, affirme que rien ne presse.", []),
    ],
)
def test_a_name_belongs_to_the_innermost_function(nlp, sentence: str, speakers: list[str]) -> None:
    doc = nlp(sentence)
    (statement,) = doc._.statements
    assert [doc._.entities[i].name for i in statement.speaker_ids] == speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a party's president is a mayor as well
            "François Bayrou, président du MoDem, était interrogé mardi. « Il faut agir », a dit François Bayrou. "
            "« C'est urgent », a ajouté le maire de Pau.",
            ("le maire de Pau", "François Bayrou"),
        ),
        (  # news of a speaker in passing, with a complement that is not read to its end
            "« Il faut attendre », estime Christian Estrosi. "
            "« Rien ne presse », a ajouté l'ancien président de la région Provence-Alpes-Côte d'Azur.",
            ("l'ancien président de la région Provence-Alpes-Côte d'Azur", "Christian Estrosi"),
        ),
        (
            "« Il va mieux », a dit Frédéric Salat-Baroux. « Il rentrera chez lui », a dit le mari de Claude Chirac.",
            ("le mari", "Frédéric Salat-Baroux"),
        ),
    ],
)
def test_who_goes_on_speaking(nlp, text, expected):
    assert expected in nominals(nlp(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # named in whatever place, but nobody else may be meant
            "Les propos de Julian Assange ont surpris. « Nous publierons », a prévenu le fondateur de WikiLeaks.",
            ("le fondateur de WikiLeaks", "Julian Assange"),
        ),
        (
            "Le procès de Jérôme Cahuzac a repris. Jérôme Cahuzac est arrivé tôt. L'accusé a nié les faits.",
            ("L'accusé", "Jérôme Cahuzac"),
        ),
        (
            "Un tribunal a jugé Jérôme Cahuzac, ministre en 2012. « Je suis innocent », a répondu l'intéressé.",
            ("l'intéressé", "Jérôme Cahuzac"),
        ),
        (  # addressed, not of the function
            "Emmanuel Macron est venu. « Merci », a dit le chef de l'Etat à un ancien résistant.",
            ("le chef de l'Etat", "Emmanuel Macron"),
        ),
        (
            "Jair Bolsonaro, président d'extrême droite du Brésil, a parlé. Le chef de l'Etat a fustigé la presse.",
            ("Le chef de l'Etat", "Jair Bolsonaro"),
        ),
    ],
)
def test_the_only_one_it_suits(nlp, text, expected):
    assert expected in nominals(nlp(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Emmanuel Macron visite Londres. L'ancien ministre de l'Economie y a des amis.",
            [("L'ancien ministre de l'Economie", "Emmanuel Macron")],
        ),
        ("Emmanuel Macron visite Londres. Le ministre de l'Economie reste à Paris.", []),
        ("Marine Le Pen visite Londres. Les amis de la présidente de la région restent à Lyon.", []),
        ("Nicole Belloubet visite Londres. La ministre des Sports reste à Paris.", []),
    ],
)
def test_offices_that_are_known(nlp, text, expected):
    assert nominals(nlp(text)) == expected


def test_who_presides_over_a_state_presides_over_no_party(nlp):
    doc = nlp("Emmanuel Macron a reçu les élus. « Nous verrons », a dit le président du MoDem.")
    assert nominals(doc) == []


@pytest.mark.parametrize(
    "text",
    [
        "Jean-Luc Mélenchon est venu. Ce qui l'intéresse est la loi.",
        "Dmitri Peskov a démenti. Cet agent chimique tue vite.",
        "Au lendemain du vote, l'ancien ministre a démenti. Emmanuel Macron est arrivé.",
        "« J'ai tout vu », a dit Jean-Luc Mélenchon. « Qu'avez-vous vu ? », a demandé la juge.",
        "« J'ai tout vu », a dit Jean-Luc Mélenchon. Le candidat et socialiste revendiqué Bernie Sanders a répondu.",
        "Le président russe reçoit Bachar al-Assad. Le président syrien a salué ce geste. Le candidat a dit non.",
    ],
)
def test_who_does_not_go_on(nlp, text):
    assert not {"la juge", "Le candidat", "l'intéresse", "Cet agent", "l'ancien ministre"} & {
        surface for surface, _ in nominals(nlp(text))
    }


@pytest.mark.parametrize(
    ("sentence", "speakers"),
    [
        ("« Tout va bien », a dit la porte-parole de l'opposant, Marie Durand, mardi.", ["Marie Durand"]),
        ("Selon son médecin, Nicolas Sarkozy souffre du dos.", []),
    ],
)
def test_whose_title_it_is(nlp, sentence: str, speakers: list[str]) -> None:
    (statement,) = nlp(sentence)._.statements
    assert [nlp(sentence)._.entities[i].name for i in statement.speaker_ids] == speakers
