"""The documentation as a site: it builds without a warning, needs no network, and its drawn pages are as drawn."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

from extractor import __version__
from extractor.analysis.pipeline import AFTER_PARSER, BEFORE_PARSER, FIRST, LAST
from extractor.articles.sources import COMPRESSIONS, FORMATS
from extractor.exports import FORMATS as EXPORTS
from extractor.knowledge.check import TABLES as OWN_TABLES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS) for path in DOCS.rglob("*.md"))


def load_script():
    path = ROOT / "scripts" / "reference_pages.py"
    spec = importlib.util.spec_from_file_location("reference_pages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


drawn = load_script()


def read(name):
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(drawn.PAGES))
def test_a_drawn_page_is_what_the_program_says(name):
    assert read(name) == drawn.PAGES[name](), f"docs/{name} is stale: write it again with `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_is_in_the_site(site, page):
    html = (site / page.with_suffix(".html")).read_text(encoding="utf-8")
    assert "<h1" in html


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_takes_nothing_from_the_network(site, page):
    html = (site / page.with_suffix(".html")).read_text(encoding="utf-8")
    taken = re.findall(r'<(?:script|img|iframe)[^>]* src="?([^">\s]+)', html)
    taken += re.findall(r'<link[^>]* rel="?(?:stylesheet|preconnect|icon)"?[^>]* href="?([^">\s]+)', html)
    assert taken
    assert [one for one in taken if re.match(r"(https?:)?//", one)] == []


def test_the_reference_has_the_docstrings(site):
    html = (site / "reference" / "python.html").read_text(encoding="utf-8")
    for name in ("extract", "read", "load", "who_said_what", "view", "LazyTable.where", "Statement"):
        assert name in html


def test_every_page_is_in_the_navigation():
    def named(entry):
        if isinstance(entry, str):
            yield entry
        for value in entry.values() if isinstance(entry, dict) else ():
            for one in value if isinstance(value, list) else [value]:
                yield from named(one)

    # The configuration has no tags of its own, so that a safe loader reads it.
    navigation = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert sorted(one for entry in navigation for one in named(entry)) == sorted(map(str, PAGES))


COMMANDS = dict(drawn.commands(drawn.command_tree()))
OPTIONS = {name: {one for parameter in command.params for one in parameter.opts} for name, command in COMMANDS.items()}
KNOWN = set().union(*OPTIONS.values(), {"--help", "-h", "--version", "--install-completion"})


def inline(page):
    """What stands as code within the text."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_commands_and_options_within_the_text_are_there(page):
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for code in inline(read(page)):
        if found := re.match(r"make ([a-z-]+)", code):
            assert found[1] in targets, code
        options = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", code)) if code.startswith(("-", "extractor ")) else set()
        if found := re.match(r"extractor ((?:knowledge )?[a-z]+)", code):
            assert found[1] in COMMANDS, code
            assert options <= OPTIONS[found[1]], code
        else:
            assert options <= KNOWN, code


def test_every_stage_is_explained():
    named = re.findall(r"^\| `(extractor_\w+)` \|", read("how-to/spacy.md"), re.MULTILINE)
    assert named == [FIRST, *BEFORE_PARSER, *AFTER_PARSER, LAST]


def test_every_table_of_your_own_is_explained():
    page = read("how-to/own-names.md")
    rows = re.findall(r"^\| (`\w+\.tsv`.*?) \| (.*?) \|", page, re.MULTILINE)
    required = {
        name: re.findall(r"`(\w+)`", columns) for names, columns in rows for name in re.findall(r"(\w+)\.tsv", names)
    }
    assert required == {name: list(rules.required) for name, rules in OWN_TABLES.items()}


@pytest.mark.parametrize("form", sorted(EXPORTS))
def test_every_form_of_export_is_explained(form):
    assert f"| `{form}` |" in read("how-to/exports.md")


@pytest.mark.parametrize("ending", [*FORMATS, *COMPRESSIONS])
def test_every_format_of_input_is_named(ending):
    assert ending in {".text", ".htm", ".xhtml"} or f"`{ending}`" in read("how-to/inputs.md")


CATALOGUE = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", read("method.md"), re.MULTILINE)


@pytest.mark.parametrize(("rule", "example"), CATALOGUE, ids=[rule for rule, _ in CATALOGUE])
def test_an_example_of_the_catalogue_is_found_by_its_rule(nlp, rule, example):
    doc = nlp(example.replace("**", "").replace("⏎", "\n\n"))
    assert rule in {statement.rule for statement in doc._.statements}


def test_every_rule_that_finds_something_is_in_the_catalogue(output):
    import extractor

    found = set(extractor.read(output).statements["rule"])
    assert len(found) > 5
    assert found <= {rule for rule, _ in CATALOGUE}


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == __version__
    assert citation["license"] == "MIT"
    assert f"version = {{{__version__}}}" in read("cite.md")


def test_the_citation_has_what_the_format_asks_for():
    """After the schema of the Citation File Format 1.2.0: required keys, and no key that it does not know."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert set(citation) <= {
        "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords",
        "license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact",
        "repository-code", "title", "type", "url", "version",
    }  # fmt: skip
    assert citation["type"] in {"software", "dataset"}
    for source in (citation, *citation["references"]):
        for author in source["authors"]:
            assert set(author) in ({"name"}, {"family-names", "given-names"})
    for reference in citation["references"]:
        assert {"type", "title", "authors"} <= set(reference)
        assert re.fullmatch(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-\.\(\)\[\]\\]+", reference["doi"])
