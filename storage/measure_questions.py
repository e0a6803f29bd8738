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
    not_,
    or_,
    select,
    type_coerce,
)

from storage.assessments import assessments
from storage.breaches import breaches
from storage.clocks import clocks
from storage.corrective_actions import actions
from storage.decision_rows import decisions
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

    `kind`: complaint or repair; `intent` what a ticket was opened as. `domain` is the first part of a code, `contractor` and `supplier` are
    names as they are matched, `building` an id, `step` the kind of a clock or a promise, `cause` that of a lapse; NOT_KNOWN narrows to
    those of which it is not known. `recurrence`: how long after a fault the same one in the same home counts as come back.
    """

    since: datetime
    until: datetime
    now: datetime
    recurrence: timedelta = timedelta(days=365)
    estate_id: int | None = None
    building: str = ""
    kind: str = ""
    intent: str = ""
    domain: str = ""
    channel: str = ""
    component: str = ""
    contractor: str = ""
    supplier: str = ""
    code: str = ""
    work_step: str = ""
    step: str = ""
    cause: str = ""


#: In the place of a value that narrows: those of which it is not known.
NOT_KNOWN = "-"


#: What people said in the contact after their complaint; where nobody was reached, or it was opened again, nobody said anything.
SAID = ("satisfied", "not_satisfied")

#: Where a measure counts one kind of step alone.
_NO_STEP: ColumnElement[str] = literal("")

Condition = Callable[[Cohort, str], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a measure counts: the rows of `table` whose `time` lies in the period and that are `counted`; those that `met` it.

    Conditions take the cohort and the name of the engine. `summary`, `holder` and `step` tell a case in a list: what, who has it (or
    had it when it was missed), and which step had to be done, empty where a measure has but one. `beside`: what at most one row of is
    looked up for each row, and by what.
    """

    table: FromClause
    time: ColumnElement[datetime]
    counted: Condition
    met: Condition
    summary: ColumnElement[str] = tickets.c.summary
    holder: ColumnElement[int] = tickets.c.holder_id
    step: ColumnElement[str] = _NO_STEP
    beside: tuple[FromClause, ColumnElement[bool]] | None = None


_N = decisions.c
_T, _P, _F, _D, _A, _C, _B = tickets.c, promises.c, followups.c, defects.c, actions.c, clocks.c, breaches.c
CASE = or_(_T.complaint, _T.intent.in_(("complaint", "dispute", "repair", "emergency")))
_STANDS = _T.stage != "withdrawn"
_COMPLAINTS = and_(_T.complaint, _STANDS)

#: From this grade an assessment calls a matter serious (1 a trifle, 4 danger or injury), and from these levels a risk does.
_SEVERE, _GRAVE = 3, ("serious", "crisis")


def _breach_of(step: FromClause) -> Any:
    """The breach of a clock or a promise: the same step of the same ticket, due at the same moment."""
    return and_(_B.ticket_id == step.c["ticket_id"], _B.kind == step.c["kind"], _B.due_at == step.c["due_at"])


#: Of a clock or a promise beside which its breach is looked up: it was missed.
_MISSED = _B.id.isnot(None)

#: Whose a missed step was when it was missed, else whose the ticket is.
_HOLDER: ColumnElement[int] = func.coalesce(_B.holder_id, _T.holder_id)


def _ran(cohort: Cohort) -> ColumnElement[bool]:
    """Clocks that ended or ran out. What was withdrawn asks for no step any more; what had been missed until then stays missed."""
    out = and_(_C.stopped_at.is_(None), _C.paused_at.is_(None), _C.due_at <= cohort.now)
    return or_(_MISSED, and_(_STANDS, or_(_C.stopped_at.isnot(None), out)))


def _run(cohort: Cohort, _engine: str) -> ColumnElement[bool]:
    """The clocks of cases: complaints, disputes, repairs, emergencies."""
    return and_(CASE, _ran(cohort))


def _enquired(cohort: Cohort, _engine: str) -> ColumnElement[bool]:
    """The clocks of questions that somebody asked."""
    return and_(_T.intent == "enquiry", _ran(cohort))


#: Done by its time: a clock that rested when it ended had stopped where it began to rest.
_IN_TIME = and_(
    _B.id.is_(None), func.coalesce(_C.paused_at, _C.stopped_at) <= _C.due_at, _C.stopped_at.isnot(None)
)


def promise_over(cohort: Cohort) -> ColumnElement[bool]:
    """Promises that were kept or not; another date in the place of one is neither (C32)."""
    lapsed = and_(_P.due_at <= cohort.now, _P.replaced_at.is_(None))
    return or_(_P.kept_at.isnot(None), _P.broken_at.isnot(None), lapsed)


def _promised(cohort: Cohort, _engine: str) -> ColumnElement[bool]:
    """Promises that are over, beside that of an answer, which has a clock of its own."""
    stands = or_(_STANDS, _P.kept_at.isnot(None), _P.broken_at.isnot(None))
    return and_(CASE, _P.kind != "answer", promise_over(cohort), stands)


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
    first = and_(earlier.c.at <= _D.at, or_(earlier.c.at < _D.at, earlier.c.id < _D.id))
    span = earlier.c.at >= _earlier_by(_D.at, cohort.recurrence, engine)
    return exists(select(earlier.c.id).where(*same, earlier.c.replaced_at.is_(None), first, span))


def _earlier_by(moment: ColumnElement[Any], span: timedelta, engine: str) -> ColumnElement[Any]:
    """A moment of a row, earlier by a span: SQLite keeps whole microseconds, PostgreSQL timestamps."""
    if engine == "postgresql":
        return type_coerce(moment, DateTime(timezone=True)) - literal(span, Interval())
    return type_coerce(moment, BigInteger) - span // timedelta(microseconds=1)


def simply(condition: ColumnElement[bool]) -> Condition:
    return lambda _cohort, _engine: condition


def _clock_of(kind: str, clocks_of: Condition) -> Question:
    """The clocks of one step alone."""
    return Question(
        table=clocks, time=_C.due_at, met=simply(_IN_TIME), holder=_HOLDER, beside=(breaches, _breach_of(clocks)),
        counted=lambda cohort, engine: and_(_C.kind == kind, clocks_of(cohort, engine)),
    )  # fmt: skip


def _visits(cohort: Cohort, engine: str) -> ColumnElement[bool]:
    """Promises that somebody comes within the hours agreed."""
    return and_(_P.kind == "visit", _promised(cohort, engine))


_later = decisions.alias("later")

#: Amounts that owners were told; of several decisions in one ticket the last one told stands.
_REMEDIED = and_(
    _N.remedy_amount > 0,
    ~exists(
        select(_later.c.id).where(
            _later.c.ticket_id == _N.ticket_id, _later.c.told_at.isnot(None), _later.c.id > _N.id
        )
    ),
)

#: Every measure that is a share. "clocked" and "promised" are together the steps that were due (D05); one step alone is what the
#: standard of its touch-point is measured by (L18).
QUESTIONS: dict[str, Question] = {
    "clocked": Question(
        table=clocks, time=_C.due_at, counted=_run, met=simply(_IN_TIME), holder=_HOLDER, step=_C.kind,
        beside=(breaches, _breach_of(clocks)),
    ),
    "promised": Question(
        table=promises, time=_P.due_at, counted=_promised, met=simply(_P.kept_at <= _P.due_at), holder=_HOLDER,
        step=_P.kind, beside=(breaches, _breach_of(promises)),
    ),
    "first_answer": _clock_of("answer", _run),
    "enquiry_answered": _clock_of("answer", _enquired),
    "repaired": _clock_of("fix", _run),
    "visited": Question(
        table=promises, time=_P.due_at, counted=_visits, met=simply(_P.kept_at <= _P.due_at), holder=_HOLDER,
        beside=(breaches, _breach_of(promises)),
    ),
    "closed": Question(
        table=tickets, time=_T.opened_at, counted=simply(_COMPLAINTS), met=simply(_T.stage == "closed")
    ),
    "followed_up": Question(
        table=tickets, time=_T.closed_at, counted=simply(and_(_T.complaint, _T.stage == "closed")),
        met=simply(_T.followed_up_at.isnot(None)),
    ),
    "satisfied": Question(
        table=followups, time=_F.done_at, counted=simply(and_(_T.complaint, _F.result.in_(SAID))), met=simply(_F.result == "satisfied"),
    ),
    "contacted": Question(
        table=followups, time=_F.done_at, counted=simply(and_(_T.complaint, _F.result.in_((*SAID, "not_reached")))),
        met=simply(_F.result.in_(SAID)),
    ),
    "managed": Question(
        table=tickets, time=_T.opened_at, counted=simply(_COMPLAINTS), met=simply(_reached())
    ),
    "managed_serious": Question(
        table=tickets, time=_T.opened_at, met=simply(_reached()), counted=simply(and_(_COMPLAINTS, _is_serious())),
    ),
    "recurred": Question(
        table=defects, time=_D.at, counted=simply(and_(_D.replaced_at.is_(None), _D.unit_id.isnot(None))), met=_recurred
    ),
    "tasks": Question(
        table=actions, time=_A.due_at, counted=lambda cohort, _engine: or_(_A.done_at.isnot(None), _A.due_at <= cohort.now),
        met=simply(_A.done_at <= _A.due_at), summary=_A.what, holder=_A.owner_id,
    ),
    "came_in": Question(
        table=tickets, time=_T.opened_at, counted=simply(and_(CASE, _STANDS)), met=simply(_T.stage == "closed")
    ),
    "found": Question(
        table=defects, time=_D.at, counted=simply(_D.replaced_at.is_(None)), met=simply(_T.stage == "closed")
    ),
    "jobs": Question(
        table=defects, time=_D.at, counted=simply(and_(_D.replaced_at.is_(None), _T.stage.in_(("resolved", "closed")))),
        met=lambda cohort, engine: not_(or_(_T.reopened > 0, _recurred(cohort, engine))),
    ),
    "missed": Question(
        table=breaches, time=_B.at, counted=simply(CASE), met=simply(_B.ended_at.isnot(None)), holder=_B.holder_id, step=_B.kind
    ),
    "remedied": Question(
        table=decisions, time=_N.told_at, counted=simply(_REMEDIED), met=simply(_N.delivered_at.isnot(None))
    ),
}  # fmt: skip

#: Minutes and money, which are added up and not counted.
EFFORTS = Question(table=efforts, time=efforts.c.at, counted=simply(CASE), met=simply(CASE))

#: Tables whose rows need no ticket.
WITHOUT_TICKET = (defects, actions)
