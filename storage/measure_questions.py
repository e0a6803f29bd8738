"""What each measure of complaint handling counts, over which cases: the questions that storage/measures.py asks.

A new clock, or another thing that must be done by a time, is one more question here; the measures that are shown add questions up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    FromClause,
    Interval,
    and_,
    exists,
    literal,
    or_,
    select,
    type_coerce,
)

from storage.corrective_actions import actions
from storage.defects import defects
from storage.efforts import efforts
from storage.ratings import ratings
from storage.ticket_rows import promises, tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Which cases are meant: a period (`since` until before `until`, seen at `now`), and what narrows it; empty: everything.

    `kind`: complaint or repair; `intent` what a ticket was opened as. `domain` is the first part of a code, `contractor` a name as it is matched. `recurrence`: how
    long after a fault the same one in the same home counts as come back.
    """

    since: datetime
    until: datetime
    now: datetime
    recurrence: timedelta = timedelta(days=365)
    estate_id: int | None = None
    kind: str = ""
    intent: str = ""
    domain: str = ""
    channel: str = ""
    component: str = ""
    contractor: str = ""


Condition = Callable[[Cohort, str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a measure counts: the rows of `table` whose `time` lies in the period and that are `counted`; those that `met` it.

    Conditions take the cohort and the name of the engine. `summary` and `holder` tell a case in a list: what, and who has it.
    """

    table: FromClause
    time: ColumnElement[datetime]
    counted: Condition
    met: Condition
    summary: ColumnElement[str] = tickets.c.summary
    holder: ColumnElement[int] = tickets.c.holder_id


_T, _P, _R, _D, _A = tickets.c, promises.c, ratings.c, defects.c, actions.c
_CASE = or_(_T.complaint, _T.intent.in_(("complaint", "dispute", "repair", "emergency")))
_STANDS = _T.stage != "withdrawn"
_COMPLAINTS = and_(_T.complaint, _STANDS)


def _answered(cohort: Cohort, _engine: str) -> ColumnElement[bool]:
    """Answers that are due, or given; of what was withdrawn unanswered nobody waits for one."""
    return and_(_CASE, or_(_T.responded_at.isnot(None), and_(_T.respond_by <= cohort.now, _STANDS)))


def _promised(cohort: Cohort, _engine: str) -> ColumnElement[bool]:
    """Promises that are over, beside that of the first answer, which is counted by itself."""
    over = or_(_P.kept_at.isnot(None), _P.broken_at.isnot(None), and_(_P.due_at <= cohort.now, _STANDS))
    return and_(_CASE, _P.kind != "answer", over)


def _recurred(cohort: Cohort, engine: str) -> ColumnElement[bool]:
    """The same fault of the same component was found in the same home before, within the stated time."""
    earlier = defects.alias("earlier")
    same = [earlier.c[name] == _D[name] for name in ("unit_id", "code", "component")]
    first = or_(earlier.c.at < _D.at, and_(earlier.c.at == _D.at, earlier.c.id < _D.id))
    span = earlier.c.at >= _earlier_by(_D.at, cohort.recurrence, engine)
    return exists(select(earlier.c.id).where(*same, earlier.c.replaced_at.is_(None), first, span))


def _earlier_by(moment: ColumnElement[Any], span: timedelta, engine: str) -> ColumnElement[Any]:
    """A moment of a row, earlier by a span: SQLite keeps whole microseconds, PostgreSQL timestamps."""
    if engine == "postgresql":
        return type_coerce(moment, DateTime(timezone=True)) - literal(span, Interval())
    return type_coerce(moment, BigInteger) - span // timedelta(microseconds=1)


def _simply(condition: ColumnElement[bool]) -> Condition:
    return lambda _cohort, _engine: condition


#: Every measure that is a share. "answered" and "promised" are together the steps that were due (D05).
QUESTIONS: dict[str, Question] = {
    "answered": Question(
        table=tickets, time=_T.opened_at, counted=_answered, met=_simply(_T.responded_at <= _T.respond_by)
    ),
    "promised": Question(
        table=promises, time=_P.due_at, counted=_promised, met=_simply(_P.kept_at <= _P.due_at)
    ),
    "closed": Question(
        table=tickets, time=_T.opened_at, counted=_simply(_COMPLAINTS), met=_simply(_T.stage == "closed")
    ),
    "followed_up": Question(
        table=tickets, time=_T.closed_at, counted=_simply(and_(_T.complaint, _T.stage == "closed")),
        met=_simply(_T.followed_up_at.isnot(None)),
    ),
    "satisfied": Question(
        table=ratings, time=_R.at, counted=_simply(and_(_CASE, _R.scale == 5)), met=_simply(_R.score >= 4)
    ),
    "managed": Question(
        table=tickets, time=_T.opened_at, counted=_simply(_COMPLAINTS), met=_simply(_T.level > 0)
    ),
    "managed_serious": Question(
        table=tickets, time=_T.opened_at, met=_simply(_T.level > 0),
        counted=_simply(and_(_COMPLAINTS, _T.urgency.in_(("E0", "E1")))),
    ),
    "recurred": Question(
        table=defects, time=_D.at, counted=_simply(and_(_D.replaced_at.is_(None), _D.unit_id.isnot(None))), met=_recurred
    ),
    "tasks": Question(
        table=actions, time=_A.due_at, counted=lambda cohort, _engine: or_(_A.done_at.isnot(None), _A.due_at <= cohort.now),
        met=_simply(_A.done_at <= _A.due_at), summary=_A.what, holder=_A.owner_id,
    ),
}  # fmt: skip

#: Minutes and money, which are added up and not counted.
EFFORTS = Question(table=efforts, time=efforts.c.at, counted=_simply(_CASE), met=_simply(_CASE))

#: Tables whose rows need no ticket.
WITHOUT_TICKET = (defects, actions)
