"""What an alert says, apart from the languages it says it in.

Infos that agree in codes, times and place and differ in language are one part. The standard lets a sender put several parts
into one alert (orange for the hills, yellow for the coast); each becomes a notice of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.notices.cap.checking_info import codes
from handlers.notices.cap.values import Alert, Area, Info


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is said: the infos that say it, one a language. None where a Cancel says no more than that."""

    infos: tuple[Info, ...]

    @property
    def areas(self) -> tuple[Area, ...]:
        """Its places, in every language that names them."""
        return tuple(dict.fromkeys(area for info in self.infos for area in info.areas))


def parts(alert: Alert) -> tuple[Part, ...]:
    """The parts of an alert in their order; one empty part for an alert without infos.

    Where a language says the same codes twice of the same place, its first belongs to the first of the other languages.
    """
    grouped: dict[Any, list[Info]] = {}
    for info in alert.infos:
        told = 0
        while _speaks(grouped.get((_what(info), told), []), info.language):
            told += 1
        grouped.setdefault((_what(info), told), []).append(info)
    return tuple(Part(tuple(infos)) for infos in grouped.values()) or (Part(()),)


def _speaks(infos: list[Info], language: str) -> bool:
    return any(info.language.casefold() == language.casefold() for info in infos)


def _what(info: Info) -> tuple[Any, ...]:
    """What is the same in every language: names of areas are translated, their codes and shapes are not."""
    places = tuple((area.polygons, area.circles, area.geocodes) for area in info.areas)
    return (*codes(info), places)
