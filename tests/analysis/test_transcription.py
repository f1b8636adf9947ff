"""Odd typography is read as plain typography, and every code point that is read knows what it stands for."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.analysis.transcription import transcribe

PLAIN = (
    "« Nous attendons », a dit le ministre. Il a ajouté : “L’accord tient.”\n\nLe 3 mai, l'Otan – 30 membres – a voté.",
    '"Oui", dit-il.\n\n"Non", répond-elle : 5*3*2 = 30, R&D; et <https://exemple.fr/a_b_c>.',
    "Le président a parlé.\nLa ministre aussi.\nLe public a écouté.\nEt puis rien.\n",
    "Ils ont trois demandes :\n- la paix ;\n- le pain ;\n- la liberté.",
    "",
)


@pytest.mark.parametrize("text", PLAIN)
def test_plain_typography_is_its_own_transcript(text):
    assert transcribe(text).text == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("M.\u00a0Macron\u202f: \u2009oui", "M. Macron : oui"),
        ("le minis\u00adtre et l\u200ba \ufeffFrance", "le ministre et la France"),
        ("minis\u00ad\ntre", "ministre"),
        ("l'E\u0301tat a e\u0301te\u0301", "l'État a été"),
        ("le con\ufb02it", "le conflit"),
        ("l\x92accord \x96 \x93oui\x94", "l’accord – “oui”"),
        ("l`accord, qu´il, d‘abord, dʼici", "l’accord, qu’il, d’abord, d’ici"),
        ("selon l' Iran et d’ Israël", "selon l'Iran et d’Israël"),
        ("Jean\u2011Yves et dit–il", "Jean-Yves et dit-il"),
        (
            "les &laquo;&nbsp;amis&nbsp;&raquo; d&eacute;&ccedil;us, l&#39;Iran &amp;eacute;",
            "les « amis » déçus, l'Iran é",
        ),
        ("<p>Oui.</p><p>Non.<br/>Si.</p>", "\nOui.\n\nNon.\nSi.\n"),
        ("<strong>Macron</strong> et <a href='/x'>Scholz</a>", "Macron et Scholz"),
        ("<q>Oui</q>, dit-il", "«Oui», dit-il"),
        ("**Macron** et [Scholz](https://exemple.fr/x), _enfin_", "Macron et Scholz, enfin"),
        ("## Un titre\n\n> Une citation", "Un titre\n\nUne citation"),
        ("• Un point.\n- Un autre.\n— Oui, dit-il.\n[12:30] Un tir.", "Un point.\nUn autre.\nOui, dit-il.\nUn tir."),
        (
            'Il part. - "Un soutien" - Elle reste. Lui - dit-il - non.',
            'Il part.\n\n- "Un soutien" -\n\nElle reste. Lui - dit-il - non.',
        ),
        ("Il part.- Un soutien -Elle reste.", "Il part.\n\n- Un soutien -\n\nElle reste."),
        ('Il dit "oui"."Non", dit-elle.', 'Il dit "oui". "Non", dit-elle.'),
        ("- Un intertitre -\n\n***\n\nFin.", "- Un intertitre -\n\nFin."),
        ("Il part.\n\nLire aussi : la paix.\n\nFin.", "Il part.\n\nFin."),
        ("À lire également « La paix »\nFin.\n\nPublicité\n\nOui.", "Fin.\n\nOui."),
        ("Le port de Brest, mardi. © Jean Moulin / AFP\nFin.", "Le port de Brest, mardi\nFin."),
        ("Le port de Brest. (Photo AFP)\nIl y va (Photo AFP) demain.", "Le port de Brest\nIl y va demain."),
        ("Un.\n\n\n \nDeux.", "Un.\n\nDeux."),
        ("<<Oui>>, ``non'', ”si”, ‹ enfin ›", "«Oui», «non», «si», « enfin »"),
        ("« Il a dit ‹ oui › », dit-elle", "« Il a dit ‹ oui › », dit-elle"),
        ("Il a parlé.Elle a écouté.«Oui», dit-il.", "Il a parlé. Elle a écouté. «Oui», dit-il."),
        ('Il a parlé."Oui", dit-il. Il dit "Non."Elle part.', 'Il a parlé. "Oui", dit-il. Il dit "Non." Elle part.'),
        ("Trois\r\n\r\nDeux\rZéro\u2028Fin", "Trois\n\nDeux\nZéro\nFin"),
    ],
)
def test_odd_typography_is_read_as_plain(text, read):
    assert transcribe(text).text == read


def test_places_lead_back_to_the_text_as_given():
    text = "l&#39;E\u0301tat a&nbsp;\u200bdit <b>&laquo;oui&raquo;</b>"
    transcript = transcribe(text)
    assert transcript.text == "l'État a dit «oui»"
    given_for = {word: text[slice(*transcript.place(*place))] for word, place in _words(transcript.text)}
    assert given_for == {"l'État": "l&#39;E\u0301tat", "a": "a", "dit": "dit", "«oui»": "&laquo;oui&raquo;"}


def _words(text):
    place = 0
    for word in text.split():
        place = text.index(word, place)
        yield word, (place, place + len(word))


ODD = [
    "mot",
    " ",
    "\n",
    "\u00a0",
    "\u00ad",
    "&nbsp;",
    "<p>",
    "**",
    "e\u0301",
    "<<",
    ">>",
    '"',
    "”",
    "'",
    ".",
    "Oui",
    "-",
]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(ODD), max_size=40))
def test_places_are_in_order_and_in_the_text(parts):
    text = "".join(parts)
    transcript = transcribe(text)
    places = [transcript.place(n, n + 1) for n in range(len(transcript.text))]
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in zip(places, places[1:], strict=False))


@pytest.mark.parametrize(
    "unit", ["*a ", "- ", "• a\n", "\n\n", "(Photo ", "<", "[a](", "&amp;", " \u00a0", "a-\n", 'a."A', "''", "_a"]
)
def test_any_text_takes_calls_in_proportion_to_its_length(unit):
    def calls(length):
        made = 0

        def count(frame, event, argument):
            nonlocal made
            made += event in ("call", "c_call")

        text = unit * (length // len(unit))
        sys.setprofile(count)
        try:
            transcribe(text)
        finally:
            sys.setprofile(None)
        return made

    assert calls(60_000) < 15 * max(calls(6_000), 100)
