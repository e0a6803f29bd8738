"""The clocks of a ticket: by when a step must be done, when it turns amber, when it rested, stopped or ran out.

One clock of a kind runs at a time. Moments are UTC, so that no weekday, night, holiday or change of the hour moves them (D09).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    String,
    Table,
    and_,
    literal,
    select,
    true,
    union_all,
    update,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.breaches import breaches
from storage.ticket_rows import Ticket, promise_open, promises
from storage.tickets import Tickets

clocks = Table(
    "clocks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    Column("kind", String(16), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("warn_at", Instant, nullable=False),
    Column("paused_at", Instant),
    Column("warned_at", Instant),
    Column("breached_at", Instant),
    Column("stopped_at", Instant),
    #: Holds all that the measures ask of a clock, so that its row need not be read.
    Index(
        "ix_clocks_estate_id_due_at", "estate_id", "due_at", "ticket_id", "kind", "paused_at", "stopped_at"
    ),
)

_going = and_(clocks.c.stopped_at.is_(None), clocks.c.paused_at.is_(None))
#: What a sweep looks for: clocks that go on and have not been told of.
not_breached = and_(_going, clocks.c.breached_at.is_(None))
not_warned = and_(not_breached, clocks.c.warned_at.is_(None))

Index("ix_clocks_due_at", clocks.c.due_at, **only_where(not_breached))
Index("ix_clocks_warn_at", clocks.c.warn_at, **only_where(not_warned))
Index(
    "uq_clocks_running",
    clocks.c.ticket_id,
    clocks.c.kind,
    unique=True,
    **only_where(clocks.c.stopped_at.is_(None)),
)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. `kind`: answer, on_site, fix, decide, handover, task …; `warn_at` is when it turns amber; `paused_at`: it rests."""

    id: int
    ticket_id: int
    kind: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    paused_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class Running:
    """What runs towards its end now: a clock that does not rest, or a promise (`promised`) that is still open."""

    ticket_id: int
    kind: str
    promised: bool
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None


class Clocks:
    """The clocks of the tickets within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def start(
        self, ticket: Ticket, kind: str, *, started_at: datetime, due_at: datetime, warn_at: datetime
    ) -> None:
        """Starts a clock; nothing where one of its kind runs already."""
        self._tickets.must_see(ticket)
        row = {"ticket_id": ticket.id, "estate_id": ticket.estate_id, "kind": kind}
        row |= {"started_at": started_at, "due_at": due_at, "warn_at": warn_at}
        self._connection.execute(inserting(self._connection, clocks).values(row).on_conflict_do_nothing())

    def stop(self, ticket: Ticket, kinds: Iterable[str] | None, at: datetime) -> None:
        """The step is done, or asked for no more (None: every kind); what was late is late no longer."""
        self._tickets.must_see(ticket)
        where = _of(ticket, kinds)
        done = update(clocks).where(where).values(stopped_at=at).returning(clocks.c.id)
        ids = list(self._connection.execute(done).scalars())
        if ids:
            met = breaches.c.clock_id.in_(ids) & breaches.c.ended_at.is_(None)
            self._connection.execute(update(breaches).where(met).values(ended_at=at))

    def pause(self, ticket: Ticket, at: datetime) -> None:
        """Every clock of the ticket rests from now on."""
        self._tickets.must_see(ticket)
        going = _of(ticket) & clocks.c.paused_at.is_(None)
        self._connection.execute(update(clocks).where(going).values(paused_at=at))

    def resume(self, ticket: Ticket, at: datetime) -> None:
        """What rested goes on, with as much time left as it had: its end and its amber move by the length of the pause.

        What had run out before it rested stays as late as it was.
        """
        self._tickets.must_see(ticket)
        for clock in self.running(ticket):
            if clock.paused_at is not None:
                rest = timedelta(0) if clock.breached_at else max(at - clock.paused_at, timedelta(0))
                moved = {"due_at": clock.due_at + rest, "warn_at": clock.warn_at + rest, "paused_at": None}
                self._change(clock, moved)

    def shorten(self, ticket: Ticket, clock: Clock, *, due_at: datetime, warn_at: datetime) -> bool:
        """An earlier end for a clock of the ticket that has not run out; False where that would be a later one."""
        self._tickets.must_see(ticket)
        earlier = clock.ticket_id == ticket.id and clock.due_at > due_at and clock.breached_at is None
        return earlier and self._change(clock, {"due_at": due_at, "warn_at": warn_at, "warned_at": None})

    def _change(self, clock: Clock, values: dict[str, Any]) -> bool:
        """Changes a clock that still stands as it was read."""
        same = (clocks.c.id == clock.id) & (clocks.c.due_at == clock.due_at) & clocks.c.stopped_at.is_(None)
        return self._connection.execute(update(clocks).where(same).values(values)).rowcount == 1

    def running(self, ticket: Ticket) -> list[Clock]:
        """The ticket's clocks that were not stopped, also those that rest and those that ran out; the first to end first."""
        if not self._tickets.sees(ticket):
            return []
        statement = select(*columns_of(Clock, clocks)).where(_of(ticket)).order_by(clocks.c.due_at)
        return [as_value(row, Clock) for row in self._connection.execute(statement).mappings()]

    def running_of(self, found: Sequence[Ticket]) -> dict[int, tuple[Running, ...]]:
        """What runs in many tickets, clocks and promises, by the ticket's id: one question however many there are."""
        ids = [ticket.id for ticket in found if self._tickets.sees(ticket)]
        if not ids:
            return {}
        ours = select(
            clocks.c.ticket_id, clocks.c.kind, literal(False).label("promised"), clocks.c.started_at,
            clocks.c.due_at, clocks.c.warn_at,
        ).where(clocks.c.ticket_id.in_(ids), _going)  # fmt: skip
        told = select(
            promises.c.ticket_id, promises.c.kind, literal(True), promises.c.made_at, promises.c.due_at, promises.c.warn_at,
        ).where(promises.c.ticket_id.in_(ids), promise_open)  # fmt: skip
        gathered: dict[int, list[Running]] = {}
        for row in self._connection.execute(union_all(ours, told)).mappings():
            one = as_value(row, Running)
            gathered.setdefault(one.ticket_id, []).append(one)
        return {ticket_id: tuple(sorted(all_of, key=_end)) for ticket_id, all_of in gathered.items()}


def _end(one: Running) -> tuple[datetime, bool, str]:
    return one.due_at, one.promised, one.kind


def _of(ticket: Ticket, kinds: Iterable[str] | None = None) -> Any:
    """The ticket's clocks, of these kinds or of every kind, that were not stopped."""
    named = true() if kinds is None else clocks.c.kind.in_(tuple(kinds))
    return and_(clocks.c.ticket_id == ticket.id, clocks.c.stopped_at.is_(None), named)
