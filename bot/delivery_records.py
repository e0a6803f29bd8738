"""What delivery reads from and writes to the outbox: each method is one transaction in a worker thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.channels.base import Channel, Media, Outbound, SendError, outbound_from_json
from bot.charts.sending import NotDrawn
from bot.delivery_outcomes import Work, give_up, in_doubt
from bot.uploads import Uploads
from storage import channel_rests, outbox
from storage.db import Connection, Database
from storage.scope import LineScope
from storage.tickets import Tickets

log = structlog.get_logger()

#: How far back attempts still count for the laws of a channel.
COUNTED = timedelta(seconds=61)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a dead process left: attempts that the laws still count (chat, latest moment of arrival, requests), chats that
    rest, and a rest of the whole channel."""

    recent: list[tuple[str, datetime, int]]
    held: list[tuple[str, datetime]]
    halted_until: datetime | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """What leaves now; groups that have no room yet for the requests their next message takes; chats whose message waits
    for another one to upload a file."""

    works: list[Work]
    crowded: dict[str, int]
    behind: list[str]


class Records:
    """The outbox of one channel. `carry` brings a picture of another channel into the media store."""

    def __init__(self, database: Database, channel: Channel, carry: Callable[[str], Awaitable[str]]) -> None:
        self._database = database
        self._laws = channel
        self._channel = channel.name
        self._carry = carry
        self.uploads = Uploads(channel.name, once=channel.laws.uploads_once)

    def recover(self, now: datetime) -> Recovered:
        """Puts the unfinished messages of a dead process back, each with a doubt. It sent none of them after `now`."""
        with self._database.transaction() as connection:
            orphans = outbox.orphans(connection, self._channel)
            outbox.attempted(connection, [message.id for message in orphans], now)
            for message in orphans:
                log.warning(
                    "A message was under way when the line stopped.",
                    action="send_doubtful",
                    message=message.id,
                )
                in_doubt(connection, message, "the line stopped while it was under way", now)
            outbox.pull_back(connection, self._channel, now)
            attempts = outbox.recent(connection, self._channel, now - COUNTED)
            held = outbox.held_chats(connection, self._channel, now)
            rest = channel_rests.until(connection, self._channel)
        recent = [(chat, at, self._requests(_readable(payload))) for chat, at, payload in attempts]
        return Recovered(recent, held, rest if rest and rest > now else None)

    def due(
        self, now: datetime, busy: list[str], paused: list[str], *, bulk_too: bool = True
    ) -> list[outbox.Head]:
        with self._database.reading() as connection:
            return outbox.due(connection, self._channel, now, busy, paused, bulk_too=bulk_too)

    def claim(self, chosen: list[outbox.Head], now: datetime, fits: Callable[[str, int], bool]) -> Claimed:
        """Commits that these are under way, then looks up what was not known when they were written.

        `fits` tells whether a group may be sent so many requests now. What can no longer be read is given up.
        """
        leaving: list[Work] = []
        try:
            with self._database.transaction() as connection:
                ids, crowded = self._leaving(connection, chosen, fits)
                works = self._works(connection, outbox.claim(connection, ids, now), now)
                leaving = [work for work in works if self.uploads.begin(work.files)]
                behind = [work for work in works if work not in leaving]
                if behind:
                    outbox.put_back(connection, [work.id for work in behind])
        except BaseException:
            for work in leaving:
                self.uploads.end(work.files)
            raise
        return Claimed(leaving, crowded, [work.chat for work in behind])

    def _works(self, connection: Connection, messages: list[outbox.Message], now: datetime) -> list[Work]:
        works = []
        for message in messages:
            outbound = _readable(message.payload)
            if outbound is None:
                log.error("A message cannot be read.", action="send_unreadable", message=message.id)
                give_up(connection, message, "it cannot be read", now)
            else:
                works.append(self._looked_up(connection, message, outbound))
        return works

    def _leaving(
        self, connection: Connection, chosen: list[outbox.Head], fits: Callable[[str, int], bool]
    ) -> tuple[list[int], dict[str, int]]:
        """Edits that need not leave are left out, and what a group has no room for; everything else is not looked into."""
        closely = [head.id for head in chosen if head.kind == "edit" or self._laws.is_group(head.chat)]
        left_out, crowded = set(), {}
        for message in outbox.waiting(connection, closely) if closely else []:
            outbound = _readable(message.payload)
            requests = self._requests(outbound)
            if outbound and self._spared(connection, Work(message, outbound)):
                left_out.add(message.id)
            elif self._laws.is_group(message.chat) and not fits(message.chat, requests):
                left_out.add(message.id)
                crowded[message.chat] = requests
        return [head.id for head in chosen if head.id not in left_out], crowded

    def _requests(self, outbound: Outbound | None) -> int:
        return self._laws.requests(outbound) if outbound else 1

    def _spared(self, connection: Connection, work: Work) -> bool:
        """Whether an edit need not leave: its bubble was not sent yet and takes the words, or a later edit follows."""
        edit = work.outbound
        if edit.action != "edit" or not (edit.edit_of or "").startswith("outbox:"):
            return False
        bubble = outbox.unsent(connection, int(str(edit.edit_of).removeprefix("outbox:")))
        if bubble is not None:
            words = {name: work.message.payload.get(name) for name in ("title", "text", "keys")}
            payload = {name: value for name, value in (bubble.payload | words).items() if value}
            outbox.rewrite(connection, bubble.id, payload)
            outbox.needless(connection, work.id, "its words went into the message itself")
            return True
        if outbox.overtaken(connection, work.message):
            outbox.needless(connection, work.id, "a later edit followed")
            return True
        return False

    def _looked_up(self, connection: Connection, message: outbox.Message, outbound: Outbound) -> Work:
        outbound = replace(outbound, chat=message.chat)
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
        bulk = message.priority == outbox.BULK
        outbound, files = self.uploads.named(connection, replace(outbound, bulk=bulk))
        return Work(message, outbound, files)

    async def made_ready(self, work: Work) -> Outbound | SendError:
        """The message with every picture as this channel's own reference, or as a file of the media store."""
        outbound = work.outbound
        if outbound.action == "edit" and outbound.edit_of is None:
            return SendError(reason="the message to edit was never sent", permanent=True)
        if outbound.action in ("name_topic", "close_topic") and outbound.thread is None:
            return SendError(reason="the ticket has no topic", permanent=True)
        try:
            media = tuple([own for one in outbound.media if (own := await self._own(one))])
        except OSError as error:
            return SendError(reason=f"a picture cannot be had: {error}", permanent=work.message.attempts > 5)
        return replace(outbound, media=media)

    async def _own(self, media: Media) -> Media | None:
        """The picture as this channel takes it; None for a chart that cannot be drawn: its words say the same."""
        channel, _, reference = media.reference.partition("|")
        if channel == self._channel or reference.startswith("file:"):
            return replace(media, reference=reference)
        try:
            return replace(media, reference=await self._carry(media.reference))
        except NotDrawn as error:
            log.warning("A message leaves without its picture.", action="chart_left_out", why=str(error))
            return None

    def halt(self, until: datetime) -> None:
        """The whole channel rests, also for a process that takes over."""
        with self._database.transaction() as connection:
            channel_rests.halt(connection, self._channel, until)


def _readable(payload: dict[str, Any]) -> Outbound | None:
    try:
        return outbound_from_json(payload)
    except ValueError:
        return None
