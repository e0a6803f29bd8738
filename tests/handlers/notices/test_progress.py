"""How far a notice is: a table of counts and speeds, and what is said of the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.notices.progress import Pace, progress


@pytest.mark.parametrize(
    ("counts", "pace", "moving", "done", "left", "seconds"),
    [
        ({}, Pace(30), True, 0, 0, 0),
        ({"waiting": 300}, Pace(30), True, 0, 300, 10),
        ({"waiting": 301}, Pace(30), True, 0, 301, 11),
        ({"waiting": 200, "queued": 100, "sent": 700}, Pace(30), True, 700, 300, 10),
        ({"waiting": 300}, Pace(), True, 0, 300, None),
        ({"waiting": 300}, Pace(0), True, 0, 300, None),
        ({"waiting": 300}, Pace(30), False, 0, 300, None),
        ({"waiting": 300, "sent": 30}, Pace(30, ended=30, seconds=60), True, 30, 300, 600),
        ({"waiting": 300, "sent": 29}, Pace(30, ended=29, seconds=60), True, 29, 300, 10),
        ({"waiting": 300, "sent": 900}, Pace(None, ended=900, seconds=60), True, 900, 300, 20),
        ({"sent": 5, "failed": 2, "unknown": 1, "stopped": 2}, Pace(30), False, 10, 0, 0),
        ({"sent": 5, "reserve": 3, "blocked": 9, "muted": 4}, Pace(30), True, 5, 0, 0),
    ],
)
def test_what_is_done_what_is_left_and_for_how_long(
    counts: dict[str, int], pace: Pace, moving: bool, done: int, left: int, seconds: int | None
) -> None:
    found = progress(counts, pace, moving=moving)
    assert (found.done, found.left, found.all) == (done, left, done + left)
    assert found.time_left == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("sent", "waiting", "percent"), [(0, 3, 0), (1, 2, 33), (999, 1, 99), (3, 0, 100), (0, 0, 100)]
)
def test_a_hundred_percent_is_everybody(sent: int, waiting: int, percent: int) -> None:
    assert progress({"sent": sent, "waiting": waiting}, Pace(), moving=True).percent == percent
