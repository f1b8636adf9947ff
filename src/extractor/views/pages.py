"""HTML from the templates in `html/`: data are escaped, each cell has ids of its own, a page needs nothing else."""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.views.colours import DARK, LIGHT


class Cell:
    """A piece of HTML that a notebook shows and that can be saved as a page.

    It is drawn anew each time, with other ids, so that the same cell may stand twice on a page.
    """

    def __init__(self, template: str, *, title: str, **values: Any) -> None:
        self.template = template
        self.title = title
        self._values = values

    def html(self) -> str:
        """The piece of HTML, with its style."""
        return render(self.template, title=self.title, prefix=f"x{secrets.token_hex(6)}", **self._values)

    def save(self, path: Path | str) -> Path:
        """Write it as one page that stands for itself, and give its path."""
        path = Path(path)
        path.write_text(render("page.html.j2", title=self.title, body=Markup(self.html())), encoding="utf-8")
        return path

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        return f"<{self.title}: show it in a notebook, or .save('page.html')>"


def render(template: str, **values: Any) -> str:
    """The template of this name filled in."""
    return _environment().get_template(template).render(light=LIGHT, dark=DARK, **values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("extractor", "views/html"),
        autoescape=True,
        undefined=StrictUndefined,
        # Templates do not change while we run; looking whether they have takes longer than a small page.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
