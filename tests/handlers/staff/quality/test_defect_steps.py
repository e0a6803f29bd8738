"""Recording what a defect goes back to; what does not fit is told and leaves nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.base import Mistake
from handlers.staff.quality.defect_steps import Told, add_found, record_defect
from tests.handlers.staff.house import NOW, House

TOLD = Told(component="water_pipe", material="ppr", place="kitchen", work_step="build", contractor="  Harbour   Pipes ",
            supplier="", found_by="repair", cause=" a joint was loose ")  # fmt: skip


def test_a_defect_is_kept_beside_the_ticket_and_colleagues_read_it_in_the_file(house: House):
    ticket = house.open()
    assert house.do("Ivy", record_defect, ticket, TOLD) == ()
    with house.store("Eli") as store:
        kept = store.defects.of(ticket)
    assert kept
    assert (kept.code, kept.component, kept.contractor, kept.contractor_key) == (
        "home.leak",
        "water_pipe",
        "Harbour Pipes",
        "harbourpipes",
    )
    assert (kept.cause, kept.unit_id, kept.at) == ("a joint was loose", ticket.unit_id, ticket.opened_at)
    line = house.timeline(ticket)[-1]
    assert (line.kind, line.shown, line.text) == ("defect", False, "a joint was loose · Harbour Pipes")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"component": "flux_capacitor"}, "component"), ({"component": ""}, "component"), ({"material": "kryptonite"}, "material"),
        ({"work_step": "guess"}, "step"), ({"found_by": "rumour"}, "feed"), ({"cause": "x" * 2001}, "long"),
        ({"contractor": "x" * 121}, "long"), ({"place": "x" * 201}, "long"),
    ],
)  # fmt: skip
def test_what_is_no_word_of_ours_is_refused(house: House, values: dict[str, str], key: str):
    ticket = house.open()
    told = Told(**{"component": "water_pipe", **values})
    assert house.mistake("Ivy", record_defect, ticket, told).key == f"quality.wrong.{key}"
    with house.store("Ivy") as store:
        assert store.defects.versions(ticket) == []
    assert house.timeline(ticket) == []


def found(house: House, name: str = "Ivy", told: Told = TOLD, **values) -> None:
    wanted = {
        "estate_id": house.estates["GV"],
        "code": "home.leak",
        "unit": "1-101",
        "at": NOW - timedelta(days=1),
        **values,
    }
    with house.store(name) as store:
        add_found(house.request(name, form="f"), store, told, **wanted)


def test_what_an_inspection_found_needs_no_ticket_and_is_kept_once(house: House):
    for _ in range(2):
        found(house)
    with house.store("Ivy") as store:
        kept = store.defects.between(NOW - timedelta(days=2), NOW)
    assert [(one.unit_id, one.ticket_id) for one in kept] == [(house.units["Ann"], None)]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"estate_id": 2}, "estate"), ({"estate_id": 99}, "estate"), ({"unit": "9-999"}, "unit"), ({"code": "home.ghost"}, "code"),
        ({"at": NOW + timedelta(days=1)}, "day"), ({"told": Told(component="?")}, "component"),
    ],
)  # fmt: skip
def test_an_inspection_of_nothing_is_refused(house: House, values, key: str):
    with pytest.raises(Mistake) as refused:
        found(house, **values)
    assert refused.value.key == f"quality.wrong.{key}"
