"""Under which group each sheet of a closed survey may stand, so that no group is so small that it tells who it was (I10, I16); pure.

First the stage of life goes where too few share it, then whether owners are new, then the estate. What is left out is put
together with the next smallest, until enough share it: where everybody else's group is told, one that is not told tells as much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from storage.survey_groups import Group

#: What groups are compared within, and what a group becomes where it is too small, from the finest on.
_LEVELS: tuple[tuple[Callable[[Group], object], Callable[[Group], Group]], ...] = (
    (lambda one: (one.estate_id, one.owner), lambda one: one._replace(stage="")),
    (lambda one: one.estate_id, lambda one: one._replace(owner="", stage="")),
    (lambda _one: None, lambda _one: Group(None, "", "")),
)


def coarse(groups: Mapping[Group, int], least: int) -> dict[Group, Group]:
    """What each group becomes. Every group that results is shared by `least` sheets at least, unless there are fewer in all."""
    becomes = {one: one for one in groups}
    for within, told_less in _LEVELS:
        counted: dict[Group, int] = {}
        for one, times in groups.items():
            counted[becomes[one]] = counted.get(becomes[one], 0) + times
        merged = {one: told_less(one) for one in _too_small(counted, within, told_less, least)}
        becomes = {one: merged.get(now, now) for one, now in becomes.items()}
    return becomes


def _too_small(
    counted: Mapping[Group, int], within: Callable[[Group], object], told_less: Callable[[Group], Group], least: int
) -> set[Group]:  # fmt: skip
    """The groups that are told less: the small ones of each family, and the next smallest until what they become is large enough."""
    families: dict[object, list[Group]] = {}
    for one in counted:
        families.setdefault(within(one), []).append(one)
    found: set[Group] = set()
    for family in families.values():
        by_size = sorted(family, key=lambda one: (told_less(one) != one, counted[one], repr(one)))
        small = {one for one in family if counted[one] < least}
        for one in by_size:
            if not small or sum(counted[each] for each in small) >= least:
                break
            small.add(one)
        found |= small
    return found
