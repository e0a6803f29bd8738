"""An invitation is a notice: its buttons answer, its homes are invited when it leaves, a change updates it, calling off cancels it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.base import Mistake, Reply, ToRoom
from handlers.notices import approval, sending
from handlers.notices.events import announcing, desk
from handlers.notices.events.desk import Facts
from storage.contact_budget import Budget
from storage.events import Event
from storage.notices import Notice
from storage.store import LineStore
from tests.handlers.notices.writing import arrived
from tests.handlers.staff.conftest import _built, house
from tests.handlers.staff.house import NOW, House
from tests.storage.asked.events import made

__all__ = ["_built", "house"]


def planned(house: House, **values) -> Event:
    with house.db.transaction() as connection:
        return made(connection, house, title={"en": "Mooncakes", "zh-Hant": "月餅會"}, **values)


def invited(house: House, event: Event) -> tuple[Notice, tuple[Reply, ...]]:
    """The invitation, agreed to by Max and handed on."""
    with house.store("Ivy") as store:
        notice = announcing.invite(house.request("Ivy"), store, event, None, "k1")
    return agreed(house, notice)


def agreed(house: House, notice: Notice) -> tuple[Notice, tuple[Reply, ...]]:
    with house.store("Max") as store:
        request = house.request("Max")
        after = approval.approve(request, store, notice)
        replies = sending.feed(request, store, after, 100)
    arrived(house, replies)
    with house.store("Max") as store:
        return sending.finish(house.request("Max"), store, after), replies


def facts(event: Event, **values) -> Facts:
    return replace(Facts(**{name: getattr(event, name) for name in Facts.__dataclass_fields__}), **values)


def test_each_reads_it_in_their_language_and_answers_with_a_tap(house: House) -> None:
    event = planned(house)
    _, replies = invited(house, event)
    english, cantonese, simplified = replies
    assert english.title == "Invitation · Mooncakes"
    assert "When: Thu 26 November 18:00 – 20:00" in english.text
    assert "月餅會" in cantonese.title
    assert "Mooncakes" in simplified.title
    assert "11月26日" in simplified.text
    assert [button.data for button in english.buttons[0]] == ["rsvp:1:0:yes", "rsvp:1:0:no", "rsvp:1:0:maybe"]
    assert [button.text for button in cantonese.buttons[0]] == ["參加", "唔去", "睇下先"]


def test_a_home_may_answer_from_the_moment_its_invitation_leaves(house: House) -> None:
    event = planned(house)
    with house.store("Ivy") as store:
        notice = announcing.invite(house.request("Ivy"), store, event, house.buildings["GV2"], "k1")
        assert store.rsvps.counts(event).invited == 0
    agreed(house, notice)
    with house.store("Ivy") as store:
        assert store.rsvps.counts(event).invited == 1
        assert store.rsvps.at_home(event, house.units["Cat"])
        assert store.rsvps.at_home(event, house.units["Ann"]) is None


def test_a_household_that_waits_for_a_complaint_is_not_invited(house: House) -> None:
    house.open("Ann", intent="complaint", complaint=True)
    event = planned(house)
    invited(house, event)
    with house.store("Ivy") as store:
        assert store.rsvps.at_home(event, house.units["Ann"]) is None


def test_another_time_is_an_update_and_calling_off_a_cancellation_of_the_first(house: House) -> None:
    event = planned(house)
    first, _ = invited(house, event)
    assert first.state == "sent"
    later = facts(event, starts=event.starts + timedelta(days=1), ends=event.ends + timedelta(days=1))
    with house.store("Ivy") as store:
        desk.change(house.request("Ivy"), store, event, later)
        [update] = store.notices.waiting_for_approval()
        assert (update.msg_type, update.refers_to, update.question) == ("Update", first.id, "rsvp:1:1")
    _, replies = agreed(house, update)
    assert {reply.buttons[0][0].data for reply in replies} == {"rsvp:1:1:yes"}
    assert all("27" in reply.text for reply in replies)
    with house.store("Ivy") as store:
        desk.cancel(house.request("Ivy"), store, desk.in_scope(store, 1), "Rain.")
        [cancel] = store.notices.waiting_for_approval()
        assert (cancel.msg_type, cancel.question) == ("Cancel", "")
    _, replies = agreed(house, cancel)
    assert all("Rain." in reply.text for reply in replies)
    assert {reply.buttons[0][0].data.partition(":")[0] for reply in replies} == {"read"}


def test_before_anybody_was_invited_a_change_tells_nobody(house: House) -> None:
    event = planned(house)
    with house.store("Ivy") as store:
        desk.change(house.request("Ivy"), store, event, facts(event, place={"en": "Garden"}))
        assert store.notices.newest() == []


def moved(house: House, event: Event) -> None:
    with house.store("Ivy") as store:
        desk.change(house.request("Ivy"), store, event, facts(event, place={"en": "Garden"}))


def called_off(house: House, event: Event) -> None:
    with house.store("Ivy") as store:
        desk.cancel(house.request("Ivy"), store, event, "Rain.")


@pytest.mark.parametrize("happens", [moved, called_off])
@pytest.mark.parametrize(("agrees", "ends"), [(False, "refused"), (True, "stopped")])
def test_an_invitation_that_still_waits_never_leaves_once_the_event_is_another(
    house: House, happens: Callable[[House, Event], None], agrees: bool, ends: str
) -> None:
    event = planned(house)
    with house.store("Ivy") as store:
        notice = announcing.invite(house.request("Ivy"), store, event, None, "k1")
        if agrees:  # for an hour that has not come
            later = {"state": "approved", "send_at": NOW + timedelta(hours=9)}
            assert store.notices.change(notice, "proposed", **later)
    happens(house, event)
    with house.store("Max") as store:
        after = store.notices.by_id(notice.id)
        assert after
        assert (after.state, after.ended_at) == (ends, NOW)
        assert after.reason == "The event was moved or called off before this left."
        with pytest.raises(Mistake):
            approval.approve(house.request("Max"), store, after)


@pytest.mark.parametrize(
    ("values", "drawn", "key"),
    [
        ({"title": {"en": " "}}, 0, "events.title_needed"),
        ({"capacity": 0}, 0, "events.capacity_wrong"),
        ({"title": {"en": "Tea"}}, 1, "events.moved_on"),
    ],
)
def test_a_change_that_moves_nothing_is_looked_at_too(
    house: House, values: dict, drawn: int, key: str
) -> None:
    event = planned(house)
    with house.store("Ivy") as store, pytest.raises(Mistake) as refused:
        desk.change(house.request("Ivy"), store, event, facts(event, **values), drawn=drawn)
    assert refused.value.key == key


def test_every_invitation_that_left_is_followed_by_one_of_its_own(house: House) -> None:
    event = planned(house)
    firsts = []
    for building in ("GV", "GV2"):
        with house.store("Ivy") as store:
            asked = announcing.invite(house.request("Ivy"), store, event, house.buildings[building], building)
        firsts.append(agreed(house, asked)[0].id)
    called_off(house, event)
    with house.store("Max") as store:
        cancels = store.notices.waiting_for_approval()
    assert [(one.msg_type, one.refers_to) for one in cancels] == [("Cancel", first) for first in firsts]
    told = {reply.title for one in cancels for reply in agreed(house, one)[1]}
    assert len(told) == 3


def test_staff_hear_which_invitation_could_not_be_followed_and_why(house: House) -> None:
    event = planned(house)
    with house.store("Ivy") as store:
        notice = announcing.invite(house.request("Ivy"), store, event, None, "k1")
    with house.store("Max") as store:
        approval.approve(house.request("Max"), store, notice)
    with house.store("Ivy") as store:
        request = house.request("Ivy")
        desk.cancel(request, store, event, "Rain.")
        assert store.notices.waiting_for_approval() == []
    [said] = request.told
    assert said.to == ToRoom(event.estate_id)
    assert f"invitation {notice.id}" in said.text
    assert "still on its way" in said.text


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"status": "TENTATIVE"}, "invitations.off"),
        ({"rsvp_until": NOW - timedelta(hours=1)}, "events.too_late_to_invite"),
    ],
)
def test_what_nobody_can_answer_invites_nobody(house: House, values: dict, key: str) -> None:
    event = planned(house, **values)
    with house.store("Ivy") as store, pytest.raises(Mistake) as refused:
        announcing.invite(house.request("Ivy"), store, event, None, "k1")
    assert refused.value.key == key


def test_an_engineer_invites_nobody(house: House) -> None:
    event = planned(house)
    with house.store("Eli") as store, pytest.raises(Mistake) as refused:
        announcing.invite(house.request("Eli"), store, event, None, "k1")
    assert refused.value.key == "notices.not_yours"


def test_questions_after_an_event_spend_the_budget_of_a_household(house: House) -> None:
    event = planned(house)
    with house.db.transaction() as connection:
        line = LineStore(connection)
        row = {"contact_id": None, "came": False, "rank": 1, "skipped": "", "asked_at": NOW}
        line.event_pulses.keep(event, [row | {"unit_id": house.units["Ann"]}])
        assert line.deliveries.budget_spent(event.estate_id, Budget(1, NOW)) == {house.units["Ann"]}
        assert line.deliveries.budget_spent(event.estate_id, Budget(2, NOW)) == frozenset()
        assert (
            line.deliveries.budget_spent(event.estate_id, Budget(1, NOW + timedelta(days=1))) == frozenset()
        )
