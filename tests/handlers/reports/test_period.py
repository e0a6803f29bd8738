"""Which days a period holds, its parts and neighbours; what is no period is said."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.base import Mistake
from handlers.reports.period import KINDS, Period, around, asked

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, "2026-11-01", "2026-11-30"),
        ({"period": "week"}, "2026-11-23", "2026-11-29"),
        ({"period": "week", "at": "2027-01-01"}, "2026-12-28", "2027-01-03"),
        ({"period": "month", "at": "2024-02-10"}, "2024-02-01", "2024-02-29"),
        ({"period": "quarter", "at": "2026-05-31"}, "2026-04-01", "2026-06-30"),
        ({"period": "quarter", "at": "2026-12-31"}, "2026-10-01", "2026-12-31"),
        ({"period": "year", "at": "2026-06-01"}, "2026-01-01", "2026-12-31"),
        ({"since": "2026-11-03", "until": "2026-11-05"}, "2026-11-03", "2026-11-05"),
        ({"period": "days", "since": "2026-11-03", "until": "2026-11-03"}, "2026-11-03", "2026-11-03"),
    ],
)
def test_a_period_holds_its_days(query: dict[str, str], first: str, last: str) -> None:
    found = asked(query, TODAY)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ({"period": "fortnight"}, "reports.wrong.period"),
        ({"period": "month", "at": "yesterday"}, "reports.wrong.day"),
        ({"period": "month", "at": "2026-02-30"}, "reports.wrong.day"),
        ({"period": "month", "at": "1026-02-03"}, "reports.wrong.day"),
        ({"since": "2026-11-05", "until": "2026-11-04"}, "reports.wrong.backwards"),
        ({"since": "2026-11-05"}, "reports.wrong.day"),
        ({"period": "days"}, "reports.wrong.day"),
        ({"since": "2010-01-01", "until": "2026-01-01"}, "reports.wrong.too_long"),
    ],
)
def test_what_is_no_period_is_said(query: dict[str, str], key: str) -> None:
    with pytest.raises(Mistake) as wrong:
        asked(query, TODAY)
    assert wrong.value.key == key


DAYS = st.dates(date(2001, 1, 1), date(2190, 1, 1))


@given(kind=st.sampled_from([one for one in KINDS if one != "days"]), on=DAYS)
def test_neighbours_touch_and_never_overlap(kind: Any, on: date) -> None:
    period = around(kind, on)
    assert period.first <= on <= period.last
    assert period.before.last + timedelta(days=1) == period.first
    assert period.after.first - timedelta(days=1) == period.last
    assert (period.before.after, period.after.before) == (period, period)


@given(first=DAYS, length=st.integers(1, 800))
def test_the_parts_of_a_period_are_all_of_it_and_few(first: date, length: int) -> None:
    period = Period(kind="days", first=first, last=first + timedelta(days=length - 1))
    parts = period.parts()
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(parts))
    assert len(parts) <= 28
    assert period.after.before == period


def test_an_address_leads_to_the_same_period() -> None:
    for kind in KINDS[:-1]:
        period = around(kind, TODAY)
        assert asked(period.query, date(2030, 1, 1)) == period
