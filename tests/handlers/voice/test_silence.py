"""A silent household is reached out to by day, within courtesy, and found again where it could not be asked (C45)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handlers.base import LineAct
from handlers.voice import silence
from handlers.voice.silence_rules import SilenceRules
from storage import contacts
from storage.contact_budget import unasked
from storage.estates import units_by_id
from storage.store import LineStore
from tests.handlers.staff.house import SETTINGS, TZ, House

NIGHT, DAY = (
    datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
    datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
)  # 04:00 and 11:00 there


@pytest.mark.parametrize(
    ("local", "through", "then"),
    [
        ("10:00", False, "22 10:10"), ("18:40", False, "22 18:50"), ("18:55", False, "23 10:00"), ("12:00", True, "23 10:00"),
        ("04:00", False, "22 10:00"), ("23:00", False, "23 10:00"),
    ],
)  # fmt: skip
def test_homes_are_looked_at_in_pieces_by_day(local: str, through: bool, then: str) -> None:
    now = datetime.fromisoformat(f"2026-11-22T{local}").replace(tzinfo=TZ)
    assert f"{silence.next_look(now, TZ, through=through).astimezone(TZ):%d %H:%M}" == then


def reached(house: House, *, at: datetime = DAY) -> list[str]:
    acting = LineAct(now=at, tz=TZ, settings=SETTINGS)
    with house.db.transaction() as connection:
        store = LineStore(connection)
        (unit,), estate = units_by_id(connection, (house.units["Ann"],)), store.estate(house.estates["GV"])
        assert estate
        silence.reach_out(estate, unit, acting, store)
    return [one.text for one in acting.told]


def asked(house: House) -> int:
    with house.store("Ivy") as store:
        return store.silences.counted(house.estates["GV"], date(2026, 11, 22)).asked


def test_it_is_asked_once_in_one_contact_of_its_budget(house: House) -> None:
    assert "is all well at home" in reached(house)[0]
    assert reached(house, at=DAY + timedelta(days=500)) == []
    with house.db.transaction() as connection:
        rows = connection.execute(unasked.select()).all()
    assert [(one.kind, one.unit_id) for one in rows] == [("silence", house.units["Ann"])]


@pytest.mark.parametrize(
    "ticket",
    [{"intent": "complaint", "complaint": True}, {"intent": "emergency", "urgency": "E0"}],
    ids=["a complaint", "an emergency"],
)
def test_a_household_that_must_be_spared_is_not_asked_and_not_counted_as_asked(
    house: House, ticket: dict[str, Any]
) -> None:
    house.open("Ann", **ticket)
    assert reached(house) == []
    assert asked(house) == 0


def test_at_night_nobody_is_asked(house: House) -> None:
    assert reached(house, at=NIGHT) == []
    assert asked(house) == 0


def test_whoever_does_not_want_to_be_asked_is_not(house: House) -> None:
    with house.db.transaction() as connection:
        for name in ("Ann", "Bob"):
            contacts.change(connection, house.contacts[name], asks=False)
    assert reached(house) == []


@pytest.mark.parametrize("values", [{"days": -1}, {"days": 4_000}, {"homes": 0}, {"homes": 2_000}])
def test_a_rule_that_does_not_fit_is_said(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="silence"):
        SilenceRules(**values)
