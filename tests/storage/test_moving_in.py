"""A home changes hands, is let, is worked in: what those before reported there stays theirs, and a period that ends, ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from storage import binding_codes, contacts, estates, people
from storage.db import Database
from storage.owner_store import OwnerStore
from storage.people import occupancies
from storage.staff import by_telegram
from storage.staff_store import StaffStore
from tests.support.house import House


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return House(database, now)


def moves_in(house: House, role: str = "tenant", until: date | None = None, home: str = "3-2-1502") -> None:
    """Eve, chat 5, comes to Ann's home."""
    with house.database.transaction() as connection:
        unit = estates.unit_labelled(connection, house.estate_id, home)
        assert unit
        known = contacts.at(connection, "telegram", "5")
        eve = (known.person_id if known else None) or people.add(
            connection, estate_id=house.estate_id, name="Eve"
        )
        people.occupy(
            connection, estate_id=house.estate_id, person_id=eve, unit_id=unit.id, role=role, at=house.now, until=until
        )  # fmt: skip
        contact = known or contacts.add(
            connection, estate_id=house.estate_id, channel="telegram", address="5", name="Eve", at=house.now
        )
        contacts.change(connection, contact.id, person_id=eve)


def sees(house: House) -> list[str]:
    """The numbers of the tickets that Eve can read, the newest first."""
    with house.database.reading() as connection:
        contact = contacts.at(connection, "telegram", "5")
        assert contact
        return [ticket.number for ticket in OwnerStore(connection, contact, house.now).tickets.newest()]


def told(house: House) -> list[str]:
    """Whose accounts the household of Ann's home has, as staff who file a report for it are told."""
    with house.database.reading() as connection:
        fang = by_telegram(connection, "900")
        assert fang
        store = StaffStore(connection, fang)
        [unit] = [one for one in store.units() if one.label == "3-2-1502"]
        return [one.name for one in store.household_contacts(unit, house.now.date())]


async def test_whoever_moves_in_reads_nothing_from_before(house: House) -> None:
    await house.says("1", "客厅墙面渗水发霉")
    house.later(days=30)
    moves_in(house)
    await house.says("1", "楼道的灯不亮")
    assert sees(house) == ["LH-1002"]


async def test_a_tenant_reads_until_the_last_day_and_not_after(house: House) -> None:
    moves_in(house, until=house.now.date())
    await house.says("1", "楼道的灯不亮")
    assert sees(house) == ["LH-1001"]
    house.now = house.now.replace(hour=15, minute=59)  # 23:59 in Shanghai
    assert (sees(house), told(house)) == (["LH-1001"], ["Ann", "Bob", "Eve"])
    house.now += timedelta(minutes=1)
    assert sees(house) == []


async def test_whose_period_ended_is_no_longer_addressed_and_has_no_home_to_speak_for(house: House) -> None:
    moves_in(house, until=house.now.date())
    await house.says("1", "楼道的灯不亮")
    house.later(days=1)
    house.heard("5")
    assert told(house) == ["Ann", "Bob"]
    [answer] = await house.says("5", "LH-1001")
    assert "1502" not in str(answer)
    await house.says("5", "厨房水龙头一直滴水")
    with house.database.reading() as connection:
        contact = contacts.at(connection, "telegram", "5")
        assert contact
        store = OwnerStore(connection, contact, house.now)
        assert store.own_units() == []
        assert all(ticket.unit_id is None for ticket in store.tickets.newest())


async def test_a_period_that_begins_anew_shows_nothing_from_between(house: House) -> None:
    moves_in(house, until=house.now.date())
    house.later(days=10)
    await house.says("1", "楼道的灯不亮")
    house.later(hours=1)
    moves_in(house, role="family")
    assert sees(house) == []
    await house.says("1", "门禁坏了打不开")
    assert sees(house) == ["LH-1002"]


async def test_a_longer_period_said_in_time_goes_on(house: House) -> None:
    moves_in(house, until=house.now.date())
    await house.says("1", "楼道的灯不亮")
    moves_in(house, until=house.now.date() + timedelta(days=30))
    house.later(days=30)
    assert sees(house) == ["LH-1001"]


async def test_whoever_renovates_reports_for_the_home_and_reads_nothing_of_the_household(
    house: House,
) -> None:
    moves_in(house, role="renovation", until=house.now.date() + timedelta(days=60))
    await house.says("1", "装修工人太吵了,我要投诉")
    assert sees(house) == []
    assert told(house) == ["Ann", "Bob"]
    await house.says("5", "厨房水龙头一直滴水")
    [number] = sees(house)
    with house.database.reading() as connection:
        contact = contacts.at(connection, "telegram", "5")
        assert contact
        ticket = OwnerStore(connection, contact, house.now).tickets.numbered(number)
        assert ticket
        assert ticket.unit_id is not None


def test_a_code_brings_its_last_day_with_it(house: House) -> None:
    last = house.now.date() + timedelta(days=90)
    with house.database.transaction() as connection:
        home = estates.unit_labelled(connection, house.estate_id, "3-2-1503")
        assert home
        binding_codes.add(
            connection, estate_id=house.estate_id, unit_id=home.id, person_id=None, role="renovation", until=last,
            selector="ABCD", code_hash="a", link_hash="b", created_at=house.now, expires_at=house.now + timedelta(hours=1),
        )  # fmt: skip
        contact = contacts.add(
            connection, estate_id=house.estate_id, channel="telegram", address="6", name="Fay", at=house.now
        )
        store = OwnerStore(connection, contact, house.now)
        code = store.binding_code("ABCD")
        assert code
        assert store.bind(code, at=house.now)
        row = connection.execute(occupancies.select().order_by(occupancies.c.id.desc())).first()
        assert row is not None
        assert (row.role, row.until) == ("renovation", last)
        assert [unit.label for unit in store.own_units()] == ["3-2-1503"]
