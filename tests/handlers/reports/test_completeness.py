"""How complete staff's entries are: counted from what they wrote, by fact, by person, by estate (L10)."""

from __future__ import annotations

from datetime import timedelta

from handlers.reports.completeness import completeness, split
from handlers.staff import desk, filing
from handlers.staff.quality import spending
from handlers.staff.quality.spending import Typed
from storage.entry_facts import Entry
from tests.handlers.staff.conftest import _built, house
from tests.handlers.staff.house import NOW, House

__all__ = ["_built", "house"]

SINCE, UNTIL = NOW - timedelta(days=1), NOW + timedelta(days=1)


def entry(staff_id: int, **facts: bool) -> Entry:
    return Entry(1, 1, staff_id, "filed", NOW, tuple(facts.items()))


def test_the_share_is_what_is_there_of_what_should_be() -> None:
    found = completeness([entry(1, home=True, kind=True), entry(2, home=False, kind=True, place=False)])
    assert (found.entries, found.filled, found.asked, found.share) == (2, 3, 5, 0.6)
    assert found.by_fact == {"home": (1, 2), "kind": (2, 2), "place": (0, 1)}
    low, high = found.interval or (0, 0)
    assert 0 < low < 0.6 < high < 1


def test_nothing_entered_has_no_share() -> None:
    found = completeness([])
    assert (found.share, found.interval, found.by_fact) == (None, None, {})


def test_it_is_split_by_whatever_tells_entries_apart() -> None:
    parts = split([entry(1, home=True), entry(1, home=False), entry(2, home=True)], lambda one: one.staff_id)
    assert {who: one.share for who, one in parts.items()} == {1: 0.5, 2: 1.0}


def entries(house: House, who: str = "Ivy", estate_id: int | None = None) -> list[Entry]:
    with house.store(who) as store:
        return store.entries.entries(SINCE, UNTIL, estate_id)


def test_a_case_noted_for_an_owner_should_say_whose_where_and_what(house: House) -> None:
    with house.store("Ivy") as store:
        filing.file_for_owner(
            house.request("Ivy"),
            store,
            unit_label="2-201",
            words="The tap in the kitchen leaks",
            channel="phone",
        )
        filing.file_for_owner(
            house.request("Ivy"),
            store,
            unit_label="",
            words="Somebody complained about everything",
            channel="phone",
        )
    full, bare = entries(house)
    assert (full.kind, full.staff_id) == ("filed", house.staff["Ivy"].id)
    assert dict(full.facts)["home"]
    assert dict(full.facts)["account"]
    assert dict(full.facts)["place"]
    assert not dict(bare.facts)["home"]


def test_the_end_of_a_case_should_say_what_was_done_and_what_it_took(house: House) -> None:
    ticket = house.open("Ann", intent="enquiry", code="enquiry.fees")
    house.do("Eli", desk.claim, ticket)
    house.do("Eli", desk.resolve, ticket, "")
    [bare] = entries(house)
    assert (bare.staff_id, dict(bare.facts)) == (house.staff["Eli"].id, {"done": False, "minutes": False})
    typed = Typed(what="work", minutes="20", cost="", currency="", note="")
    house.do("Eli", spending.spend, ticket, typed)
    [spent] = entries(house)
    assert dict(spent.facts) == {"done": False, "minutes": True}


def test_of_a_repair_the_cause_is_asked_too_and_another_estate_sees_none_of_it(house: House) -> None:
    ticket = house.open("Ann")
    house.do("Eli", desk.claim, ticket)
    house.do("Eli", desk.resolve, ticket, "A new washer")
    [one] = entries(house)
    assert dict(one.facts) == {"done": True, "minutes": False, "cause": False}
    assert entries(house, "Otto") == []
    assert entries(house, "Ivy", house.estates["SB"]) == []
