"""A home changes hands, is let, is worked in: what those before reported there stays theirs, and a period that ends, ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from handlers.safety import alarms
from storage import binding_codes, contacts, estates, people, register
from storage.db import Database
from storage.owner_store import OwnerStore
from storage.people import occupancies
from storage.staff import by_telegram
from storage.staff_store import StaffStore
from storage.store import LineStore
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


def stay(house: House) -> tuple[str, date | None, datetime]:
    """Eve's role in Ann's home, its last day, and since when."""
    with house.database.reading() as connection:
        row = connection.execute(occupancies.select().order_by(occupancies.c.id.desc())).first()
    assert row is not None
    return row.role, row.until, row.since


def by_the_register(house: House, role: str, until: date | None = None) -> None:
    """The register says what Eve is in Ann's home now."""
    with house.database.transaction() as connection:
        row = connection.execute(occupancies.select().order_by(occupancies.c.id.desc())).first()
        assert row is not None
        register.set_stay(
            connection, house.estate_id, person_id=row.person_id, unit_id=row.unit_id, role=role, until=until, at=house.now
        )  # fmt: skip


SAID = pytest.mark.parametrize("said", [moves_in, by_the_register])


@SAID
@pytest.mark.parametrize("role", ["owner", "family", "tenant"])
def test_working_there_takes_nothing_from_whoever_lives_there(house: House, role: str, said: Any) -> None:
    moves_in(house, role=role)
    before = stay(house)
    house.now += timedelta(hours=1)
    said(house, role="renovation", until=house.now.date() + timedelta(days=3))
    assert stay(house) == before


@SAID
@pytest.mark.parametrize("role", ["owner", "tenant"])
async def test_whoever_worked_there_and_comes_to_live_there_begins_anew(
    house: House, role: str, said: Any
) -> None:
    moves_in(house, role="renovation", until=house.now.date() + timedelta(days=3))
    await house.says("1", "楼道的灯不亮")
    house.now += timedelta(hours=1)
    said(house, role=role)
    assert stay(house) == (role, None, house.now)
    assert sees(house) == []


def test_the_next_household_of_a_home_is_told_nothing_of_the_absence_before_it(house: House) -> None:
    with house.database.transaction() as connection:
        unit = estates.unit_labelled(connection, house.estate_id, "3-2-1502")
        assert unit
        ann, bob = (contacts.at(connection, "telegram", one) for one in ("1", "2"))
        assert ann
        assert bob
        store = OwnerStore(connection, ann, house.now)
        absence = store.absences.announce(unit, starts_on=house.now.date(), ends_on=None, at=house.now)
        assert absence
        OwnerStore(connection, bob, house.now).unbind(unit)
    house.now += timedelta(hours=1)
    moves_in(house, role="owner")
    with house.database.transaction() as connection:
        assert LineStore(connection).absences.by_id(absence.id) == absence
        store = OwnerStore(connection, ann, house.now)
        store.unbind(unit)
        assert LineStore(connection).absences.contact_of(absence, house.now.date()) is None


def test_when_the_last_of_a_household_leaves_its_absence_is_over(house: House) -> None:
    with house.database.transaction() as connection:
        unit = estates.unit_labelled(connection, house.estate_id, "3-2-1502")
        ann, bob = (contacts.at(connection, "telegram", one) for one in ("1", "2"))
        assert unit
        assert ann
        assert bob
        store = OwnerStore(connection, ann, house.now)
        assert store.absences.announce(unit, starts_on=house.now.date(), ends_on=None, at=house.now)
        OwnerStore(connection, bob, house.now).unbind(unit)
        assert len(LineStore(connection).absences.of_unit(unit.id)) == 1
        store.unbind(unit)
        assert LineStore(connection).absences.of_unit(unit.id) == []


def test_an_absence_noted_by_staff_is_told_to_nobody_who_came_later(house: House) -> None:
    with house.database.transaction() as connection:
        unit = estates.unit_labelled(connection, house.estate_id, "3-2-1502")
        assert unit
        line = LineStore(connection).absences
        absence = line.announce(
            unit, starts_on=house.now.date(), ends_on=None, at=house.now - timedelta(hours=1)
        )
        assert absence
        connection.execute(
            occupancies.update().where(occupancies.c.unit_id == unit.id).values(until=date(2020, 1, 1))
        )
    moves_in(house, role="owner")
    with house.database.transaction() as connection:
        assert LineStore(connection).absences.contact_of(absence, house.now.date()) is None


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("/fund", "Mooncake"),
        ("/event", "What would you like"),
        ("I'd like to run a book club", "When"),
        ("please switch on the alarm at my home", "alarm for"),
    ],
)
async def test_whoever_renovates_reaches_nothing_that_is_for_those_who_live_there(
    house: House, words: str, never: str
) -> None:
    moves_in(house, role="renovation", until=house.now.date() + timedelta(days=60))
    with house.database.transaction() as connection:
        fang = by_telegram(connection, "900")
        assert fang
        fund = StaffStore(connection, fang).fund_posts
        assert fund.post(
            house.estate_id, poster="Committee", amount="", note="Mooncake evening", at=house.now
        )
        eve = contacts.at(connection, "telegram", "5")
        assert eve
        assert OwnerStore(connection, eve, house.now).fund_posts.newest() == []
    answer = await house.says("5", words)
    assert never not in str(answer)
    assert "event:" not in str(answer)
    with house.database.reading() as connection:
        eve = contacts.at(connection, "telegram", "5")
        assert eve
        found = OwnerStore(connection, eve, house.now).tickets.newest()
    assert not any(alarms.is_request(one) for one in found)
