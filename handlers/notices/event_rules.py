"""What an installation may set for events: when people are asked how it was, how many of those who stayed away, when check-in opens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRules:
    """`tickets.events`. Raises ValueError.

    `pulse_hours`: so long after the end people are asked (2: they are home, and remember). `sample`: so many invited homes that
    did not come are asked whether they heard of it (100: a share is then known to about ten points either way).
    `check_in_minutes`: so long before the beginning "We are here" counts. `most_people`: the largest head-count of one household.
    """

    pulse_hours: float = 2
    sample: int = 100
    check_in_minutes: int = 60
    most_people: int = 20

    def __post_init__(self) -> None:
        if not 0 <= self.pulse_hours <= 72:
            raise ValueError(f"people are asked 0 to 72 hours after an event, not {self.pulse_hours}")
        if not 0 <= self.sample <= 2_000:
            raise ValueError(f"0 to 2,000 homes are asked, not {self.sample}")
        if not 0 <= self.check_in_minutes <= 1_440:
            raise ValueError(
                f"check-in opens 0 to 1,440 minutes before an event, not {self.check_in_minutes}"
            )
        if not 1 <= self.most_people <= 500:
            raise ValueError(f"1 to 500 people of a household may come, not {self.most_people}")
