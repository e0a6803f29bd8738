"""What staff do with work orders: hand one to a party or to a colleague's department, answer for one, look at what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.base import Mistake, Reply, ToStaff
from handlers.staff.changing import changed, checked, record, redrawn, stage_in_hand
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets.works import ordering, prices, work_orders
from handlers.wording import say, speak
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from storage.work_orders import WorkOrder


def to_party(
    request: StaffRequest, store: StaffStore, ticket: Ticket, party_id: int, what: str, *,
    payable: bool = False, due: datetime | None = None,
) -> WorkOrder:  # fmt: skip
    """An order to a firm; it is told through its link. Raises Mistake: no such party, a suspended one, payable without consent."""
    party = store.parties.one(ticket, party_id)
    if party is None:
        raise Mistake("works.no_party")
    if party.status == "suspended":
        raise Mistake("works.suspended", name=party.name)
    return _made(request, store, ticket, what, payable=payable, due=due, party_id=party.id)


def to_department(
    request: StaffRequest, store: StaffStore, ticket: Ticket, department: str, staff_id: int, what: str, *,
    due: datetime | None = None,
) -> WorkOrder:  # fmt: skip
    """A task for a department, with one colleague who holds it and hears of it (L13). Raises Mistake for nobody of this estate,
    and for somebody the ticket complains of."""
    holder = next((one for one in store.serving(ticket) if one.id == staff_id), None)
    if holder is None:
        raise Mistake("desk.no_such_colleague")
    name = department.strip()[:60]
    order = _made(
        request,
        store,
        ticket,
        what,
        payable=False,
        due=due,
        department=name or None,
        staff_id=holder.id,
    )
    if holder.id != request.who.id:
        text = say(
            speak(holder.language, "en"),
            "works.task",
            number=ticket.number,
            what=order.what,
            name=request.who.name,
        )
        request.told.append(Reply(to=ToStaff(holder.id), text=text))
    return order


def _made(
    request: StaffRequest,
    store: StaffStore,
    ticket: Ticket,
    what: str,
    *,
    payable: bool,
    due: datetime | None,
    **whose: object,
) -> WorkOrder:
    """The order. What the owner pays for has their consent to the last price that they were told (E05)."""
    words = checked(what)
    agreed = prices.consent(store, ticket) if payable else None
    if payable and agreed is None:
        raise Mistake("works.no_consent", number=ticket.number)
    after = changed(store, ticket, stage=stage_in_hand(ticket), holder_id=ticket.holder_id or request.who.id)
    hours = request.settings.tickets.work.accept_hours.get(ticket.urgency, 8)
    order = store.orders.add(
        after, what=words, payable=payable, quote_id=agreed.id if agreed else None, due_by=due,
        accept_by=request.now + timedelta(hours=hours), made_by=request.who.id, made_at=request.now, **whose,
    )  # fmt: skip
    told = f"{ordering.whose(store, after, order)}: {words}"
    record(request, store, after, "order_made", told, shown=False, order=order.id, payable=payable)
    return order


def answer_for(
    request: StaffRequest, store: StaffStore, ticket: Ticket, order_id: int, step: str, text: str = ""
) -> tuple[Reply, ...]:
    """A step upon an order by a member of staff: their own task, or what a firm said by telephone.

    Raises Mistake: no such order, a step that does not fit, words that are missing.
    """
    order = store.orders.one(ticket, order_id)
    if order is None or step not in work_orders.STEPS:
        raise Mistake("works.no_order")
    acting, by = replace(request, tz=owner_side(request, store, ticket).tz), request.who.id
    match step:
        case "accept":
            ordering.accept(acting, store, ticket, order, staff_id=by)
        case "begin":
            ordering.begin(acting, store, ticket, order, staff_id=by)
        case "cancel":
            ordering.cancel(acting, store, ticket, order, staff_id=by)
        case "refuse":
            ordering.refuse(acting, store, ticket, order, text, staff_id=by)
        case "finish":
            ordering.finish(acting, store, ticket, order, text, staff_id=by)
        case "send_back":
            ordering.send_back(acting, store, ticket, order, text, staff_id=by)
        case _:
            raise Mistake("works.no_order")
    return (redrawn(request, store, ticket),)


def set_link(
    request: StaffRequest, store: StaffStore, ticket: Ticket, order_id: int, token_hash: str
) -> WorkOrder:
    """A new link for a party; the former one counts no more. Raises Mistake for an order that is over, or is a colleague's."""
    order = store.orders.one(ticket, order_id)
    if order is None or order.party_id is None or order.state not in work_orders.LIVE:
        raise Mistake("works.no_order")
    after = store.orders.change(ticket, order, token_hash=token_hash)
    if after is None:
        raise Mistake("works.moved_on", what=order.what[:60])
    record(
        request,
        store,
        ticket,
        "order_link",
        ordering.whose(store, ticket, order),
        shown=False,
        order=order.id,
    )
    return after


def show_pictures(store: StaffStore, ticket: Ticket, order: WorkOrder, attachment_ids: list[int]) -> None:
    """The ticket's pictures that the party may see; others stay in the house. What is no picture of this ticket is left out."""
    known = {one.id for one in store.tickets.attachments(ticket) if one.kind == "photo"}
    for attachment_id in attachment_ids:
        if attachment_id in known:
            store.orders.keep_photo(ticket, order, attachment_id, "shown")
