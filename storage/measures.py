"""Counts for the measures of complaint handling (ISO 10002, clause 8): how many met what they had to, of how many, by group.

Each question reads one period of each estate by an index and groups in the database: it costs what the period holds, not what all
time holds. What the scope does not hold (other estates, tickets that complain of whoever asks) is not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    func,
    or_,
    select,
)

from storage.counting import Counting, joined, part_of
from storage.decision_rows import decisions
from storage.defects import defects
from storage.efforts import efforts
from storage.entry_questions import ENTRIES
from storage.groups import folded, group_of
from storage.measure_questions import EFFORTS, QUESTIONS, Cohort
from storage.ticket_rows import tickets


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
_ALL = {**QUESTIONS, **ENTRIES}


class Measures(Counting):
    """The counts behind the measures."""

    def shares(self, name: str, cohort: Cohort, split: str = "") -> list[Share]:
        """How many met it, of how many; by group where `split` is one of SPLITS. Groups without a case are left out."""
        question = _ALL[name]
        group = group_of(question.table, split)
        met = func.sum(case((question.met(cohort, self._engine), 1), else_=0))
        statement = self._of(question, cohort, select(group, met, func.count()), split).group_by(group)
        found: dict[str, tuple[int, int]] = {}
        for label, good, every in self._connection.execute(statement):
            one = folded(label, split)
            before = found.get(one, (0, 0))
            found[one] = (before[0] + int(good or 0), before[1] + every)
        return [Share(one, *counts) for one, counts in sorted(found.items()) if counts[1]]

    def course(self, name: str, cohort: Cohort, ends: Sequence[datetime]) -> list[Share]:
        """How many met it in each part of the period; the parts lie before `ends`, the last of which is the cohort's own."""
        question = _ALL[name]
        part = part_of(question.time, ends).label("part")
        met = func.sum(case((question.met(cohort, self._engine), 1), else_=0))
        statement = self._of(question, cohort, select(part, met, func.count()), "").group_by(part)
        found = {at: (int(good or 0), every) for at, good, every in self._connection.execute(statement)}
        return [Share(str(at), *found.get(at, (0, 0))) for at in range(len(ends))]

    def amounts(self, cohort: Cohort, split: str = "") -> list[Amount]:
        """Minutes, minutes of receiving, and money by currency, that were spent in the period, and over how many tickets."""
        group, over = group_of(efforts, split), func.count(_E.ticket_id.distinct())
        received = func.sum(case((_E.what == "intake", _E.minutes), else_=0))
        minutes = select(group, func.sum(_E.minutes), received, over)
        costs = select(group, _E.currency, func.sum(_E.cost), over)
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for label, every, intake, count in self._connection.execute(
            self._spent(cohort, minutes, split, group)
        ):
            _add(found, (folded(label, split), "min"), every, count)
            _add(found, (folded(label, split), "intake"), intake, count)
        by_currency = self._spent(cohort, costs, split, group, _E.currency)
        for label, currency, cost, count in self._connection.execute(by_currency):
            _add(found, (folded(label, split), currency), cost, count)
        return [Amount(*key, *counts) for key, counts in sorted(found.items()) if counts[0]]

    def _spent(
        self, cohort: Cohort, statement: Select[Any], split: str, *by: ColumnElement[Any]
    ) -> Select[Any]:
        return self._of(EFFORTS, cohort, statement, split).group_by(*by)

    def remedies(self, cohort: Cohort, split: str = "") -> list[Amount]:
        """Money that owners were promised in the period as a remedy, by currency, and in how many tickets (M06)."""
        group = group_of(decisions, split)
        columns = select(
            group,
            decisions.c.currency,
            func.sum(decisions.c.remedy_amount),
            func.count(decisions.c.ticket_id.distinct()),
        )
        found = self._of(QUESTIONS["remedied"], cohort, columns, split).group_by(group, decisions.c.currency)
        sums: dict[tuple[str, str], tuple[int, int]] = {}
        for label, currency, amount, count in self._connection.execute(found):
            _add(sums, (folded(label, split), currency), amount, count)
        return [Amount(*key, *counts) for key, counts in sorted(sums.items())]

    def costed(self, cohort: Cohort, split: str = "") -> dict[str, int]:
        """How many tickets there are behind `amounts` and `remedies` together, each once, by group: what one of them cost is over these."""
        spent = self._of(
            EFFORTS, cohort, select(group_of(efforts, split), _E.ticket_id.label("ticket")), split
        )
        promised = select(group_of(decisions, split), decisions.c.ticket_id.label("ticket"))
        both = spent.union(self._of(QUESTIONS["remedied"], cohort, promised, split)).subquery("costed")
        counts = select(both.c.of, func.count(both.c.ticket.distinct())).group_by(both.c.of)
        found: dict[str, int] = {}
        for label, count in self._connection.execute(counts):
            found[folded(label, split)] = found.get(folded(label, split), 0) + count
        return found

    def cases(self, name: str, cohort: Cohort, limit: int = 300) -> list[Met]:
        """The cases behind a figure: those that did not meet it first, the latest first."""
        question = _ALL[name]
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
            .select_from(joined(defects, ""))
            .where(*where, seen)
        )
        rows = self._connection.execute(named.group_by(_D.contractor_key).order_by(_D.contractor_key))
        return {row[0]: row[1] for row in rows}


def _add(sums: dict[tuple[str, str], tuple[int, int]], key: tuple[str, str], amount: Any, count: int) -> None:
    before = sums.get(key, (0, 0))
    sums[key] = (before[0] + int(amount or 0), before[1] + count)
