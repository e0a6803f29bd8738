"""What is done with a ticket's visits, whoever does it: proposing, answering, another time, calling off, reminding.

A confirmed visit is a promise to the owner (kind "visit"), kept by coming. Every step stands in the ticket's file.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.base import Acting, Button, Mistake, Request
from handlers.tickets import languages, lifecycle, moments
from handlers.tickets.works import prices, reaching, rostering, visits
from handlers.voice import planning
from handlers.wording import say
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket
from storage.tickets import ENDED
from storage.visits import Visit

#: What the owner may answer to a window.
ANSWERS = ("yes", "other", "unsure")


def live(store: Store, ticket: Ticket) -> Visit | None:
    """The visit that is still to happen; the newest where there are several."""
    return next((one for one in reversed(store.visits.of(ticket)) if visits.is_on(one)), None)


def buttons(language: str, visit: Visit) -> tuple[tuple[Button, ...], ...]:
    """The three answers; the sequence stands in them, so that an old button answers no new time."""
    return tuple(
        (
            Button(
                say(language, f"visits.button.{answer}"),
                f"visit:{visit.ticket_id}:{visit.id}:{visit.sequence}:{answer}",
            ),
        )
        for answer in ANSWERS
    )


def propose(
    acting: Acting, store: Store, ticket: Ticket, starts: datetime, ends: datetime, *,
    staff_id: int | None = None, order_id: int | None = None,
) -> Visit:  # fmt: skip
    """REQUEST: a window, and the owner is asked; the visit that stands is moved to it.

    Raises Mistake for a window that is none, and for one that whoever comes cannot meet (L17).
    """
    visits.checked(starts, ends, acting.now)
    standing = live(store, ticket)
    rostering.require_met(
        acting, store, ticket, (starts, ends), standing, staff_id=staff_id, order_id=order_id
    )
    if standing:
        values = visits.moved(standing, starts, ends, acting.now)
        visit = changed(store, ticket, standing, values, staff_id=staff_id, order_id=order_id)
        store.visits.keep_promise(ticket, acting.now)
    else:
        visit = store.visits.add(
            ticket,
            **visits.request(starts, ends, acting.now),
            staff_id=staff_id,
            order_id=order_id,
        )
    kept(acting, store, ticket, visit, "visit_proposed", staff_id=staff_id)
    if lifecycle.may(ticket, "ask_owner"):
        stage = lifecycle.next_stage(ticket, "ask_owner")
        values = {"stage": stage, "next_contact_at": None, "responded_at": ticket.responded_at or acting.now}
        after = store.tickets.change(ticket, **values)
        if after is None:
            raise Mistake("common.moved_on", number=ticket.number)
        store.tickets.keep_promises(after, acting.now)
        ticket = moments.come("waiting", acting, store, after)
    language = languages.of_owner(store, ticket)
    reaching.tell_owner(
        acting, store, ticket, "visits.proposed", who=who(store, ticket, visit, language),
        window=reaching.window(language, starts, ends, acting), buttons=buttons(language, visit),
    )  # fmt: skip
    return visit


def who(store: Store, ticket: Ticket, visit: Visit, language: str) -> str:
    """Who comes, as the owner may know it: the firm of the order, a member of staff by name, or "somebody of ours"."""
    order = store.orders.one(ticket, visit.order_id) if visit.order_id else None
    party = store.parties.one(ticket, order.party_id) if order and order.party_id else None
    comes = order.staff_id if order else visit.staff_id
    colleague = next((one for one in store.serving(ticket) if one.id == comes), None)
    return party.name if party else colleague.name if colleague else say(language, "visits.somebody")


def changed(store: Store, ticket: Ticket, visit: Visit, values: dict[str, Any] | None, **more: Any) -> Visit:
    """The visit after a message. Raises Mistake for a message that is stale, and for a visit somebody changed meanwhile."""
    after = store.visits.change(ticket, visit, **values, **more) if values is not None else None
    if after is None:
        raise Mistake("visits.stale", number=ticket.number)
    return after


def kept(
    acting: Acting, store: Store, ticket: Ticket, visit: Visit, kind: str, *, staff_id: int | None = None
) -> None:
    """A line of the ticket's file that names the window, and iTIP's uid and sequence; an owner's words are kept with it."""
    data = {
        "when": visit.starts.isoformat(), "until": visit.ends.isoformat(), "uid": visit.uid, "sequence": visit.sequence,
    }  # fmt: skip
    actor, text = (
        ("owner", acting.text) if isinstance(acting, Request) else ("staff" if staff_id else "line", "")
    )
    store.tickets.record(
        ticket, at=acting.now, kind=kind, actor=actor, text=text, staff_id=staff_id, data=data
    )


def confirmed(acting: Acting, store: Store, ticket: Ticket, visit: Visit) -> Ticket:
    """It stands: the owner is promised that somebody comes, and hears of it no later than when the window ends."""
    waiting = lifecycle.may(ticket, "owner_answers")
    stage = lifecycle.next_stage(ticket, "owner_answers") if waiting else ticket.stage
    after = store.tickets.change(ticket, stage=stage, next_contact_at=visit.ends)
    if after is None:
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.keep_promises(after, acting.now)
    store.tickets.promise(
        after, kind="visit", due_at=visit.ends, made_at=acting.now, staff_id=after.holder_id
    )
    return moments.come("answered", acting, store, after) if waiting else after


def counter(
    request: Request, store: Store, ticket: Ticket, visit: Visit, sequence: int
) -> tuple[Visit, Ticket, datetime]:
    """COUNTER of the owner, in their words; people answer by the time given back. Raises Mistake for a stale one."""
    when = request.meaning.slots.when
    times = visits.wished(visit, when.start, when.end, request.now) if when else None
    values = visits.countered(visit, sequence, "owner", request.text, times, request.now)
    after = changed(store, ticket, visit, values)
    kept(request, store, ticket, after, "visit_countered")
    due = prices.next_contact(request, ticket)
    ticket = prices.back_to_people(request, store, ticket, due, staff_id=ticket.holder_id)
    staff = languages.of_staff(store, ticket)
    wished = (
        reaching.window(staff, after.counter_starts, after.counter_ends, request)
        if after.counter_starts
        else say(staff, "visits.no_time_read")
    )
    reaching.tell_people(
        request, store, ticket, "visits.countered_for_staff", words=request.text, window=wished
    )
    return after, ticket, due


def accept_counter(
    acting: Acting, store: Store, ticket: Ticket, visit: Visit, sequence: int, *, staff_id: int | None = None
) -> Visit:
    """The owner's other time it is. Raises Mistake for a stale one, for a time that has passed meanwhile, and
    for one that whoever comes cannot meet (L17).
    """
    if visit.counter_starts and visit.counter_starts <= acting.now:
        raise Mistake("visits.past")
    if visit.counter_starts and visit.counter_ends and visit.sequence == sequence:
        window = visit.counter_starts, visit.counter_ends
        rostering.require_met(
            acting, store, ticket, window, visit, staff_id=visit.staff_id, order_id=visit.order_id
        )
    after = changed(store, ticket, visit, visits.counter_accepted(visit, sequence, acting.now, acting.tz))
    store.visits.keep_promise(ticket, acting.now)
    kept(acting, store, ticket, after, "visit_confirmed", staff_id=staff_id)
    ticket = confirmed(acting, store, ticket, after)
    language = languages.of_owner(store, ticket)
    reaching.tell_owner(
        acting, store, ticket, "visits.counter_accepted", who=who(store, ticket, after, language),
        window=reaching.window(language, after.starts, after.ends, acting),
    )  # fmt: skip
    return after


def decline_counter(
    acting: Acting, store: Store, ticket: Ticket, visit: Visit, sequence: int, *, staff_id: int | None = None
) -> Visit:
    """That other time is not possible; the window stands as it was, and the owner is asked about it again."""
    after = changed(store, ticket, visit, visits.counter_declined(visit, sequence, acting.now))
    kept(acting, store, ticket, after, "visit_counter_declined", staff_id=staff_id)
    language = languages.of_owner(store, ticket)
    reaching.tell_owner(
        acting, store, ticket, "visits.counter_declined", who=who(store, ticket, after, language),
        window=reaching.window(language, after.starts, after.ends, acting), buttons=buttons(language, after),
    )  # fmt: skip
    return after


def cancel(
    acting: Acting, store: Store, ticket: Ticket, visit: Visit, *, staff_id: int | None = None
) -> Visit:
    """It is off; the owner hears it, and by when they hear again."""
    after = changed(store, ticket, visit, visits.cancelled(visit, acting.now))
    store.visits.keep_promise(ticket, acting.now)
    kept(acting, store, ticket, after, "visit_cancelled", staff_id=staff_id)
    due = prices.next_contact(acting, ticket)
    ticket = prices.back_to_people(acting, store, ticket, due, staff_id=ticket.holder_id)
    language = languages.of_owner(store, ticket)
    reaching.tell_owner(
        acting, store, ticket, "visits.cancelled", when=reaching.by(language, due, acting),
        window=reaching.window(language, visit.starts, visit.ends, acting),
    )  # fmt: skip
    return after


def came(acting: Acting, store: Store, ticket: Ticket, visit: Visit, *, staff_id: int | None = None) -> None:
    """Somebody was there: the promise is kept."""
    changed(store, ticket, visit, {"came_at": acting.now, "remind_at": None, "changed_at": acting.now})
    store.visits.keep_promise(ticket, acting.now)
    kept(acting, store, ticket, visit, "visit_came", staff_id=staff_id)
    planning.on_came(acting, store, ticket, visit)


def remind(visit: Visit, acting: Acting, store: LineStore) -> None:
    """The evening before, once; nothing once the window has begun, because the line was down."""
    ticket = store.tickets.by_id(visit.ticket_id)
    if ticket is None or ticket.stage in ENDED or visit.status != "CONFIRMED" or visit.starts <= acting.now:
        return
    language = languages.of_owner(store, ticket)
    reaching.tell_owner(
        acting, store, ticket, "visits.reminder", who=who(store, ticket, visit, language),
        window=reaching.window(language, visit.starts, visit.ends, acting), buttons=buttons(language, visit)[1:2],
    )  # fmt: skip
