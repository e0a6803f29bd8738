"""The sample of those who stayed away can be drawn again, and treats every home alike."""

from __future__ import annotations

from collections import Counter

from handlers.notices.events.sample import draw


def test_the_same_seed_draws_the_same_homes_whatever_the_order_they_come_in() -> None:
    homes = list(range(1, 500))
    assert draw("abc", homes, 100) == draw("abc", reversed(homes), 100)
    assert draw("abc", homes, 100) != draw("abd", homes, 100)
    assert draw("abc", homes, 50) == draw("abc", homes, 100)[:50]


def test_nobody_is_drawn_twice_and_never_more_than_there_are() -> None:
    assert sorted(draw("abc", [3, 1, 2, 3], 10)) == [1, 2, 3]
    assert draw("abc", [], 10) == []
    assert draw("abc", [1, 2], 0) == []


def test_every_home_has_the_same_chance() -> None:
    drawn = Counter(home for seed in range(2_000) for home in draw(str(seed), range(20), 5))
    assert all(400 < drawn[home] < 600 for home in range(20))  # 500 is expected; 600 lies five deviations off
