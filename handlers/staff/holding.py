"""Who is accountable for a ticket: taking it, taking it from a colleague, giving the conversation back (B05, D11).

One holder at every moment; the owner is told the person's name.
"""

from __future__ import annotations

from handlers.base import Mistake, Reply, ToRoom, ToStaff
from handlers.staff import accepting, card
from handlers.staff.changing import changed, record, redrawn, refuse_barred, told_in_topic
from handlers.staff.light import IN_HAND
from handlers.staff.owner_side import OwnerSide, owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets.holders.eligible import eligible
from handlers.tickets.lifecycle import next_stage
from handlers.wording import say, speak
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: From this transfer on, every further one alerts: the owner is being sent around (B05).
TOO_MANY_TRANSFERS = 3


def claim(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """Takes a ticket; the owner learns the name. Raises Mistake for a ticket that somebody holds, or that moved on."""
    _refuse_held(request, store, ticket)
    stage = next_stage(ticket, "claim")
    mine = {"holder_id": request.who.id, "handover_to_id": None, "handover_by": None}
    after = store.tickets.change(ticket, stage=stage, **mine)
    if after is None:
        _refuse_held(request, store, store.tickets.by_id(ticket.id))
        refuse_barred(store, ticket, request.who.id)
        raise Mistake("common.moved_on", number=ticket.number)
    accepting.silently(request, store, after)  # whoever takes an emergency is on it
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


def taken_over(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """The ticket becomes this person's, whoever had it; both they and the owner are told, and it counts as a transfer."""
    before = store.colleague(ticket.holder_id) if ticket.holder_id else None
    stage = ticket.stage if ticket.stage in IN_HAND else next_stage(ticket, "claim")
    mine = {"holder_id": request.who.id, "handover_to_id": None, "handover_by": None}
    after = changed(store, ticket, stage=stage, **mine)
    passed = ticket.holder_id not in (None, request.who.id)
    if passed:
        store.tickets.count(ticket, "transfers")
        after = store.tickets.by_id(ticket.id) or after
    accepting.silently(request, store, after)
    record(request, store, after, "transferred", request.who.name, to=request.who.id, was=ticket.holder_id)
    owner, who = owner_side(request, store, after), request.who
    room = {"name": before.name if before else "", "to": who.name}
    key = "desk.room.transferred" if before else "desk.room.claimed"
    return (
        *owner.told(owner.say("desk.owner.transferred", person=owner.person(who), name=who.name)),
        *(_giver_told(request, after, before) if before and passed else ()),
        told_in_topic(store, after, key, **(room if before else {"name": who.name})),
        *(_alert(request, store, after) if passed else ()),
        redrawn(request, store, after),
    )


def _giver_told(request: StaffRequest, ticket: Ticket, giver: Staff) -> tuple[Reply, ...]:
    words = {"number": ticket.number, "name": request.who.name}
    text = say(speak(giver.language, "en"), "handover.accepted", **words)
    return (Reply(to=ToStaff(giver.id), text=text),)


def _alert(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """The room hears of a ticket that goes from hand to hand, unless it is guarded, and so does every manager who may see it."""
    if ticket.transfers < TOO_MANY_TRANSFERS:
        return ()
    record(request, store, ticket, "transfers_alerted", shown=False, transfers=ticket.transfers)
    words = {"number": ticket.number, "count": ticket.transfers, "summary": ticket.summary}
    room = say(card.room_language(store, ticket.estate_id), "desk.room.transfers", **words)
    managers = [one for one in eligible(store, ticket) if one.role == "manager"]
    return (
        *(() if ticket.guard else (Reply(to=ToRoom(ticket.estate_id), text=room),)),
        *(
            Reply(to=ToStaff(one.id), text=say(speak(one.language, "en"), "desk.room.transfers", **words))
            for one in managers
        ),
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
