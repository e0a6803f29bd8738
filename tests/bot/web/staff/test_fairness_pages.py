"""Whom a complaint is about, the statements page, the reply check, bodies outside and the whole file, as people meet them on the pages."""

from __future__ import annotations

import json

import pytest

from tests.bot.web.staff.desk_house import Desk, plain

WORDS = "She hung up on me when I rang about the leak"


@pytest.fixture
def ticket(desk: Desk):
    return desk.house.open(
        complaint=True, intent="complaint", code="service.staff_attitude", words=WORDS, summary=WORDS, guard="senior"
    )  # fmt: skip


def ids(desk: Desk, name: str) -> str:
    return str(desk.house.staff[name].id)


async def test_a_manager_names_asks_and_reads_the_statement_and_the_person_sees_the_question_alone(
    desk: Desk, signed_in, ticket
) -> None:
    max_, ivy = await signed_in("Max"), await signed_in("Ivy")
    address = f"/staff/tickets/{ticket.number}"
    assert (await ivy.get(address)).status == 404
    done = await max_.post(f"{address}/about", form="a", who=ids(desk, "Ivy"))
    assert done.headers["Location"] == f"{address}?done=about"
    await max_.post(f"{address}/ask_statement", form="b", who=ids(desk, "Ivy"), text="How did the call end?")
    own = await ivy.page("/staff/statements")
    assert "How did the call end?" in own
    assert not any(word in own for word in (WORDS, ticket.number, "1-101", "Ann"))
    with desk.house.store("Ivy") as store:
        (asked,) = store.asked_of_me()
    given = await ivy.post("/staff/statements", form="c", id=str(asked.id), text="The line broke.")
    assert given.headers["Location"] == "/staff/statements?given"
    assert "The line broke." in await ivy.page("/staff/statements")
    assert "The line broke." in await max_.page(address)
    for path in (address, f"{address}/file", f"{address}/file.json"):
        assert (await ivy.get(path)).status == 404


async def test_a_question_that_shows_who_complains_is_said_and_kept_in_its_form(
    desk: Desk, signed_in, ticket
) -> None:
    max_ = await signed_in("Max")
    address = f"/staff/tickets/{ticket.number}"
    await max_.post(f"{address}/about", form="a", who=ids(desk, "Ivy"))
    answer = await max_.post(
        f"{address}/ask_statement", form="b", who=ids(desk, "Ivy"), text="What did Ann want?"
    )
    page = await answer.text()
    assert answer.status == 422
    assert "What did Ann want?" in page
    assert "名" in plain(page)  # Max reads Traditional Chinese


@pytest.mark.parametrize("who", ["", "x", "999", "9" * 40])
async def test_nobody_who_does_not_serve_can_be_named(desk: Desk, signed_in, ticket, who: str) -> None:
    max_ = await signed_in("Max")
    answer = await max_.post(f"/staff/tickets/{ticket.number}/about", form="a", who=who)
    assert answer.status == 422
    assert desk.house.ticket(ticket).guard == "senior"


@pytest.mark.parametrize("number", ["", "x", "999", "9" * 40])
async def test_a_statement_that_nobody_asked_for_is_not_kept(signed_in, number: str) -> None:
    answer = await (await signed_in("Ivy")).post("/staff/statements", form="c", id=number, text="x")
    assert answer.status in (404, 422)


async def test_the_check_keeps_the_words_shows_what_it_found_and_a_second_send_goes_through(
    desk: Desk, signed_in
) -> None:
    ticket, ivy = desk.house.open(), await signed_in("Ivy")
    address = f"/staff/tickets/{ticket.number}/reply"
    answer = await ivy.post(address, form="a", text="Somebody comes soon.")
    page = await answer.text()
    assert answer.status == 422
    assert "“soon”" in plain(page)
    assert "Somebody comes soon." in page
    assert 'name="as_it_is"' in page
    assert desk.sent() == []
    done = await ivy.post(address, form="b", text="Somebody comes soon.", as_it_is="yes")
    assert done.status == 303
    (sent,) = desk.sent()
    assert sent.startswith("Somebody comes soon.\n\nYou hear from us again by ")


async def test_a_complaint_goes_outside_with_agreement_alone_and_its_outcome_is_kept(
    desk: Desk, signed_in
) -> None:
    ticket, ivy = (
        desk.house.open(complaint=True, intent="complaint", code="service.fees"),
        await signed_in("Ivy"),
    )
    address = f"/staff/tickets/{ticket.number}"
    assert (await ivy.post(f"{address}/refer", form="a", body="pmsa")).status == 422
    assert (await ivy.post(f"{address}/refer", form="b", body="pmsa", agreed="yes")).status == 303
    with desk.house.store("Ivy") as store:
        (one,) = store.referrals.of(ticket)
    assert (
        await ivy.post(f"{address}/conclude", form="c", id=str(one.id), text="Mediation on 3 May")
    ).status == 303
    assert "Mediation on 3 May" in await ivy.page(address)
    assert "Mediation on 3 May" in await ivy.page(f"{address}/file?owner")


async def test_the_file_is_a_page_and_data_and_the_owners_copy_leaves_out_what_is_among_staff(
    desk: Desk, signed_in
) -> None:
    ticket, ivy = desk.house.open(words="My neighbour Cat floods us", complaint=True), await signed_in("Ivy")
    address = f"/staff/tickets/{ticket.number}"
    await ivy.post(f"{address}/note", form="a", text="Difficult <b>people</b>")
    whole, copy = await ivy.page(f"{address}/file"), await ivy.page(f"{address}/file?owner")
    assert "Difficult &lt;b&gt;people&lt;/b&gt;" in whole
    assert "Difficult" not in copy
    assert "My neighbour █ floods us" in copy  # Cat lives next door
    data = json.loads(await (await ivy.get(f"{address}/file.json")).text())
    assert data["words"] == "My neighbour Cat floods us"
    assert data["faults"] == []


async def test_staff_of_another_estate_find_no_file(desk: Desk, signed_in) -> None:
    ticket, otto = desk.house.open(), await signed_in("Otto")
    for path in ("file", "file.json", "file?owner"):
        assert (await otto.get(f"/staff/tickets/{ticket.number}/{path}")).status == 404


async def test_what_to_do_next_stands_there_for_the_role_that_looks(desk: Desk, signed_in) -> None:
    ticket = desk.house.open(complaint=True, intent="complaint", code="service.fees")
    assert "say back what you understood" in await (await signed_in("Ivy")).page(
        f"/staff/tickets/{ticket.number}"
    )
    assert "查明问题出在哪一步" in await (await signed_in("Eli")).page(f"/staff/tickets/{ticket.number}")


async def test_whoever_files_a_complaint_about_themselves_does_not_see_it_afterwards(
    desk: Desk, signed_in
) -> None:
    ivy = await signed_in("Ivy")
    done = await ivy.post(
        "/staff/new", form="a", unit="1-101", channel="phone", text="Ivy hung up on me, she is so rude"
    )
    assert done.headers["Location"] == "/staff/?filed"
    again = await ivy.post(
        "/staff/new", form="a", unit="1-101", channel="phone", text="Ivy hung up on me, she is so rude"
    )
    assert again.headers["Location"] == "/staff/?filed"
    assert "does not show in the group" in await ivy.page("/staff/?filed")
    assert "rude" not in await ivy.page("/staff/?show=all")
    with desk.house.store("Max") as store:
        assert [one.guard for one in store.tickets.newest()] == ["named"]
