"""Every step that was missed in a period, by name (D05): listed, and counted by step, by cause, and by estate."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from storage.base import as_value, columns_of
from storage.breaches import Breach, breaches
from storage.counting import Counting
from storage.measure_questions import QUESTIONS, Cohort
from storage.ticket_rows import tickets

_B = breaches.c


class LapseCounts(Counting):
    """The lapses within one scope."""

    def listed(self, cohort: Cohort, limit: int = 300) -> list[tuple[Breach, str]]:
        """What was found late in the period, with the ticket's number, the newest first."""
        columns = select(*columns_of(Breach, breaches), tickets.c.number.label("number"))
        statement = (
            self._of(QUESTIONS["missed"], cohort, columns, "")
            .order_by(_B.at.desc(), _B.id.desc())
            .limit(limit)
        )
        rows = [dict(row) for row in self._connection.execute(statement).mappings()]
        return [(as_value(row, Breach), number) for row in rows if (number := row.pop("number"))]

    def counted(self, cohort: Cohort, by: str) -> list[tuple[str, int, int]]:
        """How many by "kind" or "cause", and how many of these were not put right until now; the most frequent first."""
        column = {"kind": _B.kind, "cause": _B.cause}[by]
        counts = select(column, func.count(), func.count() - func.count(_B.ended_at))
        rows: Any = self._connection.execute(
            self._of(QUESTIONS["missed"], cohort, counts, "").group_by(column)
        )
        return sorted(((row[0], row[1], row[2]) for row in rows), key=lambda one: (-one[1], one[0]))
