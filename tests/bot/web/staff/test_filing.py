"""Filing for an owner on the pages: from the form to the ticket, once only, within one's own estates."""

from __future__ import annotations

import asyncio

import pytest

from storage.scope import LineScope
from storage.staff import ROLES
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.bot.web.staff.desk_house import Desk, opened, plain
from tests.bot.web.staff.test_forms import FOREIGN
from tests.handlers.staff.ladder import hire

SAID = {"unit": "2-201", "text": "The tap leaks in the kitchen", "channel": "phone", "form": "one"}


def tickets(desk: Desk) -> list[Ticket]:
    with desk.house.db.reading() as connection:
        return Tickets(connection, LineScope()).newest()[::-1]


async def test_what_was_said_by_telephone_becomes_a_ticket_and_its_owner_is_told(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    assert 'href="/staff/new"' in await browser.page("/staff/")
    assert '<option value="2-201">' in await browser.page("/staff/new")
    response = await browser.post("/staff/new", **SAID)
    assert (response.status, response.headers["Location"]) == (303, "/staff/tickets/GV-1001?done=file")
    page = plain(await browser.page(response.headers["Location"]))
    assert "Kept under this number." in page
    assert "Ivy noted what the owner said (by telephone)" in page
    assert "The tap leaks in the kitchen" in page
    [told] = desk.sent()
    assert "GV-1001 · 渗漏水 · 2-201 kitchen" in told


async def test_several_matters_lead_to_the_first_which_names_the_others(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    words = "The light in the corridor is out. Strong smell of gas in the kitchen!"
    response = await browser.post("/staff/new", **{**SAID, "unit": "", "text": words})
    page = await browser.page(response.headers["Location"])
    assert "(by telephone) · GV-1002" in plain(page)
    assert [one.urgency for one in tickets(desk)] == ["E0", "N"], "the danger has the first number"
    assert 'class="alarm"' in await browser.page("/staff/notices")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"unit": "9-999"}, "There is no unit 9-999 in your estates."),
        ({"unit": "SB:1-101"}, "There is no unit SB:1-101 in your estates."),
        ({"text": " "}, "There is nothing to keep yet."),
        ({"text": "x" * 3_501}, "That is 3501 characters"),
        ({"channel": "pigeon"}, "Choose how it came"),
        ({"unit": '"><script>', "channel": "paper"}, 'There is no unit "><script> in your estates.'),
    ],
    ids=["unknown", "foreign", "empty", "long", "channel", "markup"],
)
async def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(
    desk: Desk, signed_in, fields: dict[str, str], sentence: str
):
    browser, typed = await signed_in("Ivy"), {**SAID, **fields}
    response = await browser.post("/staff/new", **typed)
    page = await response.text()
    assert response.status == 422
    assert sentence in plain(page.replace("&#34;&gt;&lt;script&gt;", '"&gt;&lt;script&gt;'))
    assert typed["text"].strip() in page
    assert f'value="{typed["unit"]}"' in page or "&#34;&gt;&lt;script&gt;" in page
    assert (f'value="{typed["channel"]}" required checked' in page) == (typed["channel"] != "pigeon")
    assert (tickets(desk), desk.sent()) == ([], [])


async def test_a_unit_of_another_estate_reads_like_an_absent_one(desk: Desk, signed_in):
    browser = await signed_in("Otto")
    assert "2-201" not in await browser.page("/staff/new")
    for unit in ("2-201", "9-999"):
        response = await browser.post("/staff/new", **{**SAID, "unit": unit})
        assert f"There is no unit {unit} in your estates." in plain(await response.text())
    assert tickets(desk) == []


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_form_from_another_site_opens_nothing(desk: Desk, signed_in, headers: dict[str, str]):
    browser = await signed_in("Ivy")
    assert (await browser.post("/staff/new", headers=headers, **SAID)).status == 403
    assert tickets(desk) == []


@pytest.mark.parametrize("fields", [{"csrf": ""}, {"csrf": "x"}, {"form": ""}], ids=str)
async def test_a_form_without_its_keys_opens_nothing_and_gives_the_words_back(
    desk: Desk, signed_in, fields: dict[str, str]
):
    browser = await signed_in("Ivy")
    response = await browser.post("/staff/new", **{**SAID, **fields})
    assert response.status == 403
    assert SAID["text"] in await response.text()
    assert tickets(desk) == []


async def test_nobody_who_is_not_signed_in_files_or_sees_the_units(desk: Desk, signed_in):
    browser = await signed_in("")
    assert (await browser.get("/staff/new")).status == 401
    assert (await browser.post("/staff/new", **SAID)).status == 401
    assert tickets(desk) == []


async def test_the_same_form_sent_eight_times_at_once_opens_one_ticket(desk_on_both: Desk):
    browser = await (await opened(desk_on_both)).signs_in("Ivy")
    answers = await asyncio.gather(*(browser.post("/staff/new", **SAID) for _ in range(8)))
    assert {(one.status, one.headers["Location"]) for one in answers} == {
        (303, "/staff/tickets/GV-1001?done=file")
    }
    assert len(tickets(desk_on_both)) == len(desk_on_both.sent()) == 1
    await browser.post("/staff/new", **{**SAID, "form": "two"})
    assert len(tickets(desk_on_both)) == 2, "another form is another matter"
    await browser.client.close()


@pytest.mark.parametrize("role", ROLES)
async def test_every_employee_opens_a_case_whatever_they_are(desk: Desk, signed_in, role: str):
    hire(desk.house, "Nora", role)
    browser = await signed_in("Nora")
    assert 'href="/staff/new"' in await browser.page("/staff/")
    response = await browser.post("/staff/new", **SAID)
    assert (response.status, response.headers["Location"]) == (303, "/staff/tickets/GV-1001?done=file")
    assert [one.number for one in tickets(desk)] == ["GV-1001"]
