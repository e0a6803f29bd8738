"""Whether refusals to single chats are one rest of the whole channel. Pure: tried as a table."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

#: Different chats told to wait, with nothing sent in between, before the channel may be meant. With 5 % of all chats blocked,
#: five in a row happen by chance three times in 10 million messages.
STORM = 5

#: How far apart the ends of such waits may lie: a block of the channel has one end, told in whole seconds, which each
#: request before it can put off by a second.
AGREE = timedelta(seconds=2)


class Storm:
    """The refusals since something was last sent."""

    def __init__(self) -> None:
        self._told: dict[str, datetime] = {}

    def passed(self) -> None:
        """Something got through: it was not the channel."""
        self._told.clear()

    def refused(self, chat: str, until: datetime) -> datetime | None:
        """A chat was told to wait until then; returns until when the channel must rest, if it is meant."""
        self._told.pop(chat, None)
        self._told[chat] = until
        latest = list(self._told.values())[-STORM:]
        if len(latest) < STORM or any(abs(later - earlier) > AGREE for earlier, later in pairwise(latest)):
            return None
        return max(latest)
