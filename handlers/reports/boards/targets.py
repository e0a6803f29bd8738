"""The figures against their targets (D04 - D08): in time, closed, followed up, satisfied; and by which formula each is counted (M10)."""

from __future__ import annotations

from handlers.reports import measures
from handlers.reports.boards.asked import Asked, Section, series
from handlers.reports.chart import Chart
from handlers.reports.intervals import percent, wilson
from handlers.reports.measures import MEASURES, Measure
from handlers.reports.table import Cell, Table
from storage.measures import Share

#: The measures that have a target in the sources, in their order.
TARGETS = tuple(one for one in MEASURES if one.name in ("timeliness", "closed", "followed_up", "satisfied"))


def board(asked: Asked) -> list[Section]:
    found = [(one, measures.counted(asked.store, one, asked.cohort)) for one in TARGETS]
    return [
        Section(table=_table(asked, found), chart=_chart(asked, found)),
        Section(table=formulas(asked, TARGETS)),
    ]


def _table(asked: Asked, found: list[tuple[Measure, Share]]) -> Table:
    columns = asked.columns(
        ("reports.column.measure", "text"), ("reports.column.figure", "share"), ("reports.column.met", "number"),
        ("reports.column.all", "number"), ("reports.column.low", "share"), ("reports.column.high", "share"),
        ("reports.column.target", "text"), ("reports.column.state", "text"),
    )  # fmt: skip
    rows = [(one.name, _cells(asked, one, share)) for one, share in found]
    empty = Cell(note="")
    abandoned = [
        Cell(value=asked.say("quality.measure.abandoned")),
        Cell(note=asked.say("reports.not_measured")),
    ]
    rows.append(("", [*abandoned, *(empty for _ in range(4)), Cell(value="≤ 5 %"), empty]))
    return asked.table(
        "targets", asked.say("reports.board.targets"), columns, rows, asked.say("reports.note.targets")
    )


def _cells(asked: Asked, one: Measure, share: Share) -> list[Cell]:
    link = asked.link("cases", measure=one.name)
    between = wilson(share.met, share.all)
    reached = measures.reached(share, one.target)
    return [
        Cell(value=asked.say(f"quality.measure.{one.name}")), asked.share(share, link), *asked.of(share, link), Cell(value=between[0] if between else None), Cell(value=between[1] if between else None),
        Cell(value=target_named(one)),
        Cell() if reached is None
        else Cell(value=asked.say("quality.reached" if reached else "quality.missed"), tone="reached" if reached else "missed"),
    ]  # fmt: skip


def target_named(one: Measure) -> str:
    """A measure's target in signs that every language reads; empty where it has none."""
    if one.target is None:
        return ""
    return "100 %" if one.target == 1 else f"> {one.target:.0%}".replace("%", " %")


def _chart(asked: Asked, found: list[tuple[Measure, Share]]) -> Chart:
    title = asked.say("reports.board.targets")
    known = [(asked.say(f"quality.measure.{one.name}"), share) for one, share in found]
    said = " · ".join(f"{name} {percent(share.met / share.all)}" for name, share in known if share.all)
    return Chart(
        kind="intervals", title=title, unit="share", unit_name=asked.say("reports.unit.interval"), target=0.95,
        categories=tuple(name for name, _ in known), series=(series(title, [share for _, share in known]),), said=said,
    )  # fmt: skip


def formulas(asked: Asked, of: tuple[Measure, ...]) -> Table:
    """How each figure is counted, so that the formula goes wherever the figure goes."""
    columns = asked.columns(("reports.column.measure", "text"), ("reports.column.formula", "text"))
    names = [*(one.name for one in of), *measures.NOT_MEASURED]
    rows = [
        ("", [Cell(value=asked.say(f"quality.measure.{one}")), Cell(value=asked.say(f"quality.formula.{one}", days=asked.quality.recurrence_days))])
        for one in names
    ]  # fmt: skip
    return asked.table("formulas", asked.say("reports.formulas"), columns, rows)
