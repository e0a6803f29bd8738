"""Which estates an alert is about, and what is said when it is about none."""

from __future__ import annotations

import pytest

from handlers.notices.cap.matching import EstateArea, Match, match, nothing_matched
from handlers.notices.cap.values import Area, Circle, Coded, Point

LAKE = EstateArea(
    "LH", "Lake House", ("沙田", "Sha Tin", "Hong Kong", "HK.ST", "FIPS6=006109"), 22.38, 114.19
)
HILL = EstateArea("HV", "Hill View", ("Tai Po",))
BARE = EstateArea("BA", "Bare")
ALL = (LAKE, HILL, BARE)

AROUND_LAKE = (Point(22.3, 114.1), Point(22.3, 114.3), Point(22.5, 114.3), Point(22.3, 114.1))


def _found(**area) -> tuple[Match, ...]:
    return match([Area(**{"description": "somewhere"} | area)], ALL).matches


@pytest.mark.parametrize(
    ("code", "matches"),
    [
        (Coded("estate", "LH"), ["LH"]),
        (Coded("estate", "lh"), ["LH"]),
        (Coded("estate-building", "HV/3"), ["HV"]),
        (Coded("estate-unit", "LH/3-1502"), ["LH"]),
        (Coded("estate", "LHX"), []),
        (Coded("estate", "HK.ST"), []),  # a name of ours holds our codes alone
        (Coded("HASC", "HK.ST"), ["LH"]),
        (Coded("UGC", "hk.st"), ["LH"]),
        (Coded("FIPS6", "006109"), ["LH"]),
        (Coded("SAME", "006109"), []),  # the estate lists it for the list FIPS6 alone
        (Coded("HASC", "LH"), []),
        (Coded("HASC", ""), []),
    ],
)
def test_a_geocode_says_which_estate(code: Coded, matches: list[str]) -> None:
    assert [one.code for one in _found(geocodes=(code,))] == matches


@pytest.mark.parametrize(
    ("described", "matches"),
    [
        ("Sha Tin", ["LH"]),
        ("SHA  TIN and Tai Po districts", ["LH", "HV"]),
        ("沙田區、大埔區", ["LH"]),
        ("沙田区", ["LH"]),
        ("Hong Kong", ["LH"]),
        ("Sha Tinsel Road", []),
        ("New Tai Portal", []),
        ("Kowloon", []),
    ],
)
def test_the_name_of_an_area_says_which_estates(described: str, matches: list[str]) -> None:
    assert [one.code for one in _found(description=described)] == matches


def test_an_estate_with_coordinates_is_found_on_the_map() -> None:
    assert _found(polygons=(AROUND_LAKE,)) == (Match("LH", 'inside the polygon of "somewhere"'),)
    near, far = Circle(Point(22.4, 114.2), 5), Circle(Point(22.4, 114.2), 1)
    assert _found(circles=(far, near)) == (Match("LH", 'inside the circle of "somewhere"'),)
    assert _found(circles=(far,)) == ()


def test_the_surest_reason_is_told_and_each_estate_stands_once() -> None:
    areas = [Area(description="Sha Tin"), Area(description="x", geocodes=(Coded("HASC", "HK.ST"),))]
    assert match(areas, ALL).matches == (Match("LH", "geocode HASC HK.ST"),)


def test_when_nothing_matches_all_that_was_looked_at_is_named() -> None:
    area = Area(
        description="Lantau " + "Island " * 20, geocodes=(Coded("HASC", "HK.IS"),), polygons=((*AROUND_LAKE[:3], AROUND_LAKE[0]),),
        circles=(Circle(Point(1, 2), 7.5),),
    )  # fmt: skip
    told = nothing_matched(match([area], (HILL, BARE)), (HILL, BARE))
    assert told.startswith('No estate matches. The alert names the area "Lantau Island Island')
    assert (
        '…"; geocode HASC HK.IS; a polygon of 3 points; a circle of 7.5 km around 1,2. Held against it: '
        in told
    )
    assert told.endswith("HV (Tai Po; no coordinates); BA (no areas of its own; no coordinates).")


def test_an_alert_without_an_area_says_so() -> None:
    assert nothing_matched(match([], ()), ()) == (
        "No estate matches. The alert names no area at all. Held against it: no estate."
    )
