"""Who may import whom, read from the source: the rooms are in a row and the doors are at the end."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "extractor"

DOORS = ("", "cli", "library")
"""The command line and the public API, which is `extractor` itself and `library`."""

ANALYSING = ("text", "analysis", "entities", "statements", "coreference", "speakers", "relations")
FOUNDATIONS = ("annotations", "errors", "knowledge", "serialisation")


def imports() -> dict[str, set[str]]:
    """Every module of the package with the modules of the package that it imports, wherever in its code."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(("extractor", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        found[module] = set(imported(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def imported(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "extractor")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read by name"
            if node.module and node.module.split(".")[0] == "extractor":
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


IMPORTS = imports()


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def parent(name: str) -> str:
    return name.rpartition(".")[0]


def breaches(importers, forbidden):
    return sorted(
        f"{module} imports {target}"
        for module, targets in IMPORTS.items()
        for target in targets
        if room(module) in importers and room(target) in forbidden
    )


def test_the_imports_are_seen():
    assert len(IMPORTS) > 30
    assert "extractor.analysis.pipeline.load" in IMPORTS["extractor.cli"]


def test_stages_know_nothing_of_files_tables_and_runs():
    assert breaches(ANALYSING, {"articles", "tables", "runs", "settings", "views", "evaluation", "cli", "doctor"}) == []


def test_foundations_know_nothing_of_the_rooms():
    everything = {room(module) for module in IMPORTS} - {*FOUNDATIONS, "", "settings"}
    # The check of a user's tables has to know how the stages read them; it is asked for where such tables come in.
    checker = "extractor.knowledge.check"
    assert [breach for breach in breaches(FOUNDATIONS, everything) if not breach.startswith(checker)] == []
    askers = {module for module in IMPORTS if checker in map(parent, IMPORTS[module])}
    assert askers == {"extractor.cli", "extractor.doctor", "extractor.entities.gazetteer", "extractor.knowledge.own"}


def test_the_grammar_knows_nothing_of_the_stages():
    found = breaches({"text"}, {room(module) for module in IMPORTS} - {"text", *FOUNDATIONS})
    assert found == ["extractor.text.reading imports extractor.analysis.folding.fold"]


def test_articles_and_tables_know_nothing_of_runs():
    assert breaches({"articles", "tables"}, {"runs", "settings", "views", "evaluation", "cli", "doctor"}) == []


def test_articles_know_nothing_of_the_stages():
    assert breaches({"articles"}, {*ANALYSING, "tables"}) == []


def test_runs_know_nothing_of_windows_and_doors():
    assert breaches({"runs"}, {"views", "evaluation", "cli", "doctor"}) == []


@pytest.mark.parametrize("window", ["views", "evaluation", "exports", "doctor"])
def test_windows_are_opened_by_the_doors_only(window):
    others = {room(module) for module in IMPORTS} - {window, *DOORS, "views"}
    assert breaches(others, {window}) == []


def test_nothing_imports_the_command_line():
    others = {room(module) for module in IMPORTS} - {"cli", "__main__"}
    assert breaches(others, {"cli"}) == []


LAYERS = ("text", "entities", "statements", "coreference", "speakers", "relations")
"""The stages in the order in which an article passes through them: each imports those before it only."""

MOVED = "extractor.statements.speakers"
"""Where installations made before the package `speakers` look for its component; it goes with the next release."""


@pytest.mark.parametrize("layer", LAYERS)
def test_a_stage_imports_no_later_one(layer):
    later = set(LAYERS[LAYERS.index(layer) + 1 :])
    assert [breach for breach in breaches({layer}, later) if not breach.startswith(MOVED)] == []
