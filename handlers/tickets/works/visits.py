"""A visit as iTIP (RFC 5546) treats an event: REQUEST, REPLY, COUNTER, DECLINECOUNTER, CANCEL; what is stale is ignored.

Pure: each function takes the visit as it is and gives the columns that change, or None for a message that no longer counts: of
an older sequence, or about a visit that is off. Times are moments; walls' clocks are the estate's.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from handlers.base import Mistake
from storage.visits import Visit

Partstat = Literal["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"]
By = Literal["owner", "party"]

#: The evening before, at this hour of the estate, the owner is reminded once.
REMINDED_AT = time(18, 0)

#: A window longer than this is no appointment, and a visit farther away than this is no plan.
LONGEST, FARTHEST = timedelta(hours=12), timedelta(days=90)

_NO_COUNTER: dict[str, Any] = dict.fromkeys(
    ("counter_starts", "counter_ends", "counter_by", "counter_words"), None
)


def request(starts: datetime, ends: datetime, now: datetime) -> dict[str, Any]:
    """REQUEST of a new visit: the owner has not answered yet."""
    return {
        "sequence": 0, "starts": starts, "ends": ends, "status": "TENTATIVE", "partstat": "NEEDS-ACTION",
        "made_at": now, "changed_at": now,
    }  # fmt: skip


def moved(visit: Visit, starts: datetime, ends: datetime, now: datetime) -> dict[str, Any] | None:
    """REQUEST with another time: SEQUENCE + 1, and the owner is asked anew. None for a visit that is off."""
    if not is_on(visit):
        return None
    return {
        **_NO_COUNTER, "sequence": visit.sequence + 1, "starts": starts, "ends": ends, "status": "TENTATIVE",
        "partstat": "NEEDS-ACTION", "remind_at": None, "changed_at": now,
    }  # fmt: skip


def replied(
    visit: Visit, sequence: int, partstat: Partstat, now: datetime, tz: ZoneInfo
) -> dict[str, Any] | None:
    """REPLY of the owner. ACCEPTED confirms; DECLINED and TENTATIVE leave the visit tentative."""
    if not _counts(visit, sequence):
        return None
    agreed = partstat == "ACCEPTED"
    values = {
        "partstat": partstat, "status": "CONFIRMED" if agreed else "TENTATIVE", "changed_at": now,
        "remind_at": evening_before(visit.starts, tz, now) if agreed else None,
    }  # fmt: skip
    return {**_NO_COUNTER, **values} if agreed else values


def countered(
    visit: Visit,
    sequence: int,
    by: By,
    words: str,
    times: tuple[datetime, datetime] | None,
    now: datetime,
) -> dict[str, Any] | None:
    """COUNTER: another time is wished for, beside the one that stands; `times` None where the words name none."""
    if not _counts(visit, sequence):
        return None
    starts, ends = times or (None, None)
    return {
        "counter_starts": starts,
        "counter_ends": ends,
        "counter_by": by,
        "counter_words": words,
        "changed_at": now,
    }


def counter_accepted(visit: Visit, sequence: int, now: datetime, tz: ZoneInfo) -> dict[str, Any] | None:
    """The other time it is: REQUEST with SEQUENCE + 1, confirmed at once, since the owner wished for it."""
    if not _counts(visit, sequence) or visit.counter_starts is None or visit.counter_ends is None:
        return None
    return {
        **_NO_COUNTER, "sequence": visit.sequence + 1, "starts": visit.counter_starts, "ends": visit.counter_ends,
        "status": "CONFIRMED", "partstat": "ACCEPTED", "remind_at": evening_before(visit.counter_starts, tz, now),
        "changed_at": now,
    }  # fmt: skip


def counter_declined(visit: Visit, sequence: int, now: datetime) -> dict[str, Any] | None:
    """DECLINECOUNTER: the visit stands as it was."""
    if not _counts(visit, sequence) or visit.counter_by is None:
        return None
    return {**_NO_COUNTER, "changed_at": now}


def cancelled(visit: Visit, now: datetime) -> dict[str, Any] | None:
    """CANCEL: SEQUENCE + 1. None for a visit that is off already, or was."""
    if not is_on(visit):
        return None
    return {
        **_NO_COUNTER, "sequence": visit.sequence + 1, "status": "CANCELLED", "remind_at": None, "changed_at": now,
    }  # fmt: skip


def is_on(visit: Visit) -> bool:
    """Whether it is still to happen."""
    return visit.status != "CANCELLED" and visit.came_at is None


def _counts(visit: Visit, sequence: int) -> bool:
    """A message about an earlier sequence is stale (RFC 5546, 2.1.5)."""
    return is_on(visit) and sequence == visit.sequence


def evening_before(starts: datetime, tz: ZoneInfo, now: datetime) -> datetime | None:
    """18:00 in the estate on the day before; None once that is over."""
    day = starts.astimezone(tz).date() - timedelta(days=1)
    at = datetime.combine(day, REMINDED_AT, tz).astimezone(UTC)
    return at if at > now else None


def wall_clock(text: str, tz: ZoneInfo) -> datetime:
    """What was typed as the estate's own time, 2026-03-29T09:00. Raises Mistake for no time, and for one that the change of the
    hour leaves out; an hour that comes twice is its first."""
    try:
        found = datetime.fromisoformat(text.strip()).replace(tzinfo=tz)
    except ValueError:
        raise Mistake("visits.unread") from None
    moment = found.astimezone(UTC)
    if moment.astimezone(tz).replace(tzinfo=None) != found.replace(tzinfo=None):
        raise Mistake("visits.left_out", time=f"{found:%H:%M}")
    return moment


def checked(starts: datetime, ends: datetime, now: datetime) -> None:
    """Raises Mistake for a window that is over, ends before it begins, is longer than 12 hours, or lies beyond 90 days."""
    if starts <= now:
        raise Mistake("visits.past")
    if not starts < ends <= starts + LONGEST:
        raise Mistake("visits.no_window", hours=int(LONGEST.total_seconds() // 3600))
    if starts > now + FARTHEST:
        raise Mistake("visits.far", days=FARTHEST.days)


def wished(
    visit: Visit, start: datetime | None, end: datetime | None, now: datetime
) -> tuple[datetime, datetime] | None:
    """The owner's times as a window: as long as the visit where only one side was said. None for what is over, or no time."""
    length = visit.ends - visit.starts
    begins = start or (end - length if end else None)
    if begins is None or begins <= now:
        return None
    ends = end if end and end > begins else begins + length
    return begins, min(ends, begins + timedelta(hours=24))
