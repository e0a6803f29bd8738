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
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from storage.assessments import assessments
from storage.breaches import breaches
from storage.clocks import clocks
from storage.corrective_actions import actions
from storage.defects import defects
from storage.efforts import efforts
from storage.followups import followups
from storage.risks import management_reached, risks
from storage.scope import SENIOR
from storage.staff import staff
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


#: What people said in the contact after their complaint; where nobody was reached, or it was opened again, nobody said anything.
SAID = ("satisfied", "not_satisfied")

#: Where a measure counts one kind of step alone.
_NO_STEP: ColumnElement[str] = literal("")

Condition = Callable[[Cohort, str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a measure counts: the rows of `table` whose `time` lies in the period and that are `counted`; those that `met` it.

    Conditions take the cohort and the name of the engine. `summary`, `holder` and `step` tell a case in a list: what, who has it (or
    had it when it was missed), and which step had to be done, empty where a measure has but one.
    """

    table: FromClause
    time: ColumnElement[datetime]
    counted: Condition
    met: Condition
    summary: ColumnElement[str] = tickets.c.summary
    holder: ColumnElement[int] = tickets.c.holder_id
    step: ColumnElement[str] = _NO_STEP


_T, _P, _F, _D, _A, _C, _B = tickets.c, promises.c, followups.c, defects.c, actions.c, clocks.c, breaches.c
_CASE = or_(_T.complaint, _T.intent.in_(("complaint", "dispute", "repair", "emergency")))
_STANDS = _T.stage != "withdrawn"
_COMPLAINTS = and_(_T.complaint, _STANDS)

#: From this grade an assessment calls a matter serious (1 a trifle, 4 danger or injury), and from these levels a risk does.
_SEVERE, _GRAVE = 3, ("serious", "crisis")


def _breach_of(step: FromClause) -> Any:
    """The breach of a clock or a promise: the same step of the same ticket, due at the same moment."""
    return and_(_B.ticket_id == step.c["ticket_id"], _B.kind == step.c["kind"], _B.due_at == step.c["due_at"])


def _missed(step: FromClause) -> ColumnElement[bool]:
    return exists(select(_B.id).where(_breach_of(step)))


def _holder(step: FromClause) -> ColumnElement[int]:
    """Whose a missed step was when it was missed, else whose the ticket is."""
    then = select(_B.holder_id).where(_breach_of(step)).scalar_subquery()
    return func.coalesce(then, _T.holder_id)


def _ran(cohort: Cohort) -> ColumnElement[bool]:
    """Clocks that ended or ran out. What was withdrawn asks for no step any more; what had been missed until then stays missed."""
    out = and_(_C.stopped_at.is_(None), _C.paused_at.is_(None), _C.due_at <= cohort.now)
    return or_(_missed(clocks), and_(_STANDS, or_(_C.stopped_at.isnot(None), out)))


def _run(cohort: Cohort, _engine: str) -> ColumnElement[bool]:
    """The clocks of cases: complaints, disputes, repairs, emergencies."""
    return and_(_CASE, _ran(cohort))


def _enquired(cohort: Cohort, _engine: str) -> ColumnElement[bool]:
    """The clocks of questions that somebody asked."""
    return and_(_T.intent == "enquiry", _ran(cohort))


def _of_kind(kind: str, clocks_of: Condition) -> Condition:
    """The clocks of one step alone."""
    return lambda cohort, engine: and_(_C.kind == kind, clocks_of(cohort, engine))


#: Done by its time: a clock that rested when it ended had stopped where it began to rest.
_IN_TIME = and_(
    ~_missed(clocks), func.coalesce(_C.paused_at, _C.stopped_at) <= _C.due_at, _C.stopped_at.isnot(None)
)


def promise_over(cohort: Cohort) -> ColumnElement[bool]:
    """Promises that were kept or not; another date in the place of one is neither (C32)."""
    lapsed = and_(_P.due_at <= cohort.now, _P.replaced_at.is_(None))
    return or_(_P.kept_at.isnot(None), _P.broken_at.isnot(None), lapsed)


def _promised(cohort: Cohort, _engine: str) -> ColumnElement[bool]:
    """Promises that are over, beside that of an answer, which has a clock of its own."""
    stands = or_(_STANDS, _P.kept_at.isnot(None), _P.broken_at.isnot(None))
    return and_(_CASE, _P.kind != "answer", promise_over(cohort), stands)


def _is_serious() -> ColumnElement[bool]:
    """The newest assessment says so, or a risk that is open (C48)."""
    of_it = select(assessments.c.severity).where(assessments.c.ticket_id == _T.id)
    newest = of_it.order_by(assessments.c.id.desc()).limit(1).scalar_subquery()
    grave = (risks.c.ticket_id == _T.id) & risks.c.closed_at.is_(None) & risks.c.level.in_(_GRAVE)
    return or_(newest >= _SEVERE, exists(select(risks.c.id).where(grave)))


def _reached() -> ColumnElement[bool]:
    """It was raised on the ladder, whose every rung is of the management, or somebody of the management was told."""
    told = management_reached.join(staff, staff.c.id == management_reached.c.staff_id)
    one = (management_reached.c.ticket_id == _T.id) & staff.c.role.in_(SENIOR)
    return or_(_T.level > 0, exists(select(management_reached.c.id).select_from(told).where(one)))


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


#: Every measure that is a share. "clocked" and "promised" are together the steps that were due (D05).
QUESTIONS: dict[str, Question] = {
    "clocked": Question(
        table=clocks, time=_C.due_at, counted=_run, met=_simply(_IN_TIME), holder=_holder(clocks), step=_C.kind,
    ),
    "promised": Question(
        table=promises, time=_P.due_at, counted=_promised, met=_simply(_P.kept_at <= _P.due_at), holder=_holder(promises),
        step=_P.kind,
    ),
    "first_answer": Question(
        table=clocks, time=_C.due_at, counted=_of_kind("answer", _run), met=_simply(_IN_TIME), holder=_holder(clocks),
    ),
    "enquiry_answered": Question(
        table=clocks, time=_C.due_at, counted=_of_kind("answer", _enquired), met=_simply(_IN_TIME), holder=_holder(clocks),
    ),
    "repaired": Question(
        table=clocks, time=_C.due_at, counted=_of_kind("fix", _run), met=_simply(_IN_TIME), holder=_holder(clocks),
    ),
    "visited": Question(
        table=promises, time=_P.due_at, met=_simply(_P.kept_at <= _P.due_at), holder=_holder(promises),
        counted=lambda cohort, engine: and_(_P.kind == "visit", _promised(cohort, engine)),
    ),
    "closed": Question(
        table=tickets, time=_T.opened_at, counted=_simply(_COMPLAINTS), met=_simply(_T.stage == "closed")
    ),
    "followed_up": Question(
        table=tickets, time=_T.closed_at, counted=_simply(and_(_T.complaint, _T.stage == "closed")),
        met=_simply(_T.followed_up_at.isnot(None)),
    ),
    "satisfied": Question(
        table=followups, time=_F.done_at, counted=_simply(and_(_T.complaint, _F.result.in_(SAID))), met=_simply(_F.result == "satisfied"),
    ),
    "managed": Question(
        table=tickets, time=_T.opened_at, counted=_simply(_COMPLAINTS), met=_simply(_reached())
    ),
    "managed_serious": Question(
        table=tickets, time=_T.opened_at, met=_simply(_reached()), counted=_simply(and_(_COMPLAINTS, _is_serious())),
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
