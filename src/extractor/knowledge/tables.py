"""The tables of knowledge: what each holds, which columns tell its rows apart, and what a user's row of it must have.

Every table listed here may stand in the user's folder. The others (`cue_forms.tsv`, `countries_corrections.tsv`) are
made by, or for, a script.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

Test = Callable[[str], str]
"""Gives what is wrong with a cell and how to mend it, or an empty string."""


@dataclass(slots=True, frozen=True, kw_only=True)
class Rules:
    """What a table asks of its rows."""

    about: str
    key: tuple[str, ...] = ("id",)
    """The columns by which a user's row overrides a shipped one; none where rows can only be added."""
    required: tuple[str, ...]
    names: tuple[str, ...] = ()
    """Columns of names that are looked up in the text."""
    closed: tuple[str, ...] = ()
    """Columns in which only what the shipped table has is understood."""
    free: tuple[str, ...] = ()
    """Beginnings of what closed columns hold behind which anything may stand: `nominal:` and a preposition."""
    refers: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Columns that name a row of another table, by that table and its column."""
    tests: dict[str, Test] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    """Columns that hold patterns over words; see `extractor.text.grammar`."""
    lists: tuple[str, ...] = ()
    """Columns that may name word lists: `@days`."""
    verbal: tuple[str, ...] = ()
    """Where the column `kind` has one of these values the word in the key is conjugated."""


def _one_of(*values: str) -> Test:
    def test(cell: str) -> str:
        listed = ", ".join(values)
        return "" if not cell or cell in values else f"{cell!r} is none of: {listed}; write one of them or nothing"

    return test


def _like(pattern: str, example: str) -> Test:
    def test(cell: str) -> str:
        return "" if not cell or re.fullmatch(pattern, cell) else f"{cell!r} is not of the form {example}"

    return test


def _as_seen(cell: str) -> str:
    """The stages see words in small letters with straight apostrophes."""
    if cell != cell.lower():
        return f"{cell!r} has capitals; write words in small letters, as the stages see them"
    return "write a straight apostrophe ('), as the stages see it" if set(cell) & set("’ʼ`´") else ""


def _countries(cell: str) -> str:
    unknown = [iso for iso in cell.split("|") if iso.strip() and not re.fullmatch("[A-Z]{2}", iso.strip())]
    if not unknown:
        return ""
    return f"{unknown[0]!r} is no ISO 3166-1 alpha-2 code; write two capitals such as FR, several with | between"


_ISO = _like("[A-Z]{2}", "FR")
_SLUG = _like(r"[a-z0-9][a-z0-9+-]*", "small letters, digits and hyphens, such as f-35")
_WIKIDATA = _like(r"Q\d+", "Q142")
_NUMBER = _one_of("s", "p")
_YES = _one_of("yes")
_LIST_NAME = _like(r"[a-z][a-z_]*", "small letters and low lines, such as dates")
_YEAR = _like(r"\d{4}", "1968")

TABLES: dict[str, Rules] = {
    # what is looked up by name
    "weapons": Rules(
        about="weapon systems, platforms and programmes",
        required=("id", "name", "class"),
        names=("name", "aliases"),
        tests={"id": _SLUG, "origin": _countries, "wikidata": _WIKIDATA},
    ),
    "organisations": Rules(
        about="alliances, bodies, services, armed groups, companies, parties",
        required=("id", "name"),
        names=("name", "aliases"),
        tests={"id": _SLUG, "country": _countries, "number": _NUMBER, "wikidata": _WIKIDATA},
    ),
    "media": Rules(
        about="newspapers, broadcasters, news agencies",
        required=("id", "name"),
        names=("name", "aliases"),
        tests={"id": _SLUG, "country": _countries, "number": _NUMBER, "wikidata": _WIKIDATA},
    ),
    "agreements": Rules(
        about="treaties, conventions, accords, resolutions",
        required=("id", "name"),
        names=("name", "aliases"),
        tests={"id": _SLUG, "year": _YEAR, "wikidata": _WIKIDATA},
    ),
    "countries": Rules(
        about="states and territories",
        required=("id", "iso", "name"),
        names=("name", "aliases", "acronyms"),
        tests={
            "id": _like("country:[A-Z]{2}", "country:FR"),
            "iso": _ISO,
            "article": _one_of("le", "la", "l'", "les"),
            "wikidata": _WIKIDATA,
        },
    ),
    "demonyms": Rules(
        about="adjectives and nouns of inhabitants",
        required=("id", "iso", "masculine"),
        names=("masculine", "feminine", "masculine_plural", "feminine_plural"),
        tests={"iso": _countries, "language": _YES},
    ),
    "compound_prefixes": Rules(
        about="first halves of compound adjectives (`nippo-`)",
        required=("id", "iso"),
        names=("id",),
        tests={"iso": _ISO, "any_second": _YES},
    ),
    "metonyms": Rules(
        about="capitals and palaces that speak for their state",
        required=("id", "iso", "forms", "strength"),
        names=("forms",),
        tests={"iso": _ISO, "strength": _one_of("2", "3")},
    ),
    "country_lookalikes": Rules(about="words that look like a country and are none", required=("id",), names=("id",)),
    "country_homonyms": Rules(
        about="names of countries that are also something else", required=("id", "needs"), closed=("needs",)
    ),
    "country_clues": Rules(
        about="names that tell which country of one demonym is meant",
        required=("id", "iso", "clues"),
        tests={"iso": _ISO},
    ),
    "metonym_contexts": Rules(
        about="words that tell a capital from its state",
        required=("id", "construction", "reading", "words"),
        closed=("construction", "reading"),
    ),
    # what people are called and what they are
    "office_holders": Rules(
        about="who held which high office",
        key=("name", "state", "organisation", "group", "from"),
        required=("name", "group"),
        tests={
            "state": _ISO,
            "organisation": _like("org:[a-z0-9+-]+", "org:otan"),
            "from": _YEAR,
            "to": _YEAR,
        },
    ),
    "functions": Rules(
        about="what a person does or is: offices, ranks, professions",
        key=("lemma",),
        required=("lemma", "class", "group"),
        closed=("class",),
    ),
    "portfolios": Rules(
        about="the fields of ministers and advisers", key=("group",), required=("group", "complements")
    ),
    "titles": Rules(
        about="forms of address (`M.`, `Mme`)",
        key=("title",),
        required=("title", "number"),
        refers={"function": ("functions", "lemma")},
        tests={"gender": _one_of("m", "f"), "number": _NUMBER},
    ),
    "first_names": Rules(
        about="first names by gender",
        key=(),
        required=("gender", "names"),
        tests={"gender": _one_of("m", "f", "x")},
    ),
    "first_names_press": Rules(
        about="first names as the press spells them",
        key=(),
        required=("gender", "names"),
        tests={"gender": _one_of("m", "f", "x")},
    ),
    "family_names_first": Rules(
        about="family names that stand before the given name", key=(), required=("language", "names")
    ),
    "name_particles": Rules(
        about="small words inside names (`von`, `ben`)", key=("word",), required=("word", "kind"), closed=("kind",)
    ),
    "name_contexts": Rules(
        about="nouns that tell whether a name is a person's", key=(), required=("effect", "nouns"), closed=("effect",)
    ),
    "person_nouns": Rules(about="nouns that take up a person", key=("noun",), required=("noun",)),
    # what organisations, agreements and weapons look like
    "organisation_heads": Rules(
        about="nouns that begin or introduce the name of an organisation",
        key=("head", "kind", "use", "capital"),
        required=("head", "kind", "use"),
        closed=("use",),
        tests={"capital": _one_of("yes", "no"), "person": _one_of("yes", "no"), "town": _one_of("yes", "no")},
    ),
    "organisation_lookalikes": Rules(
        about="capitalised words that are no organisation",
        key=("word", "where"),
        required=("word", "where"),
        closed=("where",),
    ),
    "body_nouns": Rules(
        about="nouns that take up an organisation or a state",
        key=("noun",),
        required=("noun", "type"),
        closed=("type",),
    ),
    "group_heads": Rules(
        about="nouns of groups (`les trois pays`)", key=("noun",), required=("noun", "type"), closed=("type",)
    ),
    "agreement_heads": Rules(
        about="nouns that head the description of an agreement",
        key=("head",),
        required=("head", "plural", "type", "needs"),
        closed=("needs",),
    ),
    "agreement_wishes": Rules(
        about="words under which an agreement is only wished",
        required=("id", "reach"),
        tests={"reach": _like(r"\d{1,2}", "5")},
    ),
    "weapon_heads": Rules(
        about="nouns before the name of a weapon",
        required=("id", "plural", "strength"),
        closed=("strength", "family"),
    ),
    "weapon_series": Rules(
        about="letters of designations (`Su-75`)",
        required=("id", "class", "numbers"),
        tests={"origin": _ISO, "numbers": _like(r"\d(?:-\d)?|\d{3}-\d{3}", "2-3")},
    ),
    "weapon_verbs": Rules(about="beginnings of verbs that go with weapons", required=("id",)),
    "weapon_vetoes": Rules(
        about="words that tell that a name is no weapon's",
        key=("id", "where"),
        required=("id", "where"),
        closed=("where",),
    ),
    "ship_prefixes": Rules(
        about="what navies put before the names of ships", required=("id",), tests={"origin": _ISO, "ambiguous": _YES}
    ),
    "function_words": Rules(
        about="words that end a noun phrase before a name", required=("id",), tests={"breaks": _YES}
    ),
    # how it is said
    "cues": Rules(
        about="verbs, nouns and phrases that introduce what is said",
        key=("lemma", "kind"),
        required=("lemma", "kind", "act", "strength"),
        closed=("kind", "constructions", "act", "object_person", "factive", "strength"),
        free=("nominal:",),
        verbal=("verb", "reflexive", "multiword"),
    ),
    "source_nouns": Rules(
        about="what kind of source an unnamed one is", key=("noun",), required=("noun", "class"), closed=("class",)
    ),
    "frame_traps": Rules(about="nouns behind `selon` that do not speak", key=("noun",), required=("noun",)),
    "subject_verbs": Rules(
        about="whether the subject or object of a verb is a person",
        key=("verb",),
        required=("verb",),
        closed=("active", "passive", "object"),
    ),
    "antecedent_weights": Rules(
        about="what each feature of a possible antecedent weighs",
        key=("feature",),
        required=("feature", "weight"),
        closed=("feature",),
        tests={"weight": _like(r"-?\d+(?:\.\d+)?", "-0.5")},
    ),
    "impersonal_verbs": Rules(
        about="verbs whose `il` is nobody",
        key=("lemma",),
        required=("lemma", "forms", "construction"),
        closed=("construction",),
    ),
    "word_lists": Rules(
        about="the closed classes of words that the grammar names (`@dates`)",
        key=("name",),
        required=("name", "words"),
        tests={"name": _LIST_NAME, "words": _as_seen},
        lists=("words",),
    ),
    "circumstances": Rules(
        about="what may stand between a verb of saying and what is said",
        key=("name",),
        required=("name", "pattern"),
        patterns=("pattern",),
    ),
    "noun_phrases": Rules(
        about="where a noun phrase goes on and where it ends",
        key=("name", "side"),
        required=("name", "side", "pattern", "then"),
        patterns=("pattern",),
        closed=("side", "when", "then"),
    ),
    "object_starts": Rules(
        about="where the object of a verb of saying begins",
        key=("name",),
        required=("name", "pattern", "then"),
        patterns=("pattern",),
        closed=("when", "then"),
    ),
    "incise_subjects": Rules(
        about="what stands between the verb of an incise and its subject",
        key=("name",),
        required=("name", "pattern", "then"),
        patterns=("pattern",),
        closed=("place", "then"),
        tests={"quoted": _YES},
    ),
    "statement_vetoes": Rules(
        about="what looks like a report and is none",
        key=("name",),
        required=("name", "place", "pattern"),
        patterns=("pattern", "behind"),
        closed=("place",),
    ),
    "clause_exits": Rules(
        about="where a reported content is over before its sentence is",
        key=("name",),
        required=("name", "content", "pattern"),
        patterns=("pattern",),
        closed=("content", "quoted"),
        tests={"alone": _YES},
    ),
    "constructions": Rules(
        about="how a verb reports what is said: `que P`, an infinitive, quoted words behind a colon",
        key=("name",),
        required=("name", "step", "rule", "licence", "right", "content", "score"),
        patterns=("left", "right", "unless"),
        closed=("rule",),
    ),
    "phrases": Rules(
        about="what may follow the head of a phrase, such as the name of an organisation",
        key=("kind", "name"),
        required=("kind", "name", "pattern"),
        patterns=("pattern",),
        closed=("kind",),
    ),
    "dealings": Rules(
        about="verbs of signing, owning, supplying, making",
        key=("verb", "object"),
        required=("verb", "predicate", "object"),
        closed=("predicate", "object"),
    ),
}
"""The tables that a user can extend."""


def key_of(table: str, row: dict[str, str]) -> tuple[str, ...] | None:
    """What tells a row of the table from the others, None where rows are only added."""
    columns = TABLES[table].key if table in TABLES else ("id",)
    key = tuple(row.get(column, "") for column in columns)
    return key if any(key) else None
