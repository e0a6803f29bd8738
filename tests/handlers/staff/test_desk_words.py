"""Who is told what, in which language, after each step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.base import Picture, Reply, ToOwner, ToRoom, ToTopic
from handlers.staff import desk
from storage import contacts, pages
from storage.ticket_rows import promises
from tests.handlers.staff.house import NOW, House, to_owner


@pytest.mark.parametrize(
    ("owner", "told"),
    [
        (
            "Ann",
            "GV-1001: Ivy (housekeeper) is looking after it now. You will hear more by tomorrow 02:00.",
        ),
        ("Bob", "GV-1001：而家由 Ivy（管家） 跟進，聽日 02:00 前會聯絡你。"),
        ("Cat", "GV-1001：Ivy（管家） 现在负责跟进，明天 02:00 之前会联系您。"),
    ],
)
def test_claiming_tells_the_owner_the_name_in_the_owners_language(house: House, owner: str, told: str):
    ticket = house.open(owner)
    [reply] = to_owner(house.do("Ivy", desk.claim, ticket))
    assert reply.text == told
    assert house.ticket(ticket).holder_id == house.staff["Ivy"].id
    assert house.ticket(ticket).responded_at is None, "taking a ticket is no answer"


def test_a_time_that_has_passed_is_not_promised_again(house: House):
    ticket = house.open(respond_by=NOW - timedelta(minutes=1))
    [reply] = to_owner(house.do("Ivy", desk.claim, ticket))
    assert reply.text == "GV-1001: Ivy (housekeeper) is looking after it now."


def test_claiming_again_by_the_same_person_says_that_it_is_theirs(house: House):
    ticket = house.open()
    house.do("Ivy", desk.claim, ticket)
    assert house.mistake("Ivy", desk.claim, ticket).key == "desk.already_yours"


def test_a_reply_goes_out_as_it_was_written_and_can_be_marked(house: House):
    ticket = house.open("Cat")
    picture = Picture(attachment_id=1, kind="photo", channel="telegram", reference="file")
    [reply] = to_owner(house.do("Ivy", desk.reply, ticket, " Come at 3 <b>pm</b> ", (picture,), answers="77"))
    assert reply.title == "GV-1001 · Ivy（管家）"
    assert reply.text == "Come at 3 <b>pm</b>\n\n11月24日 周二 18:00 之前我们再联系您。"
    assert (reply.relays, reply.answers, reply.pictures) == ("staff_words", "77", (picture,))
    assert [event.text for event in house.timeline(ticket) if event.shown] == ["Come at 3 <b>pm</b>"]


def test_what_was_written_on_the_pages_stands_in_the_topic_too(house: House):
    ticket = house.open()
    told = house.do("Ivy", desk.reply, ticket, "We come at three.")
    assert "We come at three." in next(r for r in told if r.to == ToTopic(ticket.id)).text
    told = house.do("Ivy", desk.reply, ticket, "We come at three.", answers="77")
    assert [reply.kind for reply in told if reply.to == ToTopic(ticket.id)] == ["redraw"]


def test_the_first_answer_stops_the_clock_and_later_ones_leave_it(house: House):
    ticket = house.open()
    house.do("Ivy", desk.reply, ticket, "Which tap?")
    house.do("Ivy", desk.reply, ticket, "Still there?", now=NOW + timedelta(hours=1))
    assert house.ticket(ticket).responded_at == NOW


def _promises(house: House) -> list[tuple[str, bool]]:
    with house.db.reading() as connection:
        rows = connection.execute(promises.select().order_by(promises.c.id))
        return [(row.kind, row.kept_at is not None) for row in rows]


@pytest.mark.parametrize(
    ("hours", "kept"),
    [
        pytest.param(3, True, id="an answer on the promised day keeps the promise"),
        pytest.param(20, False, id="an answer on an earlier day leaves it standing"),
    ],
)
def test_a_stated_date_is_a_promise_with_its_own_clock(house: House, hours: int, kept: bool):
    ticket, when = house.open(), NOW + timedelta(hours=hours)
    [reply] = to_owner(house.do("Ivy", desk.set_next_date, ticket, when))
    assert reply.text.startswith("GV-1001: you will hear from Ivy (housekeeper) by t")
    assert (house.ticket(ticket).next_contact_at, _promises(house)) == (when, [("contact", False)])
    house.do("Ivy", desk.reply, ticket, "The part is ordered.")
    again = NOW + timedelta(hours=48)
    assert house.ticket(ticket).next_contact_at == (again if kept else when)
    assert _promises(house) == [("contact", kept), *([("contact", False)] if kept else [])]


@pytest.mark.parametrize(
    ("delta", "key"),
    [
        (timedelta(0), "desk.date_past"),
        (timedelta(days=-1), "desk.date_past"),
        (timedelta(days=91), "desk.date_far"),
    ],
)
def test_a_date_that_is_no_promise_is_refused(house: House, delta: timedelta, key: str):
    ticket = house.open()
    assert house.mistake("Ivy", desk.set_next_date, ticket, NOW + delta).key == key
    assert house.ticket(ticket).stage == "received"


@pytest.mark.parametrize("step", [desk.reply, desk.ask_owner, desk.note])
@pytest.mark.parametrize(
    ("text", "key"), [("", "desk.empty_text"), (" \n\t", "desk.empty_text"), ("x" * 3501, "desk.long_text")]
)
def test_no_words_or_too_many_are_refused(house: House, step, text: str, key: str):
    assert house.mistake("Ivy", step, house.open(), text).key == key


def test_resolving_asks_the_owner_and_says_what_silence_means(house: House):
    ticket = house.open("Bob", stage="assigned", holder_id=house.staff["Eli"].id)
    [asked] = to_owner(house.do("Eli", desk.resolve, ticket, "換咗水龍頭"))
    assert "Eli（工程師傅） 話已經搞好咗" in asked.text
    assert "換咗水龍頭" in asked.text
    assert "11月25日" in asked.text, "the day on which silence closes it"
    assert [button.data for row in asked.buttons for button in row] == [
        f"settled:{ticket.id}:0",
        f"open:{ticket.id}:0",
    ]
    after = house.ticket(ticket)
    assert (after.resolved_at, after.remind_at, after.close_at) == (
        NOW,
        NOW + timedelta(hours=24),
        NOW + timedelta(hours=72),
    )


def test_the_buttons_of_a_later_resolution_carry_its_own_count(house: House):
    ticket = house.open(stage="reopened", reopened=2)
    [asked] = to_owner(house.do("Ivy", desk.resolve, ticket))
    assert [button.data for row in asked.buttons for button in row] == [
        f"settled:{ticket.id}:2",
        f"open:{ticket.id}:2",
    ]


def test_a_note_reaches_nobody_but_the_timeline_of_staff(house: House):
    ticket = house.open()
    assert house.do("Ivy", desk.note, ticket, "He is angry") == ()
    [event] = house.timeline(ticket)
    assert (event.kind, event.text, event.shown) == ("noted", "He is angry", False)
    assert house.ticket(ticket).responded_at is None


@pytest.mark.parametrize("name", ["Otto", "nobody"])
def test_a_colleague_who_does_not_serve_the_estate_is_refused(house: House, name: str):
    staff_id = house.staff[name].id if name in house.staff else 999_999
    assert house.mistake("Ivy", desk.transfer, house.open(), staff_id).key == "desk.no_such_colleague"


@pytest.mark.parametrize("step", [desk.reply, desk.ask_owner])
def test_words_for_an_owner_who_is_out_of_reach_are_not_swallowed(house: House, step):
    ticket = house.open()
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Ann"], state="blocked")
    assert house.mistake("Ivy", step, ticket, "Hello").key == "desk.unreachable"


def test_words_for_an_owner_who_never_wrote_are_not_swallowed(house: House):
    ticket = house.open(contact_id=None)
    assert house.mistake("Ivy", desk.reply, ticket, "Hello").key == "desk.no_chat"
    assert to_owner(house.do("Ivy", desk.claim, ticket)) == []


def _page(house: House, ticket) -> None:
    with house.db.transaction() as connection:
        pages.add(
            connection, estate_id=ticket.estate_id, ticket_id=ticket.id, hazard="flood", routes=["telegram"],
            paged_at=NOW, repeat_at=NOW,
        )  # fmt: skip


def test_accepting_an_alarm_takes_the_ticket_and_tells_owner_and_room(house: House):
    ticket = house.open(urgency="E0")
    _page(house, ticket)
    told = house.do("Ivy", desk.accept_alarm, ticket)
    assert to_owner(told)[0].text == (
        "GV-1001: Ivy (housekeeper) has your alarm and is on it.\nYou hear from us again by today 18:30."
    )
    assert [reply.urgency for reply in told if isinstance(reply.to, ToRoom)] == ["urgent"]
    after = house.ticket(ticket)
    assert (after.stage, after.holder_id, after.responded_at) == ("assigned", house.staff["Ivy"].id, NOW)
    assert house.mistake("Eli", desk.accept_alarm, ticket).key == "desk.alarm_taken"


def test_an_alarm_whose_ticket_was_closed_meanwhile_can_still_be_silenced(house: House):
    ticket = house.open(stage="closed")
    _page(house, ticket)
    house.do("Ivy", desk.accept_alarm, ticket)
    assert house.ticket(ticket).stage == "closed"


def test_every_step_that_changes_a_ticket_redraws_its_card(house: House):
    steps = (desk.claim, desk.resolve)
    for step in steps:
        replies = house.do("Ivy", step, house.open())
        assert [reply.to for reply in replies if reply.kind == "redraw"], step


def test_a_form_key_is_kept_with_the_line_that_it_caused(house: House):
    ticket = house.open()
    house.do("Ivy", desk.reply, ticket, "Hello", form="f-1")
    assert house.timeline(ticket)[0].data["form"] == "f-1"


def test_the_owner_address_is_always_the_ticket(house: House):
    ticket = house.open()
    replies: tuple[Reply, ...] = house.do("Ivy", desk.claim, ticket)
    assert to_owner(replies)[0].to == ToOwner(ticket.id)
