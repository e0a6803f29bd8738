"""One update, one transaction: who, what was being waited for, what was meant, what the line decides, rows, outbox, done.

A person's mistake becomes a reply. A failure of the world puts the chat off and is tried again. A bug of ours is logged once
with the turn's id, apologised for and put aside with its reason; staff are told, and the chat goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot import bursts, clock
from bot.inbox import ready_at
from bot.lending import Unread, lent_to_json
from bot.owner_turn import OwnerTurn
from bot.posting import Place, Posting, Routes
from bot.settings import ConversationGroup
from bot.staff_turn import StaffTurn
from bot.steps import told_staff
from handlers import put_aside
from handlers.base import Here, Mistake, Reply
from handlers.wording import say, speak
from nlu.borrowed import Lent
from storage import contacts, conversations, estates, inbox
from storage.conversations import Conversation
from storage.db import Connection, Database, StorageError
from storage.owner_store import OwnerStore
from storage.store import LineStore

log = structlog.get_logger()

#: How often a chat is tried again when a turn fails outside its handler, before its oldest update is put aside.
TRIES = 3


class Turn:
    """Handles the chat that has waited longest. `next` runs whole in a worker thread."""

    def __init__(
        self,
        database: Database,
        settings: ConversationGroup,
        routes: Routes,
        owners: OwnerTurn,
        staff: StaffTurn,
        now: Callable[[], datetime] = clock.now,
        steady: Callable[[], datetime] | None = None,
    ) -> None:
        """`steady` is a clock that is never put back (by default `now` is trusted): what was due stays due."""
        self._database = database
        self._settings = settings
        self._routes = routes
        self._owners = owners
        self._staff = staff
        self._now = now
        self._steady = steady or now

    def next(self) -> bool | Unread:
        """Handles one item of one chat; False when no chat is due. Raises StorageError, and nothing for what an update holds.

        Unread: the chat was put off until another reader was asked; `lent` brings the answer.
        """
        now, turn_id = self._now(), clock.turn_id()
        chat: Conversation | None = None
        try:
            with self._database.transaction() as connection:
                chat = conversations.claim(connection, max(now, self._steady()))
                if chat is None:
                    return False
                unread = self._handle_chat(connection, chat, now, turn_id)
        except StorageError as error:
            if chat is None:
                raise
            log.error(
                "A turn failed for the database and is tried again.",
                action="turn_put_off",
                turn=turn_id,
                why=str(error),
            )
            self._after_failure(chat, now, turn_id, error, passing=error.passing)
        except Exception as error:  # a bug beside the handlers must not stop the other chats
            log.error(
                "A turn failed outside its handler.", action="turn_failed", turn=turn_id, exc_info=error
            )
            if chat is None:
                raise StorageError("the next chat cannot be read") from error
            self._after_failure(chat, now, turn_id, error, passing=False)
        else:
            return unread or True
        return True

    def lent(self, unread: Unread, lent: Lent | None) -> None:
        """Keeps another reader's answer, or that there is none, beside the update; the chat goes on. Raises StorageError."""
        with self._database.transaction() as connection:
            place = inbox.note(connection, unread.row, {"lent": lent_to_json(lent)})
            waiting = inbox.waiting(connection, *place) if place else []
            if place and waiting:
                conversations.wake(connection, *place, ready_at(waiting, self._now(), self._settings))

    def _after_failure(
        self, chat: Conversation, now: datetime, turn_id: str, error: Exception, *, passing: bool
    ) -> None:
        """The chat is tried again later; what fails time after time by its own fault is put aside without a word."""
        with self._database.transaction() as connection:
            if passing or chat.failures < TRIES:
                later = max(now, self._steady()) + conversations.retry_delay(chat.failures)
                conversations.put_off(connection, chat.id, later)
                return
            waiting = inbox.waiting(connection, chat.channel, chat.chat)
            inbox.put_aside(connection, [stored.id for stored in waiting[:1]], turn_id, _reason(error))
            conversations.settle(connection, chat.id, now if waiting[1:] else None)

    def _handle_chat(
        self, connection: Connection, chat: Conversation, now: datetime, turn_id: str
    ) -> Unread | None:
        waiting = inbox.waiting(connection, chat.channel, chat.chat)
        if waiting:
            try:
                done = self._handle_first(connection, chat, waiting, now, turn_id)
            except Unread as unread:
                later = max(now, self._steady()) + unread.patience
                conversations.settle(connection, chat.id, later)
                return unread
            full = len(waiting) == inbox.AT_ONCE
            waiting = [stored for stored in waiting if stored.id not in done]
            if full:  # there may be more than were looked at
                waiting = inbox.waiting(connection, chat.channel, chat.chat)
        conversations.settle(connection, chat.id, ready_at(waiting, now, self._settings) if waiting else None)
        return None

    def _handle_first(
        self,
        connection: Connection,
        chat: Conversation,
        waiting: list[inbox.Stored],
        now: datetime,
        turn_id: str,
    ) -> tuple[int, ...]:
        """Handles the oldest item; an update that cannot even be read is put aside alone. Returns what is done."""
        try:
            item = bursts.next_item(waiting)
        except ValueError as error:
            broken = bursts.unreadable(waiting)
            log.error("An update cannot be read.", action="turn_unreadable", turn=turn_id, exc_info=error)
            inbox.put_aside(connection, list(broken), turn_id, _reason(error))
            posting = Posting(connection, self._routes, now=now, turn_id=turn_id)
            posting.post(told_staff(connection, turn_id, ""), None)
            return broken
        self._handle(connection, chat, item, now, turn_id)
        return item.ids

    def _handle(
        self, connection: Connection, chat: Conversation, item: bursts.Item, now: datetime, turn_id: str
    ) -> None:
        posting = Posting(connection, self._routes, now=now, turn_id=turn_id)
        here = Place(chat.channel, chat.chat, item.last.thread)
        try:
            with self._database.attempt(connection):
                self._decide(connection, chat, item, now, posting, here)
            inbox.finish(connection, list(item.ids), turn_id)
        except Unread:
            raise
        except Mistake as mistake:
            if mistake.kept:
                mistake.kept(LineStore(connection))
            language = mistake.language or self._language(connection, chat)
            posting.post((Reply(text=say(language, mistake.key, **mistake.values)),), here)
            inbox.finish(connection, list(item.ids), turn_id)
        except StorageError as error:
            if error.passing:
                raise
            self._poisoned(connection, chat, item, posting, here, error)
        except Exception as error:  # noqa: BLE001 - the one place where a bug of ours ends
            self._poisoned(connection, chat, item, posting, here, error)

    def _decide(
        self,
        connection: Connection,
        chat: Conversation,
        item: bursts.Item,
        now: datetime,
        posting: Posting,
        here: Place,
    ) -> None:
        update = item.first
        if update.kind == "reach":
            state = contacts.REACHABLE if update.reachable else contacts.BLOCKED
            contacts.set_state(connection, chat.channel, update.sender, state)
        elif not update.private:
            if chat.channel == "telegram" and chat.chat == self._routes.staff_group:
                self._staff.handle(connection, chat, item, now, posting, here)
        elif self._staff.is_for_staff(connection, update):
            self._staff.handle(connection, chat, item, now, posting, here)
        else:
            self._owners.handle(connection, chat, item, now, posting, here)

    def _poisoned(
        self,
        connection: Connection,
        chat: Conversation,
        item: bursts.Item,
        posting: Posting,
        here: Place,
        error: Exception,
    ) -> None:
        turn_id = posting.turn_id
        log.error(
            "A turn failed and its update was put aside.",
            action="turn_poisoned",
            turn=turn_id,
            exc_info=error,
        )
        inbox.put_aside(connection, list(item.ids), turn_id, _reason(error))
        language = self._language(connection, chat)
        apology = Reply(text=say(language, "common.apology", turn=turn_id), to=Here(), urgency="urgent")
        told = told_staff(connection, turn_id, "\n".join(item.pieces))
        if not item.first.private:
            posting.post(told, here)
            return
        posting.post((apology, *told, *self._kept_for_people(connection, chat, item, posting)), here)

    def _kept_for_people(
        self, connection: Connection, chat: Conversation, item: bursts.Item, posting: Posting
    ) -> tuple[Reply, ...]:
        """A ticket with the words, where even that does not fail; the inbox keeps the update in any case."""
        contact = contacts.at(connection, chat.channel, chat.chat)
        estate = estates.by_id(connection, contact.estate_id) if contact else None
        if contact is None or estate is None:
            return ()
        try:
            with self._database.attempt(connection):
                store = OwnerStore(connection, contact, posting.now)
                return put_aside.keep(
                    store, contact, estate, item.pieces, turn_id=posting.turn_id, now=posting.now
                )
        except Exception as error:
            if isinstance(error, StorageError) and error.passing:
                raise
            log.error(
                "Not even a ticket could be kept.", action="turn_unkept", turn=posting.turn_id, exc_info=error
            )
            return ()

    def _language(self, connection: Connection, chat: Conversation) -> str:
        contact = contacts.at(connection, chat.channel, chat.chat)
        estate = estates.first(connection)
        known = (contact.language if contact else None) or chat.memory.get("language")
        return speak(known, estate.language if estate else "en")


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


#: How long a turn waits at most before it looks again for chats that another process left due.
IDLE = timedelta(seconds=1)
