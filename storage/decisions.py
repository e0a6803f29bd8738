"""Decisions within one scope: made, approved, reviewed, told, accepted, carried out. An owner sees what was told, no more.

Each step is a conditional update: it answers False where it does not fit, or where somebody may not take it (C10: whoever decided
an earlier round, or is complained of, decides and approves nothing).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, select, update

from storage import readings
from storage.barred import barred
from storage.base import as_value, columns_of
from storage.decision_rows import Decision, Lesson, decisions
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets, estates_within

_EMPTY = {
    "remedy": "", "compared": "", "compared_words": "", "feedback": "none", "feedback_why": "", "gap": "", "rule": "",
    "rule_source": "", "shared": False, "approval": "none", "legal": "none",
}  # fmt: skip


class Decisions:
    """The decisions of the tickets of one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def barred(self, ticket: Ticket) -> frozenset[int]:
        """The members of staff who cannot decide or hold this round."""
        self._tickets.must_see(ticket)
        return barred(self._connection, ticket.id)

    def add(self, ticket: Ticket, *, staff_id: int, at: datetime, **values: Any) -> Decision | None:
        """A decision of the round the ticket is in; None for somebody who cannot decide it."""
        if staff_id in self.barred(ticket):
            return None
        fixed = {"ticket_id": ticket.id, "estate_id": ticket.estate_id, "round": ticket.round}
        row = _EMPTY | values | fixed | {"decided_by": staff_id, "decided_at": at}
        made = insert(decisions).values(row).returning(*columns_of(Decision, decisions))
        return as_value(self._connection.execute(made).mappings().one(), Decision)

    def of(self, ticket: Ticket) -> list[Decision]:
        """All decisions, the first one first; for an owner those that were told."""
        if not self._tickets.sees(ticket):
            return []
        where = decisions.c.ticket_id == ticket.id
        if self._tickets.is_owners:
            where &= decisions.c.told_at.isnot(None)
        statement = select(*columns_of(Decision, decisions)).where(where).order_by(decisions.c.id)
        return [as_value(row, Decision) for row in self._connection.execute(statement).mappings()]

    def standing(self, ticket: Ticket) -> Decision | None:
        """The newest decision of the round the ticket is in."""
        return next((one for one in reversed(self.of(ticket)) if one.round == ticket.round), None)

    def told(self, ticket: Ticket) -> Decision | None:
        """The decision of this round that the owner knows."""
        found = [one for one in self.of(ticket) if one.round == ticket.round and one.told_at]
        return found[-1] if found else None

    def waiting(self, limit: int = 100) -> list[tuple[Decision, Ticket]]:
        """Decisions that wait for an approval or a legal review, the oldest first; none for an owner."""
        if self._tickets.is_owners:
            return []
        waits = (decisions.c.approval == "needed") | (decisions.c.legal == "needed")
        fits = waits & (decisions.c.approval != "refused") & (decisions.c.legal != "refused")
        statement = (
            select(*columns_of(Decision, decisions))
            .join(tickets, tickets.c.id == decisions.c.ticket_id)
            .where(decisions.c.told_at.is_(None), fits, self._tickets.visible)
            .order_by(decisions.c.id)
            .limit(limit)
        )
        found = [as_value(row, Decision) for row in self._connection.execute(statement).mappings()]
        known = [(one, self._tickets.by_id(one.ticket_id)) for one in found]
        return [(one, ticket) for one, ticket in known if ticket]

    def lessons(self, since: datetime, until: datetime, estate_id: int | None = None) -> list[Lesson]:
        """Of complaints upheld, also in part: what is fed back to a department, told to the owner from `since` until before `until`.

        The last word on a complaint counts; none for an owner.
        """
        d, later = decisions.c, decisions.alias()
        told_on = and_(tickets.c.guard == "", *readings.may_be_told()).label("open_words")
        columns = (
            d.estate_id,
            tickets.c.code,
            d.outcome,
            d.feedback.label("department"),
            d.feedback_why.label("why"),
        )
        overruled = (later.c.ticket_id == d.ticket_id) & (later.c.id > d.id) & later.c.told_at.isnot(None)
        every = estates_within(self._connection, self._tickets.scope)
        found = (
            d.estate_id.in_([one for one in every if estate_id in (None, one)]),
            (d.told_at >= since) & (d.told_at < until),
            d.outcome.in_(("upheld", "partly")) & (d.feedback != "none"),
            ~exists(select(later.c.id).where(overruled)),
            self._tickets.visible,
        )
        joined = select(*columns, told_on).join(tickets, tickets.c.id == d.ticket_id)
        rows = self._connection.execute(joined.where(*found).order_by(d.id)).mappings()
        return [as_value(row, Lesson) for row in rows]

    def approve(
        self, ticket: Ticket, decision: Decision, staff_id: int, at: datetime, *, given: bool
    ) -> bool:
        """Gives or refuses an approval; nobody approves their own decision."""
        if staff_id in self.barred(ticket):
            return False
        fits = (decisions.c.approval == "needed") & (decisions.c.decided_by != staff_id)
        values = {"approval": "given" if given else "refused", "approved_by": staff_id, "approved_at": at}
        return self._changed(ticket, decision, fits, values)

    def review(
        self, ticket: Ticket, decision: Decision, staff_id: int, at: datetime, *, passed: bool
    ) -> bool:
        """The legal adviser passes a letter, or sends it back; nobody reviews their own."""
        if staff_id in self.barred(ticket):
            return False
        values = {"legal": "passed" if passed else "refused", "legal_by": staff_id, "legal_at": at}
        fits = (decisions.c.legal == "needed") & (decisions.c.decided_by != staff_id)
        return self._changed(ticket, decision, fits, values)

    def tell(self, ticket: Ticket, decision: Decision, at: datetime, *, recourse: bool) -> bool:
        """The owner is told, once; `recourse`: also to whom outside they can go."""
        values = {"told_at": at, "recourse_told_at": at if recourse else None}
        return self._changed(ticket, decision, decisions.c.told_at.is_(None), values)

    def tell_recourse(self, ticket: Ticket, decision: Decision, at: datetime) -> bool:
        """The owner is told to whom outside they can go; the first time counts."""
        fits = decisions.c.recourse_told_at.is_(None)
        return self._changed(ticket, decision, fits, {"recourse_told_at": at})

    def accept(self, ticket: Ticket, decision: Decision, at: datetime) -> bool:
        """The owner accepts what was told."""
        fits = decisions.c.accepted_at.is_(None) & decisions.c.told_at.isnot(None)
        return self._changed(ticket, decision, fits, {"accepted_at": at})

    def deliver(self, ticket: Ticket, decision: Decision, at: datetime) -> bool:
        """The remedy was carried out."""
        fits = decisions.c.delivered_at.is_(None) & decisions.c.told_at.isnot(None)
        return self._changed(ticket, decision, fits, {"delivered_at": at})

    def end_outside(self, ticket: Ticket, decision: Decision, body: str, result: str, at: datetime) -> bool:
        """A body outside has ended it (C18)."""
        fits = decisions.c.outside_at.is_(None) & decisions.c.told_at.isnot(None)
        values = {"outside_body": body, "outside_result": result, "outside_at": at}
        return self._changed(ticket, decision, fits, values)

    def _changed(
        self, ticket: Ticket, decision: Decision, fits: ColumnElement[bool], values: dict[str, Any]
    ) -> bool:
        self._tickets.must_see(ticket)
        mine = (decisions.c.id == decision.id) & (decisions.c.ticket_id == ticket.id)
        return self._connection.execute(update(decisions).where(mine, fits).values(values)).rowcount == 1
