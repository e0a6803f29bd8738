"""A notice takes its time: who complained, or wants no more of it, after its audience was frozen is spared when their turn comes."""

from __future__ import annotations

from typing import Any

from handlers.notices import approval, sending
from storage import contacts
from storage.notices import Notice
from tests.handlers.notices.writing import arrived, proposed, sent
from tests.handlers.staff.house import House


def begun(house: House, **values: Any) -> Notice:
    notice = proposed(house, **values)
    with house.store("Max") as store:
        return approval.approve(house.request("Max"), store, notice)


def fed(house: House, notice: Notice) -> list[str]:
    with house.store("Max") as store:
        replies = sending.feed(house.request("Max"), store, notice, 9)
        return [one.to.address for one in replies]  # type: ignore[union-attr]


def states(house: House, notice: Notice) -> dict[str, int]:
    with house.store("Max") as store:
        return store.deliveries.reach(notice).contacts


def test_a_complaint_that_came_meanwhile_spares_the_household_an_invitation(house: House) -> None:
    notice = begun(house, kind="invitation")
    house.open("Ann", complaint=True)
    assert fed(house, notice) == ["chat-Cat"]
    assert states(house, notice) == {"queued": 1, "complaint": 2}


def test_who_muted_meanwhile_hears_an_alert_and_nothing_else(house: House) -> None:
    news, alert = begun(house, kind="announcement"), begun(house, form="f2", kind="safety")
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Bob"], muted=True)
    assert fed(house, news) == ["chat-Ann", "chat-Cat"]
    assert len(fed(house, alert)) == 3
    assert states(house, news) == {"queued": 2, "muted": 1}


def test_the_notice_itself_is_not_what_spends_the_budget(house: House) -> None:
    for number in range(3):
        arrived(house, sent(house, f"n{number}", kind="announcement")[1])
    notice = begun(house, form="fourth", kind="announcement")
    with house.store("Max") as store:
        request = house.request("Max")
        assert [len(sending.feed(request, store, notice, 1)) for _ in range(4)] == [1, 1, 1, 0]


def test_an_update_goes_to_whoever_got_the_first_all_the_same(house: House) -> None:
    notice, replies = sent(house)
    arrived(house, replies)
    with house.store("Max") as store:
        sending.finish(house.request("Max"), store, notice)
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Bob"], muted=True)
    _, told = sent(house, "u", msg_type="Update", refers_to=notice.id)
    assert len(told) == 3
