"""An owner's item becomes a request: who is it, what was being waited for, what is meant; then the capability decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.bursts import Item
from bot.channels.base import Inbound
from bot.lending import Lender, Words, lent_meaning
from bot.posting import Place, Posting
from handlers import registry
from handlers.asked import as_asked
from handlers.base import ConversationSettings, Mistake, Outcome, Picture, Request
from handlers.wording import speak
from nlu.meaning import Meaning
from nlu.parse import parse
from storage import contacts, conversations, estates
from storage.contacts import Contact
from storage.conversations import Conversation
from storage.db import Connection
from storage.owner_store import Household, OwnerStore
from storage.tickets import Tickets

#: Unit labels change with imports; a reading may use labels this old.
_LABELS_FOR = timedelta(minutes=5)

#: Letters of the alphabet that say enough about the language they are written in; a Chinese character tells by itself.
_TELLING_LETTERS = 4


class OwnerTurn:
    """Handles what owners do in their chats."""

    def __init__(
        self, settings: ConversationSettings, default_estate: str, lender: Lender | None = None
    ) -> None:
        """`lender` is another reader, asked in the place of our own."""
        self._settings = settings
        self._lender = lender
        self._default_estate = default_estate
        self._labels: dict[int, tuple[datetime, tuple[str, ...]]] = {}

    def handle(
        self,
        connection: Connection,
        chat: Conversation,
        item: Item,
        now: datetime,
        posting: Posting,
        here: Place,
    ) -> None:
        contact = self._contact(connection, item.first, now)
        store = OwnerStore(connection, contact, now)
        request = self._request(store, chat, item, now, posting.turn_id)
        try:
            outcome = registry.decide(request, store)
        except Mistake as mistake:
            mistake.language = request.language
            raise
        posting.post((*outcome.replies, *request.told), here)
        self._remember(connection, chat, request, outcome)

    def _contact(self, connection: Connection, update: Inbound, now: datetime) -> Contact:
        known = contacts.at(connection, update.channel, update.chat)
        if known:
            if known.state != contacts.REACHABLE:
                contacts.change(connection, known.id, state=contacts.REACHABLE)
            return known
        estate = estates.by_code(connection, self._default_estate) or estates.first(connection)
        if estate is None:
            raise LookupError("there is no estate yet; import one with 'ownerline import'")
        return contacts.add(
            connection, estate_id=estate.id, channel=update.channel, address=update.chat,
            name=update.sender_name[:120], at=now,
        )  # fmt: skip

    def _request(
        self, store: OwnerStore, chat: Conversation, item: Item, now: datetime, turn: str
    ) -> Request:
        household = store.household()
        text = "\n".join(item.pieces)
        known = _known_language(chat, household, item.first)
        words = Words(
            text=text, now=now, tz=ZoneInfo(household.estate.timezone), units=self._labels_of(store, now),
            awaiting=_asked_for(chat, item.first),
        )  # fmt: skip
        meaning = self._meaning(chat, item, words, known)
        return Request(
            text=text, pieces=item.pieces, meaning=meaning, household=household, now=now,
            language=_language(household, meaning, text, known), tz=ZoneInfo(household.estate.timezone),
            settings=self._settings, pictures=kept_pictures(store.tickets, item, now, store.scope.estate_id, household.contact.id),
            button=tuple((item.first.button or "").split(":")) if item.first.button else (),
            start=item.first.start if item.first.kind == "start" else None,
            awaiting=chat.awaiting, memory=chat.memory, handoff_ticket_id=chat.handoff_ticket_id,
            replied_to=_replied_to(store, item),
            edited=item.first.kind == "edit", edits_answer=_edits_answer(store, item), stated=item.first.asked is not None, turn=turn,
        )  # fmt: skip

    def _meaning(self, chat: Conversation, item: Item, words: Words, known: str | None) -> Meaning:
        """What the words mean, by whoever reads here. Raises Unread while another reader is still to be asked."""
        meaning = parse(
            words.text, now=words.now, tz=words.tz, language=known, awaiting=words.awaiting, units=words.units
        )
        if item.first.asked:
            return as_asked(meaning, item.first.asked, words.text)
        if self._lender and not chat.handoff_ticket_id:
            return lent_meaning(self._lender, item, meaning, words)
        return meaning

    def _labels_of(self, store: OwnerStore, now: datetime) -> tuple[str, ...]:
        estate_id = store.scope.estate_id
        read_at, labels = self._labels.get(estate_id, (None, ()))
        if read_at is None or now - read_at > _LABELS_FOR:
            labels = store.unit_labels()
            self._labels[estate_id] = (now, labels)
        return labels

    def _remember(
        self, connection: Connection, chat: Conversation, request: Request, outcome: Outcome
    ) -> None:
        memory = chat.memory | (outcome.memory or {}) | {"language": request.language}
        values: dict[str, Any] = {"awaiting": outcome.awaiting, "memory": memory}
        if outcome.handoff_ticket_id is not None:
            values["handoff_ticket_id"] = outcome.handoff_ticket_id or None
        conversations.remember(connection, chat.id, **values)


def _asked_for(chat: Conversation, update: Inbound) -> str | None:
    """What the words may answer: the open question, or the score that a program says they hold."""
    if update.asked and update.asked.intent == "rating":
        return "rating"
    return (chat.awaiting or {}).get("kind")


def _known_language(chat: Conversation, household: Household, update: Inbound) -> str | None:
    """What is known of the language before the message is read: the owner's choice, the last message, the register."""
    registered = household.person.language if household.person else None
    return household.contact.language or chat.memory.get("language") or registered or update.language


def _language(household: Household, meaning: Meaning, text: str, known: str | None) -> str:
    """The owner's own choice; else the language of the message where it is long enough to tell; else what was known."""
    chosen = household.contact.language
    letters = [] if text.startswith("/") else [letter for letter in text if letter.isalpha()]
    telling = len(letters) >= _TELLING_LETTERS or any(letter > "\u2e80" for letter in letters)
    spoken = meaning.language if telling and meaning.language != "und" else None
    return speak(chosen or spoken or known, household.estate.language)


def _replied_to(store: OwnerStore, item: Item) -> int | None:
    """The notice of ours that somebody answered with the channel's own reply, in whichever of the messages."""
    bubbles = [one.reply_to for one in item.updates if one.reply_to and one.kind in ("message", "edit")]
    return next(filter(None, (store.heard.replied_to(one) for one in bubbles)), None)


def _edits_answer(store: OwnerStore, item: Item) -> bool:
    """Whether an edit says anew what answered a question whose words are kept nowhere."""
    return item.first.kind == "edit" and store.survey_words.are_gone(item.first.message_id or "")


def kept_pictures(
    tickets: Tickets, item: Item, now: datetime, estate_id: int, contact_id: int | None
) -> tuple[Picture, ...]:
    """Keeps what came with the words, before anything is decided, so that no picture is lost."""
    kept = []
    for update in item.updates:
        for media in update.media:
            place = f"{media.latitude},{media.longitude}" if media.latitude is not None else ""
            facts: dict[str, Any] = {
                "channel": update.channel, "kind": media.kind, "reference": media.reference,
                "name": (media.phone or place or media.name)[:200], "mime": media.mime[:100], "album": update.album,
            }  # fmt: skip
            attachment_id = tickets.attach(
                estate_id=estate_id, ticket_id=None, contact_id=contact_id, at=now, size=media.size, **facts
            )
            kept.append(Picture(attachment_id=attachment_id, **facts))
    return tuple(kept)
