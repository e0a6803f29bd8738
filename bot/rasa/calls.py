"""A call goes through the inbox and a turn like any message, and carries off what waits for its sender in the outbox.

The call is stored under a key that a repetition shares, so that it has one effect; its answers are sent under that key, so
that a repetition hears them again. Messages that nobody asked for (a reply of staff) go with the sender's next call.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from weakref import WeakValueDictionary

import structlog

from bot import clock
from bot.channels.base import Intake, Outbound, Refused, SendError, Sent, outbound_from_json
from bot.delivery_outcomes import Outcomes, Work, give_up, in_doubt
from bot.rasa.trackers import CHANNEL, Call
from bot.workers import Workers
from storage import contacts, conversations, inbox, outbox
from storage.db import Connection, Database, StorageError
from storage.owner_store import OwnerStore

log = structlog.get_logger()

#: Seconds for which a call waits for its turn; Rasa itself would wait for minutes, the person would not.
PATIENCE = 20.0

#: How often a turn that another process takes is looked for, seconds; one of this process says so itself.
_LOOK_AGAIN = 0.25

#: What a call carried off and never reported on is taken back after this time.
_LOST_AFTER = timedelta(seconds=60)


class Unanswered(Exception):  # noqa: N818 - the world's failure, told to Rasa
    """There is no answer now; the text says what happened to the words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender hears; `carried` goes with the call of this `key` and must be reported on.

    `ticket` is the one spoken of last; `with_people` tells whether people have the conversation.
    """

    key: str
    messages: tuple[Outbound, ...]
    carried: tuple[Work, ...]
    ticket: str | None
    with_people: bool


class Calls:
    """Answers the calls of all senders. `intake` keeps updates; `wake` tells that a turn has ended."""

    def __init__(
        self, database: Database, workers: Workers, intake: Intake, patience: float = PATIENCE
    ) -> None:
        self._database, self._workers, self._intake = database, workers, intake
        self._patience = patience
        self._outcomes = Outcomes(database, CHANNEL)
        self._one_by_one: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._waiting: set[asyncio.Event] = set()

    def wake(self) -> None:
        for turned in self._waiting:
            turned.set()

    def in_line(self, sender: str) -> asyncio.Lock:
        """Held from a call's beginning until its end is reported: a call sent again meanwhile hears what the first one did."""
        return self._one_by_one.setdefault(sender, asyncio.Lock())

    async def answer(self, call: Call) -> Answer:
        """Stores, waits for the turn, collects. Raises Unanswered."""
        try:
            if call.inbound:
                await self._intake([call.inbound])
                await self._handled(call)
            return await self._workers.write(partial(self._collect, call))
        except (Refused, StorageError) as error:
            raise Unanswered("it could not be stored; send it again") from error

    async def report(self, answer: Answer, *, arrived: bool) -> None:
        """Keeps how the messages of an answer ended: with Rasa, or on the way to it."""
        if not answer.carried:
            return
        try:
            await self._workers.write(partial(self._reported, answer, arrived))
        except StorageError as error:  # taken back after a minute, with a doubt
            log.error("A call's end could not be kept.", action="rasa_unrecorded", why=str(error))

    async def _handled(self, call: Call) -> None:
        turned = asyncio.Event()
        self._waiting.add(turned)
        try:
            async with asyncio.timeout(self._patience):
                while not await self._workers.read(partial(self._ended, call.key)):
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_LOOK_AGAIN):
                            await turned.wait()
                    turned.clear()
        except TimeoutError as error:
            raise Unanswered("it is kept; its answer comes with the next action") from error
        finally:
            self._waiting.discard(turned)

    def _ended(self, key: str) -> bool:
        with self._database.reading() as connection:
            found = inbox.kept(connection, CHANNEL, key)
            return found is not None and found.state != inbox.WAITING

    def _collect(self, call: Call) -> Answer:
        """Marks what waits for the sender as under way with this call; what it was answered before is told again."""
        now = clock.now()
        with self._database.transaction() as connection:
            for message in outbox.lost(connection, CHANNEL, call.sender, now - _LOST_AFTER):
                in_doubt(connection, message, "it was never reported on", now)
            before = outbox.sent_as(connection, CHANNEL, call.sender, call.key)
            waiting = [message.id for message in outbox.waiting_for(connection, CHANNEL, call.sender)]
            fresh = outbox.claim(connection, waiting, now) if waiting else []
            works = [work for message in fresh if (work := self._readable(connection, message))]
            again = [_as_work(message) for message in before]
            ticket, with_people = _standing(connection, call.sender, now)
        told = sorted([*works, *again], key=lambda work: work.id)
        shown = tuple(work.outbound for work in told if can_show(work.outbound))
        return Answer(call.key, shown, tuple(works), ticket, with_people)

    def _readable(self, connection: Connection, message: outbox.Message) -> Work | None:
        try:
            return _as_work(message)
        except ValueError:
            log.error("A message cannot be read.", action="send_unreadable", message=message.id)
            give_up(connection, message, "it cannot be read", clock.now())
            return None

    def _reported(self, answer: Answer, arrived: bool) -> None:
        now = clock.now()
        if not arrived:
            with self._database.transaction() as connection:
                for work in answer.carried:
                    in_doubt(connection, work.message, "the call was cut off", now)
            return
        self._outcomes.record([(work, _ended_as(work, answer.key)) for work in answer.carried], now)


def can_show(outbound: Outbound) -> bool:
    """A Rasa assistant shows words and buttons; it has no way to a picture of ours, and no bubbles to change."""
    return outbound.action == "send" and not outbound.media


def _ended_as(work: Work, key: str) -> Sent | SendError:
    if can_show(work.outbound):
        return Sent(key)
    return SendError(reason="a Rasa assistant shows words alone, no pictures", permanent=True)


def _as_work(message: outbox.Message) -> Work:
    return Work(message, outbound_from_json(message.payload))


def _standing(connection: Connection, sender: str, now: datetime) -> tuple[str | None, bool]:
    """The ticket that this chat spoke of last, if its household may still see it, and whether people have the conversation."""
    chat = conversations.at(connection, CHANNEL, sender)
    contact = contacts.at(connection, CHANNEL, sender)
    if chat is None or contact is None:
        return None, False
    ticket_id = chat.memory.get("ticket")
    ticket = OwnerStore(connection, contact, now).tickets.by_id(int(ticket_id)) if ticket_id else None
    return ticket.number if ticket else None, chat.handoff_ticket_id is not None
