"""The one place that knows every part: builds them, starts them in order, stops them in reverse.

Order of starting: senders first, so that what a dead process left is known; then the turns; then the pages; the channels
last, because from then on updates come in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot import clock
from bot.carrying import Carrier
from bot.channels.base import Channel, Inbound
from bot.channels.telegram import TelegramChannel
from bot.channels.webchat import WebChat
from bot.charts.sending import Charts
from bot.delivery import Delivery
from bot.delivery_outcomes import Outcomes
from bot.delivery_records import Records
from bot.feeding import EVERY, Feeder
from bot.inbox import Inbox
from bot.lending import Lender
from bot.media import MediaStore
from bot.owner_turn import OwnerTurn
from bot.paging import Gateway, Terminal
from bot.posting import Posting, Routes
from bot.rasa.calls import Calls
from bot.rasa.extra import WITHOUT_RASA_SDK, rasa_sdk_is_there
from bot.rasa.reader import RasaReader
from bot.scheduler import Scheduler
from bot.sender import Sender
from bot.settings import ConfigError, Settings
from bot.signs import Signs
from bot.staff_turn import StaffTurn
from bot.steps import run_step
from bot.sweeps import Sweeps
from bot.turn import Turn
from bot.turning import Turning
from bot.web.complaints import ComplaintPages
from bot.web.event_files import EventFiles
from bot.web.health import HealthPages
from bot.web.staff.notice_means import Means
from bot.web.staff.routes import How, StaffPages
from bot.web.work.pages import WorkPages
from bot.web.work.steps import PartyStep, step_of_party
from bot.workers import Workers
from handlers.base import ConversationSettings, Reply
from handlers.reports import drawing
from handlers.staff.request import StaffRequest
from nlu import model
from storage import estates
from storage.db import Connection, Database, StorageError
from storage.staff import Staff
from storage.staff_store import StaffStore

log = structlog.get_logger()


class Line:
    """The running line. `start`, then `stop`; `port` is where the pages are once it has started.

    Raises ConfigError, before anything is opened, where the settings want what is not installed.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.rasa.webhook and not rasa_sdk_is_there():
            raise ConfigError(WITHOUT_RASA_SDK)
        self.settings = settings
        self.database = Database(settings.storage.url, pool=settings.storage.workers + 4)
        self.workers = Workers(writers=1 if self.database.is_sqlite else settings.storage.workers)
        self._media = media = MediaStore(Path(settings.storage.media))
        self.telegram = _telegram(settings, media)
        self.webchat = self._webchat(media)
        self.routes = routes_of(settings, telegram=self.telegram is not None)
        self._rules = conversation_of(settings, self.routes)
        self._channels = _channels(settings, self.webchat, self.telegram)
        self._carrier = Carrier({**self._channels, drawing.CHANNEL: Charts()}, media, self.workers)
        self._senders = [self._sender(channel) for channel in self._channels.values()]
        self._signs = Signs(self._channels)
        self._lender = _lender(settings)
        turn = Turn(
            self.database, settings.conversation, self.routes,
            OwnerTurn(self._rules, settings.estate.default, self._lender), StaffTurn(self._rules), steady=clock.steady,
        )  # fmt: skip
        self._turning = Turning(turn, self.database, self.workers, self.wake, self._lender)
        self._inbox = Inbox(self.database, self.workers, settings.conversation, self._stored)
        self._calls = Calls(self.database, self.workers, self._inbox.store)
        self._rasa = _rasa_routes(settings, self._calls)
        self._sweeps = Sweeps(self.database, self.routes, self._rules)
        self._scheduler = Scheduler(self._sweep)
        self._feeder = Feeder(self.database, self.routes, self._rules, _fastest(self._channels))
        self._tasks: list[asyncio.Task[None]] = []
        self._runner: web.AppRunner | None = None

    def _webchat(self, media: MediaStore) -> WebChat:
        with self.database.reading() as connection:
            estate = estates.by_code(connection, self.settings.estate.default) or estates.first(connection)
        return WebChat(
            self.database, media, writes=self.workers.write, reads=self.workers.read,
            estate_name=estate.name if estate else "Ownerline", estate_phone=estate.phone if estate else "",
            default_language=estate.language if estate else "en", address=self.settings.web.base_url,
        )  # fmt: skip

    def _sender(self, channel: Channel) -> Sender:
        records = Records(self.database, channel, self._carrier.carry)
        outcomes = Outcomes(self.database, channel.name)
        delivery = Delivery(channel, records, outcomes, self.workers)
        return Sender(channel.name, delivery, self.database, self.workers)

    def application(self) -> web.Application:
        """All pages and doors of the line."""
        how = How(
            secure=self.settings.web.address.startswith("https"), session_hours=self.settings.web.session_hours,
            rules=self.settings.tickets, voice=self.settings.voice,
            notices=Means(media=self._media, rules=self.settings.notices, per_second=_fastest(self._channels)),
        )  # fmt: skip
        staff_pages = StaffPages(
            self.database, self.run_for_staff, reads=self.workers.read, writes=self.workers.write,
            media=self._carrier.fetch, how=how,
        )  # fmt: skip
        complaints = ComplaintPages(self.database, self.workers.read, self._rules, self.settings.estate.default)  # fmt: skip
        health = HealthPages(
            self.database,
            self.workers.read,
            channels=(*self._channels, *(("rasa",) if self._rasa else ())),
            page_routes=self._rules.page_routes,
        )
        application = web.Application(client_max_size=110 * 1024 * 1024)
        application.add_routes(
            [
                web.get("/", _to_chat),
                *self.webchat.routes(),
                *staff_pages.routes(),
                *complaints.routes(),
                *health.routes(),
            ]
        )
        application.add_routes(self._rasa)
        work = WorkPages(
            self.database, self.run_for_party, reads=self.workers.read, writes=self.workers.write, media=self._media,
            fetch=self._carrier.fetch, rules=self.settings.tickets.work,
        )  # fmt: skip
        application.add_routes(work.routes())
        application.add_routes(EventFiles(self.database, self.workers.read).routes())
        if self.telegram:
            application.add_routes(self.telegram.routes())
        return application

    async def start(self) -> None:
        """Starts everything. Raises OSError when the port is taken, StorageError when the database fails."""
        await self.workers.read(model.load)
        self._tasks = [asyncio.create_task(sender.run(), name="sender") for sender in self._senders]
        self._tasks += [
            asyncio.create_task(self._turning.run(), name="turns") for _ in range(self.workers.writers)
        ]
        self._tasks.append(asyncio.create_task(self._feed(), name="notices"))
        self._runner = web.AppRunner(self.application(), access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.settings.web.host, self.settings.web.port).start()
        for channel in self._channels.values():
            await channel.start(self._inbox.store)
        self._scheduler.start()

    @property
    def port(self) -> int:
        assert self._runner
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Receives nothing more, finishes what has begun, and lets go of the database."""
        self._scheduler.stop()
        for channel in reversed(self._channels.values()):
            await channel.stop()
        if self._runner:
            await self._runner.cleanup()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._turning.stop()
        if self._lender:
            await self._lender.stop()
        await self._signs.stop()
        for sender in self._senders:
            await sender.delivery.drain()
        self.workers.close()
        for sender in self._senders:
            sender.close()
        self.database.close()

    def wake(self) -> None:
        """Messages may have been queued."""
        self._calls.wake()
        for sender in self._senders:
            sender.delivery.wake()

    def _stored(self, updates: list[Inbound]) -> None:
        self._turning.wake()
        self._signs.give(updates)

    async def _sweep(self) -> None:
        if await self.workers.write(self._sweeps.all_of_them):
            self.wake()

    async def _feed(self) -> None:
        """Hands notices on, a piece a second, until cancelled."""
        while True:
            try:
                if await self.workers.write(self._feeder.feed):
                    self.wake()
            except StorageError as error:
                log.error(
                    "Notices could not be handed on and are tried again.",
                    action="feeding_put_off",
                    why=str(error),
                )
            await clock.sleep(EVERY)

    async def run_for_staff(
        self, who: Staff, step: Callable[[StaffRequest, StaffStore], tuple[Reply, ...]]
    ) -> None:
        """One step of a member of staff from the pages, in one transaction. Raises Mistake for what they can put right."""

        def work(connection: Connection, posting: Posting, now: datetime) -> None:
            zones = [one.timezone for one in estates.all_of_them(connection) if one.id in who.estate_ids]
            request = StaffRequest(
                who=who, now=now, tz=ZoneInfo(zones[0] if zones else "UTC"), settings=self._rules
            )
            replies = step(request, StaffStore(connection, who))
            posting.post((*replies, *request.told), None)

        await self.workers.write(lambda: run_step(self.database, self.routes, work, clock.now()))
        self.wake()

    async def run_for_party(self, token_hash: str, step: PartyStep) -> None:
        """One step of a party upon the order behind its link, in one transaction. Raises Mistake, and LookupError for no such link."""

        def work(connection: Connection, posting: Posting, now: datetime) -> None:
            posting.post(step_of_party(connection, token_hash, step, now, self._rules), None)

        await self.workers.write(lambda: run_step(self.database, self.routes, work, clock.now()))
        self.wake()


def _channels(settings: Settings, webchat: WebChat, telegram: TelegramChannel | None) -> dict[str, Channel]:
    """Every channel in plain sight, by name."""
    listed: list[Channel] = [webchat, Terminal()]
    if telegram:
        listed.append(telegram)
    if settings.paging.webhook:
        listed.append(Gateway(settings.paging.webhook))
    return {channel.name: channel for channel in listed}


def _fastest(channels: dict[str, Channel]) -> int:
    """Messages a second of the fastest channel that has a limit; 30, as messaging apps allow, where none has."""
    laws = [channel.laws for channel in channels.values()]
    return max([law.bulk_per_second or law.per_second or 0 for law in laws]) or 30


def _telegram(settings: Settings, media: MediaStore) -> TelegramChannel | None:
    token = settings.telegram.token.get_secret_value()
    if not token:
        return None
    return TelegramChannel(
        token, base_url=settings.telegram.base_url, mode=settings.telegram.mode, webhook_url=settings.web.address,
        webhook_secret=settings.telegram.webhook_secret.get_secret_value() or None,
        staff_group=settings.telegram.staff_group or None, read_file=media.read,
        paid_per_second=settings.telegram.paid_per_second if settings.telegram.paid_broadcast else None,
    )  # fmt: skip


def _lender(settings: Settings) -> Lender | None:
    """Another reader than our own, where the settings name one."""
    nlu = settings.nlu
    if nlu.engine != "rasa":
        return None
    return RasaReader(nlu.rasa_url, nlu.rasa_timeout_seconds, nlu.rasa_token.get_secret_value())


def _rasa_routes(settings: Settings, calls: Calls) -> list[web.RouteDef]:
    """The door for a Rasa assistant's actions, where it is switched on."""
    if not settings.rasa.webhook:
        return []
    from bot.rasa.door import RasaDoor  # imports rasa-sdk, which is an extra

    return RasaDoor(settings.rasa.secret.get_secret_value(), calls).routes()


def routes_of(settings: Settings, *, telegram: bool) -> Routes:
    """Where staff are reached."""
    group = settings.telegram.staff_group if telegram and settings.telegram.staff_group else None
    gateway = ("gateway",) if settings.paging.webhook else ()
    return Routes(staff_group=group, page_channels=("terminal", *gateway))


def conversation_of(settings: Settings, routes: Routes) -> ConversationSettings:
    """What a conversation is led by, as far as the settings tell."""
    conversation = settings.conversation
    staff_group = ("staff_group", "private_chats") if routes.staff_group else ()
    return ConversationSettings(
        respond_hours=dict(conversation.respond_hours), remind_after_hours=conversation.remind_after_hours,
        close_after_hours=conversation.close_after_hours, repage_minutes=settings.paging.repeat_minutes,
        binding_tries=settings.binding.tries, binding_lock_minutes=settings.binding.lock_minutes,
        follow_on_seconds=conversation.follow_on_seconds,
        page_routes=("staff_pages", *staff_group, *routes.page_channels), tickets=settings.tickets, notices=settings.notices,
        voice=settings.voice,
        address=settings.web.address,
    )  # fmt: skip


async def _to_chat(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/chat")
