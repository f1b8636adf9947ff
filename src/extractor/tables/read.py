"""Reading: the tables of an output folder, or of texts just extracted, behind one interface."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.dataset as ds

from extractor.errors import InputError, UsageError
from extractor.locations import Remote, locate
from extractor.tables.lazy import LazyTable, optional
from extractor.tables.schemas import TABLES
from extractor.tables.store import Store
from extractor.tables.tidy import Every, Question, Said, network, timeline
from extractor.tables.wholeness import BROKEN, Folder

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


class Reading:
    """The six tables and what can be asked of them."""

    def __init__(self, datasets: dict[str, ds.Dataset], folders: dict[str, Folder] | None = None) -> None:
        self._datasets = datasets
        self._folders = folders or {}

    def table(self, name: str) -> LazyTable:
        """A table by its name. Raises UsageError where there is none of that name."""
        if name not in self._datasets:
            raise UsageError(f"there is no table {name!r}; the tables are: {', '.join(self._datasets)}")
        return LazyTable(name, self._datasets[name], folder=self._folders.get(name))

    def who_said_what(
        self,
        *,
        by: str | None = None,
        about: str | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        act: str | None = None,
        text: str | None = None,
        doc_id: str | None = None,
        minimum_score: float = 0.0,
    ) -> pd.DataFrame:
        """One tidy row a statement: date, outlet, speaker, function, state, verb, act, quotation, about, addressee …

        `by` and `about` take an id (`country:KP`), an ISO code or a name, whole or in part; who speaks for a country
        counts as it. `since` and `until` take `2024`, `2024-05` or `2024-05-31`; undated articles then fall out.
        `act` is a speech act such as `promise`, `text` words of the quotation.
        """
        question = Question(
            by=by, about=about, since=since, until=until, act=act, text=text, doc_id=doc_id, minimum_score=minimum_score
        )
        return self._said.rows(question)

    def search(self, *, limit: int | None = None, **conditions: Any) -> pd.DataFrame:
        """The rows of `who_said_what` with the latest first and the undated last, at most `limit` of them.

        Raises UsageError for a limit below 1.
        """
        if limit is not None and limit < 1:
            raise UsageError(f"limit is 1 at least, not {limit}; leave it out for all statements")
        said = self.who_said_what(**conditions)
        latest = said.sort_values("date", ascending=False, kind="stable", na_position="last").reset_index(drop=True)
        return latest if limit is None else latest.head(limit)

    def about(self, about: str, *, by: str | None = None, **conditions: Any) -> pd.DataFrame:
        """What was said about an entity, by anyone or by one: `about("country:KP", by="country:JP")`."""
        return self.who_said_what(about=about, by=by, **conditions)

    def timeline(self, *, every: Every = "month", split: str | None = None, **conditions: Any) -> pd.DataFrame:
        """Statements and articles a period; the conditions are those of `who_said_what`.

        With `split`, a column of `who_said_what` such as `state`, `act` or `outlet`, the statements are counted for
        each of its values, in a column each.
        """
        return timeline(self.who_said_what(**conditions), every=every, split=split)

    def network(self, *, minimum: int = 1, **conditions: Any) -> pd.DataFrame:
        """Who speaks about whom: edges with at least `minimum` statements, the heaviest first.

        The columns `source` and `target` are what `networkx.from_pandas_edgelist` reads.
        """
        return network(self.who_said_what(**conditions), self._said.names, minimum=minimum)

    def sql(self, query: str, *, external_access: bool = False) -> pd.DataFrame:
        """The answer to an SQL query (DuckDB's dialect) over the tables by name, and over `who_said_what`.

        The query sees these tables and nothing else: it reads and writes no files, loads and fetches no extensions and
        reaches no network, unless `external_access` is given. Raises UsageError where DuckDB is not installed, or the
        query is off, StoreError where a file of a table that it names is missing or damaged.
        """
        duckdb = optional("duckdb")
        named = [name for name in self._datasets if re.search(rf"\b{name}\b", query, re.IGNORECASE)]
        for name in named:
            self.table(name).require_whole()
        with duckdb.connect(config=_sql_configuration(external_access)) as connection:
            for name, dataset in self._datasets.items():
                connection.register(name, dataset)
            if re.search(r"\bwho_said_what\b", query, re.IGNORECASE):
                connection.register("who_said_what", self.who_said_what())
            try:
                answer = connection.sql(query)
                if answer is None:
                    raise UsageError("the query is off: it asks for no rows; begin with SELECT")
                frame: pd.DataFrame = answer.df()
            except duckdb.PermissionException as error:
                raise UsageError(
                    f"the query is off: {error}; if it is your own, allow it with sql(…, external_access=True)"
                ) from None
            except (duckdb.Error, *BROKEN) as error:
                for name in named:
                    self.table(name).require_readable()
                raise UsageError(f"the query is off: {error}") from None
        return frame

    def text(self, doc_id: str) -> str:
        """The text of an article. Raises UsageError where there is none of that id."""
        found = self.table("documents").where(doc_id=doc_id).select("text")["text"]
        if not len(found):
            raise UsageError(f"there is no article {doc_id!r}; the ids are in the table documents")
        return str(found.iloc[0])

    def __getstate__(self) -> dict[str, Any]:
        # Another process that is given it reads the same rows, and nothing that was read here is sent along. Rows in
        # memory go as what they are: a dataset of them cannot be sent.
        kept = {"_datasets": {name: _sendable(dataset) for name, dataset in self._datasets.items()}}
        return {**kept, **{name: value for name, value in self.__dict__.items() if name in ("out", "_folders")}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._datasets = {
            name: ds.dataset(rows) if isinstance(rows, pa.Table) else rows for name, rows in state["_datasets"].items()
        }

    @cached_property
    def _said(self) -> Said:
        return Said(self.table("documents"), self.table("entities"), self.table("statements"))


class Corpus(Reading):
    """The tables of an output folder, here or in a store, as they were when opened; `refresh()` opens them again.

    Raises InputError where there are none, StoreError where a newer version of extractor wrote them, and where one of
    them is missing; StoreError is raised as well where a file is missing or damaged, when it is read.
    """

    def __init__(self, out: Path | str | Remote) -> None:
        self.out = locate(out)
        store = Store(self.out)
        if not store.exists("documents"):
            store.require_complete()
            raise InputError(f"there are no tables in {self.out}; write some with: extractor run IN {self.out}")
        store.require_known()
        store.require_complete()
        # The ledger first: rows that a run is adding belong to articles that are not in it yet.
        datasets = {name: _up_to_date(name, store.dataset(name)) for name in TABLES}
        super().__init__(datasets, {name: _folder(store, name) for name in TABLES if store.exists(name)})

    @property
    def documents(self) -> LazyTable:
        """One row an article."""
        return self.table("documents")

    @property
    def entities(self) -> LazyTable:
        """One row an entity an article."""
        return self.table("entities")

    @property
    def mentions(self) -> LazyTable:
        """One row a mention."""
        return self.table("mentions")

    @property
    def statements(self) -> LazyTable:
        """One row a statement: who said what."""
        return self.table("statements")

    @property
    def relations(self) -> LazyTable:
        """One row a relation between entities."""
        return self.table("relations")

    @property
    def rejected(self) -> LazyTable:
        """One row an input that could not be processed."""
        return self.table("rejected")

    def refresh(self) -> Self:
        """The same folder as it is now."""
        return type(self)(self.out)

    def to_polars(self) -> dict[str, pl.LazyFrame]:
        """The tables as Polars LazyFrames, which push columns and filters down.

        Raises StoreError where a file is missing, or its length or columns are not those that were written.
        """
        polars = optional("polars")
        for name in self._datasets:
            self.table(name).require_whole()
        return {name: polars.scan_pyarrow_dataset(dataset) for name, dataset in self._datasets.items()}

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.table(name))} {name}" for name in TABLES)
        return f"<{self.out}: {counts}>"


class Extraction(Reading):
    """What was found in some texts, as pandas DataFrames."""

    def __init__(self, tables: dict[str, pa.Table]) -> None:
        super().__init__({name: ds.dataset(rows) for name, rows in tables.items()})

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row an article."""
        return self.table("documents").to_pandas()

    @cached_property
    def entities(self) -> pd.DataFrame:
        """One row an entity an article."""
        return self.table("entities").to_pandas()

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row a mention."""
        return self.table("mentions").to_pandas()

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row a statement: who said what."""
        return self.table("statements").to_pandas()

    @cached_property
    def relations(self) -> pd.DataFrame:
        """One row a relation between entities."""
        return self.table("relations").to_pandas()

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """One row an input that is no article."""
        return self.table("rejected").to_pandas()

    def to_polars(self) -> dict[str, pl.DataFrame]:
        """The tables as Polars DataFrames."""
        return {name: self.table(name).to_polars() for name in self._datasets}

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.table(name))} {name}" for name in self._datasets)
        return f"<{counts}>"


def _sql_configuration(external_access: bool) -> dict[str, bool]:
    # Names are tables, not whatever variable is called so in the code that asks.
    configuration = {"python_enable_replacements": False}
    if external_access:
        return configuration
    return configuration | {
        "enable_external_access": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "lock_configuration": True,
    }


def _sendable(dataset: ds.Dataset) -> ds.Dataset | pa.Table:
    return dataset.to_table() if isinstance(dataset, ds.InMemoryDataset) else dataset


def _folder(store: Store, name: str) -> Folder:
    return Folder(store.out, name, {file.name: file.size for file in store.files(name)})


def _up_to_date(name: str, table: ds.Dataset) -> ds.Dataset:
    """A table that an older version wrote, with the columns that have come since: null in every row."""
    added = [column for column in TABLES[name] if column.name not in table.schema.names]
    return table.replace_schema(pa.schema([*table.schema, *added])) if added else table
