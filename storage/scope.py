"""Who asks: the scope a store is born with, so that no question can forget it.

`LineScope` is the line itself: its sweeps and its delivery see every ticket, and show none of it to a person by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Home:
    """A unit that somebody is verified in, and since when: what those before them reported there is not theirs to read.

    Whoever only works there (`lives` is False) reports for it, and reads nothing that the household shares.
    """

    unit_id: int
    since: datetime
    lives: bool = True


@dataclass(frozen=True, slots=True)
class OwnerScope:
    """A contact of a household: sees what it reported itself, and what its verified units shared since it lives there."""

    contact_id: int
    person_id: int | None
    estate_id: int
    homes: tuple[Home, ...]

    @property
    def unit_ids(self) -> tuple[int, ...]:
        return tuple(home.unit_id for home in self.homes)

    def shares(self, unit_id: int | None, opened_at: datetime) -> bool:
        """Whether something that this unit shares is this household's to know."""
        return any(home.unit_id == unit_id and home.since <= opened_at for home in self.lived_in)

    @property
    def lived_in(self) -> tuple[Home, ...]:
        """The homes whose household they belong to."""
        return tuple(home for home in self.homes if home.lives)


#: Roles that see complaints of which nobody has said yet whom they are about: they name the person.
SENIOR = ("manager", "director", "executive")


#: Headquarters: they alone draw samples, run surveys and know who the experience officers are (I10, J02). The others are local.
HEADQUARTERS = ("director", "executive")


@dataclass(frozen=True, slots=True)
class StaffScope:
    """A member of staff: sees the estates they serve, and nothing of the others.

    `recused` are the tickets that complain of this very person: they see neither the case nor its appeal (C11).
    """

    staff_id: int
    role: str
    estate_ids: tuple[int, ...]
    recused: tuple[int, ...] = ()

    @property
    def is_senior(self) -> bool:
        return self.role in SENIOR

    @property
    def is_headquarters(self) -> bool:
        return self.role in HEADQUARTERS


@dataclass(frozen=True, slots=True)
class LineScope:
    """The line itself, for its clocks and for recording how a delivery ended."""
