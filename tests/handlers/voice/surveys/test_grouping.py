"""No sheet stands in a group that too few share, and what is left out of a group tells no more than what is in it."""

from __future__ import annotations

from collections import Counter
from random import Random

from handlers.voice.surveys.grouping import coarse
from storage.survey_groups import Group

LIVING, FIRST, HANDED = (
    Group(1, "existing", "living"),
    Group(1, "new", "moved_in"),
    Group(1, "new", "handover"),
)


def resulting(groups: dict[Group, int], least: int = 5) -> dict[Group, int]:
    counted: Counter[Group] = Counter()
    for one, becomes in coarse(groups, least).items():
        counted[becomes] += groups[one]
    return dict(counted)


def test_groups_that_enough_share_stay_as_they_are() -> None:
    groups = {LIVING: 8, FIRST: 5, HANDED: 6}
    assert resulting(groups) == groups


def test_a_small_stage_is_told_as_new_or_existing_alone_and_takes_the_next_smallest_along() -> None:
    assert resulting({LIVING: 9, FIRST: 7, HANDED: 2}) == {LIVING: 9, Group(1, "new", ""): 9}
    assert resulting({LIVING: 9, FIRST: 3, HANDED: 2}) == {LIVING: 9, Group(1, "new", ""): 5}


def test_a_small_group_of_owners_is_told_as_the_estate_alone_and_takes_the_other_along() -> None:
    assert resulting({LIVING: 9, FIRST: 2}) == {Group(1, "", ""): 11}


def test_a_small_estate_is_not_told_and_neither_is_the_next_smallest() -> None:
    groups = {LIVING: 9, Group(2, "existing", "living"): 3, Group(3, "existing", "living"): 30}
    assert resulting(groups) == {Group(None, "", ""): 12, Group(3, "existing", "living"): 30}


def test_too_few_in_all_are_told_as_nothing() -> None:
    assert resulting({LIVING: 2, FIRST: 1}) == {Group(None, "", ""): 3}
    assert resulting({}) == {}


def test_whatever_comes_every_group_that_results_is_large_enough() -> None:
    random = Random(20261127)
    for _ in range(3000):
        groups = {
            Group(estate, owner, stage): random.choice((1, 1, 2, 4, 5, 9, 40))
            for estate in range(random.randint(1, 4))
            for owner, stage in (
                ("existing", "living"), ("new", "moved_in"), ("new", "handover"), ("new", "sale"), ("new", "before_handover")
            )
            if random.random() < 0.6
        }  # fmt: skip
        found = resulting(groups)
        assert sum(found.values()) == sum(groups.values())
        if sum(groups.values()) >= 5:
            assert all(times >= 5 for times in found.values()), (groups, found)
