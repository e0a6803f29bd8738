"""Headquarters telephone the homes that nobody can write to; local staff neither see nor answer for them (I10, I14)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.base import Mistake
from handlers.staff.perceiving import heard
from storage import contacts, staff
from storage.people import persons
from storage.perception_rows import Check
from tests.handlers.staff.house import NOW, House
from tests.handlers.voice.perception_house import ask, checks, draw, visited


@pytest.fixture
def called(house: House) -> House:
    """Ann's home is out of reach and may be telephoned; Dora directs from headquarters."""
    with house.db.transaction() as connection:
        staff_id = staff.add(
            connection, name="Dora", role="director", language="en", estate_ids=(house.estates["GV"],)
        )
        dora = staff.by_id(connection, staff_id)
        assert dora
        house.staff["Dora"] = dora
        for name in ("Ann", "Bob"):
            contacts.change(connection, house.contacts[name], state="gone")
        connection.execute(update(persons).values(phone="9123 4567"))
    visited(house)
    draw(house)
    ask(house)
    return house


def says(house: House, result: str, *, who: str = "Dora", hours: float = 0, check: int = 1) -> Check:
    with house.store(who) as store:
        heard(house.request(who, now=NOW + timedelta(hours=hours)), store, check, result)
    return checks(house)[0]


def wrong(house: House, result: str, **values: object) -> str:
    with pytest.raises(Mistake) as found:
        says(house, result, **values)  # type: ignore[arg-type]
    return found.value.key


@pytest.mark.parametrize("result", ["yes", "no", "unseen"])
def test_an_answer_is_kept_once(called: House, result: str) -> None:
    after = says(called, result)
    assert (after.state, after.answer) == ("answered", result)
    assert wrong(called, "yes") == "perception.no_call"


def test_a_home_that_wants_no_such_calls_is_never_called_again(called: House) -> None:
    assert says(called, "never").state == "declined"
    with called.store("Dora") as store:
        assert store.perception.declined(called.units["Ann"])
        assert store.perception.calls(NOW) == []
        every = store.unasked.accounts(called.units["Ann"], NOW.date())
        assert [one.asks for one in every] == [False, False], "nor written to, once they can be again"


@pytest.mark.parametrize("who", ["Ivy", "Max", "Eli", "Otto"])
def test_local_staff_have_no_such_call(called: House, who: str) -> None:
    assert wrong(called, "yes", who=who) == "perception.no_call"
    assert checks(called)[0].answer == ""


def test_what_cannot_be_meant_is_said(called: House) -> None:
    assert wrong(called, "perhaps") == "perception.no_result"
    assert wrong(called, "yes", check=99) == "perception.no_call"
    assert wrong(called, "yes", hours=49) == "perception.no_call"
