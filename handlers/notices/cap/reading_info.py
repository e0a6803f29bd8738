"""An info, a resource and an area of an alert from their XML. Called by reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from handlers.notices.cap.fields import Fields, as_number
from handlers.notices.cap.values import UNNAMED_LANGUAGE, Area, Circle, Info, Point, Resource

_Shape = TypeVar("_Shape")


def info(fields: Fields) -> Info:
    """What an info says; what it lacks is empty, and what cannot be read is told to `fields`."""
    return Info(
        language=fields.text("language") or UNNAMED_LANGUAGE,
        categories=fields.texts("category"),
        event=fields.text("event"),
        response_types=fields.texts("responseType"),
        urgency=fields.text("urgency"),
        severity=fields.text("severity"),
        certainty=fields.text("certainty"),
        audience=fields.text("audience"),
        event_codes=fields.coded("eventCode"),
        effective=fields.time("effective"),
        onset=fields.time("onset"),
        expires=fields.time("expires"),
        sender_name=fields.text("senderName"),
        headline=fields.text("headline"),
        description=fields.text("description"),
        instruction=fields.text("instruction"),
        web=fields.text("web"),
        contact=fields.text("contact"),
        parameters=fields.coded("parameter"),
        resources=tuple(_resource(one) for one in fields.all("resource")),
        areas=tuple(_area(one) for one in fields.all("area")),
    )


def _resource(fields: Fields) -> Resource:
    return Resource(
        description=fields.text("resourceDesc"),
        mime_type=fields.text("mimeType"),
        size=fields.whole("size"),
        uri=fields.text("uri"),
        content=fields.text("derefUri"),
        digest=fields.text("digest"),
    )


def _area(fields: Fields) -> Area:
    return Area(
        description=fields.text("areaDesc"),
        polygons=tuple(_shapes(fields, "polygon", _polygon)),
        circles=tuple(_shapes(fields, "circle", _circle)),
        geocodes=fields.coded("geocode"),
        altitude=fields.number("altitude"),
        ceiling=fields.number("ceiling"),
    )


def _shapes(fields: Fields, name: str, shape: Callable[[list[float]], _Shape]) -> Iterator[_Shape]:
    for text in fields.texts(name):
        try:
            yield shape([as_number(one) for one in re.split(r"[\s,]+", text)])
        except ValueError as error:
            fields.fault(name, str(error))


def _polygon(numbers: list[float]) -> tuple[Point, ...]:
    """The points of a polygon; one that a sender left open is closed."""
    if len(numbers) % 2:
        raise ValueError("needs pairs of latitude and longitude")
    points = tuple(Point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))
    return points if points[0] == points[-1] else (*points, points[0])


def _circle(numbers: list[float]) -> Circle:
    if len(numbers) != 3:
        raise ValueError("needs a latitude, a longitude and a radius in kilometres")
    return Circle(Point(numbers[0], numbers[1]), numbers[2])
