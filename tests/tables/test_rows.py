"""A `Doc` becomes rows whose offsets point at what they say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import spacy
from spacy.tokens import Doc

from extractor.annotations import Entity, Mention, Relation, Statement, set_extensions
from extractor.articles.article import Article
from extractor.tables.rows import Rows, Stamp
from extractor.tables.schemas import TABLES

TEXT = "La ministre Claire Dubois arrive. « Nous sommes prêts », a-t-elle dit, « à signer » 😀."
STAMP = Stamp(run_id="r", model="m-1", extractor_version="0", settings_sha256="s")
NOW = datetime(2024, 5, 31, tzinfo=UTC)


@pytest.fixture
def doc():
    set_extensions()
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    doc: Doc = nlp(TEXT)
    person = Entity("person:claire-dubois", "PERSON", "Claire Dubois", role="ministre", country="FR", gender="f")
    doc._.entities.update({person.id: person, "country:FR": Entity("country:FR", "COUNTRY", "France", iso="FR")})
    for surface, kind in (("Claire Dubois", "name"), ("elle", "pronoun")):
        start = TEXT.index(surface)
        doc._.mentions.append(Mention(start, start + len(surface), "PERSON", kind, person.id, "test"))
    doc._.statements.append(
        Statement(
            "direct",
            [at("Nous sommes prêts"), at("à signer")],
            "incise",
            0.9,
            cue=at("a-t-elle dit"),
            cue_lemma="dire",
            speaker=at("elle"),
            speaker_kind="person",
            speaker_ids=[person.id],
        )
    )
    doc._.statements.append(Statement("indirect", [at("signer")], "x", 0.5, parent=0, continues=0))
    doc._.relations.append(Relation(person.id, "represents", "country:FR", 0, 5, "x", 1.0, detail="ministre"))
    return doc


def at(surface):
    return TEXT.index(surface), TEXT.index(surface) + len(surface)


@pytest.fixture
def tables(doc):
    rows = Rows()
    rows.add(Article(doc_id="d", source="d.txt", text=TEXT, title="T"), doc, stamp=STAMP, processed_at=NOW)
    return {name: table.to_pylist() for name, table in rows.tables().items()}


def test_every_surface_is_where_its_offsets_say(tables):
    for mention in tables["mentions"]:
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
    first = tables["statements"][0]
    assert [TEXT[span["start"] : span["end"]] for span in first["spans"]] == ["Nous sommes prêts", "à signer"]
    assert first["text"] == "Nous sommes prêts … à signer"
    assert first["cue_text"] == TEXT[first["cue_start"] : first["cue_end"]] == "a-t-elle dit"
    assert first["speaker_text"] == TEXT[first["speaker_start"] : first["speaker_end"]] == "elle"


def test_the_speaker_is_told_by_the_first_entity(tables):
    first, second = tables["statements"]
    assert (first["speaker_name"], first["speaker_role"], first["speaker_country"]) == (
        "Claire Dubois",
        "ministre",
        "FR",
    )
    assert (second["speaker_name"], second["speaker_text"], second["cue_start"]) == (None, None, None)
    assert (second["parent_id"], second["continues_id"]) == (0, 0)


def test_sentences_are_numbered(tables):
    assert [mention["sentence"] for mention in tables["mentions"]] == [0, 1]
    assert tables["statements"][0]["sentence"] == 1


def test_entities_count_their_mentions(tables):
    person, country = tables["entities"]
    assert (person["n_mentions"], person["first_start"]) == (2, TEXT.index("Claire"))
    assert (country["n_mentions"], country["first_start"], country["iso"]) == (0, None, "FR")


def test_the_document_is_stamped(tables):
    (document,) = tables["documents"]
    assert document["text"] == TEXT
    assert (document["model"], document["run_id"], document["processed_at"]) == ("m-1", "r", NOW)
    assert document["n_sentences"] == 2
    assert tables["relations"][0]["detail"] == "ministre"


def test_tables_have_the_schemas_even_without_rows():
    assert {name: table.schema for name, table in Rows().tables().items()} == TABLES
