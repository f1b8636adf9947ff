"""One article by the path of its file, for commands that look at a single one."""

from __future__ import annotations

from pathlib import Path

from extractor.articles.article import Article, Refusal
from extractor.articles.reading import read_articles
from extractor.articles.sources import find_files
from extractor.errors import InputError


def read_one(path: Path) -> Article:
    """The article in the file at `path`, the first one where it holds several.

    Raises InputError when there is no such file, when it is a folder, or when it holds no article, with the reason.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder; name one file in it")
    refused = ""
    for file in find_files([path]):
        for item in [file] if isinstance(file, Refusal) else read_articles(file):
            if isinstance(item, Article):
                return item
            refused = refused or item.detail
    raise InputError(f"{path} holds no article: {refused}")
