"""What one member of staff did in a period (L07): from clocks, promises, tickets and contacts after complaints alone.

Nothing that an owner scored is read here: touch-point ratings are for improving the work, never for appraisal (I03), and that
owners were satisfied after a complaint is a figure of their estate, not of a person. Nobody's minutes are listed by name either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from storage.counting import Counting
from storage.followups import followups
from storage.measure_questions import QUESTIONS, SAID, Cohort, Question, simply
from storage.measures import Met
from storage.service_times import seconds
from storage.ticket_rows import tickets

_T, _F = tickets.c, followups.c

#: Each says whose a case is in `holder`: who had the step when it was missed, who holds the ticket, who made the contact.
PERSONAL: dict[str, Question] = {
    "clocked": QUESTIONS["clocked"],
    "promised": QUESTIONS["promised"],
    "held": QUESTIONS["came_in"],
    "contacts": Question(
        table=followups, time=_F.done_at, counted=simply(_F.result.in_((*SAID, "not_reached"))), met=simply(_F.result.in_(SAID)),
        holder=_F.done_by,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """How many of somebody's cases met it, of how many."""

    staff_id: int
    met: int
    all: int


class PersonMeasures(Counting):
    """The figures of people within one scope. Who may see whose is for whoever shows them to decide."""

    def done(self, name: str, cohort: Cohort) -> list[Done]:
        """One of PERSONAL, by person; whose case it is nobody's is left out."""
        question = PERSONAL[name]
        whose: ColumnElement[Any] = question.holder
        met = func.sum(case((question.met(cohort, self._engine), 1), else_=0))
        statement = self._of(question, cohort, select(whose, met, func.count()), "").where(whose.isnot(None))
        rows = self._connection.execute(statement.group_by(whose))
        return [Done(staff_id, int(good or 0), every) for staff_id, good, every in rows]

    def hours_to_answer(self, cohort: Cohort) -> dict[int, float]:
        """The mean hours until the first answer in the cases that came in in the period, by who holds them."""
        question = PERSONAL["held"]
        answer = seconds(func.sum, _T.responded_at, _T.opened_at, self._engine)
        columns = select(_T.holder_id, answer, func.count(_T.responded_at))
        statement = self._of(question, cohort, columns, "").where(
            _T.holder_id.isnot(None), _T.responded_at.isnot(None)
        )
        rows: Any = self._connection.execute(statement.group_by(_T.holder_id))
        return {staff_id: float(total) / count / 3600 for staff_id, total, count in rows}

    def cases(self, name: str, cohort: Cohort, staff_id: int, limit: int = 300) -> list[Met]:
        """The cases behind somebody's figure: those that did not meet it first, the latest first."""
        question = PERSONAL[name]
        met = case((question.met(cohort, self._engine), 1), else_=0)
        columns = select(_T.number, _T.summary, question.time, question.holder, met, question.step)
        statement = self._of(question, cohort, columns, "").where(question.holder == staff_id)
        rows = self._connection.execute(statement.order_by(met, question.time.desc()).limit(limit))
        return [
            Met(number or "", summary or "", at, holder, bool(good), step)
            for number, summary, at, holder, good, step in rows
        ]
