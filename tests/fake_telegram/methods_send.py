"""Sending words: sendMessage, copyMessage, forwardMessage, sendChatAction, sendLocation, sendContact."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from .call import Call
from .delivery import check_condition, deliver, find_chat, read_caption, read_text
from .errors import bad_request
from .methods import method
from .replies import find_topic

if TYPE_CHECKING:
    from .fake import FakeTelegram

OF_THE_PLACE = (
    "message_id", "from", "chat", "date", "edit_date", "message_thread_id", "is_topic_message", "reply_to_message",
    "reply_markup", "media_group_id", "forward_origin",
)  # fmt: skip
ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip


@method("sendMessage")
def send_message(fake: FakeTelegram, call: Call) -> Any:
    find_chat(fake, call)
    return deliver(fake, call, [read_text(call)])[0]


@method("sendLocation")
def send_location(fake: FakeTelegram, call: Call) -> Any:
    latitude, longitude = call.real("latitude"), call.real("longitude")
    if latitude is None or longitude is None:
        raise bad_request("latitude is empty" if latitude is None else "longitude is empty")
    return deliver(fake, call, [{"location": {"latitude": latitude, "longitude": longitude}}])[0]


@method("sendContact")
def send_contact(fake: FakeTelegram, call: Call) -> Any:
    if not call.text("phone_number") or not call.text("first_name"):
        raise bad_request("phone number and first name are required")
    contact = {"phone_number": call.text("phone_number"), "first_name": call.text("first_name")}
    return deliver(fake, call, [{"contact": contact}])[0]


def _source(fake: FakeTelegram, call: Call, what: str) -> dict[str, Any]:
    origin = find_chat(fake, call, "from_chat_id")
    message = origin.message(call.number("message_id"))
    if message is None:
        raise bad_request(f"message to {what} not found")
    return message


def _content(message: dict[str, Any]) -> dict[str, Any]:
    return {key: copy.deepcopy(value) for key, value in message.items() if key not in OF_THE_PLACE}


@method("copyMessage")
def copy_message(fake: FakeTelegram, call: Call) -> Any:
    content = _content(_source(fake, call, "copy"))
    if "forum_topic_created" in content:
        raise bad_request("message can't be copied")
    if "caption" in call.params and "text" not in content:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= read_caption(call)
    return {"message_id": deliver(fake, call, [content])[0]["message_id"]}


@method("forwardMessage")
def forward_message(fake: FakeTelegram, call: Call) -> Any:
    message = _source(fake, call, "forward")
    origin = {"type": "user", "date": message["date"], "sender_user": message["from"]}
    return deliver(fake, call, [_content(message) | {"forward_origin": origin}])[0]


@method("sendChatAction")
def send_chat_action(fake: FakeTelegram, call: Call) -> Any:
    """Shows for five seconds and counts against no limit."""
    chat = find_chat(fake, call)
    action = call.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    if call.number("message_thread_id") != 1:  # only here the general topic may be named
        find_topic(call, chat, None)
    check_condition(chat)
    chat.actions.append((fake.clock.monotonic(), action))
    fake.accept(call, chat.id, call.number("message_thread_id") or None, ())
    return True
