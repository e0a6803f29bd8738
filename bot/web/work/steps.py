"""What a party does behind its link becomes a step upon the one order that the link is for; nothing else can be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import ConversationSettings, LineAct, Mistake, Reply
from handlers.tickets.works import ordering, visiting, visits, work_orders
from handlers.tickets.works.work_rules import Work
from storage import work_orders as rows
from storage.db import Connection
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.visits import Visit
from storage.work_orders import WorkOrder

Form = dict[str, str]
PartyStep = Callable[[LineAct, LineStore, Ticket, WorkOrder], None]

#: Pictures that one order can have, the task's own included: more is no help, and fills the disk.
MOST_PHOTOS = 24


class NoSuchLink(LookupError):  # noqa: N818 - a finding, not an error of ours
    """No order has this link, or its time is over: the two look alike."""


def found(
    connection: Connection, token_hash: str, now: datetime, rules: Work
) -> tuple[LineStore, Ticket, WorkOrder]:
    """The order behind a link. Raises NoSuchLink."""
    order = rows.by_token(connection, token_hash)
    store = LineStore(connection)
    ticket = store.tickets.by_id(order.ticket_id) if order else None
    if order is None or ticket is None or not work_orders.is_link_good(order, now, rules.link_days):
        raise NoSuchLink
    return store, ticket, order


def step_of_party(
    connection: Connection, token_hash: str, step: PartyStep, now: datetime, settings: ConversationSettings
) -> tuple[Reply, ...]:
    """The step, and the messages that it causes. Raises NoSuchLink, and Mistake for what the party can put right."""
    store, ticket, order = found(connection, token_hash, now, settings.tickets.work)
    zone = ZoneInfo(store.estate_of(ticket).timezone)
    acting = LineAct(now=now, tz=zone, settings=settings)
    step(acting, store, ticket, order)
    return tuple(acting.told)


def visit_of(store: LineStore, ticket: Ticket, order: WorkOrder) -> Visit | None:
    """The visit of this very order that is still to happen."""
    return next(
        (one for one in reversed(store.visits.of(ticket)) if one.order_id == order.id and visits.is_on(one)),
        None,
    )


def _accept(_form: Form) -> PartyStep:
    return lambda acting, store, ticket, order: _done(ordering.accept(acting, store, ticket, order))


def _begin(_form: Form) -> PartyStep:
    return lambda acting, store, ticket, order: _done(ordering.begin(acting, store, ticket, order))


def _refuse(form: Form) -> PartyStep:
    return lambda acting, store, ticket, order: _done(
        ordering.refuse(acting, store, ticket, order, form.get("text", ""))
    )


def _finish(form: Form) -> PartyStep:
    return lambda acting, store, ticket, order: _done(
        ordering.finish(acting, store, ticket, order, form.get("text", ""))
    )


def _done(_order: object) -> None:
    """A step gives nothing back: the page is drawn anew."""


def _visit(form: Form) -> PartyStep:
    """A window in the estate's own time."""

    def step(acting: LineAct, store: LineStore, ticket: Ticket, order: WorkOrder) -> None:
        starts = visits.wall_clock(form.get("starts", ""), acting.tz)
        ends = visits.wall_clock(form.get("ends", ""), acting.tz)
        ordering.set_visit(acting, store, ticket, order, starts, ends)

    return step


def _other_time(form: Form, *, taken: bool) -> PartyStep:
    """The owner's other time, taken or not; of the sequence that the page showed."""

    def step(acting: LineAct, store: LineStore, ticket: Ticket, order: WorkOrder) -> None:
        visit, shown = visit_of(store, ticket, order), form.get("sequence", "")
        if visit is None or shown != str(visit.sequence):
            raise Mistake("visits.stale", number=ticket.number)
        act = visiting.accept_counter if taken else visiting.decline_counter
        act(acting, store, ticket, visit, visit.sequence)

    return step


#: The steps of the page, by the last word of their address.
STEPS: dict[str, Callable[[Form], PartyStep]] = {
    "accept": _accept,
    "refuse": _refuse,
    "begin": _begin,
    "done": _finish,
    "visit": _visit,
    "take": lambda form: _other_time(form, taken=True),
    "decline": lambda form: _other_time(form, taken=False),
}


def keep_photo(reference: str, phase: str, size: int) -> PartyStep:
    """A picture of before or after the work, with the ticket and the order. Raises Mistake once there are too many."""

    def step(acting: LineAct, store: LineStore, ticket: Ticket, order: WorkOrder) -> None:
        if order.state not in work_orders.LIVE and order.state != "done":
            raise Mistake("works.moved_on", what=order.what[:60])
        if sum(one.order_id == order.id for one in store.orders.photos(ticket)) >= MOST_PHOTOS:
            raise Mistake("works.many_photos", most=MOST_PHOTOS)
        attachment_id = store.tickets.attach(
            estate_id=ticket.estate_id, ticket_id=ticket.id, contact_id=None, at=acting.now, channel="webchat",
            kind="photo", reference=reference, name="", mime="image/jpeg", size=size, album=None,
        )  # fmt: skip
        store.orders.keep_photo(ticket, order, attachment_id, phase)
        store.tickets.record(
            ticket, at=acting.now, kind="order_photo", actor="line", shown=False,
            data={"order": order.id, "phase": phase, "pictures": [attachment_id]},
        )  # fmt: skip

    return step
