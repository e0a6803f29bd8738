"""Changing what was sent: text, caption, keyboard, deletion, reactions, pins, and the answer to a button press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .call import Call
from .delivery import check_condition, find_chat, read_caption, read_text
from .errors import bad_request
from .methods import method
from .replies import read_markup
from .world import Chat, Json

if TYPE_CHECKING:
    from .fake import FakeTelegram

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MEDIA = ("photo", "document", "video", "voice", "audio", "animation")
DELETE_SECONDS = 48 * 3600


def _to_edit(fake: FakeTelegram, call: Call) -> tuple[Chat, Json]:
    chat = find_chat(fake, call)
    if not call.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.message(call.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != fake.bot["id"] or "forum_topic_created" in message:
        raise bad_request("message can't be edited")
    return chat, message


def _change(
    fake: FakeTelegram, call: Call, chat: Chat, message: Json, content: Json, drop: tuple[str, ...]
) -> Json:
    """Replace the fields `drop` and the keyboard by the new ones; charge the chat's limit."""
    markup = read_markup(call)
    fresh = {
        key: value for key, value in message.items() if key not in (*drop, "reply_markup", "edit_date")
    } | content
    if markup and "inline_keyboard" in markup:
        fresh["reply_markup"] = markup
    fake.limits.charge(chat.id, private=chat.kind == "private", overall=False)
    check_condition(chat)
    if fresh == {key: value for key, value in message.items() if key != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    if "reply_markup" in message and message["reply_markup"] != fresh.get("reply_markup"):
        chat.old_markups.setdefault(message["message_id"], []).append(message["reply_markup"])
    message.clear()
    message.update(fresh | {"edit_date": int(fake.clock.now())})
    fake.accept(call, chat.id, message.get("message_thread_id"), (message["message_id"],))
    fake.world.show("edit", chat, message)
    return message


@method("editMessageText")
def edit_message_text(fake: FakeTelegram, call: Call) -> Any:
    chat, message = _to_edit(fake, call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _change(fake, call, chat, message, read_text(call), ("text", "entities", "link_preview_options"))


@method("editMessageCaption")
def edit_message_caption(fake: FakeTelegram, call: Call) -> Any:
    chat, message = _to_edit(fake, call)
    if not any(kind in message for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _change(fake, call, chat, message, read_caption(call), ("caption", "caption_entities"))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(fake: FakeTelegram, call: Call) -> Any:
    chat, message = _to_edit(fake, call)
    return _change(fake, call, chat, message, {}, ())


@method("deleteMessage")
def delete_message(fake: FakeTelegram, call: Call) -> Any:
    chat = find_chat(fake, call)
    message = chat.message(call.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if fake.clock.now() - message["date"] > DELETE_SECONDS or "forum_topic_created" in message:
        raise bad_request("message can't be deleted for everyone")
    check_condition(chat)
    chat.deleted.add(message["message_id"])
    fake.accept(call, chat.id, message.get("message_thread_id"), (message["message_id"],))
    fake.world.changed()
    return True


@method("answerCallbackQuery")
def answer_callback_query(fake: FakeTelegram, call: Call) -> Any:
    """Free of limits; once, and only while the button still waits."""
    press = fake.world.presses.get(call.text("callback_query_id"))
    if press is None or press.answers or fake.clock.now() - press.at > fake.callback_answer_seconds:
        raise bad_request(TOO_OLD)
    if len(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answers.append(
        {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.text("url")}
    )
    fake.accept(call, None, None, ())
    fake.world.changed()
    return True


@method("setMessageReaction")
def set_message_reaction(fake: FakeTelegram, call: Call) -> Any:
    chat = find_chat(fake, call)
    message = chat.message(call.number("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    given = call.objects("reaction", "reaction")
    if not all(one.get("type") for one in given):
        raise bad_request("REACTION_INVALID")
    check_condition(chat)
    chat.reactions[message["message_id"]] = given
    fake.accept(call, chat.id, message.get("message_thread_id"), (message["message_id"],))
    fake.world.changed()
    return True


@method("pinChatMessage", "unpinChatMessage")
def pin_chat_message(fake: FakeTelegram, call: Call) -> Any:
    chat = find_chat(fake, call)
    number = call.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if chat.message(number) is None:
        raise bad_request(f"message to {call.method.removesuffix('ChatMessage')} not found")
    check_condition(chat)
    if call.method == "pinChatMessage":
        chat.pinned.append(number)
    elif number in chat.pinned:
        chat.pinned.remove(number)
    fake.accept(call, chat.id, None, (number,))
    return True
