"""Keeps how attempts ended: those that end while the disk is busy share one commit, and each is kept however long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from bot import clock
from bot.channels.base import SendError, Sent
from bot.delivery_outcomes import Outcomes, Rest, Work
from bot.workers import Workers
from storage.db import StorageError

log = structlog.get_logger()


class Keeper:
    """The outcomes of one channel. `rests` is told of every chat that is to rest after one."""

    def __init__(self, outcomes: Outcomes, workers: Workers, rests: Callable[[str, Rest], None]) -> None:
        self._outcomes = outcomes
        self._workers = workers
        self._rests = rests
        self._ended: list[tuple[Work, Sent | SendError, asyncio.Future[None]]] = []
        self._keeping: asyncio.Task[None] | None = None

    async def keep(self, work: Work, outcome: Sent | SendError) -> None:
        """Returns once it is kept."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ended.append((work, outcome, done))
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep_all(), name="outcomes")
        await done

    async def _keep_all(self) -> None:
        while self._ended:
            batch, self._ended = self._ended, []
            try:
                rests = await self._kept([(work, outcome) for work, outcome, _ in batch])
            except StorageError as error:
                log.error(
                    "Outcomes could not be kept; trying again.", action="outcome_unrecorded", why=str(error)
                )
                self._ended = batch + self._ended
                await clock.sleep(1)
            else:
                for chat, rest in rests.items():
                    self._rests(chat, rest)
                for _, _, done in batch:
                    if not done.done():
                        done.set_result(None)

    async def _kept(self, outcomes: list[tuple[Work, Sent | SendError]]) -> dict[str, Rest]:
        """One that cannot be kept with all that follows from it is kept plainly, so that it holds up no other.

        Raises StorageError when the database is away.
        """
        try:
            return await self._workers.write(partial(self._outcomes.record, outcomes, clock.now()))
        except Exception as error:
            if isinstance(error, StorageError) and error.passing:
                raise
            log.error("An outcome is kept without its consequences.", action="outcome_odd", exc_info=error)
            if len(outcomes) == 1:
                await self._workers.write(partial(self._outcomes.record_plainly, *outcomes[0], clock.now()))
                return {}
        rests: dict[str, Rest] = {}
        for one in outcomes:
            rests |= await self._kept([one])
        return rests
