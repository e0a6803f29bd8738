"""From values to places: round steps of an axis, and how a value is written."""

from __future__ import annotations

from math import floor, log10

from handlers.reports.chart import Chart
from handlers.reports.intervals import percent


def most(chart: Chart) -> float:
    """The end of the axis: all of a share; of a number the next round step above everything that is drawn."""
    if chart.unit == "share":
        return 1.0
    drawn = [value for one in chart.series for value in (*one.values, *one.high) if value is not None]
    return _rounded_up(max([*drawn, chart.target or 0.0, 0.0]))


def least(chart: Chart) -> float:
    """The beginning of the axis: nothing, or the next round step below everything that is drawn, where something is below nothing."""
    drawn = [value for one in chart.series for value in (*one.values, *one.low) if value is not None]
    lowest = min([*drawn, chart.target or 0.0, 0.0])
    return -_rounded_up(-lowest) if lowest < 0 and chart.unit != "share" else 0.0


def stacked_most(chart: Chart) -> float:
    """The end of the axis where the parts of each category lie one behind the other."""
    sums = (sum(one.values[at] or 0 for one in chart.series) for at in range(len(chart.categories)))
    return 1.0 if chart.unit == "share" else max([*sums, 0.0]) or 1.0


def _rounded_up(value: float) -> float:
    """1, 2, 2.5, 4, 5, 8 or 10 times a power of ten."""
    if value <= 0:
        return 1.0
    power = float(10 ** floor(log10(value)))
    return next(step * power for step in (1, 2, 2.5, 4, 5, 8, 10) if step * power >= value - power * 1e-9)


def steps(chart: Chart, end: float, count: int = 4) -> list[float]:
    """From nothing to the end, in equal steps; whole ones where a number's end is small."""
    whole = chart.unit == "number" and end == int(end) and end < count
    count = int(end) if whole else count
    return [end * at / count for at in range(count + 1)]


def said(chart: Chart, value: float) -> str:
    """A value as it stands in the picture."""
    if chart.unit == "share":
        return percent(value)
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:,.1f}"
