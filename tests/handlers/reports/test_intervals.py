"""Wilson's interval against published values (Newcombe 1998, Statistics in Medicine 17, table I, method 3)."""

from __future__ import annotations

import pytest

from handlers.reports.intervals import wilson


@pytest.mark.parametrize(
    ("met", "every", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_published_one(met: int, every: int, low: float, high: float) -> None:
    found = wilson(met, every)
    assert found
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


def test_no_case_has_no_interval() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize("every", [1, 2, 7, 1000, 10**9])
def test_the_share_lies_within_and_the_ends_between_0_and_1(every: int) -> None:
    for met in {0, 1, every // 2, every}:
        low, high = wilson(met, every) or (2.0, -1.0)
        assert 0 <= low <= met / every <= high <= 1
