"""The cue lexicon: its forms, its constructions, and the phrases it recognises."""

from __future__ import annotations

import pytest
import spacy

from extractor.errors import KnowledgeError
from extractor.knowledge import read_table, table_path
from extractor.statements import cues
from extractor.statements.cues import CONSTRUCTIONS, Cue, CueLexicon, lexicon, normal, words_of

from ..counting import lines


def lemmas(form: str) -> set[str]:
    return {found.cue.lemma for found in lexicon().verb(form)}


@pytest.mark.parametrize(
    ("form", "lemma", "reading"),
    [
        ("déclare", "déclarer", "ind.pres.3s"),
        ("déclarèrent", "déclarer", "ind.past.3p"),
        ("dit", "dire", "ppast.ms"),
        ("dites", "dire", "ind.pres.2p"),
        ("prédisez", "prédire", "ind.pres.2p"),
        ("assène", "asséner", "ind.pres.3s"),
        ("assénera", "asséner", "ind.fut.3s"),
        ("assènera", "asséner", "ind.fut.3s"),
        ("appelle", "appeler", "ind.pres.3s"),
        ("appelait", "appeler", "ind.impf.3s"),
        ("martèlent", "marteler", "ind.pres.3p"),
        ("enjoignait", "enjoindre", "ind.impf.3s"),
        ("craint", "craindre", "ind.pres.3s"),
        ("craignant", "craindre", "ppres"),
        ("prévoyait", "prévoir", "ind.impf.3s"),
        ("prévoira", "prévoir", "ind.fut.3s"),
        ("exigeant", "exiger", "ppres"),
        ("dénonçait", "dénoncer", "ind.impf.3s"),
        ("requis", "requérir", "ppast.ms"),
        ("sommes", "sommer", None),
        ("sommait", "sommer", "ind.impf.3s"),
        ("soutiendrait", "soutenir", "cond.3s"),
        ("reconnaissent", "reconnaître", "ind.pres.3p"),
        ("reconnaîtra", "reconnaître", "ind.fut.3s"),
        ("veuillent", "vouloir", "subj.pres.3p"),
        ("promissent", "promettre", "subj.impf.3p"),
        ("émut", "s'émouvoir", "ind.past.3s"),
        ("avertir", "avertir", "inf"),
        ("réjouies", "se réjouir", "ppast.fp"),
        ("convainc", "convaincre", "ind.pres.3s"),
    ],
)
def test_every_form_leads_to_its_verb(form: str, lemma: str, reading: str | None) -> None:
    readings = [r for found in lexicon().verb(form) if found.cue.lemma == lemma for r in found.readings]
    assert (reading in readings) if reading else not readings


@pytest.mark.parametrize("form", ["Évoquant", "Evoquant", "ÉVOQUANT", "évoquant", "e\u0301voquant"])
def test_capitals_accents_and_composition_do_not_matter(form: str) -> None:
    assert lemmas(form) == {"évoquer"}


@pytest.mark.parametrize("word", ["", "maison", "missile", "-", "123", "«", "les", "déclar"])
def test_other_words_are_no_cues(word: str) -> None:
    assert not lexicon().verb(word)
    assert not lexicon().noun(word)


def test_forms_tell_finite_from_nominal() -> None:
    (spoken,) = [f for f in lexicon().verb("affirment") if f.cue.lemma == "affirmer"]
    assert spoken.finite
    assert spoken.persons == {"3p"}
    assert not spoken.past_participle
    (participle,) = [f for f in lexicon().verb("affirmant") if f.cue.lemma == "affirmer"]
    assert participle.present_participle
    assert not participle.finite
    (conditional,) = [f for f in lexicon().verb("affirmerait") if f.cue.lemma == "affirmer"]
    assert conditional.conditional
    (infinitive,) = [f for f in lexicon().verb("affirmer") if f.cue.lemma == "affirmer"]
    assert infinitive.infinitive


def test_constructions_of_a_verb() -> None:
    (demand,) = lexicon().lemma("demander")
    assert demand.infinitives == {"de", "à"}
    assert demand.allows("infinitive")
    assert demand.allows("interrogative")
    assert not demand.allows("attribute")
    assert demand.object_person == "addressee:à"
    (label,) = lexicon().lemma("qualifier")
    assert label.attributes == {"de"}
    assert not label.allows("que")
    (factive,) = lexicon().lemma("savoir")
    assert factive.factive


def test_reflexive_cues_are_told_from_plain_ones() -> None:
    kinds = {found.cue.lemma: found.cue.reflexive for found in lexicon().verb("plaint")}
    assert kinds["se plaindre"] is True
    assert {cue.lemma for cue in lexicon().cues if cue.clitic} >= {"s'en prendre", "en appeler", "y voir"}


@pytest.mark.parametrize(
    ("sentence", "lemma", "rest"),
    [
        ("Il a fait savoir que tout allait bien", "faire savoir", "savoir"),
        ("Il a fait une nouvelle fois savoir que tout allait bien", "faire savoir", "savoir"),
        ("Elle met Téhéran en garde contre une attaque", "mettre en garde", "en garde"),
        ("Ils ont exprimé leurs vives inquiétudes", "exprimer son inquiétude", "leurs vives inquiétudes"),
        ("L’ONU a tiré la sonnette d’alarme", "tirer la sonnette d'alarme", "la sonnette d'alarme"),
        ("Le général a donné l'ordre de tirer", "donner l'ordre", "l'ordre"),
        ("Paris a pris acte de la décision", "prendre acte", "acte"),
        ("Il s'en est pris aux juges", "s'en prendre", ""),
        ("La France tient notamment à saluer ce geste", "tenir à", "à"),
    ],
)
def test_multiword_cues(sentence: str, lemma: str, rest: str) -> None:
    words = [token.text for token in spacy.blank("fr")(sentence)]
    found = [
        (form.cue.lemma, " ".join(normal(w) for w in words[match.start : match.end]).replace("' ", "'"))
        for at in range(len(words))
        for form, match in lexicon().multiword(words, at)
    ]
    assert (lemma, rest) in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Il a fait beau. Savoir cela suffit",
        "Elle a mis la voiture de son père et de sa mère au garage en garde",
        "Le garde a mis son casque",
        "Le ministre tient une réunion à Paris",
        "Le préfet appelle les secours",
        "Le général a pris la ville",
    ],
)
def test_multiword_cues_stay_within_their_window(sentence: str) -> None:
    words = [token.text for token in spacy.blank("fr")(sentence)]
    found = {form.cue.lemma for at in range(len(words)) for form, _ in lexicon().multiword(words, at)}
    assert not found & {"faire savoir", "mettre en garde", "tenir à", "en appeler", "s'en prendre"}


@pytest.mark.parametrize(
    ("sentence", "lemma", "length", "contracted"),
    [
        ("Selon lui", "selon", 1, False),
        ("D’après le ministre", "d'après", 2, False),
        ("aux dires du ministre", "aux dires de", 3, True),
        ("de l'avis d'un expert", "de l'avis de", 4, False),
        ("de l'aveu même de la ministre", "de l'aveu même de", 5, False),
        ("A en croire Paris", "à en croire", 3, False),
        ("à en croire Paris", "à en croire", 3, False),
        ("cité par Tass", "cité par", 2, False),
        ("dans un entretien au Monde", "dans un entretien à", 4, True),
        ("sous couvert d'anonymat", "sous couvert d'anonymat", 4, False),
    ],
)
def test_prepositions_and_frames(sentence: str, lemma: str, length: int, contracted: bool) -> None:
    words = [token.text for token in spacy.blank("fr")(sentence)]
    match = lexicon().preposition(words, 0)
    assert match is not None
    assert (match.cue.lemma, match.end - match.start, match.contracted) == (lemma, length, contracted)


@pytest.mark.parametrize("sentence", ["Dans la nuit", "La loi", "Après le ministre", "de la maison"])
def test_other_words_are_no_prepositions(sentence: str) -> None:
    assert lexicon().preposition([token.text for token in spacy.blank("fr")(sentence)], 0) is None


def test_nouns_in_both_numbers() -> None:
    assert {cue.lemma for cue in lexicon().noun("Déclarations")} == {"déclaration"}
    assert {cue.lemma for cue in lexicon().noun("vœux")} == {"vœu"}
    match = lexicon().noun_phrase(["les", "mises", "en", "garde"], 1)
    assert match is not None
    assert (match.cue.lemma, match.start, match.end) == ("mise en garde", 1, 4)


def test_words_are_divided_like_the_tokeniser_does() -> None:
    for phrase in ("d'après l'aveu de", "tirer la sonnette d’alarme", "pour reprendre l'expression"):
        assert words_of(phrase) == tuple(normal(token.text) for token in spacy.blank("fr")(phrase))


def test_table_is_whole() -> None:
    table = list(read_table(table_path("cues")))
    keys = [(row["lemma"], row["kind"]) for row in table]
    assert len(keys) == len(set(keys))
    assert sum(row["kind"] in ("verb", "reflexive") for row in table) >= 350
    acts = set(
        "assert announce question answer request order promise threat warn accuse deny admit refuse agree claim "
        "propose praise condemn apologise fear wish intend thought block".split()
    )
    for row in table:
        assert row["act"] in acts, row
        assert row["strength"] in ("strong", "weak"), row
        assert row["factive"] in ("", "yes"), row
        assert row["object_person"] in ("", "addressee", "addressee:à", "addressee:sur", "target", "target:à"), row
        assert row["source"], row


def test_every_verb_has_its_forms() -> None:
    for cue in lexicon().cues:
        if cue.head:
            assert any(f.cue.lemma == cue.lemma and f.infinitive for f in lexicon()._verbal(cue.head)), cue.lemma


def test_constructions_are_all_used() -> None:
    used = set().union(*(cue.constructions for cue in lexicon().cues))
    assert used == CONSTRUCTIONS


def test_unknown_construction_is_refused() -> None:
    row = {"lemma": "dire", "kind": "verb", "constructions": "quotation|singing", "_file": "cues.tsv"}
    with pytest.raises(KnowledgeError, match="singing"):
        list(cues._read([row]))


def test_loading_takes_a_few_steps_a_row() -> None:
    lexicon.cache_clear()
    # What stands in the tables is read once: the forms of verbs alone are thousands of rows.
    assert lines(lexicon) < 100 * sum(len(list(read_table(table_path(name)))) for name in ("cues", "cue_forms"))


def test_an_empty_lexicon_finds_nothing() -> None:
    empty = CueLexicon([], {})
    assert empty.verb("dit") == ()
    assert empty.preposition(["selon"], 0) is None
    assert isinstance(lexicon().lemma("dire")[0], Cue)
