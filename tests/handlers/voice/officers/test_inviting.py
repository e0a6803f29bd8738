"""Headquarters invites by the clock; whoever declines or keeps silent is replaced by the next of the draw; leaving takes one tap."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import ToContact
from handlers.voice.officers import drawing, serving
from storage import contacts
from tests.handlers.staff.house import NOW, House
from tests.support.officers import (
    DAY,
    act,
    as_owner,
    drawn,
    headquarters,
    in_office,
    neighbours,
    order,
    places,
    swept,
)


@pytest.fixture(autouse=True)
def dora(house: House) -> None:
    headquarters(house)
    neighbours(house, 6)


def states(house: House) -> list[str]:
    return [one.state for one in places(house)]


def test_the_first_of_the_draw_are_invited_once_each_with_what_it_is_for_and_until_when(house: House) -> None:
    drawn(house, size=2)
    told = swept(house)
    assert [one.to for one in told] == [ToContact(house.contacts[name]) for name in order(house)[:2]]
    assert [button.data for row in told[0].buttons for button in row] == ["officer:yes:1", "officer:no:1"]
    assert "12" in told[0].text
    assert swept(house, NOW + timedelta(minutes=5)) == []
    assert states(house) == ["invited", "invited"]


@pytest.mark.parametrize("how", ["declined", "silent"])
def test_whoever_declines_or_keeps_silent_is_replaced_by_the_next(house: House, how: str) -> None:
    drawn(house, size=1)
    swept(house)
    now = NOW + 8 * DAY
    if how == "declined":
        now = NOW + DAY
        with as_owner(house, order(house)[0]) as store:
            assert serving.decline(act(now), store, store.officers.own()[0])
    told = swept(house, now) + swept(house, now)
    first, second = places(house)
    assert (first.state, second.state, second.replaces_id) == (how, "invited", first.id)
    assert [one.to for one in told] == [ToContact(house.contacts[order(house)[1]])]
    with house.store("Dora") as store:
        [made] = store.officers.draws()
        assert drawing.again(store, made).equal


def test_a_draw_that_is_used_up_invites_nobody_more(house: House) -> None:
    drawn(house, size=8)
    for days in range(0, 40, 8):
        swept(house, NOW + days * DAY)
    assert states(house) == ["silent"] * 8


def test_a_home_that_another_draw_came_to_meanwhile_is_not_invited_twice(house: House) -> None:
    drawn(house, size=1)
    first, second = order(house)[:2]
    drawn(house, size=7, form="g")
    swept(house)
    with as_owner(house, first) as store:
        assert serving.decline(act(NOW + DAY), store, store.officers.own()[0])
    told = swept(house, NOW + DAY) + swept(house, NOW + DAY)
    assert ToContact(house.contacts[second]) not in [one.to for one in told]
    again = [one for one in places(house) if one.unit_id == house.units[second]]
    assert [(one.state, one.reason) for one in again] == [("passed", "drawn")]
    with as_owner(house, second) as store:
        assert [one.draw_id for one in store.officers.own()] == [2]


def test_whoever_muted_meanwhile_is_passed_over_at_once_with_the_reason(house: House) -> None:
    drawn(house, size=1)
    name = order(house)[0]
    with house.db.transaction() as connection:
        for one in ("Ann", "Bob") if name == "Ann" else (name,):
            contacts.change(connection, house.contacts[one], muted=True)
    swept(house)
    first, second = places(house)
    assert (first.state, first.reason, second.state) == ("passed", "muted", "waiting")


@pytest.mark.parametrize(
    ("ticket", "reason"), [({"urgency": "E0"}, "emergency"), ({"complaint": True}, "complaint")]
)
def test_a_home_in_trouble_is_tried_again_and_then_the_next_is_asked(
    house: House, ticket: dict[str, Any], reason: str
) -> None:
    drawn(house, size=1)
    name = order(house)[0]
    house.open(name, **ticket)
    for days in range(7):
        assert swept(house, NOW + days * DAY) == []
        assert states(house) == ["waiting"]
    swept(house, NOW + 7 * DAY)
    assert [(one.state, one.reason) for one in places(house)] == [("passed", reason), ("waiting", "")]


def test_at_night_the_invitation_waits_for_the_morning(house: House) -> None:
    drawn(house)
    assert swept(house, NOW + timedelta(hours=6)) == []
    assert len(swept(house, NOW + timedelta(hours=14))) == 1


def test_nobody_else_of_the_household_may_answer(house: House) -> None:
    drawn(house, size=8)
    swept(house)
    with as_owner(house, "Ann") as store:
        assert len(store.officers.own()) == 1
    for name in ("Bob", "Zoe"):
        with as_owner(house, name) as store:
            assert store.officers.own() == []


def test_an_officer_chooses_a_role_serves_the_term_and_hears_when_it_is_over(house: House) -> None:
    [name] = in_office(house)
    with as_owner(house, name) as store:
        [place] = store.officers.own()
        assert place.until
        assert (place.until.year, place.until.month, place.until.day) == (2027, 11, 22)
        assert serving.choose(store, place, "king") is None
        changed = serving.choose(store, place, "adviser")
        assert changed
        assert changed.role == "adviser"
    told = swept(house, NOW + 366 * DAY)
    assert any("ends today" in one.text or "今" in one.text for one in told)
    assert states(house) == ["ended"]
    assert swept(house, NOW + 500 * DAY) == []


def test_leaving_calls_off_what_is_open_and_is_not_taken_back(house: House) -> None:
    [name] = in_office(house)
    swept(house)
    with as_owner(house, name) as store:
        [place] = store.officers.own()
        assert serving.leave(act(), store, place)
        assert [one.state for one in store.officer_missions.newest()] == ["called_off"]
        [place] = store.officers.own()
        assert serving.accept(act(), store, place) is None
        assert serving.leave(act(), store, place) is None
        assert serving.choose(store, place, "adviser") is None
    assert swept(house, NOW + 60 * DAY) == []


def test_an_invitation_answered_too_late_changes_nothing(house: House) -> None:
    drawn(house)
    swept(house)
    swept(house, NOW + 8 * DAY)
    with as_owner(house, order(house)[0]) as store:
        [place] = store.officers.own()
        assert place.state == "silent"
        assert serving.accept(act(NOW + 9 * DAY), store, place) is None
        assert serving.decline(act(NOW + 9 * DAY), store, place) is None


@pytest.mark.parametrize(
    ("at", "months", "until"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-22", 12, "2027-11-22"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    at: str, months: int, until: str
) -> None:
    start = NOW.fromisoformat(f"{at}T10:00+00:00")
    assert serving.later(start, months).date().isoformat() == until
