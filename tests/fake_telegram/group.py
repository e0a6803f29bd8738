"""A scripted staff group, with topics or without: its members, its messages, what may happen to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .listening import Ear, Wanted
from .messages import Message
from .methods_bot import member_view
from .methods_topics import drop_topic
from .world import Chat, Topic

if TYPE_CHECKING:
    from .fake import FakeTelegram
    from .people import Person


class Group:
    def __init__(self, fake: FakeTelegram, chat: Chat) -> None:
        self._fake = fake
        self.chat = chat
        self.id = chat.id
        self._ear = Ear(fake, chat)

    def add(self, person: Person, status: str = "member") -> Person:
        self.chat.members[person.id] = status
        return person

    @property
    def topics(self) -> list[Topic]:
        """Topics that still exist, oldest first."""
        return [topic for topic in self.chat.topics.values() if not topic.deleted]

    def topic(self, part_of_name: str) -> Topic:
        for topic in self.topics:
            if part_of_name in topic.name:
                return topic
        raise AssertionError(
            f"no topic named {part_of_name!r}; there are {[topic.name for topic in self.topics]}"
        )

    def messages(self, topic: Topic | int | None = None) -> list[Message]:
        """Messages of a topic, or of all; service messages left out."""
        thread = topic.thread_id if isinstance(topic, Topic) else topic
        found = [Message(self.chat, raw) for raw in self.chat.messages.values()]
        shown = [message for message in found if not message.deleted and message.kind != "service"]
        return [message for message in shown if thread is None or message.thread_id == thread]

    async def hears(self, wanted: Wanted, within: float = 5.0, topic: Topic | int | None = None) -> Message:
        """The first message or edit of the bot here, not heard before, that fits."""
        thread = topic.thread_id if isinstance(topic, Topic) else topic
        return await self._ear.hears(wanted, within, thread)

    async def hears_nothing(self, during: float = 0.3, wanted: Wanted = "") -> None:
        await self._ear.hears_nothing(during, wanted)

    async def opens_topic(self, person: Person, name: str) -> Topic:
        """A member makes a topic."""
        topic = self._fake.world.add_topic(self.chat, person.user, name, None)
        self._fake.updates.push("message", topic.created, self.id)
        return topic

    async def deletes_topic(self, topic: Topic) -> None:
        drop_topic(self.chat, topic)

    async def turns_topics(self, *, on: bool) -> None:
        self.chat.is_forum = on

    async def removes_bot(self, by: Person) -> None:
        self._fake.condition(self, "kicked")
        self._bot_status(by, "administrator", "kicked")

    async def adds_bot(self, by: Person) -> None:
        self._fake.condition(self, None)
        self._bot_status(by, "left", "administrator")

    def _bot_status(self, by: Person, old: str, new: str) -> None:
        self.chat.members[self._fake.bot["id"]] = new
        body = {
            "chat": self.chat.view(),
            "from": by.user,
            "date": int(self._fake.clock.now()),
            "old_chat_member": member_view(self._fake.bot, old),
            "new_chat_member": member_view(self._fake.bot, new),
        }
        self._fake.updates.push("my_chat_member", body, self.id)

    async def migrates(self, by: Person, *, is_forum: bool = True) -> Group:
        """Become a supergroup of another id; the old one refuses everything and names the new one."""
        fresh = self._fake.forum(self.chat.title) if is_forum else self._supergroup()
        fresh.chat.members.update(self.chat.members)
        self._fake.condition(self, "migrated", migrate_to=fresh.id)
        old = self._fake.world.write(self.chat, by.user, {"migrate_to_chat_id": fresh.id})
        self._fake.updates.push("message", old, self.id)
        new = self._fake.world.write(fresh.chat, by.user, {"migrate_from_chat_id": self.id})
        self._fake.updates.push("message", new, fresh.id)
        return fresh

    def _supergroup(self) -> Group:
        fresh = self._fake.forum(self.chat.title)
        fresh.chat.is_forum = False
        return fresh
