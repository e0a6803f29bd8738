"""Words in the group that the check finds something in wait for their writer; a colleague's tap sends nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from handlers.base import Mistake, Outcome, Picture
from handlers.staff import desk
from handlers.staff.group.room import StaffAct, handle
from handlers.staff.reply_check import Doubt
from tests.handlers.staff.group.test_room import message
from tests.handlers.staff.house import House, to_owner

SOFT = "Somebody will be there soon."


def act(house: House, name: str, ticket, **values: Any) -> Outcome:
    with house.store(name) as store:
        fresh = store.tickets.by_id(ticket.id)
        request = house.request(name, text=values.get("text", ""), answers=values.pop("answers", "55"))
        return handle(request, store, StaffAct(ticket=fresh, **values))


def waiting(house: House, ticket) -> Outcome:
    return act(house, "Ivy", ticket, text=SOFT, replied=message(ticket, "owner_words"))


def test_nothing_is_sent_and_the_words_are_shown_back(house: House) -> None:
    ticket = house.open()
    outcome = waiting(house, ticket)
    assert to_owner(outcome.replies) == []
    assert "“soon”" in outcome.replies[0].text
    assert [row[0].text for row in outcome.replies[0].buttons] == ["Send as it is", "Change it"]
    assert house.timeline(ticket) == []


def test_sent_as_it_is_the_file_tells_what_was_overridden(house: House) -> None:
    ticket = house.open()
    asked = waiting(house, ticket)
    outcome = act(
        house,
        "Ivy",
        ticket,
        button=("doubt", "as_it_is", str(ticket.id)),
        awaiting=asked.awaiting,
        answers="77",
    )
    (told,) = to_owner(outcome.replies)
    assert (told.text.split("\n\n")[0], told.answers) == (SOFT, "55")
    found = {event.kind: event for event in house.timeline(ticket)}
    assert found["check_overridden"].data == {"kinds": ["soft_promise"]}
    assert not found["check_overridden"].shown
    assert found["replied"].text == SOFT


def test_changed_nothing_is_sent(house: House) -> None:
    ticket = house.open()
    asked = waiting(house, ticket)
    outcome = act(house, "Ivy", ticket, button=("doubt", "change", str(ticket.id)), awaiting=asked.awaiting)
    assert to_owner(outcome.replies) == []
    assert house.timeline(ticket) == []


@pytest.mark.parametrize("button", [("doubt", "as_it_is", "1"), ("doubt",), ("doubt", "as_it_is", "x")])
def test_a_tap_of_somebody_whose_words_do_not_wait_sends_nothing(house: House, button) -> None:
    ticket = house.open()
    waiting(house, ticket)
    with pytest.raises(Mistake, match="nothing_waits"):
        act(house, "Eli", ticket, button=button, awaiting=None)


def test_pictures_wait_with_the_words(house: House) -> None:
    ticket = house.open()
    picture = Picture(attachment_id=1, kind="photo", channel="telegram", reference="file")
    asked = act(house, "Ivy", ticket, text=SOFT, pictures=(picture,), replied=message(ticket, "owner_words"))
    assert asked.awaiting
    assert asked.awaiting["pictures"] == [asdict(picture)]
    outcome = act(house, "Ivy", ticket, button=("doubt", "as_it_is", str(ticket.id)), awaiting=asked.awaiting)
    assert to_owner(outcome.replies)[0].pictures == (picture,)


@pytest.mark.parametrize("step", [desk.reply, desk.ask_owner, desk.resolve])
def test_every_step_that_speaks_to_the_owner_is_looked_through(house: House, step) -> None:
    ticket = house.open()
    with pytest.raises(Doubt) as doubt, house.store("Ivy") as store:
        step(house.request("Ivy"), store, house.ticket(ticket), SOFT)
    assert [one.kind for one in doubt.value.found] == ["soft_promise"]
    assert house.timeline(ticket) == []


def test_in_an_emergency_nothing_is_held_back(house: House) -> None:
    ticket = house.open(urgency="E0")
    assert to_owner(house.do("Ivy", desk.reply, ticket, "We will be there soon"))
