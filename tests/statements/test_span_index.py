"""What stands at a place is found, whatever the cells."""

from __future__ import annotations

import random

from extractor.statements.span_index import SpanIndex


def test_every_overlap_is_found_in_the_order_given():
    generator = random.Random(7)
    spans = [(s, s + generator.choice((0, 3, 40, 700, 2000))) for s in (generator.randrange(6000) for _ in range(200))]
    index = SpanIndex((span, span) for span in spans)
    for _ in range(200):
        start = generator.randrange(6000)
        end = start + generator.choice((1, 10, 600, 1500))
        overlapping = [(s, e) for s, e in spans if s < end and start < e]
        assert [(s, e) for s, e in index.near(start, end) if s < end and start < e] == overlapping


def test_an_item_under_two_spans_comes_once_for_each():
    index = SpanIndex([((0, 5), "a"), ((4, 9), "a"), ((10_000, 10_001), "b")])
    assert index.near(0, 10) == ["a", "a"]
    assert index.near(9_999, 10_001) == ["b"]
    assert index.near(5_000, 5_001) == []
