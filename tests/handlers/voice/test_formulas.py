"""The measures of satisfaction by their standard formulas: counted by hand, and never outside what they can be."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from handlers.voice.formulas import SCALES, Tally, mean, result


def tally(scale: str, counts: dict[int, int], **values: int) -> Tally:
    asked = values.pop("asked", sum(counts.values()))
    return Tally(
        data_set="touch_point", question="q", scale=scale, version=1, asked=asked, counts=counts, **values
    )


@pytest.mark.parametrize(
    ("scale", "counts", "figure", "low", "high"),
    [
        ("csat", {5: 40, 4: 40, 3: 10, 2: 5, 1: 5}, 0.8, 0.711, 0.867),
        ("csat", {5: 10}, 1.0, 0.722, 1.0),
        ("csat", {1: 3}, 0.0, 0.0, 0.562),
        ("ces", {7: 5, 6: 3, 5: 2, 4: 5, 1: 5}, 0.5, 0.299, 0.701),
        ("nps", {10: 30, 9: 20, 8: 10, 7: 10, 6: 10, 0: 20}, 0.2, 0.03, 0.37),
        ("nps", {8: 7, 7: 3}, 0.0, 0.0, 0.0),
        ("nps", {0: 4}, -1.0, -1.0, -1.0),
        ("nps", {6: 1, 9: 1}, 0.0, -1.0, 1.0),
        ("yes_no", {1: 9, 0: 1}, 0.9, 0.596, 0.982),
    ],
)
def test_each_scale_has_its_own_formula(
    scale: str, counts: dict[int, int], figure: float, low: float, high: float
) -> None:
    found = result(tally(scale, counts))
    assert found.figure == pytest.approx(figure)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.001), pytest.approx(high, abs=0.001))


def test_seven_and_eight_are_passive_and_six_is_a_detractor() -> None:
    assert [result(tally("nps", {score: 1})).figure for score in range(11)] == [-1] * 7 + [0, 0, 1, 1]


def test_nobody_answered_is_no_figure_and_nobody_asked_is_no_rate() -> None:
    silent = result(tally("csat", {}, asked=20))
    assert (silent.figure, silent.low, silent.high) == (None, None, None)
    assert (silent.answered, silent.asked, silent.response) == (0, 20, 0.0)
    assert result(tally("csat", {})).response is None
    assert mean(tally("csat", {})) is None


def test_the_sample_and_the_response_rate_stand_beside_the_figure() -> None:
    found = result(tally("csat", {5: 10, 3: 10}, asked=80, volunteered=7))
    assert (found.answered, found.asked, found.response) == (20, 80, 0.25)
    assert mean(tally("csat", {5: 10, 3: 10})) == 4


@pytest.mark.parametrize(
    ("scale", "score"), [("csat", 0), ("csat", 6), ("ces", 8), ("nps", 11), ("yes_no", 2)]
)
def test_a_score_of_another_scale_is_refused(scale: str, score: int) -> None:
    with pytest.raises(ValueError, match=f"{score} is not on the scale {scale}"):
        tally(scale, {score: 1})


def test_every_interval_holds_its_figure_and_stays_within_the_scale() -> None:
    random = Random(20261127)
    for _ in range(2000):
        scale = random.choice(list(SCALES))
        low, high = SCALES[scale]
        scores = Counter(random.randint(low, high) for _ in range(random.randint(1, 60)))
        found = result(tally(scale, dict(scores)))
        assert found.figure is not None
        assert found.low is not None
        assert found.high is not None
        floor = -1 if scale == "nps" else 0
        assert floor <= found.low <= found.figure + 1e-9
        assert found.figure - 1e-9 <= found.high <= 1
