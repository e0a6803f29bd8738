"""A Telegram channel on the fake Bot API over real HTTP, with an intake that a test may let refuse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest_asyncio

from bot.channels.base import Inbound, Refused
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_transport import Timeouts
from tests.fake_telegram import FakeTelegram

#: Short enough for tests, long enough for a busy machine.
BRISK = Timeouts(connect=2, read=1, write=2, poll=1, again=0.1)


class Kept:
    """The intake: what it stored; the next `refuses` calls are refused; `gate` holds a call back while it is cleared."""

    def __init__(self) -> None:
        self.updates: list[Inbound] = []
        self.refuses = 0
        self.calls = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, updates: list[Inbound]) -> None:
        self.calls += 1
        await self.gate.wait()
        if self.refuses:
            self.refuses -= 1
            raise Refused("the disk is full")
        self.updates += updates

    @property
    def texts(self) -> list[str]:
        return [update.text for update in self.updates]

    async def holds(self, count: int, within: float = 10.0) -> list[Inbound]:
        """The updates, once there are so many."""
        await eventually(lambda: len(self.updates) >= count, within)
        return self.updates


async def eventually(condition: Callable[[], Any], within: float = 10.0) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what is awaited has no event
            await asyncio.sleep(0.01)


@pytest_asyncio.fixture
async def kept() -> Kept:
    return Kept()


@pytest_asyncio.fixture
async def channel(fake_telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    """Polling, not started yet; a message of several requests pauses only briefly."""
    made = TelegramChannel(fake_telegram.token, base_url=fake_telegram.url, timeouts=BRISK, pause=0.05)
    yield made
    await made.stop()
