"""What is asked of the counts behind the measures: another estate's cases are not counted, nor those that complain of whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage.measure_questions import Cohort
from tests.handlers.staff.house import NOW


def cohort(seen: Any) -> Cohort:
    month = timedelta(days=30)
    return Cohort(since=NOW - month, until=NOW + month, now=NOW + month, estate_id=seen.ticket.estate_id)


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "shares": lambda s, x: [s.shares(one, cohort(x)) for one in ("clocked", "promised", "satisfied")],
    "course": lambda s, x: s.course("clocked", cohort(x), [NOW, cohort(x).until]),
    "amounts": lambda s, x: s.amounts(cohort(x)),
    "cases": lambda s, x: [
        s.cases(one, cohort(x)) for one in ("clocked", "promised", "satisfied", "recurred")
    ],
    "spent_on": lambda s, x: s.spent_on(cohort(x)),
    "remedies": lambda s, x: s.remedies(cohort(x)),
    "costed": lambda s, x: s.costed(cohort(x)),
    "contractors": lambda s, _x: s.contractors().get("harbourpipesltd"),
}
