"""Claims, paces, sends, records: one loop for each channel, replies before bulk, one message of a chat at a time.

A claim is committed before the request leaves, so that after a crash it is known which messages may have arrived. Waiting
goes by a clock that never jumps; what is written down goes by the world's.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import clock
from bot.channels.base import Channel, Laws, SendError, Sent
from bot.delivery_outcomes import Outcomes, Rest, Work
from bot.delivery_records import Records
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

    def __init__(self, channel: Channel, records: Records, outcomes: Outcomes, workers: Workers) -> None:
        self._channel = channel
        self._records = records
        self._outcomes = outcomes
        self._workers = workers
        self._flying: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, datetime] = {}
        self._paused: dict[str, datetime] = {}
        self._halted_until: datetime | None = None
        self._halt_written: datetime | None = None
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
        """Lets the requests under way end and be recorded."""
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=10)

    async def _pause(self, wait: timedelta) -> None:
        """Not by asyncio.wait_for, which forgets that it was cancelled when what it waits for comes at the same moment."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, wait.total_seconds())):
                await self._wake.wait()
        self._wake.clear()

    async def _send_due(self) -> timedelta:
        """Starts what may leave now; returns how long nothing more can."""
        now = clock.steady()
        if self._halted_until and self._halted_until > now:
            return self._halted_until - now
        room = IN_FLIGHT - len(self._flying)
        free = self._pacer.channel_free(now)
        if room <= 0 or free > now:
            return max(free - now, timedelta(milliseconds=5)) if room > 0 else LOOK_AGAIN
        busy, paused = self._busy(now)
        due = await self._workers.read(partial(self._records.due, max(clock.now(), now), busy, paused))
        chosen = self._chosen(due, now, room)
        if not chosen:
            return self._until_next(now, bool(due))
        claimed = await self._workers.write(
            partial(self._records.claim, chosen, clock.now(), partial(self._fits, now))
        )
        for chat, requests in claimed.crowded.items():
            self._resting[chat] = self._pacer.chat_free(chat, now, requests)
        for work in claimed.works:
            self._pacer.note(work.chat, clock.steady(), self._channel.requests(work.outbound))
            self._flying[work.chat] = asyncio.create_task(self._send(work))
        return timedelta(0)

    def _fits(self, now: datetime, chat: str, requests: int) -> bool:
        return self._pacer.chat_free(chat, now, requests) <= now

    def _busy(self, now: datetime) -> tuple[list[str], list[str]]:
        """Chats that nothing may leave for now (one message is under way, or they rest), and those for the urgent alone."""
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        return [*self._flying, *self._resting], list(self._paused)

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
        soonest = min([*self._resting.values(), *self._paused.values(), now + LOOK_AGAIN])
        return max(soonest - now, timedelta(milliseconds=5))

    async def _send(self, work: Work) -> None:
        try:
            outcome = await self._outcome(work)
            if isinstance(outcome, SendError) and outcome.retry_after is not None:
                await self._told_to_wait(work.chat, timedelta(seconds=outcome.retry_after))
            else:
                self._storm.clear()
            await self._record(work, outcome)
        finally:
            self._pacer.rest(work.chat, clock.steady())
            self._flying.pop(work.chat, None)
            self.wake()

    async def _outcome(self, work: Work) -> Sent | SendError:
        try:
            outbound = await self._records.made_ready(work)
            return (
                outbound if isinstance(outbound, SendError) else await self._channel.send(work.id, outbound)
            )
        except Exception as error:
            log.error("Sending failed unexpectedly.", action="send_failed", message=work.id, exc_info=error)
            return SendError(reason=type(error).__name__, permanent=True, doubtful=True)

    async def _record(self, work: Work, outcome: Sent | SendError) -> None:
        """Keeps an outcome; those that end while the disk is busy share one commit, and are kept however long it takes."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ended.append((work, outcome, done))
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep_outcomes(), name="outcomes")
        await done

    async def _keep_outcomes(self) -> None:
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
                ahead = clock.steady() - clock.now()
                for chat, rest in rests.items():
                    self._let_rest(chat, rest, ahead)
                for _, _, done in batch:
                    if not done.done():
                        done.set_result(None)

    async def _kept(self, outcomes: list[tuple[Work, Sent | SendError]]) -> dict[str, Rest]:
        """One that cannot be kept with all that follows from it is kept plainly, so that it holds up no other.

        Raises StorageError when the database is away.
        """
        try:
            return await self._workers.write(
                partial(self._outcomes.record, outcomes, clock.now(), self._halt_written)
            )
        except Exception as error:
            if isinstance(error, StorageError) and error.passing:
                raise
            log.error("An outcome is kept without its consequences.", action="outcome_odd", exc_info=error)
            if len(outcomes) == 1:
                await self._workers.write(partial(self._outcomes.record_plainly, *outcomes[0]))
                return {}
        rests: dict[str, Rest] = {}
        for one in outcomes:
            rests |= await self._kept([one])
        return rests

    def _let_rest(self, chat: str, rest: Rest, ahead: timedelta) -> None:
        """`ahead`: how far the steady clock is before the one that moments are written down by."""
        (self._resting if rest.binding else self._paused)[chat] = rest.until + ahead

    async def _told_to_wait(self, chat: str, wait: timedelta) -> None:
        """One chat told to wait is that chat's limit; several in a row with nothing sent between are the channel's."""
        now, steady = clock.now(), clock.steady()
        self._storm[chat] = steady + wait
        if len(self._storm) < STORM:
            return
        until = max(self._storm.values())
        self._halted_until = max(until, self._halted_until or until)
        self._halt_written = now + (self._halted_until - steady)
        log.warning("The channel asks to rest.", action="channel_halted", seconds=wait.total_seconds())
        try:
            await self._workers.write(partial(self._records.halt, self._halt_written))
        except StorageError as error:
            log.error("A rest could not be written down.", action="halt_unrecorded", why=str(error))
