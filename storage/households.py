"""What a household has with us: matters still open, repairs done lately, and whether it waits for a complaint to be answered.

A household is a unit, or the account alone where no unit is known. Private matters are never put together with others.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, and_, false, func, or_, select, union

from storage.base import as_value, columns_of
from storage.contacts import contacts
from storage.people import live, occupancies
from storage.ticket_rows import Ticket, tickets
from storage.tickets import ENDED, Tickets


class Households:
    """The matters of one household, within one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def worked_on(
        self, *, unit_id: int | None, contact_id: int | None, since: datetime, limit: int = 30
    ) -> list[Ticket]:
        """What the household reported since then and people still work on, the newest first."""
        on = tickets.c.stage.not_in((*ENDED, "resolved", "decided"))
        return self._many(_of(unit_id, contact_id) & on & (tickets.c.opened_at >= since), limit)

    def repaired(
        self, *, unit_id: int | None, contact_id: int | None, since: datetime, limit: int = 30
    ) -> list[Ticket]:
        """What was resolved or closed for the household since then, the last one first; nothing that was withdrawn."""
        done = tickets.c.stage.in_(("resolved", "closed"))
        ended = func.coalesce(tickets.c.resolved_at, tickets.c.closed_at)
        return self._many(_of(unit_id, contact_id) & done & (ended >= since), limit)

    def has_open_complaint(self, *, unit_id: int | None = None, contact_id: int | None = None) -> bool:
        """Whether the household waits for a complaint: nothing is sold to it, and it is asked for no opinion (F12).

        Every complaint counts, also one that the rest of the household must not see: the answer shows nothing of it.
        """
        where = or_(
            tickets.c.unit_id == unit_id if unit_id else false(),
            tickets.c.contact_id == contact_id if contact_id else false(),
        )
        statement = select(tickets.c.id).where(where, _waiting_complaint(), self._tickets.visible).limit(1)
        return self._connection.execute(statement).first() is not None

    def _many(self, condition: ColumnElement[bool], limit: int) -> list[Ticket]:
        shared = tickets.c.private.is_(False)
        statement = select(*columns_of(Ticket, tickets)).where(self._tickets.visible, condition, shared)
        rows = self._connection.execute(statement.order_by(tickets.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Ticket) for row in rows]


def _of(unit_id: int | None, contact_id: int | None) -> ColumnElement[bool]:
    """The unit's, and what this account reported before its unit was known."""
    alone = and_(tickets.c.contact_id == contact_id, tickets.c.unit_id.is_(None)) if contact_id else false()
    return or_(tickets.c.unit_id == unit_id, alone) if unit_id else alone


def _waiting_complaint() -> ColumnElement[bool]:
    return tickets.c.complaint & tickets.c.stage.not_in(ENDED)


def waiting_for_a_complaint(connection: Connection, estate_id: int, today: date) -> frozenset[int]:
    """The accounts of an estate whose household waits for a complaint, for whoever sends to many (F12)."""
    return frozenset(connection.execute(accounts_with_a_complaint(estate_id, today)).scalars())


def accounts_with_a_complaint(estate_id: int, today: date) -> CompoundSelect[Any]:
    """The question behind `waiting_for_a_complaint`, for use inside a larger one. Whoever has left a home waits for nothing there."""
    waiting = (tickets.c.estate_id == estate_id) & _waiting_complaint()
    own = select(tickets.c.contact_id).where(waiting, tickets.c.contact_id.isnot(None))
    homes = (
        select(contacts.c.id)
        .join(occupancies, and_(occupancies.c.person_id == contacts.c.person_id, live(today)))
        .join(tickets, tickets.c.unit_id == occupancies.c.unit_id)
        .where(waiting)
    )
    return union(own, homes)
