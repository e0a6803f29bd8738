"""Emergencies that nobody has accepted yet, for the banner that stands on every page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from handlers.wording import has, say
from storage.store import StaffStore


@dataclass(frozen=True, slots=True)
class Alarm:
    """A call that waits for somebody. `minutes` since the first call."""

    number: str
    what: str
    where: str
    words: str
    minutes: int
    since: str


def alarms(store: StaffStore, language: str, now: datetime) -> tuple[Alarm, ...]:
    """The unaccepted calls of the scope, the oldest first."""
    found = []
    for page, ticket in store.alarms():
        unit = store.unit(ticket.unit_id) if ticket.unit_id else None
        minutes = max(0, int((now - page.paged_at).total_seconds() // 60))
        found.append(
            Alarm(
                number=ticket.number,
                what=_named(language, page.hazard),
                where=" · ".join(part for part in (unit.label if unit else "", ticket.place or "") if part),
                words=ticket.summary,
                minutes=minutes,
                since=say(language, "staff_pages.since", minutes=minutes),
            )
        )
    return tuple(found)


def as_json(found: tuple[Alarm, ...]) -> list[dict[str, object]]:
    return [asdict(one) for one in found]


def _named(language: str, hazard: str) -> str:
    return say(language, f"codes.{hazard}") if has(f"codes.{hazard}") else hazard.replace("_", " ")
