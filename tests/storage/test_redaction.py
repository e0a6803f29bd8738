"""What is redacted is gone from every row that held it, and the file still proves itself; what is changed otherwise shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from storage.base import metadata
from storage.contacts import by_id as contact_by_id
from storage.db import Database
from storage.owner_store import OwnerStore
from storage.scope import LineScope
from storage.store import LineStore
from storage.ticket_rows import Ticket, ticket_events
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, House, build
from tests.storage.asked.readings import CORRECTION

SECRET = "my PIN is 4711"


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = build(database_url)
    yield made
    made.db.close()


@pytest.fixture
def ticket(house: House) -> Ticket:
    opened = house.open(
        words=SECRET, summary=SECRET, reading={"text": SECRET, "confidence": 0.9, "version": "v"}
    )
    with house.db.transaction() as connection:
        store = LineStore(connection)
        store.tickets.record(
            opened, at=NOW, kind="received", actor="owner", text=SECRET, data={"pieces": [SECRET]}
        )
        store.tickets.record(opened, at=NOW, kind="added", actor="owner", text="and the lamp")
        store.readings.keep(opened, **CORRECTION | {"words": SECRET})
    return house.ticket(opened)


def redacted(db: Database, ticket: Ticket, seq: int) -> bool:
    with db.transaction() as connection:
        return Tickets(connection, LineScope()).redact(ticket, seq, why="a secret of theirs", at=NOW)


def everything(db: Database) -> str:
    with db.reading() as connection:
        return "".join(str(connection.execute(table.select()).all()) for table in metadata.sorted_tables)


def test_the_words_are_gone_from_every_table_and_the_file_proves_itself(house: House, ticket: Ticket) -> None:
    assert redacted(house.db, ticket, 1)
    assert SECRET not in everything(house.db)
    with house.db.reading() as connection:
        store = LineStore(connection)
        assert store.tickets.faults(house.ticket(ticket)) == []
        last = store.tickets.timeline(ticket)[-1]
    assert (last.kind, last.text, last.data, last.shown) == (
        "redacted",
        "a secret of theirs",
        {"seq": 1},
        False,
    )
    assert house.ticket(ticket).reading == {"confidence": 0.9, "version": "v"}


def test_another_entry_leaves_the_tickets_own_words(house: House, ticket: Ticket) -> None:
    assert redacted(house.db, ticket, 2)
    assert (house.ticket(ticket).words, "and the lamp" in everything(house.db)) == (SECRET, False)


@pytest.mark.parametrize("seq", [0, 9])
def test_what_is_not_there_is_not_redacted(house: House, ticket: Ticket, seq: int) -> None:
    assert not redacted(house.db, ticket, seq)
    assert len(house.timeline(ticket)) == 2


def test_an_entry_is_redacted_once(house: House, ticket: Ticket) -> None:
    assert redacted(house.db, ticket, 1)
    assert not redacted(house.db, ticket, 1)


def test_owners_change_nothing_in_the_file(house: House, ticket: Ticket) -> None:
    with house.db.transaction() as connection:
        ann = contact_by_id(connection, house.contacts["Ann"])
        assert ann
        assert not OwnerStore(connection, ann, NOW).tickets.redact(ticket, 1, why="x", at=NOW)
    assert house.ticket(ticket).words == SECRET


def test_words_taken_away_behind_the_lines_back_show(house: House, ticket: Ticket) -> None:
    with house.db.transaction() as connection:
        connection.execute(ticket_events.update().where(ticket_events.c.seq == 1).values(text=""))
        assert [one.what for one in Tickets(connection, LineScope()).faults(ticket)] == ["content"]
        rows = connection.execute(select(ticket_events.c.salt)).scalars().all()
    assert all(rows)
