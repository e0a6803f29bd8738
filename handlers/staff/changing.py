"""How a step of staff changes a ticket: by condition, with a line in the timeline, and the card redrawn."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply, ToTopic
from handlers.staff import card
from handlers.staff.light import IN_HAND
from handlers.staff.owner_side import OwnerSide
from handlers.staff.request import StaffRequest
from handlers.tickets.lifecycle import may, next_stage
from handlers.tickets.timing import promising
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: Promises that no word keeps: a visit is kept by coming, a remedy by carrying it out, a decision by deciding.
KEPT_BY_DEED = ("visit", "remedy", "decision")

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
    """The owner hears from a person: the first answer stops the clock, and the promises that this answer keeps are kept.

    A date that a person promised for a later day stands: an answer today does not make tomorrow's call happen. A remedy and a
    decision are kept by what is done, never by words. What the line promised by itself is kept by any word.
    """
    today = request.now.astimezone(tz).date()
    standing = [
        one
        for one in store.promises.open_ones(ticket)
        if one.kind in KEPT_BY_DEED or (one.staff_id is not None and one.due_at.astimezone(tz).date() > today)
    ]
    dates = [one.due_at for one in standing if one.kind in ("contact", "remedy")]
    told = {"responded_at": ticket.responded_at or request.now, "next_contact_at": min(dates, default=None)}
    after = changed(store, ticket, **told, **values)
    store.tickets.keep_promises(after, request.now, but=[one.id for one in standing])
    return after


def next_date(
    request: StaffRequest, store: StaffStore, ticket: Ticket, owner: OwnerSide
) -> tuple[Ticket, str]:
    """An answer without a date: the line promises the usual one, and gives the sentence that says so; "" where none is owed (C30)."""
    if not promising.owes_a_date(ticket):
        return ticket, ""
    when = promising.usual_date(request, ticket)
    after = promising.next_contact(request, store, ticket, when)
    return after, owner.say("desk.owner.again_by", when=owner.moment(when))


def redrawn(request: StaffRequest, store: StaffStore, ticket: Ticket) -> Reply:
    """The ticket's card in the staff group as it stands now."""
    return card.draw(card.facts(store, ticket), request.now, kind="redraw")


def told_in_topic(store: StaffStore, ticket: Ticket, key: str, **values: object) -> Reply:
    """A line for colleagues in the ticket's thread, in the estate's language."""
    language = card.room_language(store, ticket.estate_id)
    return Reply(to=ToTopic(ticket.id), text=say(language, key, number=ticket.number, **values))
