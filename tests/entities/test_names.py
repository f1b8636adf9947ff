"""The parts of names, and whether two mean one person."""

from __future__ import annotations

import pytest

from extractor.entities.names import close, gender_of_first_name, is_first_name, parse_name, same_person, slug, traits


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Recep Tayyip Erdogan", "erdogan", "recep"),
        ("Kim Jong Un", "kim", "jong"),
        ("Xi Jinping", "xi", "jinping"),
        ("Bachar al-Assad", "assad", "bachar"),
        ("Ursula von der Leyen", "leyen", "ursula"),
        ("Jean-Yves Le Drian", "drian", "jean-yves"),
        ("Kim Campbell", "campbell", "kim"),
        ("Blinken", "blinken", None),
    ],
)
def test_family_and_given_name(name, family, given):
    parsed = parse_name(name)
    assert (parsed.family, parsed.given) == (family, given)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zarif", "Mohammad Javad Zarif"),
        ("Mohammed Zarif", "Mohammad Javad Zarif"),
        ("Déby", "Idriss Déby Itno"),
        ("Kim", "Kim Jong Un"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("A. Navalny", "Alexeï Navalny"),
        ("Sissi", "Abdel Fattah al-Sissi"),
        ("Felix Tshsekedi", "Félix Tshisekedi"),
        ("Emmanuel MACRON", "Emmanuel Macron"),
    ],
)
def test_one_person(one, other):
    assert same_person(parse_name(one), parse_name(other))
    assert same_person(parse_name(other), parse_name(one))
    assert traits(parse_name(one)) & traits(parse_name(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Massoud Soleimani", "Qassem Soleimani"),
        ("Bill Clinton", "Hillary Clinton"),
        ("Jong", "Kim Jong Un"),
        ("Emmanuel", "Emmanuel Macron"),
        ("Macron", "Emmanuel Todd"),
    ],
)
def test_two_people(one, other):
    assert not same_person(parse_name(one), parse_name(other))


def test_short_names_do_not_vary():
    assert not close("bush", "buhs")
    assert not close("merkel", "derkel")
    assert close("netanyahou", "netanyahu")


def test_first_names():
    assert is_first_name("jean-yves")
    assert not is_first_name("les")
    assert gender_of_first_name("florence") == "f"
    assert gender_of_first_name("jean-marie") == "m"
    assert gender_of_first_name("dominique") is None


def test_slug():
    assert slug("Bachar al-Assad") == "bachar-al-assad"
    assert slug("Qassem (Soleimani)") == "qassem-soleimani"
