"""When somebody asks after a closed complaint: `tickets.follow_ups` in config.yaml (D07, C49)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUps:
    """Hours from closing until somebody asks: of an ordinary case, of one that failed; until the next try; tries in all.

    The sources ask for the contact (D07, C49) and name no time; the numbers are ours.
    """

    follow_up_hours: float = 72
    recovery_hours: float = 168
    again_hours: float = 24
    tries: int = 3

    def __post_init__(self) -> None:
        if min(self.follow_up_hours, self.recovery_hours, self.again_hours) <= 0:
            raise ValueError("the hours of follow_ups must be more than 0")
        if not 1 <= self.tries <= 10:
            raise ValueError("follow_ups.tries is 1 to 10")
