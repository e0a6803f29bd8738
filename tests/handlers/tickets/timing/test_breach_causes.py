"""Why something was late, as far as the line itself can tell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.tickets.timing import breach_causes
from handlers.wording import has
from storage.breaches import Breach
from tests.handlers.staff.house import NOW


@pytest.mark.parametrize(
    ("found_after", "holder", "handover", "acted", "cause"),
    [
        (0, None, False, False, "no_holder"),
        (0, None, True, False, "handover_open"),
        (0, 7, True, True, "handover_open"),
        (0, 7, False, False, "holder_silent"),
        (0, 7, False, True, "not_finished"),
        (60, 7, False, False, "holder_silent"),
        (300, None, False, False, "no_holder"),
        (301, 7, False, True, "line_down"),
        (3600, None, True, False, "line_down"),
    ],
)
def test_the_guess_is_what_stood_at_that_moment(
    found_after: int, holder: int | None, handover: bool, acted: bool, cause: str
) -> None:
    at = NOW + timedelta(seconds=found_after)
    breach = Breach(1, 1, 1, 1, None, "fix", NOW, at, holder, "assigned", 0, "", None, None, None)
    assert breach_causes.guess(breach, handover_open=handover, holder_acted=acted) == cause


def test_every_cause_has_a_name() -> None:
    assert [one for one in breach_causes.CAUSES if not has(f"clocks.cause.{one}")] == []
