"""Telegram as a channel: builds its parts, starts and stops them; what each decides stands in its own file.

telegram_updates reads what comes in, telegram_polling and telegram_webhook fetch it, telegram_send sends, telegram_errors
tells what a failure means, telegram_transport carries it all.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import Any, Literal

import structlog
from aiohttp import web
from telegram.constants import ChatAction
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, TelegramError

from bot import clock
from bot.channels.base import Inbound, Intake, Laws, Outbound, Refused, SendError, Sent
from bot.channels.telegram_media import ReadFile, bare_reference, read_path
from bot.channels.telegram_plan import requests
from bot.channels.telegram_polling import AFTER_A_FAULT, Patience, Polling, Stopping
from bot.channels.telegram_send import Sender
from bot.channels.telegram_transport import AioRequest, QuietBot, Timeouts
from bot.channels.telegram_updates import ALLOWED, CHANNEL, group_joined, read_update
from bot.channels.telegram_webhook import PATH, Door, usable_secret

log = structlog.get_logger()

#: What Telegram takes: 30 messages a second, one a second in a chat, 20 a minute in a group (Bots FAQ, "My bot is hitting
#: limits"), and a file by the id that it gave for it.
LAWS = Laws(per_second=30, per_chat_second=1, per_group_minute=20, uploads_once=True)
#: Requests at once beside the long poll: 30 a second at Telegram's usual quarter second need eight; uploads take longer.
CONNECTIONS = 32
#: Webhook calls at once, Telegram's own default.
WEBHOOK_CONNECTIONS = 40
#: Bytes that the Bot API lets a bot download.
LARGEST_DOWNLOAD = 20 * 1024 * 1024


class TelegramChannel:
    """One bot. `base_url`: the root of the Bot API server; `webhook_url`: the public address of the line, with or without the
    path of `routes()`; `staff_group`: the group's id, for the log alone; `read_file`: the media store's bytes of "file:…";
    `paid_per_second`: what goes to many is paid for, and leaves at this rate."""

    name = CHANNEL

    def __init__(  # noqa: PLR0913 - settings, each by name
        self,
        token: str,
        *,
        base_url: str = "https://api.telegram.org",
        mode: Literal["polling", "webhook"] = "polling",
        webhook_url: str | None = None,
        webhook_secret: str | None = None,
        staff_group: str | None = None,
        read_file: ReadFile = read_path,
        paid_per_second: int | None = None,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 - frozen
        pause: float = 1.0,
    ) -> None:
        self.laws = replace(LAWS, bulk_per_second=paid_per_second)
        root = base_url.rstrip("/").removesuffix("/bot")
        proxied = root.startswith("https:")
        self._api, self._files = f"{root}/bot{token}", f"{root}/file/bot{token}"
        self._bot_id = token.partition(":")[0]
        self._timeouts = timeouts
        self._mode = mode
        self._webhook_url = webhook_url
        self._webhook_secret = webhook_secret
        self._staff_group = staff_group
        connections = max(CONNECTIONS, (paid_per_second or 0) // 2)
        self._request = AioRequest(token, timeouts, connections=connections, proxied=proxied)
        self._poll_request = AioRequest(token, timeouts, connections=1, proxied=proxied)
        self._bot = QuietBot(
            token,
            f"{root}/bot",
            f"{root}/file/bot",
            request=self._request,
            get_updates_request=self._poll_request,
        )
        self._sender = Sender(self._bot, pause, read_file, paid=paid_per_second is not None)
        self._stopping = Stopping()
        self._intake: Intake | None = None
        self._task: asyncio.Task[None] | None = None
        self.username: str | None = None

    def __repr__(self) -> str:
        return f"TelegramChannel(bot {self._bot_id}, {self._mode})"

    def routes(self) -> list[web.RouteDef]:
        """What the web application mounts: the webhook's door, where the mode is webhook."""
        if self._mode != "webhook":
            return []
        return [web.post(PATH, Door(self._webhook_secret or "", self._store).answer)]

    async def start(self, intake: Intake) -> None:
        """Begins to receive. Raises ValueError for a webhook without a usable secret."""
        if self._mode == "webhook" and not usable_secret(self._webhook_secret):
            raise ValueError("the webhook's secret must be 1 to 256 characters of A-Z a-z 0-9 _ -")
        self._intake = intake
        self._stopping = Stopping()
        self._begin()

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._receive(), name="telegram")
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A fault of our own must not leave the line deaf: it is said, and receiving begins anew."""
        if task.cancelled() or (fault := task.exception()) is None:
            return
        log.error("Receiving from Telegram failed.", action="telegram_fault", why=repr(fault))
        if not self._stopping.stopped:
            asyncio.get_running_loop().call_later(AFTER_A_FAULT, self._again)

    def _again(self) -> None:
        if not self._stopping.stopped:
            self._begin()

    async def stop(self) -> None:
        """What was fetched is stored first; then the connections close."""
        self._stopping.stop()
        if self._task is not None:
            await asyncio.wait({self._task})
        self._intake = None
        await self._request.shutdown()
        await self._poll_request.shutdown()

    async def _receive(self) -> None:
        again = self._timeouts.again
        await self._stopping.tries(self._prepare, Patience(again))
        if self._mode == "polling":
            await Polling(self._fetch, self._store, self._stopping).run(Patience(again))

    async def _prepare(self) -> None:
        """Telegram learns how it reaches us. Waiting updates are never dropped."""
        self.username = (await self._bot.get_me()).username
        if self._mode == "webhook":
            await self._register()
        elif await self._has_webhook():
            await self._bot.delete_webhook(drop_pending_updates=False)
        log.info("Telegram is connected.", action="telegram_connected", bot=self.username, mode=self._mode)

    async def _has_webhook(self) -> bool:
        """Whether a webhook keeps updates from polling. A server that does not tell has none to remove."""
        try:
            return bool((await self._bot.get_webhook_info()).url)
        except (BadRequest, EndPointNotFound, InvalidToken) as error:
            log.info(
                "The server tells nothing of webhooks.", action="webhook_untold", why=type(error).__name__
            )
            return False

    async def _register(self) -> None:
        if self._webhook_url:
            await self._bot.set_webhook(
                _with_path(self._webhook_url),
                secret_token=self._webhook_secret,
                allowed_updates=ALLOWED,
                max_connections=WEBHOOK_CONNECTIONS,
            )

    async def _fetch(self, offset: int | None) -> Any:
        poll = self._timeouts.poll
        fields: dict[str, Any] = {"timeout": poll, "limit": 100, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            fields["offset"] = offset
        return await self._poll_request.call(
            f"{self._api}/getUpdates", fields, read=poll + self._timeouts.read
        )

    async def _store(self, updates: list[dict[str, Any]]) -> None:
        if self._intake is None:
            raise Refused("Telegram is not being received")
        now = clock.now()
        await self._intake([self._read(raw, read_update(raw, self._bot_id, now)) for raw in updates])

    def _read(self, raw: dict[str, Any], inbound: Inbound) -> Inbound:
        """Says what an installer or an investigator will look for in the log."""
        if inbound.kind == "unknown":
            joined = group_joined(raw)
            if joined:
                ours = joined[0] == self._staff_group
                log.info(
                    "The bot was added to a group."
                    + ("" if ours else " If it is the staff group, write its id to telegram.staff_group."),
                    action="telegram_group_joined",
                    group=joined[0],
                    title=joined[1],
                )
            else:
                log.debug(
                    "An update says nothing to us.", action="telegram_unknown", update=inbound.update_id
                )
        return inbound

    async def send(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        return await self._sender.send(message_id, outbound)

    async def typing(self, chat: str) -> None:
        with contextlib.suppress(TelegramError):
            await self._bot.send_chat_action(chat, ChatAction.TYPING)

    async def answer_button(self, inbound: Inbound) -> None:
        if inbound.query:
            with contextlib.suppress(TelegramError):
                await self._bot.answer_callback_query(inbound.query)

    async def fetch(self, reference: str) -> bytes:
        """The bytes of a file, at most 20 MB. Raises OSError."""
        try:
            path = (await self._bot.get_file(bare_reference(reference))).file_path or ""
            if not path.startswith(self._files + "/"):
                raise OSError("Telegram names no address for this file")
            return await self._request.download(path, LARGEST_DOWNLOAD)
        except TelegramError as error:
            raise OSError(f"the file cannot be had from Telegram: {error}") from None

    def is_group(self, chat: str) -> bool:
        """Groups and channels have negative ids, or names."""
        return chat.startswith(("-", "@"))

    def requests(self, outbound: Outbound) -> int:
        """What is split counts piece by piece, an album picture by picture."""
        return requests(outbound)


def _with_path(address: str) -> str:
    return address if address.endswith(PATH) else address.rstrip("/") + PATH
