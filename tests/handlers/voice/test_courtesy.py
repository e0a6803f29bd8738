"""A household is asked nothing in or after an emergency, past its budget, at night, against its wish, or while it waits for a complaint."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import LineAct
from handlers.voice.courtesy import Courtesy, courtesy, spend
from storage import contacts
from storage.store import LineStore
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

NIGHT = NOW + timedelta(hours=6)  # midnight in Hong Kong


def asked(house: House, *, hours: float = 0, **values: Any) -> Courtesy:
    with house.db.transaction() as connection:
        act = LineAct(now=NOW + timedelta(hours=hours), tz=TZ, settings=SETTINGS)
        return courtesy(act, LineStore(connection), house.estates["GV"], house.units["Ann"], **values)


def spent(house: House, times: int, *, days_ago: int = 0) -> list[bool]:
    with house.db.transaction() as connection:
        act = LineAct(now=NOW - timedelta(days=days_ago), tz=TZ, settings=SETTINGS)
        store = LineStore(connection)
        one = (act, store, house.estates["GV"], house.units["Ann"])
        return [spend(*one, kind="rating") for _ in range(times)]


def change(house: House, name: str, **values: Any) -> None:
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts[name], **values)


def test_an_ordinary_home_may_be_asked_and_whoever_reported_is_asked(house: House) -> None:
    found = asked(house, account_id=house.contacts["Bob"])
    assert (found.reason, found.account and found.account.id) == ("", house.contacts["Bob"])


def test_whoever_opted_out_is_not_asked_and_nobody_in_their_place(house: House) -> None:
    change(house, "Ann", asks=False)
    assert asked(house, account_id=house.contacts["Ann"]).reason == "muted"
    assert asked(house, account_id=house.contacts["Cat"]).reason == "nobody", "she does not live there"
    found = asked(house)
    assert found.account
    assert found.account.id == house.contacts["Bob"], "anybody may be asked where nobody is meant"
    change(house, "Bob", muted=True)
    assert asked(house).reason == "muted"


def test_a_home_out_of_reach_is_nobody(house: House) -> None:
    for name in ("Ann", "Bob"):
        change(house, name, state="blocked")
    assert asked(house).reason == "nobody"


@pytest.mark.parametrize(
    ("ticket", "reason"),
    [
        ({"urgency": "E0"}, "emergency"),
        ({"intent": "emergency"}, "emergency"),
        ({"urgency": "E0", "stage": "closed", "closed_at": NOW - timedelta(days=6)}, "emergency"),
        ({"urgency": "E0", "stage": "closed", "closed_at": NOW - timedelta(days=8)}, ""),
        ({"urgency": "E0", "private": True}, "emergency"),
        ({"complaint": True}, "complaint"),
        ({"complaint": True, "private": True}, "complaint"),
        ({"complaint": True, "stage": "closed"}, ""),
        ({}, ""),
    ],
)
def test_what_the_household_lives_through_decides(house: House, ticket: dict[str, Any], reason: str) -> None:
    closed_at = ticket.pop("closed_at", None)
    opened = house.open("Bob", **ticket)
    if closed_at:
        with house.db.transaction() as connection:
            LineStore(connection).tickets.change(opened, closed_at=closed_at)
    assert asked(house).reason == reason


def test_another_household_s_fire_keeps_nobody_else_from_being_asked(house: House) -> None:
    house.open("Cat", urgency="E0")
    assert asked(house).reason == ""


def test_the_budget_is_the_households_and_comes_back_with_time(house: House) -> None:
    assert spent(house, 5) == [True, True, True, True, False]
    assert asked(house).reason == "budget"
    assert asked(house, hours=31 * 24).reason == ""


def test_in_quiet_hours_it_waits_for_the_morning(house: House) -> None:
    found = asked(house, hours=6)
    assert found.reason == "quiet"
    assert found.until == NOW + timedelta(hours=14), "08:00 in Hong Kong"
