"""Data that stands in a script."""

from __future__ import annotations

import json
from typing import Any

_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script_json(value: Any) -> str:
    """JSON that may stand in a script, also in one within a page: there is no `</script>` and no `<!--` in it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
