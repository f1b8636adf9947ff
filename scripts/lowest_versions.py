"""Print a constraints file: the lowest version that pyproject.toml allows of every package needed and tested with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
    lowest = re.fullmatch(r"([A-Za-z0-9_-]+)(?:>=|==)([0-9.]+)(?:,<[0-9.]+)?", requirement)
    if lowest is None:
        raise SystemExit(f"no lower bound in {requirement!r}")
    print(f"{lowest[1]}=={lowest[2]}")
