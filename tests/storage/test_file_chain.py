"""Whoever changes a ticket's file behind the line's back is found out; a redaction is not taken for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, text, update

from storage.db import Connection
from storage.scope import LineScope
from storage.ticket_rows import Ticket, ticket_events
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, build


@pytest.fixture
def filed(database_url: str) -> Iterator[tuple[Connection, Tickets, Ticket]]:
    """A ticket of Ann's with four entries."""
    house = build(database_url)
    ticket = house.open("Ann")
    with house.db.transaction() as connection:
        line = Tickets(connection, LineScope())
        for words, data in (
            ("漏水了", {}),
            ("who comes?", {"n": 1.5}),
            ("", {"to": [1, 2]}),
            ("done\u00a0!", {}),
        ):
            line.record(ticket, at=NOW, kind="words", actor="owner", text=words, data=data)
        yield connection, line, ticket
    house.db.close()


def test_an_untouched_file_proves_itself(filed: tuple[Connection, Tickets, Ticket]) -> None:
    _, line, ticket = filed
    assert line.faults(ticket) == []
    assert [one.seq for one in line.timeline(ticket)] == [1, 2, 3, 4]


TAMPERED = {
    "words put into the owner's mouth": (update(ticket_events).where(ticket_events.c.seq == 2).values(text="all is well"), {(2, "content")}),
    "data changed": (update(ticket_events).where(ticket_events.c.seq == 3).values(data={"to": [1]}), {(3, "content")}),
    "hidden from the owner": (update(ticket_events).where(ticket_events.c.seq == 2).values(shown=False), {(2, "seal")}),
    "moved in time": (update(ticket_events).where(ticket_events.c.seq == 1).values(at=NOW.replace(year=2025)), {(1, "seal")}),
    "an entry taken out": (delete(ticket_events).where(ticket_events.c.seq == 2), {(2, "missing"), (3, "seal")}),
    "the end cut off": (delete(ticket_events).where(ticket_events.c.seq == 4), {(4, "end")}),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_done_to_the_file_shows(filed: tuple[Connection, Tickets, Ticket], what: str) -> None:
    connection, line, ticket = filed
    statement, expected = TAMPERED[what]
    connection.execute(statement)
    assert {(one.seq, one.what) for one in line.faults(ticket)} == expected


def test_an_entry_slipped_in_shows(filed: tuple[Connection, Tickets, Ticket]) -> None:
    connection, line, ticket = filed
    connection.execute(update(ticket_events).where(ticket_events.c.seq == 4).values(seq=5))
    assert {one.what for one in line.faults(ticket)} == {"missing", "seal", "end"}


def test_a_redaction_takes_the_words_and_leaves_the_proof(filed: tuple[Connection, Tickets, Ticket]) -> None:
    connection, line, ticket = filed
    gone = {"text": "", "data": {}, "salt": None, "redacted_at": NOW}
    connection.execute(update(ticket_events).where(ticket_events.c.seq == 2).values(gone))
    assert line.faults(ticket) == []


def test_each_entry_has_a_salt_of_its_own(filed: tuple[Connection, Tickets, Ticket]) -> None:
    connection, _, _ = filed
    salts = connection.execute(text("SELECT salt FROM ticket_events")).scalars().all()
    assert len(set(salts)) == 4
    assert all(len(salt) == 32 for salt in salts)
