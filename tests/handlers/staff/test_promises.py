"""Every open case has a next date that its owner was told; what is kept, moved and broken is counted; who is there is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.base import Mistake
from handlers.staff import accounting, desk
from handlers.staff.group import room_commands
from handlers.staff.light import Light, light
from handlers.tickets import moments
from storage import ticket_sweeps
from storage.clocks import Running
from storage.promises import Promise, Tally
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, House, to_owner


def received(house: House, **values) -> Ticket:
    ticket = house.open(**values)
    with house.store("Ivy") as store:
        moments.come("received", house.request("Ivy"), store, ticket)
    return ticket


def promises(house: House, ticket: Ticket) -> list[Promise]:
    with house.store("Ivy") as store:
        return store.promises.of(ticket)


def tally(house: House, ticket: Ticket) -> Tally:
    with house.store("Ivy") as store:
        return store.promises.tally(ticket)


@pytest.mark.parametrize(
    ("values", "hours"),
    [
        ({"urgency": "E0"}, 0.5),
        ({"urgency": "E1"}, 4),
        ({"urgency": "N"}, 48),
        ({"urgency": "L"}, 168),
        ({"urgency": "N", "complaint": True}, 72),
    ],
)
def test_an_answer_without_a_date_promises_the_usual_one_in_the_same_bubble(
    house: House, values: dict, hours: float
):
    ticket = received(house, **values)
    [reply] = to_owner(house.do("Ivy", desk.reply, ticket, "The part is ordered."))
    assert reply.text.startswith("The part is ordered.\n\nYou hear from us again by ")
    assert house.ticket(ticket).next_contact_at == NOW + timedelta(hours=hours)
    assert [(one.kind, one.due_at - NOW) for one in promises(house, ticket) if one.is_open] == [
        ("contact", timedelta(hours=hours))
    ]


@pytest.mark.parametrize("stage", ["waiting_owner", "resolved", "closed"])
def test_where_it_is_the_owners_turn_or_over_nothing_is_promised(house: House, stage: str):
    ticket = house.open(stage=stage)
    [reply] = to_owner(house.do("Ivy", desk.reply, ticket, "Thank you."))
    assert (reply.text, promises(house, ticket)) == ("Thank you.", [])


@pytest.mark.parametrize("step", [desk.on_site, desk.resolve, desk.give_back])
def test_no_step_leaves_a_card_without_a_date(house: House, step):
    ticket = received(house)
    house.do("Ivy", desk.reply, ticket, "Hello.")
    house.do("Ivy", step, ticket, now=NOW + timedelta(hours=1))
    assert light(house.ticket(ticket), NOW).waits_for != "dateless"


def test_what_the_line_promised_by_itself_is_kept_by_any_word_and_promised_anew(house: House):
    ticket = received(house)
    house.do("Ivy", desk.reply, ticket, "The part is ordered.")
    later = NOW + timedelta(hours=20)
    house.do("Eli", desk.reply, ticket, "It has come.", now=later)
    assert house.ticket(ticket).next_contact_at == later + timedelta(hours=48)
    assert tally(house, ticket) == Tally(kept=1, broken=0, replaced=0, open=1)


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        pytest.param("", Tally(kept=0, broken=0, replaced=1, open=1), id="a new date alone only moves it"),
        pytest.param("The part has come.", Tally(kept=1, broken=0, replaced=0, open=1), id="with words it is kept"),
    ],
)  # fmt: skip
def test_a_new_date_is_no_contact_by_itself(house: House, said: str, counted: Tally):
    ticket = received(house)
    house.do("Ivy", desk.set_next_date, ticket, NOW + timedelta(hours=3))
    with house.store("Ivy") as store:
        when = NOW + timedelta(hours=30)
        desk.set_next_date(house.request("Ivy"), store, house.ticket(ticket), when, said=said)
    assert tally(house, ticket) == counted


def test_a_broken_promise_stays_broken_whatever_is_promised_after_it(house: House):
    ticket = received(house)
    house.do("Ivy", desk.set_next_date, ticket, NOW + timedelta(hours=3))
    with house.db.transaction() as connection:
        [(breach, _)] = ticket_sweeps.claim_broken(connection, NOW + timedelta(hours=3))
    assert (breach.kind, breach.stage, breach.holder_id) == ("contact", "assigned", house.staff["Ivy"].id)
    house.do("Ivy", desk.reply, ticket, "Sorry, now it is there.", now=NOW + timedelta(hours=4))
    assert tally(house, ticket) == Tally(kept=0, broken=1, replaced=0, open=1)
    with house.store("Ivy") as store:
        assert store.breaches.of(ticket)[0].ended_at == NOW + timedelta(hours=4)


def test_what_is_not_promised_is_told_kept_and_remembered(house: House):
    ticket, when = received(house), NOW + timedelta(hours=3)
    with house.store("Ivy") as store:
        words = {"said": "I ring the supplier.", "not_promised": " That the part comes this week. "}
        told = desk.set_next_date(house.request("Ivy"), store, house.ticket(ticket), when, **words)
    [reply] = to_owner(told)
    assert reply.text.endswith("I ring the supplier.\n\nNot promised: That the part comes this week.")
    [one] = [one for one in promises(house, ticket) if one.is_open]
    assert (one.said, one.not_promised) == ("I ring the supplier.", "That the part comes this week.")
    assert house.timeline(ticket)[-1].text == reply.text.partition("\n\n")[2]


def test_a_promise_is_no_letter(house: House):
    ticket = received(house)
    with house.store("Ivy") as store, pytest.raises(Mistake, match="long_text"):
        desk.set_next_date(
            house.request("Ivy"), store, ticket, NOW + timedelta(hours=1), not_promised="x" * 501
        )


def test_somebody_on_site_is_told_by_name_answers_and_stops_its_clock(house: House):
    ticket = received(house, urgency="E1")
    told = house.do("Eli", desk.on_site, ticket)
    [reply] = to_owner(told)
    assert reply.text == (
        "GV-1001: Eli (engineer) is on site and looking at it.\nYou hear from us again by today 22:00."
    )
    after = house.ticket(ticket)
    assert (after.on_site_at, after.stage, after.responded_at) == (NOW, "assigned", NOW)
    with house.store("Ivy") as store:
        assert [one.kind for one in store.clocks.running(ticket)] == ["fix"]
    assert house.mistake("Ivy", desk.on_site, ticket).key == "desk.on_site_already"


@pytest.mark.parametrize("stage", ["resolved", "closed", "withdrawn"])
def test_nobody_is_on_site_of_what_is_over(house: House, stage: str):
    assert house.mistake("Ivy", desk.on_site, house.open(stage=stage)).key == "common.moved_on"


def test_onsite_is_a_command_of_the_topic(house: House):
    ticket = received(house)
    with house.store("Eli") as store:
        request = house.request("Eli")
        told = room_commands.said(request, store, "/onsite", None, ticket)
        [reply] = to_owner(told.replies)
        assert reply.text.startswith("GV-1001: Eli (engineer) is on site")
        with pytest.raises(Mistake, match="on_site_which"):
            room_commands.said(request, store, "/onsite", None)


def _late(house: House, ticket: Ticket):
    with house.db.transaction() as connection:
        ticket_sweeps.claim_late(connection, NOW + timedelta(hours=8))
        line = LineStore(connection)
        [breach] = line.breaches.of(ticket)
        line.breaches.explain(ticket, breach.id, "no_holder")
        return breach


def test_the_cause_is_put_right_with_words_and_no_guess_takes_its_place(house: House):
    ticket = received(house)
    breach = _late(house, ticket)
    house.do("Max", accounting.put_right, ticket, breach.id, "supplier", " The valve came a day late. ")
    with house.db.transaction() as connection:
        line = LineStore(connection)
        assert line.breaches.explain(ticket, breach.id, "holder_silent") is False
        [after] = line.breaches.of(ticket)
    assert (after.cause, after.cause_text, after.cause_by) == (
        "supplier", "The valve came a day late.", house.staff["Max"].id,
    )  # fmt: skip
    last = house.timeline(ticket)[-1]
    assert (last.kind, last.shown, last.text) == ("cause", False, "The valve came a day late.")


@pytest.mark.parametrize(
    ("cause", "words", "key"),
    [
        ("supplier", " ", "clocks.cause_words"),
        ("weather", "Rain.", "clocks.cause_which"),
        ("supplier", "x" * 3501, "desk.long_text"),
    ],
)
def test_a_cause_that_says_nothing_is_refused(house: House, cause: str, words: str, key: str):
    ticket = received(house)
    breach = _late(house, ticket)
    assert house.mistake("Ivy", accounting.put_right, ticket, breach.id, cause, words).key == key
    other = received(house, owner="Cat")
    mistake = house.mistake("Ivy", accounting.put_right, other, breach.id, "supplier", "Late.")
    assert mistake.key == "clocks.no_such_breach"


def _runs(kind: str, minutes: float, *, amber: float, promised: bool = False) -> Running:
    due = NOW + timedelta(minutes=minutes)
    return Running(1, kind, promised, NOW - timedelta(hours=8), due, due - timedelta(minutes=amber))


@pytest.mark.parametrize(
    ("runs", "colour", "waits_for"),
    [
        pytest.param([("fix", 600, 120)], "green", "date", id="what was told is nearer"),
        pytest.param([("fix", 200, 120)], "green", "fix", id="a clock that ends first"),
        pytest.param([("fix", 200, 200)], "amber", "fix", id="in its last share"),
        pytest.param([("fix", 200, 120), ("task", 400, 400)], "amber", "fix", id="whichever is amber"),
        pytest.param([("on_site", -1, 10)], "red", "on_site", id="late"),
        pytest.param([("fix", 0, 10)], "red", "fix", id="late at the very moment"),
    ],
)  # fmt: skip
def test_the_light_is_of_whichever_ends_first(house: House, runs: list, colour: str, waits_for: str):
    ticket = house.open(responded_at=NOW, next_contact_at=NOW + timedelta(hours=5))
    found = light(ticket, NOW, [_runs(kind, minutes, amber=amber) for kind, minutes, amber in runs])
    assert (found.colour, found.waits_for) == (colour, waits_for)


def test_a_promise_turns_amber_by_its_own_span(house: House):
    due = NOW + timedelta(minutes=30)
    ticket = house.open(responded_at=NOW, next_contact_at=due)
    assert light(ticket, NOW) == Light("amber", "date", due), "nobody knows since when: the longest amber"
    assert light(ticket, NOW, [_runs("contact", 30, amber=15, promised=True)]) == Light("green", "date", due)


def test_words_keep_no_remedy_and_its_date_stays_the_next_one(house: House) -> None:
    due = NOW + timedelta(days=2)
    ticket = house.open(
        intent="complaint", complaint=True, stage="decided", responded_at=NOW, next_contact_at=due
    )
    with house.store("Ivy") as store:
        store.tickets.promise(ticket, kind="remedy", due_at=due, made_at=NOW, staff_id=None)
    house.do("Ivy", desk.reply, ticket, "The cleaners come on Tuesday.")
    assert house.ticket(ticket).next_contact_at == due
    with house.store("Ivy") as store:
        assert [one.is_open for one in store.promises.of(ticket) if one.kind == "remedy"] == [True]
