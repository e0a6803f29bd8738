"""The group that a household of a survey was drawn in: its estate, whether its owners are new, and where the home stands in its life."""

from __future__ import annotations

from typing import NamedTuple

#: Homes handed over less than twelve months ago, or not yet, and all others (I16): the boundary is that of storage.life_stages.
NEW, EXISTING = "new", "existing"
OWNERS = (NEW, EXISTING)


class Group(NamedTuple):
    """None and "": not told, since too few share it."""

    estate_id: int | None
    owner: str
    stage: str


def owner_of(stage: str) -> str:
    """New owners are those whose home is not in the stage "living", which begins a year after the handing over."""
    return EXISTING if stage == "living" else NEW
