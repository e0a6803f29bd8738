"""A channel's laws on sending as sliding windows. Pure: moments come in as arguments, so a restart begins where the last
process stopped, from the attempts that the outbox remembers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.channels.base import Laws

#: A little more than the law's second, because requests that leave a second apart can arrive closer than that.
SECOND = timedelta(seconds=1.03)
MINUTE = timedelta(seconds=60.5)


class Pacer:
    """Says when a chat may be written to. `note` is told of every attempt, and once more when the attempt ended."""

    def __init__(
        self, laws: Laws, is_group: Callable[[str], bool], recent: Iterable[tuple[str, datetime]] = ()
    ) -> None:
        self._laws = laws
        self._is_group = is_group
        self._all: deque[datetime] = deque(maxlen=laws.per_second)
        self._last: dict[str, datetime] = {}
        self._groups: dict[str, deque[datetime]] = {}
        for chat, at in sorted(recent, key=lambda attempt: attempt[1]):
            self.note(chat, at)

    def note(self, chat: str, at: datetime) -> None:
        """A request to this chat leaves at `at`."""
        if self._laws.per_second:
            self._all.append(at)
        self.rest(chat, at)
        if self._laws.per_group_minute and self._is_group(chat):
            self._groups.setdefault(chat, deque(maxlen=self._laws.per_group_minute)).append(at)

    def rest(self, chat: str, at: datetime) -> None:
        """The chat was last touched at `at`: a slow request arrives late, and the next one must not catch up with it."""
        self._last[chat] = max(at, self._last.get(chat, at))
        if len(self._last) > 10_000:
            self._last = {one: when for one, when in self._last.items() if at - when < SECOND}

    def channel_free(self, now: datetime) -> datetime:
        """The earliest moment at which any message may leave."""
        full = self._laws.per_second and len(self._all) == self._laws.per_second
        return max(now, self._all[0] + SECOND) if full else now

    def room(self, now: datetime) -> int:
        """How many messages may leave at once now; large where the channel has no limit."""
        if not self._laws.per_second:
            return 1000
        return self._laws.per_second - sum(1 for at in self._all if at + SECOND > now)

    def chat_free(self, chat: str, now: datetime) -> datetime:
        """The earliest moment at which this chat may be written to, the channel's own limit aside."""
        free = now
        if self._laws.per_chat_second and chat in self._last and not self._is_group(chat):
            free = max(free, self._last[chat] + SECOND / self._laws.per_chat_second)
        sent = self._groups.get(chat)
        if sent is not None and len(sent) == self._laws.per_group_minute:
            free = max(free, sent[0] + MINUTE)
        return free
