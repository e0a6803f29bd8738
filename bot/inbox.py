"""Stores updates before they are acknowledged, and decides when a chat's waiting updates may be handled.

Pieces of a report wait a few seconds for the next piece; everything else, an emergency above all, is due at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot import clock
from bot.channels.base import Inbound, Refused, inbound_to_json
from bot.settings import ConversationGroup
from bot.workers import Workers
from nlu.parse import parse
from storage import conversations, inbox
from storage.db import Connection, Database, StorageError

log = structlog.get_logger()

#: Intents whose message is complete by itself; the others may be a piece of a report.
_COMPLETE = frozenset(
    {"smalltalk", "handoff", "follow_up", "enquiry", "preferences", "privacy", "account", "rating", "affirm", "deny",
     "cancel", "rsvp", "away", "dispute", "reschedule"}
)  # fmt: skip


class Inbox:
    """The door behind every channel's door. `stored` is called with updates once they were kept."""

    def __init__(
        self,
        database: Database,
        workers: Workers,
        settings: ConversationGroup,
        stored: Callable[[list[Inbound]], None],
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._workers = workers
        self._settings = settings
        self._stored = stored
        self._now = now
        self._waiting: list[tuple[list[Inbound], asyncio.Future[None]]] = []
        self._flush: asyncio.Task[None] | None = None

    async def store(self, updates: list[Inbound]) -> None:
        """Keeps updates durably; what arrives while the disk is busy shares one commit. Raises Refused."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((updates, done))
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._keep_all())
        await done

    async def _keep_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            updates = [update for some, _ in batch for update in some]
            try:
                await self._workers.write(lambda updates=updates: self._keep(updates))  # type: ignore[misc]
            except StorageError as error:
                log.error(
                    "An update could not be stored and was not acknowledged.",
                    action="intake_refused",
                    why=str(error),
                )
                _finish(batch, Refused("the database cannot keep updates now"))
            except BaseException:
                _finish(batch, Refused("the line is stopping"))
                raise
            else:
                _finish(batch, None)
                self._stored(updates)

    def _keep(self, updates: list[Inbound]) -> None:
        now = self._now()
        with self._database.transaction() as connection:
            chats = set()
            for update in updates:
                if self._keep_one(connection, update, now):
                    chats.add((update.channel, update.chat))
            for channel, chat in sorted(chats):
                waiting = inbox.waiting(connection, channel, chat)
                if waiting:
                    conversations.wake(connection, channel, chat, ready_at(waiting, now, self._settings))

    def _keep_one(self, connection: Connection, update: Inbound, now: datetime) -> bool:
        asked = update.kind == "message" and conversations.asked(connection, update.channel, update.chat)
        return inbox.store(
            connection, channel=update.channel, update_id=update.update_id, chat=update.chat,
            payload=inbound_to_json(update), received_at=now, held=not asked and may_be_a_piece(update, now),
            state=inbox.WAITING if update.kind != "unknown" else inbox.DONE,
        )  # fmt: skip


def _finish(batch: list[tuple[list[Inbound], asyncio.Future[None]]], refused: Refused | None) -> None:
    for _, done in batch:
        if done.done():
            continue
        if refused:
            done.set_exception(refused)
        else:
            done.set_result(None)


def may_be_a_piece(update: Inbound, now: datetime) -> bool:
    """Whether more of the same report may follow: a part of an album, a picture, words of a report or words unclear.

    An emergency, a command, a button, an answer and whatever comes from a group are complete.
    """
    if update.kind != "message" or not update.private:
        return False
    if not update.text.strip():
        return True
    if update.text.startswith("/"):
        return False
    meaning = parse(update.text, now=now, tz=ZoneInfo("UTC"), language=update.language)
    if meaning.hazard:
        return False
    if update.album:
        return True
    complete = meaning.understood and all(matter.intent in _COMPLETE for matter in meaning.matters)
    return not complete or bool(update.media)


def ready_at(waiting: list[inbox.Stored], now: datetime, settings: ConversationGroup) -> datetime:
    """When the waiting updates of a chat may be handled: at once if one of them is complete, else after a quiet time."""
    if not all(stored.held for stored in waiting):
        return now
    longest = waiting[0].received_at + timedelta(seconds=settings.burst_longest_seconds)
    quiet = waiting[-1].received_at + timedelta(seconds=settings.burst_seconds)
    return min(longest, quiet)
