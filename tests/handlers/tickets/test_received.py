"""What follows when a matter comes in: it is assessed at once, and a wish that was said with it is kept."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.base import LineAct, ToTopic
from handlers.tickets import moments
from storage.assessments import Assessment
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.conftest import _built, house
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

__all__ = ["_built", "house"]

NEGOTIATOR = {
    "stance": "negotiator",
    "text": "I want 500 back",
    "slots": {"amount": {"value": 500, "currency": "HKD"}},
}


def received(house: House, ticket: Ticket) -> tuple[Ticket, LineAct]:
    acting = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
    with house.db.transaction() as connection:
        return moments.come("received", acting, LineStore(connection), house.ticket(ticket)), acting


def assessed(house: House, ticket: Ticket) -> list[Assessment]:
    with house.db.reading() as connection:
        return LineStore(connection).assessments.of(ticket)


def complaint(house: House, **values: Any) -> Ticket:
    return house.open(**({"intent": "complaint", "code": "service.fees", "complaint": True} | values))


def test_the_line_assesses_at_once_and_only_its_people_see_it(house: House):
    ticket = complaint(house, reading={"risks": ["media"], "text": "I post it"})
    received(house, ticket)
    [found] = assessed(house, ticket)
    assert (found.by, found.severity, found.key_point) == ("line", 3, "I post it")
    event = next(one for one in house.timeline(ticket) if one.kind == "assessed")
    assert (event.actor, event.shown, event.data["severity"]) == ("line", False, 3)
    assert house.ticket(ticket).stage == "received"


def test_what_has_not_changed_is_not_said_again(house: House):
    ticket = complaint(house)
    received(house, ticket)
    received(house, ticket)
    assert len(assessed(house, ticket)) == 1


def test_what_people_put_right_stays(house: House):
    ticket = complaint(house)
    with house.store("Ivy") as store:
        values = {"severity": 1, "safety": False, "complexity": 1, "impact": 1, "immediate": False}
        store.assessments.add(ticket, at=NOW, by="staff", key_point="x", nature="other", **values)
    received(house, ticket)
    assert [one.by for one in assessed(house, ticket)] == ["staff"]


def test_the_same_trouble_for_the_third_time_is_severe(house: House):
    severities = []
    for _ in range(3):
        ticket = house.open(code="home.leak")
        with house.db.transaction() as connection:
            moved = LineStore(connection).tickets.change(ticket, opened_at=NOW.replace(minute=ticket.id))
            assert moved
        received(house, moved)
        severities.append(assessed(house, ticket)[0].severity)
    assert severities == [2, 2, 3]


@pytest.mark.parametrize("intent", ["praise", "enquiry", "handoff"])
def test_questions_and_thanks_need_no_grade(house: House, intent: str):
    ticket = house.open(intent=intent, code=None)
    received(house, ticket)
    assert assessed(house, ticket) == []


def test_a_demand_is_kept_with_its_amount_and_led_to_somebody_with_authority(house: House):
    ticket, acting = received(house, complaint(house, reading=NEGOTIATOR))
    assert ticket.remedy_sought == "I want 500 back"
    [event] = [one for one in house.timeline(ticket) if one.kind == "remedy_sought"]
    assert (event.shown, event.data["amount"]["value"]) == (False, 500)
    [told] = acting.told
    assert (told.to, "promise nothing" in told.text) == (ToTopic(ticket.id), True)


def test_a_guarded_demand_says_nothing_in_the_staff_group(house: House):
    ticket, acting = received(house, complaint(house, reading=NEGOTIATOR, guard="named"))
    assert ticket.remedy_sought == "I want 500 back"
    assert [one for one in acting.told if isinstance(one.to, ToTopic)] == []
    assert not any("500" in one.text for one in acting.told)


@pytest.mark.parametrize(
    "values", [{"complaint": False}, {"reading": {"stance": "rational"}}, {"remedy_sought": "an apology"}]
)
def test_nothing_is_taken_for_a_demand_that_is_none(house: House, values: dict[str, Any]):
    ticket, _ = received(house, complaint(house, **({"reading": NEGOTIATOR} | values)))
    assert ticket.remedy_sought == values.get("remedy_sought")
