"""One input file → its articles, and a refusal for what cannot be one."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from extractor.articles.article import Article, Refusal
from extractor.articles.decoding import decode
from extractor.articles.sources import InputFile
from extractor.articles.text import find_title
from extractor.errors import ArticleError


def read_articles(file: InputFile) -> Iterator[Article | Refusal]:
    """The articles of `file`, one after the other. Nothing about the content raises: it gives a Refusal."""
    data = file.path.read_bytes()
    try:
        decoded = decode(data)
    except ArticleError as error:
        yield Refusal(
            source=file.source, reason=error.code, detail=error.detail, fingerprint=sha256(data).hexdigest()
        )
        return
    yield Article(
        doc_id=file.doc_id,
        source=file.source,
        text=decoded.text,
        title=find_title(decoded.text),
        note=decoded.note,
    )
