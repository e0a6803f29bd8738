"""A scripted person: what they do becomes an update for the bot, what the bot does is in their inbox."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .entities import detect
from .listening import Ear, Wanted
from .media import describe
from .messages import Message
from .methods_bot import member_view
from .taps import Tap
from .world import Chat, Json, Topic

if TYPE_CHECKING:
    from .fake import FakeTelegram
    from .group import Group

Photo = bytes | tuple[str, bytes]


class Person:
    def __init__(self, fake: FakeTelegram, user: Json) -> None:
        self._fake = fake
        self.user = user
        self.id: int = user["id"]
        self.name: str = user["first_name"]
        self.chat: Chat = fake.world.chats[self.id]
        self._ear = Ear(fake, self.chat)
        self._albums = 0

    # Writing to the bot

    async def say(self, text: str, *, reply_to: Message | None = None) -> Message:
        return self._post(self.chat, {"text": text}, reply_to=reply_to)

    async def reply(self, to: Message, text: str) -> Message:
        return self._post(self.chat, {"text": text}, reply_to=to)

    async def start(self, payload: str = "") -> Message:
        """Open the bot, or a deep link of it."""
        return await self.say(f"/start {payload}".strip())

    async def photo(self, data: bytes, caption: str | None = None, **more: Any) -> Message:
        return self._file("photo", data, caption=caption, **more)

    async def voice(self, data: bytes = b"OggS voice", **more: Any) -> Message:
        return self._file("voice", data, **more)

    async def video(self, data: bytes = b"mp4 video", caption: str | None = None, **more: Any) -> Message:
        return self._file("video", data, caption=caption, **more)

    async def document(
        self, data: bytes = b"%PDF-1.4", name: str = "file.pdf", caption: str | None = None, **more: Any
    ) -> Message:
        return self._file("document", data, name=name, caption=caption, **more)

    async def location(self, latitude: float, longitude: float) -> Message:
        return self._post(self.chat, {"location": {"latitude": latitude, "longitude": longitude}})

    async def contact(self, phone: str = "+85291234567") -> Message:
        contact = {"phone_number": phone, "first_name": self.name, "user_id": self.id}
        return self._post(self.chat, {"contact": contact})

    async def sticker(self, emoji: str = "👍") -> Message:
        sticker = {
            "file_id": "CAACAgUAAxkBAAEsticker", "file_unique_id": "AgADsticker", "type": "regular",
            "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji,
        }  # fmt: skip
        return self._post(self.chat, {"sticker": sticker})

    async def album(
        self, items: Sequence[Photo], *, gap: float = 0.0, caption: str | None = None
    ) -> list[Message]:
        """Several photos (or `(kind, bytes)`) as one group, its parts `gap` seconds apart."""
        self._albums += 1
        group = {"media_group_id": f"{self.id}{self._albums:08d}"}
        sent = []
        for number, item in enumerate(items):
            if number and gap:
                await self._fake.clock.sleep(gap)
            kind, data = item if isinstance(item, tuple) else ("photo", item)
            sent.append(self._file(kind, data, caption=None if number else caption, extra=group))
        return sent

    async def edit(self, message: Message, text: str) -> Message:
        """Change one's own message."""
        field = "text" if "text" in message.raw else "caption"
        fresh = {field: text} | _marked(field, text)
        kept = {
            key: value for key, value in message.raw.items() if key not in ("entities", "caption_entities")
        }
        message.raw.clear()
        message.raw.update(kept | fresh | {"edit_date": int(self._fake.clock.now())})
        self._fake.updates.push("edited_message", message.raw, message.chat.id)
        return message

    async def say_in(
        self, group: Group, topic: Topic | int | None, text: str, *, reply_to: Message | None = None
    ) -> Message:
        """Write in a topic of a forum (None: in the general one, or in a plain group)."""
        return self._post(group.chat, {"text": text}, topic=topic, reply_to=reply_to)

    async def photo_in(
        self, group: Group, topic: Topic | int | None, data: bytes, caption: str | None = None, **more: Any
    ) -> Message:
        return self._file("photo", data, caption=caption, chat=group.chat, topic=topic, **more)

    def _file(
        self,
        kind: str,
        data: bytes,
        *,
        name: str = "",
        caption: str | None = None,
        extra: Json | None = None,
        chat: Chat | None = None,
        topic: Topic | int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        words = {"caption": caption} | _marked("caption", caption) if caption else {}
        content = describe(self._fake.files, kind, data, name) | words | (extra or {})
        return self._post(chat or self.chat, content, topic=topic, reply_to=reply_to)

    def _post(
        self, chat: Chat, content: Json, *, topic: Topic | int | None = None, reply_to: Message | None = None
    ) -> Message:
        if chat is self.chat:
            self._meet()
        if "text" in content:
            content = content | _marked("text", content["text"])
        thread = topic.thread_id if isinstance(topic, Topic) else topic
        if thread is None and reply_to is not None:
            thread = reply_to.thread_id
        replied = reply_to.id if reply_to else None
        raw = self._fake.world.write(chat, self.user, content, thread_id=thread, reply_to=replied)
        self._fake.updates.push("message", raw, chat.id)
        return Message(chat, raw)

    def _meet(self) -> None:
        """Whoever writes to the bot lets it write back."""
        if self.chat.condition == "blocked":
            self._fake.condition(self, None)
            self._membership("kicked", "member")
        self.chat.known = True

    # Buttons

    async def tap(self, wanted: str, message: Message | None = None, *, stale: bool = False) -> Tap:
        """Press the button of this label or data, on the given or the newest message that has it.

        With `stale` a button counts that an edit has since taken away.
        """
        if message is None and self._on_keyboard(wanted):
            await self.say(wanted)
            return Tap(self._fake, self._fake.world.press(self.id))
        source = [message] if message else list(reversed(self.inbox))
        for candidate in source:
            button = candidate.button(wanted, also_old=stale)
            if button is not None:
                return self._press(candidate, button)
        shown = [candidate for candidate in source if candidate.buttons]
        raise AssertionError(f"no button {wanted!r}; there are {shown}")

    def _on_keyboard(self, wanted: str) -> bool:
        rows = self._fake.reply_keyboards.get(self.id, {}).get("keyboard", [])
        labels = [button if isinstance(button, str) else button["text"] for row in rows for button in row]
        return wanted in labels

    def _press(self, message: Message, button: Json) -> Tap:
        if "callback_data" not in button:
            raise AssertionError(f"pressing {button} tells the bot nothing")
        return self.send_callback(message, button["callback_data"])

    def send_callback(self, message: Message, data: str) -> Tap:
        """A press with any data, as a forged client could send it."""
        press = self._fake.world.press(self.id)
        shown = copy.deepcopy(message.raw)
        if message.deleted:
            shown = {"chat": message.chat.view(), "message_id": message.id, "date": 0}
        body = {
            "id": press.id,
            "from": self.user,
            "message": shown,
            "chat_instance": str(message.chat.id * 7919),
            "data": data,
        }
        self._fake.updates.push("callback_query", body, self.id)
        return Tap(self._fake, press)

    # Blocking

    async def blocks_bot(self) -> None:
        self._fake.condition(self, "blocked")
        self._membership("member", "kicked")

    async def unblocks_bot(self) -> None:
        self._fake.condition(self, None)
        self._membership("kicked", "member")

    unblocks = unblocks_bot

    def _membership(self, old: str, new: str) -> None:
        body = {
            "chat": self.chat.view(),
            "from": self.user,
            "date": int(self._fake.clock.now()),
            "old_chat_member": member_view(self._fake.bot, old),
            "new_chat_member": member_view(self._fake.bot, new),
        }
        self._fake.updates.push("my_chat_member", body, self.id)

    # What the bot said

    @property
    def inbox(self) -> list[Message]:
        """The bot's messages to this person, oldest first, edits applied, deleted ones left out."""
        messages = (Message(self.chat, raw) for raw in self.chat.messages.values())
        return [message for message in messages if message.by_bot and not message.deleted]

    async def hears(self, wanted: Wanted, within: float = 5.0) -> Message:
        return await self._ear.hears(wanted, within)

    async def hears_nothing(self, during: float = 0.3, wanted: Wanted = "") -> None:
        await self._ear.hears_nothing(during, wanted)


def _marked(field: str, text: str | None) -> Json:
    found = detect(text or "", [])
    return {"entities" if field == "text" else "caption_entities": found} if found else {}
