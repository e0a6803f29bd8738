"""How often a household may be written to unasked: one budget for notices, invitations and surveys together (F12, I07).

What is about safety neither spends it nor is held back by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Select, String, Table, func, select, true, union_all

from storage.base import Instant, key, metadata, ref
from storage.delivery_rows import GOT_IT, QUEUED, WAITING, deliveries
from storage.event_pulses import event_pulses
from storage.notices import notices

#: What a household was sent unasked beside notices and questions after events: a row is one contact.
unasked = Table(
    "unasked",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("unit_id", "units"),
    Column("kind", String(12), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_unasked_estate_id_at", "estate_id", "at"),
    Index("ix_unasked_unit_id_at", "unit_id", "at"),
)


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `most` messages to a household since `since`."""

    most: int
    since: datetime


#: Kinds of notices that spend it. A safety alert does not; what is asked of a few homes about an incident does not either.
SPENDING = ("outage", "announcement", "invitation", "offer")


def spent(estate_id: int, budget: Budget, unit_id: int | None = None) -> Select[Any]:
    """The units of an estate whose budget is used up, by notices, questions after events and what else was sent unasked.

    `unit_id`: this home alone is looked at.
    """
    sent = (
        (notices.c.estate_id == estate_id)
        & (notices.c.sent_at >= budget.since)
        & notices.c.kind.in_(SPENDING)
    )
    told = (
        select(deliveries.c.unit_id, func.count(func.distinct(deliveries.c.notice_id)).label("times"))
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(sent, deliveries.c.state.in_((*GOT_IT, QUEUED, WAITING)), _home(deliveries, unit_id))
        .group_by(deliveries.c.unit_id)
    )
    every = union_all(
        told,
        _counted(event_pulses, event_pulses.c.asked_at, estate_id, budget, unit_id),
        _counted(unasked, unasked.c.at, estate_id, budget, unit_id),
    ).subquery("written_to")
    return select(every.c.unit_id).group_by(every.c.unit_id).having(func.sum(every.c.times) >= budget.most)


def _counted(
    table: Table, time: Column[Any], estate_id: int, budget: Budget, unit_id: int | None
) -> Select[Any]:
    """How often each home stands in a table since then."""
    since = (table.c.estate_id == estate_id) & (time >= budget.since)
    counted = select(table.c.unit_id, func.count().label("times")).where(since, _home(table, unit_id))
    return counted.group_by(table.c.unit_id)


def _home(table: Table, unit_id: int | None) -> ColumnElement[bool]:
    return true() if unit_id is None else table.c.unit_id == unit_id
