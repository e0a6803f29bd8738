"""Emergencies that nobody has accepted yet, for the banner that stands on every page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from handlers.wording import has, say
from storage.pages import ESCALATION, Page
from storage.staff_store import StaffStore


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
                what=_named(language, page),
                where=" · ".join(part for part in (unit.label if unit else "", ticket.place or "") if part),
                words=ticket.summary,
                minutes=minutes,
                since=_since(language, page, minutes),
            )
        )
    return tuple(found)


def as_json(found: tuple[Alarm, ...]) -> list[dict[str, object]]:
    return [asdict(one) for one in found]


def _since(language: str, page: Page, minutes: int) -> str:
    since = say(language, "staff_pages.since", minutes=minutes)
    if page.needed == 1:
        return since
    return f"{since} · {say(language, 'escalation.more_needed', count=page.needed - page.accepted_so_far)}"


def _named(language: str, page: Page) -> str:
    if page.hazard == ESCALATION:
        return say(language, "escalation.called")
    key = f"codes.{page.hazard}"
    return say(language, key) if has(key) else page.hazard.replace("_", " ")
