"""Wakes the sweeps; it decides nothing. A wake-up that comes late is still made, and several missed ones become one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage.db import StorageError

log = structlog.get_logger()

#: How often due times are looked at: the finest time in the rules is a page's repetition after minutes.
EVERY_SECONDS = 5


class Scheduler:
    """Calls `sweep` every few seconds until stopped."""

    def __init__(self, sweep: Callable[[], Awaitable[None]]) -> None:
        self._sweep = sweep
        # The default grace of one second drops a wake-up that comes late; None keeps it, coalesce makes many of them one.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        self._scheduler.add_job(
            self._wake, "interval", seconds=EVERY_SECONDS, id="sweeps", replace_existing=True
        )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _wake(self) -> None:
        try:
            await self._sweep()
        except StorageError as error:
            log.error(
                "The sweeps could not run and are tried again.", action="sweeps_put_off", why=str(error)
            )
