"""Figures of a period beside those of the period before it: what the standing reports, of a week and of a quarter, are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.reports import measures
from handlers.reports.boards import targets
from handlers.reports.boards.asked import Asked, Section, series
from handlers.reports.chart import Chart, Series
from handlers.reports.intervals import percent
from handlers.reports.measures import Measure
from handlers.reports.table import Cell
from handlers.tickets.quality import components
from storage.fault_counts import Counted
from storage.measures import Share

#: How many of the most frequent a report names.
TOP = 5

Pairs = list[tuple[Measure, Share, Share]]


def counted(asked: Asked, of: Sequence[Measure]) -> Pairs:
    """Each measure in the period, and in the one before."""
    before = asked.about(asked.period.before)
    return [
        (
            one,
            measures.counted(asked.store, one, asked.cohort),
            measures.counted(asked.store, one, before.cohort),
        )
        for one in of
    ]


def has_data(pairs: Pairs) -> bool:
    return any(now.all for _, now, _ in pairs)


def figures(asked: Asked, title: str, pairs: Pairs) -> Section:
    """The measures against their targets, with what they were before, and a picture of both."""
    columns = asked.columns(
        ("reports.column.measure", "text"), ("reports.column.figure", "share"), ("reports.column.met", "number"), ("reports.column.all", "number"),
        ("compared.before", "share"), ("compared.change", "text"), ("reports.column.target", "text"), ("reports.column.state", "text"),
    )  # fmt: skip
    rows = [(one.name, _cells(asked, one, now, before)) for one, now, before in pairs]
    note = "" if has_data(pairs) else asked.say("compared.no_data")
    return Section(
        table=asked.table("figures", title, columns, rows, note or asked.say("compared.note")),
        chart=figures_chart(asked, title, pairs),
    )


def _cells(asked: Asked, one: Measure, now: Share, before: Share) -> list[Cell]:
    link = asked.link("cases", measure=one.name)
    earlier = asked.link("cases", measure=one.name, part=asked.period.before)
    reached = measures.reached(now, one.target)
    state = Cell() if reached is None else Cell(
        value=asked.say("quality.reached" if reached else "quality.missed"), tone="reached" if reached else "missed"
    )  # fmt: skip
    return [
        Cell(value=asked.say(f"quality.measure.{one.name}")), asked.share(now, link), *asked.of(now, link), asked.share(before, earlier),
        Cell(value=change(now, before)), Cell(value=targets.target_named(one)), state,
    ]  # fmt: skip


def change(now: Share, before: Share) -> str:
    """The difference in percentage points, with its sign; empty where one of the two has no case."""
    if not now.all or not before.all:
        return ""
    points = round((now.met / now.all - before.met / before.all) * 100, 1)
    return f"{points:+.1f}" if points else "±0"


def figures_chart(asked: Asked, title: str, pairs: Pairs) -> Chart:
    """Both periods with how sure each is."""
    shown = [one for one in pairs if one[0].target is not None and (one[1].all or one[2].all)]
    said = " · ".join(
        f"{asked.say(f'quality.measure.{one.name}')} {percent(now.met / now.all)}"
        for one, now, _ in shown
        if now.all
    )
    lines = (
        series(asked.say("compared.now"), [now for _, now, _ in shown]),
        series(asked.say("compared.before"), [before for _, _, before in shown]),
    )
    return Chart(
        kind="intervals", title=title, unit="share", unit_name=asked.say("reports.unit.interval"), target=0.95,
        categories=tuple(asked.say(f"quality.measure.{one.name}") for one, _, _ in shown), series=lines, said=said,
    )  # fmt: skip


def counts(asked: Asked) -> Section:
    """How much there was: cases, missed steps, hours and minutes; beside the period before."""
    columns = asked.columns(
        ("compared.what", "text"), ("compared.now", "number"), ("compared.before", "number")
    )
    earlier = asked.about(asked.period.before)
    now, before = _amounts(asked), _amounts(earlier)
    rows = []
    for name, measure in (
        ("opened", "came_in"),
        ("answer", "came_in"),
        ("close", "came_in"),
        ("missed", "missed"),
        ("minutes", "minutes"),
    ):
        links = [asked.link("cases", measure=measure, part=part) for part in (asked.period, earlier.period)]
        cells = [asked.count(found[name], link) for found, link in zip((now, before), links, strict=True)]
        rows.append((f"count:{name}", [Cell(value=asked.say(f"compared.count.{name}")), *cells]))
    return Section(table=asked.table("counts", asked.say("compared.counts"), columns, rows))


def _amounts(asked: Asked) -> dict[str, float | None]:
    waited = next(iter(asked.store.service_times.waited(asked.cohort)), None)
    spent = {one.unit: one for one in asked.store.measures.amounts(asked.cohort)}
    minutes = spent.get("min")
    return {
        "opened": waited.opened if waited else 0, "answer": waited.hours_to_answer if waited else None,
        "close": waited.hours_to_close if waited else None,
        "missed": sum(count for _, count, _ in asked.store.lapse_counts.counted(asked.cohort, "kind")),
        "minutes": minutes.amount / minutes.tickets if minutes else None,
    }  # fmt: skip


def causes(asked: Asked) -> Section:
    """The work that produced the most faults: the root causes (F04)."""

    def name(one: str) -> str:
        return asked.say(f"quality.step.{one}") if one else asked.say("quality.not_recorded")

    return _top(asked, "causes", "work_step", "reports.column.work_step", name)


def parts(asked: Asked) -> Section:
    """The parts that failed the most (F06)."""

    def name(one: str) -> str:
        return components.named(asked.language, one) if one else asked.say("quality.not_recorded")

    return _top(asked, "top_components", "component", "quality.choose.component", name)


def _top(asked: Asked, table: str, dimension: str, head: str, name: Callable[[str], str]) -> Section:
    found = asked.store.fault_counts.by(asked.cohort, dimension)[:TOP]
    earlier = {
        one.names[0]: one.count
        for one in asked.store.fault_counts.by(asked.about(asked.period.before).cohort, dimension)
    }
    columns = asked.columns(
        (head, "text"),
        ("reports.column.faults", "number"),
        ("reports.column.homes", "number"),
        ("compared.before", "number"),
    )
    rows = [
        (
            one.names[0] or "none",
            _faults(asked, dimension, one, name(one.names[0]), earlier.get(one.names[0], 0)),
        )
        for one in found
    ]
    title = asked.say(f"compared.{table}", count=TOP)
    chart = Chart(
        kind="bars", title=title, unit_name=asked.say("reports.column.faults"), categories=tuple(name(one.names[0]) for one in found),
        series=(
            Series(name=asked.say("compared.now"), values=tuple(float(one.count) for one in found)),
            Series(name=asked.say("compared.before"), values=tuple(float(earlier.get(one.names[0], 0)) for one in found)),
        ),
        said=" · ".join(f"{name(one.names[0])} {one.count}" for one in found),
    )  # fmt: skip
    return Section(table=asked.table(table, title, columns, rows), chart=chart)


def _faults(asked: Asked, dimension: str, one: Counted, name: str, before: int) -> list[Cell]:
    link = asked.link("cases", measure="found", **{dimension: one.names[0]})
    return [Cell(value=name), Cell(value=one.count, link=link), Cell(value=one.homes), Cell(value=before)]


def suppliers(asked: Asked) -> Section:
    """The contractors and suppliers with the most faults (F05)."""
    found = sorted(asked.store.partner_records.every(asked.cohort), key=lambda one: (-one.defects, one.name))[
        :TOP
    ]
    before = asked.store.partner_records.every(asked.about(asked.period.before).cohort)
    earlier = {(one.role, one.key): one.defects for one in before}
    columns = asked.columns(
        ("reports.column.partner", "text"), ("reports.column.role", "text"), ("reports.column.faults", "number"), ("reports.column.repeated", "share"),
        ("compared.before", "number"),
    )  # fmt: skip
    rows = []
    for one in found:
        link = asked.link("cases", measure="found", **{one.role: one.key})
        cells = [
            Cell(value=one.name),
            Cell(value=asked.say(f"quality.partner.{one.role}")),
            Cell(value=one.defects, link=link),
        ]
        back = asked.share(Share("", one.repeated, one.jobs), link)
        rows.append(
            (f"{one.role}:{one.key}", [*cells, back, Cell(value=earlier.get((one.role, one.key), 0))])
        )
    return Section(
        table=asked.table("top_partners", asked.say("compared.top_partners", count=TOP), columns, rows)
    )
