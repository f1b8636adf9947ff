"""No list of French words stands in Python: closed classes are rows of word_lists.tsv, named by code and patterns.

What is French is told by the table itself: a literal list (a set, a tuple, a list, words to `split`) or an alternation
of a regular expression, all of whose words stand in some list of the table.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.analysis.folding import fold
from extractor.knowledge import rows
from extractor.knowledge.tables import TABLES
from extractor.knowledge.word_lists import word_lists

PACKAGE = Path(__file__).parent.parent.parent / "src" / "extractor"
LINGUISTIC = ("text", "analysis", "entities", "statements", "coreference", "speakers", "relations")

FRENCH = {fold(word) for words in word_lists().values() for entry in words for word in entry.split()}

LEFT: dict[str, int] = {
    "analysis/lines.py": 1,
    "analysis/transcription.py": 3,
    "coreference/appositions.py": 3,
    "coreference/bodies.py": 1,
    "coreference/descriptions.py": 1,
    "coreference/emphatics.py": 2,
    "coreference/groups.py": 5,
    "coreference/heads.py": 8,
    "coreference/naming.py": 10,
    "coreference/nominals.py": 14,
    "coreference/objects.py": 2,
    "coreference/pronouns.py": 34,
    "coreference/walk.py": 1,
    "entities/agreement_phrases.py": 2,
    "entities/countries.py": 5,
    "entities/designations.py": 3,
    "entities/linking.py": 3,
    "entities/metonyms.py": 2,
    "entities/name_candidates.py": 1,
    "entities/organisations.py": 4,
    "entities/weapons.py": 12,
    "speakers/component.py": 16,
    "statements/attribution.py": 1,
    "statements/clauses.py": 1,
    "statements/complements.py": 1,
    "statements/conjugation.py": 1,
    "statements/cues.py": 2,
    "statements/incise_subjects.py": 1,
    "statements/incises.py": 3,
}
"""Files whose lists are still to be lifted, with how many there are. A number may only fall; no file may be added."""


def lists(tree: ast.AST) -> Iterator[list[str]]:
    """The literal lists of strings and the alternations in strings."""
    notes = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if id(node) in notes:
            continue
        if isinstance(node, (ast.Set, ast.List, ast.Tuple)):
            words = [item.value for item in node.elts if isinstance(item, ast.Constant)]
            if len(words) == len(node.elts) and all(isinstance(word, str) for word in words):
                yield words
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            if isinstance(node.func.value, ast.Constant):
                yield str(node.func.value.value).split()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (found.split("|") for found in re.findall(r"[\w']+(?:\|[\w']+)+", node.value))


def french(words: list[str]) -> bool:
    """Whether they are two or more words of French, marks aside."""
    spelt = [fold(word) for word in words if any(map(str.isalpha, word))]
    return len(spelt) > 1 and any(len(word) > 1 for word in spelt) and FRENCH.issuperset(spelt)


def found_in(file: str) -> list[list[str]]:
    tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
    return [words for words in lists(tree) if french(words)]


FILES = sorted(str(path.relative_to(PACKAGE)) for package in LINGUISTIC for path in (PACKAGE / package).rglob("*.py"))


@pytest.mark.parametrize("file", FILES)
def test_a_file_has_no_list_of_french_words(file):
    found = found_in(file)
    assert len(found) == LEFT.get(file, 0), f"name these in word_lists.tsv, or lower the number in LEFT: {found}"


def test_files_that_are_left_are_there():
    assert set(LEFT) <= set(FILES)


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('x in {"lundi", "mardi"}', 1),
        ('x in ("que", "qu\'")', 1),
        ('"lundi mardi".split()', 1),
        ('re.compile(r"(?:lundi|mardi)\\b")', 1),
        ('x in ("NOUN", "PROPN")', 0),
        ('x in ("person", "place")', 0),
        ('x in (",", ";")', 0),
        ('WordList("days")', 0),
        ('"""Whether `lundi|mardi` stands there."""', 0),
    ],
)
def test_lists_are_seen(code, seen):
    assert len([words for words in lists(ast.parse(code)) if french(words)]) == seen


PATTERNS = re.compile(r"WordPattern\(\s*(\"(?:[^\"\\\\]|\\\\.)*\"\s*)+\)")
NAMES = re.compile(r"Word(?:List|Sequences)\(\s*\"(\w+)\"|word_(?:list|sequences)\(\s*\"(\w+)\"")


def named() -> set[str]:
    """The lists that code, patterns and other lists name."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    cells = [row["words"] for row in rows("word_lists")]
    cells += [found.group() for found in PATTERNS.finditer(code)]
    cells += [row[column] for table, rules in TABLES.items() for column in rules.patterns for row in rows(table)]
    cells += re.findall(r"WordPattern\(\s*\"([^\"]*)\"", code)
    in_code = {name for found in NAMES.findall(code) for name in found if name}
    return in_code | {name for cell in cells for name in re.findall(r"@(\w+)", cell)}


def test_every_list_that_is_named_is_there():
    assert named() <= set(word_lists())


def test_every_list_that_is_there_is_named():
    assert set(word_lists()) - named() == set()
