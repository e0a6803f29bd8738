"""Every ticket has one holder from the start, and never somebody whom it complains of or who left (B05, B13, B16, A27)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.base import LineAct, ToRoom
from handlers.tickets import moments
from handlers.tickets.holders import assigning
from storage import estates, staff
from storage.store import LineStore
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House, to_owner
from tests.handlers.staff.ladder import hire, kinds, line, subject, told


def holder(house: House, ticket) -> str | None:
    found = house.ticket(ticket).holder_id
    return next((name for name, one in house.staff.items() if one.id == found), None)


def received(house: House, ticket):
    return line(house, lambda acting, store, one: moments.come("received", acting, store, one), ticket)


def test_the_holder_is_named_at_once_and_the_ticket_stays_received(house: House):
    ticket = house.open()
    received(house, ticket)
    after = house.ticket(ticket)
    assert (holder(house, ticket), after.stage) == ("Ivy", "received")
    entry = next(one for one in house.timeline(ticket) if one.kind == "assigned")
    assert (entry.shown, entry.text) == (False, "Ivy")
    assert entry.data == {
        "to": house.staff["Ivy"].id, "of": 2,
        "reasons": ["role housekeeper", "load 0/40", "speaks en", "on duty"],
    }  # fmt: skip


def test_the_households_own_housekeeper_comes_first(house: House):
    keeper = hire(house, "Kay", "housekeeper")
    with house.db.transaction() as connection:
        estates.change_unit(connection, house.units["Ann"], housekeeper_id=keeper)
    ticket = house.open()
    received(house, ticket)
    assert holder(house, ticket) == "Kay"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"code": "home.electrical"}, "Eva"),
        ({"language": "yue"}, "Yan"),
        ({"complaint": True, "intent": "complaint", "code": "service.fees"}, "Ora"),
        ({"complaint": True, "intent": "complaint", "reading": {"risks": ["legal"]}}, "Max"),
        ({"intent": "emergency", "code": "intruder", "urgency": "E0"}, "Gus"),
    ],
)
def test_authority_skill_and_language_decide(house: House, values, name: str):
    hire(house, "Eva", "engineer", skills=["home.electrical"])
    hire(house, "Yan", "housekeeper", speaks=["yue"])
    hire(house, "Ora", "officer")
    hire(house, "Gus", "security")
    if name == "Max":
        for one in ("Ora", "Ivy", "Yan"):
            with house.db.transaction() as connection:
                staff.change(connection, house.staff[one].id, active=False)
    ticket = house.open(**values)
    received(house, ticket)
    assert holder(house, ticket) == name


def test_a_hard_case_is_the_experts_where_there_is_one(house: House):
    ticket = house.open(reading={"risks": ["media"]})
    received(house, ticket)
    assert holder(house, ticket) == "Ivy"
    hire(house, "Xia", "expert")
    ticket = house.open(reading={"risks": ["media"]})
    received(house, ticket)
    assert holder(house, ticket) == "Xia"


def test_opened_again_for_the_second_time_it_goes_to_the_squad(house: House):
    hire(house, "Xia", "expert")
    ticket = house.open(stage="reopened", reopened=2, holder_id=house.staff["Ivy"].id)
    line(house, assigning.on_reopened, ticket)
    assert holder(house, ticket) == "Xia"


def test_whoever_is_complained_of_never_holds_it_and_somebody_above_does(house: House):
    ticket = subject(house, house.open(), "Ivy")
    heard = received(house, ticket)
    assert holder(house, ticket) == "Max"
    assert [one.split("。")[0] for one in told(house, heard, "Max")] == ["GV-1001 由你跟"], (
        "a guarded ticket has no card in the group, so its holder is told alone"
    )


def test_while_nobody_is_named_a_complaint_is_for_seniors_alone(house: House):
    ticket = house.open(complaint=True, guard="senior")
    received(house, ticket)
    assert holder(house, ticket) == "Max"


def test_where_nobody_has_the_authority_the_ladder_holds_it(house: House):
    for name in ("Ivy", "Eli"):
        with house.db.transaction() as connection:
            staff.change(connection, house.staff[name].id, active=False)
    ticket = house.open()
    received(house, ticket)
    assert holder(house, ticket) == "Max"


def test_where_nobody_serves_at_all_it_is_said_aloud(house: House):
    for name in ("Ivy", "Eli", "Max"):
        with house.db.transaction() as connection:
            staff.change(connection, house.staff[name].id, active=False)
    ticket = house.open()
    [said] = received(house, ticket)
    assert isinstance(said.to, ToRoom)
    assert said.text.startswith("⚠️ GV-1001: nobody on the staff may hold this")
    assert kinds(house, ticket) == ["unheld", "assessed"]


def test_load_is_one_question_for_everybody(house: House):
    sue = hire(house, "Sue", "housekeeper")
    for _ in range(3):
        house.open(holder_id=house.staff["Ivy"].id)
    house.open(holder_id=sue, stage="resolved")
    with house.db.reading() as connection:
        store = LineStore(connection)
        assert store.holding.loads(house.open()) == {house.staff["Ivy"].id: 3}
    ticket = house.open()
    received(house, ticket)
    assert holder(house, ticket) == "Sue"


def leaves(house: House, name: str):
    with house.db.transaction() as connection:
        acting = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
        staff.change(connection, house.staff[name].id, active=False)
        moved = assigning.leave(acting, LineStore(connection), house.staff[name])
    return moved, acting.told


def test_what_somebody_who_leaves_held_has_another_holder_at_once(house: House):
    hire(house, "Sue", "housekeeper")
    ivy = house.staff["Ivy"].id
    fresh, known = house.open(holder_id=ivy), house.open(holder_id=ivy, stage="in_progress")
    asked = house.open(holder_id=house.staff["Eli"].id, stage="assigned", handover_to_id=ivy, handover_by=NOW)
    done = house.open(holder_id=ivy, stage="resolved")
    moved, heard = leaves(house, "Ivy")
    assert moved == 3
    assert [holder(house, one) for one in (fresh, known, asked, done)] == ["Sue", "Sue", "Eli", None]
    assert house.ticket(asked).handover_to_id is None
    assert kinds(house, known) == ["holder_left", "assigned"]
    assert len(told(house, heard, "Sue")) == 2
    [owner] = to_owner(tuple(heard))
    assert owner.text.startswith("GV-1002: Sue (housekeeper) looks after it from now on.")


def test_urgent_tickets_are_given_a_time_to_be_taken(house: House):
    for urgency, minutes in (("E0", 5), ("E1", 30), ("N", None)):
        ticket = house.open(urgency=urgency)
        received(house, ticket)
        due = house.ticket(ticket).accept_by
        assert due == (NOW + timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize(("stage", "name"), [("received", "Gus"), ("assigned", "Ivy")])
def test_words_that_come_after_the_picture_name_the_holder_anew_while_nobody_took_it(
    house: House, stage: str, name: str
):
    hire(house, "Gus", "security")
    ticket = house.open(
        holder_id=house.staff["Ivy"].id, stage=stage, intent="emergency", code="intruder", urgency="E0"
    )
    line(house, assigning.read_anew, ticket)
    assert holder(house, ticket) == name
    assert (house.ticket(ticket).accept_by is not None) is (stage == "received")
