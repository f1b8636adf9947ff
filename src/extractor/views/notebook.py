"""What a notebook shows: the tables at a glance, and an article with all its marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError
from extractor.tables.read import Corpus, Extraction, Reading
from extractor.tables.schemas import DESCRIPTIONS
from extractor.views.marking import article_marks, pieces
from extractor.views.pages import Cell
from extractor.views.quoting import completed

if TYPE_CHECKING:
    import pandas as pd


class Shown(Reading):
    """Tables that a notebook can look at."""

    def view(self, doc_id: str | None = None) -> Cell:
        """An article with its statements, speakers and entities marked; the first one where none is named.

        `.save("article.html")` writes it as a page. Raises UsageError where there is no article of that id.
        """
        if doc_id is None:
            first = self.table("documents").select("doc_id").head(1)["doc_id"]
            doc_id = str(first.iloc[0]) if len(first) else ""
        text = self.text(doc_id)
        document: dict[str, Any] = (
            self.table("documents")
            .where(doc_id=doc_id)
            .select("title", "outlet", "published_at")
            .to_arrow()
            .to_pylist()[0]
        )
        published = document["published_at"]
        title = document["title"] or doc_id
        known = [
            document["outlet"],
            f"{published:%Y-%m-%d}" if published else None,
            doc_id if doc_id != title else None,
        ]
        rows = self.who_said_what(doc_id=doc_id)
        return Cell(
            "article.html.j2",
            title=title,
            about=" · ".join(item for item in known if item),
            pieces=list(pieces(text, article_marks(self, doc_id))),
            rows=_plain(rows),
        )

    def quotes(self, *, limit: int = 20, **conditions: Any) -> Cell:
        """Who said what as one reads it, the latest first: `quotes(about="country:KP")`.

        The conditions are those of `who_said_what`, of whose rows at most `limit` are shown. Raises UsageError for a
        limit below 1.
        """
        if limit < 1:
            raise UsageError(f"limit is 1 at least, not {limit}")
        said = self.search(**conditions)
        given = [f"{name.replace('_', ' ')} {value}" for name, value in conditions.items()]
        return Cell(
            "quotes.html.j2",
            title=" · ".join(given) or self._title(),
            total=len(said),
            rows=_plain(said.head(limit)),
        )

    def _repr_html_(self) -> str:
        tables = [(name, len(self.table(name)), meaning) for name, meaning in DESCRIPTIONS.items()]
        return Cell("overview.html.j2", title=self._title(), tables=tables).html()

    def _title(self) -> str:
        return "extraction"


class ShownCorpus(Shown, Corpus):
    """The tables of an output folder, in a notebook."""

    def _title(self) -> str:
        return str(self.out)


class ShownExtraction(Shown, Extraction):
    """What was found in some texts, in a notebook."""


def _plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows for a template: what is missing is None, which it can tell, and not NaN, which is true."""
    told = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return [{**row, "quotation": completed(row["quotation"])} for row in told]
