"""The home of a ticket on its page: who is there, what is so about it, and who may say so."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from bot import clock
from storage import people
from storage.staff import by_name
from storage.staff_store import StaffStore
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_works_pages import at, does


def said(desk: Desk) -> dict[str, str]:
    """What is kept of Ann's home."""
    with desk.house.db.reading() as connection:
        store = StaffStore(connection, by_name(connection, "Ivy"))
        unit = store.unit(desk.house.units["Ann"])
        return {one.name: one.value for one in store.homes.attributes(unit)} | {"tier": unit.tier}


async def test_staff_say_what_is_so_about_a_home(desk: Desk, signed_in) -> None:
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    await does(browser, ticket, "home", attributes="Alarm; EV charger = 7 kW；寵物", tier="Gold")
    assert said(desk) == {"alarm": "", "ev_charger": "7 kW", "pets": "", "tier": "gold"}
    page = unescape(await browser.page(at(ticket)))
    assert 'value="alarm; EV charger = 7 kW; pets"' in page
    assert "described the home" in page
    await does(browser, ticket, "home", attributes="alarm", tier="")
    assert said(desk) == {"alarm": "", "tier": None}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"attributes": "7up"}, "“7up” cannot be kept as a name"),
        ({"attributes": f"pets = {'x' * 121}"}, "What follows “pets =” is longer than 120 characters."),
        ({"tier": "x" * 21}, "A tier has at most 20 characters."),
    ],
)
async def test_what_cannot_be_kept_is_said_and_nothing_changes(desk: Desk, signed_in, fields, told) -> None:
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    assert told in unescape(await does(browser, ticket, "home", status=422, **fields))
    assert said(desk) == {"tier": None}


async def test_the_page_tells_who_is_there_and_until_when(desk: Desk, signed_in) -> None:
    today = clock.now().date()
    with desk.house.db.transaction() as connection:
        for name, role, last in (("Tom", "tenant", 30), ("Wu", "renovation", 3), ("Gone", "tenant", -3)):
            person = people.add(connection, estate_id=desk.house.estates["GV"], name=name)
            people.occupy(
                connection, estate_id=desk.house.estates["GV"], person_id=person, unit_id=desk.house.units["Ann"], role=role,
                at=clock.now(), until=today + timedelta(days=last),
            )  # fmt: skip
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    page = unescape(await browser.page(at(ticket)))
    assert "Ann, owner" in page
    assert "Tom, tenant, until" in page
    assert "Wu, renovating, until" in page
    assert "Gone" not in page


async def test_an_engineer_neither_sees_nor_keeps_it(desk: Desk, signed_in) -> None:
    ticket, browser = desk.house.open(), await signed_in("Eli")
    assert 'id="home"' not in await browser.page(at(ticket))
    await does(browser, ticket, "home", status=422, attributes="alarm")
    assert said(desk) == {"tier": None}
