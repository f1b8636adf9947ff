"""Who said what, about whom, about which weapon and which agreement, in French defence and diplomacy news.

In short:

    import extractor

    found = extractor.extract("« Nous sommes prêts », a déclaré le ministre japonais de la Défense, Minoru Kihara.")
    found.who_said_what()                                   one row a statement, as a DataFrame
    extractor.read("data/out").about("country:KP")          what a run has written, asked for one country
    extractor.load()                                        the spaCy pipeline itself

The names below are the public interface; everything else may change with any version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.analysis.pipeline import load
    from extractor.library import extract, read

__version__ = "0.1.0"

__all__ = ["__version__", "extract", "load", "read"]

# Imported on first use, so that `import extractor` and `extractor --help` stay instant.
_LAZY = {"load": "extractor.analysis.pipeline", "extract": "extractor.library", "read": "extractor.library"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
