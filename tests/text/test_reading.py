"""The reading of an article, which every stage shares, and the cursor that moves over it."""

from __future__ import annotations

import pytest

from extractor.knowledge.own import OwnTables, using
from extractor.statements.syntax import Syntax
from extractor.text.grammar import WordPattern
from extractor.text.reading import KEY, Cursor, Reading

TEXT = (
    "L’Élysée a réagi.\n\nEmmanuel Macron dit : « La paix viendra. Nous signerons. » "
    "Il l’espère, a-t-il ajouté, «\u00a0en vain\u00a0» _."
)


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(TEXT)


@pytest.fixture(scope="module")
def reading(doc):
    return Reading.of(doc)


@pytest.fixture
def here(reading):
    """A cursor at the first place of some words."""
    return lambda words: reading.cursor(reading.place_at(TEXT.index(words)))


def test_it_is_made_once_an_article(doc):
    assert Reading.of(doc) is Reading.of(doc)
    assert Reading.with_blanks(doc) is Reading.with_blanks(doc)


def test_it_is_made_anew_where_the_tokens_are_others(nlp):
    doc = nlp("Le ministre a parlé.")
    before = Reading.of(doc)
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[0:2])
    assert Reading.of(doc) is not before
    assert Reading.of(doc).surfaces[0] == "Le ministre"


def test_it_is_made_anew_behind_spacys_own_files(nlp):
    doc = nlp("Le ministre a parlé.")
    Reading.of(doc)
    again = type(doc)(nlp.vocab).from_bytes(doc.to_bytes())
    assert Reading.of(again).words == Reading.of(doc).words


def test_it_keeps_no_hold_on_the_document(doc):
    held = [value for value in vars(Reading.of(doc)).values() if value is doc]
    assert held == []
    assert KEY in doc.user_data


def test_the_lists_are_parallel(doc, reading):
    for name in ("surfaces", "words", "folded", "tags", "labels", "features", "verb_forms", "entities", "heads"):
        assert len(getattr(reading, name)) == len(reading), name
    assert [doc[token].text for token in reading.tokens] == reading.surfaces
    assert [doc[token].idx for token in reading.tokens] == reading.starts
    assert [TEXT[start:end] for start, end in zip(reading.starts, reading.ends, strict=True)] == reading.surfaces
    assert [doc[token].dep_ for token in reading.tokens] == reading.labels
    assert [str(doc[token].morph) for token in reading.tokens] == reading.features
    heads = [doc[token].head.i for token in reading.tokens]
    assert [reading.tokens[head] for head in reading.heads] == heads


def test_words_are_in_small_letters_with_straight_apostrophes(reading):
    assert reading.words[:2] == ["l'", "élysée"]
    assert reading.folded[:2] == ["l'", "elysee"]


def test_white_space_is_left_out_but_where_it_is_asked_for(doc, reading):
    blanks = [token for token in doc if token.is_space]
    assert blanks
    assert len(Reading.with_blanks(doc)) == len(doc) == len(reading) + len(blanks)
    assert Reading.with_blanks(doc).tokens == list(range(len(doc)))


def test_a_line_ends_a_sentence(reading):
    first, end = reading.sentence(0)
    assert reading.phrase(first, end) == ["l'", "élysée", "a", "réagi", "."]
    assert [reading.sentence_of[first] for first, _ in reading.sentences] == list(range(len(reading.sentences)))


def test_marks_lie_outside_what_they_enclose(reading, here):
    opening = here("« La").place
    assert opening in reading.opening
    assert reading.quotation_of[opening] is None
    assert reading.quotation_of[opening + 1] is reading.opening[opening]
    assert here("» Il").place in reading.closing


@pytest.mark.parametrize("place", [-1, 10_000])
def test_beyond_the_ends_there_is_nothing(reading, place):
    assert (reading.word(place), reading.tag(place), reading.verb_form(place), reading.surface(place)) == ("",) * 4
    cursor = reading.cursor(place)
    assert not cursor
    assert (cursor.word, cursor.tag, cursor.verb_form) == ("",) * 3
    assert cursor.at("_") is None


def test_an_article_without_words(nlp):
    reading = Reading.of(nlp.make_doc(""))
    assert len(reading) == 0
    assert reading.sentences == []
    assert not reading.cursor(0).behind("_")


def test_a_cursor_moves(here):
    cursor = here("Macron")
    assert (cursor.word, cursor.next.word, cursor.previous.word) == ("macron", "dit", "emmanuel")


def test_a_cursor_takes_a_pattern(here):
    behind = here("Emmanuel").at("PROPN PROPN? Fin")
    assert behind is not None
    assert behind.word == ":"
    assert here("Emmanuel").at("Fin") is None
    assert here("Emmanuel").at("PROPN PROPN", limit=here("Macron").place) is None


def test_a_cursor_looks_back(here):
    assert here("viendra").behind("la paix")
    assert not here("viendra").behind("le paix")
    assert not here("L’Élysée").behind("_")
    with pytest.raises(ValueError, match="no fixed number"):
        here("viendra").behind("la?")


def test_a_cursor_finds_what_comes_first(here):
    assert here("Emmanuel").find("Fin").word == "dit"
    assert here("Emmanuel").find("Fin", until="PROPN&~emmanuel") is None
    assert here("Emmanuel").find("Fin", within=1) is None
    assert here("Macron").find_back("Part|VERB").word == "réagi"
    assert here("Macron").find_back("Part|VERB", until=".") is None
    assert here("Macron").find_back("Part|VERB", within=1) is None


def test_marks_can_be_asked_for(reading, here):
    assert here("Macron").at("CAPITAL&~CAPITALS") is not None
    assert here("paix").at("LOWER&SMALL") is not None
    assert here("Élysée").at("GLUED") is not None
    assert here("Emmanuel").at("START&LINE&~GLUED") is not None


def test_names_are_marks_where_the_stages_before_found_them(doc, here):
    place = here("Emmanuel").place
    assert Cursor(Syntax(doc), place).at("NAME&PERSON&SPEAKING NAME_END&PERSON_END&IN_NAME") is not None
    assert Cursor(Reading.of(doc), place).at("NAME") is None


def test_what_names_change_is_not_the_readings(doc):
    syntax = Syntax(doc)
    assert syntax.words is Reading.of(doc).words
    assert syntax.tags is not Reading.of(doc).tags


def test_a_named_pattern_has_the_lists_of_the_stage_at_work(reading, tmp_path):
    dates = WordPattern("@emphatic_pronouns")
    assert dates.find(reading, 0, len(reading)) is None
    (tmp_path / "word_lists.tsv").write_text("name\twords\nemphatic_pronouns\tlui|paix\n", "utf-8")
    with using(OwnTables.of(tmp_path)):
        place = dates.find(reading, 0, len(reading))
        assert place is not None
        assert reading.words[place] == "paix"
        assert dates.find_back(reading, len(reading), 0) == place
        assert dates.find_back(reading, len(reading), 0, WordPattern("a")) is None
        assert dates.at(reading, place) == place + 1
    assert dates.at(reading, place) is None
    assert dates.at(reading, -1) is None
