"""Handles chats as they fall due: at once when this process stored something, within a second when another did."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from bot import clock
from bot.lending import Lender, Unread
from bot.turn import IDLE, Turn
from bot.workers import Workers
from storage import conversations
from storage.db import Database, StorageError

log = structlog.get_logger()


class Turning:
    """The loop around the turn. `handled` is called after every turn: it may have queued messages."""

    def __init__(
        self,
        turn: Turn,
        database: Database,
        workers: Workers,
        handled: Callable[[], None],
        lender: Lender | None = None,
    ) -> None:
        self._turn = turn
        self._lender = lender
        self._asking: set[asyncio.Task[None]] = set()
        self._database = database
        self._workers = workers
        self._handled = handled
        self._due = asyncio.Event()

    def wake(self) -> None:
        """Something was stored."""
        self._due.set()

    async def run(self) -> None:
        """Runs until cancelled; several may run side by side where the database allows several writers."""
        begun = False
        while True:
            try:
                if not begun:
                    await self._workers.write(self._pull_back)
                    begun = True
                found = await self._workers.write(self._turn.next)
                if isinstance(found, Unread):
                    self._ask(found)
                    continue
                if found:
                    self._handled()
                    continue
                ready = await self._workers.read(self._next_ready)
            except StorageError as error:
                log.error(
                    "The inbox cannot be read; trying again.", action="inbox_unreadable", why=str(error)
                )
                await clock.sleep(1)
                continue
            await self._rest(ready)

    def _ask(self, unread: Unread) -> None:
        """Beside the loop: while another reader thinks, the other chats go on."""
        task = asyncio.create_task(self._borrow(unread), name="reading")
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _borrow(self, unread: Unread) -> None:
        lent = await self._lender.read(unread.parts) if self._lender else None
        try:
            await self._workers.write(partial(self._turn.lent, unread, lent))
        except StorageError as error:  # the chat comes back by itself, and the question is asked again
            log.error("A reading could not be kept.", action="reading_unkept", why=str(error))
        self.wake()

    async def stop(self) -> None:
        """Asks nobody any more."""
        for task in self._asking:
            task.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)

    async def _rest(self, ready: datetime | None) -> None:
        wait = min(IDLE, ready - clock.now()) if ready else IDLE
        with contextlib.suppress(TimeoutError):  # asyncio.wait_for can forget that it was cancelled
            async with asyncio.timeout(max(0.0, wait.total_seconds())):
                await self._due.wait()
        self._due.clear()

    def _pull_back(self) -> None:
        with self._database.transaction() as connection:
            conversations.pull_back(connection, clock.now())

    def _next_ready(self) -> datetime | None:
        with self._database.reading() as connection:
            return conversations.next_ready(connection)
