"""What a message really was, said by staff in the group or on the pages: the kind changes, the words become a candidate."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.base import Mistake, ToTopic
from handlers.staff import card, desk
from handlers.staff.group.room import StaffAct, handle
from handlers.tickets import kinds
from handlers.wording import LANGUAGES
from nlu.corpus import own_phrases
from storage import pages
from storage.outbox import Message
from storage.readings import Correction
from tests.handlers.staff.house import NOW, House, to_owner

READING = {"version": "0123456789ab", "confidence": 0.62, "text": "the tap leaks"}


def kept(house: House, ticket, name: str = "Ivy") -> Correction | None:
    with house.store(name) as store:
        return store.readings.of(ticket)


def test_the_kind_changes_and_urgency_stage_and_clocks_stay(house: House):
    ticket = house.open(reading=READING, urgency="E1")
    house.do("Ivy", desk.relabel, ticket, "repair/home.sanitary")
    after = house.ticket(ticket)
    assert (after.intent, after.code, after.urgency) == ("repair", "home.sanitary", "E1")
    assert (after.stage, after.respond_by, after.words) == (ticket.stage, ticket.respond_by, ticket.words)


def test_the_words_are_kept_with_what_read_them(house: House):
    ticket = house.open(reading=READING)
    house.do("Ivy", desk.relabel, ticket, "complaint/service.fees")
    assert kept(house, ticket) == Correction(
        estate_id=ticket.estate_id, ticket_id=ticket.id, words="the tap leaks", read_as="repair/home.leak",
        version="0123456789ab", confidence=0.62, label="complaint/service.fees", source="staff",
        staff_id=house.staff["Ivy"].id, at=NOW,
    )  # fmt: skip


def test_the_timeline_tells_colleagues_who_put_it_right_from_what_to_what(house: House):
    ticket = house.open(reading=READING)
    replies = house.do("Ivy", desk.relabel, ticket, "praise")
    [event] = house.timeline(ticket)
    assert (event.kind, event.staff_id, event.shown) == ("relabelled", house.staff["Ivy"].id, False)
    assert (event.data["was"], event.data["became"]) == ("repair/home.leak", "praise")
    assert [one.to for one in replies] == [ToTopic(ticket.id)] * 2
    assert replies[0].text == "Ivy has put GV-1001 right: it is Praise."
    assert to_owner(replies) == []


def test_the_latest_word_counts_and_the_reading_stays_what_it_was(house: House):
    ticket = house.open(reading=READING)
    house.do("Ivy", desk.relabel, ticket, "praise")
    house.do("Max", desk.relabel, ticket, "suggestion")
    found = kept(house, ticket)
    assert found is not None
    assert (found.read_as, found.label, found.confidence) == ("repair/home.leak", "suggestion", 0.62)
    assert found.staff_id == house.staff["Max"].id


def test_back_to_what_was_read_is_no_misreading(house: House):
    ticket = house.open(reading=READING)
    house.do("Ivy", desk.relabel, ticket, "praise")
    house.do("Ivy", desk.relabel, ticket, "home.leak")
    assert kept(house, ticket) is None
    assert house.ticket(ticket).code == "home.leak"


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("home.leak", "desk.kind.same"), ("Leak", "desk.kind.same"), (" ", "desk.kind.empty"), ("home.nonsense", "desk.kind.none"),
        ("repair", "desk.kind.none"), ("repair/praise", "desk.kind.none"), ("Fees", "desk.kind.several"),
        ("fire", "desk.kind.danger"), ("emergency/fire", "desk.kind.danger"), ("Emergency", "desk.kind.danger"),
        ("People trapped in a lift", "desk.kind.danger"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_plain_words_and_changes_nothing(house: House, said: str, key: str):
    ticket = house.open(reading=READING)
    assert house.mistake("Ivy", desk.relabel, ticket, said).key == key
    assert house.ticket(ticket) == ticket
    assert kept(house, ticket) is None


def test_while_people_are_called_an_alarm_stays_what_it_is(house: House):
    ticket = house.open(urgency="E0", intent="emergency", code="gas", reading=READING)
    with house.db.transaction() as connection:
        pages.add(connection, estate_id=ticket.estate_id, ticket_id=ticket.id, hazard="gas", routes=[], paged_at=NOW,
                  repeat_at=NOW)  # fmt: skip
    assert house.mistake("Ivy", desk.relabel, ticket, "home.hvac").key == "desk.kind.alarm"
    house.do("Ivy", desk.accept_alarm, ticket)
    house.do("Ivy", desk.relabel, ticket, "home.hvac")
    assert house.ticket(ticket).urgency == "E0", "urgency is not relabelled away"
    assert kept(house, ticket).read_as == "emergency/gas"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "values", [{"private": True}, {"words": "", "reading": READING | {"text": "Photos"}}]
)
def test_private_words_and_our_own_are_not_kept(house: House, values: dict[str, Any]):
    ticket = house.open(**{"reading": READING, **values})
    house.do("Ivy", desk.relabel, ticket, "praise")
    assert house.ticket(ticket).intent == "praise"
    assert kept(house, ticket) is None


def _act(house: House, name: str, ticket, text: str, **more: Any):
    with house.store(name) as store:
        fresh = store.tickets.by_id(ticket.id) if ticket else None
        return handle(
            house.request(name, text=text, answers="55"), store, StaffAct(ticket=fresh, text=text, **more)
        )


def _card(ticket) -> Message:
    payload = {"text": "…", "relays": "owner_words"}
    return Message(1, "telegram", "-100", "send", payload, 1, ticket.id, None, 1, 0, False, NOW)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ivy", "/kind home.window"),
        ("Ivy", "/kind@ownerline_bot repair/home.window"),
        ("Ivy", "/KIND window"),
        ("Max", "/kind 門窗"),
        ("Eli", "/kind  门窗 "),
    ],
)
def test_the_group_puts_it_right_by_code_or_by_name(house: House, name: str, text: str):
    ticket = house.open(reading=READING)
    window = {
        "Max": kinds.last_name("zh-Hant", "repair/home.window"),
        "Eli": kinds.last_name("zh-Hans", "repair/home.window"),
    }
    _act(house, name, ticket, text.replace("門窗", window["Max"]).replace("门窗", window["Eli"]))
    assert house.ticket(ticket).code == "home.window"


def test_in_reply_to_the_card_it_is_a_command_and_never_goes_to_the_owner(house: House):
    ticket = house.open(reading=READING)
    outcome = _act(house, "Ivy", ticket, "/kind home.window", replied=_card(ticket))
    assert to_owner(outcome.replies) == []
    assert house.ticket(ticket).code == "home.window"


def test_alone_it_lists_what_can_be_said(house: House):
    [reply] = _act(house, "Ivy", house.open(), "/kind").replies
    assert reply.title == "What is GV-1001 really? Write for example: /kind home.leak"
    assert "home.leak – Repair · Leak" in reply.text
    assert "fire" not in [line.split(" ")[0] for line in reply.text.splitlines()]
    assert len(reply.text) < 4_000, "one message of Telegram holds it"


def test_outside_a_topic_it_says_where_to_write_it(house: House):
    with pytest.raises(Mistake) as found:
        _act(house, "Ivy", None, "/kind home.window")
    assert found.value.key == "desk.kind.which"


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        ({}, "Read as: Praise"),
        ({"confidence": 0.5}, "Read as: Praise (50 % sure)"),
        ({"confidence": 0.5, "read_as": "praise"}, "Read as: Praise (50 % sure)"),
        (
            {"confidence": 0.5, "read_as": "repair/home.leak"},
            "It is: Praise (was read as Repair · Leak, 50 % sure)",
        ),
        ({"confidence": 0.2, "read_as": ""}, "Taken as: Praise (the words alone did not tell)"),
    ],
)
def test_the_card_tells_what_was_read_and_what_it_is(house: House, reading: dict[str, Any], said: str):
    assert card.reading("en", house.open(intent="praise", code=None, reading=reading)) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_can_be_named_in_every_language_and_is_a_label_of_the_phrases(language: str):
    assert [label for label in kinds.LABELS if kinds.named(language, label) == label] == []
    assert [
        label
        for label in kinds.LABELS
        if label not in kinds.meant(language, kinds.last_name(language, label))
    ] == []
    assert set(kinds.LABELS) >= {one.label for one in own_phrases() if not one.label.startswith("emergency")}


def test_staff_can_make_it_a_complaint_by_naming_what_it_is_and_never_take_it_out(house: House):
    ticket = house.open()
    house.do("Ivy", desk.relabel, ticket, "complaint/service.cleaning")
    assert house.ticket(ticket).complaint
    house.do("Ivy", desk.relabel, ticket, "repair/home.leak")
    assert house.ticket(ticket).complaint
    done = house.open(stage="resolved")
    house.do("Ivy", desk.relabel, done, "complaint/service.cleaning")
    assert not house.ticket(done).complaint
