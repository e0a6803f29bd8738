"""What starts, stops, rests and shortens the clocks of a ticket.

They rest only while the owner is asked something. A time that the owner was told never becomes a later one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.base import Acting
from handlers.tickets.timing.clocks import STEPS, hours_of, respond_by
from storage.store import Store
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Stages in which nothing runs.
_OVER = ("resolved", *ENDED)


def begin(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Received: every clock starts, the answer's to the very moment that the owner is told (D10)."""
    _start(acting, store, ticket, "answer", ticket.respond_by)
    return _start_steps(acting, store, ticket)


def begin_again(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Reopened: the same limits run anew from now; somebody has to come once more."""
    store.clocks.stop(ticket, None, acting.now)
    fresh = store.tickets.change(ticket, on_site_at=None, waiting_since=None) or ticket
    return begin(acting, store, fresh)


def answered(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A person wrote to the owner: the answer is given, and what was promised and broken is late no longer."""
    store.clocks.stop(ticket, ("answer",), acting.now)
    store.breaches.end_promised(ticket, acting.now)
    return rest_or_go(acting, store, ticket)


def arrived(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Somebody is there."""
    store.clocks.stop(ticket, ("on_site",), acting.now)
    return ticket


def decided(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A complaint is decided, and its owner told (D13)."""
    store.clocks.stop(ticket, ("decide",), acting.now)
    return answered(acting, store, ticket)


def rest_or_go(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """All clocks rest while the owner is asked something, and go on by whichever way that ends."""
    waits = ticket.stage == "waiting_owner"
    if waits == (ticket.waiting_since is not None):
        return ticket
    if waits:
        store.clocks.pause(ticket, acting.now)
    else:
        store.clocks.resume(ticket, acting.now)
    return store.tickets.change(ticket, waiting_since=acting.now if waits else None) or ticket


def end(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Resolved, closed or withdrawn: nothing runs any more."""
    store.clocks.stop(ticket, None, acting.now)
    store.breaches.end_promised(ticket, acting.now)
    rested = ticket.waiting_since is not None
    return (store.tickets.change(ticket, waiting_since=None) or ticket) if rested else ticket


def follow(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The urgency was raised, or it has become a complaint: stricter limits count from now, and no limit becomes a later one."""
    if ticket.stage in _OVER:
        return ticket
    hours = hours_of(ticket, acting.settings.tickets.limits)
    gone = [kind for kind in STEPS if kind not in hours]
    store.clocks.stop(ticket, gone, acting.now)
    for kind, within in hours.items():
        _shorten(acting, store, ticket, timedelta(hours=within), (kind,))
    answer = respond_by(acting.now, ticket.urgency, ticket.channel, acting.settings.respond_hours)
    _shorten(acting, store, ticket, answer - acting.now, ("answer",))
    return _start_steps(acting, store, ticket)


def relax(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The owner took an alarm back: nobody has to rush there, and the limits of a calm matter count from now.

    The answer stays due by the moment that was told.
    """
    if ticket.stage in _OVER:
        return ticket
    store.clocks.stop(ticket, STEPS, acting.now)
    return _start_steps(acting, store, ticket)


def tighten(
    acting: Acting, store: Store, ticket: Ticket, hours: float, kinds: Iterable[str] | None = None
) -> Ticket:
    """A risk was seen: what runs (`kinds`, or everything) ends within these hours from now. It only ever shortens.

    What the owner was told stays: ticket.respond_by is the told moment, the clock the stricter one among us.
    """
    if _shorten(acting, store, ticket, timedelta(hours=hours), kinds):
        store.tickets.record(
            ticket, at=acting.now, kind="tightened", actor="line", shown=False, data={"hours": hours}
        )
    return ticket


def _shorten(
    acting: Acting, store: Store, ticket: Ticket, within: timedelta, kinds: Iterable[str] | None
) -> bool:
    """A clock that rests is shortened by what it has left, counted from where it stopped. True: something became shorter."""
    named, shorter = None if kinds is None else tuple(kinds), False
    for clock in store.clocks.running(ticket):
        if named is None or clock.kind in named:
            start = clock.paused_at or acting.now
            due = start + within
            amber = acting.settings.tickets.amber.at(start, due)
            shorter |= store.clocks.shorten(ticket, clock, due_at=due, warn_at=amber)
    return shorter


def _start_steps(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    for kind, within in hours_of(ticket, acting.settings.tickets.limits).items():
        _start(acting, store, ticket, kind, acting.now + timedelta(hours=within))
    if ticket.waiting_since is not None:
        store.clocks.pause(ticket, acting.now)
    return ticket


def _start(acting: Acting, store: Store, ticket: Ticket, kind: str, due_at: datetime) -> None:
    amber = acting.settings.tickets.amber.at(acting.now, due_at)
    store.clocks.start(ticket, kind, started_at=acting.now, due_at=due_at, warn_at=amber)
