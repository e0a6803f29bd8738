"""Staff tell an owner a price, and note among themselves that nobody is liable (E04, E05, E06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.base import Reply
from handlers.staff.changing import changed, checked, heard, record, redrawn
from handlers.staff.light import IN_HAND
from handlers.staff.owner_side import owner_side, require_reachable
from handlers.staff.request import StaffRequest
from handlers.tickets import moments
from handlers.tickets.lifecycle import next_stage
from handlers.tickets.works import prices, reaching
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


def offer(
    request: StaffRequest, store: StaffStore, ticket: Ticket, amount: str, what: str, *, at_cost: bool = False
) -> tuple[Reply, ...]:
    """A price for the owner to decide on; the clocks rest until they have.

    Raises Mistake: no amount, no words, an owner who cannot be reached, a ticket that is resolved or ended.
    """
    words, estate = checked(what), store.estate_of(ticket)
    rules = request.settings.tickets.prices
    currency = rules.currency(estate.jurisdiction)
    minor = prices.amount_of(amount, currency)
    owner = owner_side(request, store, ticket)
    require_reachable(owner)
    stage = next_stage(ticket, "ask_owner")
    held = ticket.holder_id if ticket.stage in IN_HAND else None
    after = heard(request, store, ticket, owner.tz, stage=stage, holder_id=held or request.who.id)
    quote = store.quotes.offer(
        after, amount=minor, currency=currency, at_cost=at_cost, what=words, staff_id=request.who.id,
        made_at=request.now, valid_until=request.now + timedelta(days=rules.valid_days),
    )  # fmt: skip
    told = f"{reaching.money(request.language, minor, currency)} · {words}"
    record(
        request,
        store,
        after,
        "quoted",
        told,
        quote=quote.id,
        amount=minor,
        currency=currency,
        at_cost=at_cost,
    )
    after = moments.come("waiting", request, store, after)
    prices.tell(_in_zone(request, owner.tz), store, after, quote)
    return (redrawn(request, store, after),)


def _in_zone(request: StaffRequest, tz: ZoneInfo) -> StaffRequest:
    """The request in the ticket's own zone: staff may serve estates in several."""
    return replace(request, tz=tz)


def note_not_liable(
    request: StaffRequest, store: StaffStore, ticket: Ticket, text: str = ""
) -> tuple[Reply, ...]:
    """Noted among colleagues; the owner never hears it as a reason (E06)."""
    changed(store, ticket, stage=ticket.stage)
    record(request, store, ticket, "not_liable", text.strip()[:2000], shown=False)
    return ()
