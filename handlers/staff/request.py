"""What every step of staff receives: who acts, when, and what came with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import ConversationSettings, Picture, Reply
from handlers.wording import speak
from storage.staff import Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRequest:
    """One thing a member of staff did, in the staff group or on the pages.

    `answers` is the channel's id of the staff message, so that it can be marked once its words went out. `form` is the
    key of a submitted form: the timeline keeps it, and the same form sent twice acts once. `told` gathers what rules have to say to others. `as_it_is`: the
    words go out although the reply check found something in them.
    """

    who: Staff
    now: datetime
    tz: ZoneInfo
    settings: ConversationSettings
    text: str = ""
    pictures: tuple[Picture, ...] = ()
    answers: str | None = None
    form: str | None = None
    as_it_is: bool = False
    told: list[Reply] = field(default_factory=list)
    turn: str = ""

    @property
    def language(self) -> str:
        """The language this member of staff reads."""
        return speak(self.who.language, "en")
