"""Who asks: the scope a store is born with, so that no question can forget it.

`LineScope` is the line itself: its sweeps and its delivery see every ticket, and show none of it to a person by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnerScope:
    """A contact of a household: sees what it reported itself, and what its verified units share."""

    contact_id: int
    person_id: int | None
    estate_id: int
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StaffScope:
    """A member of staff: sees the estates they serve, and nothing of the others."""

    staff_id: int
    role: str
    estate_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineScope:
    """The line itself, for its clocks and for recording how a delivery ended."""
