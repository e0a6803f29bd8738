"""Claims, paces, sends, records: one loop for each channel, replies before bulk, one message of a chat at a time.

A claim is committed before the request leaves, so that after a crash it is known which messages may have arrived; no more is
claimed than leaves at once. Waiting goes by a clock that never jumps; what is written down goes by the world's.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import clock
from bot.channels.base import Channel, Laws, SendError, Sent
from bot.delivery_keeping import Keeper
from bot.delivery_outcomes import Outcomes, Rest, Work
from bot.delivery_records import Records
from bot.pacing import Pacer
from bot.storms import Storm
from bot.workers import Workers
from storage.db import StorageError
from storage.outbox import BULK, Head

log = structlog.get_logger()

#: Requests under way at once, at least; more where a channel takes more than twice as many a second: half a second each.
IN_FLIGHT = 32

#: How long the loop waits at most before it looks for messages that another process queued.
LOOK_AGAIN = timedelta(seconds=1)

#: How long before it may leave a message is claimed at most, so that it leaves on the moment.
AHEAD = timedelta(seconds=0.02)

#: How long a message waits for another one's upload before it asks again.
BEHIND_AN_UPLOAD = timedelta(seconds=0.2)


@dataclass(frozen=True, slots=True)
class _Free:
    """The earliest moments at which a message to somebody may leave, and one of those to many."""

    single: datetime
    bulk: datetime

    @property
    def first(self) -> datetime:
        return min(self.single, self.bulk)

    def at(self, *, bulk: bool) -> datetime:
        return self.bulk if bulk else self.single


class Delivery:
    """Sends what the outbox holds for one channel."""

    def __init__(self, channel: Channel, records: Records, outcomes: Outcomes, workers: Workers) -> None:
        self._channel = channel
        self._records = records
        self._workers = workers
        self._keeper = Keeper(outcomes, workers, self._let_rest)
        self._starting: asyncio.Task[None] | None = None
        self._flying: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, datetime] = {}
        self._paused: dict[str, datetime] = {}
        self._halted_until: datetime | None = None
        self._storm = Storm()
        self._wake = asyncio.Event()
        self._pacer = Pacer(Laws(), channel.is_group)
        self._in_flight = max(IN_FLIGHT, (channel.laws.bulk_per_second or 0) // 2)

    def wake(self) -> None:
        """There may be something new to send."""
        self._wake.set()

    async def run(self) -> None:
        """Runs until cancelled; what flies then is waited for by `drain`."""
        recovered = False
        while True:
            try:
                if not recovered:
                    await self._recover()
                    recovered = True
                wait = await self._send_due()
            except StorageError as error:
                log.error(
                    "The outbox could not be read; trying again.", action="outbox_unreadable", why=str(error)
                )
                wait = LOOK_AGAIN
            except Exception as error:  # a fault of ours must not silence the channel for good
                log.error(
                    "The outbox could not be worked off; trying again.", action="outbox_fault", exc_info=error
                )
                wait = LOOK_AGAIN
            await self._pause(wait)

    async def _recover(self) -> None:
        """Takes up after a process that died: its limits still count, its unfinished messages are in doubt."""
        now, steady = clock.now(), clock.steady()
        found = await self._workers.write(partial(self._records.recover, now))
        recent = [(chat, steady - max(now - at, timedelta(0)), count) for chat, at, count in found.recent]
        self._pacer = Pacer(self._channel.laws, self._channel.is_group, recent)
        self._resting = {chat: steady + (until - now) for chat, until in found.held}
        if found.halted_until:
            self._halted_until = steady + (found.halted_until - now)

    async def drain(self) -> None:
        """Lets the requests under way end and be recorded, also those that were just being claimed."""
        if self._starting and not self._starting.done():
            await asyncio.wait([self._starting], timeout=10)
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=10)

    async def _pause(self, wait: timedelta) -> None:
        """Not by asyncio.wait_for, which forgets that it was cancelled when what it waits for comes at the same moment."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, wait.total_seconds())):
                await self._wake.wait()
        self._wake.clear()

    async def _send_due(self) -> timedelta:
        """Starts what may leave now or in a moment; returns how long nothing more can."""
        now = clock.steady()
        if self._halted_until and self._halted_until > now:
            return self._halted_until - now
        if len(self._flying) >= self._in_flight:
            return LOOK_AGAIN
        free = _Free(self._pacer.free(now), self._pacer.free(now, bulk=True))
        if free.first > now + AHEAD:
            return free.first - now - AHEAD
        bulk_too = free.bulk <= now + AHEAD
        busy, paused = self._busy(free.first)
        due = await self._workers.read(
            partial(self._records.due, max(clock.now(), now), busy, paused, bulk_too=bulk_too)
        )
        chosen = self._chosen(due, free)
        if not chosen:
            later = [] if bulk_too else [free.bulk - AHEAD]
            return self._until_next(now, later, blocked=bool(due))
        self._starting = asyncio.create_task(self._start(chosen, free))
        await asyncio.shield(self._starting)
        return timedelta(0)

    async def _start(self, chosen: list[Head], free: _Free) -> None:
        claimed = await self._workers.write(
            partial(self._records.claim, chosen, clock.now(), partial(self._fits, free.single))
        )
        now = clock.steady()
        for chat, requests in claimed.crowded.items():
            self._resting[chat] = self._pacer.chat_free(chat, now, requests)
        for chat in claimed.behind:
            self._resting[chat] = now + BEHIND_AN_UPLOAD
        for work in claimed.works:
            at = max(now, free.at(bulk=work.outbound.bulk))
            self._pacer.note(work.chat, at, self._channel.requests(work.outbound), bulk=work.outbound.bulk)
            self._flying[work.chat] = asyncio.create_task(self._send(work, at))

    def _fits(self, now: datetime, chat: str, requests: int) -> bool:
        return self._pacer.chat_free(chat, now, requests) <= now

    def _busy(self, now: datetime) -> tuple[list[str], list[str]]:
        """Chats that nothing may leave for now (one message is under way, or they rest), and those for the urgent alone."""
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        return [*self._flying, *self._resting], list(self._paused)

    def _chosen(self, due: list[Head], free: _Free) -> list[Head]:
        """The first message of each chat that may be written to; as many as the channel's limits leave room for."""
        chosen: dict[str, Head] = {}
        room = self._in_flight - len(self._flying)
        for head in due:
            if head.chat in chosen or head.chat in self._resting:
                continue
            bulk = head.priority == BULK
            at = free.at(bulk=bulk)
            chat_free = self._pacer.chat_free(head.chat, at)
            if chat_free > at:
                self._resting[head.chat] = chat_free
                continue
            if len(chosen) >= min(room, self._pacer.room(at, bulk=bulk)):
                break
            chosen[head.chat] = head
        return list(chosen.values())

    def _until_next(self, now: datetime, later: list[datetime], *, blocked: bool) -> timedelta:
        if blocked:
            return timedelta(milliseconds=1)
        soonest = min([*self._resting.values(), *self._paused.values(), *later, now + LOOK_AGAIN])
        return max(soonest - now, timedelta(milliseconds=1))

    async def _send(self, work: Work, at: datetime) -> None:
        try:
            outcome = await self._outcome(work, at)
            wait = outcome.retry_after if isinstance(outcome, SendError) else None
            self._pacer.ended(work.chat, clock.steady(), refused=wait is not None)
            if wait is not None:
                await self._told_to_wait(work.chat, timedelta(seconds=wait))
            else:
                self._storm.passed()
            await self._keeper.keep(work, outcome)
        finally:
            self._records.uploads.end(work.files)
            self._flying.pop(work.chat, None)
            self.wake()

    async def _outcome(self, work: Work, at: datetime) -> Sent | SendError:
        try:
            outbound = await self._records.made_ready(work)
            if isinstance(outbound, SendError):
                return outbound
            await clock.sleep((at - clock.steady()).total_seconds())
            self._pacer.left(work.chat, clock.steady())
            return await self._channel.send(work.id, outbound)
        except Exception as error:
            log.error("Sending failed unexpectedly.", action="send_failed", message=work.id, exc_info=error)
            return SendError(reason=type(error).__name__, permanent=True, doubtful=True)

    def _let_rest(self, chat: str, rest: Rest) -> None:
        """Moments are written down by the world's clock, and waited for by the steady one."""
        ahead = clock.steady() - clock.now()
        (self._resting if rest.binding else self._paused)[chat] = rest.until + ahead

    async def _told_to_wait(self, chat: str, wait: timedelta) -> None:
        """One chat told to wait is that chat's limit; several in a row until the same moment are the channel's."""
        steady = clock.steady()
        until = self._storm.refused(chat, steady + wait)
        if until is None:
            return
        self._halted_until = max(until, self._halted_until or until)
        log.warning("The channel asks to rest.", action="channel_halted", seconds=wait.total_seconds())
        try:
            written = clock.now() + (self._halted_until - steady)
            await self._workers.write(partial(self._records.halt, written))
        except StorageError as error:
            log.error("A rest could not be written down.", action="halt_unrecorded", why=str(error))
