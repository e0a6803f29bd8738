"""What was found wrong, with what, where, and by which work (M01, F01): what goes wrong again is where an improvement pays."""

from __future__ import annotations

from handlers.reports import measures
from handlers.reports.boards.asked import Asked, Section
from handlers.reports.chart import Chart, Series
from handlers.reports.digests import code_named
from handlers.reports.table import Cell
from handlers.tickets.quality import components
from storage.fault_counts import Counted

#: How many of the most frequent are drawn, and are listed.
_DRAWN, _LISTED = 10, 60

_RECURRED = next(one for one in measures.MEASURES if one.name == "recurred")


def board(asked: Asked) -> list[Section]:
    found = asked.store.fault_counts.by(asked.cohort, "component")
    return [_components(asked, found), _matrix(asked, found), _faults(asked), _steps(asked)]


def _components(asked: Asked, found: list[Counted]) -> Section:
    back = measures.by_group(asked.store, _RECURRED, asked.cohort, "component")
    columns = asked.columns(
        ("quality.choose.component", "text"), ("reports.column.faults", "number"), ("reports.column.complaints", "number"),
        ("reports.column.homes", "number"), ("quality.measure.recurred", "share"),
    )  # fmt: skip
    rows = []
    for one in found:
        component = one.names[0]
        link = asked.link("cases", measure="found", component=component)
        again = asked.share(back.get(component), asked.link("cases", measure="recurred", component=component))
        cells = [
            Cell(value=_component(asked, component)),
            Cell(value=one.count, link=link),
            Cell(value=one.complaints),
            Cell(value=one.homes),
            again,
        ]
        rows.append((component, cells))
    title = asked.say("reports.faults.component")
    return Section(
        table=asked.table("components", title, columns, rows, asked.say("reports.note.faults")),
        chart=_bars(asked, title, found),
    )


def _bars(asked: Asked, title: str, found: list[Counted]) -> Chart:
    drawn = found[:_DRAWN]
    return Chart(
        kind="bars", title=title, unit_name=asked.say("reports.column.faults"),
        categories=tuple(_component(asked, one.names[0]) for one in drawn),
        series=(Series(name=title, values=tuple(float(one.count) for one in drawn)),),
        said=" · ".join(f"{_component(asked, one.names[0])} {one.count}" for one in drawn),
    )  # fmt: skip


def _matrix(asked: Asked, found: list[Counted]) -> Section:
    """Components down, buildings across: where a fault of one part gathers."""
    counts = {one.names: one for one in asked.store.fault_counts.by(asked.cohort, "component", "building")}
    names = {str(one.id): one.name for one in asked.store.buildings()}
    buildings = sorted({building for _, building in counts}, key=lambda one: names.get(one, ""))
    columns = asked.columns(
        ("quality.choose.component", "text"), ("reports.column.building", "text"), ("reports.column.faults", "number"),
        ("reports.column.homes", "number"),
    )  # fmt: skip
    said = {one: names.get(one) or asked.say("quality.not_recorded") for one in buildings}
    rows = [
        (f"{part}:{building}", [
            Cell(value=_component(asked, part)), Cell(value=said[building]),
            Cell(value=one.count, link=asked.link("cases", measure="found", component=part, building=building)), Cell(value=one.homes),
        ])
        for (part, building), one in counts.items()
    ]  # fmt: skip
    title = asked.say("reports.faults.building")
    chart = Chart(
        kind="matrix", title=title, unit_name=asked.say("reports.column.faults"), categories=tuple(said[one] for one in buildings),
        series=tuple(
            Series(
                name=_component(asked, one.names[0]),
                values=tuple(float(known.count) if (known := counts.get((one.names[0], each))) else None for each in buildings),
            )
            for one in found[:_DRAWN]
        ),
        said=asked.say("reports.said.groups", count=len(buildings)),
    )  # fmt: skip
    return Section(table=asked.table("buildings", title, columns, rows[:_LISTED]), chart=chart)


def _faults(asked: Asked) -> Section:
    columns = asked.columns(
        ("quality.choose.component", "text"), ("reports.column.fault", "text"), ("reports.column.faults", "number"),
        ("reports.column.complaints", "number"), ("reports.column.homes", "number"),
    )  # fmt: skip
    rows = []
    for one in asked.store.fault_counts.by(asked.cohort, "component", "fault")[:_LISTED]:
        component, code = one.names
        link = asked.link("cases", measure="found", component=component, code=code)
        cells = [
            Cell(value=_component(asked, component)),
            Cell(value=code_named(asked.language, code)),
            Cell(value=one.count, link=link),
        ]
        rows.append((f"{component}:{code}", [*cells, Cell(value=one.complaints), Cell(value=one.homes)]))
    return Section(table=asked.table("faults", asked.say("reports.faults.fault"), columns, rows))


def _steps(asked: Asked) -> Section:
    """Which work produced the faults (F04): the root causes."""
    columns = asked.columns(
        ("reports.column.work_step", "text"),
        ("reports.column.faults", "number"),
        ("reports.column.complaints", "number"),
    )
    found = asked.store.fault_counts.by(asked.cohort, "work_step")
    names = [
        asked.say(f"quality.step.{one.names[0]}") if one.names[0] else asked.say("quality.not_recorded")
        for one in found
    ]
    rows = [
        (
            one.names[0] or "none",
            [
                Cell(value=name),
                Cell(value=one.count, link=asked.link("cases", measure="found", work_step=one.names[0])),
                Cell(value=one.complaints),
            ],
        )
        for name, one in zip(names, found, strict=True)
    ]
    title = asked.say("reports.faults.work_step")
    chart = Chart(
        kind="bars", title=title, unit_name=asked.say("reports.column.faults"), categories=tuple(names),
        series=(Series(name=title, values=tuple(float(one.count) for one in found)),),
        said=" · ".join(f"{name} {one.count}" for name, one in zip(names, found, strict=True)),
    )  # fmt: skip
    return Section(table=asked.table("work_steps", title, columns, rows), chart=chart)


def _component(asked: Asked, code: str) -> str:
    return components.named(asked.language, code) if code else asked.say("quality.not_recorded")
