"""How often a household may be written to unasked: one budget for notices, invitations and surveys together (F12, I07).

What is about safety neither spends it nor is held back by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from storage.delivery_rows import GOT_IT, QUEUED, deliveries
from storage.notices import notices


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `most` messages to a household since `since`."""

    most: int
    since: datetime


#: Kinds of notices that spend it. A safety alert does not; what is asked of a few homes about an incident does not either.
SPENDING = ("outage", "announcement", "invitation", "offer")


def spent(estate_id: int, budget: Budget) -> Select[Any]:
    """The units of an estate whose budget is used up."""
    counted = (
        (notices.c.estate_id == estate_id)
        & (notices.c.sent_at >= budget.since)
        & notices.c.kind.in_(SPENDING)
    )
    return (
        select(deliveries.c.unit_id)
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(counted, deliveries.c.state.in_((*GOT_IT, QUEUED)))
        .group_by(deliveries.c.unit_id)
        .having(func.count(func.distinct(deliveries.c.notice_id)) >= budget.most)
    )
