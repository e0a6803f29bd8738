"""A pressed button, from the press to the bot's answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .world import Json, Press

if TYPE_CHECKING:
    from .fake import FakeTelegram


class Tap:
    """A pressed button, waiting for the bot's answerCallbackQuery."""

    def __init__(self, fake: FakeTelegram, press: Press) -> None:
        self._fake = fake
        self.press = press

    @property
    def answered(self) -> Json | None:
        return self.press.answers[0] if self.press.answers else None

    async def answer(self, within: float = 5.0) -> Json:
        """`{"text", "show_alert", "url"}` of the answer."""
        async with asyncio.timeout(within):
            while not self.press.answers:
                await self._fake.world.next_change()
        return self.press.answers[0]
