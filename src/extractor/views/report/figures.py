"""Plots as SVG that stands in the page: axes by Matplotlib, in the colours and the font of the page's style.

Setting up and drawing axes takes a hundred times as long as placing bars in them, and many entities have axes of the
same height. So axes are drawn once for each height, without bars, and the bars of each plot are placed in them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from extractor.tables.lazy import optional

WIDTH, HEIGHT = 8.0, 1.75
"""Inches, of 72 units of the drawing each; the page stretches it to its own width."""

LEFT, BOTTOM, ACROSS, UP = 0.065, 0.17, 0.925, 0.64
"""Where the axes stand, in parts of the drawing."""

LABELS = 7
"""At most so many periods are written under the axis."""

_UNITS = 72
# What Matplotlib writes, to be replaced by what the style of the page sets, so that it follows its light and dark.
_INK = "#010101"

# The page's own font; versions of Matplotlib name theirs in one of two ways.
_FONT = re.compile(r"font: ([\d.]+)px [^;\"]*")
_FAMILY = re.compile(r"font-family: [^;\"]*;? ?")
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(r'(<svg[^>]*?) (?:width="[^"]*"|height="[^"]*")([^>]*?) (?:width="[^"]*"|height="[^"]*")')
# Groups are numbered anew in each drawing: the same ids would stand on the page twice.
_GROUP = re.compile(r'<g id="[^"]*"')


class Bars:
    """Counts over time as bars. Raises UsageError where Matplotlib is not installed."""

    def __init__(self, labels: Sequence[str], name: str, *, colour: Literal["first", "second"] = "first") -> None:
        optional("matplotlib")
        self._labels = list(labels)
        self._name = name
        self._colour = colour
        self._axes: dict[int, str] = {}

    def draw(self, counts: Sequence[int], *, describe: str) -> Markup:
        """These counts, one a period; `describe` says for those who cannot see it what it shows."""
        top = nice(max(counts, default=0))
        if top not in self._axes:
            self._axes[top] = self._draw_axes(top)
        described = Markup('<svg role="img" class="figure" aria-label="{}"').format(describe)
        bars = f'<path d="{self._bars(counts, top)}" style="fill: var(--{self._colour})"/></svg>'
        svg = self._axes[top].replace("<svg", described, 1)
        return Markup(svg.removesuffix("</svg>") + bars)

    def _bars(self, counts: Sequence[int], top: int) -> str:
        step = WIDTH * _UNITS * ACROSS / (len(self._labels) + 0.2)
        ground = HEIGHT * _UNITS * (1 - BOTTOM)
        left = WIDTH * _UNITS * LEFT + 0.2 * step
        drawn = []
        for place, count in enumerate(counts):
            if count:
                high = HEIGHT * _UNITS * UP * count / top
                drawn.append(f"M{left + place * step:.1f} {ground:.1f}v-{high:.1f}h{0.8 * step:.1f}v{high:.1f}z")
        return "".join(drawn)

    def _draw_axes(self, top: int) -> str:
        from matplotlib import rc_context
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        step = max(1, -(-len(self._labels) // LABELS))
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": "extractor", "font.size": 10}):
            figure = Figure(figsize=(WIDTH, HEIGHT))
            FigureCanvasSVG(figure)
            axes = figure.add_axes((LEFT, BOTTOM, ACROSS, UP))
            axes.set_title(self._name, loc="left", fontsize=10, color=_INK, y=1.02)
            axes.set_xticks(list(range(0, len(self._labels), step)), self._labels[::step])
            axes.set_xlim(-0.6, len(self._labels) - 0.4)
            axes.set_ylim(0, top)
            axes.yaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
            axes.tick_params(color=_INK, labelcolor=_INK, length=3)
            axes.spines[["top", "right"]].set_visible(False)
            axes.spines[["left", "bottom"]].set_color(_INK)
            drawn = io.StringIO()
            figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return _in_page(drawn.getvalue())


def nice(most: int) -> int:
    """The height of axes for counts up to `most`: one of few, so that axes are shared."""
    size = 1
    while True:
        for part in (1, 2, 3, 4, 6, 8):
            if part * size >= most:
                return part * size
        size *= 10


def _in_page(svg: str) -> str:
    svg = _METADATA.sub("", _HEAD.sub("", svg, count=1))
    svg = _SIZE.sub(r"\1\2", svg, count=1)
    svg = _FAMILY.sub("", _FONT.sub(r"font-size: \1px", svg))
    return _GROUP.sub("<g", svg).replace(_INK, "currentColor").strip()
