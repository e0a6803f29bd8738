"""Who and what exists: users, chats, topics, messages as the bot sees them. Messages are kept as Bot API objects.

In a forum every message of a topic carries the topic's creation message as reply_to_message, as Telegram's do; a real reply
takes its place. Message numbers are shared by private chats and basic groups, and counted apart in each supergroup (from 2: 1 is its making).
"""

from __future__ import annotations

import asyncio
import copy
import itertools
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock

Json = dict[str, Any]
ICON_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


@dataclass
class Topic:
    thread_id: int
    name: str
    icon_color: int
    created: Json
    closed: bool = False
    deleted: bool = False
    icon_custom_emoji_id: str | None = None


@dataclass
class Chat:
    id: int
    kind: str  # private, group, supergroup
    title: str
    user: Json | None = None
    is_forum: bool = False
    known: bool = True  # the bot may write to it: the user has started it, or it is a member
    condition: str | None = None
    migrate_to: int | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    topics: dict[int, Topic] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    old_markups: dict[int, list[Json]] = field(default_factory=dict)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    actions: list[tuple[float, str]] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    numbers: Any = None

    def view(self) -> Json:
        if self.user is not None:
            shown = ("first_name", "last_name", "username")
            named: Json = {key: value for key, value in self.user.items() if key in shown}
            return {"id": self.id, "type": "private"} | named
        forum = {"is_forum": True} if self.is_forum else {}
        return {"id": self.id, "type": self.kind, "title": self.title, **forum}

    def message(self, message_id: int) -> Json | None:
        return None if message_id in self.deleted else self.messages.get(message_id)


@dataclass
class Press:
    """A button press waiting for its answer."""

    id: str
    user_id: int
    at: float
    answers: list[Json] = field(default_factory=list)


class World:
    def __init__(self, clock: Clock, bot: Json) -> None:
        self.clock = clock
        self.bot = bot
        self.users: dict[int, Json] = {bot["id"]: bot}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[str, list[Json]] = {}
        self.profile: dict[str, str] = {}
        #: By chat, what the bot made visible: ("new" or "edit", message).
        self.heard: dict[int, list[tuple[str, Json]]] = {}
        self._changed = asyncio.Event()
        self._shared = itertools.count(1)
        self._user_ids = itertools.count(5_000_001)
        self._chat_ids = itertools.count(1)
        self._press_ids = itertools.count(4_382_991_000_000_001)

    def add_user(self, first_name: str, user_id: int | None = None, **fields: Any) -> Json:
        number = user_id or next(self._user_ids)
        user = {"id": number, "is_bot": False, "first_name": first_name, **fields}
        self.users[number] = user
        self.chats[number] = Chat(number, "private", first_name, user=user, known=False, numbers=self._shared)
        return user

    def add_group(self, title: str, kind: str, chat_id: int | None = None, *, is_forum: bool = False) -> Chat:
        number = next(self._chat_ids)
        base = -1_001_500_000_000 if kind == "supergroup" else -4_500_000
        numbers = itertools.count(2) if kind == "supergroup" else self._shared
        chat = Chat(chat_id or base - number, kind, title, is_forum=is_forum, numbers=numbers)
        chat.members[self.bot["id"]] = "administrator"
        self.chats[chat.id] = chat
        return chat

    def press(self, user_id: int) -> Press:
        made = Press(str(next(self._press_ids)), user_id, self.clock.now())
        self.presses[made.id] = made
        return made

    def write(
        self,
        chat: Chat,
        sender: Json,
        content: Json,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Put a new message into a chat."""
        message: Json = {
            "message_id": next(chat.numbers),
            "from": sender,
            "chat": chat.view(),
            "date": int(self.clock.now()),
        }
        topic = chat.topics.get(thread_id) if thread_id else None
        if topic is not None:
            message |= {"message_thread_id": topic.thread_id, "is_topic_message": True}
        target = chat.message(reply_to) if reply_to else None
        if target is None and topic is not None and "forum_topic_created" not in content:
            target = topic.created
        if target is not None:
            message["reply_to_message"] = {
                k: v for k, v in copy.deepcopy(target).items() if k != "reply_to_message"
            }
        message |= content
        chat.messages[message["message_id"]] = message
        return message

    def add_topic(
        self, chat: Chat, sender: Json, name: str, icon_color: int | None, emoji: str | None = None
    ) -> Topic:
        """A topic's number is the number of the service message that made it."""
        colour = icon_color if icon_color in ICON_COLOURS else ICON_COLOURS[0]
        about: Json = {"name": name, "icon_color": colour}
        if emoji:
            about["icon_custom_emoji_id"] = emoji
        message = self.write(chat, sender, {"forum_topic_created": about})
        topic = Topic(message["message_id"], name, colour, message, icon_custom_emoji_id=emoji)
        message |= {"message_thread_id": topic.thread_id, "is_topic_message": True}
        chat.topics[topic.thread_id] = topic
        return topic

    def show(self, kind: str, chat: Chat, message: Json) -> None:
        """Let those who listen know of a new or changed message of the bot."""
        self.heard.setdefault(chat.id, []).append((kind, message))
        self.changed()

    def changed(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def next_change(self) -> None:
        await self._changed.wait()
