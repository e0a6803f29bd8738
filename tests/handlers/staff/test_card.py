"""The card says at a glance what was said, by whom, where, and how long it may wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.staff import card, desk
from handlers.staff.light import burning_first, light
from tests.handlers.staff.house import NOW, House


def _card(house: House, ticket, name: str = "Ivy"):
    with house.store(name) as store:
        return card.draw(card.facts(store, house.ticket(ticket)), NOW)


def test_the_card_of_a_new_ticket_holds_everything_a_housekeeper_asks_first(house: House):
    before = house.open(stage="closed")
    drawn = _card(house, house.open())
    assert drawn.title == "🔵 GV-1002 · received"
    for part in (
        "Repair · Leak", "(91 % sure)", "“The tap leaks <b>badly</b>”", "From: Ann (owner)",
        "Where: 1-101 · Block 1 · floor 1 · kitchen", "Answer by tomorrow 02:00", "Holder: nobody yet",
        f"Also from this home: {before.number} (closed)",
    ):  # fmt: skip
        assert part in drawn.text, part
    assert drawn.relays == "owner_words", "a reply to the card is a reply to the owner's words"


def test_the_card_speaks_the_estates_language_whoever_draws_it(house: House):
    assert "From: Ann (owner)" in _card(house, house.open(), "Max").text


@pytest.mark.parametrize(
    ("stage", "steps"),
    [
        ("received", ["claim", "next", "ask", "transfer", "on_site", "escalate", "resolve"]),
        ("assigned", ["next", "ask", "transfer", "on_site", "escalate", "resolve"]),
        ("waiting_owner", ["next", "ask", "transfer", "on_site", "escalate", "resolve"]),
        ("resolved", []),
        ("closed", []),
        ("withdrawn", []),
    ],
)
def test_only_the_buttons_that_fit_are_offered(house: House, stage: str, steps: list[str]):
    ticket = house.open(stage=stage)
    data = [button.data for row in _card(house, ticket).buttons for button in row]
    assert data == [f"desk:{step}:{ticket.id}" for step in steps]
    assert all(len(one.encode()) <= 64 for one in data)


@pytest.mark.parametrize(("urgency", "mark"), [("E0", "🔴"), ("E1", "🟠"), ("N", "🔵"), ("L", "⚪")])
def test_the_mark_is_the_urgency(house: House, urgency: str, mark: str):
    assert _card(house, house.open(urgency=urgency)).title.startswith(mark)


def test_very_long_words_do_not_push_the_clock_off_the_card(house: House):
    drawn = _card(house, house.open(words="水" * 20_000))
    assert len(drawn.text) < 2_500
    assert "Answer by" in drawn.text


def test_the_holder_is_named_and_so_is_somebody_who_has_not_taken_it_yet(house: House):
    ticket = house.open(holder_id=house.staff["Ivy"].id)
    assert "Meant for: Ivy (not taken yet)" in _card(house, ticket).text
    house.do("Ivy", desk.claim, ticket)
    assert "Holder: Ivy" in _card(house, ticket).text


@pytest.mark.parametrize(
    ("values", "colour", "waits_for"),
    [
        ({"respond_by": NOW + timedelta(hours=3)}, "green", "answer"),
        ({"respond_by": NOW + timedelta(minutes=21)}, "green", "answer"),
        ({"respond_by": NOW + timedelta(minutes=20)}, "amber", "answer"),
        ({"respond_by": NOW + timedelta(hours=3), "reading": {"risks": ["media"]}}, "amber", "answer"),
        ({"respond_by": NOW + timedelta(hours=3), "level": 1}, "amber", "answer"),
        ({"respond_by": NOW}, "red", "answer"),
        ({"responded_at": NOW, "next_contact_at": NOW + timedelta(days=1)}, "green", "date"),
        ({"responded_at": NOW, "next_contact_at": NOW - timedelta(minutes=1)}, "red", "date"),
        ({"responded_at": NOW}, "amber", "dateless"),
        ({"responded_at": NOW, "next_contact_at": NOW + timedelta(minutes=119)}, "amber", "date"),
        ({"stage": "waiting_owner", "responded_at": NOW}, "rests", "owner"),
        ({"stage": "decided", "responded_at": NOW}, "rests", "settled"),
        ({"stage": "resolved"}, "rests", "settled"),
        ({"stage": "closed"}, "over", "nothing"),
        ({"stage": "withdrawn"}, "over", "nothing"),
    ],
)
def test_the_colour_of_the_clock(house: House, values: dict, colour: str, waits_for: str):
    found = light(house.open(**values), NOW)
    assert (found.colour, found.waits_for) == (colour, waits_for)


def test_what_burns_comes_first(house: House):
    calm = house.open(respond_by=NOW + timedelta(hours=7))
    low = house.open(respond_by=NOW - timedelta(hours=1), urgency="L")
    late = house.open(respond_by=NOW - timedelta(minutes=1), urgency="N")
    alarm = house.open(urgency="E0", responded_at=NOW)
    soon = house.open(respond_by=NOW + timedelta(hours=1))
    found = sorted([calm, low, late, alarm, soon], key=lambda ticket: burning_first(ticket, NOW))
    assert [one.id for one in found] == [one.id for one in (alarm, late, low, soon, calm)]
