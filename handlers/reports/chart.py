"""A picture of a report, as a value: what is drawn, and not how. bot/charts draws it; the table beside it says the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, get_args

#: bars: a bar for each category and series. lines: a course over time. stacked: parts of a whole, one bar for each category.
#: matrix: a field for each series (down) and category (across), darker for more. intervals: a point with how sure it is.
Kind = Literal["bars", "lines", "stacked", "matrix", "intervals"]

#: What the values are: a share from 0 to 1, or a number with its unit in words.
Unit = Literal["share", "number"]

#: What a series means where its colour is to say so: late, soon late, in time, waiting for somebody else.
Tone = Literal["", "late", "soon", "in_time", "resting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A row of values, one for each category; None where there is no case. `low` and `high`: the interval of each, or empty.

    `tone`: empty where its colour means nothing.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    tone: Tone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart. `unit_name`: what a number counts ("hours"); `target`: a line to be reached, in the same unit; None for none.

    `said`: what the picture shows in a sentence or two, for who cannot see it. Raises ValueError for values that do not fit
    the categories, or an interval that does not hold its value.
    """

    kind: Kind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = "number"
    unit_name: str = ""
    target: float | None = None
    said: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind) or self.unit not in get_args(Unit):
            raise ValueError(f"there is no chart of the kind {self.kind!r} with the unit {self.unit!r}")
        for one in self.series:
            ends = [part for part in (one.low, one.high) if part]
            if any(len(part) != len(self.categories) for part in (one.values, *ends)) or len(ends) == 1:
                raise ValueError(f"the values of {one.name!r} do not fit the categories of {self.title!r}")
            if any(_outside(*three) for three in zip_longest(one.values, one.low, one.high)):
                raise ValueError(f"an interval of {one.name!r} in {self.title!r} does not hold its value")
        if self.kind == "intervals" and any(one.values and not one.low for one in self.series):
            raise ValueError(f"a chart of intervals needs them: {self.title!r}")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: no picture is made of no case."""
        return not any(value is not None for one in self.series for value in one.values)


def _outside(value: float | None, low: float | None, high: float | None) -> bool:
    """Rounding may put a value a hair outside its interval; more than that is a mistake of whoever counted."""
    if value is None or low is None or high is None:
        return False
    return not low - 1e-9 <= value <= high + 1e-9
