"""Who can neither decide nor hold a ticket any more: those it complains of, and whoever decided an earlier round of it (C10).

A complaint is decided anew by another person. The rule stands in the question itself, so that no door leads around it.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, exists, select

from storage.decision_rows import decisions
from storage.ticket_rows import tickets


def may_be(staff_id: int) -> ColumnElement[bool]:
    """The condition under which a row of tickets may have this person as its holder."""
    return ~(_decided_before(staff_id) | _complained_of(staff_id))


def barred(connection: Connection, ticket_id: int) -> frozenset[int]:
    """Everybody who cannot decide the ticket in the round it is in."""
    subjects = _subjects().c
    before = (
        select(decisions.c.decided_by)
        .join(tickets, tickets.c.id == decisions.c.ticket_id)
        .where(decisions.c.ticket_id == ticket_id, decisions.c.round < tickets.c.round)
    )
    named = select(subjects.staff_id).where(subjects.ticket_id == ticket_id, subjects.cleared_at.is_(None))
    return frozenset(connection.execute(before.union(named)).scalars())


def _decided_before(staff_id: int) -> ColumnElement[bool]:
    return exists().where(
        decisions.c.ticket_id == tickets.c.id,
        decisions.c.round < tickets.c.round,
        decisions.c.decided_by == staff_id,
    )


def _complained_of(staff_id: int) -> ColumnElement[bool]:
    subjects = _subjects().c
    return exists().where(
        subjects.ticket_id == tickets.c.id, subjects.staff_id == staff_id, subjects.cleared_at.is_(None)
    )


def _subjects() -> Table:
    """The table stands in storage.subjects, which builds upon tickets, and those upon this file."""
    from storage.subjects import ticket_subjects

    return ticket_subjects
