"""Plots as SVG that stands in the page: drawn by Matplotlib, the same each time, in the colours of the page's style."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from markupsafe import Markup

from extractor.tables.lazy import optional

WIDTH, HEIGHT, MARGIN = 8.0, 1.5, 0.25
"""Inches: the width, the height of a row, and the room below the last one. The page stretches it to its own width."""

LABELS = 7
"""At most so many periods are written under the axis."""

# What Matplotlib writes, to be replaced by what the style of the page sets, so that it follows its light and dark.
_INK, _FIRST, _SECOND = "#010101", "#020202", "#030303"
_COLOURS = {_INK: "currentColor", _FIRST: "var(--first)", _SECOND: "var(--second)"}

_FONT = re.compile(r"font: ([\d.]+)px [^;\"]*")
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_SIZE = re.compile(r'(<svg[^>]*?) (?:width="[^"]*"|height="[^"]*")([^>]*?) (?:width="[^"]*"|height="[^"]*")')


def bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *, describe: str) -> Markup:
    """Counts over time as bars, each series in a row of its own because their sizes differ; `describe` says for those
    who cannot see it what it shows.

    Raises UsageError where Matplotlib is not installed.
    """
    optional("matplotlib", extra="report")
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.collections import PolyCollection
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "extractor", "font.size": 10}):
        figure = Figure(figsize=(WIDTH, HEIGHT * len(series) + MARGIN))
        FigureCanvasSVG(figure)
        step = max(1, -(-len(labels) // LABELS))
        for row, ((name, counts), colour) in enumerate(zip(series, (_FIRST, _SECOND), strict=False)):
            tall = HEIGHT / (HEIGHT * len(series) + MARGIN)
            axes = figure.add_axes((0.065, 1 - (row + 1) * tall + 0.01, 0.925, 0.76 * tall))
            # All bars are one shape: hundreds of shapes of their own take a hundred times as long.
            shapes = [
                [(place - 0.4, 0), (place - 0.4, count), (place + 0.4, count), (place + 0.4, 0)]
                for place, count in enumerate(counts)
                if count
            ]
            axes.add_collection(PolyCollection(shapes, facecolor=colour), autolim=False)
            axes.set_title(name, loc="left", fontsize=10, color=_INK, pad=4)
            last = row + 1 == len(series)
            axes.set_xticks(list(range(0, len(labels), step)), list(labels[::step]) if last else [])
            axes.set_xlim(-0.6, len(labels) - 0.4)
            axes.set_ylim(0, max(1, *counts) * 1.05)
            axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
            axes.tick_params(color=_INK, labelcolor=_INK, length=3)
            axes.spines[["top", "right"]].set_visible(False)
            axes.spines[["left", "bottom"]].set_color(_INK)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return Markup(_in_page(drawn.getvalue(), describe))


def _in_page(svg: str, describe: str) -> str:
    svg = _HEAD.sub("", svg, count=1)
    svg = _SIZE.sub(r"\1\2", svg, count=1)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = _FONT.sub(r"font-size: \1px", svg)
    for placeholder, colour in _COLOURS.items():
        svg = svg.replace(placeholder, colour)
    return svg.replace("<svg", Markup('<svg role="img" class="figure" aria-label="{}"').format(describe), 1)
