"""A figure as a page tells it: never alone, always with its sample, its response and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.voice.formulas import Result
from handlers.voice.surveys.results import Figure
from handlers.wording import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table: what it is about, the figure and what stands beside it; `figure` empty where too few answered."""

    about: tuple[str, ...]
    figure: str
    sample: str
    response: str
    between: str


def line(language: str, one: Figure, *about: str) -> Line:
    """A figure in words; of a group that is too small nothing but that it is."""
    found = one.result
    if not one.shown or found.figure is None or found.low is None or found.high is None:
        return Line(
            about=about,
            figure="",
            sample=say(language, "surveys.too_few"),
            response=response(found),
            between="",
        )
    return Line(
        about=about, figure=amount(found.measure, found.figure), response=response(found),
        sample=str(found.answered), between=f"{amount(found.measure, found.low)} – {amount(found.measure, found.high)}",
    )  # fmt: skip


def amount(measure: str, value: float) -> str:
    """A share in percent; NPS as the number from -100 to 100 that it is."""
    return f"{round(value * 100):+d}" if measure == "nps" else f"{round(value * 100)} %"


def response(found: Result) -> str:
    """The share of those asked who answered; empty where nobody was asked as a member of the group."""
    return "" if found.response is None else f"{round(found.response * 100)} %"
