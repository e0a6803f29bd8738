"""The standing of a member in the club: what they earned in twelve months, whatever they used of it (K06).

It brings extras alone. Clocks, emergencies, warranty, escalation, assignment, decisions and appeals know nothing of it: tests compare
the same life of a home with and without it, row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers.base import Acting
from handlers.voice.points.rules import TIERS
from storage.estates import Estate
from storage.store import Store

_YEAR = timedelta(days=365)


def tier(earned: int, begins: Mapping[str, int]) -> str:
    """The highest standing that begins at or below what was earned; "" for none."""
    return next((one for one in reversed(TIERS) if one in begins and earned >= begins[one]), "")


def following(earned: int, begins: Mapping[str, int]) -> tuple[str, int] | None:
    """The next standing, and the points that are missing to it; None at the top."""
    ahead = [(one, begins[one] - earned) for one in TIERS if one in begins and begins[one] > earned]
    return ahead[0] if ahead else None


def reaches(standing: str, wanted: str) -> bool:
    """Whether a standing is at least the one wanted; "" is wanted of nobody."""
    order = ("", *TIERS)
    return order.index(standing) >= order.index(wanted)


def since(now: datetime) -> datetime:
    """From when on points count for a standing."""
    return now - _YEAR


def of_member(acting: Acting, store: Store, estate: Estate, person_id: int) -> str:
    """The standing of somebody; "" for whoever is no member of the club."""
    if not store.club.is_member(person_id):
        return ""
    begins = acting.settings.voice.points.of(estate.code).tiers
    return tier(store.points.earned(person_id, since(acting.now)), begins)
