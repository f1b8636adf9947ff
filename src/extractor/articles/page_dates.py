"""When a page was published, by what it says itself: metadata, JSON-LD, microdata, `<time>`, and words such as
`Publié le 1er septembre 2025 à 18h30`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from extractor.articles.dates import MAX_DATE, MONTH, Moment, find_date_in_words, read_date, read_local

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NAMES = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "rnews:datepublished", "sailthru.date", "parsely-pub-date", "publish-date", "publish_date", "publication_date",
    "published_at", "date.published", "pubdate", "pub_date", "article.published", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "dc:date",
    "citation_publication_date", "prism.publicationdate", "datecreated", "date",
)  # fmt: skip
"""What the metadata of pages calls it, the surest first; capitals do not matter."""

BEGINNING = 20_000
"""Characters of the words of a page in which it says when it was published."""

_ARTICLE = re.compile(r"article|report|posting|review|liveblog", re.IGNORECASE)
_IN_BROKEN_JSON = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{8,60})"')
_PUBLISHED = re.compile(
    r"\b(?:publi[ée]e?|mise? en ligne|post[ée]e?|parue?|cr[ée]+e|diffus[ée]e?|date de publication)"
    r"[\s:,-]{0,9}(?:le\b)?[\s:]{0,9}",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"mise? à jour|modifi|actualis|updated|modified", re.IGNORECASE)
_FIRST = re.compile(rf"\b1\s?er(?=\s(?:{MONTH})\b)", re.IGNORECASE)
_ASIDE = {"aside", "footer", "nav"}


def find_published(tree: HtmlElement) -> Moment | None:
    """When the page was published, in UTC; None where it does not say so in a form that is known.

    Where the surest source gives only the day, another one with the hour of that day is taken.
    """
    first: Moment | None = None
    for found in _said(tree):
        if found.in_utc() is None:
            continue
        if first is None or (found.at.date() == first.at.date() and _known(found) > _known(first)):
            first = found
        if _known(first) == (True, True):
            break
    return first.in_utc() if first else None


def guess_published(html: str) -> Moment | None:
    """The day that a page seems to be of, by all the means of htmldate."""
    from htmldate import find_date
    from trafilatura.settings import set_date_params

    # htmldate takes `1er septembre 2025` for the first of January.
    return read_date(find_date(_FIRST.sub("1", html), **set_date_params()))


def _known(moment: Moment) -> tuple[bool, bool]:
    """Whether the hour is known, and the time zone."""
    return moment.precision != "day", moment.precision != "day" and moment.at.tzinfo is not None


def _said(tree: HtmlElement) -> Iterator[Moment]:
    """What the page says of its publication, in its own time zone, the surest first."""
    values = (*_in_metadata(tree), *_in_json(tree), *_in_microdata(tree), *_in_times(tree))
    yield from filter(None, (read_local(value.strip()) for value in values if len(value) <= 2 * MAX_DATE))
    words = find_date_in_words(_words(tree), behind=_PUBLISHED)
    if words is not None:
        yield words


def _in_metadata(tree: HtmlElement) -> list[str]:
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop"):
            if content:
                said.setdefault((element.get(attribute) or "").strip().lower(), content)
    return [said[name] for name in NAMES if name in said]


def _in_json(tree: HtmlElement) -> list[str]:
    """`datePublished` of JSON-LD: of articles first, then of anything."""
    of_articles: list[str] = []
    of_others: list[str] = []
    for script in json_scripts(tree):
        text = script.text or ""
        if "datePublished" not in text:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            of_others += _IN_BROKEN_JSON.findall(text)[:1]
            continue
        for node in _objects(value):
            published = node.get("datePublished")
            if isinstance(published, str):
                (of_articles if _ARTICLE.search(str(node.get("@type"))[:MAX_DATE]) else of_others).append(published)
    return of_articles[:1] + of_others[:1]


def json_scripts(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The elements with JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield script


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value, the outer ones first, in their order."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += reversed(list(one.values()))
        elif isinstance(one, list):
            waiting += reversed(one)


def _in_microdata(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iterfind(".//*[@itemprop]"):
        if "datepublished" in element.get("itemprop").lower().split():
            yield from _values(element)


def _in_times(tree: HtmlElement) -> list[str]:
    """The elements `<time>` that say when the page was published: marked so, behind such words, or before all text."""
    marked: list[str] = []
    behind_words: list[str] = []
    others: list[str] = []
    for element in tree.iter("time"):
        parent = element.getparent()
        before = _before(element)
        marks = f"{element.get('class')} {element.get('itemprop')} {parent.get('class') if parent is not None else ''}"
        if _CHANGED.search(before[-MAX_DATE:]) or _CHANGED.search(marks[: 2 * MAX_DATE]):
            continue
        if element.get("pubdate") is not None or "publi" in marks.lower():
            marked += _values(element)
        elif _PUBLISHED.search(before[-MAX_DATE:]):
            behind_words += _values(element)
        elif not before.strip() and not _is_aside(element) and not others:
            others += _values(element)
    return marked[:2] + behind_words[:2] + others[:2]


def _before(element: HtmlElement) -> str:
    """The words before an element in the one that it stands in."""
    parent = element.getparent()
    previous = element.getprevious()
    if previous is not None:
        return f"{''.join(previous.itertext())[-MAX_DATE:]} {previous.tail or ''}"
    return str(parent.text or "") if parent is not None else ""


def _is_aside(element: HtmlElement) -> bool:
    return any(parent.tag in _ASIDE for parent in element.iterancestors())


def _values(element: HtmlElement) -> list[str]:
    values = [element.get("content"), element.get("datetime"), "".join(element.itertext())]
    return [value for value in values if value]


def _words(tree: HtmlElement) -> str:
    """The words at the beginning of a page, without scripts and styles."""
    words: list[str] = []
    length = 0
    body = tree.find("body")
    for element in (tree if body is None else body).iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style") and element.text:
            words.append(element.text)
        words.append(element.tail or "")
        length += len(words[-1])
        if length > BEGINNING:
            break
    return " ".join(" ".join(words).split())[:BEGINNING]
