"""Which households a survey asks: by lot in each group of owners and estate, from a seed that is kept (I10); pure.

The same seed and the same pool give the same sample, so that anybody at headquarters can draw it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from handlers.notices.events import sample
from storage.survey_groups import Group, owner_of
from storage.survey_pool import Candidate

#: Where new and existing owners of an estate are drawn apart: (estate, owner).
Stratum = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """`homes`: the group, the place in its stratum's draw, the home. `strata`: how many each had, and how many were drawn."""

    homes: tuple[tuple[Group, int, int], ...]
    strata: tuple[tuple[int, str, int, int], ...]


def draw(seed: str, pool: Sequence[Candidate], size: int) -> Drawn:
    """So many homes, shared out over the strata in proportion, and by lot within each."""
    strata: dict[Stratum, dict[int, str]] = {}
    for one in pool:
        strata.setdefault((one.estate_id, owner_of(one.stage)), {})[one.unit_id] = one.stage
    shares = allocate({stratum: len(homes) for stratum, homes in strata.items()}, size)
    homes = tuple(
        (Group(estate_id, owner, strata[estate_id, owner][unit_id]), rank, unit_id)
        for estate_id, owner in sorted(strata)
        for rank, unit_id in enumerate(
            sample.draw(f"{seed}:{estate_id}:{owner}", strata[estate_id, owner], shares[estate_id, owner]),
            1,
        )
    )
    told = tuple((*stratum, len(strata[stratum]), shares[stratum]) for stratum in sorted(strata))
    return Drawn(homes, told)


def allocate(sizes: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """How many each stratum gives: in proportion by the largest remainder (Hare), and one at least where there are enough for all."""
    every = sum(sizes.values())
    wanted = min(max(size, 0), every)
    if not wanted:
        return dict.fromkeys(sizes, 0)
    least = 1 if wanted >= len(sizes) else 0
    given = {one: max(least, sizes[one] * wanted // every) for one in sizes}
    by_remainder = sorted(sizes, key=lambda one: (-(sizes[one] * wanted % every), one))
    while sum(given.values()) > wanted:
        richest = max(sizes, key=lambda one: (given[one], one))
        given[richest] -= 1
    while sum(given.values()) < wanted:
        for one in by_remainder:
            if sum(given.values()) < wanted and given[one] < sizes[one]:
                given[one] += 1
    return given


def wanted(count: int, size: int | None, share: int | None) -> int:
    """How many households a survey wants of a pool: a number, or a share in percent, rounded up."""
    return min(size, count) if size is not None else -(-count * (share or 0) // 100)


def pool_hash(pool: Sequence[Candidate]) -> str:
    """What tells a pool from another: SHA-256 over its homes in order, each with its stage."""
    told = "\n".join(f"{one.unit_id}:{one.stage}" for one in sorted(pool, key=lambda one: one.unit_id))
    return sha256(told.encode()).hexdigest()
