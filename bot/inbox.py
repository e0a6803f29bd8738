"""Stores updates before they are acknowledged, and decides when a chat's waiting updates may be handled.

Pieces of a report wait a few seconds for the next piece; everything else, an emergency above all, is due at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from bot import clock
from bot.channels.base import Inbound, Refused, inbound_to_json
from bot.settings import ConversationGroup
from bot.workers import Workers
from nlu.meaning import Meaning
from nlu.parse import parse
from storage import conversations, inbox
from storage.base import storable
from storage.db import Connection, Database, StorageError

log = structlog.get_logger()

#: Intents whose message is complete by itself; the others may be a piece of a report.
_COMPLETE = frozenset(
    {"smalltalk", "handoff", "follow_up", "enquiry", "preferences", "privacy", "account", "rating", "affirm", "deny",
     "cancel", "rsvp", "away", "dispute", "reschedule"}
)  # fmt: skip

#: How often updates are stored again right away when another transaction stood in the way.
AT_ONCE = 3


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
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._keep_batch(batch)
        finally:  # nobody waits for a flush that ended otherwise than by having kept everything
            _finish(self._waiting, Refused("the line is stopping"))
            self._waiting = []

    async def _keep_batch(self, batch: list[tuple[list[Inbound], asyncio.Future[None]]]) -> None:
        updates = [update for some, _ in batch for update in some]
        try:
            await self._workers.write(partial(self._keep, updates))
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
        """All of them in one transaction; where one cannot be kept as it is, each by itself. Raises StorageError."""
        try:
            self._keep_together(updates)
        except StorageError as error:
            if error.passing:
                raise
            self._keep_singly(updates)
        except ValueError:  # the driver's own, for a value that it cannot write down
            self._keep_singly(updates)

    def _keep_singly(self, updates: list[Inbound]) -> None:
        for update in updates:
            try:
                self._keep_together([update])
            except (StorageError, ValueError) as error:
                if isinstance(error, StorageError) and error.passing:
                    raise
                self._put_aside(update, error)

    def _put_aside(self, update: Inbound, error: Exception) -> None:
        """What no database takes is acknowledged all the same: sent again and again it would hold up everybody else."""
        log.error("An update that cannot be stored was put aside.", action="intake_put_aside", exc_info=error)
        with self._database.transaction() as connection:
            inbox.store(
                connection, channel=update.channel, update_id=storable(update.update_id)[:80],
                chat=storable(update.chat)[:80], payload={}, received_at=self._now(), held=False, state=inbox.DEAD,
                reason=f"{type(error).__name__}: it could not be stored",
            )  # fmt: skip

    def _keep_together(self, updates: list[Inbound]) -> None:
        """Raises StorageError; what two transactions in each other's way cost is tried again at once."""
        for tries_left in range(AT_ONCE, -1, -1):
            try:
                with self._database.transaction() as connection:
                    self._keep_all_in(connection, updates, self._now())
            except StorageError as error:
                if not error.at_once or not tries_left:
                    raise
            else:
                return

    def _keep_all_in(self, connection: Connection, updates: list[Inbound], now: datetime) -> None:
        chats = {(one.channel, one.chat) for one in updates if self._keep_one(connection, one, now)}
        for channel, chat in sorted(chats):  # in one order everywhere, so that no two wait for each other
            waiting = inbox.waiting(connection, channel, chat)
            if waiting:
                conversations.wake(connection, channel, chat, ready_at(waiting, now, self._settings))

    def _keep_one(self, connection: Connection, update: Inbound, now: datetime) -> bool:
        look = first_look(update, now)
        held = look.piece and not conversations.asked(connection, update.channel, update.chat)
        payload = inbound_to_json(update) | ({"urgent": True} if look.urgent else {})
        return inbox.store(
            connection, channel=update.channel, update_id=update.update_id, chat=update.chat,
            payload=payload, received_at=now, held=held,
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


@dataclass(frozen=True, slots=True)
class Look:
    """`piece`: more of the same report may follow. `urgent`: it speaks of danger, and goes before every queue."""

    piece: bool = False
    urgent: bool = False


def first_look(update: Inbound, now: datetime) -> Look:
    """What can be seen of an update before its turn; whatever comes from a group is complete, and in no hurry."""
    if update.kind not in ("message", "edit") or not update.private:
        return Look()
    if not update.text.strip():
        return Look(piece=update.kind == "message" and not update.whole)
    if update.text.startswith("/"):
        return Look()
    try:
        meaning = parse(update.text, now=now, tz=ZoneInfo("UTC"), language=update.language)
    except Exception as error:
        log.error("An update could not be read at the door.", action="intake_unread", exc_info=error)
        return Look()
    if meaning.hazard:
        return Look(urgent=True)
    return Look(piece=update.kind == "message" and not update.whole and _may_go_on(update, meaning))


def _may_go_on(update: Inbound, meaning: Meaning) -> bool:
    """A part of an album, a picture with words, words of a report or words unclear."""
    if update.album or update.media:
        return True
    return not meaning.understood or any(matter.intent not in _COMPLETE for matter in meaning.matters)


def ready_at(waiting: list[inbox.Stored], now: datetime, settings: ConversationGroup) -> datetime:
    """When the waiting updates of a chat may be handled: at once if one of them is complete, else after a quiet time.

    An emergency counts as having waited for long. A clock that was put back makes nobody wait longer than usual.
    """
    if any(stored.payload.get("urgent") for stored in waiting):
        return now - conversations.AHEAD
    if not all(stored.held for stored in waiting):
        return now
    longest = timedelta(seconds=settings.burst_longest_seconds)
    quiet = waiting[-1].received_at + timedelta(seconds=settings.burst_seconds)
    return min(waiting[0].received_at + longest, quiet, now + longest)
