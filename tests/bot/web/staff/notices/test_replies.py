"""A poll is written and counted on the pages, and a notice lists the tickets that came of it (H06, H21)."""

from __future__ import annotations

from bot import clock
from storage import delivery_ends
from storage.notice_replies import AFTER
from tests.bot.web.staff.desk_house import Desk, plain
from tests.bot.web.staff.notices.sheets import approved, fed, notice, sheet

POLL = {
    "kind": "safety", "headline-en": "The playground", "facts-en": "We build one.", "question": "poll",
    "options-en": "Swings\nSlides",
}  # fmt: skip


async def test_a_poll_is_written_with_its_options_and_counted_by_household(desk: Desk, signed_in):
    number = await approved(desk, signed_in, **POLL)
    for reply in fed(desk, number):
        at = reply.to.address.removeprefix("chat-")  # type: ignore[union-attr]
        with desk.house.db.transaction() as connection:
            contact, vote = desk.house.contacts[at], "2" if at == "Cat" else "1"
            delivery_ends.answer(connection, reply.to.delivery_id, contact, vote, clock.now())  # type: ignore[union-attr]
    ivy = await signed_in("Ivy")
    page = plain(await ivy.page(f"/staff/notices/{number}"))
    assert "1. Swings 1 2. Slides 1" in page
    assert "A poll: one of the options" in page
    assert "Slides" in plain(await ivy.page(f"/staff/notices/{number}/proof"))
    assert "Slides" not in await ivy.page(f"/staff/notices/new?update={number}"), "an update is no poll"
    assert "Slides" in await ivy.page(f"/staff/notices/new?from={number}")


async def test_a_poll_without_options_says_what_is_missing(desk: Desk, signed_in):
    ivy = await signed_in("Ivy")
    response = await ivy.post(
        "/staff/notices/preview", **sheet(desk.house, **POLL | {"options-en": "Swings"})
    )
    assert "A poll has 2 to 6 options" in await response.text()


async def test_a_notice_lists_the_tickets_that_came_of_it(desk: Desk, signed_in):
    number = await approved(desk, signed_in)
    ticket = desk.house.open("Ann")
    with desk.house.store("Ivy") as store:
        store.notice_replies.keep(ticket, notice(desk, number), how=AFTER, at=clock.now())
    ivy = await signed_in("Ivy")
    page = await ivy.page(f"/staff/notices/{number}")
    assert f'href="/staff/tickets/{ticket.number}"' in page
    assert "1-101 The tap leaks" in plain(page)
    ticket_page = await ivy.page(f"/staff/tickets/{ticket.number}")
    assert f'href="/staff/notices/{number}"' in ticket_page
    assert "Reported after notice" in plain(ticket_page)
