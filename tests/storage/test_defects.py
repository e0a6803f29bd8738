"""Defects keep every version, stay within the estates served, and come back in the database as they do by the rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from handlers.tickets.quality.defects import Found, came_back
from storage.measure_questions import Cohort
from tests.handlers.staff.house import NOW, House, build
from tests.storage.asked.defects import DEFECT

YEAR = timedelta(days=365)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = build(database_url)
    yield made
    made.db.close()


def cohort(**values: Any) -> Cohort:
    return Cohort(**{"since": NOW - 3 * YEAR, "until": NOW + YEAR, "now": NOW, **values})


def test_a_correction_is_a_new_version_and_the_old_one_stays(house: House) -> None:
    ticket = house.open()
    with house.store("Ivy") as store:
        first = store.defects.keep(ticket, **DEFECT)
        second = store.defects.keep(
            ticket, **{**DEFECT, "material": "copper", "kept_at": NOW + timedelta(hours=1)}
        )
        assert [one.version for one in store.defects.versions(ticket)] == [2, 1]
        assert store.defects.of(ticket) == second
        assert (first.at, second.at) == (ticket.opened_at, ticket.opened_at)
        assert store.defects.versions(ticket)[1].material == "ppr"
        counted = (ticket.estate_id, "home.leak", "water_pipe", NOW - YEAR, NOW + YEAR)
        assert store.defects.count(*counted) == 1
        assert len(store.defects.between(NOW - YEAR, NOW + YEAR)) == 1


def test_a_defect_without_a_ticket_is_kept_once_for_its_form_and_in_ones_own_estate_alone(
    house: House,
) -> None:
    own = house.estates["GV"]
    with house.store("Ivy") as store:
        assert store.defects.add(own, form_key="k", at=NOW, **DEFECT)
        assert store.defects.add(own, form_key="k", at=NOW, **DEFECT) is None
        assert store.defects.homes() == {own: 2}
    with house.store("Otto") as store:
        with pytest.raises(LookupError, match="no such estate"):
            store.defects.add(own, form_key="o", at=NOW, **DEFECT)
        assert store.defects.between(NOW - YEAR, NOW + YEAR) == []
        assert store.defects.names() == ()
        assert store.defects.identities(own).names == ()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "tightened"}, 1), ({"words": "TIGHTENED joint"}, 1), ({"words": "tightened absent"}, 0),
        ({"words": "100%"}, 0), ({"words": "%"}, 0), ({"words": "_"}, 0), ({"words": "harbour"}, 1), ({"words": "badly"}, 1),
        ({"component": "water_pipe"}, 1), ({"component": "window"}, 0), ({"code": "home.leak", "words": "kitchen"}, 1), ({}, 1),
    ],
)  # fmt: skip
def test_the_case_library_is_searched_by_words_and_part(
    house: House, asked: dict[str, str], found: int
) -> None:
    ticket = house.open()
    with house.store("Ivy") as store:
        store.defects.keep(ticket, **DEFECT)
        assert len(store.defects.cases(**asked)) == found


def test_a_case_tells_what_was_done_as_the_owner_read_it(house: House) -> None:
    ticket = house.open()
    with house.store("Ivy") as store:
        store.defects.keep(ticket, **DEFECT)
        for text in ("New seal", "New pipe"):
            store.tickets.record(ticket, at=NOW, kind="resolved", actor="staff", text=text)
        case = store.defects.cases()[0]
        assert case.ticket
        assert (case.ticket.id, case.done, case.defect.component) == (ticket.id, "New pipe", "water_pipe")


@pytest.mark.parametrize("hidden", [{"private": True}, {"guard": "named"}])
def test_a_private_or_guarded_case_is_no_example(house: House, hidden: dict[str, Any]) -> None:
    told, kept = house.open(), house.open(**hidden)
    with house.store("Max") as store:
        ids = [store.defects.keep(one, **DEFECT).id for one in (told, kept)]
        assert [case.defect.ticket_id for case in store.defects.examples(ids)] == [told.id]


def test_the_database_counts_what_came_back_as_the_rule_does(house: House) -> None:
    """Two hundred defects at chance days, homes and parts: the measure and the rule agree for every span."""
    chance = Random(7)
    homes = [house.units["Ann"], house.units["Cat"], None]
    found = sorted(
        (
            Found(chance.choice(homes), chance.choice(("home.leak", "home.window")), chance.choice(("window", "water_pipe")),
                  NOW - timedelta(days=chance.randrange(900)))
            for _ in range(200)
        ),
        key=lambda one: one.at,
    )  # fmt: skip
    with house.store("Ivy") as store:
        for count, one in enumerate(found):
            values = {**DEFECT, "unit_id": one.unit_id, "code": one.code, "component": one.component}
            store.defects.add(house.estates["GV"], form_key=f"f{count}", at=one.at, **values)
        for days in (1, 30, 365):
            told = came_back(found, timedelta(days=days))
            counted = store.measures.shares("recurred", cohort(recurrence=timedelta(days=days)))[0]
            assert counted.met == sum(told)
            assert counted.all == sum(one.unit_id is not None for one in found)


def test_partners_are_counted_by_their_matched_name(house: House) -> None:
    one, other, going = house.open(), house.open("Cat"), house.open("Cat")
    with house.store("Ivy") as store:
        for ticket, name in (
            (one, "Harbour Pipes Ltd"),
            (other, "HARBOUR PIPES LTD"),
            (going, "Harbour Pipes Ltd"),
        ):
            store.defects.keep(
                ticket, **{**DEFECT, "contractor": name, "supplier": "Zinc & Co", "supplier_key": "zincco"}
            )
        store.tickets.change(one, stage="closed", reopened=1)
        store.tickets.change(other, stage="resolved")
        store.tickets.promise(one, kind="visit", due_at=NOW + YEAR, made_at=NOW, staff_id=None)
        store.tickets.promise(one, kind="visit", due_at=NOW + YEAR, made_at=NOW, staff_id=None)
        store.visits.keep_promise(one, NOW)
        found = store.partner_records.every(cohort())
    assert [(each.role, each.name) for each in found] == [
        ("contractor", "HARBOUR PIPES LTD"),
        ("supplier", "Zinc & Co"),
    ]
    first = found[0]
    assert (first.defects, first.jobs, first.repeated, first.on_time, first.dated, first.rated) == (
        3,
        2,
        1,
        1,
        1,
        0,
    )


def test_a_visit_that_was_moved_and_kept_is_one_kept_promise_and_one_that_was_replaced(house: House) -> None:
    ticket = house.open()
    with house.store("Ivy") as store:
        for days in (1, 2):
            store.tickets.promise(
                ticket, kind="visit", due_at=NOW + timedelta(days=days), made_at=NOW, staff_id=None
            )
        store.visits.keep_promise(ticket, NOW)
        told = store.promises.tally(ticket)
        assert (told.kept, told.broken, told.replaced, told.open) == (1, 0, 1, 0)
