"""The language of patterns over words."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from extractor.errors import KnowledgeError
from extractor.knowledge.own import OwnTables, using
from extractor.text.grammar import Index, pattern


@dataclass
class Article:
    """Words with a part of speech or a verb form each: `le/DET ministre/NOUN dit/Fin`; `«/OPENING`."""

    source: str
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    verb_forms: list[str] = field(default_factory=list)
    marks: dict[str, dict[int, object]] = field(default_factory=lambda: {"OPENING": {}, "CLOSING": {}, "MEDIUM": {}})

    @property
    def phrases(self):
        return {"pair": lambda place: place + 2 if place + 2 <= len(self.words) else None}

    def __post_init__(self):
        for place, one in enumerate(self.source.split()):
            word, _, kind = one.rpartition("/") if "/" in one else (one, "", "X")
            self.words.append(word)
            verb = kind in ("Fin", "Inf", "Part")
            self.tags.append("VERB" if verb else "PUNCT" if kind in self.marks else kind)
            self.verb_forms.append(kind if verb else "")
            if kind in self.marks:
                self.marks[kind][place] = word


def taken(source: str, words: str, *, at: int = 0, limit: int | None = None) -> str | None:
    """The words that the pattern takes at a place."""
    article = Article(words)
    end = pattern(source).match(article, at, limit)
    return None if end is None else " ".join(article.words[at:end])


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("ce|cette mardi", "cette mardi soir", "cette mardi"),
        ("@dates", "mardi", "mardi"),
        ("@dates", "table", None),
        ("@locutions", "par la suite", "par la suite"),
        ("@locutions", "par la fenêtre", None),
        ("NOUN", "mot/NOUN", "mot"),
        ("NOUN", "mot/VERB", None),
        ("X", "tag", "tag"),
        ("Inf", "dire/Inf", "dire"),
        ("VERB&~Inf", "dire/Inf", None),
        ("VERB&~Inf", "dit/Fin", "dit"),
        ("ADV&~@clitics", "pas/ADV", None),
        ("OPENING NOUN", "«/OPENING mot/NOUN", "« mot"),
        ("~OPENING NOUN", "«/OPENING mot/NOUN", None),
        ("derni*", "dernière", "dernière"),
        ("*ant&Part", "disant/Part", "disant"),
        ("*ant&Part", "disant/NOUN", None),
        ("_ mot", "un mot", "un mot"),
        ("à MEDIUM", "à lemonde/MEDIUM", "à lemonde"),
        ("à MEDIUM", "à paris", None),
        ("à FUNCTION", "à paris", None),
        ("{pair} fin", "un deux fin", "un deux fin"),
        ("{pair}", "un", None),
        ("{other}", "un deux", None),
        ("un {pair}? fin", "un fin", "un fin"),
        (", mot ,", ", mot ,", ", mot ,"),
        ("? mot?", "? mot", "? mot"),
    ],
)
def test_conditions_on_a_word(source, words, expected):
    assert taken(source, words) == expected


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        ("le? ministre", "ministre", "ministre"),
        ("(DET ADJ)? NOUN", "le/DET vieux/ADJ ministre/NOUN", "le vieux ministre"),
        ("(DET ADJ)? NOUN", "le/DET ministre/NOUN", None),
        ("(ADJ)* NOUN", "bon/ADJ vieux/ADJ ami/NOUN", "bon vieux ami"),
        ("(ADJ)*1 NOUN", "bon/ADJ vieux/ADJ ami/NOUN", None),
        ("(ADV|ADJ)* ADJ", "si/ADV bon/ADJ vieux/ADJ", "si bon vieux"),
        ("(NOUN de)* NOUN", "ministre/NOUN de état/NOUN de rien", "ministre de état"),
        ("(mardi || le NUM) mai", "le 5/NUM mai", "le 5 mai"),
        ("mardi || mardi soir", "mardi soir", "mardi"),
        ("sans !que (ADV)* Inf", "sans que dire/Inf", None),
        ("sans !(ADV que) (ADV)* Inf", "sans trop/ADV dire/Inf", "sans trop dire"),
        ("sans !(ADV que) (ADV)* _", "sans trop/ADV que", None),
    ],
)
def test_parts_that_are_missing_repeated_chosen_or_forbidden(source, words, expected):
    assert taken(source, words) == expected


def test_what_stands_right_before_is_looked_at_and_not_taken():
    assert taken("<, mot", ", mot", at=1) == "mot"
    assert taken("<, mot", "; mot", at=1) is None
    assert taken("<!, mot", ", mot", at=1) is None
    assert taken("<(NOUN ,) mot", "fin/NOUN , mot", at=2) == "mot"
    assert taken("<(NOUN ,) mot", ", mot", at=1) is None
    assert taken("<, mot", "mot") is None
    assert taken("<!, mot", "mot") == "mot"


def test_nothing_is_taken_behind_the_limit():
    assert taken("le NOUN", "le ministre/NOUN", limit=1) is None
    assert taken("le NOUN?", "le ministre/NOUN", limit=1) == "le"
    assert taken("le !NOUN", "le ministre/NOUN", limit=1) == "le"


def test_the_words_of_a_named_part():
    found = pattern("par source=(DET (ADJ)* name=(NOUN)) (de)?").groups(Article("par le/DET bon/ADJ roi/NOUN de"), 0)
    assert found == {"source": (1, 4), "name": (3, 4)}
    assert pattern("par source=(DET) NOUN").groups(Article("par le/DET bon/ADJ"), 0) is None


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("(DET NOUN", "never closed"),
        ("DET NOUN)", "closes that none opens"),
        ("@datess", "should it be dates"),
        ("@zzz", "there is no word list 'zzz'"),
        ("NOMM", "no part of speech|neither a part of speech"),
        ("Ministre", "small letters"),
        ("le|", "a condition is empty"),
        ("le ()", "nothing stands in a part"),
        ("|| le", "nothing stands in a part"),
        ("", "nothing stands"),
        ("((ADJ)* NOUN)*", "a part with \\* stands in another"),
        ("<(ADJ)* NOUN", "no fixed number of words"),
        ("de(NOUN)", "separate them by a space"),
        ("NOUN|@locutions", "let it stand alone"),
        ("~@locutions", "let it stand alone"),
    ],
)
def test_what_cannot_be_understood_is_told_with_a_remedy(source, message):
    with pytest.raises(KnowledgeError, match=message):
        pattern(source)


def test_a_users_list_is_read_for_the_users_pipeline_only(tmp_path):
    (tmp_path / "word_lists.tsv").write_text("name\twords\ndates\t+vendémiaire\nmine\tmot|deux mots\n", "utf-8")
    with using(OwnTables.of(tmp_path)):
        assert taken("@dates", "vendémiaire") == taken("@dates", "vendémiaire") == "vendémiaire"
        assert taken("@dates", "mardi") == "mardi"
        assert taken("@mine", "deux mots") == "deux mots"
    assert taken("@dates", "vendémiaire") is None


def test_the_index_gives_the_rows_that_match_in_the_order_of_the_table():
    sources = ["DET? NOUN", "le NOUN", "(ADV)* le", "<, le", "!le _", "zut", "(mot || le) NOUN"]
    index = Index([(pattern(source), source) for source in sources])
    article = Article("le/DET mot/NOUN , le/DET mot/NOUN")
    for place in range(len(article.words)):
        expected = [source for source in sources if pattern(source).match(article, place) is not None]
        assert [row for row, _ in index.matches(article, place)] == expected
    assert index.first(article, 0) == ("DET? NOUN", 2)
    assert index.first(article, 0, limit=1) == ("(ADV)* le", 1)


def test_rows_that_cannot_begin_with_a_word_are_not_tried():
    index = Index([(pattern(f"mot{number} NOUN"), number) for number in range(50)] + [(pattern("le NOUN"), -1)])
    assert [row for _, row in index.beginning(Article("le/DET mot/NOUN"), 0)] == [-1]
