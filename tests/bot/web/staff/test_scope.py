"""What lies outside the scope looks exactly like what does not exist, byte for byte, whatever is asked of it."""

from __future__ import annotations

import pytest

from bot.web.staff.steps import ACTIONS
from storage.scope import LineScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.bot.web.staff.desk_house import Browser, Desk
from tests.bot.web.staff.notices.sheets import sheet
from tests.handlers.staff.house import NOW


def photo(desk: Desk, ticket: Ticket | None, **media: str) -> int:
    with desk.house.db.transaction() as connection:
        values = {
            "channel": "telegram",
            "kind": "photo",
            "reference": "file:photo",
            "name": "",
            "mime": "image/jpeg",
        }
        return Tickets(connection, LineScope()).attach(
            estate_id=desk.house.estates["GV"], ticket_id=ticket.id if ticket else None, contact_id=None, at=NOW, size=1,
            album=None, **{**values, **media},
        )  # fmt: skip


async def ask(browser: Browser, verb: str, path: str) -> tuple[int, bytes]:
    fields = {"text": "Hello", "to": "1", "choice": "1", "form": "key"}
    response = await (browser.get(path) if verb == "GET" else browser.post(path, **fields))
    return response.status, await response.read()


ASKED = [("GET", "/staff/tickets/{}"), *(("POST", f"/staff/tickets/{{}}/{step}") for step in ACTIONS)]


@pytest.mark.parametrize(("verb", "path"), ASKED, ids=lambda part: part)
async def test_another_estates_ticket_is_an_absent_one(desk: Desk, signed_in, verb: str, path: str):
    own, foreign = desk.house.open(), desk.house.open("Zoe")
    browser = await signed_in("Ivy")
    absent = await ask(browser, verb, path.format("GV-9999"))
    assert absent[0] == 404
    assert await ask(browser, verb, path.format(foreign.number)) == absent
    assert await ask(browser, verb, path.format(foreign.number.lower())) == absent
    assert (await ask(browser, verb, path.format(own.number)))[0] != 404
    assert (desk.house.ticket(foreign), desk.house.timeline(foreign)) == (foreign, [])


async def test_a_neighbours_ticket_is_visible_to_staff_of_the_estate(desk: Desk, signed_in):
    """Staff serve an estate, not a household: Cat's ticket is theirs to see as much as Ann's."""
    browser = await signed_in("Ivy")
    for owner in ("Ann", "Bob", "Cat"):
        assert (await ask(browser, "GET", f"/staff/tickets/{desk.house.open(owner).number}"))[0] == 200


async def test_a_picture_is_seen_within_the_scope_only(desk: Desk, signed_in):
    own, foreign = photo(desk, desk.house.open()), photo(desk, desk.house.open("Zoe"))
    loose, gone = photo(desk, None), photo(desk, desk.house.open(), reference="file:gone")
    browser = await signed_in("Ivy")
    absent = await ask(browser, "GET", "/staff/media/424242")
    assert absent[0] == 404
    for other in (foreign, loose, gone, "x", "-1", "9" * 40, "²"):
        assert await ask(browser, "GET", f"/staff/media/{other}") == absent, other
    assert (await ask(browser, "GET", f"/staff/media/{own}"))[0] == 200
    assert (await ask(await signed_in("Otto"), "GET", f"/staff/media/{foreign}"))[0] == 200


@pytest.mark.parametrize("show", ["open", "mine", "all"])
async def test_a_list_holds_nothing_of_another_estate(desk: Desk, signed_in, show: str):
    desk.house.open("Zoe", summary="SECRET", words="SECRET", holder_id=desk.house.staff["Ivy"].id)
    assert "SECRET" not in await (await signed_in("Ivy")).page(f"/staff/?show={show}")


async def test_searching_a_foreign_number_reads_like_a_wrong_one(desk: Desk, signed_in):
    foreign, browser = desk.house.open("Zoe"), await signed_in("Ivy")
    found, wrong = [await browser.page(f"/staff/?q={number}") for number in (foreign.number, "GV-9999")]
    assert found.replace(foreign.number, "GV-9999") == wrong


async def test_notices_and_alarms_of_another_estate_are_not_listed(desk: Desk, signed_in):
    otto = await signed_in("Otto")
    await otto.post("/staff/notices", form="k", **sheet(desk.house, "SB", **{"headline-en": "SECRET"}))
    ivy = await signed_in("Ivy")
    assert "SECRET" not in await ivy.page("/staff/notices")
    assert "SECRET" in await otto.page("/staff/notices")


@pytest.mark.parametrize("step", ["fly", "claim2", "..", "%2e%2e"])
async def test_a_step_that_is_none_is_an_absent_page(desk: Desk, signed_in, step: str):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    assert (await ask(browser, "POST", f"/staff/tickets/{ticket.number}/{step}"))[0] in (404, 405)
    assert desk.house.ticket(ticket) == ticket
