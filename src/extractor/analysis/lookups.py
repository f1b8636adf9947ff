"""The lemmatiser's tables, read in a third of the time: plain dictionaries under the hashed keys that spaCy uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import srsly  # type: ignore[import-untyped]
from spacy.lookups import Lookups
from spacy.strings import get_string_id


class HashedTable(dict[int, Any]):
    """A table of `spacy.lookups` without its filter and its order: keys are strings, or their hashes."""

    def __getitem__(self, key: str | int) -> Any:
        return super().__getitem__(get_string_id(key))

    def __setitem__(self, key: str | int, value: Any) -> None:
        super().__setitem__(get_string_id(key), value)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, (str, int)) and super().__contains__(get_string_id(key))

    def get(self, key: str | int, default: Any = None) -> Any:
        """The value of `key`, or `default`."""
        return super().get(get_string_id(key), default)


def read_lookups(lookups: Lookups, file: Path) -> None:
    """Reads the tables of `file`, which `Lookups.to_disk` has written, into `lookups`."""
    tables: dict[str, dict[int, Any]] = srsly.msgpack_loads(file.read_bytes(), use_list=False)
    for name, table in tables.items():
        lookups.set_table(name, HashedTable(table))  # type: ignore[arg-type]  # all that is asked of one
