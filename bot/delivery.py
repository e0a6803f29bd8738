"""Claims, paces, sends, records: one loop for each channel, replies before bulk, one message of a chat at a time.

A claim is committed before the request leaves, so that after a crash it is known which messages may have arrived.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import clock
from bot.channels.base import Channel, Laws, SendError, Sent
from bot.delivery_records import Records, Work
from bot.pacing import Pacer
from bot.workers import Workers
from storage.db import StorageError
from storage.outbox import Head

log = structlog.get_logger()

#: Requests under way at once: enough to fill the channel's limit at half a second each.
IN_FLIGHT = 32

#: How long the loop waits at most before it looks for messages that another process queued.
LOOK_AGAIN = timedelta(seconds=1)

#: Different chats told to wait, with nothing sent in between, after which the whole channel rests.
STORM = 3


class Delivery:
    """Sends what the outbox holds for one channel."""

    def __init__(self, channel: Channel, records: Records, workers: Workers) -> None:
        self._channel = channel
        self._records = records
        self._workers = workers
        self._flying: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, datetime] = {}
        self._halted_until: datetime | None = None
        self._storm: dict[str, datetime] = {}
        self._ended: list[tuple[Work, Sent | SendError, asyncio.Future[None]]] = []
        self._keeping: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._pacer = Pacer(Laws(), channel.is_group)

    def wake(self) -> None:
        """There may be something new to send."""
        self._wake.set()

    async def run(self) -> None:
        """Runs until cancelled; what flies then is waited for by `drain`."""
        await self._recover()
        while True:
            try:
                wait = await self._send_due()
            except StorageError as error:
                log.error(
                    "The outbox could not be read; trying again.", action="outbox_unreadable", why=str(error)
                )
                wait = LOOK_AGAIN
            await self._pause(wait)

    async def _recover(self) -> None:
        """Takes up after a process that died: its limits still count, its unfinished messages are in doubt."""
        now = clock.now()
        recent, held = await self._workers.write(partial(self._records.recover, now))
        self._pacer = Pacer(self._channel.laws, self._channel.is_group, recent)
        self._resting = dict(held)

    async def drain(self) -> None:
        """Lets the requests under way end and be recorded."""
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=10)

    async def _pause(self, wait: timedelta) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), max(0.0, wait.total_seconds()))
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    async def _send_due(self) -> timedelta:
        """Starts what may leave now; returns how long nothing more can."""
        now = clock.now()
        if self._halted_until and self._halted_until > now:
            return self._halted_until - now
        room = IN_FLIGHT - len(self._flying)
        free = self._pacer.channel_free(now)
        if room <= 0 or free > now:
            return max(free - now, timedelta(milliseconds=5)) if room > 0 else LOOK_AGAIN
        busy = self._busy(now)
        due = await self._workers.read(partial(self._records.due, now, busy))
        chosen = self._chosen(due, now, room)
        if not chosen:
            return self._until_next(now, bool(due))
        for work in await self._workers.write(partial(self._records.claim, chosen, clock.now())):
            self._pacer.note(work.chat, clock.now())
            self._flying[work.chat] = asyncio.create_task(self._send(work))
        return timedelta(0)

    def _busy(self, now: datetime) -> list[str]:
        """Chats that nothing may leave for now: one message is under way, or they rest."""
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        return [*self._flying, *self._resting]

    def _chosen(self, due: list[Head], now: datetime, room: int) -> list[Head]:
        """The first message of each chat that may be written to; as many as the channel's limit leaves room for."""
        chosen: dict[str, Head] = {}
        for head in due:
            if head.chat in chosen or head.chat in self._resting:
                continue
            free = self._pacer.chat_free(head.chat, now)
            if free > now:
                self._resting[head.chat] = free
            else:
                chosen[head.chat] = head
            if len(chosen) >= min(room, self._pacer.room(now)):
                break
        return list(chosen.values())

    def _until_next(self, now: datetime, blocked: bool) -> timedelta:
        if blocked:
            return timedelta(milliseconds=1)
        soonest = min([*self._resting.values(), now + LOOK_AGAIN])
        return max(soonest - now, timedelta(milliseconds=5))

    async def _send(self, work: Work) -> None:
        try:
            await self._try(work)
        except Exception as error:
            log.error("Sending failed unexpectedly.", action="send_failed", message=work.id, exc_info=error)
            await self._record(work, SendError(reason=f"{type(error).__name__}: {error}", permanent=True))
        finally:
            self._pacer.rest(work.chat, clock.now())
            self._flying.pop(work.chat, None)
            self.wake()

    async def _try(self, work: Work) -> None:
        outbound = await self._records.made_ready(work)
        outcome = outbound if isinstance(outbound, SendError) else await self._channel.send(work.id, outbound)
        await self._record(work, outcome)

    async def _record(self, work: Work, outcome: Sent | SendError) -> None:
        """Keeps an outcome; those that end while the disk is busy share one commit, and are kept however long it takes."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ended.append((work, outcome, done))
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep_outcomes(), name="outcomes")
        await done
        if isinstance(outcome, SendError) and outcome.retry_after is not None:
            self._told_to_wait(work.chat, clock.now() + timedelta(seconds=outcome.retry_after))
        else:
            self._storm.clear()

    async def _keep_outcomes(self) -> None:
        while self._ended:
            batch, self._ended = self._ended, []
            outcomes = [(work, outcome) for work, outcome, _ in batch]
            try:
                rests = await self._workers.write(partial(self._records.record, outcomes, clock.now()))
            except StorageError as error:
                log.error(
                    "Outcomes could not be kept; trying again.", action="outcome_unrecorded", why=str(error)
                )
                self._ended = batch + self._ended
                await clock.sleep(1)
            else:
                self._resting |= rests
                for _, _, done in batch:
                    done.set_result(None)

    def _told_to_wait(self, chat: str, until: datetime) -> None:
        """One chat told to wait is that chat's limit; several in a row with nothing sent between are the channel's."""
        self._storm[chat] = until
        if len(self._storm) >= STORM:
            self._halted_until = max(self._storm.values())
            log.warning(
                "The channel asks to rest.", action="channel_halted", until=self._halted_until.isoformat()
            )
            self._storm.clear()
