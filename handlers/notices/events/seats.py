"""Who has places and who waits. Places are people, and never more are given than there are.

Pure: nothing here asks or writes. Whoever waits keeps their turn; where the first does not fit, the next who fits moves up, since an
empty chair helps nobody, and the first stays first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from storage.rsvps import Rsvp

#: kept: there is a place for everybody named · waits: it is on the waiting list · not_more: it keeps the places it had, and no more
Place = Literal["kept", "waits", "not_more"]


@dataclass(frozen=True, slots=True)
class Room:
    """How many people an event takes (None: no limit), and how many have a place."""

    capacity: int | None
    taken: int

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    def fits(self, people: int) -> bool:
        return self.capacity is None or self.taken + people <= self.capacity


def place(room: Room, before: Rsvp, people: int) -> Place:
    """What a household of so many gets, which had `before`. A household with places that wants more than there are keeps its own."""
    if before.has_places:
        return "kept" if Room(room.capacity, room.taken - before.people).fits(people) else "not_more"
    return "kept" if room.fits(people) else "waits"


def moving_up(room: Room, turns: Sequence[Rsvp]) -> list[Rsvp]:
    """Whoever of those who wait has places now, in turn."""
    found, taken = [], room.taken
    for one in turns:
        if Room(room.capacity, taken).fits(one.people):
            found.append(one)
            taken += one.people
    return found


def position(turns: Sequence[Rsvp], rsvp: Rsvp) -> int:
    """The place of a household among those who wait, from 1; 0 where it does not wait."""
    return next((number for number, one in enumerate(turns, 1) if one.id == rsvp.id), 0)
