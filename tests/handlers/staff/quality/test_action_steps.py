"""Corrective and preventive actions: begun, done, and ended by a check of their effect alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.base import LineAct, Mistake, ToStaff
from handlers.staff.quality import action_steps
from handlers.staff.quality.action_steps import Draft
from handlers.tickets.quality import late_actions
from storage import corrective_actions
from storage.corrective_actions import CorrectiveAction
from storage.scope import LineScope
from storage.store import LineStore
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House
from tests.storage.asked.defects import DEFECT

DAY = timedelta(days=1)


def draft(house: House, **values: Any) -> Draft:
    plain = Draft(
        estate_id=house.estates["GV"], kind="corrective", what="Tighten every joint", why="Joints were loose", code="home.leak",
        component="water_pipe", owner=f"staff:{house.staff['Eli'].id}", due_at=NOW + 14 * DAY,
    )  # fmt: skip
    return replace(plain, **values)


def begin(house: House, name: str = "Ivy", form: str = "f", **values: Any):
    with house.store(name) as store:
        return action_steps.begin(house.request(name, form=form), store, draft(house, **values))


def step(house: House, what: Any, *values: Any, now=NOW, name: str = "Ivy") -> CorrectiveAction:
    with house.store(name) as store:
        what(house.request(name, now=now), store, 1, *values)
        found = store.corrective_actions.by_id(1)
        assert found
        return found


def test_its_owner_is_told_and_the_same_form_begins_one_action(house: House):
    told = [begin(house) for _ in range(2)]
    assert [(one.to, "#1" in one.text) for one in told[0]] == [(ToStaff(house.staff["Eli"].id), True)]
    assert told[1] == ()
    with house.store("Max") as store:
        assert len(store.corrective_actions.every()) == 1


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"estate_id": 2}, "quality.wrong.estate"), ({"kind": "wishful"}, "quality.wrong.kind"), ({"code": "x"}, "quality.wrong.code"),
        ({"component": "x"}, "quality.wrong.component"), ({"owner": "staff:4"}, "quality.wrong.owner"),
        ({"owner": "department:magic"}, "quality.wrong.owner"), ({"owner": ""}, "quality.wrong.owner"),
        ({"due_at": NOW}, "quality.wrong.due"), ({"due_at": NOW + 731 * DAY}, "quality.wrong.due"),
        ({"what": " "}, "quality.wrong.no_words"), ({"why": "x" * 2001}, "quality.wrong.long"),
        ({"number": "GV-9999"}, "desk.no_such_ticket"), ({"after_id": 77}, "quality.wrong.no_action"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(house: House, values: dict[str, Any], key: str):
    with pytest.raises(Mistake) as refused:
        begin(house, **values)
    assert refused.value.key == key
    with house.store("Ivy") as store:
        assert store.corrective_actions.every() == []


def test_an_action_ends_with_a_check_alone_which_says_what_it_rests_on(house: House):
    begin(house)
    with pytest.raises(Mistake) as early:
        step(house, action_steps.check, "effective", "none since")
    assert early.value.key == "quality.wrong.moved_on"
    done = step(house, action_steps.done, "All joints of Block 1")
    assert (done.state, done.check_at, done.is_late(NOW + 80 * DAY)) == ("done", NOW + 104 * DAY, False)
    with house.store("Ivy") as store:
        for count, days in enumerate((-20, -10, -3, 8)):
            store.defects.add(house.estates["GV"], form_key=f"d{count}", at=NOW + days * DAY, **DEFECT)
        store.defects.add(
            house.estates["GV"], form_key="other", at=NOW + DAY, **{**DEFECT, "component": "window"}
        )
    for result, words, key in (("perhaps", "x", "result"), ("effective", " ", "no_words")):
        with pytest.raises(Mistake) as refused:
            step(house, action_steps.check, result, words, now=NOW + 15 * DAY)
        assert refused.value.key == f"quality.wrong.{key}"
    checked = step(house, action_steps.check, "not_effective", "one more in 2-201", now=NOW + 15 * DAY)
    assert (checked.state, checked.result, checked.before, checked.after) == (
        "checked",
        "not_effective",
        2,
        1,
    )
    with pytest.raises(Mistake):
        step(house, action_steps.check, "effective", "again", now=NOW + 16 * DAY)


def test_one_that_did_not_work_wants_a_next_one_until_it_has_it(house: House):
    begin(house)
    step(house, action_steps.done, "done")
    step(house, action_steps.check, "not_effective", "no", now=NOW + DAY)
    begin(house, form="g", after_id=1)
    with house.store("Ivy") as store:
        assert store.corrective_actions.followed() == {1}


def test_advice_to_a_partner_waits_for_its_reply(house: House):
    begin(house)
    with pytest.raises(Mistake) as early:
        step(house, action_steps.replied, "Understood")
    assert early.value.key == "quality.wrong.not_sent"
    with pytest.raises(Mistake):
        step(house, action_steps.send, " ", "Use a torque wrench")
    sent = step(house, action_steps.send, "Harbour  Pipes", "Use a torque wrench")
    assert (sent.partner, sent.sent_at, sent.replied_at) == ("Harbour Pipes", NOW, None)
    assert step(house, action_steps.replied, "We will", now=NOW + DAY).replied_at == NOW + DAY


def test_another_estates_action_is_an_absent_one(house: House):
    begin(house)
    with pytest.raises(Mistake) as refused:
        step(house, action_steps.done, "x", name="Otto")
    assert refused.value.key == "quality.wrong.no_action"


def late(house: House, now) -> list[str]:
    with house.db.transaction() as connection:
        acting = LineAct(now=now, tz=TZ, settings=SETTINGS)
        for action in corrective_actions.claim_late(connection, now):
            late_actions.tell(action, acting, LineStore(connection))
        names = {one.id: name for name, one in house.staff.items()}
        return sorted(names[one.to.staff_id] for one in acting.told if isinstance(one.to, ToStaff))


def test_the_owner_and_the_manager_hear_of_a_late_action_once_and_of_a_late_check_once(house: House):
    begin(house)
    assert late(house, NOW + 13 * DAY) == []
    assert late(house, NOW + 14 * DAY) == ["Eli", "Max"]
    assert late(house, NOW + 15 * DAY) == []
    step(house, action_steps.done, "done", now=NOW + 16 * DAY)
    assert late(house, NOW + 103 * DAY) == []
    assert late(house, NOW + 107 * DAY) == ["Eli", "Max"]
    assert late(house, NOW + 200 * DAY) == []


def test_whoever_the_ticket_complains_of_neither_sees_nor_hears_of_its_action(house: House):
    ticket = house.open(complaint=True, guard="named")
    begin(house, "Max", number=ticket.number)
    with house.store("Max") as store:
        store.subjects.name(ticket, house.staff["Eli"].id, by="staff", at=NOW)
    with house.store("Eli") as store:
        assert store.corrective_actions.by_id(1) is None
        assert store.corrective_actions.against("home.leak", "water_pipe") == []
    assert late(house, NOW + 20 * DAY) == ["Max"]


def test_an_action_from_a_ticket_out_of_scope_cannot_be_begun(house: House):
    foreign = house.open("Zoe")
    with pytest.raises(Mistake) as refused:
        begin(house, number=foreign.number)
    assert refused.value.key == "desk.no_such_ticket"
    with house.db.reading() as connection:
        assert Tickets(connection, LineScope()).by_id(foreign.id)
