"""Unit numbers in the notations of the mainland, Hong Kong, Taiwan, Singapore, the UK and the US. Called by slots.

The canonical form joins building, entrance and door with hyphens
(`3-2-1502`, `5-12B`); where the estate's own units are given, the one that has the same parts is returned as it is written there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from nlu.numbers import aligned, in_digits

_DOOR = r"(?:\d{3,4}[A-Z]?|\d{1,2}[A-Z](?![A-Z]))"
_TOWER = r"(?:TOWER|BLOCK|BLK|BUILDING|BLDG|T(?=\d)|HOUSE)"
_FLAT = r"(?:FLAT|UNIT|APT|APARTMENT|ROOM|RM|SUITE|STE|NO\.?|DOOR|MAISONETTE|PENTHOUSE|PH)"
_PATTERNS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<a>\d{1,3}|[A-Z])\s*(?:栋|棟|幢|号楼|號樓|号院|座|#楼?|樓(?=\d{1,2}單元)|期)\s*[-,]?\s*(?P<b>\d{1,2})\s*(?:单元|單元|门|門|梯|-)\s*[-,]?\s*(?P<c>\d{3,4}|\d{1,2}[A-Z])",
        r"(?P<a>\d{1,3}|[A-Z])\s*(?:栋|棟|幢|座|号楼|號樓|期)\s*,?\s*(?P<b>\d{1,2})\s*(?:楼|樓|/F|F|层|層)\s*,?\s*(?:FLAT\s*)?(?P<c>[A-Z](?![A-Z])|\d{1,2}(?=室|号|號|房|單位|单位))",
        rf"(?P<a>\d{{1,3}}|[A-Z])\s*(?:栋|棟|幢|座|号楼|號樓|#楼?|号院|楼(?=\d{{3}}))\s*[-,]?\s*(?P<c>{_DOOR})",
        r"(?P<a>\d{1,3})\s*(?:號|号)\s*(?P<b>\d{1,2})\s*(?:樓|楼)(?:\s*之\s*(?P<c>\d{1,2}))?",
        r"(?P<a>[A-Z]|\d{1,2})\s*(?:棟|栋)\s*(?P<b>\d{1,2})\s*(?:樓|楼)\s*之\s*(?P<c>\d{1,2})",
        r"(?:BLK|BLOCK)?\s*(?P<a>\d{1,4}[A-Z]?)?\s*#(?P<b>\d{2})-(?P<c>\d{2,4}[A-Z]?)",
        r"(?<![\d-])(?P<a>\d{1,3}|[A-Z])-(?P<b>\d{1,2})-(?P<c>\d{3,4}[A-Z]?|\d{1,2}[A-Z])(?![\d-])",
        rf"{_TOWER}\s*(?P<a>\d{{1,3}}|[A-Z](?![A-Z]))\s*,?\s*(?P<b>\d{{1,2}})/F\s*,?\s*(?:{_FLAT}\s*)?(?P<c>[A-Z](?![A-Z])|\d{{1,2}})",
        rf"{_TOWER}\s*(?P<a>\d{{1,3}}|[A-Z](?![A-Z]))\s*,?\s*(?:{_FLAT}\s*)?(?P<c>{_DOOR})",
        rf"{_FLAT}\s*(?P<c>\d{{1,2}}[A-Z]|\d{{1,4}})\s*,?\s*(?:IN|OF|AT)?\s*{_TOWER}\s*(?P<a>\d{{1,3}}|[A-Z](?![A-Z]))",
        rf"(?<![A-Z0-9-])(?P<c>\d{{1,2}}[A-Z])\s*,?\s*{_TOWER}\s*(?P<a>\d{{1,3}}|[A-Z](?![A-Z]))",
        r"(?<![A-Z0-9-])(?P<b>\d{1,2})/F\s*,?\s*(?:FLAT|UNIT|RM|ROOM)?\s*(?P<c>[A-Z](?![A-Z]))",
        rf"{_FLAT}\s*#?(?P<c>\d{{1,2}}[A-Z](?![A-Z])|\d{{1,4}}[A-Z]?|[A-Z]\d{{1,3}})(?!\d|:|\s*(?:AM|PM|PEOPLE|MIN))",
        r"(?<![A-Z0-9-])(?P<a>\d{1,2}|[A-Z])-(?P<c>\d{3,4}[A-Z]?|\d{1,2}[A-Z])(?![\w-])",
        r"(?<![\dA-Z-])(?P<b>\d{1,2})\s*(?:楼|樓)\s*(?P<c>[A-Z](?![A-Z]))",
        r"(?<![A-Z0-9-])(?P<c>\d{3,4})(?=\s*(?:室|房(?!间)|户|住户|业主|業主|的业主))",
        r"(?<![A-Z0-9./-])(?P<c>\d{1,2}[A-HJ-N](?![A-Z\d]))(?!-|/)",
    )
)
_NOT_UNITS = frozenset({"2D", "3D", "3G", "4G", "5G", "4K", "8K", "2B", "5A"})
_DENIED = re.compile(r"(?:不是|唔係|不係|非|NOT|ISN'T|INSTEAD OF|RATHER THAN)\s*$")
_BARE = re.compile(r"(?<![\d-])(?:\d{3,4}[A-Z]?|\d{1,2}[A-Z])(?![\d-])")
_PARTS = re.compile(r"\d+[A-Z]?|[A-Z]+")


def find(text: str, known: Sequence[str] = (), *, awaited: bool = False) -> str | None:
    """The unit that a cleaned text names, or None. A unit that is said to be wrong ("not 12A") is passed over.

    With `awaited`, a bare door number is a unit too.
    """
    ready = in_digits(unicodedata.normalize("NFKC", text)).upper()
    found: list[tuple[int, int, str]] = []
    for rank, pattern in enumerate(_PATTERNS):
        for hit in pattern.finditer(ready):
            if not _DENIED.search(ready[: hit.start()]) and not _is_taken(found, hit):
                found.append((rank, hit.start(), _canonical(hit)))
                found[-1:] = [] if found[-1][2] in _NOT_UNITS else found[-1:]
        if found:
            break
    if not found and (awaited or known):
        found = [
            (99, hit.start(), hit.group())
            for hit in _BARE.finditer(ready)
            if not _DENIED.search(ready[: hit.start()])
        ]
        if not awaited:
            found = [item for item in found if _known(item[2], known)]
    return _settled([unit for _, _, unit in found], known)


def parts(text: str) -> list[tuple[int, int, str]]:
    """Where the units of a text stand, in every notation: start, end and name of each of their parts.

    The names are "a" (building), "b" (entrance or floor) and "c" (door). Also of a unit that is said to be wrong.
    """
    ready, places = aligned(text)
    ready = "".join(char.upper() if len(char.upper()) == 1 else char for char in ready)
    found: list[tuple[int, int, str]] = []
    for pattern in _PATTERNS:
        for hit in pattern.finditer(ready):
            spans = [(*hit.span(name), name) for name, part in hit.groupdict().items() if part]
            inside = re.search(r"[A-Z]$", ready[: hit.start()]) and ready[hit.start()].isalpha()
            new = not inside and not any(hit.start() < end and start < hit.end() for start, end, _ in found)
            found += spans if new and _canonical(hit) not in _NOT_UNITS else []
    return sorted((places[start], places[end], name) for start, end, name in found)


def _is_taken(found: Iterable[tuple[int, int, str]], hit: re.Match[str]) -> bool:
    return any(start == hit.start() for _, start, _ in found)


def _canonical(hit: re.Match[str]) -> str:
    parts = {name: part for name, part in hit.groupdict().items() if part}
    if "b" in parts and "c" in parts and parts["c"].isalpha():
        parts["c"] = parts.pop("b") + parts["c"]
    return "-".join(parts[name] for name in ("a", "b", "c") if name in parts)


def _settled(found: list[str], known: Sequence[str]) -> str | None:
    for unit in found:
        own = _known(unit, known)
        if own:
            return own
    return found[0] if found else None


def _known(unit: str, known: Sequence[str]) -> str | None:
    parts = _PARTS.findall(unit.upper())
    for own in known:
        if _PARTS.findall(own.upper()) == parts:
            return own
    ends = [own for own in known if _PARTS.findall(own.upper())[-len(parts) :] == parts]
    return ends[0] if len(ends) == 1 else None
