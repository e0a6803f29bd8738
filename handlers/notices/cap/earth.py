"""Points on the earth: inside a polygon, within a circle. Degrees of WGS 84, kilometres."""

from __future__ import annotations

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from handlers.notices.cap.values import Circle, Point

#: The mean radius of the earth in kilometres (IUGG). A sphere is at most 0.6 % from the true length.
RADIUS = 6371.0088

#: What counts as on the line, degrees: about a metre.
_ON_LINE = 1e-5


def kilometres(one: Point, other: Point) -> float:
    """The way between two points along a great circle (haversine, exact for near ones too)."""
    north, east = (
        radians(other.latitude - one.latitude) / 2,
        radians(other.longitude - one.longitude) / 2,
    )
    share = sin(north) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east) ** 2
    return 2 * RADIUS * asin(min(1.0, sqrt(share)))


def in_circle(point: Point, circle: Circle) -> bool:
    """Whether a point lies in a circle or on it."""
    return kilometres(point, circle.centre) <= circle.kilometres


def in_polygon(point: Point, polygon: tuple[Point, ...]) -> bool:
    """Whether a point lies in a closed polygon or on its line.

    Lines are straight on a map with square degrees, as warning systems draw them. A polygon may cross the date line; one
    around a pole is not known to any of them.
    """
    edges = list(pairwise(_unrolled(polygon)))
    return any(_around(point.latitude, point.longitude + turn, edges) for turn in (-360.0, 0.0, 360.0))


_Place = tuple[float, float]


def _unrolled(polygon: tuple[Point, ...]) -> list[_Place]:
    """The points with longitudes that run on beyond 180, so that no side leaps around the earth."""
    places: list[_Place] = []
    for point in polygon:
        longitude = point.longitude
        if places:
            longitude += 360 * round((places[-1][1] - longitude) / 360)
        places.append((point.latitude, longitude))
    return places


def _around(latitude: float, longitude: float, edges: list[tuple[_Place, _Place]]) -> bool:
    """Whether a line from the point to the east meets the edges an odd number of times (Jordan), or the point is on one."""
    inside = False
    for (south, west), (north, east) in edges:
        if _on_edge(latitude, longitude, (south, west), (north, east)):
            return True
        if (south > latitude) != (north > latitude):
            meets = west + (latitude - south) / (north - south) * (east - west)
            inside ^= longitude < meets
    return inside


def _on_edge(latitude: float, longitude: float, one: _Place, other: _Place) -> bool:
    up, along = other[0] - one[0], other[1] - one[1]
    length = up * up + along * along
    share = ((latitude - one[0]) * up + (longitude - one[1]) * along) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    off_latitude, off_longitude = latitude - one[0] - share * up, longitude - one[1] - share * along
    return off_latitude * off_latitude + off_longitude * off_longitude <= _ON_LINE * _ON_LINE
