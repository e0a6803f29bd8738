"""The way every message of the bot takes: chat, markup, reply, topic, limits, standing conditions; then it is in the chat.

Local mistakes are refused before the limits are charged; conditions of the chat after, as on the real servers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .call import Call
from .entities import parse
from .errors import bad_request, condition_error
from .replies import find_reply_target, find_topic, read_markup
from .world import Chat

if TYPE_CHECKING:
    from .fake import FakeTelegram

MAX_TEXT = 4096
MAX_CAPTION = 1024
TOPIC_CONDITIONS = ("topic_deleted", "forum_off")


def find_chat(fake: FakeTelegram, call: Call, name: str = "chat_id") -> Chat:
    raw = call.params.get(name)
    if raw in (None, ""):
        raise bad_request("chat_id is empty")
    try:
        chat = fake.world.chats.get(int(raw))
    except (TypeError, ValueError):
        chat = None
    if chat is None or not chat.known:
        raise bad_request("chat not found")
    return chat


def check_condition(chat: Chat, *, in_topic: bool = True) -> None:
    """Refuse if the chat stands under a condition; two of them concern only what goes into a topic."""
    if chat.condition and (in_topic or chat.condition not in TOPIC_CONDITIONS):
        raise condition_error(chat.condition, chat.kind, chat.migrate_to)


def read_entities(call: Call, name: str) -> list[dict[str, Any]]:
    """Entities given as such: objects with a type, an offset and a length."""
    given = call.objects(name, "message entities")
    for entity in given:
        numbers = (entity.get("offset"), entity.get("length"))
        if not isinstance(entity.get("type"), str) or not all(isinstance(number, int) for number in numbers):
            raise bad_request("can't parse message entities JSON object")
    return given


def read_text(call: Call) -> dict[str, Any]:
    given = read_entities(call, "entities")
    text, entities = parse(call.text("text"), call.text("parse_mode"), given)
    if not text:
        raise bad_request("message text is empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if options := call.json("link_preview_options", "link preview options"):
        if not isinstance(options, dict):
            raise bad_request("can't parse link preview options JSON object")
        content["link_preview_options"] = options
    return content


def read_caption(call: Call) -> dict[str, Any]:
    given = read_entities(call, "caption_entities")
    text, entities = parse(call.text("caption"), call.text("parse_mode"), given)
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {"caption": text} if text else {}
    if entities and text:
        content["caption_entities"] = entities
    return content


def deliver(fake: FakeTelegram, call: Call, contents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the bot's messages into the chat, all or none, and into the ledger."""
    chat = find_chat(fake, call)
    markup = read_markup(call)
    paid = call.flag("allow_paid_broadcast")
    if chat.condition:
        fake.limits.charge(chat.id, private=chat.kind == "private", cost=len(contents), paid=paid)
        check_condition(chat, in_topic=call.number("message_thread_id") > 1)
    replied = find_reply_target(call, chat)
    topic = find_topic(call, chat, replied)
    if not chat.condition:
        fake.limits.charge(chat.id, private=chat.kind == "private", cost=len(contents), paid=paid)
    thread = topic.thread_id if topic else None
    messages = []
    for content in contents:
        extra = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
        message = fake.world.write(chat, fake.bot, content | extra, thread_id=thread, reply_to=replied)
        if markup and not extra:
            fake.set_reply_keyboard(chat, markup)
        messages.append(message)
    fake.accept(call, chat.id, thread, tuple(message["message_id"] for message in messages))
    for message in messages:
        fake.world.show("new", chat, message)
    return messages
