"""What a report leads to (M09): the improvements that were begun from it, with who does them until when; the last part of every report."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from handlers.reports.boards.asked import Asked, Section
from handlers.reports.table import Cell
from storage.corrective_actions import CorrectiveAction

#: Reports that show every improvement of their estates, whatever it came from.
_EVERY = ("weekly", "review")


def section(asked: Asked, board: str) -> Section:
    """Open, late and done in the period: those of this board, or in a standing report all of them; the late ones first."""
    found = [
        one
        for one in asked.store.corrective_actions.improvements(asked.cohort.since, asked.estate_id)
        if board in _EVERY or (one.source == "report" and one.source_ref.startswith(f"{board}."))
    ]
    found.sort(
        key=lambda one: (_state(asked, one) != "late", _state(asked, one) == "done", one.due_at, one.id)
    )
    columns = asked.columns(
        ("improving.what", "text"), ("improving.from", "text"), ("improving.owner", "text"), ("improving.due", "date"), ("improving.state", "text")
    )  # fmt: skip
    rows = [("", _cells(asked, one)) for one in found]
    table = asked.table("improvements", asked.say("improving.title"), columns, rows)
    return Section(table=replace(table, empty=asked.say("improving.none")))


def _cells(asked: Asked, one: CorrectiveAction) -> list[Cell]:
    owner = asked.store.colleague(one.owner_id) if one.owner_id else None
    department = asked.say(f"quality.department.{one.department}") if one.department else ""
    state = _state(asked, one)
    tone: Literal["", "reached", "missed"] = (
        "missed" if state == "late" else "reached" if state == "done" else ""
    )
    return [
        Cell(value=one.what, link=asked.link("action", id=one.id)),
        Cell(value=asked.say(f"quality.source.{one.source}") if one.source else ""), Cell(value=owner.name if owner else department),
        Cell(value=asked.local(one.due_at).date()), Cell(value=asked.say(f"improving.state.{state}"), tone=tone),
    ]  # fmt: skip


def _state(asked: Asked, one: CorrectiveAction) -> str:
    if one.is_late(asked.now):
        return "late"
    return "open" if one.state == "open" else "done"
