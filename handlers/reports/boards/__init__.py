"""The boards of /staff/reports: each answers one question about a period, in tables with a picture beside them."""

from __future__ import annotations

from collections.abc import Callable

from handlers.reports.boards import (
    costs,
    entries,
    faults,
    groups,
    lapses,
    matrix,
    now,
    partners,
    people,
    ratings,
    service,
    standing_boards,
    targets,
)
from handlers.reports.boards.asked import Asked, Section
from handlers.reports.period import Kind
from storage.scope import SENIOR

__all__ = ["BOARDS", "OFFERED", "SENIOR_ONLY", "TIMELESS", "USUAL", "Asked", "Section", "boards_for"]

#: The boards in the order of their tabs: what is kept to, how it went, where, by whom, what it cost, why, and how well we know.
BOARDS: dict[str, Callable[[Asked], list[Section]]] = {
    "targets": targets.board,
    "now": now.board,
    "service": service.board,
    "lapses": lapses.board,
    "channels": groups.channels,
    "estates": groups.estates,
    "people": people.board,
    "costs": costs.board,
    "faults": faults.board,
    "partners": partners.board,
    "entries": entries.board,
    "ratings": ratings.board,
    "matrix": matrix.board,
    "weekly": standing_boards.weekly,
    "review": standing_boards.review,
}

#: The period a board shows where none is chosen; a month for all others.
USUAL: dict[str, Kind] = {"weekly": "week", "review": "quarter"}

#: The periods a standing report offers; all others offer every one. Any days may be named in its address.
OFFERED: dict[str, tuple[Kind, ...]] = {"weekly": ("week", "month"), "review": ("month", "quarter")}

#: Reports for managers and above.
SENIOR_ONLY = ("weekly", "review")

#: Boards that show this moment, whatever period is chosen.
TIMELESS = ("now",)


def boards_for(role: str) -> tuple[str, ...]:
    """The boards that somebody of a role sees, in the order of their tabs."""
    return tuple(name for name in BOARDS if role in SENIOR or name not in SENIOR_ONLY)
