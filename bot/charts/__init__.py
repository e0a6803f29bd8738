"""Charts as pictures: PNG for messages, SVG for pages, light and dark, in the languages that the line speaks.

matplotlib is imported when the first picture is drawn and not before: it costs half a second and some 40 MB.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from threading import Lock

from bot.charts.look import Look
from handlers.reports.chart import Chart

__all__ = ["Look", "drawn"]

#: How many pictures are kept: a page that is looked at again, or by the next person, draws nothing anew.
_KEPT = 64

#: One drawing at a time: matplotlib's settings and fonts belong to the whole process.
_ONE = Lock()


def drawn(chart: Chart, look: Look) -> bytes | None:
    """The picture; the same chart and look give the same bytes.

    None where there is nothing to draw, and for a PNG whose words no font of this machine can write: then the table alone is
    to be sent. An SVG leaves the letters to whoever shows it.
    """
    return None if chart.is_empty else _drawn(chart, look)


@lru_cache(maxsize=_KEPT)
def _drawn(chart: Chart, look: Look) -> bytes | None:
    with _ONE:
        return bytes(made) if (made := import_module("bot.charts.drawing").draw(chart, look)) else None
