"""What the tests of tables share."""

from __future__ import annotations

import pytest


@pytest.fixture
def table(tmp_path):
    """Writes a table of the user's and gives the folder."""

    def write(name: str, *rows: str):
        (tmp_path / f"{name}.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return tmp_path

    return write
