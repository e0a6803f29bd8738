"""Prices, work orders and visits of a ticket on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.web.ids import is_id
from bot.web.staff.parts.part import Action, Form, Looking, Part
from bot.web.staff.parts.warranty import number_of
from handlers.base import Mistake, Reply
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.staff.works import ordering, pricing, visiting
from handlers.tickets.lifecycle import may
from handlers.tickets.works import ordering as orders
from handlers.tickets.works import prices, reaching, roster, rostering, visits, work_orders
from handlers.tickets.works import visiting as arranged
from handlers.wording import moment, say
from storage.parties import Party
from storage.quotes import Quote
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Attachment, Ticket
from storage.visits import Visit
from storage.work_orders import WorkOrder

#: Steps that staff may take upon an order, and whether words belong to them.
_STEPS = (
    ("accept", False),
    ("begin", False),
    ("finish", True),
    ("refuse", True),
    ("send_back", True),
    ("cancel", False),
)


@dataclass(frozen=True, slots=True)
class Price:
    amount: str
    what: str
    state: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order as the page shows it; `steps` are (step, needs words), `photos` (attachment, phase)."""

    id: int
    who: str
    what: str
    state: str
    words: str
    accept_by: str
    due: str
    steps: tuple[tuple[str, bool], ...]
    photos: tuple[tuple[int, str], ...]
    may_link: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """The visit that stands: its window, how far it is agreed, and the owner's other time."""

    window: str
    state: str
    sequence: int
    who: str
    other: str
    other_words: str
    other_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What the template draws."""

    number: str
    prices: tuple[Price, ...]
    currency: str
    agreed: str
    orders: tuple[Order, ...]
    parties: tuple[Party, ...]
    colleagues: tuple[Staff, ...]
    pictures: tuple[Attachment, ...]
    visit: Appointment | None
    slots: tuple[tuple[str, str], ...]
    zone: str
    may_work: bool
    reachable: bool


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> Own | None:
    known, asked = store.quotes.of(ticket), store.orders.of(ticket)
    visit = arranged.live(store, ticket)
    works = may(ticket, "resolve")
    if not (works or known or asked or visit):
        return None
    estate, agreed, contact = store.estate_of(ticket), prices.consent(store, ticket), store.contact_of(ticket)
    language = looking.language
    return Own(
        number=ticket.number,
        prices=tuple(_price(language, one) for one in known),
        currency=looking.rules.prices.currency(estate.jurisdiction),
        agreed=prices.described(language, agreed) if agreed else "",
        orders=tuple(_order(store, ticket, one, looking) for one in asked),
        parties=_parties(store, ticket, asked),
        colleagues=tuple(store.serving(ticket)),
        pictures=tuple(
            one for one in store.tickets.attachments(ticket) if one.kind == "photo" and one.reference
        ),
        visit=_visit(store, ticket, visit, looking) if visit else None,
        slots=_slots(store, ticket, visit, looking) if works else (),
        zone=estate.timezone,
        may_work=works,
        reachable=contact is not None and contact.state == "reachable",
    )


def _slots(
    store: StaffStore, ticket: Ticket, visit: Visit | None, looking: Looking
) -> tuple[tuple[str, str], ...]:
    """The next windows that whoever looks can meet themselves (L17): as a form sends them, and as people read them."""
    rules = looking.rules.work
    own = rostering.roster_of(store, ticket, looking.who, rules, looking.now, but=visit)
    return tuple(
        (
            "/".join(f"{one.astimezone(looking.tz):%Y-%m-%dT%H:%M}" for one in window),
            reaching.window(looking.language, *window, looking),
        )
        for window in roster.slots(looking.now, own, looking.tz)
    )


def _price(language: str, quote: Quote) -> Price:
    state = say(language, f"prices.state.{quote.state}")
    return Price(prices.described(language, quote), quote.what, state, quote.answer or "")


def _parties(store: StaffStore, ticket: Ticket, asked: list[WorkOrder]) -> tuple[Party, ...]:
    """Whom to ask, the fittest first; then the others that are not suspended."""
    serving = store.parties.serving(ticket)
    fit = work_orders.to_ask(serving, ticket.code, asked)
    return (*fit, *(one for one in serving if one.status != "suspended" and one not in fit))


def _order(store: StaffStore, ticket: Ticket, order: WorkOrder, looking: Looking) -> Order:
    language = looking.language

    def when(at: datetime | None) -> str:
        return moment(language, at, looking.tz, looking.now) if at else ""

    photos = [one for one in store.orders.photos(ticket) if one.order_id == order.id]
    return Order(
        id=order.id,
        who=orders.whose(store, ticket, order),
        what=order.what,
        state=say(language, f"works.state.{order.state}"),
        words=order.done_note or order.refusal or "",
        accept_by=when(order.accept_by) if order.state == "offered" else "",
        due=when(order.due_by),
        steps=tuple((step, words) for step, words in _STEPS if work_orders.may(order, step)),
        photos=tuple((one.attachment_id, one.phase) for one in photos),
        may_link=order.party_id is not None and order.state in work_orders.LIVE,
    )


def _visit(store: StaffStore, ticket: Ticket, visit: Visit, looking: Looking) -> Appointment:
    window = reaching.window(looking.language, visit.starts, visit.ends, looking)
    other = (
        reaching.window(looking.language, visit.counter_starts, visit.counter_ends, looking)
        if visit.counter_starts
        else ""
    )
    return Appointment(
        window=window,
        state=say(looking.language, f"visits.state.{visit.status}.{visit.partstat}"),
        sequence=visit.sequence,
        who=arranged.who(store, ticket, visit, looking.language),
        other=other,
        other_words=visit.counter_words or "",
        other_read=visit.counter_starts is not None,
    )


def _price_told(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    amount, what = form.get("amount", ""), form.get("what", "")
    return pricing.offer(request, store, ticket, amount, what, at_cost="at_cost" in form)


def _not_liable(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return pricing.note_not_liable(request, store, ticket, form.get("text", ""))


def _ordered(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    """To a firm, where one was chosen; else to a colleague."""
    tz = owner_side(request, store, ticket).tz
    due = visits.wall_clock(form["due"], tz) if form.get("due", "").strip() else None
    what, party, holder = form.get("what", ""), number_of(form, "party"), number_of(form, "staff")
    if (party is None) == (holder is None):
        raise Mistake("works.one_of_both")
    if party is not None:
        made = ordering.to_party(request, store, ticket, party, what, payable="payable" in form, due=due)
        ordering.show_pictures(store, ticket, made, _ticked(form))
    elif holder is not None:
        ordering.to_department(request, store, ticket, form.get("department", ""), holder, what, due=due)
    return ()


def _ticked(form: Form) -> list[int]:
    """The pictures that were ticked."""
    names = [name.removeprefix("photo-") for name in form if name.startswith("photo-")]
    return [int(one) for one in names if is_id(one)]


def _order_step(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    order_id = number_of(form, "order") or 0
    return ordering.answer_for(request, store, ticket, order_id, form.get("do", ""), form.get("text", ""))


def _visit_proposed(
    request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form
) -> tuple[Reply, ...]:
    starts, ends = form.get("starts", ""), form.get("ends", "")
    if not starts and not ends:
        starts, _, ends = form.get("slot", "").partition("/")
    return visiting.propose(request, store, ticket, starts, ends, agreed="agreed" in form)


def _visit_step(step: Any) -> Action:
    """A step upon the visit as it stood when the page was drawn."""

    def act(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
        sequence = number_of(form, "sequence")
        if sequence is None:
            raise Mistake("visits.stale", number=ticket.number)
        found: tuple[Reply, ...] = step(request, store, ticket, sequence)
        return found

    return act


PART = Part(
    name="work",
    view=_view,
    actions={
        "price": _price_told,
        "not_liable": _not_liable,
        "order": _ordered,
        "order_step": _order_step,
        "visit": _visit_proposed,
        "visit_accept": _visit_step(visiting.accept_counter),
        "visit_decline": _visit_step(visiting.decline_counter),
        "visit_cancel": _visit_step(visiting.cancel),
        "visit_came": _visit_step(visiting.came),
    },
    place="work",
    calls=lambda own: bool(own.visit and own.visit.other_words),
)
