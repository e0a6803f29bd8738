"""Which households count as silent: those that live here long enough, have an account, and of which nothing was ever heard (C45)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from storage import contacts, inbox, people, silences
from storage.db import Connection
from storage.estates import units_by_id
from storage.events import rsvps
from storage.people import occupancies
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House, build

TODAY = date(2026, 11, 22)
BEFORE = NOW - timedelta(days=180)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """Everybody has lived here for a year, and had an account for as long."""
    made = build(database_url, tables=False)
    with made.db.transaction() as connection:
        connection.execute(update(contacts.contacts).values(created_at=NOW - timedelta(days=365)))
    yield made
    made.db.close()


def silent(house: House, connection: Connection) -> list[str]:
    estate = house.estates["GV"]
    homes = silences.piece(connection, estate, 0, 100)
    return [one.label for one in silences.silent(connection, homes, TODAY, BEFORE)]


def wrote(connection: Connection, house: House, name: str, at: datetime) -> None:
    values = {
        "channel": "telegram",
        "update_id": f"{name}{at}",
        "chat": f"chat-{name}",
        "payload": {},
        "received_at": at,
        "held": False,
    }
    inbox.store(connection, **values, state="done")


def reported(connection: Connection, house: House, name: str) -> None:
    house_ticket = {
        "unit_id": None, "contact_id": house.contacts[name], "channel": "telegram", "intent": "repair", "urgency": "N", "summary": "x",
        "words": "x", "language": "en", "reading": {}, "respond_by": NOW,
    }  # fmt: skip
    LineStore(connection).tickets.open(
        estate_id=house.estates["GV"], now=NOW - timedelta(days=9), **house_ticket
    )


def moved_in(connection: Connection, house: House) -> None:
    long_ago = NOW - timedelta(days=90)
    connection.execute(
        update(occupancies).where(occupancies.c.unit_id == house.units["Cat"]).values(since=long_ago)
    )


def came(connection: Connection, house: House) -> None:
    row = {
        "estate_id": house.estates["GV"], "event_id": _event(connection, house), "unit_id": house.units["Cat"], "partstat": "DECLINED",
        "people": 0, "sequence": 0, "invited_at": NOW, "answered_at": NOW, "due": "",
    }  # fmt: skip
    connection.execute(rsvps.insert().values(row))


def _event(connection: Connection, house: House) -> int:
    made = LineStore(connection).events.add(
        estate_id=house.estates["GV"], uid="x", kind="company", title={}, description={}, place={}, starts=NOW, ends=NOW, rsvp_until=NOW,
        capacity=None, status="CONFIRMED", reason="", currency="HKD", minutes=0, effect="", made_at=NOW, changed_at=NOW,
    )  # fmt: skip
    assert made
    return made.id


def left(connection: Connection, house: House) -> None:
    found = contacts.by_id(connection, house.contacts["Cat"])
    assert found
    assert found.person_id
    people.leave(connection, person_id=found.person_id, unit_id=house.units["Cat"])


@pytest.mark.parametrize(
    ("happens", "still"),
    [
        (lambda connection, house: None, ["1-101", "2-201"]),
        (lambda connection, house: wrote(connection, house, "Cat", NOW - timedelta(days=9)), ["1-101"]),
        (lambda connection, house: wrote(connection, house, "Bob", NOW - timedelta(days=9)), ["2-201"]),
        (lambda connection, house: wrote(connection, house, "Cat", NOW - timedelta(days=365) + timedelta(minutes=5)), ["1-101", "2-201"]),
        (lambda connection, house: reported(connection, house, "Cat"), ["1-101"]),
        (moved_in, ["1-101"]),
        (came, ["1-101"]),
        (left, ["1-101"]),
    ],
    ids=["nothing", "Cat wrote", "Bob wrote", "the first words of an account", "a ticket", "too new", "an answer to an invitation", "nobody lives there"],
)  # fmt: skip
def test_heard_is_whatever_somebody_of_the_household_did(
    house: House, happens: Callable[[Any, House], None], still: list[str]
) -> None:
    with house.db.transaction() as connection:
        happens(connection, house)
        assert silent(house, connection) == still


def test_a_household_is_asked_once_and_the_next_one_of_the_home_anew(house: House) -> None:
    with house.db.transaction() as connection:
        line = LineStore(connection).silences
        (unit,) = units_by_id(connection, (house.units["Cat"],))
        assert line.ask(unit, house.contacts["Cat"], NOW, TODAY)
        assert line.ask(unit, house.contacts["Cat"], NOW + timedelta(days=900), TODAY) is None
        assert silent(house, connection) == ["1-101"]
        connection.execute(
            update(occupancies).where(occupancies.c.unit_id == unit.id).values(since=NOW + timedelta(days=1))
        )
        later = silences.silent(connection, [unit.id], TODAY + timedelta(days=400), NOW + timedelta(days=220))
        assert [one.label for one in later] == ["2-201"]


def test_an_estate_is_looked_at_in_pieces_each_taken_once(house: House) -> None:
    estate, soon = house.estates["GV"], NOW + timedelta(minutes=10)
    with house.db.transaction() as connection:
        found = {one.id: after for one, after in silences.due(connection, NOW)}
        assert found[estate] == 0
        homes = silences.piece(connection, estate, 0, 1)
        assert silences.looked(connection, estate, NOW, next_at=soon, after_unit=homes[-1])
        assert not silences.looked(connection, estate, NOW, next_at=soon, after_unit=homes[-1])
        assert estate not in {one.id for one, _ in silences.due(connection, NOW)}
        assert {one.id: after for one, after in silences.due(connection, soon)}[estate] == homes[-1]
        assert silences.piece(connection, estate, homes[-1], 9) == [house.units["Cat"]]
