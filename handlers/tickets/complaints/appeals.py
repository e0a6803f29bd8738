"""How often and how long a decision can be appealed against, and how long it stays open for an answer (C10; ISO 10002, 7.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeals:
    """`rounds`: how often a complaint is decided anew within the house; `appeal_days`: how long after a decision was told.

    `recourse_days`: how long a decision that gives no remedy stays open for an answer, with one reminder at half. Every appeal is
    decided by another person (C10). The numbers are ours.
    """

    rounds: int = 1
    appeal_days: float = 60
    recourse_days: float = 30

    def __post_init__(self) -> None:
        if not 1 <= self.rounds <= 5:
            raise ValueError("appeals.rounds is 1 to 5: every complaint can be decided anew once at least")
        if not 0 < self.recourse_days <= self.appeal_days <= 3650:
            raise ValueError(
                "appeals.recourse_days must be more than 0 and not more than appeals.appeal_days"
            )


Way = Literal["open", "last", "late"]


def way_to_appeal(round_: int, told_at: datetime, now: datetime, appeals: Appeals) -> Way:
    """open: decided anew by somebody else; last: the house has decided for the last time; late: the days are over."""
    if round_ >= appeals.rounds:
        return "last"
    return "open" if now <= told_at + timedelta(days=appeals.appeal_days) else "late"


def is_last(ticket: Ticket, appeals: Appeals) -> bool:
    """Whether the round that a ticket is in is the last one within the house."""
    return ticket.round >= appeals.rounds


def open_until(now: datetime, days: float) -> tuple[datetime, datetime]:
    """When a decision that was told is asked about once more, at half of its days, and when silence ends it."""
    return now + timedelta(days=days / 2), now + timedelta(days=days)
