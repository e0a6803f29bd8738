"""Who is accountable for a ticket: claiming, passing on, taking an alarm, giving the conversation back (B05, D11).

One holder at every moment; the owner is told the person's name.
"""

from __future__ import annotations

from typing import Any

from handlers.base import Mistake, Reply, ToRoom, ToStaff
from handlers.staff import card
from handlers.staff.changing import changed, heard, record, redrawn, stage_in_hand, told_in_topic
from handlers.staff.light import IN_HAND
from handlers.staff.owner_side import OwnerSide, owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets import moments
from handlers.tickets.eligible import eligible
from handlers.tickets.lifecycle import may, next_stage
from handlers.wording import say, speak
from storage.staff import Staff
from storage.store import StaffStore
from storage.ticket_rows import Ticket

#: From this transfer on, every further one alerts: the owner is being sent around (B05).
TOO_MANY_TRANSFERS = 3


def claim(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """Takes a ticket; the owner learns the name. Raises Mistake for a ticket that somebody holds, or that moved on."""
    _refuse_held(request, store, ticket)
    stage = next_stage(ticket, "claim")
    after = store.tickets.change(ticket, stage=stage, holder_id=request.who.id)
    if after is None:
        _refuse_held(request, store, store.tickets.by_id(ticket.id))
        raise Mistake("common.moved_on", number=ticket.number)
    store.accept_page(after, request.now)  # whoever takes an emergency is on it: nobody is called again
    record(request, store, after, "claimed", request.who.name)
    owner = owner_side(request, store, after)
    told = owner.told(_claimed(owner, request.who))
    return (
        *told,
        told_in_topic(store, after, "desk.room.claimed", name=request.who.name),
        redrawn(request, store, after),
    )


def _refuse_held(request: StaffRequest, store: StaffStore, ticket: Ticket | None) -> None:
    if ticket is None or ticket.holder_id is None or ticket.stage not in IN_HAND:
        return
    if ticket.holder_id == request.who.id:
        raise Mistake("desk.already_yours", number=ticket.number)
    holder = store.colleague(ticket.holder_id)
    raise Mistake("desk.held", number=ticket.number, name=holder.name if holder else "?")


def _claimed(owner: OwnerSide, who: Staff) -> str:
    """The name, and the time by which the owner hears more; no time once that lies behind, for it would be no promise."""
    ticket, names = owner.ticket, {"person": owner.person(who), "name": who.name}
    by = ticket.next_contact_at or (None if ticket.responded_at else ticket.respond_by)
    if by is None or by <= owner.now:
        return owner.say("desk.owner.claimed", **names)
    return owner.say("desk.owner.claimed_by", when=owner.moment(by), **names)


def transfer(request: StaffRequest, store: StaffStore, ticket: Ticket, staff_id: int) -> tuple[Reply, ...]:
    """Passes a ticket to a colleague of its estate; the third transfer, and each after it, alerts the room."""
    to = next((one for one in eligible(store, ticket) if one.id == staff_id), None)
    if to is None:
        raise Mistake("desk.no_such_colleague")
    if to.id == ticket.holder_id and ticket.stage in IN_HAND:
        raise Mistake("desk.held", number=ticket.number, name=to.name)
    after = changed(store, ticket, stage=stage_in_hand(ticket), holder_id=to.id)
    if ticket.holder_id not in (None, to.id):
        store.tickets.count(ticket, "transfers")
        after = store.tickets.by_id(ticket.id) or after
    record(request, store, after, "transferred", to.name, to=to.id)
    owner = owner_side(request, store, after)
    return (
        *owner.told(owner.say("desk.owner.transferred", person=owner.person(to), name=to.name)),
        *_colleague_told(request, after, to),
        told_in_topic(store, after, "desk.room.transferred", name=request.who.name, to=to.name),
        *(_alert(request, store, after) if after.transfers > ticket.transfers else ()),
        redrawn(request, store, after),
    )


def _colleague_told(request: StaffRequest, ticket: Ticket, to: Staff) -> tuple[Reply, ...]:
    if to.id == request.who.id:
        return ()
    words = {"number": ticket.number, "name": request.who.name, "summary": ticket.summary}
    return (
        Reply(to=ToStaff(to.id), text=say(speak(to.language, "en"), "desk.colleague.transferred", **words)),
    )


def _alert(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """The room hears of a ticket that goes from hand to hand, and so does every manager of the estate."""
    if ticket.transfers < TOO_MANY_TRANSFERS:
        return ()
    record(request, store, ticket, "transfers_alerted", shown=False, transfers=ticket.transfers)
    words = {"number": ticket.number, "count": ticket.transfers, "summary": ticket.summary}
    room = say(card.room_language(store, ticket.estate_id), "desk.room.transfers", **words)
    managers = [one for one in eligible(store, ticket) if one.role == "manager"]
    return (
        Reply(to=ToRoom(ticket.estate_id), text=room),
        *(
            Reply(to=ToStaff(one.id), text=say(speak(one.language, "en"), "desk.room.transfers", **words))
            for one in managers
        ),
    )


def accept_alarm(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """Takes an emergency: nobody is called again, and the owner learns who is on it.

    A person's word within the minutes of an emergency is its first answer. Raises Mistake when somebody was faster.
    """
    if not store.accept_page(ticket, request.now):
        raise Mistake("desk.alarm_taken", number=ticket.number)
    owner = owner_side(request, store, ticket)
    taken: dict[str, Any] = {"stage": ticket.stage}
    if may(ticket, "claim"):
        taken = {"stage": next_stage(ticket, "claim"), "holder_id": request.who.id}
    after = heard(request, store, ticket, owner.tz, **taken)
    record(request, store, after, "alarm_accepted", request.who.name)
    after = moments.come("heard", request, store, after)
    told = owner.told(
        owner.say("desk.owner.alarm_accepted", person=owner.person(request.who), name=request.who.name)
    )
    language = card.room_language(store, ticket.estate_id)
    room = say(language, "desk.room.alarm_accepted", number=ticket.number, name=request.who.name)
    return (
        *told,
        Reply(to=ToRoom(ticket.estate_id), text=room, urgency="urgent"),
        redrawn(request, store, after),
    )


def give_back(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """The conversation is the line's again; the ticket stays where it is."""
    store.give_back(ticket)
    record(request, store, ticket, "given_back", shown=False)
    owner = owner_side(request, store, ticket)
    return (
        *owner.told(owner.say("desk.owner.given_back")),
        told_in_topic(store, ticket, "desk.room.given_back", name=request.who.name),
    )
