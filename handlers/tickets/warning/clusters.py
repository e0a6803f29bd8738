"""When like reports of several households are one incident (C47, G09), and which neighbours it may reach too (C46).

What counts as like, how near and how close in time depends on what is broken: an outage shows within hours in one building, a
leak within days along a riser, a complaint about a service anywhere on the estate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.tickets.again.wordings import similarity
from handlers.tickets.warning.spots import (
    Spot,
    building_in,
    floor_in,
    same_building,
    same_entrance,
    same_floor,
    same_riser,
    spot_of,
)
from nlu.meaning import CODES, COMPLAINT_CODES, REPAIR_CODES
from storage.incidents import Report

#: Codes that one cause breaks together. An enquiry whether it is off everywhere is a report of it.
FAMILIES: dict[str, tuple[str, ...]] = {
    "water": ("home.water_supply", "public.water_pump", "enquiry.outage"),
    "power": ("home.electrical", "public.power", "enquiry.outage"),
    "lift": ("public.lift",),
    "leak": ("home.leak", "home.ceiling", "community.upstairs_leak"),
    "drain": ("home.drain", "public.drainage"),
}

_OUTAGES = ("water", "power")
_OF_WATER = re.compile(r"水|water|tap", re.IGNORECASE)
_OF_POWER = re.compile(
    r"电(?!梯|视|话|瓶|动)|電(?!梯|視|話|動)|跳闸|跳掣|power|electric|blackout|lights? (are )?(all )?out",
    re.IGNORECASE,
)

#: Least share of common words of two reports under a code that holds many different things.
_ALIKE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Within which time, and from how many households on, like reports are one incident.

    `outage_hours` for water and power, `lift_hours` for lifts, `slow_days` for all else. The numbers are a reading: no source
    names them.
    """

    outage_hours: float = 2
    lift_hours: float = 24
    slow_days: float = 14
    households: int = 3
    lift_households: int = 2

    def __post_init__(self) -> None:
        if min(self.outage_hours, self.lift_hours, self.slow_days) <= 0:
            raise ValueError("the times of incidents must be above 0")
        if min(self.households, self.lift_households) < 2:
            raise ValueError("an incident takes 2 households or more")

    def since(self, family: str, now: datetime) -> datetime:
        """From when on like reports count."""
        if family in _OUTAGES:
            return now - timedelta(hours=self.outage_hours)
        return now - (
            timedelta(hours=self.lift_hours) if family == "lift" else timedelta(days=self.slow_days)
        )

    def least(self, family: str) -> int:
        """How many households make an incident."""
        return self.lift_households if family == "lift" else self.households


def families_of(code: str | None, urgency: str, words: str) -> tuple[str, ...]:
    """What a report may be one of; nothing for what is never an incident.

    A dead socket is no outage: water and power in a home count when there is none at all, which is urgent (E1).
    """
    if code == "enquiry.outage":
        said = (("water", _OF_WATER), ("power", _OF_POWER))
        return tuple(family for family, pattern in said if pattern.search(words))
    if code in ("home.water_supply", "home.electrical") and urgency != "E1":
        return (code,)
    for family, codes in FAMILIES.items():
        if code in codes:
            return (family,)
    return (code,) if code and _known(code) else ()


def _known(code: str) -> bool:
    root = ".".join(code.split(".")[:2])
    return root in REPAIR_CODES or root in COMPLAINT_CODES


def codes_of(family: str) -> tuple[str, ...]:
    """The codes among which like reports are looked for."""
    return FAMILIES.get(family, (family,))


def spot(report: Report) -> Spot:
    """Where a report is about: the building and floor that its place names, else the home's own.

    Of a public part, and where no home is known, the building may stand anywhere in the words.
    """
    home, place = spot_of(report.label, report.building, report.floor), report.place or ""
    elsewhere = report.label is None or (report.code or "").startswith("public.")
    named = building_in(place) or (building_in(report.words) if elsewhere else None)
    if named and named != home.building:
        return Spot(building=named, floor=floor_in(place))
    return home


def near(family: str, one: Report, other: Report) -> bool:
    """Whether two reports are near enough to have one cause."""
    a, b = spot(one), spot(other)
    if family.startswith("service."):
        return True
    if not (a.building or b.building) and one.place and other.place:
        return similarity(one.place, other.place) >= _ALIKE
    if family == "leak":
        return same_riser(a, b) or same_floor(a, b)
    if family == "drain":
        return same_riser(a, b)
    return same_entrance(a, b) if family == "lift" else same_building(a, b)


def like(family: str, one: Report, other: Report) -> bool:
    """Whether two reports of a family tell of the same: near, and in like words where the code says little."""
    if family not in families_of(other.code, other.urgency, other.words) or not near(family, one, other):
        return False
    broad = family.endswith(".other") or family.startswith("service.")
    return not broad or similarity(one.words, other.words) >= _ALIKE


def cluster(
    family: str, one: Report, found: Iterable[Report], rules: Clusters, now: datetime
) -> tuple[Report, ...]:
    """The reports that make an incident with this one, which is among them; nothing where they are too few households."""
    since = rules.since(family, now)
    members = [
        other for other in found
        if other.ticket_id == one.ticket_id or (other.opened_at >= since and like(family, one, other))
    ]  # fmt: skip
    households = {other.household for other in members}
    return tuple(members) if len(households) >= rules.least(family) else ()


def belongs(family: str, one: Report, members: Sequence[Report]) -> bool:
    """Whether a report joins an open incident: like any report of it."""
    return any(like(family, one, other) for other in members)


def title_place(family: str, members: Sequence[Report]) -> str:
    """Where it is, in the estate's own words for the building; the riser or floor of leaks and drains."""
    found = [spot(one) for one in members]
    named = next((one.building for one in members if one.building), None)
    building = named or next((one.building for one in found if one.building), "") or ""
    entrances = {one.entrance for one in found if one.entrance}
    parts = [building, *(entrances if len(entrances) == 1 else ())]
    positions = {one.position for one in found if one.position}
    if family in ("leak", "drain") and len(positions) == 1:
        parts.append(f"·{positions.pop()}")
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Home:
    """A home of the estate and where it stands."""

    unit_id: int
    spot: Spot


def neighbours(family: str, reported: Sequence[Spot], homes: Iterable[Home]) -> tuple[int, ...]:
    """The homes that the same cause may reach, by what is broken (C46).

    A leak: the riser from top to bottom, and the floor. A drain: the riser. A lift: its entrance. Water, power and public parts:
    the building. A complaint about a service reaches nobody by its place.
    """
    if family.startswith(("service.", "promise.", "design.")):
        return ()
    return tuple(home.unit_id for home in homes if any(_reaches(family, one, home.spot) for one in reported))


def _reaches(family: str, one: Spot, home: Spot) -> bool:
    if family == "leak":
        return same_riser(one, home) or same_floor(one, home)
    if family == "drain":
        return same_riser(one, home)
    return same_entrance(one, home) if family == "lift" else same_building(one, home)


#: Every code that can be asked for, for the tests of the families.
ALL_CODES = tuple(code for codes in CODES.values() for code in codes)
