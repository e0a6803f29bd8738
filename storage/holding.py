"""Who holds how much: for whoever is to be given a ticket, and for the page "who holds what" (B05, C12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, select, update

from storage.base import as_value, columns_of
from storage.staff import staff_estates
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

#: Stages in which a holder has nothing left to do.
DONE = ("resolved", "closed", "withdrawn")


@dataclass(frozen=True, slots=True)
class Burden:
    """What one person holds: how many open tickets, and the earliest moment by which one of their owners waits to hear."""

    staff_id: int
    tickets: int
    due_at: datetime | None


class Holding:
    """The burdens of people, as far as the tickets of one scope tell."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def loads(self, ticket: Ticket) -> dict[int, int]:
        """How many open tickets each person who serves the ticket's estate holds, in all estates; nobody who holds none.

        One question for all of them. It counts, and shows no ticket: for rules, not for pages.
        """
        self._tickets.must_see(ticket)
        serving = select(staff_estates.c.staff_id).where(staff_estates.c.estate_id == ticket.estate_id)
        statement = (
            select(tickets.c.holder_id, func.count())
            .where(tickets.c.holder_id.in_(serving), _open())
            .group_by(tickets.c.holder_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def burdens(self) -> dict[int, Burden]:
        """What each holder of the tickets within the scope holds."""
        waits = case(
            (tickets.c.next_contact_at.isnot(None), tickets.c.next_contact_at),
            (tickets.c.responded_at.is_(None), tickets.c.respond_by),
        )
        statement = (
            select(tickets.c.holder_id, func.count(), func.min(waits))
            .where(self._tickets.visible, tickets.c.holder_id.isnot(None), _open())
            .group_by(tickets.c.holder_id)
        )
        rows = self._connection.execute(statement)
        return {staff_id: Burden(staff_id, count, due_at) for staff_id, count, due_at in rows}


def _open() -> ColumnElement[bool]:
    return tickets.c.stage.not_in(DONE)


def claim_unaccepted(connection: Connection, now: datetime, limit: int = 100) -> list[Ticket]:
    """Urgent tickets that were to be taken by now; each is looked at by one sweep."""
    due = tickets.c.accept_by <= now
    ids = select(tickets.c.id).where(due).order_by(tickets.c.accept_by).limit(limit)
    taken = update(tickets).where(tickets.c.id.in_(ids), due).values(accept_by=None)
    rows = connection.execute(taken.returning(*columns_of(Ticket, tickets))).mappings()
    return [as_value(row, Ticket) for row in rows]


def claim_lapsed(connection: Connection, now: datetime, limit: int = 100) -> list[Ticket]:
    """Tickets that a colleague was asked to take over and did not answer in time (B19); each is looked at by one sweep.

    The colleague asked stays named, so that whoever looks can tell who it was.
    """
    due = tickets.c.handover_by <= now
    ids = select(tickets.c.id).where(due).order_by(tickets.c.handover_by).limit(limit)
    taken = update(tickets).where(tickets.c.id.in_(ids), due).values(handover_by=None)
    rows = connection.execute(taken.returning(*columns_of(Ticket, tickets))).mappings()
    return [as_value(row, Ticket) for row in rows]
