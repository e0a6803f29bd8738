"""Whether what is attached to a message is right: keyboards and their buttons, and the message it answers."""

from __future__ import annotations

import re
from typing import Any

from .call import Call
from .errors import bad_request
from .world import Chat, Topic

ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def read_markup(call: Call) -> dict[str, Any] | None:
    """The keyboard under a message, checked."""
    markup = call.json("reply_markup", "reply keyboard markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = markup["inline_keyboard"]
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise bad_request(
                'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
            )
        for button in (button for row in rows for button in row):
            _check_button(button)
        if sum(map(len, rows)) > 100:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": [row for row in rows if row]} if any(rows) else None
    return markup


def _check_button(button: Any) -> None:
    where = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(where + "InlineKeyboardButton must be an Object")
    if not str(button.get("text", "")).strip():
        raise bad_request(
            where + 'Field "text" must be of type String' if "text" not in button else "BUTTON_TEXT_EMPTY"
        )
    if not any(name in button for name in ACTIONS):
        raise bad_request(where + "Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?://|tg://|[\w-]+\.\w)", str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def find_reply_target(call: Call, chat: Chat) -> int | None:
    """The number of the message that is answered, or None."""
    given = call.json("reply_parameters", "reply parameters") or {}
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    number = given.get("message_id") or call.number("reply_to_message_id")
    if not isinstance(number, int):
        raise bad_request("can't parse reply parameters JSON object")
    if not number:
        return None
    if chat.message(number) is None:
        if given.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return number


def find_topic(call: Call, chat: Chat, replied: int | None) -> Topic | None:
    """The topic a message goes to: named, or that of the message it answers. The general topic is nameless: no number."""
    number = call.number("message_thread_id")
    if not number and replied:
        number = int(chat.messages[replied].get("message_thread_id", 0))
        return chat.topics.get(number)
    if not number:
        return None
    if not chat.is_forum:
        raise bad_request("message thread not found" if chat.kind == "private" else "the chat is not a forum")
    topic = chat.topics.get(number)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    return topic
