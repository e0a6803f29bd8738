"""The web chat as a channel: sending means writing a line into the chat's log and waking the pages that show it."""

from __future__ import annotations

import asyncio
import contextlib
import re

from aiohttp import web

from bot.channels.base import Inbound, Intake, Key, Laws, Media, Outbound, SendError, Sent
from bot.media import PREFIX, MediaStore
from bot.web.chat import stream
from bot.web.chat.log import ChatLog, Payload, Runs
from bot.web.chat.receive import Receiver
from bot.web.chat.rooms import Rooms
from bot.web.chat.routes import ChatPages, Sign
from bot.web.chat.uploads import shown
from storage.db import Database, StorageError

#: Addresses a button may open; anything else is no button.
_SCHEMES = ("https://", "http://", "tel:", "mailto:")

_LINE_NUMBER = re.compile(r"[0-9]{1,18}")


class WebChat:
    """The owner's page as a channel. A line is written once for each outbox row, so a repeated sending shows once.

    `writes` and `reads` run a plain function in the writer's thread and in a reader's; `estate_name` and `estate_phone`
    (its round-the-clock number) stand over the door until the line knows which estate a visitor belongs to; `address` is the
    public address where a proxy stands in front: with https, cookies travel over https only.
    """

    name = "webchat"
    laws = Laws()

    def __init__(  # noqa: PLR0913 - all of it is wiring
        self,
        database: Database,
        media: MediaStore,
        *,
        writes: Runs,
        reads: Runs,
        estate_name: str,
        estate_phone: str = "",
        default_language: str = "zh-Hans",
        address: str = "",
    ) -> None:
        self._log, self._rooms, self._media = ChatLog(database, writes, reads), Rooms(), media
        self._receiver = Receiver(self._log, self._rooms)
        sign = Sign(estate_name, estate_phone, default_language)
        self._pages = ChatPages(self._log, self._rooms, self._receiver, media, sign, address)
        self._watching: asyncio.Task[None] | None = None

    def routes(self) -> list[web.RouteDef]:
        """Everything under /chat, for the application to mount."""
        return self._pages.routes()

    async def start(self, intake: Intake) -> None:
        self._receiver.intake = intake
        self._watching = asyncio.create_task(stream.watch(self._log, self._rooms), name="webchat watch")

    async def stop(self) -> None:
        self._receiver.intake = None
        self._rooms.close()
        if self._watching:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching

    async def send(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        if outbound.action not in ("send", "edit"):
            return SendError(reason="a web chat has no topics", permanent=True)
        try:
            return await self._write(message_id, outbound)
        except StorageError as error:
            return SendError(reason=str(error), permanent=not error.passing)

    async def _write(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        payload = _payload(outbound)
        if outbound.action == "edit":
            number = await self._number(outbound.chat, outbound.edit_of)
            if number is None:
                return SendError(reason="there is no such line in this chat", permanent=True)
            payload |= {"kind": "edit", "edit_of": number}
        elif strange := [item.kind for item in outbound.media if not _can_show(item)]:
            return SendError(reason=f"not in the media store: {', '.join(strange)}", permanent=True)
        line = await self._log.write(outbound.chat, f"out:{message_id}", "line", payload)
        self._rooms.wake(outbound.chat)
        return Sent(outbound.edit_of or str(line))

    async def _number(self, chat: str, external_id: str | None) -> int | None:
        """The line to be replaced, when it is one that this chat was told."""
        if external_id is None or not _LINE_NUMBER.fullmatch(external_id):
            return None
        line = await self._log.line(chat, int(external_id))
        return line.id if line and line.side == "line" else None

    async def typing(self, chat: str) -> None:
        self._rooms.typing(chat)

    async def answer_button(self, inbound: Inbound) -> None:
        """Nothing waits: the page was answered when the press was kept."""

    async def fetch(self, reference: str) -> bytes:
        return await asyncio.to_thread(self._media.read, reference)

    def is_group(self, chat: str) -> bool:
        return False

    def requests(self, outbound: Outbound) -> int:
        return 1


def _payload(outbound: Outbound) -> Payload:
    """What the page draws of a message; only what is there."""
    payload: Payload = {"kind": "text", "title": outbound.title, "text": outbound.text}
    payload["keys"] = [[_key(key) for key in row if _fits(key)] for row in outbound.keys]
    payload["media"] = [shown(item) for item in outbound.media]
    return {name: value for name, value in payload.items() if value}


def _key(key: Key) -> dict[str, str]:
    return {"text": key.text, "url": key.url} if key.url else {"text": key.text, "data": key.data}


def _fits(key: Key) -> bool:
    return key.url.startswith(_SCHEMES) if key.url else bool(key.data)


def _can_show(item: Media) -> bool:
    return item.reference.startswith(PREFIX) or item.kind in ("location", "contact")
