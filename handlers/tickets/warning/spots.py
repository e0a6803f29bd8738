"""Where a home stands among its neighbours, read from how estates write their units: building, entrance, floor, position.

`3-2-1502`, `5座12樓B室`, `T5 12B`, `B座18A`, `Blk 5 12/F Flat B`: the door's last letter, or last two digits, is the position that
is the same on every floor: homes of one riser share it. What the register knows (building, floor) counts before what is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: A door of digits: the last two are the position, what stands before is the floor (1502, 302, 1203A).
_DOOR = re.compile(r"(?P<floor>\d{1,2}|)(?P<position>\d{2}[A-Z]?)")
#: A floor and a letter: 12B, 18A.
_FLAT = re.compile(r"(?P<floor>\d{1,2})(?P<position>[A-Z])")
#: Singapore's floor and door: #12-08.
_STACK = re.compile(r"#(?P<floor>\d{2})-(?P<position>\d{2,4}[A-Z]?)")
_FLOOR = re.compile(r"(\d{1,2})\s*(?:/F|F(?![A-Z])|楼|樓|层|層)")
_PARTS = re.compile(r"\d+[A-Z]?(?![A-Z])|[A-Z]+")
_NOISE = frozenset(
    {"T", "TOWER", "BLOCK", "BLK", "BUILDING", "BLDG", "FLAT", "UNIT", "F", "APT", "ROOM", "RM", "HOUSE"}
)

_BUILDING = re.compile(
    r"(?<![\dA-Z])(?P<a>\d{1,3}|[A-Z])\s*(?:栋|棟|幢|号楼|號樓|座|#楼?)"
    r"|(?:TOWER|BLOCK|BLK|BUILDING|BLDG|T(?=\d))\s*(?P<b>\d{1,3}|[A-Z])(?![A-Z\d])"
)
_CHINESE = {
    "一": "1",
    "二": "2",
    "两": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "十": "10",
}
_CHINESE_BUILDING = re.compile(r"([一二两三四五六七八九十])(?=\s*(?:栋|棟|幢|号楼|號樓|座))")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a building; what is not known is None. `entrance` is the stair or unit of a building that has several."""

    building: str | None = None
    entrance: str | None = None
    floor: str | None = None
    position: str | None = None


def spot_of(label: str | None, building: str | None = None, floor: str | None = None) -> Spot:
    """The spot of a home, from its label; the register's own building and floor, where it has them, come first."""
    plain = _plain(label or "")
    stack = _STACK.search(plain)
    parts = [part for part in _PARTS.findall(plain[: stack.start() if stack else None]) if part not in _NOISE]
    door_floor, position = (stack["floor"], stack["position"]) if stack else _door(parts)
    before = parts if stack or not (door_floor or position) else parts[:-1]
    if position and not door_floor and len(before) > 1:
        door_floor = before.pop()
    named = building_in(building or "") or (_PARTS.findall(_plain(building or "")) or [None])[-1]
    return Spot(
        building=named or (before[0] if before else None),
        entrance=before[1] if len(before) > 1 else None,
        floor=_number(floor) or _number(door_floor),
        position=position,
    )


def _door(parts: list[str]) -> tuple[str | None, str | None]:
    """Floor and position of the last part; a lone letter is a position whose floor stands before it."""
    if not parts:
        return None, None
    found = _FLAT.fullmatch(parts[-1]) or (_DOOR.fullmatch(parts[-1]) if len(parts[-1]) > 2 else None)
    if found:
        return found["floor"] or None, found["position"]
    return (None, parts[-1]) if len(parts) > 1 and parts[-1].isalpha() else (None, None)


def building_in(text: str) -> str | None:
    """The building that words name: "5栋楼道", "lobby of tower 5", "三座大堂"."""
    ready = _CHINESE_BUILDING.sub(lambda hit: _CHINESE[hit[1]], _plain(text))
    hit = _BUILDING.search(ready)
    return (hit["a"] or hit["b"]) if hit else None


def floor_in(text: str) -> str | None:
    """The floor that words name: "15楼", "12/F"."""
    hit = _FLOOR.search(_plain(text))
    return _number(hit[1]) if hit else None


def same_building(one: Spot, other: Spot) -> bool:
    return one.building is not None and one.building == other.building


def same_entrance(one: Spot, other: Spot) -> bool:
    """The same building, and no two different entrances of it."""
    apart = one.entrance and other.entrance and one.entrance != other.entrance
    return same_building(one, other) and not apart


def same_riser(one: Spot, other: Spot) -> bool:
    """Above each other: the same position on any floor."""
    return same_entrance(one, other) and one.position is not None and one.position == other.position


def same_floor(one: Spot, other: Spot) -> bool:
    return same_entrance(one, other) and one.floor is not None and one.floor == other.floor


def _number(floor: str | None) -> str | None:
    """A floor as people count it: "06" is 6, "12/F" is 12, "G" stays G."""
    plain = _plain(floor or "").strip()
    hit = re.fullmatch(r"0*(\d+[A-Z]?)(?:/?F|楼|樓|层|層)?", plain)
    return hit[1] if hit else plain or None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()
