"""Deciding at the desk: who may, what waits, what the owner gets, and what nobody gets around."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.base import Reply, ToStaff, ToTopic
from handlers.staff import desk
from handlers.tickets.complaints.assessment import Judgement
from handlers.tickets.complaints.decision import Draft
from storage import staff
from storage.scope import LineScope
from storage.store import LineStore
from storage.ticket_rows import Ticket, promises
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, House, to_owner

DRAFT = Draft(
    outcome="partly", reasons="The guard was alone.", remedy="A call", due=NOW + timedelta(days=3), compared="partly",
    compared_words="no money", feedback="security", feedback_why="Two at night.",
)  # fmt: skip
NOTHING = replace(DRAFT, outcome="not_upheld", remedy="", due=None, compared="not")


def complaint(house: House, **values: Any) -> Ticket:
    return house.open(
        intent="complaint",
        code="service.staff_attitude",
        complaint=True,
        remedy_sought="my money back",
        **values,
    )


def hire(house: House, name: str, role: str) -> None:
    with house.db.transaction() as connection:
        staff_id = staff.add(
            connection, name=name, role=role, language="en", estate_ids=(house.estates["GV"],)
        )
        found = staff.by_id(connection, staff_id)
    assert found
    house.staff[name] = found


def told_to(house: House, replies: tuple[Reply, ...]) -> list[str]:
    names = {one.id: name for name, one in house.staff.items()}
    return [names[one.to.staff_id] for one in replies if isinstance(one.to, ToStaff)]


def kinds(house: House, ticket: Ticket) -> list[str]:
    return [event.kind for event in house.timeline(ticket)]


def test_within_its_limits_a_decision_is_told_at_once_and_its_date_is_a_promise(house: House):
    ticket = complaint(house)
    replies = house.do("Ivy", desk.decide, ticket, DRAFT)
    [letter] = to_owner(replies)
    for words in (
        "Ivy",
        "in part",
        "The guard was alone.",
        "my money back",
        "no money",
        "A call",
        "2000 0000",
    ):
        assert words in letter.text
    assert [button.data for row in letter.buttons for button in row] == [
        f"accept:{ticket.id}:0",
        f"appeal:{ticket.id}:0",
        f"talk:{ticket.id}",
    ]
    after = house.ticket(ticket)
    assert (after.stage, after.next_contact_at, after.close_at) == ("decided", DRAFT.due, None)
    with house.db.reading() as connection:
        rows = connection.execute(promises.select().where(promises.c.kept_at.is_(None))).all()
    assert [(row.kind, row.staff_id) for row in rows] == [("remedy", house.staff["Ivy"].id)]


def test_without_a_remedy_it_stays_open_for_the_owners_answer(house: House):
    ticket = complaint(house)
    house.do("Ivy", desk.decide, ticket, NOTHING)
    after = house.ticket(ticket)
    assert (after.remind_at, after.close_at) == (NOW + timedelta(days=15), NOW + timedelta(days=30))


def test_what_is_not_asked_of_a_request(house: House):
    assert house.mistake("Ivy", desk.decide, house.open(), DRAFT).key == "decision.no_complaint"


@pytest.mark.parametrize("stage", ["decided", "resolved", "closed", "withdrawn"])
def test_what_has_moved_on_cannot_be_decided(house: House, stage: str):
    ticket = complaint(house, stage=stage)
    assert house.mistake("Ivy", desk.decide, ticket, DRAFT).key == "common.moved_on"
    assert house.timeline(ticket) == []


def test_beyond_the_limit_it_waits_and_the_owner_hears_nothing(house: House):
    hire(house, "Dora", "director")
    ticket = complaint(house)
    draft = replace(DRAFT, amount=500_00, currency="HKD")
    replies = house.do("Ivy", desk.decide, ticket, draft)
    assert (to_owner(replies), told_to(house, replies)) == ([], ["Max", "Dora"])
    assert (house.ticket(ticket).stage, kinds(house, ticket)) == ("received", ["decision_waits"])
    assert house.mistake("Ivy", desk.decide, ticket, draft).key == "decision.waits_already"
    assert house.mistake("Ivy", desk.approve, ticket).key == "decision.own"
    assert house.mistake("Eli", desk.approve, ticket).key == "decision.beyond_you"
    assert house.mistake("Ivy", desk.resolve, ticket).values["missing"] == "the approval of the decision"
    [letter] = to_owner(house.do("Max", desk.approve, ticket))
    assert "Ivy" in letter.text
    assert "HK$500.00" in letter.text
    assert house.ticket(ticket).stage == "decided"


def test_only_those_whose_limit_suffices_are_asked(house: House):
    hire(house, "Dora", "director")
    ticket = complaint(house)
    replies = house.do("Ivy", desk.decide, ticket, replace(DRAFT, amount=1000_01, currency="HKD"))
    assert told_to(house, replies) == ["Dora"]
    assert house.mistake("Max", desk.approve, ticket).key == "decision.beyond_you"


def test_nobody_who_could_approve_is_said_at_once(house: House):
    ticket = complaint(house)
    draft = replace(DRAFT, amount=5000_00, currency="HKD")
    assert house.mistake("Max", desk.decide, ticket, draft).key == "decision.nobody_approves"
    assert house.timeline(ticket) == []


def test_a_grave_matter_waits_for_somebody_who_may_decide_it(house: House):
    ticket = complaint(house)
    with house.store("Ivy") as store:
        store.assessments.add(
            ticket, at=NOW, by="line", severity=4, safety=True, complexity=1, impact=1, immediate=True, key_point="x",
            nature="danger",
        )  # fmt: skip
    assert to_owner(house.do("Ivy", desk.decide, ticket, NOTHING)) == []
    assert to_owner(house.do("Max", desk.approve, ticket))


def test_sent_back_with_a_reason_it_is_decided_anew(house: House):
    ticket = complaint(house)
    house.do("Ivy", desk.decide, ticket, replace(DRAFT, amount=500_00, currency="HKD"))
    assert house.mistake("Max", desk.send_back, ticket, " ").key == "desk.empty_text"
    replies = house.do("Max", desk.send_back, ticket, "Too much.")
    assert told_to(house, replies) == ["Ivy"]
    assert house.mistake("Max", desk.approve, ticket).key == "common.moved_on"
    assert to_owner(house.do("Ivy", desk.decide, ticket, DRAFT))
    assert kinds(house, ticket) == ["decision_waits", "decision_sent_back", "decided"]


def test_a_formal_letter_waits_for_the_legal_adviser(house: House):
    ticket = complaint(house)
    draft = replace(NOTHING, letter=True)
    assert house.mistake("Ivy", desk.decide, ticket, draft).key == "decision.nobody_reviews"
    hire(house, "Lena", "legal")
    replies = house.do("Ivy", desk.decide, ticket, draft)
    assert (to_owner(replies), told_to(house, replies)) == ([], ["Lena"])
    assert house.mistake("Max", desk.pass_letter, ticket).key == "decision.not_legal"
    assert to_owner(house.do("Lena", desk.pass_letter, ticket))


def test_approval_and_review_are_both_needed_in_either_order(house: House):
    hire(house, "Lena", "legal")
    ticket = complaint(house)
    house.do("Ivy", desk.decide, ticket, replace(DRAFT, amount=500_00, currency="HKD", letter=True))
    assert to_owner(house.do("Lena", desk.pass_letter, ticket)) == []
    assert to_owner(house.do("Max", desk.approve, ticket))


def test_a_letter_goes_back_with_a_reason(house: House):
    hire(house, "Lena", "legal")
    ticket = complaint(house)
    house.do("Ivy", desk.decide, ticket, replace(NOTHING, letter=True))
    house.do("Lena", desk.return_letter, ticket, "Say nothing of guilt.")
    assert house.mistake("Lena", desk.pass_letter, ticket).key == "common.moved_on"
    assert to_owner(house.do("Ivy", desk.decide, ticket, NOTHING))


def test_a_date_that_passed_while_it_waited_is_not_promised(house: House):
    ticket = complaint(house)
    house.do("Ivy", desk.decide, ticket, replace(DRAFT, amount=500_00, currency="HKD"))
    later, seen = house.request("Max", now=NOW + timedelta(days=4)), house.ticket(ticket)
    with house.store("Max") as store, pytest.raises(desk.Mistake) as refused:
        desk.approve(later, store, seen)
    assert refused.value.key == "decision.due_passed"


def _appealed(house: House) -> Ticket:
    ticket = complaint(house)
    house.do("Ivy", desk.decide, ticket, NOTHING)
    with house.db.transaction() as connection:
        again = Tickets(connection, LineScope()).change(
            house.ticket(ticket), stage="reopened", round=1, holder_id=None
        )
        assert again
        return again


@pytest.mark.parametrize(
    ("step", "values"),
    [(desk.decide, (NOTHING,)), (desk.claim, ()), (desk.ask_owner, ("When?",)), (desk.reply, ("Hello",))],
)
def test_whoever_decided_before_is_told_that_somebody_else_does_it(house: House, step: Any, values: Any):
    ticket = _appealed(house)
    assert house.mistake("Ivy", step, ticket, *values).key == "decision.not_you"
    assert house.ticket(ticket).holder_id is None


def test_an_appeal_cannot_be_passed_back_to_whoever_decided(house: House):
    ticket = _appealed(house)
    assert house.mistake("Max", desk.transfer, ticket, house.staff["Ivy"].id).key == "decision.not_you"


def test_the_last_decision_has_no_appeal_within_the_house(house: House):
    [letter] = to_owner(house.do("Max", desk.decide, _appealed(house), NOTHING))
    assert "last decision within our house" in letter.text
    assert not [button for row in letter.buttons for button in row if button.data.startswith("appeal")]


def test_a_complaint_is_finished_by_what_was_decided_and_nothing_else(house: House):
    ticket = complaint(house)
    refused = house.mistake("Ivy", desk.resolve, ticket, "done")
    assert (refused.key, refused.values["missing"]) == ("decision.resolve_first", "the decision")
    house.do("Ivy", desk.decide, ticket, DRAFT)
    house.do("Ivy", desk.resolve, ticket, "She was called.")
    assert house.ticket(ticket).stage == "resolved"
    with house.db.reading() as connection:
        [made] = LineStore(connection).decisions.of(house.ticket(ticket))
    assert made.delivered_at == NOW


def test_a_decision_with_nothing_to_carry_out_ends_with_the_owners_word(house: House):
    ticket = complaint(house)
    house.do("Ivy", desk.decide, ticket, NOTHING)
    assert house.mistake("Ivy", desk.resolve, ticket).key == "decision.owners_word"


def test_an_appeal_needs_a_decision_of_its_own(house: House):
    assert house.mistake("Max", desk.resolve, _appealed(house)).key == "decision.resolve_first"


def test_a_body_outside_ends_what_the_house_could_not(house: House):
    ticket = complaint(house)
    assert house.mistake("Ivy", desk.end_outside, ticket, "Court", "Settled").key == "common.moved_on"
    house.do("Ivy", desk.decide, ticket, NOTHING)
    assert house.mistake("Ivy", desk.end_outside, ticket, "Court", " ").key == "desk.empty_text"
    [told] = to_owner(house.do("Ivy", desk.end_outside, ticket, "Small claims tribunal", "Half each."))
    assert "Small claims tribunal" in told.text
    assert house.ticket(ticket).stage == "closed"


def test_a_guarded_complaint_says_nothing_in_the_staff_group(house: House):
    ticket = complaint(house, guard="named")
    replies = house.do("Max", desk.decide, ticket, NOTHING)
    assert [one.kind for one in replies if isinstance(one.to, ToTopic)] in ([], ["redraw"])


def test_people_put_the_assessment_right_and_what_it_was_stays(house: House):
    judged = Judgement(
        severity=3,
        safety=False,
        complexity=2,
        impact=1,
        immediate=False,
        key_point="The guard shouted",
        nature="service",
    )
    ticket = complaint(house)
    house.do("Ivy", desk.assess, ticket, judged)
    assert house.ticket(ticket).stage == "assessed"
    assert house.mistake("Ivy", desk.assess, ticket, judged).key == "decision.same_assessment"
    house.do("Max", desk.assess, ticket, replace(judged, severity=4))
    assert [event.data["severity"] for event in house.timeline(ticket)] == [3, 4]
    assert house.timeline(ticket)[1].data["was_graded"]["severity"] == 3
    for wrong, key in (
        ({"severity": 5}, "no_grade"),
        ({"impact": 0}, "no_grade"),
        ({"nature": "x"}, "no_grade"),
        ({"key_point": " \n"}, "no_key_point"),
    ):
        assert house.mistake("Max", desk.assess, ticket, replace(judged, **wrong)).key == f"decision.{key}"
