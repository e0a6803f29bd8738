"""By what figures may be split, and what a row's group is called."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, literal

from storage.counting import code_of
from storage.defects import defects
from storage.ticket_rows import tickets

#: By what figures may be split.
SPLITS = ("estate", "channel", "intent", "domain", "component", "contractor")

_GROUPS: dict[str, ColumnElement[Any]] = {
    "channel": tickets.c.channel, "intent": tickets.c.intent, "component": defects.c.component,
    "contractor": defects.c.contractor_key,
}  # fmt: skip


def group_of(table: FromClause, split: str) -> ColumnElement[Any]:
    """The column that a split goes by; one group of all where there is none."""
    if split == "estate":
        return table.c["estate_id"].label("of")
    if split == "domain":
        return func.coalesce(code_of(table), "").label("of")
    return _GROUPS.get(split, literal("")).label("of")


def folded(label: Any, split: str) -> str:
    """A group's name; a code stands in its domain."""
    said = "" if label is None else str(label)
    return said.partition(".")[0] if split == "domain" else said
