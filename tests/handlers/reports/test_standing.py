"""When a standing report goes out, what it is about, and which settings are refused in plain words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.reports import standing
from handlers.reports.rules import ReportRules

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
RULES = ReportRules()


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=HONG_KONG)


@pytest.mark.parametrize(
    ("kind", "now", "known", "sends", "next_at"),
    [
        ("digest", "2026-11-27 07:59", False, False, "2026-11-27 08:00"),
        ("digest", "2026-11-27 08:00", True, True, "2026-11-28 08:00"),
        (
            "digest",
            "2026-11-27 11:59",
            True,
            True,
            "2026-11-28 08:00",
        ),  # a late start still sends that morning
        ("digest", "2026-11-27 12:00", True, False, "2026-11-28 08:00"),  # and then skips it
        ("digest", "2026-11-27 09:30", False, True, "2026-11-28 08:00"),  # somebody new
        ("weekly", "2026-11-27 09:30", False, False, "2026-11-30 08:00"),  # Friday: not before Monday
        ("weekly", "2026-11-30 08:00", True, True, "2026-12-07 08:00"),
        (
            "weekly",
            "2026-11-30 13:00",
            True,
            False,
            "2026-12-01 08:00",
        ),  # nobody was there on Monday morning: on Tuesday
        ("weekly", "2026-12-01 08:00", True, True, "2026-12-07 08:00"),
        ("review", "2026-11-30 08:00", False, False, "2027-01-01 08:00"),
        ("review", "2027-01-01 08:05", True, True, "2027-04-01 08:00"),
    ],
)
def test_a_report_goes_out_at_its_hour_of_its_day(
    kind: standing.Kind, now: str, known: bool, sends: bool, next_at: str
) -> None:
    assert standing.planned(kind, RULES, at(now), known=known) == (sends, at(next_at))


def test_the_hour_is_the_estates_through_a_change_of_its_clocks() -> None:
    """In London the clocks go back on 25 October 2026: eight in the morning stays eight in the morning."""
    london = ZoneInfo("Europe/London")
    _, next_at = standing.planned("digest", RULES, datetime(2026, 10, 24, 8, 0, tzinfo=london), known=True)
    assert (next_at.hour, next_at.utcoffset()) == (8, timedelta())


@pytest.mark.parametrize(
    ("kind", "today", "first", "last"),
    [
        ("weekly", "2026-11-30", "2026-11-23", "2026-11-29"),
        ("weekly", "2026-12-02", "2026-11-23", "2026-11-29"),
        ("review", "2027-01-01", "2026-10-01", "2026-12-31"),
    ],
)
def test_it_is_about_the_last_whole_period(kind: standing.Kind, today: str, first: str, last: str) -> None:
    found = standing.about(kind, date.fromisoformat(today))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("before", "since"),
    [
        (None, "2026-11-26 08:00"),
        ("2026-11-26 08:00", "2026-11-26 08:00"),
        ("2026-11-26 11:00", "2026-11-26 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),  # two mornings were skipped: nothing of them is lost
        ("2026-10-01 08:00", "2026-11-20 08:00"),  # a week at most
    ],
)
def test_new_is_what_came_since_the_digest_before(before: str | None, since: str) -> None:
    found = standing.since(RULES, at("2026-11-27 08:00"), at(before) if before else None)
    assert found == at(since)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"digest_at": "8 o'clock"}, 'digest_at is an hour like "08:00"'),
        ({"digest_at": "25:00"}, 'digest_at is an hour like "08:00"'),
        ({"digest_until": "08:00"}, "digest_until is later on the same day"),
        ({"weekly_on": "someday"}, "weekly_on is one of monday, tuesday"),
        ({"digest_roles": ("engineer",)}, "not to “engineer”"),
    ],
)
def test_a_wrong_setting_is_refused_in_plain_words(values: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        ReportRules(**values)  # type: ignore[arg-type]
