"""The benchmark: annotations apart from their texts, which their owners publish and the project does not hold.

A folder holds `sources.json`, which tells the sources, and one file for each article:

    {"doc": "u301", "source": "SemEval",
     "text": {"repository": "owner/name", "path": "…", "commit": "…", "sha256": "…", "form": "markdown",
              "characters": 2110},
     "entities": {"p1": {"type": "PERSON", "names": [[12, 23], "…"]}, "c1": {"type": "COUNTRY", "iso": "US"}},
     "mentions": [[12, 23, "p1", "name"]],
     "statements": [{"spans": [[40, 95]], "type": "direct", "cue": [24, 33], "speaker": [12, 23], "by": ["p1"]}]}

Places are code points into the text, from the start up to the end. A name that stands in the text is given by its
place, so that the file holds no words of it; a fuller name that the text never writes is given by its letters.
`benchmarks/rebuild_texts.py` makes the texts from checkouts of the repositories. They are in `texts` below the folder,
or in a folder of their own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.annotations import EntityType, MentionKind, Offsets, StatementType
from extractor.errors import InputError
from extractor.evaluation.gold import Gold, GoldEntity, GoldMention, GoldStatement

SOURCES = "sources.json"
TOLD = 5
"""How many problems of a file are told one by one."""

Split = Literal["open", "held-back"]
SPLITS = ("open", "held-back", "all")

EntityId = Annotated[str, Field(pattern=r"^[a-z]+[0-9]+$")]
ArticleName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Commit = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
Repository = Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


PartType = TypeVar("PartType", bound=_Part)


class Origin(_Part):
    """Where a text comes from: a file at a commit of a public repository, the form in which it is cut, and its hash.

    `sha256` is that of the text in UTF-8, `characters` its length in code points.
    """

    repository: Repository
    path: str
    commit: Commit
    sha256: Sha256
    form: str
    characters: Annotated[int, Field(gt=0)]


class StandoffEntity(_Part):
    """Whom or what the annotation means: a country by its ISO code, all others by names, the fullest first."""

    type: EntityType
    names: tuple[Offsets | str, ...] = ()
    iso: str | None = None


class StandoffStatement(_Part):
    """Who said what, by places and ids."""

    spans: Annotated[tuple[Offsets, ...], Field(min_length=1)]
    type: StatementType
    cue: Offsets | None = None
    speaker: Offsets | None = None
    by: tuple[str, ...] = ()
    by_alt: tuple[tuple[str, ...], ...] = ()
    optional: bool = False


class StandoffArticle(_Part):
    """The annotation of an article without its text. The name of the article is that of the file of its text."""

    doc: ArticleName
    source: str
    text: Origin
    entities: dict[EntityId, StandoffEntity]
    mentions: tuple[tuple[int, int, str, MentionKind], ...]
    statements: tuple[StandoffStatement, ...]


class Source(_Part):
    """What the articles of a source are, and whether rules may be made after them.

    A source that is held back is annotated and measured, and nobody reads its articles to improve the program.
    """

    split: Split
    what: str
    terms: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The articles whose texts are there, the source of each, and the articles whose texts are not."""

    golds: list[Gold] = field(default_factory=list)
    source_of: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def read_benchmark(
    folder: Path | str,
    *,
    texts: Path | str | None = None,
    split: str = "open",
    sources: Collection[str] = (),
) -> Benchmark:
    """The annotated articles of a folder with their texts, of one split and of the named sources, or of all.

    `split` is open, held-back or all. Texts are in `texts`, by default `folder/texts`; a benchmark tells the articles
    whose text is not there. Raises InputError where the folder holds no benchmark, a file is off, a split or a source
    is unknown, a text is not the annotated one, or none of the texts is there.
    """
    if split not in SPLITS:
        raise InputError(f"the split is one of {', '.join(SPLITS)}, not {split!r}")
    folder = Path(folder)
    texts = Path(texts) if texts is not None else folder / "texts"
    known = read_sources(folder)
    _known_sources(sources, known, folder)
    chosen = [
        article
        for article in read_standoff(folder)
        if (split == "all" or known[article.source].split == split) and (not sources or article.source in sources)
    ]
    if not chosen:
        raise InputError(f"{folder} has no article of the split {split!r} in {', '.join(sorted(sources or known))}")
    benchmark = Benchmark()
    for article in chosen:
        text = _text(article, texts)
        if text is None:
            benchmark.missing.append(article.doc)
            continue
        benchmark.golds.append(to_gold(article, text))
        benchmark.source_of[article.doc] = article.source
    if not benchmark.golds:
        raise InputError(
            f"{texts} holds none of the {len(chosen)} texts: rebuild them with benchmarks/rebuild_texts.py, "
            "or name their folder with --texts"
        )
    return benchmark


def read_sources(folder: Path) -> dict[str, Source]:
    """The sources of a benchmark by name. Raises InputError where the file is missing or off."""
    file = folder / SOURCES
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: name the one that holds the annotations and {SOURCES}")
    if not file.is_file():
        raise InputError(f"{folder} is no benchmark: it has no {SOURCES}")
    content = _json(file)
    if not isinstance(content, dict):
        raise InputError(f"{file} has to be an object of sources by name")
    return {name: _parsed(Source, value, file, name) for name, value in content.items()}


def read_standoff(folder: Path) -> list[StandoffArticle]:
    """Every annotation of a benchmark, in the order of the files. Raises InputError naming the file and what is off."""
    known, seen = read_sources(folder), dict[str, Path]()
    articles = []
    for file in sorted(folder.glob("*.json")):
        if file.name == SOURCES:
            continue
        article = _parsed(StandoffArticle, _json(file), file)
        problems = _problems(article)
        if article.source not in known:
            problems.append(f"the source {article.source!r} is not in {SOURCES}")
        if article.doc in seen:
            problems.append(f"{article.doc} is also in {seen[article.doc].name}")
        if problems:
            more = f"; and {len(problems) - TOLD} more" if len(problems) > TOLD else ""
            raise InputError(f"{file}: {'; '.join(problems[:TOLD])}{more}")
        seen[article.doc] = file
        articles.append(article)
    return articles


def to_gold(article: StandoffArticle, text: str) -> Gold:
    """The annotation together with its text."""
    names = {
        key: tuple(one if isinstance(one, str) else text[slice(*one)] for one in entity.names)
        for key, entity in article.entities.items()
    }
    return Gold(
        article.doc,
        text,
        {key: GoldEntity(entity.type, names[key], entity.iso) for key, entity in article.entities.items()},
        [
            GoldMention(start, end, entity, kind, article.entities[entity].type)
            for start, end, entity, kind in article.mentions
        ],
        [
            GoldStatement(
                spans=one.spans,
                type=one.type,
                cue=one.cue,
                speaker=one.speaker,
                by=one.by,
                alternatives=one.by_alt,
                optional=one.optional,
            )
            for one in article.statements
        ],
    )


def to_standoff(gold: Gold, *, source: str, origin: Origin) -> dict[str, Any]:
    """An annotation without the words of its text, as the JSON of a benchmark holds it.

    Entities get ids of a letter and a number, and a name that stands in the text becomes its place.
    """
    ids: dict[str, str] = {}
    for key, entity in gold.entities.items():
        letter = entity.type[0].lower()
        ids[key] = f"{letter}{sum(one.startswith(letter) for one in ids.values()) + 1}"
    return {
        "doc": gold.doc_id,
        "source": source,
        "text": origin.model_dump(),
        "entities": {ids[key]: _entity(entity, gold.text) for key, entity in gold.entities.items()},
        "mentions": [[one.start, one.end, ids[one.entity], one.kind] for one in gold.mentions],
        "statements": [_statement(one, ids) for one in gold.statements],
    }


def sha256(text: str) -> str:
    """The hash by which a text is known: of its UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _entity(entity: GoldEntity, text: str) -> dict[str, Any]:
    if entity.type == "COUNTRY":
        return {"type": entity.type, "iso": entity.iso}
    places = [(text.find(name), name) for name in entity.names]
    return {"type": entity.type, "names": [[at, at + len(name)] if at >= 0 else name for at, name in places]}


def _statement(statement: GoldStatement, ids: dict[str, str]) -> dict[str, Any]:
    content: dict[str, Any] = {
        "spans": [list(span) for span in statement.spans],
        "type": statement.type,
        "cue": list(statement.cue) if statement.cue else None,
        "speaker": list(statement.speaker) if statement.speaker else None,
        "by": [ids[one] for one in statement.by],
    }
    if statement.alternatives:
        content["by_alt"] = [[ids[one] for one in entities] for entities in statement.alternatives]
    if statement.optional:
        content["optional"] = True
    return content


def _known_sources(asked: Collection[str], known: dict[str, Source], folder: Path) -> None:
    if unknown := sorted(set(asked) - set(known)):
        raise InputError(f"{folder} has no source {', '.join(map(repr, unknown))}; its sources are: {', '.join(known)}")


def _text(article: StandoffArticle, texts: Path) -> str | None:
    file = texts / f"{article.doc}.txt"
    if not file.is_file():
        return None
    text = file.read_bytes().decode("utf-8", "replace")
    if sha256(text) != article.text.sha256:
        raise InputError(f"{file} is not the text that was annotated: rebuild it with benchmarks/rebuild_texts.py")
    return text


def _problems(article: StandoffArticle) -> list[str]:
    """What of an annotation points to nothing."""
    spans = [span for one in article.statements for span in (*one.spans, one.cue, one.speaker) if span is not None]
    spans += [mention[:2] for mention in article.mentions]
    spans += [name for one in article.entities.values() for name in one.names if not isinstance(name, str)]
    length = article.text.characters
    problems = [f"{span} is no place in the text" for span in spans if not 0 <= span[0] < span[1] <= length]
    named = {mention[2] for mention in article.mentions}
    named |= {entity for one in article.statements for entities in (one.by, *one.by_alt) for entity in entities}
    problems += [f"there is no entity {entity!r}" for entity in sorted(named - set(article.entities))]
    for key, entity in article.entities.items():
        if not (entity.iso if entity.type == "COUNTRY" else entity.names):
            problems.append(f"the entity {key} has no {'iso' if entity.type == 'COUNTRY' else 'names'}")
    return problems


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file} is no JSON: {error}") from None


def _parsed(part: type[PartType], content: Any, file: Path, *within: str) -> PartType:
    try:
        return part.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(one) for one in (*within, *first["loc"])) or "it"
        raise InputError(f"{file}: {place}: {first['msg']}") from None


def docs_by_source(benchmark: Benchmark) -> dict[str, Sequence[str]]:
    """The articles of each source, sources by name."""
    found: dict[str, list[str]] = {}
    for doc, source in benchmark.source_of.items():
        found.setdefault(source, []).append(doc)
    return {source: found[source] for source in sorted(found)}
