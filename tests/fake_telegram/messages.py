"""A message as a person sees it: a live view of the Bot API object, so that later edits show."""

from __future__ import annotations

from .world import Chat, Json


class Message:
    def __init__(self, chat: Chat, raw: Json) -> None:
        self.chat = chat
        self.raw = raw

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The words: text or caption."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        return list(self.raw.get("entities") or self.raw.get("caption_entities") or [])

    @property
    def thread_id(self) -> int | None:
        return self.raw.get("message_thread_id")

    @property
    def reply_to(self) -> int | None:
        """The message this one answers; a topic's creation message does not count."""
        target = self.raw.get("reply_to_message")
        return None if target is None or "forum_topic_created" in target else int(target["message_id"])

    @property
    def sender_id(self) -> int:
        return int(self.raw["from"]["id"])

    @property
    def by_bot(self) -> bool:
        return bool(self.raw["from"]["is_bot"])

    @property
    def edited(self) -> bool:
        return "edit_date" in self.raw

    @property
    def deleted(self) -> bool:
        return self.id in self.chat.deleted

    @property
    def kind(self) -> str:
        kinds = ("photo", "document", "voice", "video", "audio", "location", "contact")
        return next((kind for kind in kinds if kind in self.raw), "text" if "text" in self.raw else "service")

    @property
    def rows(self) -> list[list[Json]]:
        return list(self.raw.get("reply_markup", {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> list[str]:
        """What stands on the buttons under it."""
        return [str(button["text"]) for row in self.rows for button in row]

    @property
    def reactions(self) -> list[str]:
        given = self.chat.reactions.get(self.id, [])
        return [str(one.get("emoji") or one.get("custom_emoji_id")) for one in given]

    def button(self, wanted: str, *, also_old: bool = False) -> Json | None:
        """The button of this label or data, whole first, then by a part of the label."""
        buttons = [button for row in self.rows for button in row]
        if also_old:
            old = self.chat.old_markups.get(self.id, [])
            buttons += [
                button for markup in reversed(old) for row in markup["inline_keyboard"] for button in row
            ]
        for button in buttons:
            if wanted in (button["text"], button.get("callback_data"), button.get("url")):
                return button
        return next((button for button in buttons if wanted in button["text"]), None)

    def __repr__(self) -> str:
        marks = " ".join(f"[{label}]" for label in self.buttons)
        return f"<{'bot' if self.by_bot else self.sender_id} #{self.id} {self.kind} {self.text!r} {marks}>"
