"""The boards of /staff/reports: each answers one question about a period, in tables with a picture beside them."""

from __future__ import annotations

from collections.abc import Callable

from handlers.reports.boards import (
    costs,
    entries,
    faults,
    groups,
    lapses,
    now,
    partners,
    people,
    service,
    targets,
)
from handlers.reports.boards.asked import Asked, Section

__all__ = ["BOARDS", "TIMELESS", "Asked", "Section"]

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
}

#: Boards that show this moment, whatever period is chosen.
TIMELESS = ("now",)
