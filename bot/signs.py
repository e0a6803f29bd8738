"""Small signs of life at the channels: a button press is answered, and whoever writes sees that somebody is there."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from bot.channels.base import Channel, Inbound

#: Typing signs under way at once; a flood of messages is not answered by a flood of signs.
AT_ONCE = 16


class Signs:
    """Sends signs and forgets them: none of them matters if it fails."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._tasks: set[asyncio.Task[None]] = set()

    def give(self, updates: list[Inbound]) -> None:
        """Answers presses at once, and shows typing to those who write, as far as there is room."""
        for update in updates:
            channel = self._channels.get(update.channel)
            if channel is None:
                continue
            if update.kind == "button":
                self._start(channel.answer_button(update))
            elif update.kind == "message" and update.private and len(self._tasks) < AT_ONCE:
                self._start(channel.typing(update.chat))

    def _start(self, sign: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(sign)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
