"""After closing somebody asks whether it stayed settled; what they hear is kept, and a case that failed gets a manager's word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import LineAct, Mistake, ToStaff
from handlers.staff.complaints.following_up import followed_up
from handlers.tickets.complaints import following_up
from storage import ticket_sweeps
from storage.followups import Followup
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House, to_owner
from tests.storage.asked.decisions import DECISION


def act() -> LineAct:
    return LineAct(now=NOW, tz=TZ, settings=SETTINGS)


def closed(
    house: House, *, outcome: str = "upheld", broken: bool = False, holder: str | None = "Ivy"
) -> Ticket:
    """A complaint that was decided, and is planned to be asked about."""
    holder_id = house.staff[holder].id if holder else None
    ticket = house.open(intent="complaint", complaint=True, stage="closed", holder_id=holder_id)
    with house.db.transaction() as connection:
        line = LineStore(connection)
        values = DECISION | {"outcome": outcome, "approval": "none", "legal": "none"}
        made = line.decisions.add(ticket, staff_id=house.staff["Eli"].id, at=NOW, **values)
        assert made
        line.decisions.tell(ticket, made, NOW, recourse=False)
        if broken:
            line.tickets.promise(ticket, kind="remedy", due_at=NOW, made_at=NOW, staff_id=None)
            ticket_sweeps.claim_broken(connection, NOW)
        following_up.plan(act(), line, ticket)
    return ticket


def contacts(house: House, ticket: Ticket) -> list[Followup]:
    with house.db.reading() as connection:
        return LineStore(connection).followups.of(ticket)


def record(house: House, name: str, ticket: Ticket, result: str, words: str = "") -> Any:
    [one] = [one for one in contacts(house, ticket) if one.done_at is None]
    with house.store(name) as store:
        return followed_up(house.request(name), store, one.id, result, words)


@pytest.mark.parametrize(
    ("outcome", "broken", "kind", "hours"),
    [("upheld", False, "follow_up", 72), ("partly", False, "follow_up", 72), ("not_upheld", False, "recovery", 168),
     ("upheld", True, "recovery", 168)],
)  # fmt: skip
def test_one_household_is_rung_once_by_whom_it_needs(
    house: House, outcome: str, broken: bool, kind: str, hours: float
):
    ticket = closed(house, outcome=outcome, broken=broken)
    [one] = contacts(house, ticket)
    assert (one.kind, one.due_at - NOW) == (kind, timedelta(hours=hours))


def test_a_request_is_not_asked_about(house: House):
    ticket = house.open(stage="closed")
    with house.db.transaction() as connection:
        following_up.plan(act(), LineStore(connection), ticket)
    assert contacts(house, ticket) == []


def test_opened_again_nobody_asks(house: House):
    ticket = closed(house)
    with house.db.transaction() as connection:
        following_up.drop(act(), LineStore(connection), ticket)
    assert [one.result for one in contacts(house, ticket)] == ["moot"]


@pytest.mark.parametrize(
    ("outcome", "holder", "asked"),
    [("upheld", "Ivy", ["Ivy"]), ("upheld", None, ["Max"]), ("not_upheld", "Ivy", ["Max"])],
)
def test_who_is_asked_to_call(house: House, outcome: str, holder: str | None, asked: list[str]):
    ticket = closed(house, outcome=outcome, holder=holder)
    acting, [one] = act(), contacts(house, ticket)
    with house.db.transaction() as connection:
        following_up.ask(one, ticket, acting, LineStore(connection))
    names = {member.id: name for name, member in house.staff.items()}
    assert [names[reply.to.staff_id] for reply in acting.told if isinstance(reply.to, ToStaff)] == asked


def test_satisfied_is_kept(house: House):
    ticket = closed(house)
    assert record(house, "Ivy", ticket, "satisfied", "All fine.") == ()
    assert house.ticket(ticket).followed_up_at == NOW
    assert [(one.kind, one.shown) for one in house.timeline(ticket)] == [("followed_up", False)]


def test_not_satisfied_offers_to_open_it_again_and_a_manager_calls(house: House):
    ticket = closed(house)
    with pytest.raises(Mistake) as refused:
        record(house, "Ivy", ticket, "not_satisfied")
    assert refused.value.key == "followup.no_words"
    [offer] = to_owner(record(house, "Ivy", ticket, "not_satisfied", "Nobody came."))
    assert offer.buttons[0][0].data == f"open:{ticket.id}:0"
    assert [one.kind for one in contacts(house, ticket)] == ["recovery", "follow_up"]


def test_not_reached_is_tried_three_times(house: House):
    ticket = closed(house)
    for tries in (1, 2):
        record(house, "Ivy", ticket, "not_reached")
        [one] = contacts(house, ticket)
        assert (one.tries, one.done_at, one.due_at) == (tries, None, NOW + timedelta(hours=24))
    record(house, "Ivy", ticket, "not_reached")
    [one] = contacts(house, ticket)
    assert (one.result, house.ticket(ticket).followed_up_at) == ("not_reached", None)


@pytest.mark.parametrize("result", ["", "fine"])
def test_a_result_is_one_of_three(house: House, result: str):
    ticket = closed(house)
    with pytest.raises(Mistake) as refused:
        record(house, "Ivy", ticket, result)
    assert refused.value.key == "followup.no_result"


def test_a_contact_of_another_estate_is_none(house: House):
    ticket = closed(house)
    [one] = contacts(house, ticket)
    with house.store("Otto") as store, pytest.raises(Mistake) as refused:
        followed_up(house.request("Otto"), store, one.id, "satisfied", "")
    assert refused.value.key == "followup.none"
