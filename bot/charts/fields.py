"""A field for each pair of what stands at the side and what stands above: darker for more, with the number in it."""

from __future__ import annotations

from bot.charts.canvas import EDGE, WIDTH, Sheet
from bot.charts.heading import heading, heading_height
from bot.charts.look import Look, on
from bot.charts.scale import said
from handlers.reports.chart import Chart

_SIDE, _FIELD, _HEAD = 104.0, 24.0, 18.0

#: More columns than this are too narrow for their names, which then stand for every second, third … one.
_NAMES = 6


def matrix(chart: Chart, look: Look) -> bytes:
    top = heading_height(chart) + _HEAD
    sheet = Sheet(chart, look, top + _FIELD * len(chart.series) + 12)
    heading(sheet, chart)
    wide = (WIDTH - 2 * EDGE - _SIDE) / max(len(chart.categories), 1)
    each = -(-len(chart.categories) // _NAMES)
    for at in range(0, len(chart.categories), each):
        x = EDGE + _SIDE + wide * (at + 0.5)
        sheet.text(
            x,
            top - 9,
            chart.categories[at],
            size=9.5,
            colour=sheet.colours.soft,
            ha="center",
            width=wide * each - 3,
        )
    for row, one in enumerate(chart.series):
        y = top + row * _FIELD
        sheet.text(EDGE, y + _FIELD / 2, one.name, size=10, width=_SIDE - 8)
        for column, value in enumerate(one.values):
            _field(sheet, chart, value, (EDGE + _SIDE + wide * column, y, wide))
    return sheet.saved()


def _field(sheet: Sheet, chart: Chart, value: float | None, place: tuple[float, float, float]) -> None:
    x, y, wide = place
    colour = sheet.colours.sheet if value is None else sheet.colours.steps[_step(chart, value)]
    sheet.box(x + 1, y + 1, wide - 2, _FIELD - 2, colour)
    words = "–" if value is None else f"{value:.0%}" if chart.unit == "share" else said(chart, value)
    ink = sheet.colours.soft if value is None else on(colour)
    sheet.text(x + wide / 2, y + _FIELD / 2, words, size=9.5, colour=ink, ha="center", width=wide - 2)


def _step(chart: Chart, value: float) -> int:
    """Which of six steps a value falls into, between nothing and the most there is."""
    known = [one for series in chart.series for one in series.values if one is not None]
    end = max(known) or 1.0
    return min(max(round(5 * value / end), 0), 5)
