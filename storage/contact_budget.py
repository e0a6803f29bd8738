"""How often a household may be written to unasked: one budget for notices, invitations and surveys together (F12, I07).

What is about safety neither spends it nor is held back by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, union_all

from storage.delivery_rows import GOT_IT, QUEUED, WAITING, deliveries
from storage.event_pulses import event_pulses
from storage.notices import notices


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `most` messages to a household since `since`."""

    most: int
    since: datetime


#: Kinds of notices that spend it. A safety alert does not; what is asked of a few homes about an incident does not either.
SPENDING = ("outage", "announcement", "invitation", "offer")


def spent(estate_id: int, budget: Budget) -> Select[Any]:
    """The units of an estate whose budget is used up, by notices and by questions after events."""
    sent = (
        (notices.c.estate_id == estate_id)
        & (notices.c.sent_at >= budget.since)
        & notices.c.kind.in_(SPENDING)
    )
    told = (
        select(deliveries.c.unit_id, func.count(func.distinct(deliveries.c.notice_id)).label("times"))
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(sent, deliveries.c.state.in_((*GOT_IT, QUEUED, WAITING)))
        .group_by(deliveries.c.unit_id)
    )
    asked = (
        select(event_pulses.c.unit_id, func.count().label("times"))
        .where(event_pulses.c.estate_id == estate_id, event_pulses.c.asked_at >= budget.since)
        .group_by(event_pulses.c.unit_id)
    )
    both = union_all(told, asked).subquery("unasked")
    return select(both.c.unit_id).group_by(both.c.unit_id).having(func.sum(both.c.times) >= budget.most)
