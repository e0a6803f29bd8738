"""Any employee opens a case, from the private chat with the line too, whatever they are; nobody else does (L12)."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.wording import say
from storage import staff
from storage.db import Database
from storage.scope import LineScope
from storage.staff import ROLES
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.support.house import House

pytestmark = pytest.mark.usefixtures("plain_log")


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return House(database, now)


def tickets(house: House) -> list[Ticket]:
    with house.database.reading() as connection:
        return Tickets(connection, LineScope()).newest()


async def test_every_role_opens_a_case_in_the_private_chat(house: House) -> None:
    for number, role in enumerate(ROLES, 1):
        with house.database.transaction() as connection:
            staff.add(
                connection, name=f"The {role}", role=role, language="en", telegram_id=f"77{number}",
                estate_ids=(house.estate_id,),
            )  # fmt: skip
        answers = await house.says(f"77{number}", "/file - The door of the bicycle room does not close")
        newest = tickets(house)[0]
        assert (newest.number, newest.channel, newest.intent) == (f"LH-{1000 + number}", "phone", "repair")
        assert newest.number in answers[0].text, role
        assert newest.number in house.told_staff(), "the card is in the staff group, as of every case"


async def test_a_case_about_no_home_and_what_is_missing(house: House) -> None:
    await house.says("901", "/file - The handrail at block 3 is loose")
    assert [one.unit_id for one in tickets(house)] == [None]
    nothing_said = await house.says("901", "/file")
    assert nothing_said[0].text == say("en", "desk.file.empty")
    assert len(tickets(house)) == 1
    raised = await house.says("901", "/risk Two lorries block the fire lane every morning")
    assert raised[0].text == say("en", "risks.raised")


async def test_an_owner_who_writes_such_a_command_is_an_owner(house: House) -> None:
    await house.says("1", "/file 3-2-1503 The tap leaks")
    assert tickets(house) == []


async def test_somebody_who_left_opens_nothing(house: House) -> None:
    with house.database.transaction() as connection:
        who = staff.by_telegram(connection, "901")
        assert who
        staff.change(connection, who.id, active=False)
    await house.says("901", "/file 3-2-1503 The tap leaks")
    assert tickets(house) == []


async def test_a_case_about_whoever_opens_it_is_kept_from_them(house: House) -> None:
    answers = await house.says("901", "/file 3-2-1502 Guard Li was rude to me, I complain about his attitude")
    [ticket] = tickets(house)
    assert ticket.guard
    assert ticket.number not in answers[0].text
