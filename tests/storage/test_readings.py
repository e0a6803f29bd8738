"""Corrections of readings, on both engines: one a ticket, the latest counts; what may leave the line, and what never does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from storage import contacts, readings
from storage.owner_store import OwnerStore
from storage.scope import LineScope
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, House, build

KEPT: dict[str, Any] = {"words": "the tap leaks", "read_as": "repair/home.leak", "version": "v1", "confidence": 0.25,
                        "label": "praise", "source": "staff", "at": NOW}  # fmt: skip


@pytest.fixture
def home(database_url: str) -> Iterator[House]:
    house = build(database_url)
    yield house
    house.db.close()


def keep(house: House, ticket: Any, **values: Any) -> None:
    with house.store("Otto" if ticket.estate_id == house.estates["SB"] else "Ivy") as store:
        store.readings.keep(ticket, **KEPT | values)


def harvested(house: House) -> list[int]:
    with house.db.reading() as connection:
        return [one.ticket_id for one in readings.to_harvest(connection)]


def test_a_second_correction_replaces_the_label_and_nothing_else(home: House) -> None:
    ticket = home.open()
    keep(home, ticket)
    later = NOW + timedelta(hours=1)
    keep(home, ticket, label="suggestion", source="owner", at=later, words="other", read_as="x", version="v2",
         confidence=0.5)  # fmt: skip
    with home.store("Ivy") as store:
        found = store.readings.of(ticket)
    assert found is not None
    assert (found.label, found.source, found.at) == ("suggestion", "owner", later)
    assert (found.words, found.read_as, found.version, found.confidence) == (
        "the tap leaks",
        "repair/home.leak",
        "v1",
        0.25,
    )


def test_what_is_forgotten_is_gone_and_may_be_forgotten_again(home: House) -> None:
    ticket = home.open()
    keep(home, ticket)
    for _ in range(2):
        with home.store("Ivy") as store:
            store.readings.forget(ticket)
            assert store.readings.of(ticket) is None
    assert harvested(home) == []


def test_of_all_estates_only_what_is_nobodys_secret_is_harvested(home: House) -> None:
    open_one, foreign, hidden = home.open("Ann"), home.open("Zoe"), home.open("Ann")
    for ticket in (open_one, foreign, hidden):
        keep(home, ticket)
    with home.db.transaction() as connection:
        Tickets(connection, LineScope()).change(hidden, private=True)
    assert harvested(home) == [open_one.id, foreign.id]


@pytest.mark.parametrize("stage", ["received", "closed", "withdrawn"])
def test_nothing_is_harvested_of_whoever_asked_about_their_own_data(home: House, stage: str) -> None:
    hers, his = home.open("Ann"), home.open("Bob")
    for ticket in (hers, his):
        keep(home, ticket)
    home.open("Ann", intent="privacy", code=None, stage=stage)
    assert harvested(home) == [his.id]


def test_nor_from_another_account_of_the_same_person(home: House) -> None:
    ticket = home.open("Ann", channel="webchat")
    keep(home, ticket)
    home.open("Ann", contact_id=None, intent="privacy", code=None)
    assert harvested(home) == []


def test_a_ticket_of_nobody_known_is_harvested(home: House) -> None:
    ticket = home.open("Ann", contact_id=None, person_id=None)
    keep(home, ticket)
    home.open("Bob", contact_id=None, person_id=None, intent="privacy", code=None)
    assert harvested(home) == [ticket.id]


def test_an_owner_cannot_correct_what_is_another_households(home: House) -> None:
    ticket = home.open("Ann")
    with home.db.transaction() as connection:
        cat = contacts.by_id(connection, home.contacts["Cat"])
        assert cat
        with pytest.raises(LookupError):
            OwnerStore(connection, cat, NOW).readings.keep(ticket, **KEPT)
    assert harvested(home) == []
