"""Inside and outside: polygons of every kind, the date line, circles, and lengths that are known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.notices.cap.earth import in_circle, in_polygon, kilometres
from handlers.notices.cap.values import Circle, Point


def _polygon(*pairs: tuple[float, float]) -> tuple[Point, ...]:
    return tuple(Point(*pair) for pair in (*pairs, pairs[0]))


SQUARE = _polygon((0, 0), (0, 10), (10, 10), (10, 0))
SHAPE_OF_A_U = _polygon((0, 0), (0, 9), (9, 9), (9, 6), (3, 6), (3, 3), (9, 3), (9, 0))
OVER_THE_DATE_LINE = _polygon((-20, 175), (-20, -175), (-10, -175), (-10, 175))
CROSSED = _polygon((0, 0), (10, 10), (0, 10), (10, 0))


@pytest.mark.parametrize(
    ("polygon", "point", "inside"),
    [
        (SQUARE, (5, 5), True),
        (SQUARE, (5, 10.1), False),
        (SQUARE, (-0.1, 5), False),
        (SQUARE, (0, 0), True),  # a corner
        (SQUARE, (10, 5), True),  # an upper edge, which an even-odd count alone leaves out
        (SQUARE, (5, 0), True),
        (SQUARE, (5, -5), False),  # west, at the height of the square
        (SQUARE, (10, -5), False),  # in one line with an edge
        (SQUARE, (0, 15), False),
        (SHAPE_OF_A_U, (6, 4.5), False),  # between the arms
        (SHAPE_OF_A_U, (6, 1.5), True),
        (SHAPE_OF_A_U, (1.5, 4.5), True),
        (SHAPE_OF_A_U, (3, 4.5), True),
        (OVER_THE_DATE_LINE, (-15, 180), True),
        (OVER_THE_DATE_LINE, (-15, -180), True),
        (OVER_THE_DATE_LINE, (-15, 179), True),
        (OVER_THE_DATE_LINE, (-15, -179), True),
        (OVER_THE_DATE_LINE, (-15, 0), False),
        (OVER_THE_DATE_LINE, (-15, 170), False),
        (CROSSED, (5, 9), True),
        (CROSSED, (1, 5), False),
        (_polygon((5, 5), (5, 5), (5, 5)), (5, 5), True),
        (_polygon((5, 5), (5, 5), (5, 5)), (5, 6), False),
    ],
)
def test_a_point_is_inside_a_polygon_or_not(polygon, point, inside) -> None:
    assert in_polygon(Point(*point), polygon) is inside
    assert in_polygon(Point(*point), polygon[::-1]) is inside


@given(st.floats(-60, 60), st.floats(-180, 180), st.floats(-3, 3), st.floats(-3, 3))
@settings(max_examples=200, deadline=None)
def test_a_box_holds_what_its_sides_hold_wherever_it_stands(
    south: float, west: float, up: float, along: float
) -> None:
    def around(longitude: float) -> float:
        return (longitude + 180) % 360 - 180

    box = _polygon((south, west), (south, around(west + 2)), (south + 2, around(west + 2)), (south + 2, west))
    clear = 1e-4
    if any(abs(one) < clear or abs(one - 2) < clear for one in (up, along)):
        return
    assert in_polygon(Point(south + up, around(west + along)), box) is (0 < up < 2 and 0 < along < 2)


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 180), 20015.1),  # half around
        ((0, 0), (1, 0), 111.195),
        ((22.3193, 114.1694), (22.5431, 114.0579), 27.4),  # Hong Kong, Shenzhen
        ((51.5074, -0.1278), (48.8566, 2.3522), 343.6),  # London, Paris
        ((-17.7, 179.5), (-17.7, -179.5), 105.9),  # across the date line
    ],
)
def test_the_length_of_a_way_is_known(one, other, known) -> None:
    assert kilometres(Point(*one), Point(*other)) == pytest.approx(known, abs=0.1, rel=0.002)


@pytest.mark.parametrize(("radius", "inside"), [(0, False), (27, False), (28, True)])
def test_a_circle_reaches_as_far_as_its_radius(radius: float, inside: bool) -> None:
    assert in_circle(Point(22.5431, 114.0579), Circle(Point(22.3193, 114.1694), radius)) is inside


def test_a_circle_of_nothing_holds_its_centre() -> None:
    assert in_circle(Point(1, 2), Circle(Point(1, 2), 0))
