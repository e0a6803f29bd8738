"""What a party sees of its order: the estate, the home, the task as staff wrote it, the window, the pictures; nothing of the owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.work.steps import visit_of
from handlers.tickets.works import ordering, reaching, work_orders
from handlers.wording import moment, say, speak
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.work_orders import WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything the page draws. `other`: the owner's other time, where it could be read; `photos` are (attachment, phase)."""

    number: str
    estate: str
    phone: str
    unit: str
    building: str
    what: str
    state: str
    payable: bool
    accept_by: str
    due: str
    window: str
    agreed: bool
    other: str
    sequence: int
    photos: tuple[tuple[int, str], ...]
    may: frozenset[str]
    ended: bool
    zone: str


@dataclass(frozen=True, slots=True)
class _When:
    now: datetime
    tz: ZoneInfo


def language_of(store: LineStore, ticket: Ticket, order: WorkOrder, asked: str) -> str:
    """The language asked for, else the party's own, else the estate's."""
    party = ordering.party_of(store, ticket, order)
    return speak(asked, speak(party.language if party else None, store.estate_of(ticket).language))


def view(store: LineStore, ticket: Ticket, order: WorkOrder, language: str, now: datetime) -> View:
    estate, unit, visit = store.estate_of(ticket), store.unit_of(ticket), visit_of(store, ticket, order)
    clock = _When(now, ZoneInfo(estate.timezone))
    counter = (
        reaching.window(language, visit.counter_starts, visit.counter_ends, clock)
        if visit and visit.counter_starts
        else ""
    )
    photos = [one for one in store.orders.photos(ticket) if one.order_id == order.id]
    return View(
        number=ticket.number,
        estate=estate.name,
        phone=estate.phone,
        unit=unit.label if unit else "",
        building=unit.floor if unit else "",
        what=order.what,
        state=say(language, f"works.state.{order.state}"),
        payable=order.payable,
        accept_by=moment(language, order.accept_by, clock.tz, now) if order.state == "offered" else "",
        due=moment(language, order.due_by, clock.tz, now) if order.due_by else "",
        window=reaching.window(language, visit.starts, visit.ends, clock) if visit else "",
        agreed=visit is not None and visit.status == "CONFIRMED",
        other=counter,
        sequence=visit.sequence if visit else 0,
        photos=tuple((one.attachment_id, one.phase) for one in photos),
        may=frozenset(step for step in work_orders.STEPS if work_orders.may(order, step)),
        ended=order.state in work_orders.ENDED,
        zone=estate.timezone,
    )
