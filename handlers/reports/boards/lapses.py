"""Every step that was missed, by name (D05), and why: 100 % in time means that each of these is looked at."""

from __future__ import annotations

from handlers.reports.boards.asked import Asked, Section
from handlers.reports.chart import Chart, Series
from handlers.reports.table import Cell, Table
from handlers.tickets.timing.running_late import step_name
from handlers.wording import has

#: How many lapses one table lists.
LISTED = 300

#: What narrows the list of lapses to one group.
_NARROWS = {"cause": "cause", "kind": "step"}


def board(asked: Asked) -> list[Section]:
    return [_counted(asked, "cause"), _counted(asked, "kind"), Section(table=_listed(asked))]


def _counted(asked: Asked, by: str) -> Section:
    found = asked.store.lapse_counts.counted(asked.cohort, by)
    title = asked.say(f"reports.lapses.{by}")
    columns = asked.columns(
        (f"reports.column.{by}", "text"),
        ("reports.column.lapses", "number"),
        ("reports.column.still_late", "number"),
    )
    names = [_named(asked, by, group) for group, _, _ in found]
    rows = [
        (
            group or "none",
            [
                Cell(value=name),
                Cell(value=count, link=asked.link("cases", measure="missed", **{_NARROWS[by]: group})),
                Cell(value=still),
            ],
        )
        for name, (group, count, still) in zip(names, found, strict=True)
    ]
    chart = Chart(
        kind="bars", title=title, unit_name=asked.say("reports.column.lapses"), categories=tuple(names),
        series=(Series(name=title, values=tuple(float(count) for _, count, _ in found)),),
        said=" · ".join(f"{name} {count}" for name, (_, count, _) in zip(names, found, strict=True)),
    )  # fmt: skip
    return Section(
        table=asked.table(f"lapses_{by}", title, columns, rows, asked.say("reports.note.lapses")), chart=chart
    )


def _named(asked: Asked, by: str, group: str) -> str:
    if by == "kind":
        return step_name(asked.language, group)
    key = f"clocks.cause.{group}"
    return asked.say(key) if has(key) else asked.say("quality.not_recorded")


def _listed(asked: Asked) -> Table:
    columns = asked.columns(
        ("reports.column.number", "text"), ("reports.column.kind", "text"), ("reports.column.due", "date"),
        ("reports.column.hours_late", "number"), ("reports.column.person", "text"), ("reports.column.cause", "text"),
    )  # fmt: skip
    rows = []
    for one, number in asked.store.lapse_counts.listed(asked.cohort, LISTED):
        holder = asked.store.colleague(one.holder_id) if one.holder_id else None
        hours = ((one.ended_at or asked.now) - one.due_at).total_seconds() / 3600
        cells = [
            Cell(value=number, link=asked.link("ticket", number=number)), Cell(value=step_name(asked.language, one.kind)),
            Cell(value=asked.local(one.due_at)), Cell(value=hours), Cell(value=holder.name if holder else ""),
            Cell(value=_named(asked, "cause", one.cause)),
        ]  # fmt: skip
        rows.append((f"{number}:{one.kind}", cells))
    note = asked.say("quality.at_most", count=LISTED) if len(rows) >= LISTED else ""
    return asked.table("lapses", asked.say("reports.lapses.listed"), columns, rows, note)
