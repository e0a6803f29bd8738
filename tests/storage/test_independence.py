"""A complaint is decided anew by somebody else: whoever decided a round before it can be neither decider nor holder (C10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from storage import contacts
from storage.owner_store import OwnerStore
from storage.staff_store import StaffStore
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House, build
from tests.storage.asked.decisions import DECISION


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    house = build(database_url)
    yield house
    house.db.close()


def _appealed(house: House, decider: str = "Ivy") -> Any:
    """Ivy decided the first round; the owner appealed."""
    ticket = house.open("Ann", complaint=True, intent="complaint", code="service.staff_attitude")
    with house.store(decider) as store:
        assert store.decisions.add(ticket, staff_id=house.staff[decider].id, at=NOW, **DECISION)
        again = store.tickets.change(ticket, stage="reopened", round=1)
        assert again
        return again


#: Every door through which somebody could come to decide; each answers False or None for whoever is barred.
DOORS: dict[str, Any] = {
    "decide": lambda s, t, who, _: s.decisions.add(t, staff_id=who, at=NOW, **DECISION),
    "approve": lambda s, t, who, d: s.decisions.approve(t, d, who, NOW, given=True),
    "review": lambda s, t, who, d: s.decisions.review(t, d, who, NOW, passed=True),
    "hold": lambda s, t, who, _: s.tickets.change(t, holder_id=who),
    "be handed": lambda s, t, who, _: s.tickets.change(t, handover_to_id=who),
}


@pytest.mark.parametrize("scope", ["their own", "a colleague's", "the line's"])
@pytest.mark.parametrize("door", DOORS)
def test_the_decider_of_an_earlier_round_comes_in_through_no_door(
    house: House, door: str, scope: str
) -> None:
    ticket = _appealed(house)
    barred, other = house.staff["Ivy"].id, house.staff["Max"].id
    with house.db.transaction() as connection:
        line = LineStore(connection)
        waiting = line.decisions.add(ticket, staff_id=house.staff["Eli"].id, at=NOW, **DECISION)
        assert waiting
        stores = {"their own": "Ivy", "a colleague's": "Eli"}
        store = StaffStore(connection, house.staff[stores[scope]]) if scope in stores else line
        assert not DOORS[door](store, ticket, barred, waiting)
        assert DOORS[door](store, ticket, other, waiting)


def test_in_the_first_round_nobody_is_barred_but_whom_it_complains_of(house: House) -> None:
    ticket = house.open("Ann", complaint=True)
    with house.db.transaction() as connection:
        line = LineStore(connection)
        line.subjects.name(ticket, house.staff["Eli"].id, by="line", at=NOW)
        assert line.decisions.barred(ticket) == {house.staff["Eli"].id}
        assert line.tickets.change(ticket, holder_id=house.staff["Eli"].id) is None
        assert line.decisions.add(ticket, staff_id=house.staff["Eli"].id, at=NOW, **DECISION) is None
        assert line.tickets.change(ticket, holder_id=house.staff["Ivy"].id)


def test_nobody_approves_what_they_decided(house: House) -> None:
    ticket = house.open("Ann", complaint=True)
    with house.store("Max") as store:
        made = store.decisions.add(ticket, staff_id=house.staff["Max"].id, at=NOW, **DECISION)
        assert made
        assert not store.decisions.approve(ticket, made, house.staff["Max"].id, NOW, given=True)


def test_an_owner_sees_a_decision_once_it_was_told(house: House) -> None:
    ticket = house.open("Ann", complaint=True)
    with house.db.transaction() as connection:
        line = LineStore(connection)
        made = line.decisions.add(ticket, staff_id=house.staff["Max"].id, at=NOW, **DECISION)
        assert made
        ann = contacts.by_id(connection, house.contacts["Ann"])
        assert ann
        owner = OwnerStore(connection, ann, NOW)
        assert (owner.decisions.of(ticket), owner.decisions.waiting()) == ([], [])
        assert line.decisions.tell(ticket, made, NOW, recourse=False)
        assert not line.decisions.tell(ticket, made, NOW, recourse=False)
        assert [one.id for one in owner.decisions.of(ticket)] == [made.id]
