"""Which windows somebody can meet (L17): within their hours, beside their other visits, not more in a day than they can do; pure.

What owners are offered is what can be kept: a window that the roster cannot meet is not offered, and not taken from an owner either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.tickets.holders.assignment import within

Window = tuple[datetime, datetime]
Trouble = Literal["", "hours", "busy", "full"]

#: What is offered: windows of two hours, at most so many days ahead and so many a day, from an hour from now on.
LENGTH, DAYS_AHEAD, A_DAY, NOTICE = timedelta(hours=2), 7, 2, timedelta(hours=1)

#: When somebody without hours of their own is offered: the hours in which homes are visited. They may still be asked for others.
USUAL = "09:00-18:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One person as far as visits go: `hours` of duty ("" for any), the windows they are taken in, moments at which something is
    promised in their name, and how much of both a day holds at `most`."""

    name: str
    hours: str = ""
    taken: tuple[Window, ...] = ()
    promised: tuple[datetime, ...] = ()
    most: int = 8


def trouble(starts: datetime, ends: datetime, roster: Roster, tz: ZoneInfo) -> Trouble:
    """Why somebody cannot meet a window; "" where they can."""
    if not _on_duty(starts.astimezone(tz), ends.astimezone(tz), roster.hours):
        return "hours"
    if any(starts < until and since < ends for since, until in roster.taken):
        return "busy"
    day = starts.astimezone(tz).date()
    begun = (*(since for since, _ in roster.taken), *roster.promised)
    return "full" if sum(at.astimezone(tz).date() == day for at in begun) >= roster.most else ""


def _on_duty(starts: datetime, ends: datetime, hours: str) -> bool:
    """Whether a window lies in one stretch of duty, from its first minute to its last."""
    if not hours:
        return True
    last = ends - timedelta(minutes=1)
    return within(hours, starts.time()) and within(hours, last.time()) and ends - starts <= _length(hours)


def _length(hours: str) -> timedelta:
    begin, end = (timedelta(hours=int(one[:2]), minutes=int(one[3:])) for one in (hours[:5], hours[6:]))
    return end - begin if end > begin else end - begin + timedelta(days=1)


def slots(now: datetime, roster: Roster, tz: ZoneInfo, *, count: int = 6) -> list[Window]:
    """The next windows that can be met, the earliest first."""
    found: list[Window] = []
    today = now.astimezone(tz).date()
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)):
        free = [
            (starts, starts + LENGTH)
            for starts in _starts(day, roster.hours or USUAL, tz)
            if starts >= now + NOTICE and not trouble(starts, starts + LENGTH, roster, tz)
        ]
        found.extend(free[:A_DAY])
    return found[:count]


def _starts(day: date, hours: str, tz: ZoneInfo) -> Iterator[datetime]:
    """The beginnings of the day's windows, one after the other from the beginning of duty; an hour that the clocks leave out is none."""
    begin = datetime.combine(day, time.fromisoformat(hours[:5]))
    for number in range(int(_length(hours) / LENGTH)):
        local = (begin + number * LENGTH).replace(tzinfo=tz)
        moment = local.astimezone(UTC)
        if moment.astimezone(tz).replace(tzinfo=None) == local.replace(tzinfo=None):
            yield moment
