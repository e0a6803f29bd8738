"""The contact after a complaint was closed, recorded by whoever made it: satisfied, not, or not reached (D07, C49)."""

from __future__ import annotations

from datetime import timedelta

from handlers.base import Button, Mistake, Reply
from handlers.staff.changing import LONGEST, record
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints.following_up import RESULTS
from handlers.wording import say
from storage.followups import Followup
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def followed_up(
    request: StaffRequest, store: StaffStore, followup_id: int, result: str, words: str
) -> tuple[Reply, ...]:
    """Keeps how a contact ended. Nobody reached: it is due again, a few times; not satisfied: the owner is offered to open it again.

    Raises Mistake: no such contact within the scope, no such result, not satisfied without words.
    """
    followup, ticket = _open_one(store, followup_id)
    kept = words.strip()
    if result not in RESULTS:
        raise Mistake("followup.no_result")
    if result == "not_satisfied" and not kept:
        raise Mistake("followup.no_words")
    if len(kept) > LONGEST:
        raise Mistake("desk.long_text", length=len(kept), most=LONGEST)
    rules = request.settings.tickets.follow_ups
    if result == "not_reached" and followup.tries + 1 < rules.tries:
        store.followups.put_off(ticket, followup, request.now + timedelta(hours=rules.again_hours))
        record(request, store, ticket, "not_reached", kept, shown=False)
        return ()
    return _ended(request, store, ticket, followup, result, kept)


def _open_one(store: StaffStore, followup_id: int) -> tuple[Followup, Ticket]:
    found = next((pair for pair in store.followups.open_ones() if pair[0].id == followup_id), None)
    if found is None:
        raise Mistake("followup.none")
    return found


def _ended(
    request: StaffRequest, store: StaffStore, ticket: Ticket, followup: Followup, result: str, words: str
) -> tuple[Reply, ...]:
    who, now = request.who.id, request.now
    if not store.followups.end(ticket, followup, result=result, words=words, staff_id=who, at=now):
        raise Mistake("followup.none")
    if result != "not_reached":
        store.tickets.change(ticket, followed_up_at=request.now)
    record(request, store, ticket, "followed_up", words, shown=False, result=result, contact=followup.kind)
    return _offered(request, store, ticket, followup) if result == "not_satisfied" else ()


def _offered(
    request: StaffRequest, store: StaffStore, ticket: Ticket, followup: Followup
) -> tuple[Reply, ...]:
    """The owner can open it again with one tap; a manager calls, unless it was a manager who did."""
    if followup.kind != "recovery":
        hours = request.settings.tickets.follow_ups.again_hours
        store.followups.plan(ticket, kind="recovery", due_at=request.now + timedelta(hours=hours))
    owner = owner_side(request, store, ticket)
    again = Button(say(owner.language, "followup.open_again"), f"open:{ticket.id}:{ticket.reopened}")
    return owner.told(
        owner.say("followup.not_satisfied", person=owner.person(request.who)), buttons=((again,),)
    )
