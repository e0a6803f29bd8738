"""Which updates wait for the bot, in which order they may be fetched, and when they are forgotten.

Copies the law of getUpdates: an offset acknowledges everything before it; one poller at a time and none beside a webhook
(409); the same offset within half a second gets one update only, and within three seconds a short poll is made to wait.
Messages live 24 hours, button presses 150 seconds. Messages, presses and blockings of one person are different queues.
"""

from __future__ import annotations

import asyncio
import copy
import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .clock import Clock
from .errors import ApiError

DAY = 24 * 3600.0
CALLBACK_SECONDS = 150.0
NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")
SHIFTS = {
    "callback_query": 3 << 33,
    "my_chat_member": 5 << 33,
    "chat_member": 6 << 33,
    "message_reaction": 13 << 33,
}
TWO_POLLERS = "terminated by other getUpdates request; make sure that only one bot instance is running"
HAS_WEBHOOK = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
WEBHOOK_SET = "terminated by setWebhook request"


@dataclass(frozen=True)
class Update:
    id: int
    kind: str
    body: dict[str, Any]
    queue: int
    expires_at: float

    def json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.body}


@dataclass
class _Poll:
    offset: int | None = None
    started: float = float("-inf")
    finished: float = float("-inf")


class UpdatesQueue:
    def __init__(self, clock: Clock, first_id: int = 700_000_001) -> None:
        self._clock = clock
        self._next_id = first_id
        self.pending: dict[int, Update] = {}
        self._expiries: list[tuple[float, int]] = []
        self.queues: dict[int, deque[Update]] = {}
        self.delivered: list[Update] = []  # acknowledged by an offset or by a webhook's 2xx
        self.expired: list[Update] = []
        self.allowed: list[str] = []
        self.webhook_is_set: Callable[[], bool] = lambda: False
        self.arrived = asyncio.Event()
        self._poller: asyncio.Future[ApiError | None] | None = None
        self._last = _Poll()
        self._conflict_free_at = float("-inf")

    def allows(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def push(
        self, kind: str, body: dict[str, Any], owner: int, lifetime: float | None = None
    ) -> Update | None:
        """Add what happened; `owner` is the chat, or the person for a button press. None if not asked for."""
        if not self.allows(kind):
            return None
        seconds = lifetime if lifetime is not None else CALLBACK_SECONDS if kind == "callback_query" else DAY
        expires = self._clock.now() + seconds
        update = Update(self._next_id, kind, copy.deepcopy(body), owner + SHIFTS.get(kind, 0), expires)
        self._next_id += 1
        self.pending[update.id] = update
        heapq.heappush(self._expiries, (expires, update.id))
        self.queues.setdefault(update.queue, deque()).append(update)
        self.arrived.set()
        return update

    def forget_expired(self) -> None:
        now = self._clock.now()
        while self._expiries and self._expiries[0][0] < now:
            update = self.pending.get(heapq.heappop(self._expiries)[1])
            if update is not None:
                self.remove(update)
                self.expired.append(update)

    def remove(self, update: Update) -> None:
        self.pending.pop(update.id, None)
        queue = self.queues.get(update.queue)
        if queue is None:
            return
        if queue[0] is update:
            queue.popleft()
        elif update in queue:
            queue.remove(update)
        if not queue:
            del self.queues[update.queue]

    def acknowledge(self, update: Update) -> None:
        if update.id in self.pending:
            self.remove(update)
            self.delivered.append(update)

    def clear(self) -> None:
        self.pending.clear()
        self.queues.clear()

    async def get(
        self, offset: int, limit: int, seconds: float, allowed: list[str] | None
    ) -> list[dict[str, Any]]:
        """Answer getUpdates."""
        if self.webhook_is_set():
            raise await self._conflict(HAS_WEBHOOK)
        self.end_poll(TWO_POLLERS)
        if allowed is not None:
            self.allowed = allowed
        limit, seconds = self._penalised(
            offset, limit if 1 <= limit <= 100 else 100, min(max(seconds, 0), 50)
        )
        offset = self._move(offset)
        batch = self._batch(offset, limit)
        if not batch and seconds:
            batch = await self._poll(offset, limit, seconds)
        self._last.finished = self._clock.monotonic()
        return [update.json() for update in batch]

    def _penalised(self, offset: int, limit: int, seconds: float) -> tuple[int, float]:
        now = self._clock.monotonic()
        if offset == self._last.offset:
            if now < self._last.finished + 0.5:
                limit = 1
            if seconds < 3 and now < self._last.started + 3:
                seconds = 3
        self._last.offset, self._last.started = offset, now
        return limit, seconds

    def _move(self, offset: int) -> int:
        """Acknowledge what is before the offset; a negative one counts from the end."""
        self.forget_expired()
        if offset < 0:
            ids = list(self.pending)
            offset = ids[offset] if -offset <= len(ids) else (ids[0] if ids else 0)
        for update in list(itertools.takewhile(lambda waiting: waiting.id < offset, self.pending.values())):
            self.acknowledge(update)
        return offset

    def _batch(self, offset: int, limit: int) -> list[Update]:
        self.forget_expired()
        fitting = (update for number, update in self.pending.items() if number >= offset)
        return list(itertools.islice(fitting, limit))

    async def _poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        mine: asyncio.Future[ApiError | None] = asyncio.get_running_loop().create_future()
        self._poller = mine
        mine.add_done_callback(lambda _: self.arrived.set())
        deadline = self._clock.monotonic() + seconds
        try:
            while not mine.done():
                if batch := self._batch(offset, limit):
                    return batch
                left = deadline - self._clock.monotonic()
                if left <= 0:
                    return []
                self.arrived.clear()
                await self._clock.wait(self.arrived, left)
            if (conflict := mine.result()) is not None:
                raise conflict
            return []
        finally:
            if self._poller is mine:
                self._poller = None

    def end_poll(self, reason: str | None) -> None:
        """Throw out whoever is polling; without a reason they get an empty answer."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(ApiError(409, f"Conflict: {reason}") if reason else None)
            self._poller = None

    async def _conflict(self, reason: str) -> ApiError:
        """The first conflict is told at once, those in the next three seconds three seconds later."""
        now = self._clock.monotonic()
        if now < self._conflict_free_at:
            await self._clock.sleep(3.0)
        else:
            self._conflict_free_at = now + 3.0
        return ApiError(409, f"Conflict: {reason}")
