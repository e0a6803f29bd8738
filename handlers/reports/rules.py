"""What an installation may set for the reports that go out by themselves: `voice.reports` in config.yaml (M01, M02, M04)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

#: The days by name, as datetime counts them.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

#: Roles that a report may go to: those that manage.
_MANAGING = ("manager", "director", "executive")

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRules:
    """When and to whom: from `digest_at` of the estate's day on, and no later than `digest_until`.

    Raises ValueError, in plain words, for an hour, a day or a role that is none.
    """

    digest_at: str = "08:00"
    digest_until: str = "12:00"
    digest_roles: tuple[str, ...] = ("executive", "director")
    weekly_on: str = "monday"
    weekly_roles: tuple[str, ...] = _MANAGING
    review_roles: tuple[str, ...] = ("director", "executive")

    def __post_init__(self) -> None:
        for name in ("digest_at", "digest_until"):
            if not _CLOCK.fullmatch(getattr(self, name)):
                raise ValueError(f'{name} is an hour like "08:00", in quotes')
        if self.digest_until <= self.digest_at:
            raise ValueError("digest_until is later on the same day than digest_at")
        if self.weekly_on not in DAYS:
            raise ValueError(f"weekly_on is one of {', '.join(DAYS)}")
        for role in (*self.digest_roles, *self.weekly_roles, *self.review_roles):
            if role not in _MANAGING:
                raise ValueError(f"reports go to {', '.join(_MANAGING)}, not to “{role}”")

    @property
    def begins(self) -> time:
        return time.fromisoformat(self.digest_at)

    @property
    def ends(self) -> time:
        return time.fromisoformat(self.digest_until)
