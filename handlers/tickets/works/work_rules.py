"""How long a work order may wait to be accepted, and how long a party's link lives: the settings of work orders."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """`tickets.work`. `accept_hours`: until the next step accepts what is handed to it, by urgency (B19). `link_days`: how long a
    party's link shows an order that is done: time for questions, short enough for a telephone that changes hands. `visits_a_day`: how much of visits and promises one
    person can keep in a day (L17).
    """

    accept_hours: dict[str, float] = field(default_factory=lambda: {"E0": 0.25, "E1": 1, "N": 8, "L": 24})
    link_days: int = 30
    visits_a_day: int = 8

    def __post_init__(self) -> None:
        for urgency, hours in self.accept_hours.items():
            if urgency not in ("E0", "E1", "N", "L") or not 0 < hours <= 24 * 30:
                raise ValueError(
                    f"{urgency}: hours to accept are more than 0 and at most 720, for E0, E1, N or L"
                )
        if not 1 <= self.link_days <= 365:
            raise ValueError(f"a link lives 1 to 365 days after the work, not {self.link_days}")
        if self.visits_a_day < 1:
            raise ValueError("visits_a_day must be 1 or more")
