"""How attempts to send ended, and what follows: sent, tried again, moved, given up; and the mark under a staff member's words.

Each method is one transaction in a worker thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from bot.channels.base import Outbound, SendError, Sent, outbound_to_json
from bot.next_attempt import next_attempt
from bot.uploads import NO_FILES, Files
from handlers.wording import say, speak
from storage import channel_media, contacts, delivery_ends, estates, outbox
from storage.base import storable
from storage.db import Connection, Database
from storage.scope import LineScope
from storage.tickets import Tickets

log = structlog.get_logger()

#: Attempts after which a message is given up whose pictures the channel takes and then does not know.
MOST_UPLOADS = 5


@dataclass(frozen=True, slots=True)
class Work:
    """A message about to be sent, with its thread, the bubble it edits and its files looked up."""

    message: outbox.Message
    outbound: Outbound
    files: Files = NO_FILES

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def chat(self) -> str:
        return self.message.chat


@dataclass(frozen=True, slots=True)
class Rest:
    """Until when nothing leaves for a chat; `binding` also for what is urgent (the channel's own word)."""

    until: datetime
    binding: bool


class Outcomes:
    """Keeps the outcomes of one channel."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    def record(self, outcomes: list[tuple[Work, Sent | SendError]], now: datetime) -> dict[str, Rest]:
        """Keeps how attempts ended, with what follows from it, in one commit; returns which chats rest."""
        rests: dict[str, Rest] = {}
        with self._database.transaction() as connection:
            outbox.attempted(connection, [work.id for work, _ in outcomes], now)
            for work, outcome in outcomes:
                if isinstance(outcome, Sent):
                    self._sent(connection, work, outcome, now)
                elif rest := self._failed(connection, work, outcome, now):
                    rests[work.chat] = rest
        return rests

    def record_plainly(self, work: Work, outcome: Sent | SendError, now: datetime) -> None:
        """Keeps an outcome that could not be kept with all that follows from it."""
        with self._database.transaction() as connection:
            if isinstance(outcome, Sent):
                state, why = outbox.SENT, ""
                outbox.sent(connection, work.id, outcome.external_id[:80])
            else:
                state, why = outbox.UNKNOWN if outcome.doubtful else outbox.FAILED, outcome.reason
                outbox.failed(connection, work.id, why, unknown=outcome.doubtful)
            try:
                with self._database.attempt(connection):
                    delivery_ended(connection, work.message, state, now, why)
            except Exception as error:  # its notice never learns of it, but the channel goes on
                log.error(
                    "A delivery has no end.", action="delivery_endless", message=work.id, exc_info=error
                )

    def _sent(self, connection: Connection, work: Work, outcome: Sent, now: datetime) -> None:
        outbox.sent(connection, work.id, outcome.external_id)
        delivery_ended(connection, work.message, outbox.SENT, now)
        channel_media.keep(connection, self._channel, outcome.references, now)
        if work.outbound.action == "topic" and work.message.ticket_id:
            tickets = Tickets(connection, LineScope())
            ticket = tickets.by_id(work.message.ticket_id)
            if ticket:
                tickets.change(ticket, topic=outcome.external_id)
        self._mark(connection, work, now, "relay.sent")

    def _failed(self, connection: Connection, work: Work, error: SendError, now: datetime) -> Rest | None:
        message, urgent = work.message, work.message.priority == outbox.URGENT
        following = next_attempt(
            error,
            attempts=message.attempts,
            created_at=message.created_at,
            now=now,
            urgent=urgent,
            once=message.once,
        )
        log.info(
            "A message was not sent.",
            action="send_failed",
            message=message.id,
            why=error.reason,
            then=following.kind,
        )
        match following.kind:
            case "again":
                assert following.at
                binding = urgent or error.retry_after is not None
                outbox.try_again(connection, message.id, following.at, error.reason, doubt=error.doubtful)
                outbox.hold_chat(connection, self._channel, message.chat, following.at, urgent_too=binding)
                delivery_put_off(connection, message, now)
                return Rest(following.at, binding)
            case "move" if error.moved_to != message.chat:
                self._move(connection, message, str(error.moved_to), now)
            case "flatten":
                self._flatten(connection, work, now)
            case _ if error.reference_gone and work.files.named and message.attempts < MOST_UPLOADS:
                channel_media.forget(connection, self._channel, work.files.named)
                outbox.try_again(connection, message.id, message.created_at, error.reason, doubt=False)
            case _:
                self._give_up(connection, work, error, now)
        return None

    def _give_up(self, connection: Connection, work: Work, error: SendError, now: datetime) -> None:
        """Nobody can be reached there: what else waits for a person who blocked us need not be tried one by one."""
        given_up = [work]
        if error.gone and contacts.at(connection, self._channel, work.chat):
            contacts.set_state(connection, self._channel, work.chat, error.gone)
            waiting = outbox.waiting_for(connection, self._channel, work.chat)
            given_up += [Work(message, work.outbound) for message in waiting]
        for one in given_up:
            self._ended_unsent(connection, one, error.reason, now, unknown=error.doubtful and one is work)

    def _ended_unsent(
        self, connection: Connection, work: Work, reason: str, now: datetime, *, unknown: bool = False
    ) -> None:
        give_up(connection, work.message, reason, now, unknown=unknown)
        self._mark(connection, work, now, "relay.not_sent", reason=reason)

    def _move(self, connection: Connection, message: outbox.Message, new: str, now: datetime) -> None:
        log.warning(
            "A chat has a new address; if it is the staff group, put it into telegram.staff_group.",
            action="chat_moved",
            old=message.chat,
            new=new,
        )
        contacts.move(connection, self._channel, message.chat, new)
        outbox.move_chat(connection, self._channel, message.chat, new)
        outbox.try_again(connection, message.id, message.created_at, "the chat moved", doubt=False)

    def _flatten(self, connection: Connection, work: Work, now: datetime) -> None:
        """The topic is gone, or the group has none: the words go to the group itself, under the ticket's number."""
        message, outbound = work.message, work.outbound
        if outbound.action in ("topic", "name_topic", "close_topic", "edit") or outbound.thread is None:
            self._ended_unsent(connection, work, "the group has no such topic", now)
            return
        tickets = Tickets(connection, LineScope())
        ticket = tickets.at_topic(outbound.thread)
        if ticket:
            tickets.change(ticket, topic=None)
        if not str(message.payload.get("thread")).startswith("ticket:"):
            outbox.rewrite(connection, message.id, message.payload | {"thread": None})
        outbox.try_again(connection, message.id, message.created_at, "the topic is gone", doubt=False)

    def _mark(self, connection: Connection, work: Work, now: datetime, key: str, **values: Any) -> None:
        """Tells the member of staff whose words these were whether they went out, under their own message."""
        payload, message = work.message.payload, work.message
        if payload.get("relays") != "staff_words" or not message.ticket_id:
            return
        tickets = Tickets(connection, LineScope())
        ticket = tickets.by_id(message.ticket_id)
        if ticket is None:
            return
        if key == "relay.not_sent":
            tickets.record(
                ticket, at=now, kind="undelivered", actor="line", text=str(values["reason"]), shown=False
            )
        room = payload.get("room")
        if not payload.get("answers") or not room or ticket.guard:
            return
        estate = estates.by_id(connection, ticket.estate_id)
        text = say(speak(estate.language if estate else None, "en"), key, **values)
        mark = Outbound(chat=room, thread=f"ticket:{ticket.id}", text=text, reply_to=payload["answers"])
        outbox.put(
            connection,
            now=now,
            channel="telegram",
            chat=room,
            payload=outbound_to_json(mark),
            ticket_id=ticket.id,
        )


def give_up(
    connection: Connection, message: outbox.Message, why: str, now: datetime, *, unknown: bool = False
) -> None:
    """A message ends without having been sent, or, `unknown`, without anybody knowing."""
    outbox.failed(connection, message.id, why, unknown=unknown)
    delivery_ended(connection, message, outbox.UNKNOWN if unknown else outbox.FAILED, now, why)


def in_doubt(connection: Connection, message: outbox.Message, why: str, now: datetime) -> None:
    """Nobody knows whether it arrived: it is sent again, with a doubt, or ends as unknown where it is sent once at most."""
    if message.once:
        give_up(connection, message, why, now, unknown=True)
    else:
        outbox.try_again(connection, message.id, now, why, doubt=True)
        delivery_put_off(connection, message, now)


def delivery_put_off(connection: Connection, message: outbox.Message, now: datetime) -> None:
    """A message that is to be tried again is not, when its notice was held or stopped while it was under way."""
    if message.delivery_id is not None:
        delivery_ends.put_off(connection, message.delivery_id, now)


def delivery_ended(
    connection: Connection, message: outbox.Message, state: str, now: datetime, why: str = ""
) -> None:
    """The notice that this message is a delivery of learns how it ended."""
    if message.delivery_id is not None:
        delivery_ends.ended(connection, message.delivery_id, state, now, storable(why)[:500])
