"""Topics of a forum group: made, renamed, closed, reopened, deleted with all their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .call import Call
from .delivery import check_condition, find_chat
from .errors import bad_request
from .methods import method
from .world import Chat, Topic

if TYPE_CHECKING:
    from .fake import FakeTelegram


def _forum(fake: FakeTelegram, call: Call) -> Chat:
    chat = find_chat(fake, call)
    if chat.condition != "topic_deleted":
        check_condition(chat)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(fake: FakeTelegram, call: Call) -> tuple[Chat, Topic]:
    chat = _forum(fake, call)
    topic = chat.topics.get(call.number("message_thread_id"))
    if topic is None or topic.deleted or chat.condition == "topic_deleted":
        raise bad_request("message thread not found" if topic else "TOPIC_ID_INVALID")
    return chat, topic


def _note(fake: FakeTelegram, call: Call, chat: Chat, topic: Topic, what: str, about: dict[str, Any]) -> bool:
    """The service message that shows a change in the topic."""
    message = fake.world.write(chat, fake.bot, {what: about}, thread_id=topic.thread_id)
    fake.accept(call, chat.id, topic.thread_id, (message["message_id"],))
    fake.world.changed()
    return True


@method("createForumTopic")
def create_forum_topic(fake: FakeTelegram, call: Call) -> Any:
    chat = _forum(fake, call)
    name = call.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    fake.limits.charge(chat.id, private=False)
    emoji = call.text("icon_custom_emoji_id") or None
    topic = fake.world.add_topic(chat, fake.bot, name, call.number("icon_color") or None, emoji)
    fake.accept(call, chat.id, topic.thread_id, (topic.thread_id,))
    fake.world.changed()
    shown = {"message_thread_id": topic.thread_id, "name": name, "icon_color": topic.icon_color}
    return shown | ({"icon_custom_emoji_id": emoji} if emoji else {})


@method("editForumTopic")
def edit_forum_topic(fake: FakeTelegram, call: Call) -> Any:
    chat, topic = _topic(fake, call)
    about: dict[str, Any] = {}
    name = call.text("name").strip()
    if len(name) > 128:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    if name and name != topic.name:
        about["name"] = topic.name = name
    if "icon_custom_emoji_id" in call.params and call.text("icon_custom_emoji_id") != (
        topic.icon_custom_emoji_id or ""
    ):
        about["icon_custom_emoji_id"] = topic.icon_custom_emoji_id = call.text("icon_custom_emoji_id")
    if not about:
        raise bad_request("TOPIC_NOT_MODIFIED")
    return _note(fake, call, chat, topic, "forum_topic_edited", about)


@method("closeForumTopic", "reopenForumTopic")
def close_forum_topic(fake: FakeTelegram, call: Call) -> Any:
    chat, topic = _topic(fake, call)
    closing = call.method == "closeForumTopic"
    if topic.closed == closing:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closing
    return _note(fake, call, chat, topic, "forum_topic_closed" if closing else "forum_topic_reopened", {})


@method("deleteForumTopic")
def delete_forum_topic(fake: FakeTelegram, call: Call) -> Any:
    chat, topic = _topic(fake, call)
    drop_topic(chat, topic)
    fake.accept(call, chat.id, topic.thread_id, ())
    fake.world.changed()
    return True


def drop_topic(chat: Chat, topic: Topic) -> None:
    topic.deleted = True
    inside = (
        number
        for number, message in chat.messages.items()
        if message.get("message_thread_id") == topic.thread_id
    )
    chat.deleted.update(inside)


@method("getForumTopicIconStickers")
def get_forum_topic_icon_stickers(fake: FakeTelegram, call: Call) -> Any:
    """A handful of the icons; their custom_emoji_id is what a topic is given."""
    return [_icon(number, emoji) for number, emoji in enumerate("📰💡⚡🎙🔝🗣🆒❗📝📆📁🔎📣🔥❤❓📈📉💎💰🛠✅")]


def _icon(number: int, emoji: str) -> dict[str, Any]:
    return {
        "file_id": f"CAACAgIAAxkBAAEicon{number:04d}",
        "file_unique_id": f"AgADicon{number:04d}",
        "type": "custom_emoji",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": emoji,
        "custom_emoji_id": str(5_434_144_690_511_290_000 + number),
    }
