"""When an absence is asked about and when it is deleted (H07); pure.

The source asks for strictly limited access and automatic deletion; the days are our own reading: long enough for a late flight,
short enough that no list of old journeys grows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRules:
    """`kept_days`: full days after the last day away until it is deleted. `ask_days`: how long one without an end stands until the
    household is asked; `silent_days`: how long it then stands without an answer. `longest_days`: the longest absence that is taken.

    Raises ValueError for what cannot be kept: no days at all, or an entry that would never be deleted.
    """

    kept_days: int = 1
    ask_days: int = 30
    silent_days: int = 7
    longest_days: int = 366

    def __post_init__(self) -> None:
        if not 0 <= self.kept_days <= 7:
            raise ValueError("kept_days must lie between 0 and 7: whoever is back wants the entry gone")
        if not (1 <= self.ask_days <= 90 and 1 <= self.silent_days <= 90):
            raise ValueError("ask_days and silent_days must lie between 1 and 90")
        if not 1 <= self.longest_days <= 1000:
            raise ValueError("longest_days must lie between 1 and 1000")

    def times(
        self, starts_on: date, ends_on: date | None, now: datetime, tz: ZoneInfo
    ) -> dict[str, datetime | None]:
        """`ask_at` and `erase_at` of an absence: exactly one of them is set."""
        if ends_on is not None:
            return {"ask_at": None, "erase_at": _morning(ends_on + timedelta(days=self.kept_days + 1), tz)}
        begins = max(now, _morning(starts_on, tz))
        return {"ask_at": begins + timedelta(days=self.ask_days), "erase_at": None}

    def fits(self, starts_on: date, ends_on: date | None, today: date) -> bool:
        """Whether these days can be taken: not over yet, in order, and not longer or farther off than what is taken."""
        most = timedelta(days=self.longest_days)
        last = ends_on or max(starts_on, today)
        if ends_on is None:
            return last - today <= most
        return starts_on <= last and today <= last and starts_on - today <= most and last - starts_on <= most


def _morning(day: date, tz: ZoneInfo) -> datetime:
    """The beginning of a day where the estate is."""
    return datetime.combine(day, time(), tz)
