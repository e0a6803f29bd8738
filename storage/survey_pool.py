"""The homes that a survey could ask: lived in, and in one of its stages of life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, exists, select

from storage.estates import units
from storage.life_stages import STAGES, in_stages
from storage.people import WORKING_THERE, live, occupancies


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lived-in home that could be asked, and where it stands in its life today."""

    unit_id: int
    estate_id: int
    stage: str


def candidates(
    connection: Connection, estate_ids: Sequence[int], stages: Sequence[str], today: date
) -> list[Candidate]:
    """The homes of some estates by number, each with its stage; whoever works in a home does not live there."""
    lived_in = exists().where(
        occupancies.c.unit_id == units.c.id, occupancies.c.role.not_in(WORKING_THERE), live(today)
    )
    found = [
        Candidate(row.id, row.estate_id, stage)
        for stage in STAGES
        if stage in stages
        for row in connection.execute(
            select(units.c.id, units.c.estate_id).where(
                units.c.estate_id.in_(estate_ids), in_stages((stage,), today), lived_in
            )
        )
    ]
    return sorted(found, key=lambda one: one.unit_id)
