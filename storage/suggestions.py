"""Suggestions (A05): how each stands within a scope, and those taken up that other estates may learn from.

What is shared crosses the estates by design. It is what somebody ticked for sharing, of matters that are neither private nor guarded
and of nobody who asked about their data; the words leave without identities (handlers/reports/suggestions.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from storage.base import as_value, columns_of
from storage.decision_rows import Decision, decisions
from storage.readings import may_be_told
from storage.scope import OwnerScope
from storage.staff import staff
from storage.ticket_rows import Ticket, tickets
from storage.tickets import ENDED, Tickets


@dataclass(frozen=True, slots=True)
class Adopted:
    """A suggestion that was taken up: of which estate, in its owner's words, why, what is done; with identities still in it."""

    estate_id: int
    said: str
    reasons: str
    remedy: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A suggestion, whose it is among staff ("" for nobody yet), and its newest decision."""

    ticket: Ticket
    holder: str
    decision: Decision | None


class Suggestions:
    """Within one scope; none for owners, who follow their own by its number."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def open_ones(self, limit: int = 100) -> list[Standing]:
        """Those that wait for a decision or for what was promised, the oldest first."""
        return self._many(tickets.c.stage.not_in(ENDED), limit)

    def newest(self, limit: int = 50) -> list[Standing]:
        """The last ones to come, whatever became of them, the oldest of them first."""
        return self._many(tickets.c.id > 0, limit)

    def adopted(self, limit: int = 50) -> list[Adopted]:
        """What other estates took up and shared, the last first: of every estate."""
        if isinstance(self._tickets.scope, OwnerScope):
            return []
        columns = (
            decisions.c.estate_id, tickets.c.summary.label("said"), decisions.c.reasons, decisions.c.remedy, decisions.c.told_at,
        )  # fmt: skip
        shared = (decisions.c.outcome == "adopted") & decisions.c.shared & decisions.c.told_at.isnot(None)
        statement = (
            select(*columns)
            .join(tickets, tickets.c.id == decisions.c.ticket_id)
            .where(shared, tickets.c.guard == "", *may_be_told())
            .order_by(decisions.c.told_at.desc(), decisions.c.id.desc())
            .limit(limit)
        )
        return [as_value(row, Adopted) for row in self._connection.execute(statement).mappings()]

    def _many(self, where: ColumnElement[bool], limit: int) -> list[Standing]:
        if isinstance(self._tickets.scope, OwnerScope):
            return []
        statement = (
            select(*columns_of(Ticket, tickets), staff.c.name.label("holder"))
            .outerjoin(staff, staff.c.id == tickets.c.holder_id)
            .where(self._tickets.visible, tickets.c.intent == "suggestion", where)
            .order_by(tickets.c.id.desc())
            .limit(limit)
        )
        rows = [dict(row) for row in self._connection.execute(statement).mappings()][::-1]
        holders = [str(row.pop("holder") or "") for row in rows]
        known = self._decided([row["id"] for row in rows])
        return [
            Standing(Ticket(**row), holder, known.get(row["id"]))
            for row, holder in zip(rows, holders, strict=True)
        ]

    def _decided(self, ids: list[int]) -> dict[int, Decision]:
        """The newest decision of each."""
        statement = select(*columns_of(Decision, decisions)).where(decisions.c.ticket_id.in_(ids))
        rows = self._connection.execute(statement.order_by(decisions.c.id)).mappings()
        return {row["ticket_id"]: as_value(row, Decision) for row in rows}
