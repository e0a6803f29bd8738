"""What is wrong with one info of an alert, its resources and its areas. Called by"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from handlers.notices.cap.faulty import filled, one_of, untidy
from handlers.notices.cap.times import fits
from handlers.notices.cap.values import (
    CATEGORIES,
    CERTAINTIES,
    RESPONSE_TYPES,
    SEVERITIES,
    URGENCIES,
    Alert,
    Area,
    Coded,
    Info,
    Point,
    Resource,
)

#: A language tag of RFC 3066: letters, then letters and digits, 1 to 8 each. XML Schema's `language` says the same.
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)

#: No space, and no sign that ends an address in running text (RFC 2396, 2.4.3).
_ADDRESS = re.compile(r'[^\s<>"]+')


def codes(info: Info) -> tuple[Any, ...]:
    """What must not differ between the languages of one message."""
    return (
        info.categories, info.response_types, info.urgency, info.severity, info.certainty,
        info.effective, info.onset, info.expires,
    )  # fmt: skip


def faults(info: Info, within: Alert) -> Iterator[str]:
    """Every rule that an info of a message breaks."""
    if not _LANGUAGE.fullmatch(info.language):
        yield f'language: "{info.language}" is no language code such as zh-HK'
    yield from _judged(info)
    yield from _times(info, within)
    for element in ("audience", "headline", "description", "instruction", "contact", "sender_name"):
        yield from untidy("senderName" if element == "sender_name" else element, getattr(info, element))
    if info.web and not _ADDRESS.fullmatch(info.web):
        yield f'web: "{info.web}" is no address of a page'
    yield from _coded("eventCode", info.event_codes)
    yield from _coded("parameter", info.parameters)
    for number, resource in enumerate(info.resources, 1):
        for fault in _resource(resource):
            yield f"resource {number}: {fault}"
    for number, area in enumerate(info.areas, 1):
        for fault in _area(area):
            yield f"area {number}: {fault}"


def _judged(info: Info) -> Iterator[str]:
    if not info.categories:
        yield "category: is missing"
    for category in info.categories:
        yield from one_of("category", category, CATEGORIES)
    yield from filled("event", info.event)
    for response in info.response_types:
        yield from one_of("responseType", response, RESPONSE_TYPES)
    yield from one_of("urgency", info.urgency, URGENCIES)
    yield from one_of("severity", info.severity, SEVERITIES)
    yield from one_of("certainty", info.certainty, CERTAINTIES)


def _times(info: Info, within: Alert) -> Iterator[str]:
    """A Cancel may end at the moment it begins, or before: what it cancels is over."""
    given = [("effective", info.effective), ("onset", info.onset), ("expires", info.expires)]
    bad = [name for name, moment in given if moment is not None and not fits(moment)]
    for name in bad:
        yield f"{name}: needs an offset from UTC and whole seconds"
    if bad or not fits(within.sent) or info.expires is None or within.msg_type == "Cancel":
        return
    name, begins = ("effective", info.effective) if info.effective else ("sent", within.sent)
    if info.expires <= begins:
        yield f"expires: must be after {name}"
    if info.onset and info.expires < info.onset:
        yield "expires: must not be before onset"


def _coded(element: str, given: tuple[Coded, ...]) -> Iterator[str]:
    for one in given:
        yield from filled(f"{element}: valueName", one.name)
        yield from untidy(f"{element}: value", one.value)


def _resource(resource: Resource) -> Iterator[str]:
    yield from filled("resourceDesc", resource.description)
    yield from filled("mimeType", resource.mime_type)
    if resource.size is not None and resource.size < 0:
        yield "size: is below zero"
    if resource.uri and not _ADDRESS.fullmatch(resource.uri):
        yield f'uri: "{resource.uri}" is no address'
    yield from untidy("derefUri", resource.content)
    yield from untidy("digest", resource.digest)


def _area(area: Area) -> Iterator[str]:
    yield from filled("areaDesc", area.description)
    for polygon in area.polygons:
        yield from _polygon(polygon)
    for circle in area.circles:
        if not _on_earth(circle.centre) or not 0 <= circle.kilometres < math.inf:
            yield "circle: needs a latitude within 90, a longitude within 180, and a radius in km that is not below zero"
    yield from _coded("geocode", area.geocodes)
    yield from _heights(area)


def _polygon(polygon: tuple[Point, ...]) -> Iterator[str]:
    if len(polygon) < 4 or polygon[0] != polygon[-1]:
        yield "polygon: needs at least four points, of which the last is the first again"
    if not all(_on_earth(point) for point in polygon):
        yield "polygon: needs latitudes within 90 and longitudes within 180"


def _on_earth(point: Point) -> bool:
    return abs(point.latitude) <= 90 and abs(point.longitude) <= 180


def _heights(area: Area) -> Iterator[str]:
    if not all(math.isfinite(one) for one in (area.altitude, area.ceiling) if one is not None):
        yield "altitude, ceiling: need a number of feet"
    if area.ceiling is not None and area.altitude is None:
        yield "ceiling: stands only together with altitude"
