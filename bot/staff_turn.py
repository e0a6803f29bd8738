"""What staff do in messaging apps becomes a request of the desk: who is it, which ticket's topic, what did they answer to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.bursts import Item
from bot.channels.base import Inbound
from bot.owner_turn import kept_pictures
from bot.posting import Place, Posting
from handlers.base import ConversationSettings
from handlers.staff.group import room, room_commands
from handlers.staff.request import StaffRequest
from storage import conversations, estates, outbox, staff
from storage.conversations import Conversation
from storage.db import Connection
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

log = structlog.get_logger()


class StaffTurn:
    """Handles the staff group, and what staff do in their private chats: buttons they press, cases they open."""

    def __init__(self, settings: ConversationSettings) -> None:
        self._settings = settings

    def is_for_staff(self, connection: Connection, update: Inbound) -> bool:
        """Whether what happened in a private chat is a staff step: a page accepted where it was received, a case opened (L12).

        Staff are known by their Telegram accounts; the same name on another channel is somebody else, and anybody else who writes
        such a command is an owner.
        """
        pressed = update.kind == "button" and (update.button or "").startswith("desk")
        said = update.kind == "message" and room_commands.is_private_one(update.text)
        meant = (pressed or said) and update.channel == "telegram"
        return meant and staff.by_telegram(connection, update.sender) is not None

    def handle(
        self,
        connection: Connection,
        chat: Conversation,
        item: Item,
        now: datetime,
        posting: Posting,
        here: Place,
    ) -> None:
        update = item.first
        who = self._who(connection, update)
        if who is None or update.kind == "start":
            return
        store = StaffStore(connection, who)
        replied = self._replied(store, update)
        ticket = self._ticket(store, update, replied)
        request = StaffRequest(
            who=who, now=now, tz=_zone(connection, who, ticket), settings=self._settings, text="\n".join(item.pieces),
            pictures=kept_pictures(store.tickets, item, now, who.estate_ids[0], None), answers=update.message_id,
        )  # fmt: skip
        act = room.StaffAct(
            ticket=ticket, text=request.text, pictures=request.pictures, replied=replied,
            button=tuple((update.button or "").split(":")) if update.button else (),
            awaiting=self._awaiting(chat, update),
        )  # fmt: skip
        outcome = room.handle(request, store, act)
        posting.post((*outcome.replies, *request.told), here)
        self._remember(connection, chat, update, outcome.awaiting)

    def _who(self, connection: Connection, update: Inbound) -> Staff | None:
        """The member of staff behind an account. Whoever is in the private staff group serves there: it is the key.

        It is no key for somebody who was taken off the staff: only `ownerline staff add` brings them back.
        """
        known = staff.by_telegram(connection, update.sender)
        if known or update.private or not update.sender_name or staff.is_former(connection, update.sender):
            return known
        served = tuple(estate.id for estate in estates.all_of_them(connection))
        if not served:
            return None
        first = estates.by_id(connection, served[0])
        language = first.language if first else "en"
        log.info("Somebody in the staff group was added to staff.", action="staff_added")
        staff_id = staff.add(
            connection, name=update.sender_name[:120], role="housekeeper", language=language,
            telegram_id=update.sender, estate_ids=served,
        )  # fmt: skip
        return staff.by_id(connection, staff_id)

    def _replied(self, store: StaffStore, update: Inbound) -> outbox.Message | None:
        if not update.reply_to:
            return None
        return store.about(update.channel, update.chat, update.reply_to)

    def _ticket(self, store: StaffStore, update: Inbound, replied: outbox.Message | None) -> Ticket | None:
        """The ticket of the topic; without topics, the one that the replied message was about."""
        in_topic = store.tickets.at_topic(update.thread) if update.thread else None
        if in_topic is None and replied and replied.ticket_id:
            return store.tickets.by_id(replied.ticket_id)
        return in_topic

    def _awaiting(self, chat: Conversation, update: Inbound) -> dict[str, Any] | None:
        """The open question to this very person in this topic; the group's others are not being asked."""
        found: dict[str, Any] | None = (chat.awaiting or {}).get(_place_of(update))
        return found

    def _remember(
        self, connection: Connection, chat: Conversation, update: Inbound, asked: dict[str, Any] | None
    ) -> None:
        questions = {key: value for key, value in (chat.awaiting or {}).items() if key != _place_of(update)}
        if asked:
            questions[_place_of(update)] = asked
        conversations.remember(connection, chat.id, awaiting=questions or None)


def _place_of(update: Inbound) -> str:
    return f"{update.sender}/{update.thread or ''}"


def _zone(connection: Connection, who: Staff, ticket: Ticket | None) -> ZoneInfo:
    estate_id = ticket.estate_id if ticket else who.estate_ids[0]
    estate = estates.by_id(connection, estate_id)
    return ZoneInfo(estate.timezone if estate else "UTC")
