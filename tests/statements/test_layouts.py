"""What layout attributes, and what only looks like it."""

from __future__ import annotations

from spacy.language import Language

INTRODUCTION = "Le ministre des Armées, Sébastien Lecornu, répond à nos questions.\n\n"

INTERVIEW = (
    INTRODUCTION
    + """\
Que fait la France en Ukraine ?

Nous livrons des canons et je veux aller plus loin.

Quel est le calendrier ?

Les premiers partiront en mai.

Et ensuite ?

Je ne peux pas le dire."""
)

EXPLAINER = (
    "Le ministre des Armées, Sébastien Lecornu, s'est rendu à Kiev.\n\n"
    + """\
Que fait la France en Ukraine ?

Elle livre des canons depuis le début de la guerre.

Quel est le calendrier ?

Les premiers partiront en mai.

Et ensuite ?

La suite dépend du Parlement."""
)


def said(nlp: Language, text: str) -> list[tuple[str, list[str]]]:
    return [(text[slice(*s.spans[0])], s.speaker_ids) for s in nlp(text)._.statements]


def test_answers_are_said_by_whom_the_introduction_names(nlp: Language) -> None:
    speaker = ["person:sebastien-lecornu"]
    assert said(nlp, INTERVIEW) == [
        ("Nous livrons des canons et je veux aller plus loin.", speaker),
        ("Les premiers partiront en mai.", speaker),
        ("Je ne peux pas le dire.", speaker),
    ]


def test_questions_that_the_writer_answers_are_intertitles(nlp: Language) -> None:
    assert said(nlp, EXPLAINER) == []


def test_a_quotation_of_several_paragraphs_is_one_statement(nlp: Language) -> None:
    for text in (
        "« Nous irons à Kiev.\n\n« La paix viendra. »",
        "« Nous irons à Kiev.\n\n» La paix viendra. »",
        "« Nous irons à Kiev.\n\nIl y aura la paix.\n\nLa paix viendra. »",
    ):
        [(words, speaker)] = said(nlp, f"Le ministre partira, a annoncé Sébastien Lecornu. {text}")[1:]
        assert (words[:5], words[-16:], speaker) == ("Nous ", "La paix viendra.", ["person:sebastien-lecornu"])
