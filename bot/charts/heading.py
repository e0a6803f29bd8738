"""What stands above every chart: its title, what is counted, which colour is what, and the target."""

from __future__ import annotations

from bot.charts.canvas import EDGE, WIDTH, Sheet
from bot.charts.scale import said
from handlers.reports.chart import Chart

_TITLE, _LINE = 30.0, 17.0

#: Width kept for a name in the legend, two beside each other.
_HALF = (WIDTH - 2 * EDGE) / 2


def heading_height(chart: Chart) -> float:
    return _TITLE + _LINE * (bool(chart.unit_name) + (len(_legend(chart)) + 1) // 2) + 6


def heading(sheet: Sheet, chart: Chart) -> None:
    sheet.text(EDGE, 18, chart.title, size=13.5, weight="bold", width=WIDTH - 2 * EDGE)
    y = _TITLE + 8
    if chart.unit_name:
        sheet.text(EDGE, y, chart.unit_name, size=10, colour=sheet.colours.soft, width=WIDTH - 2 * EDGE)
        y += _LINE
    for at, (name, colour) in enumerate(_legend(chart)):
        x, line = EDGE + _HALF * (at % 2), y + _LINE * (at // 2)
        _mark(sheet, x, line, colour)
        sheet.text(x + 16, line, name, size=10, colour=sheet.colours.soft, width=_HALF - 20)


def _mark(sheet: Sheet, x: float, y: float, colour: int | None) -> None:
    if colour is None:
        sheet.line((x, x + 11), (y, y), sheet.colours.target, linewidth=1.2, linestyle=(0, (3, 2)))
    else:
        sheet.box(x, y - 5, 10, 10, sheet.part(colour))


def _legend(chart: Chart) -> list[tuple[str, int | None]]:
    """What is drawn and in which colour; the target has a colour of its own. One series alone is what the title says."""
    if chart.kind == "matrix":
        return []
    named: list[tuple[str, int | None]] = (
        [(one.name, at) for at, one in enumerate(chart.series)] if len(chart.series) > 1 else []
    )
    return named + ([(f"≥ {said(chart, chart.target)}", None)] if chart.target is not None else [])
