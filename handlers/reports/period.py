"""The time a report is about: a week, a month, a quarter, a year, or days from one to another; its parts, and its neighbours.

Days are those of the estate; a week begins on Monday (ISO 8601).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.base import Mistake

Kind = Literal["week", "month", "quarter", "year", "days"]
KINDS: tuple[Kind, ...] = ("week", "month", "quarter", "year", "days")

#: Months of the kinds that are made of months.
_MONTHS = {"month": 1, "quarter": 3, "year": 12}

#: The years in which a period can lie, and the longest one: what is beyond is a slip of the finger.
_YEARS, _LONGEST = (2000, 2200), timedelta(days=3660)

#: Days up to which the parts of a period are days, and weeks; longer ones fall into months.
_BY_DAY, _BY_WEEK = 14, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first day until the last, both in it."""

    kind: Kind
    first: date
    last: date

    def begins(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.first, time(), zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        """The moment before which it lies."""
        return datetime.combine(self.last + timedelta(days=1), time(), zone)

    @property
    def before(self) -> Period:
        return self._beside(self.first - timedelta(days=1), -1)

    @property
    def after(self) -> Period:
        return self._beside(self.last + timedelta(days=1), 1)

    def _beside(self, on: date, way: int) -> Period:
        if self.kind != "days":
            return around(self.kind, on)
        span = (self.last - self.first + timedelta(days=1)) * way
        return Period(kind="days", first=self.first + span, last=self.last + span)

    @property
    def query(self) -> dict[str, str]:
        """How an address names it."""
        if self.kind == "days":
            return {"period": "days", "since": self.first.isoformat(), "until": self.last.isoformat()}
        return {"period": self.kind, "at": self.first.isoformat()}

    def parts(self) -> list[Period]:
        """The days, weeks or months it falls into, in order; the first and the last may be cut."""
        days = (self.last - self.first).days + 1
        kind: Kind = "days" if days <= _BY_DAY else "week" if days <= _BY_WEEK else "month"
        return list(_parts(kind, self.first, self.last))


def around(kind: Kind, on: date) -> Period:
    """The week, month, quarter or year that a day lies in."""
    if kind == "week":
        first = on - timedelta(days=on.weekday())
        return Period(kind=kind, first=first, last=first + timedelta(days=6))
    months = _MONTHS[kind]
    first = on.replace(month=(on.month - 1) // months * months + 1, day=1)
    next_month = first.year * 12 + first.month - 1 + months
    return Period(
        kind=kind, first=first, last=date(next_month // 12, next_month % 12 + 1, 1) - timedelta(days=1)
    )


def asked(query: Mapping[str, str], today: date, usual: Kind = "month") -> Period:
    """The period an address or a form names; this month where it names none.

    Raises Mistake: a word that is no period, a day that is none, an end before the beginning, more than ten years.
    """
    kinds: dict[str, Kind] = {one: one for one in KINDS}
    days = query.get("since", "") or query.get("until", "")
    kind = kinds.get(query.get("period", "") or ("days" if days else usual))
    if kind is None:
        raise Mistake("reports.wrong.period", typed=query["period"][:40])
    if kind != "days":
        return around(kind, day(query.get("at", "") or today.isoformat()))
    first, last = day(query.get("since", "")), day(query.get("until", ""))
    if last < first:
        raise Mistake("reports.wrong.backwards", since=first.isoformat(), until=last.isoformat())
    if last - first > _LONGEST:
        raise Mistake("reports.wrong.too_long")
    return Period(kind="days", first=first, last=last)


def day(typed: str) -> date:
    """A day as it is written, 2026-11-27. Raises Mistake for what is none."""
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        raise Mistake("reports.wrong.day", typed=typed[:40]) from None
    if not _YEARS[0] <= found.year < _YEARS[1]:
        raise Mistake("reports.wrong.day", typed=typed[:40])
    return found


def _parts(kind: Kind, first: date, last: date) -> Iterator[Period]:
    while first <= last:
        end = first if kind == "days" else min(around(kind, first).last, last)
        yield Period(kind=kind, first=first, last=end)
        first = end + timedelta(days=1)
