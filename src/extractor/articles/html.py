"""Web pages: the main text with its metadata, as trafilatura finds them. Nothing of a page is executed or fetched.

Offsets of such an article point into the text that was extracted, which is what `documents.text` holds.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import datetime

from extractor.articles.decoding import Decoded, decode
from extractor.articles.floods import drop_broken_json, has_many_elements, require_few_attributes
from extractor.articles.records import plain
from extractor.errors import ArticleError

HEAD = 2_048
"""Bytes in which a page has to say its encoding (HTML Standard, 4.2.5.4)."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_BREAKS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, without what is around it."""

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    note: str | None = None


def read_page(data: bytes) -> Page:
    """The article in a page. Raises ArticleError `binary`, `not_decodable`, `too_long` or `no_text`."""
    from lxml.etree import strip_tags
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document, set_date_params

    from extractor.articles.page_dates import find_published, guess_published

    decoded = decode_page(data)
    require_few_attributes(decoded.text)
    tree = load_html(decoded.text)
    published = found = None
    if tree is not None:
        published = find_published(tree) or guess_published(decoded.text)
        strip_tags(tree, "time")  # whose words would go with them
        drop_broken_json(tree)
        found = bare_extraction(
            tree,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            deduplicate=False,
            fast=has_many_elements(tree),  # the other extractors compare each paragraph with all before it
            date_extraction_params=set_date_params(extensive=False),
        )
    if not isinstance(found, Document) or not (text := _BREAKS.sub("\n\n", found.text or "").strip()):
        raise ArticleError("no_text", "no article text was found in the page")
    return Page(
        text=text,
        title=plain(found.title),
        url=plain(found.url),
        outlet=plain(found.sitename or found.hostname),
        author=plain(found.author),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        note=decoded.note,
    )


def decode_page(data: bytes) -> Decoded:
    """The page as text, in the encoding that it announces where it keeps to it."""
    announced = _CHARSET.search(data[:HEAD])
    if announced and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = announced[1].decode("ascii")
        # Browsers read what calls itself Latin-1 or ASCII as windows-1252 (Encoding Standard, 4.2).
        name = "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
        try:
            if codecs.lookup(name)._is_text_encoding:
                return Decoded(data.decode(name), name)
        except (LookupError, UnicodeDecodeError):
            pass  # it says one thing and is another: told from the bytes
    return decode(data)
