"""Staff tick their own list for a job: it stands in the file by name, and is counted without one (J06)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.staff import self_checking
from storage.self_checks import Ticked
from tests.handlers.staff.house import NOW, House

HOUR = timedelta(hours=1)


def shown(house: House, ticket: Any, who: str = "Ivy") -> set[str]:
    with house.store(who) as store:
        return {one.touch_point for one in self_checking.lists(store, house.ticket(ticket))}


def counted(house: House, who: str = "Ivy") -> list[Ticked]:
    with house.store(who) as store:
        return store.self_checks.ticked(house.estates["GV"], NOW - HOUR, NOW + HOUR)


@pytest.mark.parametrize(
    ("values", "lists"),
    [
        ({"intent": "repair"}, {"report_received", "repair"}),
        ({"intent": "enquiry"}, {"report_received", "answer"}),
        ({"intent": "complaint", "complaint": True}, {"report_received"}),
        (
            {"intent": "complaint", "complaint": True, "stage": "closed"},
            {"report_received", "complaint_closed"},
        ),
    ],
)
def test_a_ticket_has_the_lists_of_the_touch_points_it_came_to(
    house: House, values: dict[str, Any], lists: set[str]
) -> None:
    assert shown(house, house.open(**values)) == lists


def test_a_visit_has_its_list_once_somebody_was_there(house: House) -> None:
    ticket = house.open()
    with house.store("Ivy") as store:
        values = {
            "starts": NOW,
            "ends": NOW + HOUR,
            "status": "CONFIRMED",
            "partstat": "ACCEPTED",
            "staff_id": None,
        }
        visit = store.visits.add(ticket, **values, made_at=NOW, changed_at=NOW)
    assert "visit" not in shown(house, ticket)
    with house.store("Ivy") as store:
        assert store.visits.change(ticket, visit, came_at=NOW, changed_at=NOW)
    assert "visit" in shown(house, ticket)


def test_what_was_ticked_is_counted_by_item_and_the_last_word_stands(house: House) -> None:
    first, second = house.open(), house.open("Cat")
    house.do("Ivy", self_checking.tick, first, "repair", {"cleaned_up": "not_done", "photos": "done"})
    house.do("Eli", self_checking.tick, first, "repair", {"cleaned_up": "done"})
    house.do("Eli", self_checking.tick, second, "repair", {"cleaned_up": "not_done", "photos": ""})
    assert counted(house) == [
        Ticked("repair", "cleaned_up", 1, jobs=2, done=1),
        Ticked("repair", "photos", 1, jobs=1, done=1),
    ]
    with house.store("Ivy") as store:
        assert store.self_checks.of(first) == {("repair", "cleaned_up"): True, ("repair", "photos"): True}


def test_who_ticked_stands_in_the_file_and_the_owner_never_reads_it(house: House) -> None:
    ticket = house.open()
    house.do("Ivy", self_checking.tick, ticket, "repair", {"cleaned_up": "done", "photos": "not_done"})
    (entry,) = [one for one in house.timeline(ticket) if one.kind == "self_checked"]
    assert (entry.staff_id, entry.shown, entry.data["done"], entry.data["of"]) == (
        house.staff["Ivy"].id,
        False,
        1,
        2,
    )


@pytest.mark.parametrize(
    ("touch_point", "marks", "told"),
    [
        ("repair", {}, "standards.nothing_ticked"),
        ("repair", {"cleaned_up": "perhaps"}, "standards.nothing_ticked"),
        ("repair", {"badge": "done"}, "standards.nothing_ticked"),
        ("visit", {"badge": "done"}, "standards.no_such"),
        ("no_such", {"badge": "done"}, "standards.no_such"),
    ],
)
def test_what_cannot_be_meant_is_said(
    house: House, touch_point: str, marks: dict[str, str], told: str
) -> None:
    ticket = house.open()
    assert house.mistake("Ivy", self_checking.tick, ticket, touch_point, marks).key == told
    assert counted(house) == []


def test_another_estate_counts_nothing_of_it(house: House) -> None:
    house.do("Ivy", self_checking.tick, house.open(), "repair", {"cleaned_up": "done"})
    assert counted(house, "Otto") == []
