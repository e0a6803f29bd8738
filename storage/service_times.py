"""How long people waited (L06): until the first answer, and until the case was closed, by group.

Whole hours run by day and night, as the clocks do (D09).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce

from storage.counting import Counting, part_of
from storage.groups import folded, group_of
from storage.measure_questions import QUESTIONS, Cohort
from storage.ticket_rows import tickets

_T = tickets.c


@dataclass(frozen=True, slots=True)
class Waited:
    """A group of cases: how many came in, were answered and closed, and the mean and the longest hours of those. None: no case."""

    group: str
    opened: int
    answered: int
    hours_to_answer: float | None
    longest_answer: float | None
    closed: int
    hours_to_close: float | None


class ServiceTimes(Counting):
    """The times within one scope."""

    def waited(self, cohort: Cohort, split: str = "") -> list[Waited]:
        """The cases opened in the period, by group where `split` is one of SPLITS; groups without a case are left out."""
        found = self._counted(cohort, group_of(tickets, split), split, lambda label: folded(label, split))
        return [_waited(group, counts) for group, counts in sorted(found.items()) if counts[0]]

    def course(self, cohort: Cohort, ends: Sequence[datetime]) -> list[Waited | None]:
        """The cases opened in each part of the period, which lie before `ends`; None for a part without a case."""
        found = self._counted(cohort, part_of(_T.opened_at, ends).label("part"), "", str)
        return [_waited(str(at), found[str(at)]) if str(at) in found else None for at in range(len(ends))]

    def _counted(
        self, cohort: Cohort, group: ColumnElement[Any], split: str, named: Callable[[Any], str]
    ) -> dict[str, list[float]]:
        answer, close = ((end, _T.opened_at, self._engine) for end in (_T.responded_at, _T.closed_at))
        columns = select(
            group, func.count(), func.count(_T.responded_at), seconds(func.sum, *answer), seconds(func.max, *answer), func.count(_T.closed_at),
            seconds(func.sum, *close),
        )  # fmt: skip
        found: dict[str, list[float]] = {}
        statement = self._of(QUESTIONS["came_in"], cohort, columns, split).group_by(group)
        for label, *counts in self._connection.execute(statement):
            now = [float(one or 0) for one in counts]
            known = found.setdefault(named(label), [0.0] * len(now))
            longest = max(known[3], now[3])
            known[:] = [one + more for one, more in zip(known, now, strict=True)]
            known[3] = longest
        return found


def seconds(
    counted: Callable[[ColumnElement[Any]], ColumnElement[Any]],
    later: ColumnElement[Any],
    earlier: ColumnElement[Any],
    engine: str,
) -> ColumnElement[Any]:
    """A sum or the like of the seconds between two moments of a row: SQLite keeps whole microseconds, PostgreSQL timestamps."""
    if engine == "postgresql":
        return func.extract("epoch", counted(later - earlier))
    return counted(type_coerce(later, BigInteger) - type_coerce(earlier, BigInteger)) / 1_000_000


def _waited(group: str, counts: list[float]) -> Waited:
    opened, answered, to_answer, longest, closed, to_close = counts
    return Waited(
        group, int(opened), int(answered), _hours(to_answer, answered), longest / 3600 if answered else None,
        int(closed), _hours(to_close, closed),
    )  # fmt: skip


def _hours(total: float, count: float) -> float | None:
    return total / count / 3600 if count else None
