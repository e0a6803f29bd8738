"""The rules that an installation may set for its notices: `notices:` in config.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRules:
    """`quiet_from` and `quiet_until` as HH:MM in the estate's zone; `budget_most` messages in `budget_days` days to a household (I07);
    `second_person`: nobody sends what they wrote without another's approval; `channels`: in which order a person's accounts are
    tried; `reply_hours`: how long after a safety notice what is written about its matter belongs to it (H06).
    """

    quiet_from: str = "22:00"
    quiet_until: str = "08:00"
    budget_most: int = 4
    budget_days: int = 30
    second_person: bool = True
    channels: tuple[str, ...] = ("telegram", "webchat")
    reply_hours: float = 12

    def __post_init__(self) -> None:
        for name in ("quiet_from", "quiet_until"):
            try:
                time.fromisoformat(getattr(self, name))
            except ValueError:
                raise ValueError(f"{name} is a time of day, such as 22:00") from None
        if self.budget_most < 1 or self.budget_days < 1:
            raise ValueError("budget_most and budget_days are at least 1")
        if not 0 <= self.reply_hours <= 168:
            raise ValueError("reply_hours is 0 to 168")

    def is_quiet(self, at: datetime, tz: ZoneInfo) -> bool:
        """Whether a moment lies in the quiet hours; they may pass over midnight, and there are none where both ends are the same."""
        start, end, now = (
            time.fromisoformat(self.quiet_from),
            time.fromisoformat(self.quiet_until),
            at.astimezone(tz).time(),
        )
        return start <= now < end if start <= end else now >= start or now < end

    def after_quiet(self, at: datetime, tz: ZoneInfo) -> datetime:
        """The first moment from then on that is not quiet."""
        if not self.is_quiet(at, tz):
            return at
        local, end = at.astimezone(tz), time.fromisoformat(self.quiet_until)
        day = local.date() if local.time() < end else local.date() + timedelta(days=1)
        return datetime.combine(day, end, tz)
