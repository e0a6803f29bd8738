"""What owners say by telephone, at the counter or on paper: which tickets it becomes, who is called, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import Mistake, Reply, ToDuty
from handlers.staff import desk
from handlers.staff.filing import file_for_owner
from handlers.staff.filing_place import labels
from storage import contacts, pages, staff
from storage.scope import LineScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.handlers.staff.group.test_room import act, refused
from tests.handlers.staff.house import NOW, SETTINGS, House, to_owner

LIMITS = {"phone": 2.0, "telegram": 8.0, "web": 24.0, "E0": 0.05, "E1": 0.25, "N": 8.0, "L": 24.0}


def filed(house: House, name: str = "Ivy", form: str | None = None, **values: Any) -> tuple[Reply, ...]:
    said = {"unit_label": "2-201", "words": "The pipe in the kitchen leaks", "channel": "phone", **values}
    settings = SETTINGS.__class__(**{**_plain(SETTINGS), "respond_hours": LIMITS})
    with house.store(name) as store:
        return file_for_owner(house.request(name, form=form, settings=settings), store, **said)


def _plain(settings: Any) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}


def tickets(house: House) -> list[Ticket]:
    """Everything that stands, the first opened first."""
    with house.db.reading() as connection:
        return Tickets(connection, LineScope()).newest()[::-1]


def calls(house: House) -> list[str]:
    with house.db.reading() as connection:
        return [page.hazard for page, _ in pages.unaccepted(connection, tuple(house.estates.values()))]


def serves_both(house: House) -> None:
    """Mo manages both estates."""
    with house.db.transaction() as connection:
        both = (house.estates["GV"], house.estates["SB"])
        found = staff.by_id(
            connection, staff.add(connection, name="Mo", role="manager", language="en", estate_ids=both)
        )
        assert found
        house.staff["Mo"] = found


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"unit_label": "9-999"}, "desk.file.no_such_unit"),
        ({"unit_label": "SB:1-101"}, "desk.file.no_such_unit"),
        ({"unit_label": "SB:"}, "desk.file.no_such_unit"),
        ({"words": " \n "}, "desk.file.empty"),
        ({"words": "x" * 3_501}, "desk.file.long"),
        ({"channel": "pigeon"}, "desk.file.no_channel"),
        ({"channel": ""}, "desk.file.no_channel"),
    ],
)
def test_what_cannot_be_filed_says_why_and_leaves_nothing(house: House, values: dict[str, str], key: str):
    with pytest.raises(Mistake) as mistake:
        filed(house, **values)
    assert (mistake.value.key, tickets(house)) == (key, [])


def test_another_estates_unit_reads_like_one_that_does_not_exist(house: House):
    """Otto's estate has no 2-201; that Ivy's has one is not for him to learn."""
    found = []
    for unit in ("2-201", "9-999"):
        with pytest.raises(Mistake) as mistake:
            filed(house, "Otto", unit_label=unit)
        found.append((mistake.value.key, mistake.value.values))
    assert found == [("desk.file.no_such_unit", {"unit": one}) for one in ("2-201", "9-999")]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("The pipe in the kitchen leaks", [("repair", "home.leak", "N")]),
        ("Strong smell of gas in the kitchen", [("emergency", "gas", "E0")]),
        ("The pipe under my sink is leaking and the lift in block 2 is broken",
         [("repair", "home.leak", "E1"), ("repair", "public.lift", "E1")]),
        ("厨房水管爆了，漏到楼下了，还有楼道的灯也不亮",
         [("emergency", "flood", "E0"), ("repair", "public.lighting", "N")]),
        ("asdf qwer", [("handoff", None, "N")]),
        ("when is it done?", [("handoff", None, "N")]),
        ("He asked for a call back", [("handoff", None, "N")]),
    ],
)  # fmt: skip
def test_words_are_read_as_every_message_is(
    house: House, words: str, read: list[tuple[str, str | None, str]]
):
    filed(house, words=words)
    found = tickets(house)
    assert [(one.intent, one.code, one.urgency) for one in found] == read
    assert {(one.words, one.stage, one.channel) for one in found} == {(words, "received", "phone")}
    assert all(one.holder_id for one in found)


@pytest.mark.parametrize(
    ("channel", "words", "hours"),
    [
        ("phone", "The pipe in the kitchen leaks", 2),
        ("counter", "The pipe in the kitchen leaks", 8),
        ("paper", "The pipe in the kitchen leaks", 8),
        ("counter", "You could plant more trees in the garden", 24),
        ("phone", "You could plant more trees in the garden", 2),
        ("paper", "The lift in block 2 is broken", 0.25),
        ("phone", "Strong smell of gas in the kitchen", 0.05),
    ],
)
def test_the_stricter_of_channel_and_urgency_sets_the_time(
    house: House, channel: str, words: str, hours: float
):
    filed(house, channel=channel, words=words)
    assert tickets(house)[0].respond_by - NOW == timedelta(hours=hours)


def test_the_timeline_tells_who_noted_it_by_which_way_and_what_else_came_of_it(house: House):
    filed(house, words="The pipe under my sink is leaking and the lift in block 2 is broken", channel="paper")
    first, second = tickets(house)
    event, named = (
        next(one for one in house.timeline(first) if one.kind == kind) for kind in ("filed", "assigned")
    )
    assert (named.shown, named.data["to"]) == (False, first.holder_id)
    assert (event.kind, event.actor, event.staff_id) == ("filed", "staff", house.staff["Ivy"].id)
    assert event.data == {"channel": "paper", "beside": [second.number]}


def test_an_emergency_calls_the_people_on_duty_and_tells_the_home_what_to_do_first(house: House):
    replies = filed(house, words="厨房水管爆了，漏到楼下了，还有楼道的灯也不亮")
    assert calls(house) == ["flood"]
    [page] = [one for one in replies if isinstance(one.to, ToDuty)]
    assert (page.urgency, page.buttons[0][0].data) == ("urgent", f"desk:accept:{tickets(house)[0].id}")
    assert "2-201 厨房" in page.text
    [told] = to_owner(replies)
    assert told.urgency == "urgent"
    assert "正在呼叫当值人员" in told.text


def test_what_is_no_emergency_calls_nobody(house: House):
    replies = filed(house)
    assert (calls(house), [one for one in replies if isinstance(one.to, ToDuty)]) == ([], [])


def test_the_homes_only_account_is_told_in_its_own_language_and_answers_reach_it(house: House):
    """Cat reads Chinese; Ivy noted it in English."""
    [told] = to_owner(filed(house))
    assert told.text == (
        "Ivy（管家） 已替您记下：\nGV-1001 · 渗漏水 · 2-201 kitchen\n今天 20:00 之前有人答复您。"
        "要补充就写在这里，或者打 +852 2000 0000（24 小时）。"
    )
    ticket = tickets(house)[0]
    assert (ticket.contact_id, ticket.unit_id) == (house.contacts["Cat"], house.units["Cat"])
    [answer] = to_owner(house.do("Ivy", desk.reply, ticket, "At three."))
    assert answer.text.splitlines()[0] == "At three."


def test_the_registers_language_counts_where_the_account_has_chosen_none(house: House):
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Cat"], language=None)
    assert "已替您记下" in to_owner(filed(house))[0].text


@pytest.mark.parametrize(
    ("unit", "words", "state"),
    [
        ("1-101", "The pipe in the kitchen leaks", "reachable"),
        ("", "The pipe in the kitchen leaks", "reachable"),
        ("2-201", "The pipe in the kitchen leaks", "blocked"),
        ("2-201", "The pipe in the kitchen leaks", "gone"),
        ("2-201", "My husband is beating me, help", "reachable"),
        ("2-201", "A burglar is in my flat, I am hiding in the bedroom", "reachable"),
    ],
    ids=["two accounts share the home", "no home", "blocked", "gone", "violence at home", "in hiding"],
)
def test_nobody_is_told_where_it_is_not_clear_who_reads_or_a_phone_may_betray(
    house: House, unit: str, words: str, state: str
):
    with house.db.transaction() as connection:
        contacts.set_state(connection, "telegram", "chat-Cat", state)
    replies = filed(house, unit_label=unit, words=words)
    assert to_owner(replies) == []
    assert {one.contact_id for one in tickets(house)} == {None}
    assert [one.kind for one in replies].count("card") == len(tickets(house))


def test_violence_at_home_is_hidden_from_the_home(house: House):
    filed(house, words="My husband is beating me, help")
    assert [(one.code, one.private) for one in tickets(house)] == [("violence", True)]
    assert calls(house) == ["violence"]


def test_the_same_form_sent_again_opens_nothing_more(house: House):
    assert len(filed(house, form="one")) == 2
    assert filed(house, form="one") == ()
    filed(house, form="two")
    filed(house, "Max", form="one")
    assert len(tickets(house)) == 3, "another form, and another person's form, are filings of their own"


@pytest.mark.parametrize(
    ("typed", "estate", "unit"),
    [
        ("GV:1-101", "GV", "Ann"), ("sb: 1-101", "SB", "Zoe"), ("2-201", "GV", "Cat"), ("GV:", "GV", None),
        ("SB:", "SB", None), ("1-101", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_staff_of_several_estates_say_which_one_where_it_is_not_clear(
    house: House, typed: str, estate: str | None, unit: str | None
):
    serves_both(house)
    if estate is None:
        with pytest.raises(Mistake) as mistake:
            filed(house, "Mo", unit_label=typed)
        assert (mistake.value.key, mistake.value.values) == ("desk.file.which_estate", {"codes": "GV:, SB:"})
        return
    filed(house, "Mo", unit_label=typed)
    found = tickets(house)[0]
    assert (found.estate_id, found.unit_id) == (house.estates[estate], house.units[unit] if unit else None)


def test_the_labels_offered_are_those_of_ones_own_estates(house: House):
    serves_both(house)
    with house.store("Ivy") as store:
        assert labels(store) == ["1-101", "2-201"]
    with house.store("Mo") as store:
        assert labels(store) == ["GV:", "SB:", "GV:1-101", "GV:2-201", "SB:1-101"]


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("/file 2-201 The tap leaks", "Cat", "The tap leaks"),
        ("/file@line_bot\n2-201\nThe tap\nleaks", "Cat", "The tap\nleaks"),
        ("/file - 2 lamps are out in the lobby", None, "2 lamps are out in the lobby"),
        ("/file The lamp is out in the lobby", None, "The lamp is out in the lobby"),
        ("/file GV: The lamp is out", None, "The lamp is out"),
    ],
)
def test_in_the_group_the_first_word_is_the_unit(house: House, text: str, unit: str | None, words: str):
    replies = act(house, "Ivy", text=text).replies
    [ticket] = tickets(house)
    assert (ticket.unit_id, ticket.words, ticket.channel) == (
        house.units[unit] if unit else None, words, "phone",
    )  # fmt: skip
    assert replies[0].text == (
        "Kept: GV-1001. The owner is told in the chat." if unit else
        "Kept: GV-1001. There is no chat to tell the owner in; please answer by telephone."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("/file", "desk.file.empty"),
        ("/file 2-201", "desk.file.empty"),
        ("/file 9-999 The tap leaks", "desk.file.no_such_unit"),
    ],
)
def test_a_command_that_files_nothing_says_why(house: House, text: str, key: str):
    assert refused(house, "Ivy", text=text) == key


def test_help_names_the_command(house: House):
    assert "/file" in act(house, "Ivy", text="/help").replies[0].text
