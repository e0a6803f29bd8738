"""How a step of staff changes a ticket: by condition, with a line in the timeline, and the card redrawn."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply, ToTopic
from handlers.staff import card
from handlers.staff.light import IN_HAND
from handlers.staff.request import StaffRequest
from handlers.tickets.lifecycle import may, next_stage
from handlers.wording import say
from storage.store import StaffStore
from storage.ticket_rows import Ticket

#: The longest text that staff may send or note, in characters: a message of every channel holds it beside its title.
LONGEST = 3_500


def stage_in_hand(ticket: Ticket) -> str:
    """The stage of a ticket that somebody acts on: taken, where nobody had. Raises Mistake once it is resolved or ended."""
    if ticket.stage in IN_HAND:
        return ticket.stage
    return next_stage(ticket, "claim" if may(ticket, "claim") else "work")


def changed(store: StaffStore, ticket: Ticket, **values: Any) -> Ticket:
    """The ticket after the change. Raises Mistake when it moved on since it was read, or for a holder who is barred from it."""
    after = store.tickets.change(ticket, **values)
    if after is None:
        refuse_barred(store, ticket, values.get("holder_id"))
        raise Mistake("common.moved_on", number=ticket.number)
    return after


def refuse_barred(store: StaffStore, ticket: Ticket, staff_id: int | None) -> None:
    """Raises Mistake for somebody who decided an earlier round, or whom it complains of: another person does it (C10)."""
    if staff_id is not None and staff_id in store.decisions.barred(ticket):
        raise Mistake("decision.not_you", number=ticket.number)


def record(
    request: StaffRequest,
    store: StaffStore,
    ticket: Ticket,
    kind: str,
    text: str = "",
    *,
    shown: bool = True,
    **data: Any,
) -> None:
    """A line of the timeline by this member of staff."""
    kept = {**data, "form": request.form} if request.form else data
    store.tickets.record(
        ticket,
        at=request.now,
        kind=kind,
        actor="staff",
        text=text,
        staff_id=request.who.id,
        shown=shown,
        data=kept,
    )


def checked(text: str) -> str:
    """The words without the space around them. Raises Mistake for none, or too many."""
    words = text.strip()
    if not words:
        raise Mistake("desk.empty_text")
    if len(words) > LONGEST:
        raise Mistake("desk.long_text", length=len(words), most=LONGEST)
    return words


def heard(request: StaffRequest, store: StaffStore, ticket: Ticket, tz: ZoneInfo, **values: Any) -> Ticket:
    """The owner hears from a person: the first answer stops the clock, and the promise that this answer keeps is kept.

    A date promised for a later day stands: an answer today does not make tomorrow's call happen.
    """
    promised = ticket.next_contact_at
    later = promised is not None and promised.astimezone(tz).date() > request.now.astimezone(tz).date()
    if later and ticket.responded_at is not None:
        return changed(store, ticket, **values)
    responded = {"responded_at": ticket.responded_at or request.now, "next_contact_at": None}
    after = changed(store, ticket, **responded, **values)
    store.tickets.keep_promises(after, request.now)
    return after


def redrawn(request: StaffRequest, store: StaffStore, ticket: Ticket) -> Reply:
    """The ticket's card in the staff group as it stands now."""
    return card.draw(card.facts(store, ticket), request.now, kind="redraw")


def told_in_topic(store: StaffStore, ticket: Ticket, key: str, **values: object) -> Reply:
    """A line for colleagues in the ticket's thread, in the estate's language."""
    language = card.room_language(store, ticket.estate_id)
    return Reply(to=ToTopic(ticket.id), text=say(language, key, number=ticket.number, **values))
