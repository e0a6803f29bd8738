"""A notice goes to everybody reachable in a place, once, each frame in the reader's language."""

from __future__ import annotations

import pytest

from handlers.base import Mistake, ToDelivery
from handlers.notices import announce
from storage import contacts
from tests.handlers.staff.house import House


def send(
    house: House,
    name: str = "Ivy",
    place: str = "GV",
    building: str | None = None,
    text: str = "Water is off",
    form: str = "f1",
):
    with house.store(name) as store:
        request = house.request(name)
        building_id = house.buildings[building] if building else None
        draft = announce.preview(request, store, house.estates[place], building_id, text)
        return announce.announce(request, store, draft, form)


def test_everybody_reachable_gets_it_once_in_their_language(house: House):
    sent = send(house)
    assert [reply.to.address for reply in sent if isinstance(reply.to, ToDelivery)] == [
        "chat-Ann",
        "chat-Bob",
        "chat-Cat",
    ]
    assert [reply.title for reply in sent] == [
        "Notice · Green Valley",
        "通告 · Green Valley",
        "通知 · Green Valley",
    ]
    assert [reply.buttons[0][0].text for reply in sent] == ["Got it", "知道喇", "知道了"]
    assert all(reply.text.startswith("Water is off\n\n") and "+852 2000 0000" in reply.text for reply in sent)
    assert {reply.urgency for reply in sent} == {"bulk"}


def test_the_button_names_the_delivery(house: House):
    assert all(reply.buttons[0][0].data == f"read:{reply.to.delivery_id}" for reply in send(house))


@pytest.mark.parametrize(("building", "count"), [("GV", 2), ("GV2", 1)])
def test_a_building_reaches_its_own_people_only(house: House, building: str, count: int):
    sent = send(house, building=building)
    assert len(sent) == count
    assert "Block" in sent[0].title


def test_the_same_form_twice_sends_once(house: House):
    assert [len(send(house)), len(send(house)), len(send(house, form="f2"))] == [3, 0, 3]


def test_who_blocked_us_is_not_counted(house: House):
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Bob"], state="blocked")
    with house.store("Ivy") as store:
        draft = announce.preview(house.request("Ivy"), store, house.estates["GV"], None, "Water is off")
    assert draft.reach == len(send(house)) == 2


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"name": "Eli"}, "notices.not_yours"),
        ({"text": " \n"}, "notices.empty"),
        ({"text": "水" * 3501}, "notices.long"),
        ({"text": "😀" * 1751}, "notices.long"),
        ({"place": "SB"}, "notices.no_such_place"),
        ({"building": "SB"}, "notices.no_such_place"),
    ],
)
def test_what_cannot_be_sent_says_why(house: House, values: dict, key: str):
    with pytest.raises(Mistake) as refused:
        send(house, **values)
    assert refused.value.key == key


def test_a_place_where_nobody_can_be_reached_is_said_before_sending(house: House):
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Cat"], state="gone")
    with pytest.raises(Mistake) as refused:
        send(house, building="GV2")
    assert refused.value.key == "notices.nobody"


def test_the_longest_text_goes_through(house: House):
    assert len(send(house, text="水" * 3500)) == 3
