"""An update of the Bot API becomes an Inbound; pure. Nothing here raises: what cannot be read is kind "unknown".

Two of Telegram's habits are undone here. A plain message in a forum topic carries the topic's own service message as
reply_to_message, which is no reply. And a file id may not be sent as another kind of file, so that the reference of an
animation or a video note, which the line takes as videos, keeps its kind in front: "animation:…", "video_note:…".
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User

from bot.channels.base import Inbound
from bot.channels.telegram_attachments import Unreadable, media_of, number, words
from handlers.plain import one_line

CHANNEL = "telegram"
#: What Telegram is asked to tell us.
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
_START = re.compile(r"/start(?:@\w+)?(?:\s+(?P<payload>.*))?", re.DOTALL)
#: What python-telegram-bot's reading of a malformed update may raise.
_MALFORMED = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)


def update_number(raw: Any) -> int | None:
    """An update's own id; None for what is no update."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    good = isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**63
    return found if good else None


def read_update(raw: dict[str, Any], bot_id: str, received_at: datetime) -> Inbound:
    """What an update says. `raw` has a usable update_id; `received_at` dates what carries no date of its own."""
    blank = Inbound(
        channel=CHANNEL, update_id=f"{bot_id}:{update_number(raw)}", kind="unknown", chat="", sender="",
        sender_name="", sent_at=received_at,
    )  # fmt: skip
    try:
        update = Update.de_json(raw, None)
        if update.message or update.edited_message:
            return _message(update, blank)
        if update.callback_query:
            return _button(update.callback_query, blank)
        if update.my_chat_member:
            return _membership(update.my_chat_member, blank)
    except (*_MALFORMED, Unreadable):
        return blank
    return blank


def _message(update: Update, blank: Inbound) -> Inbound:
    message = update.message or update.edited_message
    assert message is not None
    known = _placed(_signed(blank, message.from_user, message.sender_chat), message.chat)
    known = replace(
        known,
        sent_at=message.edit_date or message.date or blank.sent_at,
        thread=_thread(message),
        message_id=number(message.message_id),
        reply_to=_reply_to(message),
    )
    if _from_a_bot(message):
        return known
    return _edited(known, message) if update.edited_message else _written(known, message)


def _written(known: Inbound, message: Message) -> Inbound:
    text = words(message.text) or words(message.caption)
    start = _START.fullmatch(text) if message.text else None
    if start:
        return replace(known, kind="start", start=(start["payload"] or "").strip())
    media = media_of(message)
    if not text and not media:
        return known
    album = words(message.media_group_id) or None
    return replace(known, kind="message", text=text, media=media, album=album)


def _edited(known: Inbound, message: Message) -> Inbound:
    """A live location is edited all the time and says nothing new."""
    if message.location:
        return known
    text = words(message.text) or words(message.caption)
    album = words(message.media_group_id) or None
    return replace(known, kind="edit", text=text, media=media_of(message), album=album)


def _button(query: CallbackQuery, blank: Inbound) -> Inbound:
    """The bubble may be too old to be shown (InaccessibleMessage): its chat and id are still told."""
    known = _signed(blank, query.from_user, None)
    if query.message is None:
        return known
    known = replace(_placed(known, query.message.chat), message_id=number(query.message.message_id))
    thread = _thread(query.message) if isinstance(query.message, Message) else None
    data = words(query.data)
    if not data:
        return known
    return replace(known, kind="button", thread=thread, button=data, query=words(query.id))


def _membership(change: ChatMemberUpdated, blank: Inbound) -> Inbound:
    known = replace(
        _placed(_signed(blank, change.from_user, None), change.chat),
        sent_at=change.date or blank.sent_at,
    )
    if not known.private:
        return known
    return replace(known, kind="reach", reachable=change.new_chat_member.status not in ("kicked", "left"))


def _signed(blank: Inbound, user: User | None, acting_as: Chat | None) -> Inbound:
    """Who acted. An anonymous administrator, or a channel, writes as a chat; Telegram then names a stand-in as the user."""
    if acting_as is not None:
        return replace(blank, sender=number(acting_as.id), sender_name=one_line(words(acting_as.title)))
    if user is None:
        return blank
    name = one_line(f"{words(user.first_name)} {words(user.last_name)}")
    return replace(
        blank, sender=number(user.id), sender_name=name, language=language_of(words(user.language_code))
    )


def _placed(known: Inbound, chat: Chat) -> Inbound:
    return replace(known, chat=number(chat.id), private=chat.type == "private")


def _from_a_bot(message: Message) -> bool:
    """Another bot, or a channel's post that Telegram itself copies into the group."""
    bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bool(bot or message.is_automatic_forward)


def _thread(message: Message) -> str | None:
    return number(message.message_thread_id) if message.is_topic_message else None


def _reply_to(message: Message) -> str | None:
    above = message.reply_to_message
    if above is None:
        return None
    opens_topic = above.forum_topic_created or (
        message.is_topic_message and above.message_id == message.message_thread_id
    )
    return None if opens_topic else number(above.message_id)


def language_of(code: str) -> str | None:
    """The line's language for a code of Telegram's apps (IETF tag); None for a language it does not speak."""
    code = code.lower().replace("_", "-")
    if code == "en" or code.startswith("en-"):
        return "en"
    if code in ("yue", "zh-hk", "zh-tw", "zh-mo") or code.startswith(("zh-hant", "yue-")):
        return "zh-Hant"
    return "zh-Hans" if code == "zh" or code.startswith("zh-") else None


def group_joined(raw: dict[str, Any]) -> tuple[str, str] | None:
    """Id and title of a group that the bot was just added to."""
    try:
        update = Update.de_json(raw, None)
    except _MALFORMED:
        return None
    change = update.my_chat_member
    if change is None or change.chat.type not in ("group", "supergroup"):
        return None
    was_out = change.old_chat_member.status in ("left", "kicked")
    is_in = change.new_chat_member.status in ("member", "administrator")
    return (str(change.chat.id), str(change.chat.title)) if was_out and is_in else None
