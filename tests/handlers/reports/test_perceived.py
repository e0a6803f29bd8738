"""A result tells its sample, its response and its interval, and with few answers no figure at all (I14, J06)."""

from __future__ import annotations

import pytest

from handlers.reports.perceived import layers, perceived
from storage.perception_rows import Noticed
from storage.self_checks import Ticked


@pytest.mark.parametrize(
    ("yes", "no", "unseen", "figure", "low", "high"),
    [
        (9, 1, 0, 0.9, 0.5958, 0.9821),  # Wilson 1927, 9 of 10
        (5, 0, 5, 0.5, 0.2366, 0.7634),  # who did not notice answered all the same
        (5, 0, 0, 1.0, 0.5655, 1.0),
        (0, 5, 0, 0.0, 0.0, 0.4345),
    ],
)
def test_the_share_of_all_who_answered(
    yes: int, no: int, unseen: int, figure: float, low: float, high: float
) -> None:
    found = perceived(Noticed("visit", "badge", 1, 20, yes, no, unseen), 5)
    assert found.figure == figure
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)
    assert (found.asked, found.answered) == (20, yes + no + unseen)


@pytest.mark.parametrize(("answers", "least"), [(0, 1), (4, 5), (1, 5)])
def test_few_answers_tell_nothing_of_single_homes(answers: int, least: int) -> None:
    found = perceived(Noticed("visit", "badge", 1, 9, 0, answers, 0), least)
    assert (found.figure, found.low, found.high) == (None, None, None)
    assert (found.yes, found.no, found.unseen) == (0, 0, 0)
    assert (found.asked, found.answered) == (9, answers)


def test_the_two_layers_stand_side_by_side_by_wording_and_are_never_blended() -> None:
    ticked = [Ticked("visit", "badge", 2, 4, 3), Ticked("repair", "badge", 2, 9, 9)]
    noticed = [perceived(Noticed("visit", "badge", version, 6, 6, 0, 0), 5) for version in (1, 2)]
    found = layers("visit", "badge", ticked, noticed)
    assert [(one.version, one.by_self and one.by_self.jobs, one.noticed and one.noticed.yes) for one in found] == [
        (2, 4, 6), (1, None, 6),
    ]  # fmt: skip
    assert layers("event", "badge", ticked, noticed) == ()
