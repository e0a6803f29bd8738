"""What is asked of the counts of reports: the cases of others are not in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.handlers.staff.house import NOW
from tests.storage.asked.measures import cohort

Ask = Callable[[Any, Any], Any]

SERVICE_TIMES: dict[str, Ask] = {
    "waited": lambda s, x: s.waited(cohort(x)),
    "course": lambda s, x: s.course(cohort(x), [NOW, cohort(x).until]),
}
OPEN_NOW: dict[str, Ask] = {
    "standings": lambda s, x: s.standings(NOW, x.ticket.estate_id),
    "cases": lambda s, x: s.cases(NOW, x.ticket.estate_id),
}
MORNING: dict[str, Ask] = {
    "arrived": lambda s, x: s.arrived(NOW - timedelta(days=30), NOW + timedelta(days=1), x.ticket.estate_id),
    "late": lambda s, x: s.late(x.ticket.estate_id),
    "burning": lambda s, x: s.burning(x.ticket.estate_id),
}
LAPSE_COUNTS: dict[str, Ask] = {
    "listed": lambda s, x: s.listed(cohort(x)),
    "counted": lambda s, x: s.counted(cohort(x), "cause"),
}
FAULT_COUNTS: dict[str, Ask] = {"by": lambda s, x: s.by(cohort(x), "component", "building")}
PERSON_MEASURES: dict[str, Ask] = {
    "done": lambda s, x: [s.done(one, cohort(x)) for one in ("clocked", "promised", "held", "contacts")],
    "hours_to_answer": lambda s, x: s.hours_to_answer(cohort(x)),
    "cases": lambda s, x: s.cases("held", cohort(x), x.house.staff["Ivy"].id),
}
