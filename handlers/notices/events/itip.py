"""An event as iTIP (RFC 5546) treats it: REQUEST, REPLY, CANCEL; what is stale is ignored. Visits go by the same rules.

Pure: each function takes the event as it is and gives the columns that change, or None for what no longer counts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.base import Mistake
from handlers.tickets.works.visits import evening_before
from storage.events import Event
from storage.rsvps import Rsvp

#: An event lasts at most two weeks, and lies at most two years ahead: what is longer or later is a slip of the finger.
LONGEST, FARTHEST = timedelta(days=14), timedelta(days=730)

#: On the day itself people are reminded at this hour of the estate, or two hours before, whichever comes first.
_MORNING, _BEFORE = 8, timedelta(hours=2)

#: What an answer becomes when the time or the place changes: nobody has answered the new one.
ASKED_ANEW: dict[str, Any] = {
    "partstat": "NEEDS-ACTION",
    "people": 0,
    "waiting_at": None,
    "answered_at": None,
}


def checked(starts: datetime, ends: datetime, rsvp_until: datetime, now: datetime) -> None:
    """Raises Mistake for times that no event can have."""
    if starts <= now:
        raise Mistake("events.past")
    if not starts < ends <= starts + LONGEST:
        raise Mistake("events.ends_wrong", days=LONGEST.days)
    if starts > now + FARTHEST:
        raise Mistake("events.far")
    if not now < rsvp_until <= starts:
        raise Mistake("events.until_wrong")


def confirmed(event: Event, now: datetime, pulse_after: timedelta) -> dict[str, Any] | None:
    """It takes place. None for what is off, or stood already."""
    if event.status != "TENTATIVE":
        return None
    return {
        "status": "CONFIRMED", "changed_at": now, "closing_at": event.rsvp_until, "pulse_at": event.ends + pulse_after,
    }  # fmt: skip


def moved(
    event: Event, values: dict[str, Any], now: datetime, pulse_after: timedelta
) -> dict[str, Any] | None:
    """REQUEST with other facts. Another time or place: SEQUENCE + 1, and everybody is asked anew. None for what is off or over."""
    if not is_on(event, now):
        return None
    after = {**values, "changed_at": now}
    if event.status == "CONFIRMED":
        after |= {
            "closing_at": values.get("rsvp_until", event.rsvp_until), "pulse_at": values.get("ends", event.ends) + pulse_after,
        }  # fmt: skip
    return after | ({"sequence": event.sequence + 1} if is_elsewhere(event, values) else {})


def is_elsewhere(event: Event, values: dict[str, Any]) -> bool:
    """Whether people would stand at a closed door: another time, or another place."""
    if any(name in values and values[name] != getattr(event, name) for name in ("starts", "ends")):
        return True
    return "place" in values and _names_another(event.place, values["place"])


def _names_another(before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether a place is another one: a translation that is added or taken away names the same."""
    both = before.keys() & after.keys()
    return any(before[one] != after[one] for one in both) if both else before != after


def cancelled(event: Event, reason: str, now: datetime) -> dict[str, Any] | None:
    """CANCEL: SEQUENCE + 1. None for what is off or over."""
    if not is_on(event, now):
        return None
    return {
        "status": "CANCELLED", "sequence": event.sequence + 1, "reason": reason, "changed_at": now,
        "closing_at": None, "pulse_at": None,
    }  # fmt: skip


def is_on(event: Event, now: datetime) -> bool:
    return event.status != "CANCELLED" and event.ends > now


def is_stale(event: Event, sequence: int) -> bool:
    """An answer to an earlier sequence counts no more (RFC 5546, 2.1.5); one to a later one was never asked for."""
    return sequence != event.sequence


def is_closed(event: Event, now: datetime) -> bool:
    """Whether the time for saying yes is over; a no is heard until it begins, since it makes room."""
    return now > event.rsvp_until


def reminder(event: Event, now: datetime, tz: ZoneInfo) -> tuple[str, datetime] | None:
    """The next reminder of whoever has places: 18:00 the day before, then the morning; None once it is too late for both."""
    evening = evening_before(event.starts, tz, now)
    if evening:
        return "evening", evening
    local = event.starts.astimezone(tz)
    morning = min(local.replace(hour=_MORNING, minute=0, second=0, microsecond=0), local - _BEFORE)
    at = morning.astimezone(event.starts.tzinfo)
    return ("morning", at) if at > now else None


def reminded(event: Event, rsvp: Rsvp, now: datetime, tz: ZoneInfo) -> dict[str, Any]:
    """The columns of a household's next reminder; none where it has no places."""
    found = reminder(event, now, tz) if rsvp.has_places else None
    return {"due": found[0] if found else "", "due_at": found[1] if found else None}


def may_check_in(event: Event, now: datetime, minutes: int) -> bool:
    """Whether "We are here" counts: from a while before the beginning until the end."""
    return event.status == "CONFIRMED" and event.starts - timedelta(minutes=minutes) <= now <= event.ends
