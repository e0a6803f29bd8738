"""Who is listening to which chat: one event per open page, so that thousands of silent pages cost next to nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Ear:
    """One open page. `seen` is the number of the last line it was given."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.typing = False
        self.seen = 0


class Rooms:
    """The open pages of each chat."""

    def __init__(self) -> None:
        self._ears: dict[str, set[Ear]] = {}
        self.closed = False

    def __len__(self) -> int:
        return sum(len(ears) for ears in self._ears.values())

    @contextmanager
    def listen(self, chat: str) -> Iterator[Ear]:
        """A page listens as long as this lasts."""
        ear = Ear()
        ears = self._ears.setdefault(chat, set())
        ears.add(ear)
        try:
            yield ear
        finally:
            ears.discard(ear)
            if not ears and self._ears.get(chat) is ears:
                del self._ears[chat]

    def wake(self, chat: str) -> None:
        """Something new stands in the log."""
        for ear in self._ears.get(chat, ()):
            ear.woken.set()

    def wake_behind(self, newest: dict[str, int]) -> None:
        """Wakes the pages that have seen less than what another process has written."""
        for chat, number in newest.items():
            for ear in self._ears.get(chat, ()):
                if ear.seen < number:
                    ear.woken.set()

    def typing(self, chat: str) -> None:
        for ear in self._ears.get(chat, ()):
            ear.typing = True
            ear.woken.set()

    def close(self) -> None:
        """Every open page is let go; each asks again by itself, of whoever answers then."""
        self.closed = True
        for chat in list(self._ears):
            self.wake(chat)
