from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


def forms(folder):
    return ()


def _pass(doc: Doc) -> Doc:
    return doc


@Language.factory("extractor_countries")
def create_countries(nlp: Language, name: str):
    return _pass
