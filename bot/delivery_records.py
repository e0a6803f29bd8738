"""What delivery reads from and writes to the outbox: each method is one transaction in a worker thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.channels.base import Media, Outbound, SendError, Sent, outbound_from_json, outbound_to_json
from bot.next_attempt import next_attempt
from handlers.wording import say, speak
from storage import contacts, estates, outbox
from storage.db import Connection, Database
from storage.scope import LineScope
from storage.tickets import Tickets

log = structlog.get_logger()

#: How far back attempts still count for the laws of a channel.
COUNTED = timedelta(seconds=61)


@dataclass(frozen=True, slots=True)
class Work:
    """A message about to be sent, with its thread and the bubble it edits looked up."""

    message: outbox.Message
    outbound: Outbound

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def chat(self) -> str:
        return self.message.chat


class Records:
    """The outbox of one channel. `carry` brings a picture of another channel into the media store."""

    def __init__(self, database: Database, channel: str, carry: Callable[[str], Awaitable[str]]) -> None:
        self._database = database
        self._channel = channel
        self._carry = carry

    def recover(self, now: datetime) -> tuple[list[tuple[str, datetime]], list[tuple[str, datetime]]]:
        """Puts the unfinished messages of a dead process back, each with a doubt; returns attempts and rests that count."""
        with self._database.transaction() as connection:
            for message in outbox.orphans(connection, self._channel):
                log.warning(
                    "A message was under way when the line stopped.",
                    action="send_doubtful",
                    message=message.id,
                )
                outbox.try_again(
                    connection, message.id, now, "the line stopped while it was under way", doubt=True
                )
            recent = outbox.recent(connection, self._channel, now - COUNTED)
            return recent, outbox.held_chats(connection, self._channel, now)

    def due(self, now: datetime, busy: list[str]) -> list[outbox.Head]:
        with self._database.reading() as connection:
            return outbox.due(connection, self._channel, now, busy)

    def claim(self, chosen: list[outbox.Head], now: datetime) -> list[Work]:
        """Commits that these are under way, then looks up what was not known when they were written."""
        with self._database.transaction() as connection:
            taken = outbox.claim(connection, [head.id for head in chosen], now)
            return [self._looked_up(connection, message) for message in taken]

    def _looked_up(self, connection: Connection, message: outbox.Message) -> Work:
        outbound = replace(outbound_from_json(message.payload), chat=message.chat)
        if outbound.thread and outbound.thread.startswith("ticket:"):
            ticket = Tickets(connection, LineScope()).by_id(int(outbound.thread.removeprefix("ticket:")))
            topic = ticket.topic if ticket else None
            numbered = f"{ticket.number} {outbound.title}".strip() if ticket and not topic else outbound.title
            outbound = replace(outbound, thread=topic, title=numbered)
        if outbound.edit_of and outbound.edit_of.startswith("outbox:"):
            outbound = replace(
                outbound,
                edit_of=outbox.external_id(connection, int(outbound.edit_of.removeprefix("outbox:"))),
            )
        return Work(message, outbound)

    async def made_ready(self, work: Work) -> Outbound | SendError:
        """The message with every picture as this channel's own reference, or as a file of the media store."""
        outbound = work.outbound
        if outbound.action == "edit" and outbound.edit_of is None:
            return SendError(reason="the message to edit was never sent", permanent=True)
        if outbound.action == "close_topic" and outbound.thread is None:
            return SendError(reason="the ticket has no topic", permanent=True)
        try:
            media = tuple([await self._own(one) for one in outbound.media])
        except OSError as error:
            return SendError(reason=f"a picture cannot be had: {error}", permanent=work.message.attempts > 5)
        return replace(outbound, media=media)

    async def _own(self, media: Media) -> Media:
        channel, _, reference = media.reference.partition("|")
        if channel == self._channel or reference.startswith("file:"):
            return replace(media, reference=reference)
        return replace(media, reference=await self._carry(media.reference))

    def record(self, outcomes: list[tuple[Work, Sent | SendError]], now: datetime) -> dict[str, datetime]:
        """Keeps how attempts ended, with what follows from it, in one commit; returns which chats rest until when."""
        rests: dict[str, datetime] = {}
        with self._database.transaction() as connection:
            for work, outcome in outcomes:
                if isinstance(outcome, Sent):
                    self._sent(connection, work, outcome, now)
                elif rest := self._failed(connection, work, outcome, now):
                    rests[work.chat] = rest
        return rests

    def _sent(self, connection: Connection, work: Work, outcome: Sent, now: datetime) -> None:
        outbox.sent(connection, work.id, outcome.external_id)
        if work.outbound.action == "topic" and work.message.ticket_id:
            tickets = Tickets(connection, LineScope())
            ticket = tickets.by_id(work.message.ticket_id)
            if ticket:
                tickets.change(ticket, topic=outcome.external_id)
        self._mark(connection, work, now, "relay.sent")

    def _failed(self, connection: Connection, work: Work, error: SendError, now: datetime) -> datetime | None:
        message = work.message
        following = next_attempt(error, attempts=message.attempts, created_at=message.created_at, now=now)
        log.info(
            "A message was not sent.",
            action="send_failed",
            message=message.id,
            why=error.reason,
            then=following.kind,
        )
        if error.gone:
            contacts.set_state(connection, self._channel, message.chat, error.gone)
        match following.kind:
            case "again":
                assert following.at
                outbox.try_again(connection, message.id, following.at, error.reason, doubt=error.doubtful)
                outbox.hold_chat(connection, self._channel, message.chat, following.at)
                return following.at
            case "move":
                self._move(connection, message, str(error.moved_to), now)
            case "flatten":
                self._flatten(connection, work, now)
            case _:
                outbox.failed(connection, message.id, error.reason, unknown=error.doubtful)
                self._mark(connection, work, now, "relay.not_sent", reason=error.reason)
        return None

    def _move(self, connection: Connection, message: outbox.Message, new: str, now: datetime) -> None:
        contacts.move(connection, self._channel, message.chat, new)
        outbox.move_chat(connection, self._channel, message.chat, new)
        outbox.try_again(connection, message.id, now, "the chat moved", doubt=False)

    def _flatten(self, connection: Connection, work: Work, now: datetime) -> None:
        """The topic is gone, or the group has none: the words go to the group itself, under the ticket's number."""
        message, outbound = work.message, work.outbound
        if outbound.action in ("topic", "close_topic", "edit") or outbound.thread is None:
            outbox.failed(connection, message.id, "the group has no such topic")
            return
        tickets = Tickets(connection, LineScope())
        ticket = tickets.by_id(message.ticket_id) if message.ticket_id else None
        if ticket and ticket.topic == outbound.thread:
            tickets.change(ticket, topic=None)
        outbox.try_again(connection, message.id, now, "the topic is gone", doubt=False)

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
        if not payload.get("answers") or not room:
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
