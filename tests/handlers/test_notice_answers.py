"""What answers to a notice leave behind: one call for help a household whoever presses at once, and a list for staff (H06)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.web.staff.parts import warnings as part
from bot.web.staff.parts.part import Looking
from handlers import notice_answers
from handlers.base import Mistake, Request
from handlers.staff import card
from nlu.parse import parse
from storage import contacts
from storage.notice_replies import AFTER, PRESSED, REPLIED
from storage.notices import Notice
from storage.owner_store import OwnerStore
from tests.handlers.notices.writing import arrived, sent
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House, build


@pytest.fixture
def house(database_url: str):
    made = build(database_url)
    yield made
    made.db.close()


def asked(house: House, **values: Any) -> tuple[Notice, dict[str, int]]:
    """A notice that arrived, and everybody's delivery of it by name."""
    notice, replies = sent(house, **{"kind": "safety", "question": "safe", **values})
    arrived(house, replies)
    return notice, {one.to.address.removeprefix("chat-"): one.to.delivery_id for one in replies}  # type: ignore[union-attr]


def press(house: House, name: str, *button: str) -> str:
    """What the owner reads first after a tap."""
    with house.db.transaction() as connection:
        contact = contacts.by_id(connection, house.contacts[name])
        assert contact
        store = OwnerStore(connection, contact, NOW)
        request = Request(
            text="", pieces=(), meaning=parse("", now=NOW, tz=TZ), household=store.household(), language="en", now=NOW,
            tz=TZ, settings=SETTINGS, button=button,
        )  # fmt: skip
        return notice_answers.pressed(request, store).replies[0].text


def test_two_of_a_household_who_press_at_once_call_for_help_once(house: House) -> None:
    notice, ids = asked(house)
    with ThreadPoolExecutor(2) as both:
        told = list(both.map(lambda name: press(house, name, "told", str(ids[name]), "help"), ("Ann", "Bob")))
    assert sum("are being called now" in one for one in told) == 1
    assert sum("Added to GV-" in one for one in told) == 1
    with house.store("Ivy") as store:
        [reply] = store.notice_replies.of(notice)
        assert (reply.how, reply.urgency, reply.label) == (PRESSED, "E0", "1-101")
        assert store.deliveries.answers(notice) == {"help": 1}


def test_the_last_answer_of_a_household_counts(house: House) -> None:
    notice, ids = asked(house)
    assert "replaces" not in press(house, "Ann", "told", str(ids["Ann"]), "safe")
    press(house, "Cat", "told", str(ids["Cat"]), "safe")
    assert "being called" in press(house, "Bob", "told", str(ids["Bob"]), "help")
    with house.store("Ivy") as store:
        assert sum(store.deliveries.answers(notice).values()) >= 2
        assert store.deliveries.read_by(notice) == 3


@pytest.mark.parametrize(
    "button",
    [("told",), ("told", "x", "safe"), ("told", "{Bob}", "safe"), ("told", "{Ann}"), ("told", "{Ann}", "fixed"), ("told", "{Ann}", "1"),
     ("told", "{Ann}", "safe", "safe"), ("told", "9" * 15, "safe")],
)  # fmt: skip
def test_a_forged_answer_and_somebody_elses_are_no_buttons(house: House, button: tuple[str, ...]) -> None:
    _, ids = asked(house)
    with pytest.raises(Mistake) as refused:
        press(house, "Ann", *(part.format(**ids) if part.startswith("{") else part for part in button))
    assert refused.value.key == "common.no_such_button"


@pytest.mark.parametrize(
    ("how", "line"),
    [(REPLIED, "Answers notice 1 “Water off”."), (PRESSED, "Answers notice 1 “Water off”."),
     (AFTER, "Reported after notice 1 “Water off”, about the same.")],
)  # fmt: skip
def test_staff_see_on_page_and_card_which_notice_a_ticket_came_of(house: House, how: str, line: str) -> None:
    notice, _ = asked(house)
    ticket = house.open("Ann")
    with house.store("Ivy") as store:
        assert store.notice_replies.keep(ticket, notice, how=how, at=NOW)
        assert not store.notice_replies.keep(ticket, notice, how=how, at=NOW), "once"
        own = part.view(store, ticket, Looking(who=house.staff["Ivy"], language="en", now=NOW, tz=TZ))
        assert own
        assert (own.lines[0], own.notice_id) == (line, notice.id)
        assert line in card.draw(card.facts(store, ticket), NOW).text
    with house.store("Otto") as store:
        assert store.notice_replies.of(notice) == []


def test_a_ticket_of_another_estate_is_never_tied(house: House) -> None:
    notice, _ = asked(house)
    ticket = house.open("Zoe")
    with house.store("Otto") as store, pytest.raises(LookupError):
        store.notice_replies.keep(ticket, notice, how=REPLIED, at=NOW)
