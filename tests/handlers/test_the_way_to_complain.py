"""How to complain stands under everything an owner is given (C02): notices, the welcome, what the line writes about a ticket.

The conversations of complaints.yaml show it in a chat.
"""

from __future__ import annotations

import pytest

from handlers.base import Here, Reply, ToOwner, ToTopic
from handlers.notices.kinds import WRITTEN
from handlers.tickets.complaints import path
from handlers.wording import LANGUAGES, say
from storage import contacts
from tests.handlers.notices.writing import sent
from tests.handlers.staff.conftest import _built, house
from tests.handlers.staff.house import House

__all__ = ["_built", "house"]


@pytest.mark.parametrize("kind", WRITTEN)
def test_under_every_notice_in_the_language_it_is_read_in(house: House, kind: str) -> None:
    with house.db.transaction() as connection:
        for name in ("Ann", "Bob", "Cat"):
            contacts.change(connection, house.contacts[name], offers=True)
    _, replies = sent(house, kind=kind)
    for language, name in (("en", "Ann"), ("zh-Hant", "Bob"), ("zh-Hans", "Cat")):
        [text] = [one.text for one in replies if one.to.address == f"chat-{name}"]  # type: ignore[union-attr]
        assert text.endswith(say(language, "notices.how_to_complain", phone="+852 2000 0000"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["binding.welcome", "binding.welcome_back", "binding.bound"])
def test_in_the_welcome(language: str, key: str) -> None:
    assert "/complain" in say(language, key, name="Ann", unit="1-101", estate="GV", phone="1")


@pytest.mark.parametrize(
    ("reply", "below"),
    [
        (Reply(to=ToOwner(1), text="It is done"), True),
        (Reply(to=ToOwner(1), text="I come at ten", relays="staff_words"), False),
        (Reply(to=ToOwner(1), text="Leave the flat", urgency="urgent"), False),
        (Reply(to=ToTopic(1), text="for staff"), False),
        (Reply(to=Here(), text="an answer says it itself"), False),
    ],
)  # fmt: skip
def test_under_what_the_line_writes_about_a_ticket_to_its_owner(reply: Reply, *, below: bool) -> None:
    assert path.belongs_under(reply) is below


def test_once_in_a_bubble_of_several_answers() -> None:
    foot = path.line("en")
    texts = [path.under("a", "en"), "b", path.under("c", "en"), "d"]
    assert path.once(texts, "en") == ["a", "b", f"c\n{foot}", "d"]
    assert path.under(f"a\n{foot}", "en") == f"a\n{foot}"
