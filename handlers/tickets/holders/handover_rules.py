"""How long a colleague may think about taking a ticket over (B19): the giver stays accountable until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_MINUTES = {"E0": 5.0, "E1": 15.0, "N": 240.0, "L": 1440.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Minutes for the answer, by urgency (E0 danger to life, E1 urgent, N normal, L low)."""

    minutes: Mapping[str, float] = field(default_factory=lambda: dict(_MINUTES))

    def __post_init__(self) -> None:
        unknown = sorted(set(self.minutes) - set(_MINUTES))
        if unknown:
            raise ValueError(f"minutes: there is no urgency {', '.join(unknown)}; there are E0, E1, N, L")
        if any(value <= 0 for value in self.minutes.values()):
            raise ValueError("minutes: must be more than 0")

    def by(self, urgency: str, now: datetime) -> datetime:
        """When the answer is due; an urgency without a limit of its own has the default's."""
        minutes = self.minutes.get(urgency, _MINUTES.get(urgency, _MINUTES["N"]))
        return now + timedelta(minutes=minutes)
