"""`extractor init`: a settings file in which every setting stands with its meaning and its default, commented out."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from extractor.errors import UsageError

STARTER = "starter.toml"


def write_settings_file(path: Path) -> None:
    """Writes the commented file to `path`. Raises UsageError when something is there already."""
    if path.exists():
        raise UsageError(f"{path} is there already; remove it, or name another file")
    path.write_text(starter_text(), encoding="utf-8")


def starter_text() -> str:
    """The commented settings file."""
    return files("extractor").joinpath(STARTER).read_text(encoding="utf-8")
