"""What every count of a report goes by: which rows of a period count, within which scope, and with what they are joined.

A count reads one period of each estate by an index over (estate, time): it costs what the period holds, not what all time holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    text,
)

from storage.breaches import breaches
from storage.defects import defects
from storage.estates import units
from storage.measure_questions import NOT_KNOWN, WITHOUT_TICKET, Cohort, Question
from storage.ticket_rows import tickets
from storage.tickets import Tickets, estates_within

_T, _D = tickets.c, defects.c

_NEAR = text("SET LOCAL random_page_cost = 1.1")

_KINDS = {"complaint": _T.complaint, "repair": and_(_T.intent == "repair", _T.complaint.is_(False))}


def part_of(time: ColumnElement[Any], ends: Sequence[datetime]) -> ColumnElement[Any]:
    """Which part of a period a row lies in, from 0; `ends` are the moments before which the parts lie, in order."""
    return (
        case(*((time < end, at) for at, end in enumerate(ends[:-1])), else_=len(ends) - 1)
        if len(ends) > 1
        else literal(0)
    )


class Counting:
    """Counts within one scope; owners' scopes hold none."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets, self._prepared = connection, within, False

    @property
    def _engine(self) -> str:
        return self._connection.dialect.name

    def _prepare(self) -> None:
        """Tells PostgreSQL, for this transaction, that the rows of one period lie beside each other: it is right to look each up by its
        index, where otherwise it reads all tickets there ever were to count a month.
        """
        if self._engine == "postgresql" and not self._prepared:
            self._connection.execute(_NEAR)
        self._prepared = True

    def _estate_ids(self, estate_id: int | None) -> list[int]:
        every = estates_within(self._connection, self._tickets.scope)
        return [one for one in every if estate_id in (None, one)]

    def _of(self, question: Question, cohort: Cohort, statement: Select[Any], split: str) -> Select[Any]:
        """The statement over the rows that a question counts in a cohort, and that the scope holds."""
        self._prepare()
        of_faults = (cohort.component, cohort.contractor, cohort.supplier, cohort.work_step)
        needs = "component" if any(of_faults) else split
        rows = joined(question.table, needs)
        if question.beside is not None:
            rows = rows.outerjoin(question.beside[0], question.beside[1])
        statement = statement.select_from(rows)
        own = question.table.c["estate_id"].in_(self._estate_ids(cohort.estate_id))
        period = (question.time >= cohort.since) & (question.time < cohort.until)
        seen = self._tickets.visible
        if question.table in WITHOUT_TICKET:
            seen = or_(question.table.c["ticket_id"].is_(None), seen)
        narrowed = _narrowed(question, cohort)
        return statement.where(own, period, question.counted(cohort, self._engine), seen, *narrowed)


def joined(table: FromClause, needs: str) -> FromClause:
    """The table with its tickets, and with their defects where these are asked for."""
    if table is tickets:
        joined: FromClause = tickets
    else:
        joined = table.join(tickets, _T.id == table.c["ticket_id"], isouter=table in WITHOUT_TICKET)
    if table is not defects and needs in ("component", "contractor"):
        return joined.outerjoin(defects, and_(_D.ticket_id == _T.id, _D.replaced_at.is_(None)))
    return joined


def code_of(table: FromClause) -> ColumnElement[Any]:
    """The code that a case goes by: its own, or its ticket's."""
    return table.c["code"] if table in WITHOUT_TICKET else _T.code


def _narrowed(question: Question, cohort: Cohort) -> list[ColumnElement[bool]]:
    table = question.table
    wanted = [_KINDS[cohort.kind]] if cohort.kind in _KINDS else []
    if cohort.domain and cohort.domain != NOT_KNOWN:
        wanted.append(code_of(table).startswith(f"{cohort.domain}.", autoescape=True))
    if cohort.cause:
        lapse = table is breaches or question.beside is not None
        wanted.append(_is(breaches.c.cause, cohort.cause) if lapse else false())
    if cohort.building:
        wanted.append(_of_building(table.c.get("unit_id", _T.unit_id), cohort.building))
    equal = (
        (_T.channel, cohort.channel), (_T.intent, cohort.intent), (_D.component, cohort.component), (_D.contractor_key, cohort.contractor),
        (_D.supplier_key, cohort.supplier), (code_of(table), cohort.code), (_D.work_step, cohort.work_step), (question.step, cohort.step),
        (code_of(table), NOT_KNOWN if cohort.domain == NOT_KNOWN else ""),
    )  # fmt: skip
    return wanted + [_is(column, value) for column, value in equal if value]


def _is(column: ColumnElement[Any], value: str) -> ColumnElement[bool]:
    return func.coalesce(column, "") == "" if value == NOT_KNOWN else column == value


def _of_building(home: ColumnElement[Any], building: str) -> ColumnElement[bool]:
    if building == NOT_KNOWN:
        return home.is_(None)
    return home.in_(select(units.c.id).where(units.c.building_id == int(building)))
