"""A hand-over is asked for, accepted or refused; until then the giver is accountable (B05, B19)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.base import ToRoom, ToStaff
from handlers.staff import desk
from handlers.tickets.holders import handing_on
from handlers.wording import say
from tests.handlers.staff.house import NOW, House, to_owner
from tests.handlers.staff.ladder import escalations, hire, kinds, line, subject, told


def asked(house: House, to: str = "Eli", **values):
    """A ticket that Ivy holds, and has asked a colleague to take over."""
    ticket = house.open(holder_id=house.staff["Ivy"].id, stage="in_progress", **values)
    return ticket, house.do("Ivy", desk.transfer, ticket, house.staff[to].id)


def test_the_colleague_is_asked_in_their_language_and_the_owner_hears_nothing_yet(house: House):
    ticket, replies = asked(house)
    after = house.ticket(ticket)
    assert (after.holder_id, after.handover_to_id) == (house.staff["Ivy"].id, house.staff["Eli"].id)
    assert after.handover_by == NOW + timedelta(hours=4)
    [question] = [one for one in replies if one.to == ToStaff(house.staff["Eli"].id)]
    assert question.text == say(
        "zh-Hans", "handover.asked", number="GV-1001", name="Ivy", summary="The tap leaks", when="今天 22:00"
    )
    assert [row[0].data for row in question.buttons] == [
        f"desk:handover_yes:{ticket.id}", *(f"desk:handover_no:{ticket.id}:{n}" for n in range(3))
    ]  # fmt: skip
    assert to_owner(replies) == []
    assert (kinds(house, ticket), after.transfers) == (["handover_asked"], 0)


@pytest.mark.parametrize(("urgency", "minutes"), [("E0", 5), ("E1", 15), ("N", 240), ("L", 1440)])
def test_the_time_to_answer_goes_by_urgency(house: House, urgency: str, minutes: int):
    ticket, _ = asked(house, urgency=urgency)
    assert house.ticket(ticket).handover_by == NOW + timedelta(minutes=minutes)


ACCEPTS = {
    "says yes": (desk.accept_handover, ()),
    "takes it": (desk.claim, ()),
    "answers the owner": (desk.reply, ("We come at three.",)),
    "asks the owner": (desk.ask_owner, ("Which tap?",)),
    "promises a date": (desk.set_next_date, (NOW + timedelta(hours=3),)),
    "finishes it": (desk.resolve, ("New washer.",)),
}


@pytest.mark.parametrize("step", ACCEPTS)
def test_saying_yes_or_any_step_on_it_accepts(house: House, step: str):
    ticket, _ = asked(house)
    act, values = ACCEPTS[step]
    replies = house.do("Eli", act, ticket, *values)
    after = house.ticket(ticket)
    assert (after.holder_id, after.handover_to_id, after.handover_by) == (house.staff["Eli"].id, None, None)
    assert (after.transfers, kinds(house, ticket)[1]) == (1, "transferred")
    assert to_owner(replies)[0].text.startswith("GV-1001: Eli (engineer) looks after it from now on.")
    assert told(house, replies, "Ivy") == ["Eli has taken GV-1001 over."]


def test_a_note_among_colleagues_accepts_nothing(house: House):
    ticket, _ = asked(house)
    house.do("Eli", desk.note, ticket, "Which washer is it?")
    assert house.ticket(ticket).holder_id == house.staff["Ivy"].id


def test_what_the_giver_does_meanwhile_leaves_the_question_open(house: House):
    ticket, _ = asked(house)
    house.do("Ivy", desk.reply, ticket, "Somebody comes at three.")
    assert house.ticket(ticket).handover_to_id == house.staff["Eli"].id
    house.do("Ivy", desk.resolve, ticket, "")
    assert house.ticket(ticket).handover_to_id is None


def test_a_refusal_has_a_reason_and_the_giver_is_told(house: House):
    ticket, _ = asked(house)
    replies = house.do("Eli", desk.refuse_handover, ticket, "No ladder that long")
    after = house.ticket(ticket)
    assert (after.holder_id, after.handover_to_id, after.transfers) == (house.staff["Ivy"].id, None, 0)
    assert told(house, replies, "Ivy") == [
        "Eli does not take GV-1001 over: No ladder that long\nIt stays with you."
    ]
    assert (kinds(house, ticket)[-1], to_owner(replies)) == ("handover_refused", [])


def test_a_refusal_with_one_tap_gives_the_buttons_reason(house: House):
    ticket, _ = asked(house)
    house.do("Eli", desk.refuse_with, ticket, 0)
    assert house.timeline(ticket)[-1].text == "不行：手上太多"


@pytest.mark.parametrize(
    ("who", "step", "values", "key"),
    [
        ("Eli", desk.refuse_handover, ("  ",), "desk.empty_text"),
        ("Eli", desk.refuse_with, (7,), "desk.not_understood"),
        ("Max", desk.refuse_handover, ("no",), "handover.not_asked"),
        ("Max", desk.accept_handover, (), "handover.not_asked"),
    ],
)
def test_nobody_answers_for_somebody_else_or_without_a_word(house: House, who: str, step, values, key: str):
    ticket, _ = asked(house)
    assert house.mistake(who, step, ticket, *values).key == key


def test_asking_the_same_colleague_again_says_until_when(house: House):
    ticket, _ = asked(house)
    again = house.mistake("Ivy", desk.transfer, ticket, house.staff["Eli"].id)
    assert (again.key, again.values["when"]) == ("handover.asked_already", "today 22:00")


def test_asking_another_colleague_lets_the_first_one_off(house: House):
    ticket, _ = asked(house)
    replies = house.do("Ivy", desk.transfer, ticket, house.staff["Max"].id)
    assert house.ticket(ticket).handover_to_id == house.staff["Max"].id
    assert len(told(house, replies, "Eli")) == 1
    assert house.mistake("Eli", desk.accept_handover, ticket).key == "handover.not_asked"


def test_unanswered_both_and_the_manager_are_told_and_it_goes_higher(house: House):
    ticket, _ = asked(house)
    replies = line(house, lambda acting, store, one: handing_on.lapse(one, acting, store), ticket)
    after = house.ticket(ticket)
    assert (after.holder_id, after.handover_to_id, after.level) == (house.staff["Ivy"].id, None, 1)
    assert len(told(house, replies, "Ivy")) == len(told(house, replies, "Max")) == 1
    assert [(one.reason, one.name) for one in escalations(house, ticket)] == [("handover", "manager")]
    assert kinds(house, ticket) == ["handover_asked", "handover_lapsed", "escalated"]
    assert to_owner(tuple(replies)) == []


def passed(house: House, ticket, *names: str):
    """The ticket goes from hand to hand; the alerts of each pass."""
    giver, alerts = "Ivy", []
    for name in names:
        house.do(giver, desk.transfer, ticket, house.staff[name].id)
        heard = house.do(name, desk.accept_handover, ticket)
        alerts.append([type(one.to) for one in heard if isinstance(one.to, ToRoom)])
        giver = name
    return alerts


def test_the_third_transfer_and_each_after_it_alerts_the_room_and_the_manager(house: House):
    ticket = house.open(holder_id=house.staff["Ivy"].id, stage="assigned")
    assert passed(house, ticket, "Eli", "Ivy", "Eli", "Ivy") == [[], [], [ToRoom], [ToRoom]]
    assert kinds(house, ticket).count("transfers_alerted") == 2
    assert all(not one.shown for one in house.timeline(ticket) if one.kind == "transfers_alerted")


def test_a_guarded_ticket_alerts_the_manager_and_never_the_room(house: House):
    hire(house, "Sue", "housekeeper")
    ticket = subject(house, house.open(holder_id=house.staff["Ivy"].id, stage="assigned", transfers=2), "Sue")
    assert passed(house, ticket, "Eli") == [[]]
    assert house.mistake("Eli", desk.transfer, ticket, house.staff["Sue"].id).key == "desk.no_such_colleague"


def test_giving_it_to_somebody_for_the_first_time_is_no_transfer(house: House):
    ticket = house.open()
    house.do("Ivy", desk.transfer, ticket, house.staff["Eli"].id)
    house.do("Eli", desk.accept_handover, ticket)
    assert (house.ticket(ticket).transfers, house.ticket(ticket).stage) == (0, "assigned")


def test_a_manager_takes_over_by_themselves_and_others_are_told_whom_to_ask(house: House):
    ticket = house.open(holder_id=house.staff["Ivy"].id, stage="in_progress")
    refused = house.mistake("Eli", desk.transfer, ticket, house.staff["Eli"].id)
    assert (refused.key, refused.values["name"]) == ("desk.held", "Ivy")
    replies = house.do("Max", desk.transfer, ticket, house.staff["Max"].id)
    after = house.ticket(ticket)
    assert (after.holder_id, after.stage, after.transfers) == (house.staff["Max"].id, "in_progress", 1)
    assert told(house, replies, "Ivy") == ["Max has taken GV-1001 over."]


@pytest.mark.parametrize("stage", ["resolved", "closed", "withdrawn"])
def test_what_has_ended_is_handed_over_no_more(house: House, stage: str):
    assert (
        house.mistake("Ivy", desk.transfer, house.open(stage=stage), house.staff["Eli"].id).key
        == "common.moved_on"
    )
