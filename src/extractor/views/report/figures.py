"""Plots as SVG that stands in the page: drawn by Matplotlib, the same each time, in the colours of the page's style."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from markupsafe import Markup

from extractor.tables.lazy import optional

WIDTH, HEIGHT, MARGIN = 8.0, 1.5, 0.25
"""Inches: the width, the height of a row, and the room below the last one. The page stretches it to its own width."""

LABELS = 7
"""At most so many periods are written under the axis."""

# What Matplotlib writes, to be replaced by what the style of the page sets, so that it follows its light and dark.
_INK, _FIRST, _SECOND = "#010101", "#020202", "#030303"
_COLOURS = {_INK: "currentColor", _FIRST: "var(--first)", _SECOND: "var(--second)"}

# The page's own font; versions of Matplotlib name theirs in one of two ways.
_FONT = re.compile(r"font: ([\d.]+)px [^;\"]*")
_FAMILY = re.compile(r"font-family: [^;\"]*;? ?")
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_SIZE = re.compile(r'(<svg[^>]*?) (?:width="[^"]*"|height="[^"]*")([^>]*?) (?:width="[^"]*"|height="[^"]*")')


class Bars:
    """Counts over time as bars, in one or two rows because their sizes differ.

    It is drawn many times with other counts: setting up the axes takes longer than drawing them. Raises UsageError
    where Matplotlib is not installed.
    """

    def __init__(self, labels: Sequence[str], names: Sequence[str]) -> None:
        optional("matplotlib", extra="report")
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.collections import PolyCollection
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        self._rows: list[tuple[Any, Any]] = []
        step = max(1, -(-len(labels) // LABELS))
        with _style():
            self._figure = Figure(figsize=(WIDTH, HEIGHT * len(names) + MARGIN))
            FigureCanvasSVG(self._figure)
            tall = HEIGHT / (HEIGHT * len(names) + MARGIN)
            for row, (name, colour) in enumerate(zip(names, (_FIRST, _SECOND), strict=False)):
                axes = self._figure.add_axes((0.065, 1 - (row + 1) * tall + 0.01, 0.925, 0.76 * tall))
                # All bars are one shape: hundreds of shapes of their own take a hundred times as long.
                shape = axes.add_collection(PolyCollection([], facecolor=colour), autolim=False)
                axes.set_title(name, loc="left", fontsize=10, color=_INK, y=1.02)
                last = row + 1 == len(names)
                axes.set_xticks(list(range(0, len(labels), step)), list(labels[::step]) if last else [])
                axes.set_xlim(-0.6, len(labels) - 0.4)
                axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
                axes.tick_params(color=_INK, labelcolor=_INK, length=3)
                axes.spines[["top", "right"]].set_visible(False)
                axes.spines[["left", "bottom"]].set_color(_INK)
                self._rows.append((axes, shape))

    def draw(self, *series: Sequence[int], describe: str) -> Markup:
        """These counts, a series a row; `describe` says for those who cannot see it what it shows."""
        with _style():
            for (axes, shape), counts in zip(self._rows, series, strict=True):
                shape.set_verts(
                    [
                        [(place - 0.4, 0), (place - 0.4, count), (place + 0.4, count), (place + 0.4, 0)]
                        for place, count in enumerate(counts)
                        if count
                    ]
                )
                axes.set_ylim(0, max(1, *counts) * 1.05)
            drawn = io.StringIO()
            self._figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return Markup(_in_page(drawn.getvalue(), describe))


def _style() -> AbstractContextManager[None]:
    from matplotlib import rc_context

    return rc_context({"svg.fonttype": "none", "svg.hashsalt": "extractor", "font.size": 10})


def _in_page(svg: str, describe: str) -> str:
    svg = _HEAD.sub("", svg, count=1)
    svg = _SIZE.sub(r"\1\2", svg, count=1)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = _FAMILY.sub("", _FONT.sub(r"font-size: \1px", svg))
    for placeholder, colour in _COLOURS.items():
        svg = svg.replace(placeholder, colour)
    return svg.replace("<svg", Markup('<svg role="img" class="figure" aria-label="{}"').format(describe), 1)
