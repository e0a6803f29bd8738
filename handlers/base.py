"""What every capability receives and returns: a Request in, Replies out; a Mistake is the person's, and becomes a reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from handlers.notices.rules import NoticeRules
from handlers.tickets.rules import Rules
from handlers.voice.rules import VoiceRules
from nlu.meaning import Matter, Meaning
from storage.estates import Estate
from storage.owner_store import Household, OwnerStore
from storage.store import LineStore


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a reply. `data` comes back when it is pressed: at most 64 bytes, words joined by colons."""

    text: str
    data: str


#: What goes first: what may save a life, what answers a person, what goes to many.
Urgency = Literal["urgent", "interactive", "bulk"]

PictureKind = Literal["photo", "voice", "video", "audio", "document", "sticker", "location", "contact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo, voice message, video, file or place that came with the words; already kept under `attachment_id`."""

    attachment_id: int
    kind: PictureKind
    channel: str
    reference: str
    name: str = ""
    mime: str = ""
    album: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing an owner did.

    `pieces` are the messages it was made of, verbatim; `text` joins them. `button` is a pressed button's data, split at its
    colons; `awaiting` what this chat was asked last ({"kind": …, …}); `memory` what is remembered of the chat for a short
    while. `replied_to` is the delivery of the notice that the words reply to. `told` gathers what rules have to say to others
    beside the answer. `language` is the owner's: zh-Hans, zh-Hant or en. `stated`: a program said what the words are for, nobody
    guessed. `edits_answer`: the edited message answered something of which no words are kept. `turn` is the id under which the inbox and the outbox keep this turn's words.
    """

    text: str
    pieces: tuple[str, ...]
    meaning: Meaning
    household: Household
    language: str
    now: datetime
    tz: ZoneInfo
    settings: ConversationSettings
    pictures: tuple[Picture, ...] = ()
    button: tuple[str, ...] = ()
    start: str | None = None
    awaiting: dict[str, Any] | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    handoff_ticket_id: int | None = None
    replied_to: int | None = None
    edited: bool = False
    edits_answer: bool = False
    stated: bool = False
    turn: str = ""
    told: list[Reply] = field(default_factory=list)

    @property
    def estate(self) -> Estate:
        return self.household.estate


@dataclass(frozen=True, slots=True)
class Here:
    """Back to the chat that was speaking."""


@dataclass(frozen=True, slots=True)
class ToOwner:
    """To the account that reported the ticket."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class ToTopic:
    """Into the ticket's thread in the staff group; nothing where there is no group."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class ToStaff:
    """To one member of staff in private, where they have a chat with us."""

    staff_id: int


@dataclass(frozen=True, slots=True)
class ToRoom:
    """To the staff group of an estate, outside any topic."""

    estate_id: int


@dataclass(frozen=True, slots=True)
class ToProgress:
    """Into the one message of the staff group that shows how a notice comes along; it is edited where it stands."""

    notice_id: int


@dataclass(frozen=True, slots=True)
class ToDelivery:
    """To the contact of a notice's delivery."""

    delivery_id: int
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class ToContact:
    """To one account, about something that is no ticket and no notice."""

    contact_id: int


@dataclass(frozen=True, slots=True)
class ToDuty:
    """To whoever is on duty for the ticket's estate, by every route there is: staff group, private chats, gateway, terminal."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class ToPage:
    """To the people a page is for, each in private, and by the further routes of a page; never to the staff group."""

    page_id: int
    ticket_id: int


Address = Here | ToOwner | ToTopic | ToStaff | ToRoom | ToProgress | ToDelivery | ToContact | ToDuty | ToPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A message to send.

    `urgent` goes before everything, `bulk` after everything. `kind`: "text"; "card" is a ticket's card in its topic, kept
    so that it can be redrawn; "redraw" edits that card; "close_topic" ends its thread; "hide_topic" takes a ticket's words out of
    the staff group again. `relays` marks words that people
    wrote to each other: a staff reply to an owner's words goes to the owner, and what went to the owner is marked as sent. `earlier` is the channel's id of the bubble in this chat that it answers; `once`: where
    nobody knows whether it arrived, it is not sent again.
    """

    text: str = ""
    to: Address = Here()
    title: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    pictures: tuple[Picture, ...] = ()
    kind: Literal["text", "card", "redraw", "close_topic", "hide_topic"] = "text"
    urgency: Urgency = "interactive"
    relays: Literal["owner_words", "staff_words"] | None = None
    answers: str | None = None
    earlier: str | None = None
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a handler decided: the replies, and what the chat is asked and remembers now.

    `awaiting` None means that no question is open. `memory` is merged into what was remembered; None keeps it.
    `handoff_ticket_id`: a ticket whose people take the conversation over; 0 gives it back; None changes nothing.
    """

    replies: tuple[Reply, ...]
    awaiting: dict[str, Any] | None = None
    memory: dict[str, Any] | None = None
    handoff_ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class ConversationSettings:
    """The times and limits a conversation is led by; each from config.yaml, where its reason stands. `address` is where the pages are."""

    respond_hours: dict[str, float]
    remind_after_hours: float
    close_after_hours: float
    repage_minutes: float
    binding_tries: int
    binding_lock_minutes: float
    follow_on_seconds: float
    page_routes: tuple[str, ...]
    tickets: Rules = field(default_factory=Rules)
    notices: NoticeRules = field(default_factory=NoticeRules)
    voice: VoiceRules = field(default_factory=VoiceRules)
    address: str = ""


class Acting(Protocol):
    """The circumstances of an act, whoever acts: an owner's Request, a StaffRequest, a LineAct of the clock.

    `told` gathers the messages that rules cause beside the answer; they leave in the same transaction. `turn` is the id
    under which the outbox keeps them, "" where nobody asks for it.
    """

    @property
    def now(self) -> datetime: ...
    @property
    def tz(self) -> ZoneInfo: ...
    @property
    def settings(self) -> ConversationSettings: ...
    @property
    def told(self) -> list[Reply]: ...
    @property
    def turn(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAct:
    """An act of the line's own clock."""

    now: datetime
    tz: ZoneInfo
    settings: ConversationSettings
    told: list[Reply] = field(default_factory=list)
    turn: str = ""


class Mistake(Exception):  # noqa: N818 - the person's mistake, not an error of ours
    """Something the person can put right; `key` and `values` name the sentence of the catalogue that tells how.

    `language` is the one they spoke, where whoever caught it knew.
    """

    language: str | None = None

    #: What is kept although the step is taken back; run in a transaction of its own, or in the one around the step.
    kept: Callable[[LineStore], None] | None = None

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One thing the line can do, and what leads to it.

    `said` answers a matter with one of `intents`, or, before the capability of its intent, one of `codes`; `pressed` a button whose data begins with one of `buttons`; `answered` a
    message while one of `awaits` is asked, or None when the message is no answer to that.
    """

    name: str
    intents: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    said: Callable[[Request, OwnerStore, Matter], Outcome] | None = None
    buttons: tuple[str, ...] = ()
    pressed: Callable[[Request, OwnerStore], Outcome] | None = None
    awaits: tuple[str, ...] = ()
    answered: Callable[[Request, OwnerStore], Outcome | None] | None = None
