"""Which estates an alert is about: by our own geocodes, by codes and names of areas that an estate lists, by its place on the map.

Rather one estate too many than one too few: what matches becomes a draft that a person looks at, and the reason is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handlers.notices.cap.earth import in_circle, in_polygon
from handlers.notices.cap.values import Area, Point
from nlu.normalise import simplified

#: The names of our own geocodes, from the whole to the part. A value is the estate's code, then what the estate itself calls
#: the part: LH, LH/3, LH/3/15, LH/3-1502.
ESTATE, BUILDING, FLOOR, UNIT = "estate", "estate-building", "estate-floor", "estate-unit"
OWN = (ESTATE, BUILDING, FLOOR, UNIT)

#: Of a long area so many characters are repeated.
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class EstateArea:
    """Where an estate lies. `areas` are names and codes of the areas it is part of, small and large, in any language: 沙田,
    Sha Tin, Hong Kong, HK.ST, or NAME=VALUE for a code of one list alone. Coordinates in degrees of WGS 84.
    """

    code: str
    name: str
    areas: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None

    @property
    def point(self) -> Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


@dataclass(frozen=True, slots=True)
class Match:
    """An estate that an alert is about, and how one sees it."""

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Matching:
    """What was found; `looked_at` names everything in the alert that could have said where."""

    matches: tuple[Match, ...]
    looked_at: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.matches)


def match(areas: Iterable[Area], estates: Iterable[EstateArea]) -> Matching:
    """The estates that any of the areas touches, each once, in their order."""
    areas = tuple(areas)
    found = ((estate, next(_reasons(areas, estate), "")) for estate in estates)
    matches = tuple(Match(estate.code, why) for estate, why in found if why)
    return Matching(matches, tuple(dict.fromkeys(one for area in areas for one in _said(area))))


def nothing_matched(matching: Matching, estates: Iterable[EstateArea]) -> str:
    """Why no estate was found: what the alert says of its place, and what was held against it."""
    said = "; ".join(matching.looked_at) or "no area at all"
    known = "; ".join(_known(estate) for estate in estates) or "no estate"
    return f"No estate matches. The alert names {said}. Held against it: {known}."


def _reasons(areas: tuple[Area, ...], estate: EstateArea) -> Iterator[str]:
    for area in areas:
        yield from _by_code(area, estate)
    for area in areas:
        yield from _by_name(area, estate)
    for area in areas:
        yield from _by_place(area, estate)


def _by_code(area: Area, estate: EstateArea) -> Iterator[str]:
    listed = {_form(one) for one in estate.areas}
    for one in area.geocodes:
        ours = one.name in OWN and _form(one.value.split("/")[0]) == _form(estate.code)
        theirs = one.name not in OWN and {_form(one.value), _form(f"{one.name}={one.value}")} & listed
        if one.value and (ours or theirs):
            yield f"geocode {one.name} {one.value}"


def _by_name(area: Area, estate: EstateArea) -> Iterator[str]:
    described = _form(area.description)
    for name in estate.areas:
        if _stands_in(_form(name), described):
            yield f'"{name}" in the area "{_short(area.description)}"'


def _by_place(area: Area, estate: EstateArea) -> Iterator[str]:
    point = estate.point
    if point is None:
        return
    if any(in_polygon(point, polygon) for polygon in area.polygons):
        yield f'inside the polygon of "{_short(area.description)}"'
    if any(in_circle(point, circle) for circle in area.circles):
        yield f'inside the circle of "{_short(area.description)}"'


def _form(text: str) -> str:
    """Names in one form: small letters, simplified characters, one space."""
    return " ".join(simplified(text).casefold().split())


def _stands_in(name: str, described: str) -> bool:
    """Whether a name stands in a description as whole words; Chinese has no spaces between them."""
    if not name:
        return False
    begins = r"(?<![a-z0-9])" if name[0].isascii() else ""
    ends = r"(?![a-z0-9])" if name[-1].isascii() else ""
    return re.search(f"{begins}{re.escape(name)}{ends}", described) is not None


def _said(area: Area) -> Iterator[str]:
    yield f'the area "{_short(area.description)}"'
    yield from (f"geocode {one.name} {one.value}" for one in area.geocodes)
    yield from (f"a polygon of {len(polygon) - 1} points" for polygon in area.polygons)
    yield from (
        f"a circle of {circle.kilometres:g} km around {circle.centre.latitude:g},{circle.centre.longitude:g}"
        for circle in area.circles
    )


def _known(estate: EstateArea) -> str:
    areas = ", ".join(estate.areas) or "no areas of its own"
    point = estate.point
    place = f"at {point.latitude:g},{point.longitude:g}" if point else "no coordinates"
    return f"{estate.code} ({areas}; {place})"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
