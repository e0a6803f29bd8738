"""What somebody wrote about whom a notice means becomes an Audience; what the estate does not have is named, with what it has.

Lists are written as people write them: by commas, semicolons or lines, full width or half, twice or once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from handlers.base import Mistake
from handlers.notices import attributes
from handlers.notices.home_lists import homes_in, parted
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES, say
from storage.audience import CLUB, Audience
from storage.estates import Estate
from storage.homes import Choices
from storage.life_stages import STAGES
from storage.lines import typed_line
from storage.people import ROLES
from storage.staff_store import StaffStore

T = TypeVar("T")

#: How many of the things that exist one answer names.
SHOWN = 12

_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|~|至|到|to)\s*(\d{1,3})")
_FLOOR = re.compile(r"0*(\d+[A-Z]?|[A-Z]+\d*|-\d+)\s*(?:/?F|楼|樓|层|層)?")
_BUILDING = re.compile(r"(?:BUILDING|BLOCK|TOWER|BLK)?\s*0*([0-9A-Z]+)\s*(?:栋|棟|幢|座|号楼|號樓)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Whom a notice means as it was typed or ticked: each field a list in one text, empty for everybody."""

    buildings: str = ""
    floors: str = ""
    lines: str = ""
    with_attributes: str = ""
    without_attributes: str = ""
    roles: str = ""
    languages: str = ""
    tiers: str = ""
    stages: str = ""
    club: str = ""
    open_incident: str = ""
    include: str = ""
    exclude: str = ""

    @classmethod
    def of(cls, form: Mapping[str, Iterable[str]]) -> Said:
        """From a form whose fields may be sent several times, as ticked boxes are."""
        return cls(**{field.name: ", ".join(form.get(field.name, ())) for field in fields(cls)})


def checked(request: StaffRequest, store: StaffStore, estate: Estate, said: Said) -> Audience:
    """The audience that was said. Raises Mistake for what the estate does not have, and for a list that is too long."""
    reading = _Reading(request.language, estate, store.homes.choices(estate.id))
    return Audience(
        buildings=reading.buildings(said.buildings), floors=reading.floors(said.floors), lines=reading.lines(said.lines),
        with_attributes=reading.attributes(said.with_attributes),
        without_attributes=reading.attributes(said.without_attributes), roles=reading.words("role", said.roles, ROLES),
        languages=reading.words("language", said.languages, tuple(LANGUAGES)), tiers=reading.tiers(said.tiers),
        stages=reading.words("stage", said.stages, STAGES), club=reading.words("club", said.club, CLUB), open_incident=reading.incident(said.open_incident),
        include=homes_in(store, estate, said.include), exclude=homes_in(store, estate, said.exclude),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of what was said, against what the estate has."""

    language: str
    estate: Estate
    known: Choices

    def buildings(self, text: str) -> tuple[int, ...]:
        """By name, or by the number in it where that names one alone: 3 is 3栋 and Block 3."""
        return _each(parted(text), self._building)

    def _building(self, item: str) -> tuple[int, ...]:
        exact = [number for name, number in self.known.buildings.items() if _same(name, item)]
        like = [
            number
            for name, number in self.known.buildings.items()
            if _bare(_BUILDING, name) == _bare(_BUILDING, item)
        ]
        if not exact and len(like) != 1:
            raise self._unknown("building", item, self.known.buildings)
        return tuple(exact or like)

    def floors(self, text: str) -> tuple[str, ...]:
        """As the register writes them, from any common writing; 2-5 is every floor from 2 to 5 that there is."""
        return _each(parted(text), self._floor)

    def _floor(self, item: str) -> tuple[str, ...]:
        exact = tuple(floor for floor in self.known.floors if floor == item)
        found = exact or tuple(
            floor for floor in self.known.floors if self._is_floor(_bare(_FLOOR, floor), item)
        )
        if not found:
            raise self._unknown("floor", item, self.known.floors)
        return found

    @staticmethod
    def _is_floor(bare: str, item: str) -> bool:
        between = _RANGE.fullmatch(item.casefold().rstrip("楼樓层層/f "))
        if between:
            return bare.isdecimal() and int(between[1]) <= int(bare) <= int(between[2])
        return bare == _bare(_FLOOR, item)

    def lines(self, text: str) -> tuple[str, ...]:
        return _each(parted(text), self._line)

    def _line(self, item: str) -> tuple[str, ...]:
        try:
            line = typed_line(item)
        except ValueError:
            raise self._unknown("line", item, self.known.lines) from None
        stair, _, position = line.rpartition("-")
        if position not in self.known.lines or (stair and stair not in self.known.stairs):
            raise self._unknown("line", item, self.known.lines)
        return (line,)

    def attributes(self, text: str) -> tuple[str, ...]:
        """The usual ones, and those that some home of the estate has."""
        return _each(parted(text), self._attribute)

    def _attribute(self, item: str) -> tuple[str, ...]:
        known = tuple(dict.fromkeys((*attributes.KNOWN, *self.known.attributes)))
        try:
            name = attributes.name_in(item)
        except ValueError:
            name = ""
        if name not in known:
            words = [attributes.word_of(one, self.language) for one in known]
            raise self._unknown("attribute", item, words)
        return (name,)

    def tiers(self, text: str) -> tuple[str, ...]:
        return _each(parted(text), self._tier)

    def _tier(self, item: str) -> tuple[str, ...]:
        found = tuple(tier for tier in self.known.tiers if _same(tier, item))
        if not found:
            raise self._unknown("tier", item, self.known.tiers)
        return found

    def words(self, kind: str, text: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Names of a fixed list, or the words for them in any language."""
        return _each(parted(text), lambda item: self._word(kind, item, known))

    def _word(self, kind: str, item: str, known: tuple[str, ...]) -> tuple[str, ...]:
        for name in known:
            words = {say(language, f"audience.{kind}.{name}") for language in LANGUAGES}
            if any(_same(word, item) for word in (name, *words)):
                return (name,)
        raise self._unknown(kind, item, [say(self.language, f"audience.{kind}.{name}") for name in known])

    def incident(self, text: str) -> int | None:
        """An incident of the estate that is still open."""
        plain = unicodedata.normalize("NFKC", text).strip().lstrip("#")
        if not plain:
            return None
        if not plain.isdecimal() or int(plain) not in self.known.incidents:
            raise self._unknown("incident", plain, [str(one) for one in self.known.incidents])
        return int(plain)

    def _unknown(self, kind: str, item: str, known: Iterable[str]) -> Mistake:
        return Mistake(
            f"audience.no_{kind}",
            said=item,
            place=self.estate.name,
            known=_listed(tuple(known), self.language),
        )


def _each(items: tuple[str, ...], read: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
    """What the items mean together, each once."""
    return tuple(dict.fromkeys(one for item in items for one in read(item)))


def _same(name: str, item: str) -> bool:
    return unicodedata.normalize("NFKC", name).casefold() == item.casefold()


def _bare(pattern: re.Pattern[str], name: str) -> str:
    """The number or letter in a name: 3 of 3栋 and of Block 3, 15 of 15/F; else the name itself."""
    plain = unicodedata.normalize("NFKC", name).upper().strip()
    found = pattern.fullmatch(plain)
    return found[1] if found else plain


def _listed(known: tuple[str, ...], language: str) -> str:
    """What exists, for choosing from; "–" where there is nothing."""
    shown = say(language, "audience.comma").join(known[:SHOWN]) or "–"
    return f"{shown} …" if len(known) > SHOWN else shown
