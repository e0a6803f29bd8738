"""The question that finds like reports goes by an index, however many tickets there are; and what a household has with us."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import insert, text

from storage import contacts
from storage.households import waiting_for_a_complaint
from storage.incidents import Incidents, alike, reports
from storage.owner_store import OwnerStore
from storage.scope import LineScope
from storage.store import LineStore
from storage.ticket_rows import tickets
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, House, build

MANY = 50_000

#: The longest that the question may take beside so many tickets, seconds: a turn holds ten of them.
QUICK = 0.05


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = build(database_url)
    yield made
    made.db.close()


def fill(house: House) -> None:
    """Tickets of a year, of every code, for Ann's estate."""
    codes = (
        "home.leak",
        "home.drain",
        "home.window",
        "public.lift",
        "public.lighting",
        "service.fees",
        "home.water_supply",
    )
    row: dict[str, Any] = {
        "estate_id": house.estates["GV"], "unit_id": house.units["Ann"], "contact_id": house.contacts["Ann"],
        "channel": "telegram", "intent": "repair", "urgency": "N", "private": False, "summary": "x", "words": "x",
        "language": "en", "reading": {}, "stage": "in_progress", "complaint": False, "no_solo": False, "guard": "",
        "level": 0, "round": 0, "transfers": 0, "chased": 0, "reopened": 0, "respond_by": NOW, "entries": 0, "last_seal": "",
    }  # fmt: skip
    made = [
        row
        | {"number": f"X-{n}", "code": codes[n % len(codes)], "opened_at": NOW - timedelta(minutes=10 * n)}
        for n in range(MANY)
    ]
    with house.db.transaction() as connection:
        connection.execute(insert(tickets), made)
        connection.execute(text("ANALYZE"))


@pytest.mark.slow
def test_like_reports_are_found_by_an_index_among_fifty_thousand(house: House) -> None:
    fill(house)
    asked = reports(
        alike(house.estates["GV"], ("home.water_supply", "public.water_pump"), NOW - timedelta(hours=2)), 200
    )
    with house.db.transaction() as connection:
        dialect = connection.dialect
        words = str(asked.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN " if dialect.name == "sqlite" else "EXPLAIN (FORMAT JSON) "
        plan = json.dumps(
            [list(row) for row in connection.execute(text(explain + words.replace(":", "\\:")))], default=str
        )
        assert "ix_tickets_alike" in plan, plan
        ticket = Tickets(connection, LineScope()).numbered("X-0")
        assert ticket
        parts, began = Incidents(connection, Tickets(connection, LineScope())), perf_counter()
        found = parts.like(ticket, ("home.water_supply", "public.water_pump"), NOW - timedelta(hours=2))
        assert perf_counter() - began < QUICK
    assert len(found) == 1


@pytest.mark.parametrize(
    ("values", "waiting"),
    [
        ({"complaint": True}, True),
        ({"complaint": True, "private": True}, True),
        ({"complaint": True, "stage": "resolved"}, True),
        ({"complaint": True, "stage": "closed"}, False),
        ({"complaint": False}, False),
    ],
)
def test_whoever_waits_for_a_complaint_is_sent_nothing_else(
    house: House, values: dict[str, Any], waiting: bool
) -> None:
    house.open("Ann", **values)
    with house.db.transaction() as connection:
        asked = LineStore(connection).households
        assert asked.has_open_complaint(unit_id=house.units["Ann"]) == waiting
        assert asked.has_open_complaint(contact_id=house.contacts["Ann"]) == waiting
        assert not asked.has_open_complaint(unit_id=house.units["Cat"])
        assert not asked.has_open_complaint()
        found = waiting_for_a_complaint(connection, house.estates["GV"], NOW.date())
    assert found == ({house.contacts["Ann"], house.contacts["Bob"]} if waiting else set())


def test_a_households_matters_are_its_own(house: House) -> None:
    shared, private = house.open("Ann"), house.open("Ann", private=True)
    done = house.open("Ann", stage="closed", closed_at=NOW)
    house.open("Cat")
    with house.db.transaction() as connection:
        bob = contacts.by_id(connection, house.contacts["Bob"])
        assert bob
        own = OwnerStore(connection, bob, NOW).households
        whose = {"unit_id": house.units["Ann"], "contact_id": bob.id, "since": NOW - timedelta(days=1)}
        assert [one.id for one in own.worked_on(**whose)] == [shared.id]
        assert [one.id for one in own.repaired(**whose)] == [done.id]
        assert (
            own.worked_on(**whose | {"unit_id": house.units["Cat"], "contact_id": house.contacts["Cat"]})
            == []
        )
    assert private.private
