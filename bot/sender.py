"""One sender for each channel among all processes: the channel's limit counts for all of them together.

Whoever holds the channel's lock sends; the others ask again now and then, and take over when the holder dies.
"""

from __future__ import annotations

import asyncio
import contextlib

import structlog

from bot import clock
from bot.delivery import Delivery
from bot.workers import Workers
from storage.db import Database, StorageError
from storage.locks import Lock

log = structlog.get_logger()

#: Seconds between two questions whether the lock is free, and whether it still stands.
ASK_EVERY, CHECK_EVERY = 2.0, 5.0


class Sender:
    """Runs a delivery while this process holds its lock. `close` lets the lock go, once no thread can be asking for it."""

    def __init__(self, name: str, delivery: Delivery, database: Database, workers: Workers) -> None:
        self.delivery = delivery
        self._lock = Lock(database, f"send-{name}")
        self._workers = workers

    async def run(self) -> None:
        """Runs until cancelled."""
        while True:
            if await self._held():
                await self._while_held()
            await clock.sleep(ASK_EVERY)

    def close(self) -> None:
        self._lock.release()

    async def _held(self) -> bool:
        try:
            return await self._workers.read(self._lock.hold)
        except StorageError as error:
            log.error("The lock of a sender cannot be asked for.", action="lock_unreachable", why=str(error))
            return False

    async def _while_held(self) -> None:
        sending = asyncio.create_task(self.delivery.run())
        try:
            while not sending.done() and await self._held():
                await asyncio.wait([sending], timeout=CHECK_EVERY)
        finally:
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError, StorageError):
                await sending
            await self.delivery.drain()  # or whoever sends next would take what is still under way for lost
