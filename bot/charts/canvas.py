"""The sheet a chart is drawn on, measured in points, and how it becomes a file that is the same each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from bot.charts.fonts import families, writable
from bot.charts.look import COLOURS, Look
from handlers.reports.chart import Chart

#: Text stays text in an SVG and is never read as a formula; the salt makes the names of its parts the same each time.
mpl.rcParams.update(
    {"svg.fonttype": "none", "svg.hashsalt": "ownerline", "text.parse_math": False, "path.simplify": False}
)

#: A phone's page is some 360 points wide: what is drawn for it is read on a larger one too.
WIDTH, EDGE = 360.0, 14.0
_PIXELS_A_POINT = 3


class Sheet:
    """A sheet of the phone's width, growing downwards: x from the left, y from the top, in points."""

    def __init__(self, chart: Chart, look: Look, height: float) -> None:
        self.look, self.colours, self.height = look, COLOURS[look.theme], height
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor=self.colours.sheet)
        (FigureCanvasAgg if look.form == "png" else FigureCanvasSVG)(self.figure)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
        self.axes.set_axis_off()
        self._fonts = list(families(look.language))
        aside: Any = FigureCanvasAgg(Figure(figsize=(1, 1), dpi=72))
        self._measuring = aside.get_renderer()
        self._chart = chart

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: float = 11,
        colour: str = "",
        width: float = WIDTH,
        **more: Any,
    ) -> float:
        """Words with their baseline's middle at y, cut where they are wider than `width`; how wide they became."""
        words = self.axes.text(
            x, y - 1, writable(self.look.language, said), fontfamily=self._fonts, fontsize=size, color=colour or self.colours.ink,
            va="center_baseline", **more,
        )  # fmt: skip
        return self._fit(words, width)

    def _fit(self, words: Any, width: float) -> float:
        said = whole = words.get_text()
        while (wide := self._wide(words)) > width and len(said) > 1:
            said = said[: max(int(len(said) * width / wide) - 1, 1)] if said == whole else said[:-1]
            words.set_text(f"{said.rstrip()}…")
        return wide

    def _wide(self, words: Any) -> float:
        return float(words.get_window_extent(self._measuring).width) if words.get_text() else 0.0

    def box(self, x: float, y: float, width: float, height: float, colour: str, **more: Any) -> None:
        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, linewidth=0, **more))

    def line(self, xs: Sequence[float], ys: Sequence[float], colour: str, **more: Any) -> None:
        self.axes.add_line(Line2D(xs, ys, color=colour, **more))

    def part(self, index: int) -> str:
        """The colour of a series: what it means, or the next one."""
        tone = self._chart.series[index].tone
        return self.colours.tones[tone] if tone else self.colours.parts[index % len(self.colours.parts)]

    def saved(self) -> bytes:
        """The file. Nothing of the day or the program stands in it."""
        out = BytesIO()
        if self.look.form == "png":
            self.figure.savefig(out, format="png", dpi=72 * _PIXELS_A_POINT, metadata={"Software": None})
            return out.getvalue()
        self.figure.savefig(
            out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
        return _accessible(out.getvalue().decode(), self._chart, self.look.language).encode()


def _accessible(svg: str, chart: Chart, language: str) -> str:
    """The picture with its title and what it shows, for who cannot see it; without the size that would keep a page from fitting it."""
    said = f'<title id="t">{escape(chart.title)}</title><desc id="d">{escape(chart.said)}</desc>'
    begin = re.search(r"<svg\b[^>]*>", svg)
    assert begin is not None
    own = re.sub(r'\s(?:width|height)="[^"]*"', "", begin.group()[:-1])
    return f'{svg[: begin.start()]}{own} role="img" aria-labelledby="t d" xml:lang="{language}">{said}{svg[begin.end() :]}'
