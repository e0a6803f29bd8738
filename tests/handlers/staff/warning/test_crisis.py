"""The crisis procedure: one action starts it, tasks have times, messages to many wait, and a plan ends it (G03, G06-G08)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import LineAct, Mistake, ToStaff
from handlers.notices import approval, drafting
from handlers.staff.warning import crisis, risk_desk
from handlers.wording import has
from storage.risk_book import Crisis, claim_due_tasks
from storage.risks import Risk
from storage.store import LineStore
from tests.handlers.notices.writing import proposed, wanted
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House
from tests.handlers.staff.neighbours import received
from tests.handlers.staff.warning.test_risk_desk import PRESS, does, only, refused

PLAN = [("Call each home", NOW + timedelta(days=7)), ("Meet the owners", NOW + timedelta(days=30))]


@pytest.fixture
def begun(house: House) -> Risk:
    ticket, _ = received(house, "Ann", **PRESS)
    risk = only(house, ticket)
    does(house, "Max", crisis.start, risk, leader_id=house.staff["Ivy"].id, freeze=True)
    return only(house, ticket)


def running(house: House, risk: Risk) -> Crisis:
    with house.store("Max") as store:
        found = store.risk_book.crisis(risk)
        assert found
        return found


def act(house: House, name: str, step: Any, risk: Risk, **values: Any) -> Any:
    return does(house, name, step, risk, running(house, risk), **values)


def test_one_action_sets_leader_tasks_freeze_and_log(house: House, begun: Risk) -> None:
    found = running(house, begun)
    assert (begun.level, found.leader_id, found.frozen) == ("crisis", house.staff["Ivy"].id, True)
    with house.store("Max") as store:
        tasks, log = store.risk_book.tasks(found), store.risk_book.log(begun)
    assert [one.name for one in tasks] == [one["name"] for one in crisis.checklist()]
    assert tasks[0].due_at == NOW + timedelta(minutes=30)
    assert [line.kind for line in log] == ["raised", "crisis"]


def test_every_task_of_the_checklist_has_words(house: House) -> None:
    assert all(has(f"crisis.task.{one['name']}") for one in crisis.checklist())


def test_the_leader_and_the_management_hear_it_at_once(house: House) -> None:
    ticket, _ = received(house, "Ann", **PRESS)
    told = does(
        house, "Max", crisis.start, only(house, ticket), leader_id=house.staff["Ivy"].id, freeze=False
    )
    assert {one.to.staff_id for one in told if isinstance(one.to, ToStaff)} == {
        house.staff["Ivy"].id, house.staff["Max"].id,
    }  # fmt: skip


def test_notices_to_many_wait_unless_they_are_about_safety(house: House, begun: Risk) -> None:
    def write(kind: str) -> drafting.Preview:
        with house.store("Ivy") as store:
            return drafting.preview(house.request("Ivy"), store, wanted(house, kind=kind))

    with pytest.raises(Mistake) as held:
        write("announcement")
    assert held.value.key == "notices.frozen"
    assert write("safety").reach.reached
    waits = proposed(house, name="Ivy", form="alert", kind="safety")
    with house.store("Max") as store:
        assert approval.approve(house.request("Max"), store, waits).state == "sending"
    act(house, "Ivy", crisis.thaw, begun, reason="The statement is out")
    assert write("announcement").reach.reached


def test_tasks_are_done_once_with_what_came_of_them(house: House, begun: Risk) -> None:
    found = running(house, begun)
    with house.store("Max") as store:
        first = store.risk_book.tasks(found)[0]
    act(house, "Eli", crisis.done, begun, task_id=first.id, note="The stairs are cordoned off")
    with pytest.raises(Mistake) as again:
        act(house, "Eli", crisis.done, begun, task_id=first.id, note="x")
    assert again.value.key == "crisis.task_done"


def test_a_task_past_its_time_is_told_to_the_leader_once(house: House, begun: Risk) -> None:
    late = NOW + timedelta(minutes=45)
    acting = LineAct(now=late, tz=TZ, settings=SETTINGS)
    with house.db.transaction() as connection:
        due = claim_due_tasks(connection, late)
        for one in due:
            crisis.remind(one, acting, LineStore(connection))
        assert claim_due_tasks(connection, late) == []
    assert [one.task.name for one in due] == ["safe"]
    assert [one.to for one in acting.told] == [ToStaff(house.staff["Ivy"].id)]


def test_it_ends_with_a_plan_of_dated_follow_ups(house: House, begun: Risk) -> None:
    for plan, mistake in (([], "crisis.no_plan"), ([("Call", NOW)], "crisis.past")):
        with pytest.raises(Mistake) as refusal:
            act(house, "Ivy", crisis.end, begun, outcome="Over", follow_ups=plan)
        assert refusal.value.key == mistake
    act(house, "Ivy", crisis.end, begun, outcome="Settled with all homes", follow_ups=PLAN)
    over = running(house, begun)
    with house.store("Max") as store:
        after = [one for one in store.risk_book.tasks(over) if one.kind == "after"]
        assert not store.risk_book.frozen(house.estates["GV"])
    assert [(one.text, one.due_at) for one in after] == PLAN
    with house.db.transaction() as connection:
        due = claim_due_tasks(connection, NOW + timedelta(days=8))
    assert "Call each home" in [one.task.text for one in due]


@pytest.mark.parametrize(
    ("name", "step", "values", "mistake"),
    [
        ("Eli", crisis.end, {"outcome": "x", "follow_ups": PLAN}, "crisis.not_yours"),
        ("Eli", crisis.thaw, {"reason": "x"}, "crisis.not_yours"),
        ("Ivy", crisis.thaw, {"reason": ""}, "desk.empty_text"),
    ],
)
def test_a_mistake_is_told(
    house: House, begun: Risk, name: str, step: Any, values: dict[str, Any], mistake: str
) -> None:
    with pytest.raises(Mistake) as refusal:
        act(house, name, step, begun, **values)
    assert refusal.value.key == mistake


def test_it_runs_once_and_is_started_by_whoever_may_lead(house: House, begun: Risk) -> None:
    leader = house.staff["Ivy"].id
    assert refused(house, "Max", crisis.start, begun, leader_id=leader, freeze=True) == "crisis.runs"
    assert refused(house, "Eli", crisis.start, begun, leader_id=leader, freeze=True) == "risks.not_yours"
    assert (
        refused(house, "Max", crisis.start, begun, leader_id=house.staff["Otto"].id, freeze=True)
        == "desk.no_such_colleague"
    )


def test_another_estate_sees_and_touches_nothing_of_it(house: House, begun: Risk) -> None:
    found = running(house, begun)
    with house.store("Otto") as store:
        book = store.risk_book
        assert (book.crisis(begun), book.tasks(found)) == (None, [])
        assert book.finish_task(found, 1, note="x", by=house.staff["Otto"].id, at=NOW) is None
        assert not book.end(found, outcome="x", at=NOW)
        book.thaw(found)
        book.add_task(found, kind="task", role="security", due_at=NOW)
    assert running(house, begun).frozen
    with pytest.raises(Mistake):
        does(house, "Otto", risk_desk.decide, begun, "x")
