"""The same figures side by side: channel by channel (L08), and estate by estate (L07, the whole of a front-line company)."""

from __future__ import annotations

from handlers.reports import measures
from handlers.reports.boards.asked import Asked, Section, series
from handlers.reports.chart import Chart
from handlers.reports.measures import MEASURES
from handlers.reports.table import Cell
from storage.measures import Share

_SHOWN = tuple(one for one in MEASURES if one.name in ("timeliness", "closed", "followed_up", "satisfied"))

Shares = dict[str, dict[str, Share]]


def channels(asked: Asked) -> list[Section]:
    return _side_by_side(asked, "channels", "channel")


def estates(asked: Asked) -> list[Section]:
    return _side_by_side(asked, "estates", "estate")


def _side_by_side(asked: Asked, name: str, split: str) -> list[Section]:
    shares: Shares = {one.name: measures.by_group(asked.store, one, asked.cohort, split) for one in _SHOWN}
    waited = {one.group: one for one in asked.store.service_times.waited(asked.cohort, split)}
    label = measures.labels(asked.store, asked.language, split)
    groups = sorted({*waited, *(group for found in shares.values() for group in found)}, key=label)
    columns = asked.columns(
        (f"quality.choose.{split}", "text"), ("reports.column.opened", "number"), ("reports.column.hours_to_answer", "number"),
        ("reports.column.hours_to_close", "number"), *((f"quality.measure.{one.name}", "share") for one in _SHOWN),
    )  # fmt: skip
    rows = []
    for group in groups:
        came_in = asked.link("cases", measure="came_in", **{split: group})
        times = waited.get(group)
        cells = [
            Cell(value=label(group)), Cell(value=times.opened if times else 0, link=came_in if times else ""),
            asked.count(times.hours_to_answer if times else None, came_in), asked.count(times.hours_to_close if times else None, came_in),
            *(asked.share(shares[one.name].get(group), asked.link("cases", measure=one.name, **{split: group})) for one in _SHOWN),
        ]  # fmt: skip
        rows.append((group, cells))
    title = asked.say(f"reports.board.{name}")
    table = asked.table(name, title, columns, rows, asked.say("reports.note.groups"))
    return [
        Section(table=table, chart=_chart(asked, title, shares, [(group, label(group)) for group in groups]))
    ]


def _chart(asked: Asked, title: str, shares: Shares, groups: list[tuple[str, str]]) -> Chart:
    lines = tuple(
        series(asked.say(f"quality.measure.{one.name}"), [shares[one.name].get(group) for group, _ in groups])
        for one in _SHOWN
    )
    return Chart(
        kind="intervals", title=title, unit="share", unit_name=asked.say("reports.unit.interval"), target=0.95,
        categories=tuple(name for _, name in groups), series=lines, said=asked.say("reports.said.groups", count=len(groups)),
    )  # fmt: skip
