"""When an owner hears that a promised time is in danger, and by when a manager answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.tickets.timing.holding import Holding
from tests.handlers.staff.house import NOW


@pytest.mark.parametrize(
    ("minutes", "urgency", "before"),
    [
        pytest.param(3, "E0", None, id="in an emergency people are called instead"),
        pytest.param(240, "E0", None, id="also where its promise is longer"),
        pytest.param(15, "E1", None, id="a quarter of an hour is too short for two messages"),
        pytest.param(20, "E1", None, id="so is whatever has its middle there"),
        pytest.param(40, "E1", 10, id="ten minutes at least"),
        pytest.param(480, "N", 72, id="15 of a hundred: 72 minutes of eight hours"),
        pytest.param(48 * 60, "N", 120, id="two hours at most"),
        pytest.param(168 * 60, "L", 120, id="also of a week"),
    ],
)
def test_it_comes_a_share_before_the_end(minutes: int, urgency: str, before: int | None) -> None:
    due = NOW + timedelta(minutes=minutes)
    found = Holding().at(NOW, due, urgency)
    assert (None if found is None else due - found) == (before and timedelta(minutes=before))


@pytest.mark.parametrize(("urgency", "hours"), [("E1", 1), ("N", 8), ("L", 24), ("?", 8)])
def test_a_manager_answers_within_hours_of_the_promised_moment(urgency: str, hours: float) -> None:
    assert Holding().manager_by(NOW, urgency) - NOW == timedelta(hours=hours)


@pytest.mark.parametrize(
    "wrong", [{"share": 0}, {"share": 0.5}, {"least_minutes": 0}, {"least_minutes": 9, "most_minutes": 8}]
)
def test_a_share_that_cannot_be_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="must"):
        Holding(**wrong)
