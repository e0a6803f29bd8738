"""How estates write their homes, and who lives above, below and beside whom."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("label", "building", "floor", "spot"),
    [
        ("3-2-1502", None, None, Spot("3", "2", "15", "02")),
        ("3-2-1502", "3", "15", Spot("3", "2", "15", "02")),
        ("1-1-101", "1栋", "1", Spot("1", "1", "1", "01")),
        ("3-2-0302", None, None, Spot("3", "2", "3", "02")),
        ("8#1-1502", None, None, Spot("8", "1", "15", "02")),
        ("7-1003", None, None, Spot("7", None, "10", "03")),
        ("5座12樓B室", None, None, Spot("5", None, "12", "B")),
        ("5-12B", None, None, Spot("5", None, "12", "B")),
        ("B座18A", None, None, Spot("B", None, "18", "A")),
        ("T5 12B", None, None, Spot("5", None, "12", "B")),
        ("Tower 5, Flat 12B", None, None, Spot("5", None, "12", "B")),
        ("Blk 5 12/F Flat B", None, None, Spot("5", None, "12", "B")),
        ("#12-08", "Blk 3", None, Spot("3", None, "12", "08")),
        ("12B", "Tower 5", "12/F", Spot("5", None, "12", "B")),
        ("Apt 4C", None, None, Spot(None, None, "4", "C")),
        ("Villa", None, None, Spot(None, None, None, None)),
        (None, None, None, Spot()),
    ],
)  # fmt: skip
def test_a_label_says_where_a_home_stands(
    label: str | None, building: str | None, floor: str | None, spot: Spot
) -> None:
    found = spot_of(label, building, floor)
    assert (found.entrance, found.floor, found.position) == (spot.entrance, spot.floor, spot.position)
    assert found.building == spot.building or label == "Villa"


@pytest.mark.parametrize(
    ("one", "other", "riser", "floor", "entrance", "building"),
    [
        ("3-2-1502", "3-2-1402", True, False, True, True),
        ("3-2-1502", "3-2-1503", False, True, True, True),
        ("3-2-1502", "3-1-1402", False, False, False, True),
        ("3-2-1502", "3-1-1502", False, False, False, True),
        ("3-2-1502", "4-2-1502", False, False, False, False),
        ("5座12樓B室", "5座3樓B室", True, False, True, True),
        ("5座12樓B室", "5座12樓A室", False, True, True, True),
        ("T5 12B", "5座3樓B室", True, False, True, True),
        ("T5 12B", "T6 12B", False, False, False, False),
        ("12B", "11B", False, False, False, False),  # no building is known: nobody is anybody's neighbour
    ],
)
def test_neighbours_of_a_riser_a_floor_an_entrance_a_building(
    one: str, other: str, riser: bool, floor: bool, entrance: bool, building: bool
) -> None:
    a, b = spot_of(one), spot_of(other)
    assert (same_riser(a, b), same_floor(a, b), same_entrance(a, b), same_building(a, b)) == (
        riser, floor, entrance, building,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "building", "floor"),
    [
        ("5栋楼道灯不亮", "5", None),
        ("三座大堂", "3", None),
        ("lobby of tower 5", "5", None),
        ("T5 lobby", "5", None),
        ("12/F corridor", None, "12"),
        ("15楼走廊", None, "15"),
        ("大堂", None, None),
        ("the lift is out of order", None, None),
        ("停电了三次", None, None),
    ],
)
def test_words_name_a_building_and_a_floor(words: str, building: str | None, floor: str | None) -> None:
    assert (building_in(words), floor_in(words)) == (building, floor)
