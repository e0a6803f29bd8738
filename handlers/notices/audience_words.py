"""Whom a notice means, in one short line of the reader's language: "Building 3, floors 1-2, homes without alarm; not 3-1-101"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.notices import attributes
from handlers.wording import say
from storage.audience import Audience
from storage.estates import Estate
from storage.staff_store import StaffStore

#: How many homes of a list the line names before it counts the rest.
NAMED = 4

_BARE = re.compile(r"[0-9A-Za-z]{1,3}")
_STOREY = re.compile(r"(\d+)(?:/?F|楼|樓|层|層)?", re.IGNORECASE)


def describe(store: StaffStore, estate: Estate, audience: Audience, language: str) -> str:
    """One line for an audience; everybody is the estate. A building or home that is gone since then is left out."""
    comma = say(language, "audience.comma")
    meant = comma.join(_meant(store, audience, language))
    whole = meant or say(language, "audience.everybody", place=estate.name)
    out = _homes(store, audience.exclude, language)
    line = say(language, "audience.but", whole=whole, homes=out) if out else whole
    return line[:1].upper() + line[1:]


def _meant(store: StaffStore, audience: Audience, language: str) -> Iterator[str]:
    """The parts of the line, from the place to the people."""
    names = {one.id: one.name for one in store.buildings()}
    yield from (_building(names[one], language) for one in audience.buildings if one in names)
    if audience.floors:
        key = "audience.floor" if len(audience.floors) == 1 else "audience.floors"
        yield say(language, key, floors=_floors(audience.floors))
    if audience.lines:
        yield say(language, "audience.lines", lines=", ".join(audience.lines))
    yield from (say(language, f"audience.stage.{stage}") for stage in audience.stages)
    yield from (say(language, "audience.tier", tier=tier) for tier in audience.tiers)
    having = [
        attributes.phrase(name, language, there=there)
        for names_of, there in ((audience.with_attributes, True), (audience.without_attributes, False))
        for name in names_of
    ]
    if having:
        yield say(language, "audience.homes", what=say(language, "audience.and").join(having))
    if audience.open_incident:
        yield say(language, "audience.waiting", incident=audience.open_incident)
    yield from _people(audience, language)
    listed = _homes(store, audience.include, language)
    if listed:
        yield say(language, "audience.also" if audience.narrows_homes else "audience.only", homes=listed)


def _people(audience: Audience, language: str) -> Iterator[str]:
    if audience.roles:
        words = [say(language, f"audience.role.{role}") for role in audience.roles]
        yield say(language, "audience.roles", roles=say(language, "audience.and").join(words))
    yield from (say(language, f"audience.of_club.{one}") for one in audience.club)
    if audience.languages:
        words = [say(language, f"audience.language.{one}") for one in audience.languages]
        yield say(language, "audience.languages", languages=say(language, "audience.or").join(words))


def _building(name: str, language: str) -> str:
    """With the word for it where the estate calls it by a number or a letter alone."""
    return say(language, "audience.building", name=name) if _BARE.fullmatch(name) else name


def _floors(floors: Sequence[str]) -> str:
    """Floors in a row as a span: 1-3, 5, G."""
    storeys = {found[1]: floor for floor in floors if (found := _STOREY.fullmatch(floor))}
    numbers = sorted(int(number) for number in storeys)
    rows = [[number for _, number in row] for _, row in groupby(enumerate(numbers), lambda at: at[1] - at[0])]
    spans = [str(row[0]) if len(row) == 1 else f"{row[0]}-{row[-1]}" for row in rows]
    return ", ".join([*spans, *(floor for floor in floors if floor not in storeys.values())])


def _homes(store: StaffStore, unit_ids: Sequence[int], language: str) -> str:
    """The first homes of a list by name, and how many more there are; empty where there are none."""
    labels = list(store.homes.labels(unit_ids[:NAMED]).values())
    named = say(language, "audience.comma").join(labels)
    rest = len(unit_ids) - NAMED
    return say(language, "audience.more", homes=named, count=rest) if rest > 0 else named
