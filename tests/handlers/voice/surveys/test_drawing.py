"""The sample is drawn by lot, new and existing owners of each estate apart, and comes out the same whenever it is drawn again."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from handlers.voice.surveys.drawing import allocate, draw, pool_hash, wanted
from storage.survey_pool import Candidate

POOL = [
    *(Candidate(number, 1, "living") for number in range(1, 101)),
    *(Candidate(number, 1, "moved_in") for number in range(101, 141)),
    *(Candidate(number, 2, "living") for number in range(201, 261)),
]


def test_the_same_seed_and_pool_give_the_same_sample_in_whatever_order_the_pool_is_read() -> None:
    shuffled = POOL[:]
    Random(7).shuffle(shuffled)
    assert draw("seed", POOL, 50) == draw("seed", shuffled, 50)
    assert pool_hash(POOL) == pool_hash(shuffled)
    assert draw("another", POOL, 50) != draw("seed", POOL, 50)
    assert pool_hash(POOL) != pool_hash(POOL[1:])


def test_each_stratum_gives_in_proportion() -> None:
    drawn = draw("seed", POOL, 50)
    assert drawn.strata == ((1, "existing", 100, 25), (1, "new", 40, 10), (2, "existing", 60, 15))
    assert Counter((group.estate_id, group.owner) for group, _, _ in drawn.homes) == {
        (1, "existing"): 25, (1, "new"): 10, (2, "existing"): 15,
    }  # fmt: skip


def test_every_home_of_a_stratum_has_the_same_chance() -> None:
    times = Counter(home for number in range(2000) for _, _, home in draw(str(number), POOL, 20).homes)
    assert all(120 < times[one.unit_id] < 290 for one in POOL), "200 of 2000 are expected of each"


@pytest.mark.parametrize(
    ("sizes", "size", "given"),
    [
        ({(1, "new"): 10, (1, "existing"): 90}, 10, [1, 9]),
        ({(1, "new"): 1, (1, "existing"): 999}, 10, [1, 9]),
        ({(1, "new"): 3, (1, "existing"): 3}, 100, [3, 3]),
        ({(1, "new"): 3, (1, "existing"): 3}, 0, [0, 0]),
        ({(1, "new"): 1, (2, "new"): 1, (3, "new"): 100}, 2, [0, 0, 2]),
        ({(1, "new"): 5, (2, "new"): 5, (3, "new"): 5}, 7, [3, 2, 2]),
    ],
)
def test_a_sample_is_shared_out_by_the_largest_remainder(sizes, size, given) -> None:
    assert list(allocate(sizes, size).values()) == given


def test_no_stratum_gives_more_than_it_has_and_together_they_give_what_is_wanted() -> None:
    random = Random(20261127)
    for _ in range(500):
        sizes = {(estate, "new"): random.randint(1, 30) for estate in range(random.randint(1, 9))}
        size = random.randint(0, 200)
        given = allocate(sizes, size)
        assert sum(given.values()) == min(size, sum(sizes.values()))
        assert all(0 <= given[one] <= sizes[one] for one in sizes)


@pytest.mark.parametrize(
    ("count", "size", "share", "found"),
    [(200, 50, None, 50), (20, 50, None, 20), (200, None, 10, 20), (201, None, 10, 21), (0, None, 100, 0)],
)
def test_a_sample_is_a_number_or_a_share(count, size, share, found) -> None:
    assert wanted(count, size, share) == found
