"""Quotation marks that a statement opens or closes without their other half."""

from __future__ import annotations

import pytest

from extractor.views.quoting import completed


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("l’accord est « un succès", "l’accord est « un succès\u00a0»"),
        ("succès » de taille, et « rien d’autre", "«\u00a0succès » de taille, et « rien d’autre\u00a0»"),
        ("l’accord est “un succès", "l’accord est “un succès”"),
        ('l’accord est "un succès', 'l’accord est "un succès"'),
        ('suivre avec attention" ce contrat', '"suivre avec attention" ce contrat'),
        ('le "premier" et l\'"autre', 'le "premier" et l\'"autre"'),
        ('premier" et l\'"autre"', '"premier" et l\'"autre"'),
        ("« tout » est « dit »", "« tout » est « dit »"),
        ("rien", "rien"),
        ("", ""),
    ],
)
def test_the_other_half_is_added(text, whole):
    assert completed(text) == whole
    assert completed(whole) == whole
