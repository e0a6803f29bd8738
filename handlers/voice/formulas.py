"""The measures of satisfaction by their standard formulas, each with its sample and how sure it is; computed here and nowhere else.

CSAT is the share of the two highest of five, CES 2.0 the share of 5 to 7 of seven, NPS the share of 9 and 10 less the share of
0 to 6, of 0 to 10 (Reichheld 2003). Raw scores are kept; nothing is converted from one scale to another, and nothing is blended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from handlers.reports.intervals import Z, wilson

#: The sources, which never mix (I03 - I06): ratings at touch-points, contacts after a complaint, the survey, officers' scores.
DataSet = Literal["touch_point", "follow_up", "survey", "officer"]
DATA_SETS: tuple[DataSet, ...] = ("touch_point", "follow_up", "survey", "officer")

#: Scales: the lowest and the highest score.
SCALES = {"csat": (1, 5), "ces": (1, 7), "nps": (0, 10), "yes_no": (0, 1), "faces": (1, 3)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The scores of one question in one wording, from one source: how many households were asked, and how often each score came.

    `scale` is one of SCALES; `asked` counts those who were asked, answered or not; `volunteered` scores that nobody had asked for,
    which are told beside the figure and are no part of it. Raises ValueError for a score that is not on the scale.
    """

    data_set: DataSet
    question: str
    scale: str
    version: int
    asked: int
    counts: Mapping[int, int]
    volunteered: int = 0

    def __post_init__(self) -> None:
        low, high = SCALES[self.scale]
        strange = [score for score in self.counts if not low <= score <= high]
        if strange:
            raise ValueError(f"{strange[0]} is not on the scale {self.scale} from {low} to {high}")

    @property
    def answered(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A figure: a share from 0 to 1, or NPS from -1 to 1, with its 95 % interval, the sample, and the share of those asked who
    answered. `figure`, `low` and `high` are None where nobody answered; `response` is None where nobody was asked.
    """

    measure: str
    figure: float | None
    low: float | None
    high: float | None
    answered: int
    asked: int
    response: float | None


#: The scores that count as content.
_CONTENT = {"csat": (4, 5), "ces": (5, 7), "yes_no": (1, 1), "faces": (3, 3)}


def result(tally: Tally) -> Result:
    """The figure of a tally, by the formula of its scale."""
    if tally.scale == "nps":
        return _told(tally, *_nps(tally))
    low, high = _CONTENT[tally.scale]
    content = sum(count for score, count in tally.counts.items() if low <= score <= high)
    between = wilson(content, tally.answered)
    figure = content / tally.answered if tally.answered else None
    return _told(tally, figure, *(between or (None, None)))


def mean(tally: Tally) -> float | None:
    """The mean of the raw scores, which some report beside the share; None where nobody answered."""
    total = sum(score * count for score, count in tally.counts.items())
    return total / tally.answered if tally.answered else None


def _nps(tally: Tally) -> tuple[float | None, float | None, float | None]:
    """Promoters less detractors, and the interval by the variance of that difference, kept within -1 and 1."""
    n = tally.answered
    if not n:
        return None, None, None
    promoters = sum(count for score, count in tally.counts.items() if score >= 9) / n
    detractors = sum(count for score, count in tally.counts.items() if score <= 6) / n
    figure = promoters - detractors
    reach = Z * sqrt(max(promoters + detractors - figure * figure, 0) / n)
    return figure, max(figure - reach, -1.0), min(figure + reach, 1.0)


def _told(tally: Tally, figure: float | None, low: float | None, high: float | None) -> Result:
    response = tally.answered / tally.asked if tally.asked else None
    return Result(
        measure=tally.scale, figure=figure, low=low, high=high, answered=tally.answered, asked=tally.asked,
        response=response,
    )  # fmt: skip
