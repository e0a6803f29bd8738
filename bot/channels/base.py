"""The contract between the line and a channel: what comes in, what goes out, and how sending can end.

Values are frozen and know nothing of any messaging app. A channel translates at its own door, once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, cast

from pydantic import TypeAdapter

from handlers.asked import Asked

MediaKind = Literal["photo", "voice", "video", "audio", "document", "sticker", "location", "contact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Something that is not text. `reference` is the channel's own handle; `size` in bytes (0: not told).

    A location has `latitude` and `longitude`; a shared contact has its number in `phone`.
    """

    kind: MediaKind
    reference: str = ""
    name: str = ""
    mime: str = ""
    size: int = 0
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One update, translated.

    `update_id` is unique within the channel for ever (Telegram: bot id and update id). `chat` is where an answer goes,
    `thread` the forum topic within it, `sender` the account that acted. `kind`:
    message, edit (new text of `message_id`), button (`button` holds its data, `message_id` the bubble it stood under,
    `query` what must be answered at the channel), start (`start` is the deep link's payload, may be empty),
    reach (`reachable` changed: the contact blocked or unblocked us), unknown (nothing we can read).
    `whole`: nothing more of it can follow, so that it is never held. `asked`: what a program states in the owner's name.
    """

    channel: str
    update_id: str
    kind: Literal["message", "edit", "button", "start", "reach", "unknown"]
    chat: str
    sender: str
    sender_name: str
    sent_at: datetime
    thread: str | None = None
    private: bool = True
    language: str | None = None
    text: str = ""
    media: tuple[Media, ...] = ()
    album: str | None = None
    message_id: str | None = None
    reply_to: str | None = None
    button: str | None = None
    query: str | None = None
    start: str | None = None
    reachable: bool | None = None
    whole: bool = False
    asked: Asked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A button: what it says, and at most 64 bytes that come back when it is pressed; or an address it opens."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """One thing to do at a channel.

    `action`: send; edit (the bubble `edit_of`: text and buttons replaced); topic (open a forum topic named `text`; its id
    is the external id of the outcome); name_topic (give it the name `text`); close_topic. `title` is shown bold above the text. Text is plain: nothing in it is
    ever read as markup. `media` are references of this same channel, or files of the media store. `bulk`: one of many alike,
    which the channel may take at a rate of its own.
    """

    chat: str
    action: Literal["send", "edit", "topic", "name_topic", "close_topic"] = "send"
    thread: str | None = None
    title: str = ""
    text: str = ""
    keys: tuple[tuple[Key, ...], ...] = ()
    media: tuple[Media, ...] = ()
    reply_to: str | None = None
    edit_of: str | None = None
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `external_id` is the channel's id of the message (or of the topic).

    `references`: each file of the media store that was uploaded with it, and the channel's own reference to it from now on.
    """

    external_id: str
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendError:
    """It did not arrive, or nobody knows; the fields say what to do, so that nobody reads the reason to decide.

    `retry_after`: seconds to wait, exactly as the channel said. `permanent`: trying again cannot help.
    `gone`: blocked | gone: the recipient is out of reach, which is a state and no fault. `moved_to`: the chat's new address.
    `thread_gone`: the topic was deleted, or the group has no topics. `doubtful`: it may have arrived.
    `reference_gone`: the channel knows a reference no more that it once gave.
    """

    reason: str
    retry_after: float | None = None
    permanent: bool = False
    gone: Literal["blocked", "gone"] | None = None
    moved_to: str | None = None
    thread_gone: bool = False
    doubtful: bool = False
    reference_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """A channel's limits on sending: messages a second over all, a second to one chat, a minute to one group. None: no limit.

    `bulk_per_second`: a limit of its own for what goes to many; None: it shares the one over all. `uploads_once`: a file is
    uploaded once and then named by the reference that the channel gave for it.
    """

    per_second: int | None = None
    per_chat_second: int | None = None
    per_group_minute: int | None = None
    bulk_per_second: int | None = None
    uploads_once: bool = False


class Refused(Exception):  # noqa: N818 - it is a refusal, not an error of ours
    """The update could not be stored; the channel must not acknowledge it."""


#: Stores updates durably, in order; raises Refused when it cannot, and then nothing may be acknowledged.
Intake = Callable[[list[Inbound]], Awaitable[None]]


class Channel(Protocol):
    """A messaging app or door. `is_group` tells which chats count as groups in the laws."""

    name: str
    laws: Laws

    async def start(self, intake: Intake) -> None:
        """Begins to receive. Returns once the channel receives, or is trying to; never raises for a missing network."""

    async def stop(self) -> None:
        """Receives nothing more; what was handed to the intake is finished."""

    async def send(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        """Does one thing at the channel. Never raises for what the channel or the network does.

        `message_id` is the outbox row: a channel that can tell a repetition by it shows the message once.
        """

    async def typing(self, chat: str) -> None:
        """Shows that an answer is on its way; failures are ignored."""

    async def answer_button(self, inbound: Inbound) -> None:
        """Tells the channel that a button press arrived (Telegram's spinner); failures are ignored."""

    async def fetch(self, reference: str) -> bytes:
        """The bytes behind a reference of this channel. Raises OSError when they cannot be had."""

    def is_group(self, chat: str) -> bool: ...

    def requests(self, outbound: Outbound) -> int:
        """How many messages this counts as under the channel's laws."""
        return 1


_INBOUND = TypeAdapter(Inbound)
_OUTBOUND = TypeAdapter(Outbound)


def inbound_to_json(inbound: Inbound) -> dict[str, Any]:
    """An update as the inbox keeps it."""
    return cast(
        "dict[str, Any]", _storable(_INBOUND.dump_python(inbound, mode="json", exclude_defaults=True))
    )


def inbound_from_json(payload: dict[str, Any]) -> Inbound:
    return _INBOUND.validate_python(payload, strict=False)


def outbound_to_json(outbound: Outbound) -> dict[str, Any]:
    """A message as the outbox keeps it."""
    return cast(
        "dict[str, Any]", _storable(_OUTBOUND.dump_python(outbound, mode="json", exclude_defaults=True))
    )


def outbound_from_json(payload: dict[str, Any]) -> Outbound:
    return _OUTBOUND.validate_python(payload, strict=False)


def _storable(value: Any) -> Any:
    """Text that no database can keep (half a character, NUL) is made storable here, at the door."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_storable(item) for item in value]
    return value
