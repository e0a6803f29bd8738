"""The one place that knows every part: builds them, starts them in order, stops them in reverse.

Order of starting: deliveries first, so that what a dead process left is known; then the turns; then the pages; the channels
last, because from then on updates come in.
"""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot import clock
from bot.channels.base import Channel, Inbound
from bot.channels.telegram import TelegramChannel
from bot.channels.webchat import WebChat
from bot.delivery import Delivery
from bot.delivery_records import Records
from bot.inbox import Inbox
from bot.media import MediaStore
from bot.owner_turn import OwnerTurn
from bot.paging import Gateway, Terminal
from bot.posting import Posting, Routes
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.staff_turn import StaffTurn
from bot.sweeps import Sweeps
from bot.turn import IDLE, Turn, run_step
from bot.web.health import HealthPages
from bot.web.staff.routes import StaffPages
from bot.workers import Workers
from handlers.base import ConversationSettings, Reply
from handlers.staff.request import StaffRequest
from nlu import model
from storage import conversations, estates
from storage.db import Connection, Database, StorageError
from storage.locks import Lock
from storage.staff import Staff
from storage.store import StaffStore

log = structlog.get_logger()

#: Typing signs under way at once; a flood of messages is not answered by a flood of signs.
_SIGNS = 16


class Line:
    """The running line. `start`, then `stop`; `port` is where the pages are once it has started."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.storage.url, pool=settings.storage.workers + 4)
        self.media = MediaStore(Path(settings.storage.media))
        self.workers = Workers(writers=1 if self.database.is_sqlite else settings.storage.workers)
        self.telegram = _telegram(settings)
        self.webchat = self._webchat()
        self.routes = _routes(settings, self.telegram is not None)
        rules = _conversation(settings, self.routes)
        turn_parts = OwnerTurn(rules, settings.estate.default), StaffTurn(rules)
        self._rules = rules
        self._turn = Turn(self.database, settings.conversation, self.routes, *turn_parts)
        self._inbox = Inbox(self.database, self.workers, settings.conversation, self._stored)
        self._sweeps = Sweeps(self.database, self.routes, settings)
        self._scheduler = Scheduler(self._sweep)
        self._channels: list[Channel] = [self.webchat, Terminal()]
        self._channels += [self.telegram] if self.telegram else []
        self._channels += [Gateway(settings.paging.webhook)] if settings.paging.webhook else []
        self._deliveries = {
            channel.name: Delivery(channel, Records(self.database, channel.name, self._carry), self.workers)
            for channel in self._channels
        }
        self._due = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._signs: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    # --- building -----------------------------------------------------------------------------------------------------

    def _webchat(self) -> WebChat:
        with self.database.reading() as connection:
            estate = estates.by_code(connection, self.settings.estate.default) or estates.first(connection)
        return WebChat(
            self.database, self.media, writes=self.workers.write, reads=self.workers.read,
            estate_name=estate.name if estate else "Ownerline", estate_phone=estate.phone if estate else "",
            default_language=estate.language if estate else "en", address=self.settings.web.base_url,
        )  # fmt: skip

    def application(self) -> web.Application:
        """All pages and doors of the line."""
        staff_pages = StaffPages(
            self.database, self.run_for_staff, reads=self.workers.read, writes=self.workers.write, media=self.fetch,
            secure=self.settings.web.address.startswith("https"), session_hours=self.settings.web.session_hours,
        )  # fmt: skip
        health = HealthPages(
            self.database, self.workers.read, channels=tuple(channel.name for channel in self._channels),
            page_routes=self._rules.page_routes,
        )  # fmt: skip
        application = web.Application(client_max_size=110 * 1024 * 1024)
        application.add_routes(
            [web.get("/", _to_chat), *self.webchat.routes(), *staff_pages.routes(), *health.routes()]
        )
        if self.telegram:
            application.add_routes(self.telegram.routes())
        return application

    # --- running ------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Starts everything. Raises OSError when the port is taken, StorageError when the database fails."""
        await self.workers.read(model.load)
        for name, delivery in self._deliveries.items():
            self._tasks.append(asyncio.create_task(self._sole(name, delivery.run), name=f"delivery {name}"))
        self._tasks += [asyncio.create_task(self._turns(), name="turns") for _ in range(self.workers.writers)]
        self._runner = web.AppRunner(self.application(), access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.web.host, self.settings.web.port).start()
        for channel in self._channels:
            await channel.start(self._inbox.store)
        self._scheduler.start()

    @property
    def port(self) -> int:
        assert self._runner
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Receives nothing more, finishes what has begun, and lets go of the database."""
        self._scheduler.stop()
        for channel in reversed(self._channels):
            await channel.stop()
        if self._runner:
            await self._runner.cleanup()
        for task in [*self._tasks, *self._signs]:
            task.cancel()
        await asyncio.gather(*self._tasks, *self._signs, return_exceptions=True)
        for delivery in self._deliveries.values():
            await delivery.drain()
        self.workers.close()
        self.database.close()

    async def _sole(self, name: str, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Runs a sender only while this process holds the channel's lock: the channel's limit counts for all processes."""
        lock = Lock(self.database, f"send-{name}")
        try:
            while True:
                if await self._held(lock):
                    await self._while_held(lock, run)
                await clock.sleep(2)
        finally:
            lock.release()

    async def _held(self, lock: Lock) -> bool:
        try:
            return await self.workers.read(lock.hold)
        except StorageError as error:
            log.error("The lock of a sender cannot be asked for.", action="lock_unreachable", why=str(error))
            return False

    async def _while_held(self, lock: Lock, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        sender = asyncio.create_task(run())
        try:
            while not sender.done() and await self._held(lock):
                await asyncio.wait([sender], timeout=5)
        finally:
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, StorageError):
                await sender

    async def _turns(self) -> None:
        """Handles chats as they fall due."""
        while True:
            try:
                if await self.workers.write(self._turn.next):
                    self.wake()
                    continue
                ready = await self.workers.read(self._next_ready)
            except StorageError as error:
                log.error(
                    "The inbox cannot be read; trying again.", action="inbox_unreadable", why=str(error)
                )
                await clock.sleep(1)
                continue
            wait = min(IDLE, ready - clock.now()) if ready else IDLE
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), max(0.0, wait.total_seconds()))
            self._due.clear()

    def _next_ready(self) -> datetime | None:
        with self.database.reading() as connection:
            return conversations.next_ready(connection)

    def wake(self) -> None:
        """Messages may have been queued."""
        for delivery in self._deliveries.values():
            delivery.wake()

    def _stored(self, updates: list[Inbound]) -> None:
        """Updates were kept: handle them, and show their senders that somebody is there."""
        self._due.set()
        for update in updates:
            channel = next((one for one in self._channels if one.name == update.channel), None)
            if channel is None or (len(self._signs) >= _SIGNS and update.kind != "button"):
                continue
            sign = channel.answer_button(update) if update.kind == "button" else None
            if update.kind == "message" and update.private:
                sign = channel.typing(update.chat)
            if sign is not None:
                task: asyncio.Task[None] = asyncio.ensure_future(sign)
                self._signs.add(task)
                task.add_done_callback(self._signs.discard)

    async def _sweep(self) -> None:
        if await self.workers.write(self._sweeps.all_of_them):
            self.wake()

    async def run_for_staff(
        self, who: Staff, step: Callable[[StaffRequest, StaffStore], tuple[Reply, ...]]
    ) -> None:
        """One step of a member of staff from the pages, in one transaction. Raises Mistake for what they can put right."""

        def work(connection: Connection, posting: Posting, now: datetime) -> None:
            zones = [one.timezone for one in estates.all_of_them(connection) if one.id in who.estate_ids]
            request = StaffRequest(
                who=who, now=now, tz=ZoneInfo(zones[0] if zones else "UTC"), settings=self._rules
            )
            posting.post(step(request, StaffStore(connection, who)), None)

        await self.workers.write(lambda: run_step(self.database, self.routes, work, clock.now()))
        self.wake()

    async def fetch(self, channel: str, reference: str) -> bytes:
        """The bytes of a picture, from whichever channel it came. Raises OSError."""
        source = next((one for one in self._channels if one.name == channel), None)
        if source is None:
            raise FileNotFoundError(f"{channel} is not connected")
        return await source.fetch(reference)

    async def _carry(self, reference: str) -> str:
        """Brings a picture of one channel into the media store, where every other channel can take it from."""
        channel, _, own = reference.partition("|")
        data = await self.fetch(channel, own)
        ending = (mimetypes.guess_extension(_kind_of(data)) or ".bin").lstrip(".")
        return await self.workers.read(lambda: self.media.keep(data, ending, reference))


def _kind_of(data: bytes) -> str:
    """The kind of a file by its first bytes, for the few kinds that are carried between channels."""
    starts = {
        b"\xff\xd8": "image/jpeg",
        b"\x89PNG": "image/png",
        b"GIF8": "image/gif",
        b"%PDF": "application/pdf",
    }
    for start, kind in starts.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "audio/ogg" if data.startswith(b"OggS") else "video/mp4" if data[4:8] == b"ftyp" else ""


def _telegram(settings: Settings) -> TelegramChannel | None:
    token = settings.telegram.token.get_secret_value()
    if not token:
        return None
    return TelegramChannel(
        token, base_url=settings.telegram.base_url, mode=settings.telegram.mode, webhook_url=settings.web.address,
        webhook_secret=settings.telegram.webhook_secret.get_secret_value() or None,
        staff_group=settings.telegram.staff_group or None,
    )  # fmt: skip


def _routes(settings: Settings, telegram: bool) -> Routes:
    group = settings.telegram.staff_group if telegram and settings.telegram.staff_group else None
    gateway = ("gateway",) if settings.paging.webhook else ()
    return Routes(staff_group=group, page_channels=("terminal", *gateway))


def _conversation(settings: Settings, routes: Routes) -> ConversationSettings:
    conversation = settings.conversation
    staff_group = ("staff_group", "private_chats") if routes.staff_group else ()
    return ConversationSettings(
        respond_hours=dict(conversation.respond_hours), remind_after_hours=conversation.remind_after_hours,
        close_after_hours=conversation.close_after_hours, repage_minutes=settings.paging.repeat_minutes,
        binding_tries=settings.binding.tries, binding_lock_minutes=settings.binding.lock_minutes,
        follow_on_seconds=conversation.follow_on_seconds,
        page_routes=("staff_pages", *staff_group, *routes.page_channels),
    )  # fmt: skip


async def _to_chat(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/chat")
