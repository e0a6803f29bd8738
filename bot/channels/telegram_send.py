"""Does at Telegram what an Outbound says, and tells the outcome as a value. Nothing here waits for a limit to pass.

A message that takes several requests remembers, while the process lives, which of them were done, so that trying it again
goes on where it stopped.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Any

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot import clock
from bot.channels.base import Outbound, SendError, Sent
from bot.channels.telegram_errors import changed_nothing, send_error
from bot.channels.telegram_format import CAPTION, TEXT, TOPIC_NAME, Words, markup, shortened, words_of
from bot.channels.telegram_media import (
    ReadFile,
    References,
    Unsendable,
    album_part,
    given_references,
    opened,
)
from bot.channels.telegram_plan import Say, Show, ShowAlbum, Step, plan

#: Messages of several requests that are remembered half done.
_REMEMBERED = 1000
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

#: A request that is done: the id of the message it made, and what its files are called from now on.
_Done = tuple[str, References]


class Sender:
    """Sends for one bot. `pause`: seconds between the requests of one message, as the law of one chat wants;
    `read` gives the bytes of a file of the media store; `paid`: what goes to many is paid for above the free rate."""

    def __init__(self, bot: Bot, pause: float, read: ReadFile, *, paid: bool = False) -> None:
        self._bot = bot
        self._read = read
        self._pause = pause
        self._paid = paid
        self._done: OrderedDict[int, list[_Done]] = OrderedDict()

    async def send(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        """Never raises for what Telegram, the network or a missing file does."""
        try:
            return await self._act(message_id, outbound)
        except Unsendable as error:
            outcome = SendError(reason=str(error), permanent=True)
        except TelegramError as error:
            if changed_nothing(error):
                return Sent(outbound.edit_of or outbound.thread or "")
            outcome = send_error(error)
        if outcome.permanent:
            self._done.pop(message_id, None)
        # After a restart nobody remembers the pieces that arrived, and they may be sent once more.
        return replace(outcome, doubtful=True) if message_id in self._done else outcome

    async def _act(self, message_id: int, outbound: Outbound) -> Sent:
        match outbound.action:
            case "edit":
                return await self._edit(outbound)
            case "topic":
                name = shortened(Words(outbound.text.strip()), TOPIC_NAME).text
                topic = await self._bot.create_forum_topic(_chat(outbound.chat), name)
                return Sent(str(topic.message_thread_id))
            case "name_topic":
                name = shortened(Words(outbound.text.strip()), TOPIC_NAME).text
                thread = _number(outbound.thread, "topic")
                await self._bot.edit_forum_topic(_chat(outbound.chat), thread, name=name)
                return Sent(outbound.thread or "")
            case "close_topic":
                await self._bot.close_forum_topic(_chat(outbound.chat), _number(outbound.thread, "topic"))
                return Sent(outbound.thread or "")
            case _:
                return await self._send(message_id, outbound)

    async def _send(self, message_id: int, outbound: Outbound) -> Sent:
        steps = plan(outbound)
        if not steps:
            raise Unsendable("there is nothing to send: no text and no media")
        done = self._done.pop(message_id, [])
        for number, step in enumerate(steps[len(done) :], len(done)):
            if number:
                await clock.sleep(self._pause)
                self._remember(message_id, done)
            where = _where(outbound, first=number == 0)
            if self._paid and outbound.bulk:
                where["allow_paid_broadcast"] = True
            done.append(await self._step(step, where))
        self._done.pop(message_id, None)
        return Sent(done[-1][0], tuple(pair for _, references in done for pair in references))

    def _remember(self, message_id: int, done: list[_Done]) -> None:
        self._done[message_id] = done
        while len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)

    async def _step(self, step: Step, where: dict[str, Any]) -> _Done:
        """One request; the id of the message it made, and what its files are called from now on."""
        if isinstance(step, ShowAlbum):
            captions = [step.words, *[None] * (len(step.media) - 1)]
            shown = zip(step.media, captions, strict=True)
            parts = [await album_part(media, words, self._read) for media, words in shown]
            messages = await self._bot.send_media_group(media=parts, **where)
            return str(messages[-1].message_id), given_references(step.media, messages)
        where["reply_markup"] = markup(step.keys)
        if isinstance(step, Say):
            return str((await self._say(step, where)).message_id), ()
        message = await self._show(step, where)
        return str(message.message_id), given_references((step.media,), (message,))

    async def _say(self, step: Say, where: dict[str, Any]) -> Message:
        return await self._bot.send_message(
            text=step.words.text, entities=step.words.entities, link_preview_options=_NO_PREVIEW, **where
        )

    async def _show(self, step: Show, where: dict[str, Any]) -> Message:
        kind, values = await opened(step.media, self._read)
        if step.words.text:
            values |= {"caption": step.words.text, "caption_entities": step.words.entities}
        try:
            return await self._send_kind(kind, values | where)
        except BadRequest as error:
            if kind != "photo" or not step.media.reference.startswith("file:") or not _no_picture(error):
                raise
            values["document"] = values.pop("photo")
            return await self._send_kind("document", values | where)

    async def _send_kind(self, kind: str, values: dict[str, Any]) -> Message:
        message: Message = await getattr(self._bot, f"send_{kind}")(**values)
        return message

    async def _edit(self, outbound: Outbound) -> Sent:
        """Text and keys of a bubble are replaced; under a picture the words are its caption."""
        bubble: dict[str, Any] = {
            "chat_id": _chat(outbound.chat),
            "message_id": _number(outbound.edit_of, "message"),
            "reply_markup": markup(outbound.keys),
        }
        words = words_of(outbound)
        try:
            await self._reword(bubble, words)
        except BadRequest as error:
            if not _says_no_text(error):
                raise
            words = shortened(words, CAPTION)
            await self._bot.edit_message_caption(
                caption=words.text, caption_entities=words.entities, **bubble
            )
        return Sent(outbound.edit_of or "")

    async def _reword(self, bubble: dict[str, Any], words: Words) -> None:
        if not words.text:
            await self._bot.edit_message_reply_markup(**bubble)
            return
        words = shortened(words, TEXT)
        await self._bot.edit_message_text(
            text=words.text, entities=words.entities, link_preview_options=_NO_PREVIEW, **bubble
        )


def _where(outbound: Outbound, *, first: bool) -> dict[str, Any]:
    """Chat, topic, and what the first of the requests replies to."""
    where: dict[str, Any] = {"chat_id": _chat(outbound.chat)}
    if outbound.thread:
        where["message_thread_id"] = _number(outbound.thread, "topic")
    if outbound.reply_to and first:
        message_id = _number(outbound.reply_to, "message")
        where["reply_parameters"] = ReplyParameters(message_id, allow_sending_without_reply=True)
    return where


def _chat(chat: str) -> int:
    return _number(chat, "chat")


def _number(value: str | None, what: str) -> int:
    try:
        return int(value or "")
    except ValueError:
        raise Unsendable(f"{value!r} is not the id of a {what} at Telegram") from None


def _says_no_text(error: BadRequest) -> bool:
    """The bubble is a picture: only Telegram's words tell."""
    return "no text in the message" in error.message.lower()


def _no_picture(error: BadRequest) -> bool:
    """Telegram could not read an upload as a photo, and would take it as a file."""
    return any(word in error.message.lower() for word in ("image_process_failed", "photo_"))
