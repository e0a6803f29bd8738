"""Ann's home is invited, Bob shares it; Cat's home was not invited, Otto and Zoe belong to another estate: they find nothing.

Every method stands in a table (tests/storage/asked/events.py) and is asked of Ann's event and of one that does not exist.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storage import people
from storage.store import LineStore
from tests.handlers.staff.house import NOW
from tests.storage.asked.asking import Asking, asking
from tests.storage.asked.events import EVENT_PARTS, event, made, pulse
from tests.storage.test_scope import different, public

__all__ = ["asking"]


@pytest.fixture
def asked(asking: Asking) -> Asking:
    """Ann's home is invited and waits for places; her account was asked afterwards; the fund's committee posted."""
    line = LineStore(asking.connection)
    found = made(asking.connection, asking.seen.house, "Ann")
    [rsvp] = [line.rsvps.at_home(found, asking.seen.house.units["Ann"])]
    assert rsvp
    line.rsvps.change(
        found,
        rsvp,
        partstat="ACCEPTED",
        people=3,
        waiting_at=NOW,
        contact_id=asking.seen.house.contacts["Ann"],
    )
    row = {
        "unit_id": rsvp.unit_id,
        "contact_id": rsvp.contact_id or asking.seen.house.contacts["Ann"],
        "came": False,
    }
    line.event_pulses.keep(found, [row | {"rank": 1, "skipped": "", "asked_at": NOW}])
    asking.staff("Ivy").fund_posts.post(found.estate_id, poster="Committee", amount="+1", note="n", at=NOW)
    return asking


@pytest.mark.parametrize(("cls", "questions"), EVENT_PARTS.values(), ids=EVENT_PARTS)
def test_every_question_stands_in_the_table(cls: type, questions: dict[str, Any]) -> None:
    assert public(cls) == set(questions)


@pytest.mark.parametrize("who", ["Cat", "Zoe", "Otto"])
@pytest.mark.parametrize("part", EVENT_PARTS)
def test_an_event_outside_the_scope_looks_as_if_it_did_not_exist(asked: Asking, who: str, part: str) -> None:
    store = asked.staff(who) if who == "Otto" else asked.owner(who)
    may = {"post", "newest"} if (who, part) == ("Cat", "fund_posts") else {"add"} if who == "Cat" else set()
    assert set(different(asked, EVENT_PARTS[part][1], getattr(store, part))) <= may


@pytest.mark.parametrize("who", ["Ann", "Bob"])
def test_the_household_sees_its_own_invitation_and_answers_it(asked: Asking, who: str) -> None:
    store = asked.owner(who)
    found = store.events.live(NOW)
    assert [one.id for one in found] == [1]
    own = store.rsvps.own(found[0])
    assert own
    assert store.rsvps.change(found[0], own, people=2)
    assert store.rsvps.listed(found[0]) == []
    assert store.rsvps.invite(found[0], [asked.seen.house.units["Cat"]], NOW) == 0
    assert store.rsvps.tell_all(found[0], "changed", NOW) == 0


def test_only_the_account_that_was_asked_says_what_it_remembers(asked: Asking) -> None:
    ann, bob = asked.owner("Ann"), asked.owner("Bob")
    assert [one.unit_id for one in ann.event_pulses.of(event(asked.seen))] == [asked.seen.house.units["Ann"]]
    assert bob.event_pulses.of(event(asked.seen)) == []
    assert not bob.event_pulses.answer(event(asked.seen), pulse(asked.seen), heard=True)
    assert ann.event_pulses.answer(event(asked.seen), pulse(asked.seen), heard=True)


def test_whoever_moves_in_later_does_not_read_what_was_answered_before(asked: Asking) -> None:
    """The invitation went to those who lived there then."""
    house = asked.seen.house
    zoe = asked.owner("Zoe")
    people.occupy(
        asked.connection, estate_id=house.estates["GV"], person_id=zoe.scope.person_id or 0, unit_id=house.units["Ann"],
        role="tenant", at=NOW + timedelta(hours=1),
    )  # fmt: skip
    later = asked.owner("Zoe")
    assert house.units["Ann"] in later.scope.unit_ids
    assert later.events.live(NOW) == []
    assert later.rsvps.own(event(asked.seen)) is None


def test_ivy_reads_the_list_and_owners_read_the_committees_posts(asked: Asking) -> None:
    ivy = asked.staff("Ivy")
    [listed] = ivy.rsvps.listed(event(asked.seen))
    assert (listed.unit, listed.who, listed.rsvp.people) == ("1-101", "Ann", 3)
    assert [one.poster for one in asked.owner("Cat").fund_posts.newest()] == ["Committee"]
    assert asked.owner("Zoe").fund_posts.newest() == []
    assert not asked.owner("Cat").fund_posts.post(1, poster="Cat", amount="", note="x", at=NOW)
