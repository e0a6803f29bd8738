"""What the pages of notices are given by the line: where photos are kept, the rules, and how fast the channels take messages."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.media import MediaStore
from handlers.notices.rules import NoticeRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """`per_second`: messages that the fastest of the limited channels takes; None where nobody knows."""

    media: MediaStore
    rules: NoticeRules = field(default_factory=NoticeRules)
    per_second: float | None = None
