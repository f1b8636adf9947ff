"""Pages: when they were published, with hour and time zone, and the words of `<time>` in their place."""

from __future__ import annotations

import json

import pytest

from extractor.articles.html import read_page

SAID = "".join(
    f"<p>« Nous livrerons {number} Rafale », a déclaré lundi le ministre grec de la Défense, devant la presse.</p>"
    for number in range(6)
)


def page(body="", head=""):
    title = "<title>Le titre de la page</title>"
    return f"<html><head>{title}{head}</head><body><article>{body}{SAID}</article></body></html>".encode()


def published(body="", head=""):
    found = read_page(page(body, head))
    return (f"{found.published_at:%Y-%m-%dT%H:%M}", found.published_precision) if found.published_at else None


def linked(text, **known):
    node = {"@type": "NewsArticle", "datePublished": text, **known}
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2025-09-02T00:30:00+01:00'>",
        "<meta name='DC.date.issued' content='2025-09-02T00:30:00+01:00'>",
        "<meta name='dc.date' content='2025-09-02 00:30:00 +0100'>",
        "<meta itemprop='datePublished' content='2025-09-02T00:30:00+01:00'>",
        linked("2025-09-02T00:30:00+01:00"),
        linked("2025-09-02T00:30:00+01:00", dateModified="2025-09-03T10:00:00+01:00"),
        # A day from the surest source, and the hour of that day from another one.
        "<meta property='article:published_time' content='2025-09-02'>" + linked("2025-09-02T00:30:00+01:00"),
        # JSON that is none.
        '<script type="application/ld+json">{"datePublished": "2025-09-02T00:30:00+01:00", }</script>',
        # Inside a graph, behind what is no article.
        "<script type='application/ld+json'>"
        + json.dumps(
            {
                "@graph": [
                    {"@type": "WebSite", "datePublished": "2001-01-01"},
                    {"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2025-09-02T00:30:00+01:00"},
                ]
            }
        )
        + "</script>",
    ],
)
def test_hour_and_time_zone_of_the_metadata_are_kept(head):
    assert published(head=head) == ("2025-09-01T23:30", "second")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Publié le <time datetime='2025-09-02T00:30+01:00'>2 septembre</time></p>", ("2025-09-01T23:30", "minute")),
        ("<p>Publié le <time>1er septembre 2025 à 18h30</time></p>", ("2025-09-01T18:30", "minute")),
        ("<div>Publié le 1er septembre 2025</div>", ("2025-09-01T00:00", "day")),
        ("<p>Publié le 1er sept. 2025 à 18h30 par Jean Dupont</p>", ("2025-09-01T18:30", "minute")),
        ("<p><span itemprop='datePublished'>1er septembre 2025</span></p>", ("2025-09-01T00:00", "day")),
        ("<p itemprop='datePublished' content='2025-09-02T00:30+01:00'></p>", ("2025-09-01T23:30", "minute")),
        # Words of other kinds do not count: what was changed, and what is told.
        (
            "<p>Mis à jour le <time datetime='2025-09-05T10:00Z'>5</time>, "
            "publié le <time datetime='2025-09-01T10:00Z'>1</time></p>",
            ("2025-09-01T10:00", "minute"),
        ),
        # Also where htmldate finds the day.
        ("<p class='date'>1er septembre 2025</p>", ("2025-09-01T00:00", "day")),
    ],
)
def test_the_words_of_a_page_say_when_it_was_published(body, expected):
    assert published(body) == expected


def test_a_page_without_any_date_has_none():
    assert published() is None


@pytest.mark.parametrize("open_", ["<p>", "<div>", "<span class='published'>"])
def test_the_words_of_time_stay_in_their_place(open_):
    text = read_page(
        page(f"{open_}Publié le <time datetime='2025-09-01'>1er septembre 2025 à 18h30</time>, à Athènes")
    ).text
    assert "Publié le 1er septembre 2025 à 18h30, à Athènes\n\n« Nous livrerons 0" in text


def test_the_words_of_time_stay_within_a_sentence():
    body = (
        f"{SAID}<p>Le sommet du <time datetime='2025-06-24'>24 juin 2025</time> a été « utile », a dit le ministre.</p>"
    )
    assert "Le sommet du 24 juin 2025 a été « utile »" in read_page(page(body)).text


@pytest.mark.parametrize(
    "byline",
    [
        "Publié le <time>1er septembre 2025 à 18h30</time>",
        "Publié le <script>write()</script>",
        "<p>Publié le <time>1er septembre 2025 à 18h30</time> par Jean Dupont</p>",
        "<p>Mis à jour le <time>1er septembre 2025</time></p>",
    ],
)
def test_a_byline_does_not_join_the_first_statement(nlp, byline):
    doc = nlp(read_page(page(byline)).text)
    first = doc._.statements[0]
    assert doc.text[first.spans[0][0] : first.spans[-1][1]] == "Nous livrerons 0 Rafale"
