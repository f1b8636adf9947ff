"""The source of a statement: who it is, for whom it speaks, through which medium."""

from __future__ import annotations

import pytest


def only(nlp, text):
    statements = nlp(text)._.statements
    assert len(statements) == 1, [s.rule for s in statements]
    return statements[0]


@pytest.mark.parametrize(
    ("text", "ids", "kind"),
    [
        ("L'Otan a annoncé que la mission serait prolongée.", ["org:otan"], "organisation"),
        ("L'armée turque a affirmé que la base était vide.", ["country:TR"], "country"),
        ("Un porte-parole de l'Otan a assuré que rien ne changerait.", ["org:otan"], "anonymous"),
        ("Un ancien porte-parole de l'Otan a assuré que rien ne changerait.", [], "anonymous"),
        ("Un haut responsable a assuré que rien ne changerait.", [], "anonymous"),
        ("Le rapport indique que les stocks ont doublé.", [], "document"),
        (
            "Les ministres de la Défense de la France et de l'Italie ont déclaré que le chantier avançait.",
            ["country:FR", "country:IT"],
            "group",
        ),
    ],
)
def test_the_source(nlp, text, ids, kind):
    statement = only(nlp, text)
    assert (statement.speaker_ids, statement.speaker_kind) == (ids, kind)


def test_a_capital_that_speaks_is_its_state(nlp):
    statement = only(nlp, "Ankara a laissé entendre que le veto serait levé.")
    assert statement.speaker_ids == ["country:TR"]


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        ("Boris Johnson s'est montré très ému mardi soir.", ["Boris Johnson"]),
        ("Le Premier ministre Boris Johnson était très ému.", ["Boris Johnson"]),
        ("La salle était pleine à Londres.", ["Emmanuel Macron"]),
        ("La voiture de Boris Johnson est repartie vers midi.", ["Emmanuel Macron"]),
    ],
)
def test_whom_the_sentence_before_is_about_has_the_floor(nlp, between, speaker):
    doc = nlp(f"« Nous sommes tristes », a dit Emmanuel Macron. {between} « Nous sommes prêts à aider ce pays. »")
    assert [doc._.entities[i].name for i in doc._.statements[-1].speaker_ids] == speaker


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("« Non », a dit Emmanuel Macron.", ["Emmanuel Macron"]),
        ("« Non », a dit Emmanuel Macron. Boris Johnson a souri.", ["Boris Johnson"]),
        (
            "« Non », a dit Emmanuel Macron. Le texte suscite une critique à laquelle Boris Johnson a répondu.",
            ["Boris Johnson"],
        ),
    ],
)
def test_who_goes_on_without_a_subject(nlp, before, speaker):
    doc = nlp(f"{before} Et de conclure : « Nous sommes prêts à aider ce pays. »")
    assert [doc._.entities[i].name for i in doc._.statements[-1].speaker_ids] == speaker


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Gérard Larcher, l'allié de l'ancien ministre et élu Xavier Bertrand, a dit qu'il votait.",
            ["Gérard Larcher"],
        ),
        ("Gérard Larcher et Xavier Bertrand ont dit qu'ils votaient.", ["Gérard Larcher", "Xavier Bertrand"]),
        ("La France et l'Italie accusent Téhéran de mentir.", ["France", "Italie"]),
    ],
)
def test_a_verb_in_the_singular_has_one_subject(nlp, text, speakers):
    doc = nlp(text)
    assert [doc._.entities[i].name for i in doc._.statements[0].speaker_ids] == speakers


def test_a_continuation_has_the_speaker_of_what_it_continues(nlp):
    doc = nlp("« Nous partons », a dit Emmanuel Macron. « Nous reviendrons avec nos alliés au printemps. »")
    assert [s.speaker_ids for s in doc._.statements] == [["person:emmanuel-macron"]] * 2
    assert doc._.statements[1].continues == 0


def test_a_medium_is_no_addressee(nlp):
    statement = only(nlp, "« Tout va bien », a déclaré Emmanuel Macron à l'AFP.")
    assert (statement.via_ids, statement.addressee_ids) == (["org:afp"], [])


def test_an_unresolved_source_is_less_certain_than_a_named_one(nlp):
    named = only(nlp, "Emmanuel Macron a déclaré que la base fermerait.")
    unnamed = only(nlp, "Un haut responsable a déclaré que la base fermerait.")
    assert unnamed.score < named.score


@pytest.mark.parametrize(
    ("text", "ids", "kind"),
    [
        (
            "Une source de l'Otan a indiqué que rien ne pressait. « Demain », a ajouté cette source.",
            ["org:otan"],
            "anonymous",
        ),
        (
            "Un porte-parole de l'Otan a indiqué que rien ne pressait. Selon le porte-parole, la réunion aura lieu.",
            ["org:otan"],
            "anonymous",
        ),
        (
            "Un porte-parole de l'Otan a indiqué que rien ne pressait. Un porte-parole a ajouté que tout allait bien.",
            [],
            "anonymous",
        ),
        (
            "Les gouvernements français et allemand ont indiqué que la trêve tenait.",
            ["country:FR", "country:DE"],
            "group",
        ),
        (
            "L'ONU et l'Otan ont réagi mardi. Les deux organismes affirment que la trêve tient.",
            ["org:onu", "org:otan"],
            "group",
        ),
        (
            "Emmanuel Macron et Olaf Scholz sont arrivés. Les deux dirigeants affirment que la trêve tient.",
            ["person:emmanuel-macron", "person:olaf-scholz"],
            "group",
        ),
        ("Les participants ont estimé que la réunion était utile.", [], "anonymous"),
        ("Le sénateur Rachid Temal (PS) estime que la trêve tient.", ["person:rachid-temal"], "person"),
    ],
)
def test_taken_up_and_several(nlp, text: str, ids: list[str], kind: str) -> None:
    statement = nlp(text)._.statements[-1]
    assert (statement.speaker_ids, statement.speaker_kind) == (ids, kind)


@pytest.mark.parametrize(
    ("phrase", "person"),
    [
        ("l'expert en maladies infectieuses Anthony Fauci", "person:anthony-fauci"),
        ("Le ministre délégué auprès du ministre de l'Europe Franck Riester", "person:franck-riester"),
        ("La députée et secrétaire adjointe de LR Valérie Boyer", "person:valerie-boyer"),
        ("L'homme fort du gouvernement italien, Matteo Salvini,", "person:matteo-salvini"),
        ("La porte-parole du président Emmanuel Macron", None),
        ("L'avocat d'Emmanuel Macron", None),
    ],
)
def test_a_name_beside_the_head_is_the_speaker_and_not_one_that_it_governs(nlp, phrase, person):
    statement = only(nlp, f"{phrase} a affirmé que la situation restait grave.")
    assert statement.speaker_ids == ([person] if person else [])


@pytest.mark.parametrize(
    "phrase",
    [
        "le délégué général d'En Marche !, Paul Durand",
        "le porte-parole de l'opposante, Paul Durand",
        "la présidente de « Mothers of Srebrenica », Paul Durand",
        "le ministre délégué aux PME, Paul Durand",
    ],
)
def test_the_name_behind_the_comma_is_the_speaker(nlp, phrase):
    statement = only(nlp, f"« C'est faux », a réagi {phrase}.")
    assert statement.speaker_ids == ["person:paul-durand"]


@pytest.mark.parametrize(
    ("phrase", "ids"),
    [
        ("les services de sécurité russes (FSB)", ["org:fsb"]),
        ("l'état-major français", ["country:FR"]),
        ("l'état-major interarmées de la Corée du Sud", ["country:KR"]),
    ],
)
def test_a_body_is_known_by_its_acronym_or_its_state(nlp, phrase, ids):
    statement = only(nlp, f"La Chine a tiré. « Un missile est tombé », a indiqué {phrase}.")
    assert statement.speaker_ids == ids


def test_a_name_in_another_sentence_explains_no_function(nlp):
    text = (
        "La députée Marie Durand, médecin de profession, a demandé que l'hôpital rouvre. Le ministre s'étant opposé "
        "à cette démarche, l'élue a quitté la salle."
    )
    statement = nlp(text)._.statements[0]
    assert text[slice(*statement.speaker)] == "La députée Marie Durand, médecin de profession"


@pytest.mark.parametrize(
    "text", ["Le ministre a déclaré", "« Non », a dit", "Il dit que", "Le président estime", "a-t-il dit"]
)
def test_a_text_that_ends_with_the_verb_breaks_nothing(nlp, text):
    assert nlp(text).text == text
