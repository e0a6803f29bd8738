"""Where a home stands in its life: for sale, before its handing over, handed over, moved in, lived in (B06, I20).

The day of the handing over tells, or where it is not known the day of acceptance; a home without either is where the register says.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_

from storage.estates import units

STAGES = ("sale", "before_handover", "handover", "moved_in", "living")

#: The weeks in which a home is handed over and its list worked off, and the first year in it: what owners report differs.
HANDING_OVER, FIRST_YEAR = timedelta(days=90), timedelta(days=365)


def in_stages(stages: tuple[str, ...], today: date) -> ColumnElement[bool]:
    """Homes that are in one of these stages today."""
    return or_(*(_in_stage(stage, today) for stage in stages))


def _in_stage(stage: str, today: date) -> ColumnElement[bool]:
    day = func.coalesce(units.c.delivered_on, units.c.accepted_on)
    said = and_(day.is_(None), units.c.stage == stage)
    first_weeks, first_year = today - HANDING_OVER, today - FIRST_YEAR
    dated: dict[str, ColumnElement[bool]] = {
        "before_handover": day > today,
        "handover": and_(day <= today, day >= first_weeks),
        "moved_in": and_(day < first_weeks, day >= first_year),
        "living": day < first_year,
    }
    return or_(said, dated[stage]) if stage in dated else said
