"""Whether the files of a table that is read are whole, and what is told of one that is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from extractor.errors import StoreError
from extractor.locations import Location
from extractor.tables.data_files import DataFile, damaged, is_file, require_whole
from extractor.tables.schemas import TABLES
from extractor.tables.store import Store

BROKEN = (OSError, pa.ArrowException)
"""What Arrow raises where a file cannot be read."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the files of a table lie, and their sizes in bytes as the log had them when the table was opened."""

    out: Location
    table: str
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def path(self) -> Location:
        """The folder of the table."""
        return self.out / self.table

    def require_whole(self, dataset: ds.Dataset, condition: pc.Expression | None = None) -> None:
        """Looks at length and columns of the files that may hold rows with `condition`.

        Raises StoreError, with the file and the remedy, where one is missing or damaged.
        """
        required = {column.name for column in TABLES[self.table] if not column.nullable}
        for fragment in dataset.get_fragments(filter=condition):
            place = self.path / fragment.path
            self._require_there(fragment.path)
            if fragment.path in self.sizes:
                require_whole(self.path, DataFile(fragment.path, self.sizes[fragment.path]))
            with self._named(place):
                absent = required - set(fragment.physical_schema.names)
            if absent:
                raise damaged(place, f"holds other rows than the table: there is no column {', '.join(sorted(absent))}")

    @contextmanager
    def told(self, dataset: ds.Dataset) -> Iterator[None]:
        """Turns what Arrow raises while it reads `dataset` into a StoreError that names the file and the remedy."""
        try:
            yield
        except BROKEN as error:
            self.require_readable(dataset)
            raise StoreError(
                f"cannot read the table {self.table}: {_words(error)}; check {self.path} and try again"
            ) from error

    def require_readable(self, dataset: ds.Dataset) -> None:
        """Reads all files. Raises StoreError, with the file and the remedy, for the first that cannot be read."""
        self.require_whole(dataset)
        for fragment in dataset.get_fragments():
            with self._named(self.path / fragment.path):
                for _ in fragment.to_batches(schema=dataset.schema, fragment_scan_options=scan_options()):
                    pass

    def _require_there(self, name: str) -> None:
        if is_file(self.path, name):
            return
        if name in {file.name for file in Store(self.out).files(self.table)}:
            raise damaged(self.path / name, "is missing")
        raise StoreError(
            f"the table {self.table} was rewritten since it was opened ({name} is gone); open the output again"
        )

    @contextmanager
    def _named(self, place: Location) -> Iterator[None]:
        try:
            yield
        except BROKEN as error:
            self._require_there(place.name)
            raise damaged(place, f"is damaged: {_words(error)}") from error


def scan_options() -> ds.ParquetFragmentScanOptions:
    """How files are read: pages are compared with the checksums that were written with them."""
    return ds.ParquetFragmentScanOptions(pre_buffer=True, page_checksum_verification=True)


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
