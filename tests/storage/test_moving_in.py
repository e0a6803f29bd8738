"""A home changes hands: what those before reported there stays theirs."""

from __future__ import annotations

from datetime import datetime

from storage import contacts, estates, people
from storage.db import Database
from storage.owner_store import OwnerStore
from tests.support.house import House


async def test_whoever_moves_in_reads_nothing_from_before(database: Database, now: datetime) -> None:
    house = House(database, now)
    await house.says("1", "客厅墙面渗水发霉")
    house.later(days=30)
    with database.transaction() as connection:
        home = estates.unit_labelled(connection, house.estate_id, "3-2-1502")
        assert home
        eve = people.add(connection, estate_id=house.estate_id, name="Eve")
        people.occupy(
            connection, estate_id=house.estate_id, person_id=eve, unit_id=home.id, role="tenant", at=house.now
        )
        contact = contacts.add(
            connection, estate_id=house.estate_id, channel="telegram", address="5", name="Eve", at=house.now
        )
        contacts.change(connection, contact.id, person_id=eve)
    await house.says("1", "楼道的灯不亮")
    with database.reading() as connection:
        moved_in = contacts.by_id(connection, contact.id)
        assert moved_in
        seen = [ticket.number for ticket in OwnerStore(connection, moved_in).tickets.newest()]
    assert seen == ["LH-1002"]
