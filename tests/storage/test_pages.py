"""A call is answered when as many as it needs have accepted: each counts once, two at the same moment are two."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage import pages
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House, build


@pytest.fixture
def home(database_url: str) -> Iterator[House]:
    house = build(database_url)
    yield house
    house.db.close()


def call(house: House, needed: int, audience: tuple[str, ...] = ()):
    ticket = house.open()
    with house.db.transaction() as connection:
        page = LineStore(connection).pages.call(
            ticket, hazard="fire", routes=[], audience=[house.staff[name].id for name in audience], needed=needed,
            paged_at=NOW, repeat_at=NOW,
        )  # fmt: skip
    return ticket, page


def accept(house: House, ticket, name: str, route: str = "staff_pages"):
    with house.db.transaction() as connection:
        return pages.accept(connection, ticket.id, house.staff[name].id, NOW, route)


def test_it_is_repeated_until_enough_people_accepted(home: House) -> None:
    ticket, page = call(home, needed=2)
    assert [one.still_needed for one in accept(home, ticket, "Ivy")] == [1]
    assert [(one.again, one.still_needed) for one in accept(home, ticket, "Ivy")] == [(True, 1)]
    with home.db.transaction() as connection:
        assert len(pages.claim_repeats(connection, NOW, NOW + timedelta(minutes=2))) == 1
    assert [one.still_needed for one in accept(home, ticket, "Eli", "private_chats")] == [0]
    with home.db.transaction() as connection:
        assert pages.claim_repeats(connection, NOW + timedelta(hours=1), NOW) == []
        assert [one.route for one in pages.acceptances(connection, page.id)] == [
            "staff_pages",
            "private_chats",
        ]
    assert accept(home, ticket, "Max") == []


def test_only_those_it_is_for_can_accept_it(home: House) -> None:
    ticket, _ = call(home, needed=1, audience=("Max",))
    assert accept(home, ticket, "Ivy") == []
    assert [one.still_needed for one in accept(home, ticket, "Max")] == [0]


def test_two_at_the_same_moment_are_two(postgresql_url: str) -> None:
    house = build(postgresql_url)
    ticket, page = call(house, needed=2)
    both, left = threading.Barrier(2), []

    def go(name: str) -> None:
        both.wait(5)
        left.extend(one.still_needed for one in accept(house, ticket, name))

    people = [threading.Thread(target=go, args=(name,)) for name in ("Ivy", "Eli")]
    for one in people:
        one.start()
    for one in people:
        one.join(10)
    assert sorted(left) == [0, 1]
    with house.db.reading() as connection:
        found = pages.by_id(connection, page.id)
    assert found
    assert (found.accepted_at, found.accepted_so_far) == (NOW, 2)
    house.db.close()
