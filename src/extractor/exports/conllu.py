"""CoNLL-U: tokens and sentences, with mentions and statements in the column MISC.

The tables hold no syntax, so those columns are empty (`_`), and the tokens are those of spaCy's French tokenizer. MISC:

    TokenRange=10:15            code points in the text
    Entity=(e1 … e1)            mentions, in brackets that may overlap; `# entity e1 = country:JP …` tells who it is
    Statement=(s1 … s1)         content of statements; `# statement s1 = …` tells who said it
    Speaker=, Cue=              the same for the source and for the verb
    SpacesAfter=\\n, SpaceAfter=No as in the UD treebanks
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.annotations import set_extensions
from extractor.exports.nested import articles
from extractor.tables.read import Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_ESCAPES = str.maketrans(
    {
        " ": "\\s",
        "\t": "\\t",
        "\r": "\\r",
        "\n": "\\n",
        "|": "\\p",
        "\\": "\\\\",
        "\u00a0": "\\u00A0",
        "\u202f": "\\u202F",
    }
)
_BREAKS = re.compile(r"\s+")


def write_conllu(reading: Reading, path: Path) -> int:
    """Writes the file and gives the number of articles."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for article in articles(reading):
            count += 1
            file.writelines(lines(article))
    return count


def lines(article: dict[str, Any]) -> Iterator[str]:
    """The lines of one article."""
    nlp = _tokenizer()
    nlp.max_length = max(nlp.max_length, len(article["text"]) + 1)
    doc = nlp(article["text"])
    marks = _Marks(doc)
    entities = {entity["entity_id"]: f"e{number}" for number, entity in enumerate(article["entities"], 1)}
    head = [f"# newdoc id = {_one_line(article['doc_id'])}\n"]
    for entity in article["entities"]:
        key = entities[entity["entity_id"]]
        head.append(f"# entity {key} = {entity['entity_id']} {entity['type']} {_one_line(entity['name'])}\n")
    for mention in article["mentions"]:
        if mention["entity_id"] in entities:
            marks.add("Entity", entities[mention["entity_id"]], mention["start"], mention["end"])
    for statement in article["statements"]:
        key = f"s{statement['statement_id'] + 1}"
        by = ", ".join(statement["speaker_ids"]) or statement["speaker_text"] or "?"
        head.append(f"# statement {key} = {statement['type']} {statement['speech_act']} by {_one_line(by)}\n")
        for span in statement["spans"]:
            marks.add("Statement", key, span["start"], span["end"])
        for name in ("speaker", "cue"):
            if statement[f"{name}_start"] is not None:
                marks.add(name.capitalize(), key, statement[f"{name}_start"], statement[f"{name}_end"])
    number = 0
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if not tokens:
            continue
        number += 1
        if number == 1:
            yield from head
        yield f"# sent_id = {_one_line(article['doc_id'])}-{number}\n"
        yield f"# text = {_one_line(article['text'][tokens[0].idx : tokens[-1].idx + len(tokens[-1])])}\n"
        for place, token in enumerate(tokens, 1):
            end = token.idx + len(token)
            misc = "|".join([*marks.of(token), f"TokenRange={token.idx}:{end}", *_space(article["text"], end)])
            yield f"{place}\t{token.text}\t" + "_\t" * 7 + f"{misc}\n"
        yield "\n"


class _Marks:
    """What begins and ends at which token; a span that cuts a token takes the whole of it."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.marks: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def add(self, name: str, key: str, start: int, end: int) -> None:
        span = self.doc.char_span(start, end, alignment_mode="expand")
        words = [token.i for token in span if not token.is_space] if span is not None else []
        if not words:
            return
        if words[0] == words[-1]:
            self.marks[words[0]][name].append(f"({key})")
            return
        self.marks[words[0]][name].append(f"({key}")
        # What began last ends first, as brackets do, where the two do not cross.
        self.marks[words[-1]][name].insert(0, f"{key})")

    def of(self, token: Token) -> list[str]:
        return [f"{name}={''.join(keys)}" for name, keys in sorted(self.marks.get(token.i, {}).items())]


def _space(text: str, end: int) -> list[str]:
    """The white space behind a token as UD treebanks write it: a plain space goes without saying."""
    found = _BREAKS.match(text, end)
    following = found[0] if found else ""
    if following == " ":
        return []
    return [f"SpacesAfter={following.translate(_ESCAPES)}"] if following else ["SpaceAfter=No"]


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text)


@lru_cache(maxsize=1)
def _tokenizer() -> Language:
    """Tokens and borders of sentences as the pipeline sees them, which needs no model."""
    import spacy

    set_extensions()
    nlp = spacy.blank("fr")
    nlp.add_pipe("extractor_quotations")
    nlp.add_pipe("extractor_sentences")
    return nlp
