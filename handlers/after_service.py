"""After "work done": settled or still a problem; silence is asked once and then closes. A dispute opens again what it is about."""

from __future__ import annotations

from handlers.base import Capability, Mistake, Outcome, Request
from handlers.tickets import adding, choice, reporting, settling
from handlers.tickets.complaints import appealing
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Settled, or still a problem."""
    ticket = choice.of_button(request, store)
    _of_this_occasion(request, ticket)
    if request.button[0] == "settled":
        return settling.settle(request, store, ticket)
    return settling.reopen(request, store, ticket)


def _of_this_occasion(request: Request, ticket: Ticket) -> None:
    """Raises Mistake for a button of an earlier resolution of the same ticket."""
    if choice.number_at(request, 2) != ticket.reopened:
        raise Mistake("common.moved_on", number=ticket.number)


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """What is left after "still a problem"."""
    ticket = store.tickets.by_id(int((request.awaiting or {})["ticket"]))
    if ticket is None or not (request.text.strip() or request.pictures):
        return None
    if {matter.intent for matter in request.meaning.matters} & {"handoff", "follow_up", "cancel"}:
        return None
    left = adding.added(request, store, ticket)
    return Outcome(replies=left.replies, memory=left.memory)


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """A dispute reopens what it is about, or becomes a ticket of its own."""
    ticket = choice.disputable(request, store)
    if (
        ticket
        and ticket.stage != "resolved"
        and (ticket.stage == "decided" or appealing.is_open(request, store, ticket))
    ):
        return appealing.appeal(request, store, ticket)
    if ticket:
        return settling.reopen(request, store, ticket)
    still_open = choice.meant(request, store)
    if still_open:
        return adding.added(request, store, still_open)
    return reporting.opened(request, store, [matter])


CAPABILITY = Capability(
    name="after_service", intents=("dispute",), said=said, buttons=("settled", "open"), pressed=pressed,
    awaits=("what_is_left",), answered=answered,
)  # fmt: skip
