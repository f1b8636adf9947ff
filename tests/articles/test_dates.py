"""Dates of inputs: what they say, in UTC, and how much of it is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pandas as pd
import pytest

from extractor.articles.dates import is_before, read_date


def known(value):
    found = read_date(value)
    return (f"{found.at:%Y-%m-%dT%H:%M:%S}", found.precision) if found else None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-09-02", ("2025-09-02T00:00:00", "day")),
        ("2025-09-02T00:30+01:00", ("2025-09-01T23:30:00", "minute")),
        ("2025-09-02T00:30:00+01:00", ("2025-09-01T23:30:00", "second")),
        ("2025-09-02T00:00:00Z", ("2025-09-02T00:00:00", "second")),
        ("2025-09-02 00:30:00 +0200", ("2025-09-01T22:30:00", "second")),
        ("2025-09-02 00:30 CEST", ("2025-09-01T22:30:00", "minute")),
        ("2025-09-02T00:30:00.123456789Z", ("2025-09-02T00:30:00", "second")),
        ("2025-09-02T00:30:00+02:00[Europe/Paris]", ("2025-09-01T22:30:00", "second")),
        ("2025-09-02T06", ("2025-09-02T06:00:00", "minute")),
        ("20250902", ("2025-09-02T00:00:00", "day")),
        (20250902, ("2025-09-02T00:00:00", "day")),
        ("1er septembre 2025", ("2025-09-01T00:00:00", "day")),
        ("1er sept. 2025", ("2025-09-01T00:00:00", "day")),
        ("Lundi 1er Septembre 2025 à 18h30", ("2025-09-01T18:30:00", "minute")),
        ("le 3 févr. 2025, 18:30:12", ("2025-02-03T18:30:12", "second")),
        ("1er ao\u0075\u0302t 2025", ("2025-08-01T00:00:00", "day")),
        ("1ᵉʳ\u00a0décembre\u202f2025 à 8 heures", ("2025-12-01T08:00:00", "minute")),
        ("31 May 2024", ("2024-05-31T00:00:00", "day")),
        ("31/05/2024 18:30:15", ("2024-05-31T18:30:15", "second")),
        ("31/05/2024 à 18h30", ("2024-05-31T18:30:00", "minute")),
        ("31-05-2024", ("2024-05-31T00:00:00", "day")),
        ("Fri, 31 May 2024 06:00:00 +0200", ("2024-05-31T04:00:00", "second")),
        ("1717135200", ("2024-05-31T06:00:00", "second")),
        (1717135200, ("2024-05-31T06:00:00", "second")),
        (1717135200 * 10**9, ("2024-05-31T06:00:00", "second")),
        (Decimal("1717135200"), ("2024-05-31T06:00:00", "second")),
        (date(2024, 5, 31), ("2024-05-31T00:00:00", "day")),
        (datetime(2024, 5, 31, 6), ("2024-05-31T06:00:00", "second")),
        (datetime(2024, 5, 31), ("2024-05-31T00:00:00", "day")),
        (datetime(2024, 5, 31, tzinfo=timezone(timedelta(hours=2))), ("2024-05-30T22:00:00", "day")),
        (pd.Timestamp("2024-05-31T06:00Z"), ("2024-05-31T06:00:00", "second")),
        ("1er sept.", None),
        ("31 juin 2025", None),
        ("2024-05-31 12 hommes", None),
        ("2025", None),
        (pd.NaT, None),
        (float("nan"), None),
        (float("-inf"), None),
        (10**400, None),
        (Decimal("sNaN"), None),
        (Decimal("1E+999"), None),
        ("1" * 400, None),
        ({"a": 1}, None),
        ([2024], None),
        (b"2024-05-31", None),
    ],
)
def test_what_is_known_of_a_date(value, expected):
    assert known(value) == expected


@pytest.mark.parametrize(
    ("precision", "since", "before"),
    [
        ("day", datetime(2024, 5, 31, 18, tzinfo=UTC), False),
        ("day", datetime(2024, 6, 1, tzinfo=UTC), True),
        ("minute", datetime(2024, 5, 31, 0, 0, 30, tzinfo=UTC), False),
        ("minute", datetime(2024, 5, 31, 0, 1, tzinfo=UTC), True),
        ("second", datetime(2024, 5, 31, 0, 0, 30, tzinfo=UTC), True),
        ("second", datetime(2024, 5, 31, tzinfo=UTC), False),
        (None, datetime(2024, 5, 31, 18, tzinfo=UTC), False),
        (None, datetime(2024, 6, 1, tzinfo=UTC), True),
    ],
)
def test_a_date_is_before_a_moment_with_all_that_it_may_mean(precision, since, before):
    assert is_before(datetime(2024, 5, 31, tzinfo=UTC), precision, since) is before
