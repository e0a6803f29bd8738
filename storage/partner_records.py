"""What contractors and suppliers did, counted: their defects, finished jobs, what came back, dates kept, ratings (F05, F11).

A job of a partner is a ticket whose defect names it; it is finished once it is resolved or closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, or_, select

from storage.counting import Counting
from storage.defects import defects
from storage.measure_questions import QUESTIONS, Cohort, promise_over
from storage.ratings import ratings
from storage.ticket_rows import promises, tickets

Role = Literal["contractor", "supplier"]
_D, _T, _P, _R = defects.c, tickets.c, promises.c, ratings.c

#: What owners gave for the repair, by whoever did it: a firm and never a person (I03).
_RATED = and_(_R.touch_point == "repair", _R.score.isnot(None))
_FINISHED = _T.stage.in_(("resolved", "closed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRecord:
    """One partner in a period. `repeated`: finished jobs that were reopened or whose fault came back; `on_time` of `dated`
    promises; `stars`: the sum of `rated` ratings from 1 to 5."""

    role: Role
    key: str
    name: str
    defects: int
    jobs: int
    repeated: int
    on_time: int
    dated: int
    stars: int
    rated: int


class PartnerRecords(Counting):
    """The records of partners within one scope; owners' scopes hold none."""

    def every(self, cohort: Cohort) -> list[PartnerRecord]:
        """Everybody whom a defect found in the period names, contractors first, by name."""
        return [*self._records("contractor", cohort), *self._records("supplier", cohort)]

    def _records(self, role: Role, cohort: Cohort) -> list[PartnerRecord]:
        by = _D[f"{role}_key"]
        back = or_(_T.reopened > 0, QUESTIONS["recurred"].met(cohort, self._connection.dialect.name))
        work = [func.min(_D[role]), func.count(), _sum(_FINISHED), _sum(and_(_FINISHED, back))]
        counted = self._rows(by, cohort, select(by, *work), None)
        dates = select(by, _sum(_P.kept_at <= _P.due_at), _sum(promise_over(cohort)))
        dated = self._rows(
            by, cohort, dates, promises.join(tickets, _P.ticket_id == _T.id), _P.kind != "answer"
        )
        stars = select(by, func.sum(_R.score), func.count())
        rated = self._rows(by, cohort, stars, ratings.join(tickets, _R.ticket_id == _T.id), _RATED)
        return [
            PartnerRecord(
                role=role, key=key, name=name, defects=found, jobs=jobs, repeated=repeated,
                **dict(zip(("on_time", "dated"), dated.get(key, (0, 0)), strict=True)),
                **dict(zip(("stars", "rated"), rated.get(key, (0, 0)), strict=True)),
            )
            for key, (name, found, jobs, repeated) in sorted(counted.items(), key=lambda one: one[1][0])
        ]  # fmt: skip

    def _rows(
        self,
        by: ColumnElement[Any],
        cohort: Cohort,
        statement: Select[Any],
        beside: FromClause | None,
        *more: ColumnElement[bool],
    ) -> dict[str, tuple[Any, ...]]:
        """The counts by partner, over the defects of the period that the scope holds, and what lies beside their tickets."""
        if beside is None:
            table: FromClause = defects.outerjoin(tickets, _T.id == _D.ticket_id)
        else:
            table = defects.join(beside, _T.id == _D.ticket_id)
        self._prepare()
        period = (_D.at >= cohort.since) & (_D.at < cohort.until) & _D.replaced_at.is_(None)
        seen = or_(_D.ticket_id.is_(None), self._tickets.visible)
        found = statement.select_from(table).where(
            _D.estate_id.in_(self._estate_ids(cohort.estate_id)), period, by != "", seen, *more
        )
        return {row[0]: _whole(row[1:]) for row in self._connection.execute(found.group_by(by))}


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))


def _whole(values: Any) -> tuple[Any, ...]:
    """Sums as our own numbers; PostgreSQL's are of a wider kind."""
    return tuple(value if isinstance(value, str) else int(value or 0) for value in values)
