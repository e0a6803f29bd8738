"""How it went in the course of the period (L06): how long people waited, what was closed, what was done in time."""

from __future__ import annotations

from babel.dates import format_date

from handlers.reports import measures
from handlers.reports.boards.asked import Asked, Section, series
from handlers.reports.chart import Chart, Series
from handlers.reports.measures import MEASURES
from handlers.reports.period import Period
from handlers.reports.table import Cell
from storage.measures import Share
from storage.service_times import Waited

_SHARES = tuple(one for one in MEASURES if one.name in ("timeliness", "closed"))


def board(asked: Asked) -> list[Section]:
    parts = asked.period.parts()
    shares = {
        one.name: [measures.counted(asked.store, one, asked.during(part)) for part in parts]
        for one in _SHARES
    }
    times = [next(iter(asked.store.service_times.waited(asked.during(part))), None) for part in parts]
    names = [named(asked.language, part) for part in parts]
    columns = asked.columns(
        ("reports.column.part", "text"), ("reports.column.opened", "number"), ("reports.column.hours_to_answer", "number"),
        ("reports.column.longest_answer", "number"), ("reports.column.hours_to_close", "number"), ("quality.measure.timeliness", "share"),
        ("quality.measure.closed", "share"),
    )  # fmt: skip
    rows = [
        (
            part.first.isoformat(),
            _cells(asked.about(part), names[at], times[at], [found[at] for found in shares.values()]),
        )
        for at, part in enumerate(parts)
    ]
    table = asked.table(
        "course", asked.say("reports.board.service"), columns, rows, asked.say("reports.note.service")
    )
    return [Section(table=table, chart=_kept(asked, names, shares)), *_hours(asked, names, times)]


def _cells(asked: Asked, name: str, times: Waited | None, shares: list[Share]) -> list[Cell]:
    came_in = asked.link("cases", measure="came_in", part=asked.period)
    kept = [
        asked.share(share, asked.link("cases", measure=one.name, part=asked.period))
        for one, share in zip(_SHARES, shares, strict=True)
    ]
    if times is None:
        return [Cell(value=name), Cell(value=0), *(asked.nothing() for _ in range(3)), *kept]
    hours = (times.hours_to_answer, times.longest_answer, times.hours_to_close)
    return [
        Cell(value=name),
        Cell(value=times.opened, link=came_in),
        *(asked.count(one, came_in) for one in hours),
        *kept,
    ]


def _kept(asked: Asked, names: list[str], shares: dict[str, list[Share]]) -> Chart:
    lines = tuple(series(asked.say(f"quality.measure.{name}"), found) for name, found in shares.items())
    return Chart(
        kind="lines", title=asked.say("reports.chart.kept"), unit="share", target=0.95, categories=tuple(names), series=lines,
        said=asked.say("reports.said.course"),
    )  # fmt: skip


def _hours(asked: Asked, names: list[str], times: list[Waited | None]) -> list[Section]:
    """The picture of the hours, with the whole period in one line as its table: by which channel people waited how long."""
    columns = asked.columns(
        ("quality.choose.channel", "text"), ("reports.column.opened", "number"), ("reports.column.hours_to_answer", "number"),
        ("reports.column.longest_answer", "number"), ("reports.column.hours_to_close", "number"),
    )  # fmt: skip
    found = asked.store.service_times.waited(asked.cohort, "channel")
    label = measures.labels(asked.store, asked.language, "channel")
    rows = []
    for one in found:
        link = asked.link("cases", measure="came_in", channel=one.group)
        hours = (one.hours_to_answer, one.longest_answer, one.hours_to_close)
        cells = [
            Cell(value=label(one.group)),
            Cell(value=one.opened, link=link),
            *(asked.count(each, link) for each in hours),
        ]
        rows.append((one.group, cells))
    lines = (
        Series(
            name=asked.say("reports.column.hours_to_answer"),
            values=tuple(one.hours_to_answer if one else None for one in times),
        ),
        Series(
            name=asked.say("reports.column.hours_to_close"),
            values=tuple(one.hours_to_close if one else None for one in times),
        ),
    )
    chart = Chart(
        kind="lines", title=asked.say("reports.chart.hours"), unit_name=asked.say("reports.unit.hours"), categories=tuple(names),
        series=lines, said=asked.say("reports.said.course"),
    )  # fmt: skip
    return [
        Section(table=asked.table("waited", asked.say("reports.chart.hours"), columns, rows), chart=chart)
    ]


_BABEL = {"zh-Hans": "zh_CN", "zh-Hant": "zh_HK", "en": "en_GB"}


def named(language: str, part: Period) -> str:
    """A part of a period, short enough to stand below a line: a day or a week by its first day, a month by its name."""
    locale = _BABEL[language]
    if part.kind == "month":
        return format_date(part.first, "LLL y" if language == "en" else "y年M月", locale=locale)
    return format_date(part.first, "d MMM" if language == "en" else "M月d日", locale=locale)
