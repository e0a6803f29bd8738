"""Who asks: the scope a store is born with, so that no question can forget it."""

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
