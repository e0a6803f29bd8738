"""When a waiting update is posted to the bot's webhook, and when again after a failure.

One update of a queue at a time, queues side by side up to max_connections, at most twice as many queues loaded. Any 2xx
accepts, and a method call in its body is executed. Otherwise: again at once, then after 2, 4, 8 … seconds up to a random
60–120; the receiver's Retry-After (0–3600) goes before; an update that would expire meanwhile is dropped; 410 for 23 hours
deletes the webhook.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from .clock import Clock
from .updates_queue import Update, UpdatesQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ANSWER_SECONDS = 60.0
GONE_SECONDS = 23 * 3600.0
LONGEST_PAUSE = (60, 120)


@dataclass
class Head:
    """The update a queue stands at, and what became of it so far."""

    update: Update
    delay: int = 1
    failures: int = 0
    wake_at: float = float("-inf")
    on_its_way: bool = False


@dataclass(frozen=True)
class Attempt:
    """One posting, for tests of the retry law."""

    at: float
    update_id: int
    status: int | None  # None: no answer


class Webhook:
    def __init__(
        self, clock: Clock, updates: UpdatesQueue, execute: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> None:
        self._clock = clock
        self._updates = updates
        self._execute = execute
        self._chance = random.Random(7)
        self.url = ""
        self.attempts: list[Attempt] = []
        self.dropped: list[Update] = []
        self._secret = ""
        self._connections = 40
        self._heads: dict[int, Head] = {}
        self._session: aiohttp.ClientSession | None = None
        self._pump: asyncio.Task[None] | None = None
        self._posts: set[asyncio.Task[None]] = set()
        self._last_error: tuple[int, str] | None = None
        self._last_success = clock.monotonic()

    @property
    def loaded(self) -> int:
        """How many queues are loaded, of the window of twice max_connections."""
        return len(self._heads)

    async def set(self, url: str, secret: str, connections: int) -> None:
        await self.delete()
        self.url, self._secret, self._connections = url, secret, connections
        self._last_error, self._last_success = None, self._clock.monotonic()
        connector = aiohttp.TCPConnector(limit=connections, ssl=False)
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        self._pump = asyncio.create_task(self._run(), name="fake telegram webhook")

    async def delete(self) -> None:
        self.url = ""
        mine = asyncio.current_task()
        tasks = [task for task in (self._pump, *self._posts) if task is not None and task is not mine]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._pump = None
        self._posts.clear()
        self._heads.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def info(self) -> dict[str, Any]:
        self._updates.forget_expired()
        view: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self.url:
            view |= {"max_connections": self._connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed:
            view["allowed_updates"] = self._updates.allowed
        if self._last_error:
            view |= {"last_error_date": self._last_error[0], "last_error_message": self._last_error[1]}
        return view

    async def _run(self) -> None:
        while True:
            self._updates.arrived.clear()
            self._load()
            pause = self._start_ready()
            await self._clock.wait(self._updates.arrived, pause)

    def _load(self) -> None:
        """Drop what expired, let go of empty queues, take new ones into the window in the order they came."""
        self._updates.forget_expired()
        for key, head in list(self._heads.items()):
            if head.update.id not in self._updates.pending and not head.on_its_way:
                del self._heads[key]
        for key, queue in self._updates.queues.items():
            if len(self._heads) >= 2 * self._connections:
                break
            if key not in self._heads:
                self._heads[key] = Head(queue[0])

    def _start_ready(self) -> float:
        """Post what is due; say how long nothing more will be."""
        now = self._clock.monotonic()
        waiting = sorted(
            (head for head in self._heads.values() if not head.on_its_way),
            key=lambda head: (head.wake_at, head.update.id),
        )
        for head in waiting:
            if head.wake_at > now:
                return head.wake_at - now
            if len(self._posts) >= self._connections:
                break
            head.on_its_way = True
            task = asyncio.create_task(self._post(head))
            self._posts.add(task)
            task.add_done_callback(self._posts.discard)
        return 3600.0

    async def _post(self, head: Head) -> None:
        assert self._session is not None
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        at, status, retry_after, body, failure = self._clock.monotonic(), None, 0, b"", ""
        try:
            async with self._session.post(self.url, json=head.update.json(), headers=headers) as answer:
                status, body = answer.status, await answer.read()
                retry_after = _seconds(answer.headers.get("Retry-After", ""))
                failure = f"Wrong response from the webhook: {status} {answer.reason}"
        except TimeoutError:
            failure = "Read timeout expired"
        except aiohttp.ClientError as error:
            failure = (
                "Connection refused"
                if isinstance(error, aiohttp.ClientConnectorError)
                else "Connection closed"
            )
        self.attempts.append(Attempt(at, head.update.id, status))
        head.on_its_way = False
        if status is not None and 200 <= status < 300:
            await self._accepted(head, body)
        else:
            await self._failed(head, failure, status, retry_after)
        self._updates.arrived.set()

    async def _accepted(self, head: Head, body: bytes) -> None:
        self._last_success = self._clock.monotonic()
        self._updates.acknowledge(head.update)
        self._next(head)
        try:
            call = json.loads(body) if body.strip() else None
        except ValueError:
            call = None
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            await self._execute(call)

    def _next(self, head: Head) -> None:
        self._heads.pop(head.update.queue, None)

    async def _failed(self, head: Head, failure: str, status: int | None, retry_after: int) -> None:
        now = self._clock.monotonic()
        self._last_error = (int(self._clock.now()), failure)
        if status == 410 and now - self._last_success >= GONE_SECONDS:
            await self.delete()
            return
        pause = retry_after
        if not retry_after and head.failures:
            head.delay = pause = min(self._chance.randint(*LONGEST_PAUSE), head.delay * 2)
        if self._clock.now() + pause > head.update.expires_at:
            self._updates.remove(head.update)
            self.dropped.append(head.update)
            self._next(head)
            return
        head.failures += 1
        head.wake_at = now + pause


def _seconds(header: str) -> int:
    return min(3600, int(header)) if header.strip().isdigit() else 0
