"""The parts of the report: periods, trails, graph, words, data in scripts, colours."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import extractor.views.report
from extractor.views.pages import render
from extractor.views.report.drawing import SCRIPT_WORDS
from extractor.views.report.embedding import script_json
from extractor.views.report.figures import Bars, nice
from extractor.views.report.graph import HEIGHT, NODES, WIDTH, draw
from extractor.views.report.periods import MOST, Periods
from extractor.views.report.records import page_name
from extractor.views.report.search import FILE_SIZE, _files
from extractor.views.report.trails import Trails
from extractor.views.report.words import interface, number

HTML = Path(extractor.views.report.__file__).parent.parent / "html" / "site"


@pytest.mark.parametrize(
    ("first", "last", "step", "labels"),
    [
        (date(2024, 2, 28), date(2024, 3, 1), "day", ["2024-02-28", "2024-02-29", "2024-03-01"]),
        (date(2024, 1, 1), date(2024, 12, 31), "week", ["2024-01-01", "2024-01-08"]),
        (date(2020, 11, 30), date(2024, 1, 1), "month", ["2020-11", "2020-12", "2021-01"]),
        (date(2014, 5, 1), date(2024, 1, 1), "quarter", ["2014-04", "2014-07"]),
        (date(1980, 5, 1), date(2024, 1, 1), "year", ["1980", "1981"]),
        (date(1, 1, 1), date(9999, 12, 31), "century", ["0000", "0100"]),
    ],
)
def test_periods_are_as_short_as_can_be_drawn(first, last, step, labels):
    periods = Periods([last, first])
    assert periods.step.name == step
    assert periods.labels[: len(labels)] == labels
    assert step == "century" or len(periods.labels) <= MOST


def test_a_week_begins_on_monday():
    periods = Periods([date(2024, 1, 7), date(2024, 1, 8), date(2024, 6, 1)])
    assert periods.step.name == "week"
    assert periods.counts([date(2024, 1, 7), date(2024, 1, 8), None])[:2] == [1, 1]


def test_without_days_there_are_no_periods():
    assert Periods([]).labels == []
    assert Periods([]).counts([None]) == []


def mentions(*kinds, entity_id="person:a"):
    return [
        {"mention_id": place, "entity_id": entity_id, "kind": kind, "start": place * 10, "end": place * 10 + 5}
        for place, kind in enumerate(kinds)
    ]


def way(rows, place):
    return [row["mention_id"] for row in Trails(rows).back(rows[place])]


def test_the_way_back_ends_at_the_nearest_name():
    assert way(mentions("name", "name", "nominal", "pronoun", "name"), 3) == [2, 1]


def test_a_name_needs_no_way_back():
    assert way(mentions("name", "acronym"), 1) == []


def test_a_pronoun_before_the_name_points_ahead():
    assert way(mentions("pronoun", "nominal", "name"), 0) == [2]


def test_without_a_name_there_is_no_way():
    assert way(mentions("pronoun", "nominal"), 1) == []


def test_of_a_long_way_the_ends_are_kept():
    assert way(mentions("name", *["pronoun"] * 50), 50) == [49, 48, 47, 46, 45, 0]


def test_members_of_a_group_have_ways_of_their_own():
    rows = mentions("name", "pronoun") + mentions("demonym", "pronoun", entity_id="person:b")
    assert [row["entity_id"] for row in Trails(rows).back(rows[3])] == ["person:b"]


def test_the_graph_keeps_the_heaviest_edges_within_its_frame():
    edges = Counter({(f"person:{one}", f"country:{one % 7}"): 1 + one for one in range(200)})
    nodes, arrows = draw(edges)
    assert 2 < len(nodes) <= NODES
    assert max(arrow.weight for arrow in arrows) == 200
    for node in nodes:
        assert 0 < node.x < WIDTH
        assert 0 < node.y < HEIGHT
    assert draw(edges) == (nodes, arrows)


def test_names_in_the_graph_do_not_cover_each_other():
    edges = Counter({(f"person:{one}", f"country:{one % 5}"): 10 for one in range(17)})
    nodes, _ = draw(edges)
    for one in nodes:
        for other in nodes:
            if one.entity_id < other.entity_id:
                assert abs(one.x - other.x) > 60 or abs(one.y - other.y) > 14, (one, other)


def test_a_graph_of_one_pair_and_of_none():
    assert len(draw(Counter({("a", "b"): 1}))[0]) == 2
    assert draw(Counter()) == ([], [])


def test_a_plot_is_described_and_takes_its_colours_from_the_page():
    svg = Bars(["2024-01", "2024-02"], "articles").draw([1, 2], describe='Barres "<b>"')
    assert svg.startswith('<svg role="img"')
    assert 'aria-label="Barres &#34;&lt;b&gt;&#34;"' in svg
    assert "currentColor" in svg
    assert "font-size: 10px" in svg
    assert "DejaVu" not in svg
    assert not re.search(r"#0[123]0[123]0[123]|https?://(?!www\.w3\.org)", svg)


def heights(svg):
    return [float(high) for high in re.findall(r"v-([\d.]+)h", svg)]


def test_bars_are_as_high_as_their_counts():
    plot = Bars(["2024-01", "2024-02", "2024-03"], "articles")
    first, second = heights(plot.draw([10, 0, 40], describe=""))
    assert second == pytest.approx(4 * first, rel=0.02)
    assert heights(plot.draw([0, 0, 20], describe="")) == [pytest.approx(second, rel=0.02)]


def test_bars_stand_in_the_axes_that_matplotlib_drew():
    """The top of the highest bar is where the axis has the mark of its count."""
    svg = Bars(["2024-01", "2024-02"], "articles").draw([0, 600], describe="")
    ground, high = map(float, re.findall(r"M[\d.]+ ([\d.]+)v-([\d.]+)h", svg)[0])
    marks = [float(y) for y in re.findall(r'<use xlink:href="#\w+" x="[\d.]+" y="([\d.]+)"', svg)]
    assert min(abs(mark - ground) for mark in marks) < 0.2
    assert min(abs(mark - (ground - high)) for mark in marks) < 0.2


def test_axes_are_as_high_as_needed():
    assert [nice(most) for most in (0, 1, 5, 9, 10, 11, 700)] == [1, 1, 6, 10, 10, 20, 800]


def test_words_are_there_in_every_language():
    with (Path(extractor.views.report.__file__).parent / "words.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len({row["key"] for row in rows}) == len(rows)
    for row in rows:
        assert row["en"], row
        assert row["fr"], row
        places = [sorted(re.findall(r"\{\w+\}", row[language])) for language in ("en", "fr")]
        assert places[0] == places[1], row
        # A template that writes t.key would get the method of that name.
        assert not hasattr({}, row["key"])


def test_words_of_the_templates_and_scripts_are_known():
    known = interface("en")
    for path in HTML.iterdir():
        text = path.read_text(encoding="utf-8")
        for key in re.findall(r"\bt\.(\w+)" if path.suffix == ".j2" else r"\bwords\.(\w+)", text):
            assert key in known, f"{path.name}: {key}"
            assert path.suffix == ".j2" or key.startswith(SCRIPT_WORDS), f"{path.name}: {key}"


def test_every_speech_act_has_a_word():
    tables = Path(extractor.__file__).parent / "knowledge" / "cues.tsv"
    with tables.open(encoding="utf-8") as file:
        acts = {row["act"] for row in csv.DictReader(file, delimiter="\t") if row["act"]}
    assert {f"act_{act}" for act in acts} <= set(interface("fr"))


def test_numbers_are_written_as_the_language_does():
    assert number(12345, language="en") == "12,345"
    assert number(12345, language="fr") == "12\u202f345"


def test_no_text_ends_the_script_that_it_stands_in():
    value = ["</script><!--", "\u2028", "« é »"]
    assert "<" not in script_json(value)
    assert "\u2028" not in script_json(value)
    assert json.loads(script_json(value)) == value


def test_data_files_are_small_and_complete():
    rows = [[number, "é" * 1000] for number in range(2000)]
    files = list(_files("statement", rows))
    assert len(files) > 1
    assert all(len(content.encode()) <= FILE_SIZE + 100 for content in files)
    assert sum(content.count("\n[") for content in files) == len(rows)


@pytest.mark.parametrize(
    "identifier", ["person:a", "person:A", "../../etc/passwd", "CON", "é" * 400, "a/b", "", "a b?#%"]
)
def test_a_page_name_is_safe_on_every_system(identifier):
    assert re.fullmatch(r"[a-z0-9-]{1,60}\.html", page_name(identifier))


def test_ids_that_look_alike_have_pages_of_their_own():
    assert len({page_name(one) for one in ("a/b", "a-b", "a b", "A-B", "à-b")}) == 5


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_on_every_ground(scheme):
    """WCAG 2.2, AA: 4.5 to 1 for text, 3 to 1 for what is drawn."""
    style = render("site/site.css.j2")
    light, dark = style.split("@media screen and (prefers-color-scheme: dark)", 1)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))
    labels = ("PERSON", "COUNTRY", "WEAPON", "AGREEMENT", "ORG", "STATEMENT")
    for ground in ("bg", "raised", "chosen", "shade1", "shade2", "shade3", *labels):
        assert contrast(colours["fg"], colours[ground]) >= 4.5, ground
    for ground in ("bg", "raised"):
        for text in ("muted", "link"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for shade in ("shade4", "shade5"):
        assert contrast(colours["on-dark-shade"], colours[shade]) >= 4.5
    for drawn in ("first", "second", "muted"):
        assert contrast(colours[drawn], colours["bg"]) >= 3
