"""A notice from the staff group: what it is, where to, whom it reaches; a second person; held, resumed, stopped with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import Mistake, Outcome, Reply, ToProgress, ToRoom
from handlers.notices import sending, watching
from handlers.staff.group.room import StaffAct, handle
from storage import contacts
from storage.notices import Notice
from tests.handlers.notices.writing import arrived, proposed, sent, written
from tests.handlers.staff.house import NOW, House


class Group:
    """The staff group as a test uses it: what is asked of each person, and what the last act told everybody."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.asked: dict[str, Any] = {}
        self.told: list[Reply] = []

    def act(self, name: str, **values: Any) -> tuple[Reply, ...]:
        request = self.house.request(name, answers="55", now=values.pop("now", NOW))
        with self.house.store(name) as store:
            act = StaffAct(awaiting=self.asked.get(name), **values)
            outcome: Outcome = handle(request, store, act)
        self.asked[name], self.told = outcome.awaiting, request.told
        return outcome.replies

    def says(self, name: str, text: str) -> tuple[Reply, ...]:
        return self.act(name, text=text)

    def taps(self, name: str, data: str) -> tuple[Reply, ...]:
        return self.act(name, button=tuple(data.split(":")))

    def refused(self, name: str, data: str = "", text: str = "") -> str:
        with pytest.raises(Mistake) as found:
            self.act(name, text=text, button=tuple(data.split(":")) if data else ())
        return found.value.key

    def notice(self, number: int = 1) -> Notice:
        with self.house.store("Max") as store:
            found = store.notices.by_id(number)
        assert found
        return found

    def progress(self) -> Reply:
        """The message about how it comes along, as the last act showed it."""
        [found] = [one for one in self.told if isinstance(one.to, ToProgress)]
        return found


@pytest.fixture
def group(house: House) -> Group:
    return Group(house)


def datas(reply: Reply) -> list[str]:
    return [key.data for row in reply.buttons for key in row]


def chosen(group: Group, kind: str = "outage", place: str = "1:0") -> Reply:
    group.says("Ivy", "/notice Water is off on Monday")
    group.taps("Ivy", f"notice:kind:{kind}")
    [reply] = group.taps("Ivy", f"notice:to:{place}")
    return reply


def test_the_kinds_then_the_places_then_whom_it_reaches(group: Group) -> None:
    with group.house.db.transaction() as connection:
        contacts.change(connection, group.house.contacts["Cat"], state="blocked")
    [what] = group.says("Ivy", "/notice Water is off on Monday")
    assert datas(what) == ["notice:kind:safety", "notice:kind:outage", "notice:kind:announcement"]
    [where] = group.taps("Ivy", "notice:kind:outage")
    assert [row[0].text for row in where.buttons] == [
        "Green Valley", "Green Valley · Block 1", "Green Valley · Block 2",
    ]  # fmt: skip
    [confirm] = group.taps("Ivy", "notice:to:1:0")
    assert confirm.title == "Send to 2 people in Green Valley?"
    assert confirm.text.splitlines() == [
        "Water is off on Monday", "", "Reaches 1 of 2 households, on 2 accounts.", "blocked us: 1",
    ]  # fmt: skip
    assert datas(confirm) == ["notice:send:1:0", "notice:cancel"]


def test_a_second_person_approves_what_the_first_proposed(group: Group) -> None:
    chosen(group)
    assert group.taps("Ivy", "notice:send:1:0") == (), "the group hears it once, with the buttons"
    [waits] = group.told
    assert waits.to == ToRoom(1)
    assert datas(waits) == ["notice:approve:1", "notice:refuse:1"]
    assert group.notice().kind == "outage"
    assert group.refused("Ivy", "notice:send:1:0") == "notices.no_draft"
    assert group.refused("Ivy", "notice:approve:1") == "notices.own_approval"
    assert group.refused("Ivy", "notice:refuse:1") == "notices.own_refusal"
    assert group.refused("Otto", "notice:approve:1") == "notices.gone"
    assert group.refused("Eli", "notice:refuse:1") == "notices.not_yours"
    [goes] = group.taps("Max", "notice:approve:1")
    assert "3" in goes.text
    assert datas(group.progress()) == ["notice:hold:1", "notice:stop:1"]
    assert group.refused("Max", "notice:approve:1") == "notices.moved_on"


def test_a_refusal_takes_the_next_message_as_its_reason(group: Group) -> None:
    proposed(group.house)
    [asks] = group.taps("Max", "notice:refuse:1")
    assert "Max" in asks.text
    assert group.refused("Max", text=" ") == "notices.why_not"
    assert group.says("Ivy", "Shall we?") == (), "the others are not being asked"
    [refused] = group.says("Max", "The date is wrong")
    assert "The date is wrong" in refused.text
    assert (group.notice().state, group.notice().reason) == ("refused", "The date is wrong")
    assert group.says("Max", "Thanks") == ()


def test_a_pressing_alert_may_go_first_and_nothing_else(group: Group) -> None:
    assert "notice:first:1:0" not in datas(chosen(group, "announcement"))
    assert "notice:first:1:0" in datas(chosen(group, "safety"))
    [goes] = group.taps("Ivy", "notice:first:1:0")
    assert "3" in goes.text
    [went, *_] = group.told
    assert datas(went) == ["notice:approve:1"]
    assert (group.notice().state, group.notice().after_the_fact) == ("sending", True)
    [agreed] = group.taps("Max", "notice:approve:1")
    assert "approved it afterwards" in agreed.text


def test_forged_first_for_an_announcement_goes_nowhere(group: Group) -> None:
    chosen(group, "announcement")
    assert group.refused("Ivy", "notice:first:1:0") == "notices.no_emergency"


def test_held_resumed_and_stopped_from_the_message_that_shows_it(group: Group) -> None:
    sent(group.house)
    group.taps("Ivy", "notice:hold:1")
    held = group.progress()
    assert datas(held) == ["notice:resume:1", "notice:stop:1"]
    assert held.text == "▱▱▱▱▱▱▱▱▱▱ 0 %\n0 of 3 accounts · 3 left, held"
    assert group.refused("Max", "notice:hold:1") == "notices.moved_on"
    group.taps("Max", "notice:resume:1")
    assert datas(group.progress()) == ["notice:hold:1", "notice:stop:1"]
    group.taps("Max", "notice:stop:1")
    assert group.notice().state == "sending", "nothing stops before the reason is said"
    group.says("Max", "The repair is put off")
    over = group.progress()
    assert over.buttons == ()
    assert over.text.splitlines()[0] == "Stopped: The repair is put off"
    assert group.refused("Max", "notice:stop:1") == "notices.moved_on"


def test_at_the_end_it_says_how_many_doors_are_left(group: Group) -> None:
    notice, replies = sent(group.house)
    arrived(group.house, tuple(one for one in replies if one.to.address != "chat-Cat"))  # type: ignore[union-attr]
    arrived(group.house, tuple(one for one in replies if one.to.address == "chat-Cat"), "failed")  # type: ignore[union-attr]
    request = group.house.request("Max")
    with group.house.store("Max") as store:
        over = sending.finish(request, store, notice)
        watching.now(request, store, over)
        watching.now(request, store, over)
    [shown] = request.told
    assert shown.text.splitlines() == [
        "Done.", "Delivered to 1 of 2 households.",
        "Doors to knock at: 1. `ownerline notice doors` or the pages list them.", "not delivered: 1",
    ]  # fmt: skip


def test_the_list_tells_what_goes_and_what_waits(group: Group) -> None:
    [empty] = group.says("Ivy", "/notices")
    assert empty.text == "No notice is on its way, and none waits."
    sent(group.house)
    proposed(group.house, form="f2")
    written(group.house, form="f3")
    [found] = group.says("Ivy", "/notices")
    assert found.title == "Notices on their way or waiting: 2"
    assert found.text.splitlines() == [
        "1 · On its way · Water off · 0 of 3 accounts", "2 · Waits for a second person · Water off",
    ]  # fmt: skip
    assert found.buttons == (), "she wrote it"
    [his] = group.says("Max", "/notices")
    assert datas(his) == ["notice:approve:2", "notice:refuse:2"]
    [elsewhere] = group.says("Otto", "/notices")
    assert elsewhere.text == "No notice is on its way, and none waits."


def test_the_text_may_begin_on_a_line_of_its_own(group: Group) -> None:
    group.says("Ivy", "/notice@line_bot\nWater is off\non Monday")
    assert group.asked["Ivy"]["text"] == "Water is off\non Monday"


def test_a_notice_belongs_to_whoever_wrote_it(group: Group) -> None:
    group.says("Ivy", "/notice Water is off")
    assert group.refused("Max", "notice:kind:outage") == "notices.no_draft"


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("Eli", "/notice Hello", "notices.not_yours"),
        ("Ivy", "/notice", "notices.empty"),
        ("Ivy", "/notice   ", "notices.empty"),
    ],
)
def test_a_notice_that_cannot_be_sent_says_why(group: Group, name: str, text: str, key: str) -> None:
    assert group.refused(name, text=text) == key


@pytest.mark.parametrize(
    "data", ["notice:kind:offer", "notice:to:x:y", "notice:to:1", "notice", "notice:hold:x"]
)
def test_a_forged_button_is_not_understood(group: Group, data: str) -> None:
    group.says("Ivy", "/notice Water is off")
    assert group.refused("Ivy", data) == "desk.not_understood"


def test_a_notice_that_is_none_is_gone(group: Group) -> None:
    assert group.refused("Max", "notice:stop:99") == "notices.gone"
    assert group.refused("Max", f"notice:stop:{'9' * 40}") == "notices.gone"


def test_what_is_approved_at_night_says_when_it_goes(group: Group) -> None:
    proposed(group.house)
    [later] = group.act("Max", button=("notice", "approve", "1"), now=NOW + timedelta(hours=5))
    assert later.text == "Notice 1 goes out at 2026-11-23 08:00."
