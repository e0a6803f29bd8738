"""What staff write and press in their group: to the owner, among themselves, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.base import Mistake, Outcome, Picture
from handlers.staff.group.room import StaffAct, handle
from handlers.staff.group.room_buttons import next_dates
from storage.outbox import Message
from tests.handlers.staff.house import NOW, TZ, House, to_owner


def act(house: House, name: str, ticket=None, **values: Any) -> Outcome:
    with house.store(name) as store:
        fresh = store.tickets.by_id(ticket.id) if ticket else None
        request = house.request(name, text=values.get("text", ""), answers="55", now=values.pop("now", NOW))
        return handle(request, store, StaffAct(ticket=fresh, **values))


def refused(house: House, name: str, ticket=None, **values: Any) -> str:
    with pytest.raises(Mistake) as found:
        act(house, name, ticket, **values)
    return found.value.key


def message(ticket, relays: str | None) -> Message:
    payload = {"text": "…"} | ({"relays": relays} if relays else {})
    return Message(1, "telegram", "-100", "send", payload, 1, ticket.id, None, 1, 0, False, NOW)


@pytest.mark.parametrize(
    ("relays", "sent", "kind"),
    [("owner_words", ["At three."], "replied"), ("staff_words", [], "noted"), (None, [], "noted")],
)
def test_only_a_reply_to_the_owners_words_goes_to_the_owner(house: House, relays, sent, kind):
    ticket = house.open()
    outcome = act(house, "Ivy", ticket, text="At three.", replied=message(ticket, relays))
    assert [reply.text.splitlines()[0] for reply in to_owner(outcome.replies)] == sent
    assert [(event.kind, event.text) for event in house.timeline(ticket)] == [(kind, "At three.")]


def test_a_photo_in_reply_goes_to_the_owner_without_words(house: House):
    ticket = house.open()
    picture = Picture(attachment_id=1, kind="photo", channel="telegram", reference="file")
    outcome = act(house, "Ivy", ticket, pictures=(picture,), replied=message(ticket, "owner_words"))
    assert to_owner(outcome.replies)[0].pictures == (picture,)


def test_a_reply_to_the_words_of_a_ticket_out_of_scope_reads_like_no_ticket(house: House):
    foreign = house.open("Zoe")
    assert (
        refused(house, "Ivy", text="Hello", replied=message(foreign, "owner_words")) == "desk.no_such_ticket"
    )
    assert house.timeline(foreign) == []


@pytest.mark.parametrize("text", ["Coffee?", ""])
def test_talk_outside_the_topics_is_left_alone(house: House, text: str):
    house.open()
    assert act(house, "Ivy", text=text) == Outcome(replies=())


def _press(house: House, name: str, ticket, *button: object, **values: Any) -> Outcome:
    return act(house, name, ticket, button=tuple(str(part) for part in button), **values)


def test_claim_and_resolve_need_one_tap(house: House):
    ticket = house.open()
    _press(house, "Ivy", ticket, "desk", "claim", ticket.id)
    assert house.ticket(ticket).stage == "assigned"
    _press(house, "Ivy", ticket, "desk", "resolve", ticket.id)
    assert house.ticket(ticket).stage == "resolved"


@pytest.mark.parametrize(
    "button",
    [
        ("desk",), ("desk", "claim"), ("desk", "claim", "x"), ("desk", "claim", "-1"), ("desk", "fly", "1"),
        ("desk", "claim", "9" * 40), ("desk", "claim", "²"), ("read", "1"), ("desk", "next", "1", "x"),
    ],
)  # fmt: skip
def test_a_button_nobody_made_is_refused(house: House, button: tuple[str, ...]):
    house.open()
    assert refused(house, "Ivy", button=button) == "desk.not_understood"


@pytest.mark.parametrize(
    "step",
    [
        "claim",
        "next",
        "ask",
        "escalate",
        "transfer",
        "resolve",
        "accept",
        "give_back",
        "handover_yes",
        "handover_no",
    ],
)
def test_a_button_for_a_ticket_out_of_scope_reads_like_no_ticket(house: House, step: str):
    foreign = house.open("Zoe")
    for ticket_id in (foreign.id, 424_242):
        assert refused(house, "Ivy", button=("desk", step, str(ticket_id))) == "desk.no_such_ticket"


def test_the_next_date_is_chosen_from_a_keyboard_whose_buttons_hold_the_moment(house: House):
    ticket = house.open()
    [asked] = _press(house, "Ivy", ticket, "desk", "next", ticket.id).replies
    assert [row[0].text for row in asked.buttons] == [
        "In 1 hour (today 19:00)",
        "tomorrow 10:00",
        "Wed 25 Nov 10:00",
    ]
    data = asked.buttons[1][0].data
    _press(house, "Ivy", ticket, *data.split(":"))
    assert house.ticket(ticket).next_contact_at == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_a_date_button_pressed_after_its_time_is_refused(house: House):
    ticket = house.open()
    [asked] = _press(house, "Ivy", ticket, "desk", "next", ticket.id).replies
    late = {"button": tuple(asked.buttons[0][0].data.split(":")), "now": NOW + timedelta(hours=2)}
    assert refused(house, "Ivy", ticket, **late) == "desk.date_past"


@pytest.mark.parametrize(
    ("hour", "minute", "offered"),
    [
        (9, 0, ["10:00", "18:00", "10:00", "10:00"]),
        (16, 59, ["17:59", "18:00", "10:00", "10:00"]),
        (17, 0, ["18:00", "10:00", "10:00"]),
        (23, 30, ["00:30", "10:00", "10:00"]),
    ],
)
def test_the_dates_offered_by_the_hour_of_the_day(hour: int, minute: int, offered: list[str]):
    now = datetime(2026, 11, 22, hour, minute, tzinfo=TZ)
    assert [f"{at.astimezone(TZ):%H:%M}" for at in next_dates(now, TZ)] == offered


def test_a_transfer_offers_everybody_but_the_holder_and_nobody_of_another_estate(house: House):
    ticket = house.open(stage="assigned", holder_id=house.staff["Ivy"].id)
    [asked] = _press(house, "Ivy", ticket, "desk", "transfer", ticket.id).replies
    assert [row[0].text for row in asked.buttons] == ["Max (manager)", "Eli (engineer)"]
    _press(house, "Ivy", ticket, *asked.buttons[1][0].data.split(":"))
    assert house.ticket(ticket).handover_to_id == house.staff["Eli"].id


def test_a_question_for_the_owner_is_the_next_message_of_whoever_was_asked(house: House):
    ticket = house.open()
    asked = _press(house, "Ivy", ticket, "desk", "ask", ticket.id).awaiting
    outcome = act(house, "Ivy", ticket, text="Which tap?", awaiting=asked)
    assert [reply.text for reply in to_owner(outcome.replies)] == ["Which tap?"]
    assert outcome.awaiting is None
    assert house.ticket(ticket).stage == "waiting_owner"


def test_an_open_question_outlives_other_buttons_and_replies(house: House):
    ticket = house.open()
    asked = _press(house, "Ivy", ticket, "desk", "ask", ticket.id).awaiting
    assert _press(house, "Ivy", ticket, "desk", "next", ticket.id, awaiting=asked).awaiting == asked
    replied = act(house, "Ivy", ticket, text="Hello", replied=message(ticket, "owner_words"), awaiting=asked)
    assert replied.awaiting == asked


def test_an_open_question_can_be_left(house: House):
    ticket = house.open()
    asked = _press(house, "Ivy", ticket, "desk", "ask", ticket.id).awaiting
    assert act(house, "Ivy", ticket, text="/cancel", awaiting=asked).awaiting is None


@pytest.mark.parametrize("text", ["/help", "/help@line_bot", "/what", "/", "/start"])
def test_help_and_unknown_commands_name_the_commands(house: House, text: str):
    [reply] = act(house, "Ivy", text=text).replies
    assert "/tickets" in reply.text


def test_the_open_tickets_are_listed_the_most_burning_first_and_only_ones_own(house: House):
    calm = house.open()
    late = house.open("Cat", respond_by=NOW - timedelta(hours=1), summary="No light")
    house.open("Ann", stage="closed")
    house.open("Zoe")
    [reply] = act(house, "Ivy", text="/tickets").replies
    lines = reply.text.splitlines()
    assert [calm.number in lines[1], late.number in lines[0], len(lines)] == [True, True, 2]
    assert "No light" in lines[0]


def test_a_long_list_is_cut_with_the_number_that_is_left(house: House):
    for _ in range(22):
        house.open()
    [reply] = act(house, "Ivy", text="/tickets").replies
    assert reply.text.endswith("… and 2 more on the pages.")


def test_a_stored_question_survives_the_trip_through_json(house: House):
    import json

    ticket = house.open()
    asked = _press(house, "Ivy", ticket, "desk", "ask", ticket.id).awaiting
    outcome = act(house, "Ivy", ticket, text="Which tap?", awaiting=json.loads(json.dumps(asked)))
    assert to_owner(outcome.replies)[0].text == "Which tap?"
    assert replace(outcome, replies=()).awaiting is None
