"""How long a colleague may think about taking a ticket over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.tickets.holders.handover_rules import Handover

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(("urgency", "minutes"), [("E0", 5), ("E1", 15), ("N", 240), ("L", 1440), ("?", 240)])
def test_the_limit_goes_by_urgency(urgency: str, minutes: int) -> None:
    assert Handover().by(urgency, NOW) - NOW == timedelta(minutes=minutes)


def test_an_urgency_that_is_not_set_keeps_its_default() -> None:
    assert Handover(minutes={"N": 60}).by("E0", NOW) - NOW == timedelta(minutes=5)


@pytest.mark.parametrize("minutes", [{"N": 0}, {"N": -1}, {"E9": 5}])
def test_limits_that_cannot_be_are_refused(minutes: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="minutes"):
        Handover(minutes=minutes)
