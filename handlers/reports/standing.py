"""When a standing report goes out: the digest each morning, the week on its day, the quarter on its first day.

A morning that nobody was there for is made up for until noon; then a digest waits for the next morning, as does a week or a quarter,
which is about the same days still.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from handlers.reports.period import Period, around
from handlers.reports.rules import DAYS, ReportRules

Kind = Literal["digest", "weekly", "review"]
KINDS: tuple[Kind, ...] = ("digest", "weekly", "review")

#: How far back a digest looks at most, where earlier ones could not go out.
_LONGEST = timedelta(days=7)


def roles(kind: Kind, rules: ReportRules) -> tuple[str, ...]:
    return {"digest": rules.digest_roles, "weekly": rules.weekly_roles, "review": rules.review_roles}[kind]


def planned(kind: Kind, rules: ReportRules, now: datetime, *, known: bool) -> tuple[bool, datetime]:
    """Whether it goes out now, and when it is looked at again. `now` is in the estate's zone; `known`: it was planned for now or
    earlier, so that this is its day whatever the calendar says.
    """
    today = now.date()
    its_day = known or is_day(kind, rules, today)
    if its_day and rules.begins <= now.time() < rules.ends:
        return True, _on(rules, now, _next_day(kind, rules, today + timedelta(days=1)))
    if its_day and now.time() < rules.begins:
        return False, _on(rules, now, today)
    tomorrow = today + timedelta(days=1)
    return False, _on(rules, now, tomorrow if known else _next_day(kind, rules, tomorrow))


def is_day(kind: Kind, rules: ReportRules, day: date) -> bool:
    """Whether a report of this kind begins on a day."""
    if kind == "weekly":
        return day.weekday() == DAYS.index(rules.weekly_on)
    return kind == "digest" or (day.day == 1 and day.month % 3 == 1)


def about(kind: Kind, today: date) -> Period:
    """What a report is about: the last whole week or quarter; of a digest, the day itself."""
    if kind == "digest":
        return Period(kind="days", first=today, last=today)
    return around("week" if kind == "weekly" else "quarter", today).before


def since(rules: ReportRules, now: datetime, before: datetime | None = None) -> datetime:
    """From when on a digest tells what is new: since the one before, so that a skipped morning loses nothing; a week at most."""
    yesterday = _on(rules, now, now.date() - timedelta(days=1))
    return max(min(yesterday, before or yesterday), now - _LONGEST)


def _next_day(kind: Kind, rules: ReportRules, day: date) -> date:
    while not is_day(kind, rules, day):
        day += timedelta(days=1)
    return day


def _on(rules: ReportRules, now: datetime, day: date) -> datetime:
    return datetime.combine(day, rules.begins, now.tzinfo)
