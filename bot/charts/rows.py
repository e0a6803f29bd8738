"""Charts that are read line by line: bars, parts of a whole, points with their intervals. What a line is about stands above it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.charts.canvas import EDGE, WIDTH, Sheet
from bot.charts.heading import heading, heading_height
from bot.charts.look import Look, on
from bot.charts.scale import most, said, stacked_most
from handlers.reports.chart import Chart, Series

_LABEL, _BAR, _GAP, _VALUE = 17.0, 13.0, 10.0, 62.0
_SPAN = WIDTH - 2 * EDGE - _VALUE


def bars(chart: Chart, look: Look) -> bytes:
    """A bar for each value, which is written at its end; where there is no case, a dash."""
    deep = _LABEL + _BAR * len(chart.series) + 2 * (len(chart.series) - 1) + _GAP
    sheet, top = _begun(chart, look, deep)
    end = most(chart)
    for at, y in _lines(sheet, chart, top, deep):
        for index, one in enumerate(chart.series):
            _bar(sheet, chart, one, at, (y + index * (_BAR + 2), end, sheet.part(index)))
    _target(sheet, chart, top, end)
    return sheet.saved()


def _bar(sheet: Sheet, chart: Chart, one: Series, at: int, place: tuple[float, float, str]) -> None:
    y, end, colour = place
    value = one.values[at]
    sheet.box(EDGE, y, _SPAN, _BAR, sheet.colours.edge, alpha=0.45)
    if value is not None:
        sheet.box(EDGE, y, _SPAN * min(max(value / end, 0), 1), _BAR, colour)
    sheet.text(
        WIDTH - EDGE,
        y + _BAR / 2,
        "–" if value is None else said(chart, value),
        size=10.5,
        ha="right",
        width=_VALUE - 6,
    )


def stacked(chart: Chart, look: Look) -> bytes:
    """The parts of each category one behind the other, each with its value where there is room; all together at the end."""
    deep = _LABEL + _BAR + 5 + _GAP
    sheet, top = _begun(chart, look, deep)
    end = stacked_most(chart)
    for at, y in _lines(sheet, chart, top, deep):
        x = EDGE
        for index, one in enumerate(chart.series):
            x += _part(sheet, chart, one.values[at] or 0, (x, y, end, index))
        whole = sum(one.values[at] or 0 for one in chart.series)
        sheet.text(WIDTH - EDGE, y + 9, said(chart, whole), size=10.5, ha="right", width=_VALUE - 6)
    return sheet.saved()


def _part(sheet: Sheet, chart: Chart, value: float, place: tuple[float, float, float, int]) -> float:
    x, y, end, index = place
    wide, words, colour = _SPAN * value / end, said(chart, value), sheet.part(index)
    if value > 0:
        sheet.box(x, y, max(wide - 1, 0.5), _BAR + 5, colour)
    if wide > 7 * len(words) + 4:
        sheet.text(x + wide / 2, y + 9, words, size=9.5, colour=on(colour), ha="center")
    return wide


def intervals(chart: Chart, look: Look) -> bytes:
    """A point for each value on the line of how sure it is."""
    deep = _LABEL + 15 * len(chart.series) + _GAP
    sheet, top = _begun(chart, look, deep)
    end = most(chart)
    for at, y in _lines(sheet, chart, top, deep):
        for index, one in enumerate(chart.series):
            _point(sheet, chart, one, at, (y + 15 * index + 6, end, sheet.part(index)))
    _target(sheet, chart, top, end)
    return sheet.saved()


def _point(sheet: Sheet, chart: Chart, one: Series, at: int, place: tuple[float, float, str]) -> None:
    y, end, colour = place
    value, low, high = one.values[at], one.low[at], one.high[at]
    sheet.line((EDGE, EDGE + _SPAN), (y, y), sheet.colours.edge, linewidth=1)
    if value is not None and low is not None and high is not None:
        ends = [EDGE + _SPAN * min(max(part / end, 0), 1) for part in (low, high)]
        sheet.line(ends, (y, y), colour, linewidth=5, alpha=0.45, solid_capstyle="round")
        sheet.line((EDGE + _SPAN * value / end,), (y,), colour, marker="o", markersize=8)
    sheet.text(
        WIDTH - EDGE, y, "–" if value is None else said(chart, value), size=10.5, ha="right", width=_VALUE - 6
    )


def _begun(chart: Chart, look: Look, deep: float) -> tuple[Sheet, float]:
    top = heading_height(chart)
    sheet = Sheet(chart, look, top + deep * len(chart.categories) + 6)
    heading(sheet, chart)
    return sheet, top


def _lines(sheet: Sheet, chart: Chart, top: float, deep: float) -> Iterator[tuple[int, float]]:
    """Each category with the place under what it is called."""
    for at, category in enumerate(chart.categories):
        y = top + at * deep
        sheet.text(EDGE, y + 7, category, width=WIDTH - 2 * EDGE)
        yield at, y + _LABEL


def _target(sheet: Sheet, chart: Chart, top: float, end: float) -> None:
    if chart.target is not None:
        x = EDGE + _SPAN * min(chart.target / end, 1)
        sheet.line(
            (x, x), (top, sheet.height - 6), sheet.colours.target, linewidth=1.2, linestyle=(0, (4, 3))
        )
