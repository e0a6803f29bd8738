"""A chart of each kind becomes a picture. Only what is imported from here draws: the line imports it when it first needs it."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.charts import course, fields, rows
from bot.charts.fonts import writes_chinese
from bot.charts.look import Look
from handlers.reports.chart import Chart

log = structlog.get_logger()

_KINDS: dict[str, Callable[[Chart, Look], bytes]] = {
    "bars": rows.bars, "stacked": rows.stacked, "intervals": rows.intervals, "lines": course.lines, "matrix": fields.matrix,
}  # fmt: skip


def draw(chart: Chart, look: Look, has_letters: Callable[[], bool] = writes_chinese) -> bytes | None:
    """The picture; None for a PNG whose Chinese words this machine cannot write, which is said in the log."""
    if look.form == "png" and _is_chinese(chart) and not has_letters():
        log.warning(
            "No picture was drawn: this machine has no font for Chinese. Install one (Debian: fonts-noto-cjk) and start again.",
            action="chart_font_missing",
        )
        return None
    return _KINDS[chart.kind](chart, look)


def _is_chinese(chart: Chart) -> bool:
    said = "".join((chart.title, chart.unit_name, *chart.categories, *(one.name for one in chart.series)))
    return any("\u2e80" <= letter <= "\u9fff" or letter >= "\U00020000" for letter in said)
