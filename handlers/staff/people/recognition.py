"""The page of thanks: how often each person was thanked in words, and what was said to whoever looks (L14).

Only praise in words is counted here. The scores of touch-points are for improving touch-points and never stand beside a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.wording import say
from storage.praises import Praise
from storage.scope import SENIOR
from storage.staff_store import StaffStore

#: The times that can be looked at, in days: a month, a quarter, a year.
DAYS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class Thanked:
    """Somebody who was thanked, and how often."""

    name: str
    role: str
    count: int


@dataclass(frozen=True, slots=True)
class Said:
    """Words of thanks: whom they mean, and about which place."""

    names: str
    place: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """The thanks of one estate: the people, most thanked first, and the buildings they came from."""

    estate: str
    people: tuple[Thanked, ...]
    sites: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """`mine` is what was said to whoever looks; `said` everything, for managers and above."""

    groups: tuple[Group, ...]
    mine: tuple[Said, ...]
    said: tuple[Said, ...]


def recognition(store: StaffStore, language: str, now: datetime, days: int) -> Recognition:
    """The thanks of the last days in the estates served."""
    since = now - timedelta(days=days)
    mine = store.praises.latest(since, staff_id=store.scope.staff_id)
    every = store.praises.latest(since) if store.scope.role in SENIOR else []
    return Recognition(
        groups=_groups(store, language, since, now),
        mine=tuple(_said(store, language, one) for one in mine),
        said=tuple(_said(store, language, one) for one in every),
    )


def _groups(store: StaffStore, language: str, since: datetime, now: datetime) -> tuple[Group, ...]:
    until = now + timedelta(seconds=1)
    counts, sites = store.praises.counts(since, until), store.praises.sites(since, until)
    buildings = {one.id: one.name for one in store.buildings()}
    found = []
    for estate in store.estates():
        people = [
            Thanked(one.name, say(language, f"desk.role.{one.role}"), counts[estate.id, one.id])
            for one in store.colleagues(estate.id)
            if (estate.id, one.id) in counts
        ]
        places = [(buildings.get(key[1], ""), count) for key, count in sites.items() if key[0] == estate.id]
        found.append(
            Group(
                estate.name,
                tuple(sorted(people, key=lambda one: (-one.count, one.name))),
                tuple(sorted(places, key=lambda one: (-one[1], one[0]))),
            )
        )
    return tuple(one for one in found if one.people or one.sites)


def _said(store: StaffStore, language: str, one: Praise) -> Said:
    who = store.colleague(one.staff_id) if one.staff_id else None
    return Said(who.name if who else say(language, "praise.page.somebody"), one.place, one.words, one.at)
