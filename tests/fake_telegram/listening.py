"""Waiting until the bot has said something: each message, and each edit of it, is heard once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from .messages import Message
from .world import Chat, Json

if TYPE_CHECKING:
    from .fake import FakeTelegram

Wanted = str | Callable[[Message], bool]


def fits(wanted: Wanted, message: Message) -> bool:
    return wanted in message.text if isinstance(wanted, str) else bool(wanted(message))


class Ear:
    """Hears one chat."""

    def __init__(self, fake: FakeTelegram, chat: Chat) -> None:
        self._fake = fake
        self._chat = chat
        self._heard: set[int] = set()

    def _said(self) -> list[tuple[str, Json]]:
        return self._fake.world.heard.get(self._chat.id, [])

    def _find(self, wanted: Wanted, thread_id: int | None) -> Message | None:
        for number, (_, raw) in enumerate(self._said()):
            if number in self._heard:
                continue
            message = Message(self._chat, raw)
            if (thread_id is None or message.thread_id == thread_id) and fits(wanted, message):
                self._heard.add(number)
                return message
        return None

    async def hears(self, wanted: Wanted, within: float, thread_id: int | None = None) -> Message:
        """The first message not heard before that fits; AssertionError if none comes in time."""
        try:
            async with asyncio.timeout(within):
                while (message := self._find(wanted, thread_id)) is None:
                    await self._fake.world.next_change()
                return message
        except TimeoutError:
            said = "\n".join(
                f"  {kind}: {Message(self._chat, raw)!r}" + (" (heard)" if number in self._heard else "")
                for number, (kind, raw) in enumerate(self._said())
            )
            raise AssertionError(
                f"not heard within {within} s: {wanted!r}; the bot said:\n{said or '  nothing'}"
            ) from None

    async def hears_nothing(self, during: float = 0.3, wanted: Wanted = "") -> None:
        """Nothing unheard fits, now and for a while."""
        deadline = asyncio.get_running_loop().time() + during
        while True:
            if (message := self._find(wanted, None)) is not None:
                raise AssertionError(f"the bot said {message!r}")
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return
            try:
                async with asyncio.timeout(left):
                    await self._fake.world.next_change()
            except TimeoutError:
                continue
