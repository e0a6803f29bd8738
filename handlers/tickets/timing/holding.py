"""When an owner is told, before a promised time lapses, that it may not be kept; and by when a manager then answers (C28, C32)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """When an owner hears that a promised time may not be kept, and by when a manager then answers.

    `share` of the span before the promised moment, within bounds in minutes; a promise so short that this were no later than its
    middle gets none, and neither does an emergency: people are called instead. `manager_hours` count from the promised moment,
    by urgency. `rest_hours`: one ticket's owner is told at most once within so many. Raises ValueError for what is no share.
    """

    share: float = 0.15
    least_minutes: float = 10
    most_minutes: float = 120
    rest_hours: float = 24
    manager_hours: dict[str, float] = field(default_factory=lambda: {"E1": 1, "N": 8, "L": 24})

    def __post_init__(self) -> None:
        if not 0 < self.share < 0.5:
            raise ValueError("share must lie between 0 and 0.5")
        if not 0 < self.least_minutes <= self.most_minutes:
            raise ValueError("least_minutes must be more than 0 and no more than most_minutes")

    def at(self, made_at: datetime, due_at: datetime, urgency: str) -> datetime | None:
        """The moment for the honest word; None where there is none."""
        span = due_at - made_at
        least, most = timedelta(minutes=self.least_minutes), timedelta(minutes=self.most_minutes)
        before = min(max(span * self.share, least), most)
        return None if urgency == "E0" or before >= span / 2 else due_at - before

    def manager_by(self, due_at: datetime, urgency: str) -> datetime:
        return due_at + timedelta(hours=self.manager_hours.get(urgency, 8))
