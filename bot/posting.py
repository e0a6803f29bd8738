"""Turns replies into rows of the outbox: an address becomes a channel and a chat, words become what a channel can send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.channels.base import Key, Media, Outbound, outbound_to_json
from bot.discretion import Discretion
from handlers.base import (
    Here,
    Picture,
    Reply,
    ToContact,
    ToDelivery,
    ToDuty,
    ToOwner,
    ToPage,
    ToProgress,
    ToRoom,
    ToStaff,
    ToTopic,
)
from handlers.staff import card
from handlers.tickets.complaints import path
from handlers.tickets.holders.assignment import within
from handlers.wording import say, speak
from storage import contacts, estates, notice_watches, outbox, pages, staff
from storage.db import Connection
from storage.scope import LineScope
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

_PRIORITY = {"urgent": outbox.URGENT, "interactive": outbox.INTERACTIVE, "bulk": outbox.BULK}
_KINDS = {"photo", "voice", "video", "audio", "document", "sticker", "location"}


@dataclass(frozen=True, slots=True)
class Place:
    """A chat at a channel. `thread` "ticket:N" is the ticket's topic, known when the message leaves."""

    channel: str
    chat: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Routes:
    """Where staff are reached: the staff group's chat on Telegram (None: there is none), and the further routes of a page."""

    staff_group: str | None
    page_channels: tuple[str, ...]


class Posting:
    """Puts the replies of one turn into the outbox, within the turn's transaction."""

    def __init__(self, connection: Connection, routes: Routes, *, now: datetime, turn_id: str) -> None:
        self._connection = connection
        self._routes = routes
        self.now = now
        self.turn_id = turn_id
        self._tickets = Tickets(connection, LineScope())
        self._discretion = Discretion(connection)

    def post(self, replies: tuple[Reply, ...], here: Place | None) -> None:
        for reply in replies:
            if reply.kind == "hide_topic":
                self._hide_topic(reply)
                continue
            if reply.kind in ("card", "redraw"):
                self._post_card(reply)
                continue
            if isinstance(reply.to, ToProgress):
                self._post_progress(reply, reply.to.notice_id)
                continue
            worded = self._with_path(reply)
            for place in self._places(reply, here):
                self._put(worded, place)

    def _with_path(self, reply: Reply) -> Reply:
        """What the line writes to a ticket's owner says how to complain (C02), in the language they read."""
        if not path.belongs_under(reply) or not isinstance(reply.to, ToOwner):
            return reply
        ticket = self._tickets.by_id(reply.to.ticket_id)
        if ticket is None or ticket.contact_id is None:
            return reply
        contact = contacts.by_id(self._connection, ticket.contact_id)
        language = speak((contact.language if contact else None) or ticket.language, "en")
        return replace(reply, text=path.under(reply.text, language))

    def _post_progress(self, reply: Reply, notice_id: int) -> None:
        """The message that shows how a notice comes along: sent once, from then on edited."""
        if not self._routes.staff_group or self._discretion.guarded_in(reply):
            return
        room = Place("telegram", self._routes.staff_group)
        shown = notice_watches.message_of(self._connection, notice_id)
        if shown is None:
            notice_watches.shown_as(self._connection, notice_id, self._put(reply, room))
            return
        edit = replace(_outbound(reply, room), action="edit", edit_of=f"outbox:{shown}")
        self._queue(edit, room, reply, kind="edit", ticket_id=None)

    def _post_card(self, reply: Reply) -> None:
        """A ticket's card opens its topic; a card that stands already is redrawn as the ticket is now."""
        assert isinstance(reply.to, ToTopic)
        ticket = self._tickets.by_id(reply.to.ticket_id)
        if not ticket or ticket.guard or not self._routes.staff_group:
            return
        drawn = replace(self._drawn(ticket), urgency=reply.urgency)
        if ticket.card_id is not None:
            self._put(replace(drawn, kind="redraw"), self._topic(ticket.id))
            return
        room = Place("telegram", self._routes.staff_group)
        name = Outbound(chat=room.chat, action="topic", text=f"{ticket.number} {ticket.summary}"[:120])
        self._queue(name, room, drawn, kind="topic", ticket_id=ticket.id)
        card_id = self._put(drawn, self._topic(ticket.id))
        self._tickets.change(ticket, card_id=card_id)

    def _hide_topic(self, reply: Reply) -> None:
        """Takes a ticket out of the staff group: what waits is not sent, every message of ours says so instead, the topic is
        renamed and closed, and forgotten, so that nothing said there reaches the owner.
        """
        assert isinstance(reply.to, ToTopic)
        ticket, group = self._tickets.by_id(reply.to.ticket_id), self._routes.staff_group
        if not ticket or not group:
            return
        estate = estates.by_id(self._connection, ticket.estate_id)
        language = speak(estate.language if estate else None, "en")
        text = say(language, "subjects.elsewhere", number=ticket.number)
        room = Place("telegram", group, ticket.topic)
        for one in outbox.of_ticket(self._connection, "telegram", group, ticket.id):
            if one.waits:
                outbox.needless(self._connection, one.id, "it is handled elsewhere")
            elif one.kind == "send" and one.stands:
                edit = Outbound(chat=group, action="edit", edit_of=f"outbox:{one.id}", text=text)
                self._queue(edit, room, reply, kind="edit", ticket_id=ticket.id)
        if ticket.topic:
            renamed = Outbound(chat=group, action="name_topic", thread=ticket.topic, text=ticket.number)
            closed = replace(renamed, action="close_topic", text="")
            for outbound in (renamed, closed):
                self._queue(outbound, room, reply, kind=outbound.action, ticket_id=ticket.id)
        self._tickets.change(ticket, card_id=None, topic=None)

    def _drawn(self, ticket: Ticket) -> Reply:
        """The card, drawn by the line itself for everybody who serves the ticket's estate."""
        line = Staff(
            id=0,
            name="",
            role="line",
            language="",
            telegram_id=None,
            on_duty=False,
            estate_ids=(ticket.estate_id,),
        )
        return card.draw(card.facts(StaffStore(self._connection, line), ticket), self.now)

    def _places(self, reply: Reply, here: Place | None) -> list[Place]:
        """Where a reply goes. What is about a guarded ticket goes to its readers in private instead of the staff group."""
        places = self._addressed(reply, here)
        group = self._routes.staff_group
        in_room = [place for place in places if group and (place.channel, place.chat) == ("telegram", group)]
        guarded = self._discretion.guarded_in(reply) if in_room else []
        if not guarded:
            return places
        private = () if isinstance(reply.to, ToDuty) else self._discretion.readers(guarded)
        instead = [place for one in private for place in self._private_chat(one.id)]
        elsewhere = [place for place in places if place not in in_room]
        return elsewhere if reply.kind == "close_topic" else [*elsewhere, *instead]

    def _addressed(self, reply: Reply, here: Place | None) -> list[Place]:
        group = self._routes.staff_group
        match reply.to:
            case Here():
                return [here] if here else []
            case ToOwner(ticket_id):
                return self._owner_of(ticket_id)
            case ToTopic(ticket_id):
                return [self._topic(ticket_id)] if group else []
            case ToRoom() | ToProgress():
                return [Place("telegram", group)] if group else []
            case ToDelivery(_, channel, address):
                return [Place(channel, address)]
            case ToContact(contact_id):
                return self._account(contact_id)
            case ToStaff() | ToDuty() | ToPage():
                return self._to_staff(reply, reply.to)

    def _to_staff(self, reply: Reply, to: ToStaff | ToDuty | ToPage) -> list[Place]:
        match to:
            case ToStaff(staff_id):
                return self._in_private(reply, [staff_id])
            case ToDuty(ticket_id):
                return self._on_duty(ticket_id)
            case ToPage(page_id, _):
                return self._of_page(reply, page_id)

    def _in_private(self, reply: Reply, staff_ids: Sequence[int]) -> list[Place]:
        """Their own chats; nobody hears of a guarded ticket who must not (C11)."""
        guarded = self._discretion.guarded_in(reply)
        may = [one for one in staff_ids if all(self._discretion.may_read(one, ticket) for ticket in guarded)]
        return [place for one in may for place in self._private_chat(one)]

    def _owner_of(self, ticket_id: int) -> list[Place]:
        ticket = self._tickets.by_id(ticket_id)
        contact = (
            contacts.by_id(self._connection, ticket.contact_id) if ticket and ticket.contact_id else None
        )
        return [Place(contact.channel, contact.address)] if contact else []

    def _account(self, contact_id: int) -> list[Place]:
        found = contacts.by_id(self._connection, contact_id)
        return [Place(found.channel, found.address)] if found and found.state == contacts.REACHABLE else []

    def _private_chat(self, staff_id: int) -> list[Place]:
        who = staff.by_id(self._connection, staff_id)
        return (
            [Place("telegram", who.telegram_id)]
            if who and who.telegram_id and self._routes.staff_group
            else []
        )

    def _on_duty(self, ticket_id: int) -> list[Place]:
        """By every route there is; a guarded ticket not in the group, and nobody that it complains of (C11)."""
        ticket = self._tickets.by_id(ticket_id)
        if not ticket:
            return []
        places = [Place(channel, "duty") for channel in self._routes.page_channels]
        if self._routes.staff_group:
            if not ticket.guard:
                places.append(Place("telegram", self._routes.staff_group))
            places.extend(
                Place("telegram", one.telegram_id) for one in self._there(ticket) if one.telegram_id
            )
        return places

    def _there(self, ticket: Ticket) -> list[Staff]:
        """Whoever is on duty now; everybody on duty where it is nobody's hours: rather too many than none."""
        barred = self._discretion.barred(ticket) if ticket.guard else frozenset()
        serving = staff.serving(self._connection, ticket.estate_id)
        on_duty = [one for one in serving if one.on_duty and one.id not in barred]
        estate = estates.by_id(self._connection, ticket.estate_id)
        at = self.now.astimezone(ZoneInfo(estate.timezone if estate else "UTC")).time()
        return [one for one in on_duty if within(one.hours, at)] or on_duty

    def _of_page(self, reply: Reply, page_id: int) -> list[Place]:
        page = pages.by_id(self._connection, page_id)
        if page is None:
            return []
        private = self._in_private(reply, page.audience)
        return [Place(channel, "duty") for channel in self._routes.page_channels] + private

    def _topic(self, ticket_id: int) -> Place:
        assert self._routes.staff_group
        return Place("telegram", self._routes.staff_group, f"ticket:{ticket_id}")

    def _put(self, reply: Reply, place: Place) -> int:
        ticket_id = getattr(reply.to, "ticket_id", None)
        outbound = _outbound(reply, place)
        if reply.kind == "close_topic":
            outbound = replace(outbound, action="close_topic")
        if reply.kind == "redraw":
            ticket = self._tickets.by_id(ticket_id) if ticket_id else None
            if not ticket or ticket.card_id is None:
                return 0
            outbound = replace(outbound, action="edit", edit_of=f"outbox:{ticket.card_id}")
        return self._queue(outbound, place, reply, kind=outbound.action, ticket_id=ticket_id)

    def _queue(
        self, outbound: Outbound, place: Place, reply: Reply, *, kind: str, ticket_id: int | None
    ) -> int:
        payload = outbound_to_json(outbound)
        payload |= {key: value for key in ("relays", "answers") if (value := getattr(reply, key))}
        if reply.answers and self._routes.staff_group:
            payload["room"] = self._routes.staff_group
        delivery_id = reply.to.delivery_id if isinstance(reply.to, ToDelivery) else None
        return outbox.put(
            self._connection, now=self.now, channel=place.channel, chat=place.chat, kind=kind, payload=payload,
            priority=_PRIORITY[reply.urgency], ticket_id=ticket_id, delivery_id=delivery_id, once=reply.once,
            turn_id=self.turn_id,
        )  # fmt: skip


def _outbound(reply: Reply, place: Place) -> Outbound:
    """A reply as a channel sends it."""
    return Outbound(
        chat=place.chat, thread=place.thread, title=reply.title, text=reply.text, media=_media(reply.pictures),
        keys=tuple(tuple(Key(text=b.text, data=b.data) for b in row) for row in reply.buttons), reply_to=reply.earlier,
    )  # fmt: skip


def _media(pictures: tuple[Picture, ...]) -> tuple[Media, ...]:
    """Pictures as a channel takes them; a reference of another channel is fetched and translated when it leaves."""
    return tuple(
        Media(
            kind=picture.kind,
            reference=f"{picture.channel}|{picture.reference}",
            name=picture.name,
            mime=picture.mime,
        )
        for picture in pictures
        if picture.kind in _KINDS and picture.reference
    )
