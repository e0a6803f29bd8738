"""A case goes to a body outside, and what came of it (C18; ISO 10003): with the owner's agreement, who is told each time."""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.staff.changing import checked, record
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets.fairness import bodies
from storage.estates import Estate
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def refer(
    request: StaffRequest, store: StaffStore, ticket: Ticket, body: str, *, agreed: bool
) -> tuple[Reply, ...]:
    """Keeps that the case went there. Raises Mistake: no such body, no agreement of the owner."""
    own, estate = request.settings.tickets.bodies, _estate(store, ticket)
    if body not in {one.key for one in bodies.of(estate.jurisdiction, own)}:
        raise Mistake("outside.no_such_body")
    if not agreed:
        raise Mistake("outside.no_consent")
    store.referrals.refer(ticket, body, at=request.now, staff_id=request.who.id, consent_at=request.now)
    owner = owner_side(request, store, ticket)
    name = bodies.name_of(owner.language, estate, body, own)
    record(request, store, ticket, "referred", name, body=body)
    return owner.told(owner.say("outside.told", body=name))


def conclude(
    request: StaffRequest, store: StaffStore, ticket: Ticket, referral_id: int, outcome: str
) -> tuple[Reply, ...]:
    """What the body decided, or how it ended. Raises Mistake for one that is concluded, or not this ticket's."""
    words = checked(outcome)
    mine = next((one for one in store.referrals.of(ticket) if one.id == referral_id), None)
    if mine is None or not store.referrals.conclude(
        ticket, referral_id, words, at=request.now, staff_id=request.who.id
    ):
        raise Mistake("outside.no_such_referral")
    record(request, store, ticket, "referral_ended", words, body=mine.body)
    owner, own = owner_side(request, store, ticket), request.settings.tickets.bodies
    name = bodies.name_of(owner.language, _estate(store, ticket), mine.body, own)
    return owner.told(owner.say("outside.told_outcome", body=name, outcome=words))


def _estate(store: StaffStore, ticket: Ticket) -> Estate:
    return store.estate_of(ticket)
