"""Counts for the measures of complaint handling (ISO 10002, clause 8): how many met what they had to, of how many, by group.

Each question reads one period of each estate by an index and groups in the database: it costs what the period holds, not what all
time holds. What the scope does not hold (other estates, tickets that complain of whoever asks) is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
)

from storage.defects import defects
from storage.efforts import efforts
from storage.measure_questions import EFFORTS, QUESTIONS, WITHOUT_TICKET, Cohort, Question
from storage.ticket_rows import tickets
from storage.tickets import Tickets, estates_within

#: By what figures may be split.
SPLITS = ("estate", "channel", "intent", "domain", "component", "contractor")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group met it; `group` empty: all together, or nothing known."""

    group: str
    met: int
    all: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum over so many tickets; `unit`: min, intake (minutes of receiving alone), or a currency in hundredths."""

    group: str
    unit: str
    amount: int
    tickets: int


@dataclass(frozen=True, slots=True)
class Met:
    """One case behind a figure, met or not. `due_at`: the moment it is counted by; `number` empty: found without a ticket.

    `step`: the kind of clock or promise, where a measure counts several.
    """

    number: str
    summary: str
    due_at: datetime
    holder_id: int | None
    met: bool
    step: str = ""


_T, _D, _E = tickets.c, defects.c, efforts.c

_KINDS = {"complaint": _T.complaint, "repair": and_(_T.intent == "repair", _T.complaint.is_(False))}
_GROUPS: dict[str, ColumnElement[Any]] = {
    "channel": _T.channel, "intent": _T.intent, "component": _D.component,
    "contractor": _D.contractor_key,
}  # fmt: skip


class Measures:
    """The counts within one scope; owners' scopes hold none."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def shares(self, name: str, cohort: Cohort, split: str = "") -> list[Share]:
        """How many met it, of how many; by group where `split` is one of SPLITS. Groups without a case are left out."""
        question = QUESTIONS[name]
        group = _group(question.table, split)
        met = func.sum(case((question.met(cohort, self._engine), 1), else_=0))
        statement = self._of(question, cohort, select(group, met, func.count()), split).group_by(group)
        found: dict[str, tuple[int, int]] = {}
        for label, good, every in self._connection.execute(statement):
            one = _folded(label, split)
            before = found.get(one, (0, 0))
            found[one] = (before[0] + int(good or 0), before[1] + every)
        return [Share(one, *counts) for one, counts in sorted(found.items()) if counts[1]]

    def amounts(self, cohort: Cohort, split: str = "") -> list[Amount]:
        """Minutes, minutes of receiving, and money by currency, that were spent in the period, and over how many tickets."""
        group = _group(efforts, split)
        seen = select(group, _E.ticket_id, _E.currency, _E.what, func.sum(_E.minutes), func.sum(_E.cost))
        grouped = self._of(EFFORTS, cohort, seen, split).group_by(group, _E.ticket_id, _E.currency, _E.what)
        sums: dict[tuple[str, str], int] = {}
        over: dict[tuple[str, str], set[int]] = {}
        for label, ticket_id, currency, what, minutes, cost in self._connection.execute(grouped):
            parts = {"min": minutes, "intake": minutes if what == "intake" else 0, currency: cost}
            for unit, amount in parts.items():
                key = (_folded(label, split), unit)
                sums[key] = sums.get(key, 0) + int(amount)
                over.setdefault(key, set()).add(ticket_id)
        return [Amount(*key, amount, len(over[key])) for key, amount in sorted(sums.items()) if amount]

    def cases(self, name: str, cohort: Cohort, limit: int = 300) -> list[Met]:
        """The cases behind a figure: those that did not meet it first, the latest first."""
        question = QUESTIONS[name]
        met = case((question.met(cohort, self._engine), 1), else_=0)
        columns = (_T.number, question.summary, question.time, question.holder, met, question.step)
        statement = (
            self._of(question, cohort, select(*columns), "").order_by(met, question.time.desc()).limit(limit)
        )
        return [
            Met(number or "", summary or "", at, holder, bool(good), step)
            for number, summary, at, holder, good, step in self._connection.execute(statement)
        ]

    def spent_on(self, cohort: Cohort, limit: int = 300) -> list[Met]:
        """The tickets behind minutes and money, the latest first."""
        latest = func.max(_E.at).label("latest")
        columns = select(_T.number, _T.summary, latest, _T.holder_id)
        statement = self._of(EFFORTS, cohort, columns, "").group_by(
            _T.id, _T.number, _T.summary, _T.holder_id
        )
        rows = self._connection.execute(statement.order_by(latest.desc()).limit(limit))
        return [Met(number, summary, at, holder, True) for number, summary, at, holder in rows]

    def contractors(self) -> dict[str, str]:
        """The contractors that defects name: as they are matched, and as they are written."""
        where = (_D.estate_id.in_(self._estate_ids(None)), _D.replaced_at.is_(None), _D.contractor_key != "")
        seen = or_(_D.ticket_id.is_(None), self._tickets.visible)
        named = (
            select(_D.contractor_key, func.min(_D.contractor))
            .select_from(_joined(defects, ""))
            .where(*where, seen)
        )
        rows = self._connection.execute(named.group_by(_D.contractor_key).order_by(_D.contractor_key))
        return {row[0]: row[1] for row in rows}

    @property
    def _engine(self) -> str:
        return self._connection.dialect.name

    def _estate_ids(self, estate_id: int | None) -> list[int]:
        every = estates_within(self._connection, self._tickets.scope)
        return [one for one in every if estate_id in (None, one)]

    def _of(self, question: Question, cohort: Cohort, statement: Select[Any], split: str) -> Select[Any]:
        """The statement over the rows that a question counts in a cohort, and that the scope holds."""
        needs = "component" if cohort.component or cohort.contractor else split
        statement = statement.select_from(_joined(question.table, needs))
        own = question.table.c["estate_id"].in_(self._estate_ids(cohort.estate_id))
        period = (question.time >= cohort.since) & (question.time < cohort.until)
        seen = self._tickets.visible
        if question.table in WITHOUT_TICKET:
            seen = or_(question.table.c["ticket_id"].is_(None), seen)
        narrowed = _narrowed(question.table, cohort)
        return statement.where(own, period, question.counted(cohort, self._engine), seen, *narrowed)


def _joined(table: FromClause, needs: str) -> FromClause:
    """The table with its tickets, and with their defects where these are asked for."""
    if table is tickets:
        joined: FromClause = tickets
    else:
        joined = table.join(tickets, _T.id == table.c["ticket_id"], isouter=table in WITHOUT_TICKET)
    if table is not defects and needs in ("component", "contractor"):
        return joined.outerjoin(defects, and_(_D.ticket_id == _T.id, _D.replaced_at.is_(None)))
    return joined


def _code(table: FromClause) -> ColumnElement[Any]:
    """The code that a case goes by: its own, or its ticket's."""
    return table.c["code"] if table in WITHOUT_TICKET else _T.code


def _narrowed(table: FromClause, cohort: Cohort) -> list[ColumnElement[bool]]:
    wanted = [_KINDS[cohort.kind]] if cohort.kind in _KINDS else []
    if cohort.domain:
        wanted.append(_code(table).startswith(f"{cohort.domain}.", autoescape=True))
    equal = (
        (_T.channel, cohort.channel),
        (_T.intent, cohort.intent),
        (_D.component, cohort.component),
        (_D.contractor_key, cohort.contractor),
    )
    return wanted + [column == value for column, value in equal if value]


def _group(table: FromClause, split: str) -> ColumnElement[Any]:
    if split == "estate":
        return table.c["estate_id"].label("of")
    if split == "domain":
        return func.coalesce(_code(table), "").label("of")
    return _GROUPS.get(split, literal("")).label("of")


def _folded(label: Any, split: str) -> str:
    """A group's name; a code stands in its domain."""
    said = "" if label is None else str(label)
    return said.partition(".")[0] if split == "domain" else said
