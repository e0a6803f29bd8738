"""A house to try conversations in: Ann owns 3-2-1502, Bob shares it, Cat lives next door; staff serve it.

Everything is real but the channel's wire and the clock's hands: what is said goes through the inbox, the turn and the outbox
of a real database, and what the line answers is read from the outbox as the channel would.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels.base import Inbound, Media, Outbound, outbound_from_json
from bot.inbox import Inbox
from bot.owner_turn import OwnerTurn
from bot.posting import Posting, Routes
from bot.settings import Settings
from bot.staff_turn import StaffTurn
from bot.steps import run_step
from bot.sweeps import Sweeps
from bot.turn import Turn
from bot.workers import Workers
from handlers.base import ConversationSettings
from handlers.staff.request import StaffRequest
from handlers.voice.standard_rules import StandardRules
from storage import contacts, estates, people, staff
from storage.db import Connection, Database
from storage.outbox import outbox
from storage.scope import LineScope
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

GROUP = "-100777"


@dataclass
class House:
    """The line without its wires. `now` moves only by `later`."""

    database: Database
    now: datetime
    settings: Settings = field(default_factory=Settings)
    _count: itertools.count[int] = field(default_factory=itertools.count)
    _read: int = 0

    def __post_init__(self) -> None:
        self.rules = rules = ConversationSettings(
            respond_hours=dict(self.settings.conversation.respond_hours), remind_after_hours=24, close_after_hours=72,
            repage_minutes=2, binding_tries=5, binding_lock_minutes=60, follow_on_seconds=180,
            page_routes=("staff_pages", "staff_group", "private_chats", "terminal"),
            address="https://line.example", voice=replace(self.settings.voice, standards=StandardRules(perception_share=0)),
        )  # fmt: skip
        self.routes = Routes(staff_group=GROUP, page_channels=("terminal",))
        parts = OwnerTurn(rules, ""), StaffTurn(rules)
        self.turn = Turn(self.database, self.settings.conversation, self.routes, *parts, now=lambda: self.now)
        self.sweeps = Sweeps(self.database, self.routes, rules, now=lambda: self.now)
        self.inbox = Inbox(
            self.database,
            Workers(writers=1),
            self.settings.conversation,
            lambda _updates: None,
            lambda: self.now,
        )
        self._people()

    def draws(self, share: float) -> None:
        """From now on so many of the homes where somebody was are asked whether they noticed; 0 until then, for it is chance."""
        voice = replace(self.rules.voice, standards=StandardRules(perception_share=share))
        rules = replace(self.rules, voice=voice)
        self.sweeps = Sweeps(self.database, self.routes, rules, now=lambda: self.now)

    def _people(self) -> None:
        with self.database.transaction() as connection:
            self.estate_id = estates.add_estate(
                connection, code="LH", name="麗湖花園", timezone="Asia/Shanghai", jurisdiction="CN", language="en",
                phone="400-000-0000",
            )  # fmt: skip
            keeper = staff.add(
                connection, name="Wang Fang", role="housekeeper", language="en", telegram_id="900",
                estate_ids=(self.estate_id,),
            )  # fmt: skip
            staff.add(
                connection,
                name="Guard Li",
                role="security",
                language="en",
                telegram_id="901",
                estate_ids=(self.estate_id,),
            )
            building = estates.building_named(connection, self.estate_id, "3")
            for label in ("3-2-1502", "3-2-1503"):
                estates.add_unit(
                    connection, estate_id=self.estate_id, building_id=building.id, label=label, floor="15",
                    housekeeper_id=keeper,
                )  # fmt: skip
            for name, address, unit in (
                ("Ann", "1", "3-2-1502"),
                ("Bob", "2", "3-2-1502"),
                ("Cat", "3", "3-2-1503"),
            ):
                home = estates.unit_labelled(connection, self.estate_id, unit)
                assert home
                person = people.add(connection, estate_id=self.estate_id, name=name)
                people.occupy(
                    connection,
                    estate_id=self.estate_id,
                    person_id=person,
                    unit_id=home.id,
                    role="owner",
                    at=self.now,
                )
                contact = contacts.add(
                    connection,
                    estate_id=self.estate_id,
                    channel="telegram",
                    address=address,
                    name=name,
                    at=self.now,
                )
                contacts.change(connection, contact.id, person_id=person)

    async def give(self, update: Inbound) -> None:
        """An update arrives; what is due at once is handled."""
        await self.inbox.store([update])
        self.run()

    def run(self) -> None:
        while self.turn.next():
            pass

    def later(self, **by: float) -> None:
        """Time passes; what falls due is handled."""
        self.now += timedelta(**by)
        self.run()
        self.sweeps.all_of_them()

    async def says(self, who: str, text: str, **more: Any) -> list[Outbound]:
        """Somebody writes in their private chat; returns what the line answered there."""
        await self.give(self.message(who, text, **more))
        self.later(seconds=3)
        return self.heard(who)

    def message(self, who: str, text: str, **more: Any) -> Inbound:
        number = next(self._count)
        values: dict[str, Any] = {
            "kind": "message", "chat": who, "sender": who, "sender_name": f"person {who}", "message_id": str(number),
            "channel": "telegram", "update_id": f"7:{number}", "sent_at": self.now, "text": text,
        }  # fmt: skip
        return Inbound(**(values | more))

    async def shows(self, who: str, text: str = "", album: str | None = None) -> list[Outbound]:
        """Somebody sends a photo."""
        photo = Media(kind="photo", reference=f"photo-{next(self._count)}", mime="image/jpeg", size=1000)
        return await self.says(who, text, media=(photo,), album=album)

    async def taps(self, who: str, label: str) -> list[Outbound]:
        """Somebody presses the newest button that says this in their chat."""
        data = self.button(who, label)
        return await self.presses(who, data)

    async def presses(self, who: str, data: str) -> list[Outbound]:
        await self.give(self.message(who, "", kind="button", button=data))
        return self.heard(who)

    def button(self, chat: str, label: str) -> str:
        found = [
            key.data
            for outbound in self.all_to(chat)
            for row in outbound.keys
            for key in row
            if label in key.text
        ]
        assert found, f"no button says {label!r} in chat {chat}"
        return found[-1]

    def heard(self, chat: str) -> list[Outbound]:
        """What was sent to a chat since the last look at any chat."""
        with self.database.reading() as connection:
            rows = connection.execute(
                outbox.select().where(outbox.c.id > self._read).order_by(outbox.c.id)
            ).all()
        self._read = max([self._read, *(row.id for row in rows)])
        self.last = rows
        return [outbound_from_json(row.payload) for row in rows if row.chat == chat]

    def all_to(self, chat: str) -> list[Outbound]:
        with self.database.reading() as connection:
            rows = connection.execute(
                outbox.select().where(outbox.c.chat == chat).order_by(outbox.c.id)
            ).all()
        return [outbound_from_json(row.payload) for row in rows]

    def told_staff(self) -> str:
        """Everything that went to the staff group in the last step."""
        return "\n".join(
            f"{row.payload.get('title', '')} {row.payload.get('text', '')}"
            for row in self.last
            if row.chat == GROUP
        )

    def ticket_id(self, number: str) -> int:
        with self.database.reading() as connection:
            found = Tickets(connection, LineScope()).numbered(number)
        assert found, f"there is no {number}"
        return found.id

    def staff_does(
        self, number: str, step: Callable[[StaffRequest, StaffStore, Ticket], Any], who: str = "900"
    ) -> None:
        """A step of Fang's (or whose Telegram number is given) from the pages, in one transaction, as the line runs it."""

        def work(connection: Connection, posting: Posting, now: datetime) -> None:
            person = staff.by_telegram(connection, who)
            assert person
            request = StaffRequest(who=person, now=now, tz=ZoneInfo("Asia/Shanghai"), settings=self.rules)
            store = StaffStore(connection, person)
            ticket = store.tickets.numbered(number)
            assert ticket, f"there is no {number}"
            done = step(request, store, ticket)
            posting.post((*(done if isinstance(done, tuple) else ()), *request.told), None)

        run_step(self.database, self.routes, work, self.now)

    def topic(self, number: str) -> tuple[str, str]:
        """The ticket's thread and its card's message id, as if the channel had delivered both."""
        ticket_id = self.ticket_id(number)
        with self.database.transaction() as connection:
            tickets = Tickets(connection, LineScope())
            ticket = tickets.by_id(ticket_id)
            assert ticket
            assert ticket.card_id
            tickets.change(ticket, topic=f"topic-{number}")
            connection.execute(
                outbox.update().where(outbox.c.id == ticket.card_id).values(external_id=f"card-{number}")
            )
        return f"topic-{number}", f"card-{number}"
