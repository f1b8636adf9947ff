"""The colour of each label, the same in notebooks, pages and displaCy (by its entry point `spacy_displacy_colors`).

Black on the light ones and white on the dark ones have a contrast of at least 7 to 1 (WCAG 2.2, AAA).
"""

from __future__ import annotations

LIGHT = {
    "PERSON": "#a5d8ff",
    "COUNTRY": "#b2f2bb",
    "WEAPON": "#ffc9c9",
    "AGREEMENT": "#e5c7f5",
    "ORG": "#ffe8a3",
    "STATEMENT": "#eef1f5",
    "SPEAKER": "#d0ebff",
    "CUE": "#ffd8a8",
}

DARK = {
    "PERSON": "#0b4a78",
    "COUNTRY": "#1b5130",
    "WEAPON": "#7a1f1f",
    "AGREEMENT": "#592a75",
    "ORG": "#5c4300",
    "STATEMENT": "#262b33",
    "SPEAKER": "#123c5c",
    "CUE": "#6b3a00",
}
