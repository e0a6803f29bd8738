"""Somebody's roster for a visit, as it stands now, and the refusal of what it cannot meet (L17)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.base import Acting, Mistake
from handlers.tickets.holders.assignment import PRESSING
from handlers.tickets.works.roster import DAYS_AHEAD, Roster, trouble
from handlers.tickets.works.work_rules import Work
from storage.staff import Staff
from storage.store import Store
from storage.ticket_rows import Ticket
from storage.visits import Visit

#: A window may cross midnight, and days are the estate's: what lies this far around may touch it.
_AROUND = timedelta(days=2)


def roster_of(
    store: Store, ticket: Ticket, who: Staff, rules: Work, since: datetime, *, but: Visit | None = None
) -> Roster:
    """What a colleague is taken with around a moment and the days after it; `but` is the visit that is being moved."""
    until = since + timedelta(days=DAYS_AHEAD) + _AROUND
    taken = store.visits.taken(ticket, who.id, since - _AROUND, until, but=but.id if but else None)
    return Roster(
        name=who.name, hours=who.hours, taken=taken.windows, promised=taken.promised, most=rules.visits_a_day
    )


def require_met(
    acting: Acting, store: Store, ticket: Ticket, window: tuple[datetime, datetime], visit: Visit | None, *,
    staff_id: int | None, order_id: int | None,
) -> None:  # fmt: skip
    """Raises Mistake for a window that whoever comes cannot meet. A firm has its own roster; what presses is never held up."""
    order = store.orders.one(ticket, order_id) if order_id else None
    comes = order.staff_id if order else staff_id
    who = next((one for one in store.serving(ticket) if one.id == comes), None)
    if who is None or ticket.urgency in PRESSING:
        return
    tz = ZoneInfo(store.estate_of(ticket).timezone)
    roster = roster_of(store, ticket, who, acting.settings.tickets.work, window[0], but=visit)
    why = trouble(*window, roster, tz)
    if why:
        raise Mistake(f"visits.roster.{why}", name=who.name, hours=who.hours or "–", count=roster.most)
