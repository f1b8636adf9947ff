"""Pronouns: which are found, which stand for nobody, and whom the others mean."""

from __future__ import annotations

import pytest

from extractor.coreference.pronouns import counts_dead, find_pronouns, is_impersonal


def meant(doc, surface, *, nth=1):
    """Names of those whom the n-th pronoun `surface` (as a word of its own) means."""
    places = [m for m in doc._.mentions if m.kind == "pronoun" and doc.text[m.start : m.end].lower() == surface.lower()]
    starts = sorted({m.start for m in places})
    if len(starts) < nth:
        return []
    return [doc._.entities[m.entity_id].name for m in places if m.start == starts[nth - 1]]


@pytest.mark.parametrize(
    "clause",
    [
        "il faut agir",
        "il ne faut pas céder",
        "il n'y a pas d'accord",
        "il pourrait y avoir des victimes",
        "il puisse y avoir des victimes",
        "il s'agit d'un accord",
        "il est clair que la trêve tient",
        "il est nécessaire de partir",
        "il était trop tôt pour conclure",
        "il semble que la trêve tienne",
        "il reste à convaincre les alliés",
        "il a été décidé de partir",
        "il est 20 heures",
        "il fait froid",
        "il en va de la sécurité du pays",
        "il ne fait aucun doute que la trêve tiendra",
        "il existe des solutions",
        "il revient au gouvernement de décider",
        "il « faut » agir",
        "il n'« est pas question » de céder",
        "il appartiendra au président de décider",
        "il leur arrive de mentir",
        "il est demandé aux soldats de rester",
        "il était reproché à M. Martin d'avoir menti",
        "il ne reste plus au maire que son écharpe",
        "il va de soi que la trêve tiendra",
        "il aura fallu deux ans",
    ],
)
def test_impersonal(clause):
    assert is_impersonal(clause, 0, 2)


@pytest.mark.parametrize(
    "clause",
    [
        "il appartient à la mouvance islamiste",
        "il arrive de Paris",
        "il a demandé aux soldats de rester",
        "il arrive à convaincre ses alliés de partir",
        "il y a participé",
        "il est convaincu que la trêve tient",
        "il est prêt à partir",
        "il semble vouloir partir",
        "il reste convaincu",
        "il revient de Berlin",
        "il a été arrêté",
        "il s'est défendu de toute naïveté",
        "il est accusé de trahison",
    ],
)
def test_personal(clause):
    assert not is_impersonal(clause, 0, 2)


@pytest.mark.parametrize(
    ("clause", "expected"), [("faut-il", True), ("y a-t-il", True), ("a-t-il", False), ("ajoute-t-il", False)]
)
def test_inverted(clause, expected):
    assert is_impersonal(clause, len(clause) - 2, len(clause)) is expected


def test_a_toll_has_an_event_for_its_subject():
    assert counts_dead("Il a fait plus de douze morts.", 2)
    assert not counts_dead("Il a fait un discours.", 2)


def test_offsets_are_those_of_the_word_alone(nlp):
    doc = nlp("« Oui », a-t-il dit. Selon elle, ce dernier viendra.")
    assert [doc.text[p.start : p.end] for p in find_pronouns(doc)] == ["il", "elle", "ce dernier"]


def test_shapes(nlp):
    doc = nlp("Selon lui, c'est clair. Il lui a parlé. Il est venu lui-même. « Non », dit-elle.")
    shapes = {doc.text[p.start : p.end].lower() + str(p.start): p.shape for p in find_pronouns(doc)}
    assert list(shapes.values()) == ["source", "subject", "dative", "subject", "emphatic", "inverted"]


def test_ce_dernier_before_its_noun_is_no_pronoun(nlp):
    assert find_pronouns(nlp("Sur ce dernier point, rien n'est décidé.")) == []


def test_the_speaker_goes_on(nlp):
    doc = nlp(
        "« Nous sommes prêts », a déclaré Emmanuel Macron à l'issue de la réunion. "
        "« Rien n'est décidé », a-t-il ajouté. Selon lui, la trêve tient."
    )
    assert meant(doc, "il") == ["Emmanuel Macron"]
    assert meant(doc, "lui") == ["Emmanuel Macron"]


def test_gender_decides(nlp):
    doc = nlp(
        "La chancelière allemande Angela Merkel a reçu Emmanuel Macron à Berlin. "
        "« L'Europe doit avancer », a-t-elle déclaré."
    )
    assert meant(doc, "elle") == ["Angela Merkel"]


def test_reported_content(nlp):
    doc = nlp("Emmanuel Macron a ajouté qu'il saluait cet accord.")
    assert meant(doc, "il") == ["Emmanuel Macron"]


def test_an_organisation_that_speaks(nlp):
    doc = nlp(
        "« La situation est grave », a averti l'Otan dans un communiqué. « Nous restons prêts », a-t-elle ajouté."
    )
    assert meant(doc, "elle") == ["Organisation du traité de l'Atlantique Nord"]


def test_an_unnamed_speaker_goes_on_unnamed(nlp):
    doc = nlp(
        "Emmanuel Macron s'est rendu à Berlin mardi. « Rien n'est décidé », a confié un diplomate à la presse. "
        "« Il faut attendre », a-t-il ajouté."
    )
    assert meant(doc, "il") == []


def test_inside_a_quotation_the_pronoun_is_not_its_speaker(nlp):
    doc = nlp("Emmanuel Macron a reçu Vladimir Poutine. « Je crois qu'il veut la paix », a déclaré Emmanuel Macron.")
    assert "Emmanuel Macron" not in meant(doc, "il")


def test_a_thing_is_no_person(nlp):
    doc = nlp("Emmanuel Macron a présenté le texte mardi. Le texte a été approuvé. Il entrera en vigueur en mai.")
    assert meant(doc, "il") == []


def test_impersonal_pronouns_mean_nobody(nlp):
    doc = nlp("Emmanuel Macron s'est exprimé mardi. Il faut agir, a-t-il dit. Il y a urgence.")
    assert [m for m in doc._.mentions if m.kind == "pronoun" and doc.text[m.start : m.end] == "Il"] == []


def test_before_the_name(nlp):
    doc = nlp("Alors qu'il arrivait à Bruxelles, Emmanuel Macron a refusé de répondre.")
    assert meant(doc, "il") == ["Emmanuel Macron"]


def test_ce_dernier_is_the_last_named(nlp):
    doc = nlp("Emmanuel Macron a téléphoné à Vladimir Poutine. Ce dernier a refusé la trêve.")
    assert meant(doc, "ce dernier") == ["Vladimir Poutine"]


def test_emphatic(nlp):
    doc = nlp("Emmanuel Macron a lui-même donné son accord.")
    assert meant(doc, "lui-même") == ["Emmanuel Macron"]


@pytest.mark.parametrize(
    ("text", "pronoun", "expected"),
    [
        ("Angela Merkel est arrivée lundi. Emmanuel Macron l'a remerciée pour son soutien.", "l'", ["Angela Merkel"]),
        ("Sergueï Lavrov est arrivé lundi. Emmanuel Macron doit le rencontrer mardi.", "le", ["Sergueï Lavrov"]),
        ("L'accord a été signé lundi. Emmanuel Macron l'a salué mardi.", "l'", []),
        ("Joe Biden a parlé du traité. « Il faut le signer », a-t-il dit.", "le", []),
        ("Boris Johnson a été élu. Theresa May a voté contre lui.", "lui", ["Boris Johnson"]),
        ("Theresa May a été battue. Boris Johnson avait voté contre elle.", "elle", ["Theresa May"]),
        ("Emmanuel Macron remercie Angela Merkel, qui lui a écrit.", "lui", ["Emmanuel Macron"]),
        ("Vladimir Poutine était au courant. Lui le savait depuis mars.", "lui", ["Vladimir Poutine"]),
        ("Vladimir Poutine a perdu. Emmanuel Macron peut-il gagner ?", "il", ["Emmanuel Macron"]),
        ("Emmanuel Macron a parlé. Le conflit va-t-il durer ?", "il", []),
        ("Emmanuel Macron a vu Joe Biden. Selon Joe Biden, il viendra.", "il", ["Emmanuel Macron"]),
        ("Emmanuel Macron est venu. « Il a tort », a dit le président français.", "Il", []),
        ("François Hollande a écrit un livre. Il doit être publié mardi.", "Il", []),
        ("François Hollande a dit qu'il allait porter plainte.", "il", ["François Hollande"]),
        ("« Le texte sera voté », est-il écrit dans un communiqué de François Hollande.", "il", []),
        ("L'impôt est utile parce qu'il s'adaptera, assure Gérald Darmanin.", "il", []),
        ("Depuis le Caire où il menait des pourparlers, Jean Dupont a parlé.", "il", ["Jean Dupont"]),
        ("C'est désormais au tour de Jean Dupont de partir. Il a dit non.", "Il", ["Jean Dupont"]),
        ("Marie Durand, l'une des lieutenantes de Paul Martin, est venue. Elle a dit non.", "Elle", ["Marie Durand"]),
        ("Gérard Collomb est venu. « Je lui ai dit non », a dit l'ancien ministre.", "lui", []),
        (
            "Damien Abad a parlé. Bruno Retailleau, cité par la presse, est lui favorable à un vote.",
            "lui",
            ["Bruno Retailleau"],
        ),
        (
            "Damien Abad a parlé. Bruno Retailleau a lui dénoncé une injustice.",
            "lui",
            ["Bruno Retailleau"],
        ),
        (
            "Emmanuel Macron a parlé. Le Premier ministre Edouard Philippe a quant à lui salué les soldats.",
            "lui",
            ["Edouard Philippe"],
        ),
        (
            "Emmanuel Macron a reçu Ursula von der Leyen à l'Elysée. Cette dernière a estimé que tout allait bien.",
            "Cette dernière",
            ["Ursula von der Leyen"],
        ),
        (
            "Damien Abad a parlé. Le chef de la diplomatie Jean-Yves Le Drian a lui fait état d'un accord.",
            "lui",
            ["Jean-Yves Le Drian"],
        ),
        (
            "Joe Biden a parlé. Emmanuel Macron a écrit à Vladimir Poutine, lui demandant de céder.",
            "lui",
            ["Vladimir Poutine"],
        ),
        ("Joe Biden a parlé. Nicolas Maduro a reçu une lettre lui demandant de partir.", "lui", ["Nicolas Maduro"]),
        (
            "Marine Le Pen était en retard. « Je viens », a dit celle qui est députée du Pas-de-Calais.",
            "celle",
            ["Marine Le Pen"],
        ),
        ("La mesure est contestée. Celle qui a été votée mardi coûte cher. Marine Le Pen est venue.", "Celle", []),
        (
            "Ségolène Royal a porté plainte. La plainte est close au motif qu'elle est ministre.",
            "elle",
            ["Ségolène Royal"],
        ),
        (
            "Le Premier ministre désigné Saad Hariri est arrivé mardi. Il a vu la presse.",
            "Il",
            ["Saad Hariri"],
        ),
        ("Ségolène Royal est revenue vendredi soir. Il fait nuit. Elle a souri.", "Elle", ["Ségolène Royal"]),
        (
            "Vladimir Poutine a parlé. La France a réagi par la voix d'Emmanuel Macron. « Non », a-t-il dit.",
            "il",
            ["Emmanuel Macron"],
        ),
        ("Alexeï Navalny aurait-il perdu ?", "il", ["Alexeï Navalny"]),
        (
            "Joe Biden a parlé. S'il reconnaît que la situation est grave, Emmanuel Macron refuse de céder.",
            "il",
            ["Emmanuel Macron"],
        ),
        ("« C'est trop tôt », a-t-il dit. François Hollande a reçu la presse lundi.", "il", ["François Hollande"]),
        ("« C'est trop tôt », a-t-elle dit. François Hollande a reçu la presse lundi.", "elle", []),
        ("La base sera fermée. C'était une promesse de Barack Obama. Il avait dit oui.", "Il", ["Barack Obama"]),
        ("Emmanuel Macron a dit que Joe Biden avait promis qu'il viendrait.", "il", ["Joe Biden"]),
        (
            "Joe Biden est venu. Emmanuel Macron a estimé que la trêve était « fragile », selon lui.",
            "lui",
            ["Emmanuel Macron"],
        ),
        ("Joe Biden est venu. Emmanuel Macron est en danger, selon lui.", "lui", ["Joe Biden"]),
        ("Paulette est rentrée lundi. Il fallait l'aider. Il a souri.", "Il", []),
        (
            "Joe Biden est venu. « Non », a dit le ministre délégué aux Transports, Jean-Baptiste Djebbari. "
            "« Merci à tous », a-t-il ajouté.",
            "il",
            ["Jean-Baptiste Djebbari"],
        ),
        ("Le gouvernement de Joe Biden tiendra quoi qu'il arrive.", "il", []),
        ("Selon le journal, Joe Biden a souri. Il estime que la trêve tient.", "Il", ["Joe Biden"]),
    ],
)
def test_objects_and_repeated_subjects(nlp, text: str, pronoun: str, expected: list[str]) -> None:
    assert meant(nlp(text), pronoun) == expected
