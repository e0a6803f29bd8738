"""An estate with its people, for everything that staff do: Ann owns the home, Bob shares it, Cat lives next door.

Ivy keeps house, Max manages, Eli repairs and reads Chinese; Otto serves another estate, where Zoe lives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.base import ConversationSettings, Mistake, Reply, ToOwner
from handlers.staff.request import StaffRequest
from storage import contacts, estates, people, staff
from storage.base import metadata
from storage.db import Database
from storage.scope import LineScope
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Event, Ticket
from storage.tickets import Tickets

#: Sunday 22 November 2026, 18:00 in Hong Kong.
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TZ = ZoneInfo("Asia/Hong_Kong")

SETTINGS = ConversationSettings(
    respond_hours={"telegram": 8, "webchat": 8},
    remind_after_hours=24,
    close_after_hours=72,
    repage_minutes=2,
    binding_tries=5,
    binding_lock_minutes=60,
    follow_on_seconds=180,
    page_routes=("telegram", "console"),
)


@dataclass
class House:
    """The database and everybody in it, by first name."""

    db: Database
    staff: dict[str, Staff]
    contacts: dict[str, int]
    units: dict[str, int]
    estates: dict[str, int]
    buildings: dict[str, int]

    @contextmanager
    def store(self, name: str) -> Iterator[StaffStore]:
        with self.db.transaction() as connection:
            yield StaffStore(connection, self.staff[name])

    def request(self, name: str, **values: Any) -> StaffRequest:
        return replace(StaffRequest(who=self.staff[name], now=NOW, tz=TZ, settings=SETTINGS), **values)

    def open(self, owner: str = "Ann", **values: Any) -> Ticket:
        """A ticket as the line opens one."""
        with self.db.transaction() as connection:
            contact = contacts.by_id(connection, self.contacts[owner])
            assert contact is not None
            row = {
                "unit_id": self.units.get(owner), "contact_id": contact.id, "person_id": contact.person_id,
                "channel": contact.channel, "intent": "repair", "code": "home.leak", "urgency": "N",
                "summary": "The tap leaks", "words": "The tap leaks <b>badly</b>", "language": contact.language or "und",
                "reading": {"confidence": 0.91}, "respond_by": NOW + timedelta(hours=8), "place": "kitchen", **values,
            }  # fmt: skip
            stage = row.pop("stage", "received")
            tickets = Tickets(connection, LineScope())
            opened = tickets.open(estate_id=contact.estate_id, now=NOW - timedelta(hours=1), **row)
            moved = tickets.change(opened, stage=stage)
            assert moved is not None
            return moved

    def ticket(self, ticket: Ticket) -> Ticket:
        with self.db.reading() as connection:
            found = Tickets(connection, LineScope()).by_id(ticket.id)
            assert found is not None
            return found

    def timeline(self, ticket: Ticket) -> list[Event]:
        with self.db.reading() as connection:
            return Tickets(connection, LineScope()).timeline(ticket)

    def do(
        self, name: str, step: Callable[..., tuple[Reply, ...]], ticket: Ticket, *values: Any, **request: Any
    ) -> tuple[Reply, ...]:
        """A step of staff in one transaction; a Mistake leaves nothing behind."""
        with self.store(name) as store:
            return step(self.request(name, **request), store, self.ticket(ticket), *values)

    def mistake(
        self, name: str, step: Callable[..., tuple[Reply, ...]], ticket: Ticket, *values: Any
    ) -> Mistake:
        """The Mistake that a step must end in."""
        try:
            self.do(name, step, ticket, *values)
        except Mistake as mistake:
            return mistake
        raise AssertionError("the step went through")


def build(url: str, *, tables: bool = True) -> House:
    """The house in a database; `tables` false where it has its tables already."""
    db = Database(url)
    if tables:
        metadata.create_all(db.engine)
    with db.transaction() as connection:
        house = House(db, {}, {}, {}, {}, {})
        for code, name in (("GV", "Green Valley"), ("SB", "Sea Breeze")):
            house.estates[code] = estates.add_estate(
                connection, code=code, name=name, timezone="Asia/Hong_Kong", jurisdiction="HK", language="en",
                phone="+852 2000 0000",
            )  # fmt: skip
            house.buildings[code] = estates.building_named(connection, house.estates[code], "Block 1").id
        house.buildings["GV2"] = estates.building_named(connection, house.estates["GV"], "Block 2").id
        for name, role, language, codes in (
            ("Ivy", "housekeeper", "en", ("GV",)), ("Max", "manager", "zh-Hant", ("GV",)),
            ("Eli", "engineer", "zh-Hans", ("GV",)), ("Otto", "housekeeper", "en", ("SB",)),
        ):  # fmt: skip
            ids = tuple(house.estates[code] for code in codes)
            staff_id = staff.add(connection, name=name, role=role, language=language, estate_ids=ids)
            found = staff.by_id(connection, staff_id)
            assert found is not None
            house.staff[name] = found
        _owners(connection, house)
    return house


def _owners(connection: Any, house: House) -> None:
    homes: dict[tuple[str, str], int] = {}
    for name, building, label, role, language in (
        ("Ann", "GV", "1-101", "owner", "en"), ("Bob", "GV", "1-101", "family", "zh-Hant"),
        ("Cat", "GV2", "2-201", "tenant", "zh-Hans"), ("Zoe", "SB", "1-101", "owner", "en"),
    ):  # fmt: skip
        estate_id = house.estates[building[:2]]
        if (building, label) not in homes:
            homes[building, label] = estates.add_unit(
                connection, estate_id=estate_id, building_id=house.buildings[building], label=label, floor="1"
            )
        unit_id = homes[building, label]
        person_id = people.add(connection, estate_id=estate_id, name=name, language=language)
        people.occupy(
            connection,
            estate_id=estate_id,
            person_id=person_id,
            unit_id=unit_id,
            role=role,
            at=NOW - timedelta(days=365),
        )
        contact = contacts.add(
            connection, estate_id=estate_id, channel="telegram", address=f"chat-{name}", name=name, at=NOW
        )
        contacts.change(connection, contact.id, person_id=person_id, language=language)
        house.contacts[name], house.units[name] = contact.id, unit_id


def to_owner(replies: tuple[Reply, ...]) -> list[Reply]:
    return [reply for reply in replies if isinstance(reply.to, ToOwner)]
