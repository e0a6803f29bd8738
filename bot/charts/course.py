"""How something went over time: a line for each series, broken where there was no case, with a band where it is known how sure it is."""

from __future__ import annotations

from itertools import groupby

from bot.charts.canvas import EDGE, WIDTH, Sheet
from bot.charts.heading import heading, heading_height
from bot.charts.look import Look
from bot.charts.scale import least, most, said, steps
from handlers.reports.chart import Chart, Series

_DEEP, _LEFT, _FOOT = 150.0, 52.0, 26.0

#: From where to where an axis goes.
Axis = tuple[float, float]

#: So many names of times stand beside each other without touching.
_NAMES = 6


def lines(chart: Chart, look: Look) -> bytes:
    top = heading_height(chart) + 6
    sheet = Sheet(chart, look, top + _DEEP + _FOOT)
    heading(sheet, chart)
    axis = (least(chart), most(chart))
    _grid(sheet, chart, top, axis)
    for index, one in enumerate(chart.series):
        _course(sheet, one, (top, axis), index)
    if chart.target is not None:
        y = _y(chart.target, top, axis)
        sheet.line((_LEFT, WIDTH - EDGE), (y, y), sheet.colours.target, linewidth=1.2, linestyle=(0, (4, 3)))
    return sheet.saved()


def _grid(sheet: Sheet, chart: Chart, top: float, axis: Axis) -> None:
    for step in _steps(chart, axis):
        y = _y(step, top, axis)
        sheet.line((_LEFT, WIDTH - EDGE), (y, y), sheet.colours.edge, linewidth=0.8)
        words = f"{step:.0%}" if chart.unit == "share" else said(chart, step)
        sheet.text(_LEFT - 6, y, words, size=9.5, colour=sheet.colours.soft, ha="right", width=_LEFT - 8)
    count = len(chart.categories)
    each = -(-count // _NAMES)
    room = (WIDTH - EDGE - _LEFT) / max(min(count, _NAMES), 1)
    for at in range(0, count, each):
        sheet.text(
            _x(at, count),
            top + _DEEP + 13,
            chart.categories[at],
            size=9.5,
            colour=sheet.colours.soft,
            ha="center",
            width=room,
        )


def _steps(chart: Chart, axis: Axis) -> list[float]:
    """The steps above nothing and below it; a side too short for words beside each other has none of its own."""
    sides = {1: axis[1], -1: -axis[0]}
    long = {way: side for way, side in sides.items() if side * 4 >= max(sides.values())}
    return sorted({way * step for way, side in long.items() for step in steps(chart, side)})


def _course(sheet: Sheet, one: Series, place: tuple[float, Axis], index: int) -> None:
    """The line in the pieces in which it is known; a piece of one moment is a point."""
    top, axis = place
    colour, count = sheet.part(index), len(one.values)
    for known, run in groupby(range(count), key=lambda at: one.values[at] is not None):
        if known:
            at = list(run)
            xs = [_x(each, count) for each in at]
            if one.low:
                lows, highs = (
                    [_y(side[each] or 0.0, top, axis) for each in at] for side in (one.low, one.high)
                )
                sheet.axes.fill_between(xs, lows, highs, color=colour, alpha=0.15, linewidth=0)
            ys = [_y(one.values[each] or 0.0, top, axis) for each in at]
            sheet.line(xs, ys, colour, linewidth=2, marker="o", markersize=4.5)


def _x(at: int, count: int) -> float:
    room = (WIDTH - EDGE - _LEFT) / count
    return _LEFT + room * (at + 0.5)


def _y(value: float, top: float, axis: Axis) -> float:
    start, end = axis
    return top + _DEEP * (1 - min(max((value - start) / (end - start), 0), 1))
