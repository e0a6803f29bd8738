"""Forms: ours only, once only, and whatever is wrong is said with nothing lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO

import pytest

from bot import clock
from storage import contacts
from storage.ticket_rows import Ticket
from tests.bot.web.staff.desk_house import Browser, Desk, opened, plain
from tests.handlers.staff.house import House


def at(ticket: Ticket, step: str = "") -> str:
    return f"/staff/tickets/{ticket.number}" + (f"/{step}" if step else "")


FOREIGN = (
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://[::1"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://127.0.0.1.evil.example"},
)  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_form_from_another_site_does_nothing(desk: Desk, signed_in, headers: dict[str, str]):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    response = await browser.post(at(ticket, "claim"), headers=headers)
    assert response.status == 403
    assert desk.house.ticket(ticket).stage == "received"


@pytest.mark.parametrize("csrf", ["", "x", "ü"])
@pytest.mark.parametrize(
    "path", ["/staff/tickets/GV-1001/claim", "/staff/notices", "/staff/notices/preview", "/staff/sign-out"]
)
async def test_a_form_without_the_sessions_own_key_does_nothing(desk: Desk, signed_in, csrf: str, path: str):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    assert (await browser.post(path, csrf=csrf)).status == 403
    assert desk.house.ticket(ticket).stage == "received"
    assert (await browser.get("/staff/")).status == 200


async def test_a_key_of_another_session_is_not_ones_own(desk: Desk, signed_in):
    ticket, ivy, max_ = desk.house.open(), await signed_in("Ivy"), await signed_in("Max")
    assert (await ivy.post(at(ticket, "claim"), csrf=max_.csrf)).status == 403


async def test_claim_answer_promise_resolve_as_a_person_would(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    soon = str(int((clock.now() + timedelta(hours=1)).timestamp()))
    for step, fields in (
        ("claim", {}), ("reply", {"text": "We come\r\nat three."}), ("next", {"choice": soon}), ("ask", {"text": "Which tap?"}),
        ("note", {"text": "Key is at the desk"}), ("transfer", {"to": str(desk.house.staff["Eli"].id)}),
        ("kind", {"kind": "praise"}), ("resolve", {"text": "New washer"}),
    ):  # fmt: skip
        response = await browser.post(at(ticket, step), form=f"key-{step}", **fields)
        assert (response.status, response.headers.get("Location")) == (303, f"{at(ticket)}?done={step}"), step
        assert "✓" in await browser.page(response.headers["Location"])
    assert desk.house.ticket(ticket).stage == "resolved"
    kinds = [event.kind for event in desk.house.timeline(ticket)]
    assert kinds == [
        "claimed",
        "replied",
        "next_date",
        "asked",
        "noted",
        "handover_asked",
        "relabelled",
        "resolved",
    ]
    assert "We come\nat three." in desk.answers()


@pytest.mark.parametrize(
    ("step", "fields", "sentence"),
    [
        ("reply", {"text": " "}, "There are no words to send yet."),
        ("reply", {"text": "x" * 3501}, "That is 3501 characters"),
        ("ask", {"text": ""}, "There are no words to send yet."),
        ("note", {"text": "\n"}, "There are no words to send yet."),
        ("next", {"at": "2001-01-01T10:00"}, "has passed"),
        ("next", {"at": "soon"}, "I cannot read that as a time."),
        ("next", {"at": "0001-01-01T00:00"}, "I cannot read that as a time."),
        ("next", {"choice": "9" * 30}, "I cannot read that as a time."),
        ("next", {}, "I cannot read that as a time."),
        ("transfer", {"to": "999999"}, "Nobody of that name serves this estate."),
        ("transfer", {"to": "²"}, "Nobody of that name serves this estate."),
        ("accept", {}, "Somebody is on GV-1001 already."),
        ("kind", {"kind": "repair/home.leak"}, "GV-1001 is “Repair · Leak” already."),
        ("kind", {"kind": "emergency/fire"}, "An emergency is more than a label. Telephone now (+852 2000 0000)"),
        ("kind", {"kind": "<b>x</b>"}, "There is no kind “<b>x</b>”."),
        ("kind", {}, "Choose what it really is."),
    ],
)  # fmt: skip
async def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_typed(
    desk: Desk, signed_in, step: str, fields: dict[str, str], sentence: str
):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    response = await browser.post(at(ticket, step), **fields)
    page = await response.text()
    assert response.status == 422
    assert sentence in plain(page)
    assert fields.get("text", "").strip() in page
    assert fields.get("at", "") in page
    assert (desk.house.ticket(ticket), desk.sent()) == (ticket, [])


async def test_a_ticket_that_somebody_took_meanwhile_says_who(desk: Desk, signed_in):
    ticket, ivy, max_ = desk.house.open(), await signed_in("Ivy"), await signed_in("Max")
    await ivy.post(at(ticket, "claim"))
    response = await max_.post(at(ticket, "claim"))
    assert response.status == 422
    assert "GV-1001 已經喺 Ivy 手上" in await response.text()


async def test_an_owner_who_left_the_chat_is_said_instead_of_a_form(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    with desk.house.db.transaction() as connection:
        contacts.change(connection, desk.house.contacts["Ann"], state="blocked")
    page = await browser.page(at(ticket))
    assert "cannot be reached in a chat" in page
    assert "/reply" not in page


async def test_a_typed_date_is_read_in_the_estates_time(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    day = (clock.now() + timedelta(days=3)).date()
    await browser.post(at(ticket, "next"), at=f"{day}T10:30", choice="1")
    found = desk.house.ticket(ticket).next_contact_at
    assert found is not None
    assert found.isoformat() == f"{day}T02:30:00+00:00", "half past ten in Hong Kong"


STEPS = (
    ("reply", {"text": "We come at three."}),
    ("ask", {"text": "Which tap?"}),
    ("note", {"text": "Key"}),
    ("resolve", {}),
)


@pytest.mark.parametrize(("step", "fields"), STEPS)
async def test_the_same_form_sent_twice_acts_once(desk: Desk, signed_in, step: str, fields: dict[str, str]):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    for _ in range(2):
        assert (await browser.post(at(ticket, step), form="one", **fields)).status == 303
    assert len(desk.house.timeline(ticket)) == 1
    assert len([text for text in desk.sent() if fields.get("text", "New") in text]) <= 1
    await browser.post(at(ticket, "note"), form="two", text="Another")
    assert len(desk.house.timeline(ticket)) == 2, "another form is another step"


async def _ivy(desk: Desk) -> Browser:
    return await (await opened(desk)).signs_in("Ivy")


async def test_the_same_form_eight_times_at_once_acts_once(desk_on_both: Desk):
    ticket, browser = desk_on_both.house.open(), await _ivy(desk_on_both)
    answers = await asyncio.gather(
        *(browser.post(at(ticket, "reply"), form="one", text="We come at three.") for _ in range(8))
    )
    assert {answer.status for answer in answers} == {303}
    assert desk_on_both.answers().count("We come at three.") == 1
    await browser.client.close()


async def test_of_many_who_claim_at_once_one_holds(desk_on_both: Desk):
    ticket = desk_on_both.house.open()
    browsers = [
        await (await opened(desk_on_both)).signs_in(name) for name in ("Ivy", "Max", "Eli") for _ in range(2)
    ]
    answers = await asyncio.gather(*(one.post(at(ticket, "claim")) for one in browsers))
    assert sorted(answer.status for answer in answers) == [303, 422, 422, 422, 422, 422]
    for one in browsers:
        await one.client.close()


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"text=x", "text/plain", 415),
        (b"\xff\xfe\x00&&&===", "application/x-www-form-urlencoded", 403),
        (b"&".join(b"a=1" for _ in range(500)), "application/x-www-form-urlencoded", 415),
        (b"text=" + b"x" * (1024 * 1024), "application/x-www-form-urlencoded", 413),
    ],
    ids=["json", "plain", "bytes", "many fields", "a megabyte"],
)
async def test_what_is_no_form_of_ours_is_refused_in_words(
    desk: Desk, signed_in, data: bytes, kind: str, status: int
):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    response = await browser.client.post(
        at(ticket, "reply"), data=BytesIO(data), headers={"Content-Type": kind}
    )
    assert response.status == status
    assert "nothing was done" in await response.text()


async def test_what_no_database_keeps_is_kept_as_a_sign(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    assert (await browser.post(at(ticket, "note"), text="a\x00b")).status == 303
    assert desk.house.timeline(ticket)[0].text == "a�b"


async def test_a_database_that_fails_is_said_in_words(house: House):
    browser = await _ivy(Desk(house))
    with house.db.transaction() as connection:
        connection.exec_driver_sql("ALTER TABLE tickets RENAME TO gone")
    response = await browser.get("/staff/")
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert "nothing was done" in await response.text()
    await browser.client.close()
    browser.desk.workers.close()
