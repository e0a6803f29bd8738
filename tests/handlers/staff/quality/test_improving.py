"""An improvement is against no fault: it comes from a figure or a finding, has an owner and a day, and ends with what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import Mistake, ToStaff
from handlers.staff.quality import action_steps
from handlers.staff.quality.improving import improve
from storage.corrective_actions import SOURCES, CorrectiveAction
from tests.handlers.staff.house import NOW, House

DAY = timedelta(days=1)


def begun(house: House, **values: Any) -> tuple[CorrectiveAction | None, list[Any]]:
    """What Ivy begins, and who is told."""
    row: dict[str, Any] = {
        "what": "Answer the gate within a minute", "why": "Half of those asked waited longer", "owner_id": house.staff["Eli"].id,
        "due_at": NOW + 14 * DAY, "source": "survey", "source_ref": "7", "form_key": "k", **values,
    }  # fmt: skip
    with house.store("Ivy") as store:
        request = house.request("Ivy")
        made = improve(request, store, row.pop("estate_id", house.estates["GV"]), **row)
        return made, [one.to for one in request.told]


@pytest.mark.parametrize("source", SOURCES)
def test_it_names_where_it_comes_from_and_tells_its_owner_once(house: House, source: str) -> None:
    made, told = begun(house, source=source)
    assert made
    assert (made.kind, made.source, made.source_ref, made.code) == ("improvement", source, "7", "")
    assert told == [ToStaff(house.staff["Eli"].id)]
    assert begun(house, source=source) == (None, [])


def test_a_department_may_own_it_and_the_day_of_its_check_may_be_chosen(house: House) -> None:
    made, told = begun(house, owner_id=None, department="construction", check_at=NOW + 20 * DAY)
    assert made
    assert (made.owner_id, made.department, made.check_at) == (None, "construction", NOW + 20 * DAY)
    assert told == []


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"what": " "}, "no_words"), ({"why": ""}, "no_words"), ({"owner_id": 4}, "owner"), ({"owner_id": None}, "owner"),
        ({"due_at": NOW}, "due"), ({"check_at": NOW + DAY}, "check"), ({"check_at": NOW + 900 * DAY}, "check"),
        ({"source": "gossip"}, "source"), ({"source": ""}, "source"), ({"source_ref": "x" * 81}, "source"), ({"estate_id": 2}, "estate"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    house: House, values: dict[str, Any], key: str
) -> None:
    with pytest.raises(Mistake) as refused:
        begun(house, **values)
    assert refused.value.key == f"quality.wrong.{key}"
    with house.store("Ivy") as store:
        assert store.corrective_actions.every() == []


def test_its_check_says_what_came_of_it_and_counts_no_faults(house: House) -> None:
    begun(house, check_at=NOW + 20 * DAY)
    with house.store("Eli") as store:
        action_steps.done(house.request("Eli", now=NOW + DAY), store, 1, "A second guard at seven")
        waiting = store.corrective_actions.by_id(1)
        assert waiting
        assert waiting.check_at == NOW + 20 * DAY, "the day that was chosen, no season of a fault"
        action_steps.check(
            house.request("Eli", now=NOW + 20 * DAY), store, 1, "effective", "Nobody waits longer"
        )
        checked = store.corrective_actions.by_id(1)
    assert checked
    assert (checked.state, checked.result, checked.evidence) == (
        "checked",
        "effective",
        "Nobody waits longer",
    )
    assert (checked.before, checked.after) == (None, None)


def test_a_fault_has_no_source_and_an_improvement_no_fault(house: House) -> None:
    plain: dict[str, Any] = {
        "estate_id": house.estates["GV"], "what": "x", "why": "y", "owner": f"staff:{house.staff['Eli'].id}", "due_at": NOW + DAY,
    }  # fmt: skip
    fault = {"code": "home.leak", "component": ""}
    for values, key in (
        ({"kind": "corrective", "source": "survey", **fault}, "source"),
        ({"kind": "improvement", "code": "home.leak", "component": ""}, "no_fault"),
    ):
        with pytest.raises(Mistake) as refused, house.store("Ivy") as store:
            action_steps.begin(house.request("Ivy", form="f"), store, action_steps.Draft(**plain, **values))
        assert refused.value.key == f"quality.wrong.{key}"
