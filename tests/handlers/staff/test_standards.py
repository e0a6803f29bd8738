"""Managers keep their estate's lists; a change that cannot be meant is said in plain words, and leaves nothing half-written (I13)."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.base import Mistake
from handlers.staff import standards as steps
from handlers.voice import standards
from handlers.voice.standards import Item
from storage.staff_store import StaffStore
from tests.handlers.staff.house import House


def does(house: House, who: str, step: Any, *values: Any, **named: Any) -> None:
    with house.store(who) as store:
        step(house.request(who), store, house.estates["GV"], *values, **named)


def wrong(house: House, who: str, step: Any, *values: Any, **named: Any) -> str:
    with pytest.raises(Mistake) as found:
        does(house, who, step, *values, **named)
    return found.value.key


def items(house: House) -> dict[str, Item]:
    with house.store("Ivy") as store:
        return {one.key: one for one in _list(store, house).items}


def _list(store: StaffStore, house: House) -> standards.Standard:
    return standards.of_estate(store.standards.of(house.estates["GV"]))["visit"]


def test_a_manager_switches_an_item_off_and_on_again(house: House) -> None:
    for on in (False, False, True):
        does(house, "Max", steps.switch, "visit", "badge", on=on)
        assert items(house)["badge"].on == on
    assert items(house)["badge"].version == 1, "the words are the same as ever"


def test_a_manager_adds_an_item_and_puts_it_in_other_words(house: House) -> None:
    does(house, "Max", steps.add, "visit", "do", "  Wave   at the door ", noticeable=True)
    assert items(house)["own_1"] == Item(
        key="own_1", version=1, side="do", noticeable=True, text="Wave at the door"
    )
    does(house, "Max", steps.reword, "visit", "own_1", "Wave twice")
    assert (items(house)["own_1"].text, items(house)["own_1"].version) == ("Wave twice", 2)


def test_nobody_is_asked_whether_they_saw_what_is_never_done(house: House) -> None:
    does(house, "Max", steps.add, "visit", "dont", "Whistle", noticeable=True)
    assert not items(house)["own_1"].noticeable


@pytest.mark.parametrize(
    ("who", "step", "values", "named", "told"),
    [
        ("Ivy", steps.switch, ("visit", "badge"), {"on": False}, "standards.not_yours"),
        ("Eli", steps.add, ("visit", "do", "Wave"), {"noticeable": False}, "standards.not_yours"),
        ("Max", steps.switch, ("visit", "no_such"), {"on": False}, "standards.no_such"),
        ("Max", steps.switch, ("no_such", "badge"), {"on": False}, "standards.no_such"),
        ("Max", steps.switch, ("repair", "badge"), {"on": False}, "standards.no_such"),
        ("Max", steps.add, ("visit", "maybe", "Wave"), {"noticeable": False}, "standards.no_such"),
        ("Max", steps.add, ("visit", "do", "  "), {"noticeable": False}, "standards.no_words"),
        ("Max", steps.add, ("visit", "do", "x" * 161), {"noticeable": False}, "standards.long"),
        ("Max", steps.reword, ("visit", "badge", "Other"), {}, "standards.not_own"),
        ("Max", steps.reword, ("visit", "own_9", "Other"), {}, "standards.no_such"),
    ],
)
def test_what_cannot_be_meant_is_said(
    house: House, who: str, step: Any, values: tuple[str, ...], named: dict[str, Any], told: str
) -> None:
    before = items(house)
    assert wrong(house, who, step, *values, **named) == told
    assert items(house) == before


def test_another_estate_s_list_is_as_one_that_does_not_exist(house: House) -> None:
    with house.store("Max") as store, pytest.raises(Mistake) as found:
        steps.switch(house.request("Max"), store, house.estates["SB"], "visit", "badge", on=False)
    assert found.value.key == "standards.no_such"


def test_a_list_stays_short_and_holds_nothing_twice(house: House) -> None:
    does(house, "Max", steps.add, "visit", "do", "Wave", noticeable=False)
    assert wrong(house, "Max", steps.add, "visit", "do", "Wave", noticeable=False) == "standards.twice"
    while len([one for one in items(house).values() if one.side == "do"]) < steps.MOST:
        does(house, "Max", steps.add, "visit", "do", f"Wave {len(items(house))}", noticeable=False)
    assert wrong(house, "Max", steps.add, "visit", "do", "One more", noticeable=False) == "standards.full"
    does(house, "Max", steps.switch, "visit", "badge", on=False)
    does(house, "Max", steps.add, "visit", "do", "One more", noticeable=False)
