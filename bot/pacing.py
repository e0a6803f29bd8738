"""A channel's laws on sending as sliding windows. Pure: moments come in as arguments, so a restart begins where the last
process stopped, from the attempts that the outbox remembers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.channels.base import Laws

#: A little more than the law's second, because requests that leave a second apart can arrive closer than that.
SECOND = timedelta(seconds=1.03)
MINUTE = timedelta(seconds=60.5)

#: How far apart the requests of one message leave.
APART = timedelta(seconds=1)


class Pacer:
    """Says when a chat may be written to. `note` is told of every attempt, and `rest` once more when the attempt ended.

    `recent`: the attempts of the last minute, each a chat, a moment and how many requests it was.
    """

    def __init__(
        self, laws: Laws, is_group: Callable[[str], bool], recent: Iterable[tuple[str, datetime, int]] = ()
    ) -> None:
        self._laws = laws
        self._is_group = is_group
        self._all: list[datetime] = []
        self._last: dict[str, datetime] = {}
        self._groups: dict[str, list[datetime]] = {}
        for chat, at, requests in sorted(recent, key=lambda attempt: attempt[1]):
            self.note(chat, at, requests)

    def note(self, chat: str, at: datetime, requests: int = 1) -> None:
        """A message to this chat leaves at `at`, the first of its `requests` at once and the others one after the other."""
        moments = [at + APART * number for number in range(requests)]
        if self._laws.per_second:
            _add(self._all, moments, at - 2 * SECOND)
        if self._laws.per_group_minute and self._is_group(chat):
            _add(self._groups.setdefault(chat, []), moments, at - MINUTE)
        self.rest(chat, at)

    def rest(self, chat: str, at: datetime) -> None:
        """The chat was last touched at `at`: a slow request arrives late, and the next one must not catch up with it."""
        self._last[chat] = max(at, self._last.get(chat, at))
        if len(self._last) > 10_000:
            self._last = {one: when for one, when in self._last.items() if at - when < SECOND}

    def channel_free(self, now: datetime) -> datetime:
        """The earliest moment at which any message may leave."""
        if self.room(now) > 0:
            return now
        ends = (at + SECOND for at in self._all)
        return next(end for end in ends if end > now and self.room(end) > 0)

    def room(self, now: datetime) -> int:
        """How many messages may leave at once now; large where the channel has no limit."""
        if not self._laws.per_second:
            return 1000
        near = bisect_left(self._all, now + SECOND) - bisect_right(self._all, now - SECOND)
        return self._laws.per_second - near

    def chat_free(self, chat: str, now: datetime, requests: int = 1) -> datetime:
        """The earliest moment at which a message of so many requests may leave for this chat, the channel's limit aside."""
        if self._is_group(chat):
            return self._group_free(chat, now, requests)
        if self._laws.per_chat_second and chat in self._last:
            return max(now, self._last[chat] + SECOND / self._laws.per_chat_second)
        return now

    def _group_free(self, chat: str, now: datetime, requests: int) -> datetime:
        """A message of more requests than a minute allows waits for an empty minute; no wait could make it fit."""
        law, sent = self._laws.per_group_minute, self._groups.get(chat, [])
        if not law or not sent:
            return now
        excess = len(sent) - max(0, law - requests)
        return max(now, sent[excess - 1] + MINUTE) if excess > 0 else now


def _add(kept: list[datetime], moments: list[datetime], forget: datetime) -> None:
    del kept[: bisect_right(kept, forget)]
    for moment in moments:
        insort(kept, moment)
