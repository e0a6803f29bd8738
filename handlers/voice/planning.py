"""Which moments are touch-points: a report, a visit, a matter settled, a home handed over; each is planned to be asked about once (I02)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from handlers.base import Acting, Request
from handlers.voice import asking
from handlers.voice.asking import Asked
from handlers.voice.touch_points import named
from storage.estates import Unit
from storage.owner_store import OwnerStore
from storage.ratings import Rating
from storage.store import Store
from storage.ticket_rows import Ticket
from storage.visits import Visit

#: A home whose handing over is longer ago is not asked how it was.
_HANDED_OVER_LATELY = timedelta(days=30)


def on_received(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A report came in through the line: a share of households is asked how easy that was. What staff filed for somebody is not asked about."""
    if ticket.contact_id and ticket.urgency != "E0" and ticket.intent != "emergency":
        plan(acting, store, Node.of_ticket("report_received", ticket, "received"))
    return ticket


def on_came(acting: Acting, store: Store, ticket: Ticket, visit: Visit) -> None:
    """Somebody was there."""
    if ticket.contact_id:
        plan(acting, store, Node.of_ticket("visit", ticket, f"visit {visit.id}"))


def on_handed_over(acting: Acting, store: Store, unit: Unit, day: date) -> None:
    """The day of a home's handing over is confirmed. A home is handed over once, also where the day is put right; and nobody is
    asked how it was where that is long ago, and only the register has learnt of it now.
    """
    if acting.now.astimezone(acting.tz).date() - day > _HANDED_OVER_LATELY:
        return
    node = Node(
        key="handover_step", occasion="handover", estate_id=unit.estate_id, unit_id=unit.id, contact_id=None
    )
    plan(acting, store, node)


def settled(request: Request, store: OwnerStore, ticket: Ticket) -> Asked | None:
    """The owner turned the key: asked in the same breath where the household may be asked now."""
    rating = plan(request, store, Node.of_ended(request, ticket))
    return asking.ask(request, store, rating) if rating else None


def of_ended(request: Request, store: OwnerStore, ticket: Ticket) -> Rating | None:
    """The node of a matter that ended, for a score that nobody asked for; also one that was to be asked later, or not at all."""
    node = Node.of_ended(request, ticket)
    known = (
        one
        for one in store.ratings.of_ticket(ticket)
        if (one.touch_point, one.occasion) == (node.key, node.occasion)
    )
    return next(known, None) or _kept(request, store, node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One reaching of a touch-point by one household; `occasion` tells it from every other."""

    key: str
    occasion: str
    estate_id: int
    unit_id: int | None
    contact_id: int | None
    ticket: Ticket | None = None
    again: bool = False

    @classmethod
    def of_ticket(cls, key: str, ticket: Ticket, what: str) -> Node:
        """A moment in a ticket's life, to be asked of the account that reported it."""
        return cls(
            key=key, occasion=f"{ticket.number} {what}", estate_id=ticket.estate_id, unit_id=ticket.unit_id,
            contact_id=ticket.contact_id, ticket=ticket,
        )  # fmt: skip

    @classmethod
    def of_ended(cls, request: Request, ticket: Ticket) -> Node:
        """A matter that ends, asked of whoever ends it: a node for each time it is resolved."""
        node = cls.of_ticket(_ended(ticket), ticket, f"resolved {ticket.reopened}")
        home = next((unit.id for unit in request.household.units), None)
        return replace(node, unit_id=ticket.unit_id or home, contact_id=request.household.contact.id)


def plan(acting: Acting, store: Store, node: Node, in_hours: float | None = None) -> Rating | None:
    """A touch-point was reached: it will be asked about. None where it is not asked about here, was for this node before, or is
    not in the sample. Raises ValueError for a touch-point that is not in the register.
    """
    named(node.key)
    rules = acting.settings.voice.ratings
    made = _kept(acting, store, node, in_hours) if node.key in rules.touch_points else None
    if made and not node.again and not drawn(made, rules.shares.get(node.key, 1)):
        asking.withhold(store, made, "sample")
        return None
    return made


def drawn(rating: Rating, share: float) -> bool:
    """Whether a node is in the sample of its touch-point: its own name decides, so that nobody chooses and it can be checked (I10)."""
    digest = sha256(f"{rating.household} {rating.touch_point} {rating.occasion}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def _kept(acting: Acting, store: Store, node: Node, in_hours: float | None = None) -> Rating | None:
    point = named(node.key)
    hours = point.delay_hours if in_hours is None else in_hours
    return store.ratings.plan(
        node.estate_id, ticket=node.ticket, unit_id=node.unit_id, contact_id=node.contact_id, touch_point=node.key,
        occasion=node.occasion, scale=point.scale, version=point.version, again=node.again,
        due_at=acting.now + timedelta(hours=hours),
    )  # fmt: skip


def _ended(ticket: Ticket) -> str:
    if ticket.complaint:
        return "complaint_closed"
    return "repair" if ticket.intent == "repair" else "answer"
