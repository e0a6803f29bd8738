"""What is open at this moment (M03): at which stage, with whom, and how much of it is late or will be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from handlers.reports.boards.asked import Asked, Section
from handlers.reports.chart import Chart, Series
from handlers.reports.table import Cell
from storage.open_now import STATES, Standing

#: Stages in the order in which a case goes.
_STAGES = ("received", "assessed", "assigned", "in_progress", "waiting_owner", "decided", "resolved")

#: In time first, so that what is late stands at the end of each bar.
_ORDER = ("in_time", "soon", "resting", "late")


def board(asked: Asked) -> list[Section]:
    found = asked.store.open_now.standings(asked.now, asked.estate_id)
    stages = sorted(
        {one.stage for one in found}, key=lambda one: _STAGES.index(one) if one in _STAGES else 99
    )
    holders = sorted(
        {str(one.holder_id or 0) for one in found}, key=lambda one: (-_late(found, one), _person(asked, one))
    )
    return [
        _section(asked, "stage", stages, found, lambda group: asked.say(f"desk.stage.{group}")),
        _section(asked, "holder", holders, found, lambda group: _person(asked, group)),
    ]


def _late(found: list[Standing], holder: str) -> int:
    return sum(one.count for one in found if str(one.holder_id or 0) == holder and one.state == "late")


def _person(asked: Asked, holder: str) -> str:
    found = asked.store.colleague(int(holder)) if holder != "0" else None
    return found.name if found else asked.say("reports.nobody")


def _section(
    asked: Asked, by: str, groups: list[str], found: list[Standing], named: Callable[[str], str]
) -> Section:
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        counts[one.stage if by == "stage" else str(one.holder_id or 0), one.state] += one.count
    columns = asked.columns(
        (f"reports.column.{by}", "text"),
        ("reports.column.open", "number"),
        *((f"reports.state.{state}", "number") for state in STATES),
    )
    rows = []
    for group in groups:
        every = sum(counts[group, state] for state in STATES)
        cells = [Cell(value=named(group)), asked.count(every, asked.link("open", **{by: group}))]
        cells += [
            asked.count(counts[group, state], asked.link("open", **{by: group}, state=state))
            for state in STATES
        ]
        rows.append((group, cells))
    title = asked.say(f"reports.now.{by}")
    at = f"{asked.local(asked.now):%Y-%m-%d %H:%M}"
    chart = Chart(
        kind="stacked", title=title, unit_name=asked.say("reports.unit.now", at=at), categories=tuple(named(group) for group in groups),
        series=tuple(
            Series(name=asked.say(f"reports.state.{state}"), values=tuple(float(counts[group, state]) for group in groups)) for state in _ORDER
        ),
        said=" · ".join(f"{named(group)} {sum(counts[group, state] for state in STATES)}" for group in groups),
    )  # fmt: skip
    return Section(
        table=asked.table(f"open_{by}", title, columns, rows, asked.say("reports.unit.now", at=at)),
        chart=chart,
    )
