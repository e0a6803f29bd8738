"""Times as CAP 1.2 writes them (3.3.2): 2026-03-01T08:00:00+08:00, never a letter for the zone, UTC as -00:00."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", re.ASCII)

#: No zone is further from UTC; XML Schema allows no more either (part 2, 3.2.7.3).
FURTHEST = timedelta(hours=14)

#: Beyond these a year is a slip, and reckoning with zones may leave the calendar.
YEARS = range(1970, 2200)


def as_time(text: str) -> datetime:
    """The time of a text. Raises ValueError, in words that say how it should be written."""
    if re.fullmatch(r".*[A-Za-z]", text):
        raise ValueError(
            f'"{text}" ends in a letter; CAP 1.2 wants the offset in numbers, such as +08:00, and -00:00 for UTC'
        )
    if not _FORM.fullmatch(text):
        raise ValueError(f'"{text}" is not written as 2026-03-01T08:00:00+08:00')
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is no time there is ({error})') from error
    if _far(moment):
        raise ValueError(f'"{text}" is more than 14 hours from UTC')
    if moment.year not in YEARS:
        raise ValueError(f'"{text}" is in no year of an alert')
    return moment


def as_text(moment: datetime) -> str:
    """A time as CAP writes it."""
    text = moment.isoformat(timespec="seconds")
    return f"{text[:-6]}-00:00" if text.endswith("+00:00") else text


def fits(moment: datetime) -> bool:
    """Whether CAP can write the time without losing any of it: a known offset in whole minutes, whole seconds."""
    offset = moment.utcoffset()
    if offset is None or _far(moment):
        return False
    return not moment.microsecond and not offset % timedelta(minutes=1)


def _far(moment: datetime) -> bool:
    return abs(moment.utcoffset() or timedelta()) > FURTHEST
