"""Warranty, prices, orders, visits and the list of firms on the staff pages, over real HTTP."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from bot import clock
from storage import estates, parties
from storage.ticket_rows import Ticket
from tests.bot.web.staff.desk_house import Browser, Desk, plain
from tests.handlers.staff.house import TZ


def at(ticket: Ticket, step: str = "") -> str:
    return f"/staff/tickets/{ticket.number}" + (f"/{step}" if step else "")


async def does(browser: Browser, ticket: Ticket, step: str, status: int = 303, **fields: str) -> str:
    response = await browser.post(at(ticket, step), form=f"key-{step}-{sorted(fields.items())}", **fields)
    text = await response.text()
    assert response.status == status, plain(text)
    return plain(text)


def firm(desk: Desk, estate: str = "GV", name: str = "Wong & Sons") -> int:
    with desk.house.db.transaction() as connection:
        row = {
            "kind": "contractor",
            "name": name,
            "trades": ["home."],
            "language": "zh-Hant",
            "phone": "+852 9000 0000",
        }
        return parties.add(connection, estate_id=desk.house.estates[estate], **row).id


def in_days(days: int, hour: int) -> str:
    return (clock.now() + timedelta(days=days)).strftime(f"%Y-%m-%dT{hour:02}:00")


async def test_staff_see_the_whole_basis_and_confirm_it(desk: Desk, signed_in) -> None:
    with desk.house.db.transaction() as connection:
        day = (clock.now() - timedelta(days=30)).date()
        estates.change_unit(connection, desk.house.units["Ann"], delivered_on=day)
    ticket, browser = desk.house.open(code="home.sanitary"), await signed_in("Ivy")
    page = plain(await browser.page(at(ticket)))
    for words in ("Looks within the usual period", "sanitary ware", "Consent Scheme", "no ruling"):
        assert words in page
    fields = {
        "component": "sanitary_ware",
        "outcome": "within",
        "responsible": "developer",
        "material": "tile",
    }
    await does(browser, ticket, "warranty", **fields)
    assert "Ivy found: sanitary ware, within the period; developer" in plain(await browser.page(at(ticket)))
    assert any("is within the usual warranty period" in text for text in desk.sent())


async def test_the_homes_dates_are_confirmed_on_the_page(desk: Desk, signed_in) -> None:
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    assert "Write at least one day" in await does(browser, ticket, "dates", status=422, delivered="soon")
    await does(browser, ticket, "dates", delivered="2026-06-30", accepted="")
    assert 'value="2026-06-30"' in await browser.page(at(ticket))


async def test_a_price_a_firm_and_a_link_as_a_person_would(desk: Desk, signed_in) -> None:
    ticket, browser, wong = desk.house.open(), await signed_in("Ivy"), firm(desk)
    await does(browser, ticket, "price", amount="180", what="A new tap", at_cost="on")
    assert "HK$180.00, at cost · A new tap · waits for the owner" in plain(await browser.page(at(ticket)))
    refused = await does(
        browser, ticket, "order", status=422, party=str(wong), what="Replace the tap", payable="on"
    )
    assert "has not agreed to a price yet" in refused
    await does(browser, ticket, "order", party=str(wong), what="Look at the tap")
    response = await browser.post(f"/staff/orders/{ticket.number}/1/link")
    page = unescape(await response.text())
    assert response.status == 200
    found = re.search(r"/work/([A-Za-z0-9_-]{43})", page)
    assert found
    assert "有張派單俾你" in page, "the message speaks the firm's language"
    assert found[1] not in await browser.page(at(ticket))
    await does(browser, ticket, "order_step", order="1", do="accept")
    await does(browser, ticket, "order_step", order="1", do="finish", text="New washer")
    assert "New washer" in await browser.page(at(ticket))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"what": "Look"}, "exactly one of the two"), ({"what": "Look", "party": "1", "staff": "1"}, "exactly one of the two"),
        ({"what": "Look", "party": "999"}, "no such firm"), ({"what": "Look", "party": "x"}, "no such firm"),
        ({"what": "", "staff": "1"}, "There are no words"), ({"what": "Look", "staff": "1", "due": "never"}, "no time we can read"),
    ],
)  # fmt: skip
async def test_what_is_wrong_with_an_order_is_said(
    desk: Desk, signed_in, fields: dict[str, str], told: str
) -> None:
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    firm(desk)
    page = await does(browser, ticket, "order", status=422, **fields)
    assert told in page
    with desk.house.store("Ivy") as store:
        assert store.orders.of(ticket) == []


async def test_a_visit_is_proposed_and_the_other_time_taken(desk: Desk, signed_in) -> None:
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    assert "That time has passed" in await does(
        browser, ticket, "visit", status=422, starts=in_days(-1, 9), ends=in_days(-1, 11)
    )
    await does(browser, ticket, "visit", starts=in_days(2, 9), ends=in_days(2, 11))
    assert "the owner has not answered yet" in plain(await browser.page(at(ticket)))
    assert "changed meanwhile" in await does(browser, ticket, "visit_accept", status=422, sequence="0")
    await does(browser, ticket, "visit_cancel", sequence="0")
    assert any("is called off" in text for text in desk.sent())


@pytest.mark.parametrize("step", ["visit_accept", "visit_decline", "visit_cancel", "visit_came"])
@pytest.mark.parametrize("sequence", ["", "x", "7", "-1", "9" * 30])
async def test_a_step_upon_no_visit_changes_nothing(desk: Desk, signed_in, step: str, sequence: str) -> None:
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    await does(browser, ticket, step, status=422, sequence=sequence)


async def test_a_link_of_another_estates_order_does_not_exist(desk: Desk, signed_in) -> None:
    ticket, ivy, otto = desk.house.open(), await signed_in("Ivy"), await signed_in("Otto")
    wong = firm(desk)
    await does(ivy, ticket, "order", party=str(wong), what="Look at the tap")
    for path in (
        f"/staff/orders/{ticket.number}/1/link",
        "/staff/orders/GV-9999/1/link",
        f"/staff/orders/{ticket.number}/x/link",
    ):
        assert (await otto.post(path)).status == 404
    with desk.house.store("Ivy") as store:
        assert store.orders.of(ticket)[0].token_hash is None


async def test_managers_keep_the_list_of_firms(desk: Desk, signed_in) -> None:
    browser = await signed_in("Max")
    added = await browser.post("/staff/parties", estate=str(desk.house.estates["GV"]), kind="contractor", name=" Lee  Plumbing ",
                               trades="home.drain, home.leak", phone="9", language="en")  # fmt: skip
    assert added.status == 303
    page = await browser.page("/staff/parties")
    assert "Lee Plumbing" in page
    assert "home.drain, home.leak" in page
    assert (await browser.post("/staff/parties/1/status", status="suspended", note="")).status == 422
    assert (
        await browser.post("/staff/parties/1/status", status="suspended", note="late twice")
    ).status == 303
    assert "late twice" in await browser.page("/staff/parties")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""}, {"name": "Lee", "kind": "friend"}, {"name": "Lee", "kind": "contractor", "trades": "roofs"},
        {"name": "Lee", "kind": "contractor", "estate": "999"}, {"name": "Lee", "kind": "contractor", "estate": "x"},
    ],
)  # fmt: skip
async def test_what_is_wrong_with_a_firm_is_said(desk: Desk, signed_in, fields: dict[str, str]) -> None:
    browser = await signed_in("Max")
    response = await browser.post("/staff/parties", **{"estate": str(desk.house.estates["GV"]), **fields})
    assert response.status == 422
    with desk.house.store("Max") as store:
        assert store.party_list.all_of_them() == []


async def test_others_than_managers_have_no_such_list(desk: Desk, signed_in) -> None:
    firm(desk)
    browser = await signed_in("Ivy")
    assert (await browser.get("/staff/parties")).status == 404
    response = await browser.post("/staff/parties/1/status", status="suspended", note="x")
    assert response.status == 404
    with desk.house.store("Max") as store:
        assert [one.status for one in store.party_list.all_of_them()] == ["qualified"]


async def test_a_manager_sees_no_firm_of_another_estate(desk: Desk, signed_in) -> None:
    firm(desk, "SB", "Elsewhere Ltd")
    browser = await signed_in("Max")
    assert "Elsewhere" not in await browser.page("/staff/parties")
    assert (await browser.post("/staff/parties/1/status", status="suspended", note="x")).status == 422


async def test_the_page_offers_the_windows_that_whoever_looks_can_meet(desk: Desk, signed_in) -> None:
    """L17: one tap proposes a window; the other ticket's page offers it no more."""
    ticket, other = desk.house.open("Ann"), desk.house.open("Cat")
    ivy = await signed_in("Ivy")
    page = await ivy.page(f"/staff/tickets/{ticket.number}")
    free = re.findall(r'name="slot" value="([^"]+)"', page)
    assert len(free) == 6
    done = await ivy.post(f"/staff/tickets/{ticket.number}/visit", form="a", slot=free[0])
    assert done.status == 303, plain(await done.text())
    with desk.house.store("Ivy") as store:
        [visit] = store.visits.of(ticket)
        assert f"{visit.starts.astimezone(TZ):%Y-%m-%dT%H:%M}" == free[0].partition("/")[0]
    assert free[0] not in await ivy.page(f"/staff/tickets/{other.number}")
    taken = await ivy.post(f"/staff/tickets/{other.number}/visit", form="b", slot=free[0])
    assert taken.status == 422
    assert "another visit then" in plain(await taken.text())
