"""How a picture looks: for whom it is drawn, and its colours, which are those of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """In which language, on light or dark ground, as what. A PNG is drawn at three pixels a point, for a phone's screen."""

    language: str
    theme: Literal["light", "dark"] = "light"
    form: Literal["png", "svg"] = "png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """`parts` are told apart in every common colour-blindness by lightness too; `steps` go from few to many; `tones` are those of clocks."""

    sheet: str
    ink: str
    soft: str
    edge: str
    target: str
    parts: tuple[str, ...]
    steps: tuple[str, ...]
    tones: dict[str, str]


#: The series in order: green, ochre, blue, plum, teal, grey; beyond six they begin again.
COLOURS = {
    "light": Colours(
        sheet="#fffefb", ink="#24211c", soft="#635b50", edge="#ded6c9", target="#b4560f",
        parts=("#1f5b4d", "#d39a3c", "#3f74a8", "#8c4a78", "#6fb3a2", "#a59c8f"),
        steps=("#eef5f1", "#cfe4da", "#a3cdbb", "#6fae97", "#377a67", "#1f5b4d"),
        tones={"late": "#b3261e", "soon": "#e0a23c", "in_time": "#2e7d5b", "resting": "#b9b1a5"},
    ),
    "dark": Colours(
        sheet="#211e1a", ink="#f0eae0", soft="#b3a99b", edge="#3a352e", target="#ffb766",
        parts=("#58b58b", "#eaa43a", "#7fb2e5", "#d08fc0", "#2f7a66", "#9a9185"),
        steps=("#26302b", "#244439", "#2b6a57", "#377a67", "#58b58b", "#a4ddc2"),
        tones={"late": "#f2654f", "soon": "#f3c674", "in_time": "#3f8f6d", "resting": "#6d665c"},
    ),
}  # fmt: skip


def on(ground: str) -> str:
    """Black or white, whichever reads better on a colour (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(ground[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return "#14110d" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.19 else "#ffffff"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
