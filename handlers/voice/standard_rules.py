"""The rules that an installation may set for standards at touch-points and the check of what households noticed: `voice.standards`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRules:
    """How the check of what households noticed is drawn and asked (I14).

    `perception_share`: the chance, 0 to 1, of a home where somebody was yesterday to be asked; 0 switches it off. `after_hours`: so
    long after the visit or the repair at the earliest. `open_hours`: how long a question may be answered. `apart_days`: between a
    question for a rating and this one. `last_days`: a visit that is longer ago is asked about no more. `least_answers`: below so
    many answers a result shows no figure.
    """

    perception_share: float = 0.1
    after_hours: float = 12
    open_hours: float = 48
    apart_days: float = 3
    last_days: float = 7
    least_answers: int = 5

    def __post_init__(self) -> None:
        if not 0 <= self.perception_share <= 1:
            raise ValueError("perception_share is 0 to 1")
        for name, most in (("after_hours", 72), ("open_hours", 240), ("apart_days", 30), ("last_days", 30)):
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(f"{name} is 0 to {most}")
        if not 1 <= self.least_answers <= 100:
            raise ValueError("least_answers is 1 to 100")
