"""An outbox, a delivery and a channel, and nothing else of the line: what is put in is sent to the fake Bot API over real HTTP."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

from bot import clock
from bot.channels.base import Channel, Laws, Outbound, SendError, Sent, outbound_to_json
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_transport import Timeouts
from bot.delivery import Delivery
from bot.delivery_outcomes import Outcomes
from bot.delivery_records import Records
from bot.workers import Workers
from storage import outbox
from storage.db import Database
from tests.fake_telegram import FakeTelegram

Carry = Callable[[str], Awaitable[str]]

BRISK = Timeouts(connect=2, read=1, write=2, poll=1, again=0.1)


class Mailroom:
    """`put` queues a message; `settled` waits until nothing more waits to be sent."""

    def __init__(self, database: Database, channel: Channel, carry: Carry | None = None) -> None:
        self.database = database
        self.channel = channel
        self.workers = Workers(writers=1)
        self.delivery = Delivery(
            channel,
            Records(database, channel, carry or _no_pictures),
            Outcomes(database, channel.name),
            self.workers,
        )
        self._running: asyncio.Task[None] | None = None

    def put(self, chat: Any, text: str = "", *, payload: dict[str, Any] | None = None, **more: Any) -> int:
        """Queues a message; what is not about the row itself is about the Outbound."""
        about_row = {
            name: more.pop(name) for name in ("priority", "ticket_id", "kind", "once") if name in more
        }
        outbound = Outbound(chat=str(chat), text=text, **more)
        kind = about_row.pop("kind", outbound.action)
        with self.database.transaction() as connection:
            made = outbox.put(
                connection, now=clock.now(), channel=self.channel.name, chat=str(chat), kind=kind,
                payload=outbound_to_json(outbound) if payload is None else payload, **about_row,
            )  # fmt: skip
        self.delivery.wake()
        return made

    def start(self) -> None:
        self._running = asyncio.create_task(self.delivery.run())

    async def stop(self) -> None:
        """Ends as a line does that is told to: what flies is finished."""
        await self.pause()
        await self.delivery.drain()
        self.workers.close()

    async def pause(self) -> None:
        """Takes up nothing more."""
        if self._running:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    def rows(self) -> list[Any]:
        with self.database.reading() as connection:
            return list(connection.execute(select(outbox.outbox).order_by(outbox.outbox.c.id)))

    def row(self, message_id: int) -> Any:
        return next(row for row in self.rows() if row.id == message_id)

    def states(self) -> list[str]:
        return [row.state for row in self.rows()]

    async def settled(self, within: float = 10) -> None:
        async with asyncio.timeout(within):
            while {"pending", "sending"} & set(self.states()):  # noqa: ASYNC110 - a database tells by itself nothing
                await asyncio.sleep(0.02)

    async def until(self, condition: Any, within: float = 10) -> None:
        async with asyncio.timeout(within):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def _no_pictures(reference: str) -> str:
    raise FileNotFoundError(reference)


@asynccontextmanager
async def mailroom(
    database: Database, fake: FakeTelegram, *, pause: float = 1.0, carry: Carry | None = None, **telegram: Any
) -> AsyncIterator[Mailroom]:
    """Sends from the first moment on until the block ends. `carry` brings pictures of other sources."""
    channel = TelegramChannel(fake.token, base_url=fake.url, timeouts=BRISK, pause=pause, **telegram)
    made = Mailroom(database, channel, carry)
    made.start()
    try:
        yield made
    finally:
        await made.stop()
        await channel.stop()


def people(fake: FakeTelegram, count: int) -> list[int]:
    return [fake.user(f"P{n}", user_id=1000 + n, met=True).id for n in range(count)]


def texts(fake: FakeTelegram, chat: int | None = None) -> list[str]:
    return [entry.text for entry in fake.accepted(chat) if entry.method == "sendMessage"]


class Scripted:
    """A channel that answers with what the test says, and remembers what was tried."""

    name = "telegram"

    def __init__(self, outcomes: list[Any]) -> None:
        self.laws = Laws()
        self.outcomes = list(outcomes)
        self.tried: list[Outbound] = []

    async def send(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        self.tried.append(outbound)
        outcome = self.outcomes.pop(0) if self.outcomes else Sent(str(message_id))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def is_group(self, chat: str) -> bool:
        return chat.startswith("-")

    def requests(self, _outbound: Outbound) -> int:
        return 1


@asynccontextmanager
async def scripted(database: Database, outcomes: list[Any]) -> AsyncIterator[tuple[Mailroom, list[Outbound]]]:
    channel = Scripted(outcomes)
    room = Mailroom(database, channel)
    room.start()
    try:
        yield room, channel.tried
    finally:
        await room.stop()
