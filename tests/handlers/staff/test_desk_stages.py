"""Which step fits which stage, and where it leads; everything else says that the ticket has moved on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.staff import desk
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, House

STEPS = {
    "claim": (desk.claim, ()),
    "date": (desk.set_next_date, (NOW + timedelta(hours=3),)),
    "ask": (desk.ask_owner, ("Which tap?",)),
    "reply": (desk.reply, ("We come at three.",)),
    "note": (desk.note, ("Key is at the desk",)),
    "resolve": (desk.resolve, ("New washer.",)),
    "give_back": (desk.give_back, ()),
}

STAGES = (
    "received",
    "assessed",
    "assigned",
    "in_progress",
    "waiting_owner",
    "resolved",
    "closed",
    "reopened",
    "withdrawn",
)

#: step -> the stage after it, in the order of STAGES; "-" is a refusal.
OUTCOMES = {
    #            received       assessed       assigned       in_progress    waiting        resolved    closed    reopened       withdrawn
    "claim":     ("assigned",      "assigned",      "-",             "-",             "-",             "-",        "-",      "assigned",      "-"),
    "date":      ("assigned",      "assigned",      "assigned",      "in_progress",   "waiting_owner", "-",        "-",      "assigned",      "-"),
    "ask":       ("waiting_owner", "waiting_owner", "waiting_owner", "waiting_owner", "waiting_owner", "-",        "-",      "waiting_owner", "-"),
    "reply":     ("assigned",      "assigned",      "in_progress",   "in_progress",   "waiting_owner", "resolved", "closed", "assigned",      "withdrawn"),
    "note":      ("received",      "assessed",      "assigned",      "in_progress",   "waiting_owner", "resolved", "closed", "reopened",      "withdrawn"),
    "resolve":   ("resolved",      "resolved",      "resolved",      "resolved",      "resolved",      "-",        "-",      "resolved",      "-"),
    "give_back": ("received",      "assessed",      "assigned",      "in_progress",   "waiting_owner", "resolved", "closed", "reopened",      "withdrawn"),
}  # fmt: skip

TABLE = [
    pytest.param(step, stage, after, id=f"{step} while {stage}")
    for step, row in OUTCOMES.items()
    for stage, after in zip(STAGES, row, strict=True)
]


@pytest.mark.parametrize(("step", "stage", "after"), TABLE)
def test_each_step_leads_where_the_table_says(house: House, step: str, stage: str, after: str):
    ticket = house.open(stage=stage)
    if stage in ("assigned", "in_progress", "waiting_owner"):
        _held_by(house, ticket, "Eli")
    act, values = STEPS[step]
    if after == "-":
        assert house.mistake("Ivy", act, ticket, *values).key in ("common.moved_on", "desk.held")
        assert house.ticket(ticket).stage == stage
        assert house.timeline(ticket) == []
    else:
        house.do("Ivy", act, ticket, *values)
        assert house.ticket(ticket).stage == after


def _held_by(house: House, ticket, name: str) -> None:
    with house.store(name) as store:
        store.tickets.change(ticket, holder_id=house.staff[name].id)


def test_a_step_on_a_ticket_that_moved_on_meanwhile_changes_nothing(house: House):
    ticket = house.open()
    seen = house.ticket(ticket)
    house.do("Eli", desk.resolve, ticket)
    with house.store("Ivy") as store, pytest.raises(desk.Mistake) as refused:
        desk.ask_owner(house.request("Ivy"), store, seen, "Which tap?")
    assert refused.value.key == "common.moved_on"
    assert house.ticket(ticket).stage == "resolved"


def test_two_who_claim_at_once_leave_one_holder_and_the_other_learns_the_name(house: House):
    ticket = house.open()
    seen = house.ticket(ticket)
    house.do("Eli", desk.claim, ticket)
    with house.store("Ivy") as store, pytest.raises(desk.Mistake) as refused:
        desk.claim(house.request("Ivy"), store, seen)
    assert (refused.value.key, refused.value.values["name"]) == ("desk.held", "Eli")
    assert house.ticket(ticket).holder_id == house.staff["Eli"].id


def test_a_ticket_out_of_scope_reads_like_no_ticket(house: House):
    foreign = house.open("Zoe")
    with house.store("Ivy") as store:
        for ticket_id in (foreign.id, 999_999):
            with pytest.raises(desk.Mistake) as refused:
                desk.ticket_in_scope(store, ticket_id)
            assert (refused.value.key, refused.value.values) == ("desk.no_such_ticket", {})


def test_a_foreign_ticket_cannot_be_changed_even_by_its_value(house: House):
    foreign = house.open("Zoe")
    with house.store("Ivy") as store:
        assert isinstance(store.tickets, Tickets)
        assert store.tickets.change(foreign, stage="closed") is None
