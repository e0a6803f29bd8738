"""A channel's laws on sending. Pure: moments come in as arguments, so a restart begins where the last process stopped, from
the attempts that the outbox remembers.

The channel counts a request when it arrives. That lies between its leaving and its answer, so that a place in a window is
taken until a second after the latest moment at which the request can have arrived. What goes to many also leaves evenly, so
that a place is free for an answer to somebody every few hundredths of a second.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import Laws

#: A hair more than the law's second: the shortest way of a request is known to a few thousandths.
SECOND = timedelta(seconds=1.003)
MINUTE = timedelta(seconds=60.5)

#: How far apart the requests of one message leave.
APART = timedelta(seconds=1)

#: How long after its leaving a request may arrive that was not answered, or very late: an upload over a slow wire takes its time. It
#: holds its place so long, which costs nothing where answers come sooner.
LATEST = timedelta(seconds=2)

#: The second as what goes to many divides it up: long enough that a place is free again when its turn comes, so that what left
#: in a cluster does not do so every second anew.
EVENLY = timedelta(seconds=1.008)

#: By how much what goes to many may make up for time in which it could not leave.
CATCH_UP = timedelta(seconds=0.1)

#: The shortest round trip that is reckoned with before any was seen.
_QUICKEST = timedelta(milliseconds=1)

_NO_LIMIT = 1000


class Window:
    """At most `law` requests within any second. Holds for each the latest moment at which it can have arrived."""

    def __init__(self, law: int | None) -> None:
        self._law = law
        self._at: list[datetime] = []

    def add(self, moments: Iterable[datetime], now: datetime) -> None:
        if self._law:
            del self._at[: bisect_right(self._at, now - 2 * SECOND)]
            for moment in moments:
                insort(self._at, moment)

    def take_out(self, moments: Iterable[datetime]) -> None:
        for moment in moments:
            index = bisect_left(self._at, moment)
            if index < len(self._at) and self._at[index] == moment:
                del self._at[index]

    def room(self, now: datetime) -> int:
        """How many may leave at once now; many where there is no limit."""
        if not self._law:
            return _NO_LIMIT
        near = bisect_left(self._at, now + SECOND + LATEST) - bisect_right(self._at, now - SECOND)
        return self._law - near

    def free(self, now: datetime) -> datetime:
        """The earliest moment from `now` on at which one may leave."""
        if self.room(now) > 0:
            return now
        ends = (at + SECOND for at in self._at)
        return next(end for end in ends if end > now and self.room(end) > 0)


class Even:
    """A place every so often: what is late finds those of the last moments free, and of earlier ones none."""

    def __init__(self, law: int | None) -> None:
        self._apart = EVENLY / law if law else timedelta(0)
        self._next: datetime | None = None

    def note(self, at: datetime, requests: int = 1) -> None:
        self._next = self._place(at) + self._apart * requests

    def give_back(self) -> None:
        if self._next:
            self._next -= self._apart

    def free(self, now: datetime) -> datetime:
        return max(now, self._place(now))

    def room(self, now: datetime) -> int:
        if not self._apart:
            return _NO_LIMIT
        return max(0, (now - self._place(now)) // self._apart + 1)

    def _place(self, now: datetime) -> datetime:
        """The first place that is not taken."""
        return max(self._next, now - CATCH_UP) if self._next else now


@dataclass(slots=True)
class _Attempt:
    """A message under way; `arrives` are the latest moments for its requests, `left` when the first of them left."""

    bulk: bool
    left: datetime
    arrives: list[datetime]


class Pacer:
    """Says when a chat may be written to. An attempt is told of three times: `note` when it is decided, `left` when it leaves,
    `ended` when it was answered.

    `recent`: the attempts of the last minute, each a chat, the latest moment of arrival, and how many requests it was.
    """

    def __init__(
        self, laws: Laws, is_group: Callable[[str], bool], recent: Iterable[tuple[str, datetime, int]] = ()
    ) -> None:
        self._laws = laws
        self._is_group = is_group
        self._all = Window(laws.per_second)
        self._bulk = Window(laws.bulk_per_second) if laws.bulk_per_second else self._all
        self._even = Even(laws.bulk_per_second or laws.per_second)
        self._last: dict[str, datetime] = {}
        self._groups: dict[str, list[datetime]] = {}
        self._under_way: dict[str, _Attempt] = {}
        self._quickest = _QUICKEST
        for chat, at, requests in sorted(recent, key=lambda attempt: attempt[1]):
            arrived = [at + APART * number for number in range(requests)]
            self._take(chat, at, arrived, bulk=False)
            if self._bulk is not self._all:  # which of the two it counted against, nobody kept
                self._bulk.add(arrived, at)

    def note(self, chat: str, at: datetime, requests: int = 1, *, bulk: bool = False) -> None:
        """A message to this chat leaves at `at`, the first of its `requests` at once and the others one after the other."""
        arrives = [at + APART * number + LATEST for number in range(requests)]
        self._take(chat, at, arrives, bulk=bulk)
        if bulk:
            self._even.note(at, requests)
        self._under_way[chat] = _Attempt(bulk, at, arrives)

    def _take(self, chat: str, at: datetime, arrives: list[datetime], *, bulk: bool) -> None:
        self._window(bulk).add(arrives, at)
        if self._laws.per_group_minute and self._is_group(chat):
            kept = self._groups.setdefault(chat, [])
            del kept[: bisect_right(kept, at - MINUTE)]
            for moment in arrives:
                insort(kept, moment)
        self._rest(chat, at)

    def left(self, chat: str, at: datetime) -> None:
        """The message that was noted for this chat leaves now. One that was noted before a new beginning is not known."""
        attempt = self._under_way.get(chat)
        if attempt is None:
            return
        late = at - attempt.left
        self._arrives(attempt, [moment + late for moment in attempt.arrives])
        attempt.left = at
        self._rest(chat, at)

    def ended(self, chat: str, at: datetime, *, refused: bool = False) -> None:
        """It was answered, or given up. What was `refused`, because the chat is to wait, was not taken and does not count."""
        attempt = self._under_way.pop(chat, None)
        if attempt is None:
            return
        took = at - attempt.left
        if refused and not self._is_group(chat):
            self._arrives(attempt, [])
            if attempt.bulk:
                self._even.give_back()
        elif len(attempt.arrives) == 1:
            self._quickest = min(took, self._quickest * 1.01)
            self._arrives(attempt, [attempt.left + min(took - self._quickest, LATEST)])
        self._rest(chat, at)

    def _arrives(self, attempt: _Attempt, moments: list[datetime]) -> None:
        window = self._window(attempt.bulk)
        window.take_out(attempt.arrives)
        window.add(moments, attempt.left)
        attempt.arrives = moments

    def _window(self, bulk: bool) -> Window:
        return self._bulk if bulk else self._all

    def _rest(self, chat: str, at: datetime) -> None:
        """The chat was last touched at `at`: a slow request arrives late, and the next one must not catch up with it."""
        self._last[chat] = max(at, self._last.get(chat, at))
        if len(self._last) > 10_000:
            self._last = {one: when for one, when in self._last.items() if at - when < SECOND}

    def free(self, now: datetime, *, bulk: bool = False) -> datetime:
        """The earliest moment at which any message of this sort may leave."""
        return self._window(bulk).free(max(now, self._even.free(now)) if bulk else now)

    def room(self, now: datetime, *, bulk: bool = False) -> int:
        """How many messages of this sort may leave at once now; many where the channel has no limit."""
        room = self._window(bulk).room(now)
        return min(room, self._even.room(now)) if bulk else room

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
