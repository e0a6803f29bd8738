"""Somebody is on it: an emergency's call, or the call to a level of escalation; until as many as are needed (C15).

Each acceptance says who, and how many more are needed; the same person counts once.
"""

from __future__ import annotations

from typing import Any

from handlers.base import Mistake, Reply, ToRoom, ToStaff
from handlers.staff import card
from handlers.staff.changing import changed, heard, next_date, record, redrawn
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets import moments
from handlers.tickets.ladder import escalating
from handlers.tickets.lifecycle import may, next_stage
from handlers.wording import say, speak
from storage.pages import ESCALATION, Accepted
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def route(request: StaffRequest) -> str:
    """The way somebody's "I am on it" came: a message of a chat has an id there, a form has none."""
    return "private_chats" if request.answers else "staff_pages"


def accept_alarm(request: StaffRequest, store: StaffStore, ticket: Ticket) -> tuple[Reply, ...]:
    """Takes every open call about a ticket that is for this person. Raises Mistake when others were faster, or it was before."""
    accepted = store.accept_page(ticket, request.now, route(request))
    if not accepted:
        raise Mistake("desk.alarm_taken", number=ticket.number)
    fresh = [one for one in accepted if not one.again]
    if not fresh:
        raise Mistake(
            "desk.alarm_yours", number=ticket.number, count=max(one.still_needed for one in accepted)
        )
    replies: tuple[Reply, ...] = ()
    for one in fresh:
        now = store.tickets.by_id(ticket.id) or ticket
        step = _level if one.page.hazard == ESCALATION else _danger
        replies += step(request, store, now, one)
    return replies


def silently(request: StaffRequest, store: StaffStore, ticket: Ticket) -> None:
    """Whoever takes the ticket itself is on it: their acceptance is kept, and told by the step they take."""
    for one in store.accept_page(ticket, request.now, route(request)):
        if one.page.hazard == ESCALATION and not one.again:
            store.escalations.accept(ticket, request.who.id, route(request), request.now)


def _danger(
    request: StaffRequest, store: StaffStore, ticket: Ticket, accepted: Accepted
) -> tuple[Reply, ...]:
    """Somebody goes: the owner learns the first one's name.

    A person's word within the minutes of an emergency is its first answer.
    """
    owner = owner_side(request, store, ticket)
    taken: dict[str, Any] = {"stage": ticket.stage}
    if may(ticket, "claim"):
        taken = {"stage": next_stage(ticket, "claim"), "holder_id": request.who.id}
    after = heard(request, store, ticket, owner.tz, **taken)
    _kept(request, store, after, "alarm_accepted", accepted)
    after = moments.come("heard", request, store, after)
    after, again = next_date(request, store, after, owner)
    name = owner.person(request.who)
    on_it = owner.say("desk.owner.alarm_accepted", person=name, name=request.who.name)
    told = owner.told("\n".join(filter(None, (on_it, again))))
    room = _how_many(card.room_language(store, ticket.estate_id), request, ticket, accepted)
    to_room = Reply(to=ToRoom(ticket.estate_id), text=room, urgency="urgent")
    first = len(accepted.by) == 1
    return (*(told if first else ()), *(() if ticket.guard else (to_room,)), redrawn(request, store, after))


def _level(request: StaffRequest, store: StaffStore, ticket: Ticket, accepted: Accepted) -> tuple[Reply, ...]:
    """Somebody of a level is on it: what nobody took is theirs; the others who were called are told how many more are needed."""
    store.escalations.accept(ticket, request.who.id, route(request), request.now)
    if may(ticket, "claim"):
        taken = {"stage": next_stage(ticket, "claim"), "holder_id": request.who.id}
        ticket = changed(store, ticket, **taken)
    _kept(request, store, ticket, "level_accepted", accepted)
    others = [one for one in accepted.page.audience if one != request.who.id]
    spoken = {one.id: speak(one.language, "en") for one in store.serving(ticket)}
    told = [
        Reply(to=ToStaff(one), text=_how_many(spoken[one], request, ticket, accepted))
        for one in others
        if one in spoken
    ]
    mine = Reply(text=_how_many(request.language, request, ticket, accepted))
    return (*_owner_told(request, store, ticket, accepted), mine, *told, redrawn(request, store, ticket))


def _kept(request: StaffRequest, store: StaffStore, ticket: Ticket, kind: str, accepted: Accepted) -> None:
    count = {"route": route(request), "still_needed": accepted.still_needed}
    record(request, store, ticket, kind, request.who.name, shown=kind == "alarm_accepted", **count)


def _how_many(language: str, request: StaffRequest, ticket: Ticket, accepted: Accepted) -> str:
    words = {"number": ticket.number, "name": request.who.name}
    if accepted.still_needed == 0:
        return say(language, "desk.room.alarm_accepted", **words)
    return say(language, "desk.room.more_needed", count=accepted.still_needed, **words)


def _owner_told(
    request: StaffRequest, store: StaffStore, ticket: Ticket, accepted: Accepted
) -> tuple[Reply, ...]:
    """The owner who knows that it went higher learns who took it up, and by when they decide."""
    newest = escalating.newest_of(store, ticket)
    if newest is None or newest.decide_by is None or len(accepted.by) > 1:
        return ()
    if newest.reason not in escalating.OPEN_TO_OWNER or newest.raised_by is not None:
        return ()
    owner, decide_by = owner_side(request, store, ticket), newest.decide_by
    when = owner.moment(decide_by)
    return owner.told(owner.say("escalation.owner.accepted", person=owner.person(request.who), when=when))
