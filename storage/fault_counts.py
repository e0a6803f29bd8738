"""What was found wrong in a period, counted by component, fault, building, work step, and pairs of these (M01)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select

from storage.counting import Counting
from storage.defects import defects
from storage.estates import units
from storage.measure_questions import QUESTIONS, Cohort

_D = defects.c
_BY = {
    "component": _D.component, "fault": _D.code, "work_step": _D.work_step, "building": units.c.building_id,
}  # fmt: skip

#: By what faults are counted.
DIMENSIONS = tuple(_BY)


@dataclass(frozen=True, slots=True)
class Counted:
    """Faults of one group: its names, one for each dimension, how many, how many of them came as complaints, in how many homes."""

    names: tuple[str, ...]
    count: int
    complaints: int
    homes: int


class FaultCounts(Counting):
    """The faults within one scope."""

    def by(self, cohort: Cohort, *dimensions: str) -> list[Counted]:
        """Counts by one or more of DIMENSIONS, the most frequent first; an empty name: not known."""
        columns = [_BY[one] for one in dimensions]
        complaint = func.sum(case((_D.found_by == "complaint", 1), else_=0))
        counts = select(*columns, func.count(), complaint, func.count(_D.unit_id.distinct()))
        statement = self._of(QUESTIONS["found"], cohort, counts, "").group_by(*columns)
        if "building" in dimensions:
            statement = statement.outerjoin(units, units.c.id == _D.unit_id)
        found = [
            Counted(tuple("" if one is None else str(one) for one in names), count, int(complaints), homes)
            for *names, count, complaints, homes in self._connection.execute(statement)
        ]
        return sorted(found, key=lambda one: (-one.count, one.names))
