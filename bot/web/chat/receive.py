"""What a page sends, handed to the line: first kept by the intake, then shown in the log, and only then answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from bot import clock
from bot.channels.base import Inbound, Intake, Refused
from bot.inbox import first_look
from bot.web.chat.log import ChatLog, Payload
from bot.web.chat.refusals import Refusal
from bot.web.chat.rooms import Rooms

#: The longest message, characters. A page of A4 holds about 3,000.
LONGEST_TEXT = 8000

#: After how many seconds a page tries again when the line cannot keep anything.
RETRY_AFTER = 3


@dataclass(slots=True)
class Receiver:
    """Takes what owners do. `intake` is None while the line is not started: then everything is refused for the moment."""

    log: ChatLog
    rooms: Rooms
    intake: Intake | None = None

    async def take(self, inbound: list[Inbound]) -> None:
        """Keeps updates durably. Raises Refusal 503 when that is not possible now."""
        if self.intake is None:
            raise Refusal(503, "error_busy", retry_after=RETRY_AFTER)
        try:
            await self.intake(inbound)
        except Refused:
            raise Refusal(503, "error_busy", retry_after=RETRY_AFTER) from None

    async def show(self, chat: str, client_id: str, payload: Payload) -> int:
        """Writes the owner's line once, and wakes the owner's pages; returns its number."""
        number = await self.log.write(chat, source_of(chat, client_id), "owner", {"id": client_id, **payload})
        self.rooms.wake(chat)
        return number

    async def message(self, chat: str, client_id: str, text: str, language: str) -> int:
        await self.take([inbound(chat, client_id, language, kind="message", text=text)])
        return await self.show(chat, client_id, {"kind": "text", "text": text})

    async def press(self, chat: str, client_id: str, press: Press, language: str) -> int:
        """A button pressed. Raises Refusal 400 for one that this chat was never shown: data cannot be made up."""
        label = await self._label(chat, press)
        values = {"kind": "button", "button": press.data, "message_id": str(press.line)}
        await self.take([inbound(chat, client_id, language, **values)])
        payload = {"kind": "press", "text": label, "of": press.line, "data": press.data}
        return await self.show(chat, client_id, payload)

    async def _label(self, chat: str, press: Press) -> str:
        for line in await self.log.shown_as(chat, press.line):
            for row in line.payload.get("keys", ()):
                for key in row:
                    if key.get("data") and key["data"] == press.data:
                        return str(key["text"])
        raise Refusal(400, "error_button")


@dataclass(frozen=True, slots=True)
class Press:
    """Which button: its data, and the number of the line it stood under."""

    data: str
    line: int


def inbound(chat: str, client_id: str, language: str, **values: Any) -> Inbound:
    """An update of the web chat: the browser's chat is its sender, and nothing else is known of it."""
    own = {"update_id": f"{chat}:{client_id}", "message_id": client_id, **values}
    return Inbound(
        channel="webchat",
        chat=chat,
        sender=chat,
        sender_name="",
        sent_at=clock.now(),
        language=language,
        **own,
    )


async def speaks_of_danger(text: object) -> bool:
    """Whether the line's first look at a message, whatever it is, finds a hazard in it; read beside the event loop."""
    if not isinstance(text, str) or not text.strip():
        return False
    update = inbound("", "", "", kind="message", text=text[:LONGEST_TEXT])
    return (await asyncio.to_thread(first_look, update, update.sent_at)).urgent


def source_of(chat: str, client_id: str) -> str:
    """The source of an owner's line: a resend has the same."""
    return f"in:{chat}:{client_id}"
