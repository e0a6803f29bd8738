"""Every late step by name on a page of its own, and on its ticket's page, where whoever knows puts the cause right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot import clock
from bot.web.staff import ticket_list
from handlers.tickets import moments
from storage import ticket_sweeps
from storage.ticket_rows import Ticket
from tests.bot.web.staff.desk_house import Desk, plain


def received(desk: Desk, owner: str = "Ann", hours_ago: float = 0, **values) -> Ticket:
    """A ticket with its clocks, as long ago."""
    start = clock.now() - timedelta(hours=hours_ago)
    ticket = desk.house.open(owner, respond_by=start + timedelta(hours=8), **values)
    name = "Otto" if owner == "Zoe" else "Max"
    with desk.house.store(name) as store:
        moments.come("received", desk.house.request(name, now=start), store, ticket)
    return ticket


def swept(desk: Desk) -> None:
    with desk.house.db.transaction() as connection:
        ticket_sweeps.claim_late(connection, clock.now())


async def test_every_late_step_stands_there_by_name_the_newest_first(desk: Desk, signed_in):
    ivy = desk.house.staff["Ivy"].id
    received(desk, hours_ago=10.2, holder_id=ivy, stage="assigned", summary="The tap leaks")
    received(desk, "Cat", hours_ago=9, summary="No light")
    swept(desk)
    browser = await signed_in("Max")
    page = plain(await browser.page("/staff/overdue"))
    for words in (
        "第一次回覆",
        "Green Valley",
        "The tap leaks",
        "No light",
        "2 個鐘 12 分鐘",
        "1 個鐘 0 分鐘",
        "Ivy",
    ):
        assert words in page, words
    assert page.index("GV-1002") < page.index("GV-1001")
    assert 'href="/staff/overdue"' in await browser.page("/staff/"), "it is linked from every page"


async def test_what_was_met_after_all_moves_to_the_whole_list(desk: Desk, signed_in):
    ticket = received(desk, hours_ago=9)
    swept(desk)
    browser = await signed_in("Ivy")
    await browser.post(f"/staff/tickets/{ticket.number}/reply", text="We come at three.", form="one")
    assert "Nothing is late here." in plain(await browser.page("/staff/overdue"))
    page = plain(await browser.page("/staff/overdue?show=all"))
    assert "1 h 0 min met after all" in page


@pytest.mark.parametrize("path", ["", "?estate=SB", "?estate=GV", "?estate=nowhere", "?show=none&estate=1"])
async def test_nothing_of_another_estate_is_listed(desk: Desk, signed_in, path: str):
    received(desk, "Zoe", hours_ago=9, summary="SECRET")
    swept(desk)
    assert "SECRET" not in await (await signed_in("Ivy")).page(f"/staff/overdue{path}")
    if path in ("", "?estate=SB"):
        assert "SECRET" in await (await signed_in("Otto")).page(f"/staff/overdue{path}")


async def test_whoever_it_complains_of_does_not_find_it_there(desk: Desk, signed_in):
    received(desk, hours_ago=9, summary="SECRET", guard="senior")
    swept(desk)
    assert "SECRET" not in await (await signed_in("Ivy")).page("/staff/overdue")
    assert "SECRET" in await (await signed_in("Max")).page("/staff/overdue")


async def test_a_tickets_page_shows_its_clocks_and_takes_the_cause(desk: Desk, signed_in):
    ticket = received(desk, hours_ago=9)
    swept(desk)
    browser = await signed_in("Ivy")
    at = f"/staff/tickets/{ticket.number}"
    page = plain(await browser.page(at))
    for words in ("the first answer: was due", "the fix: by", "late for 1 h 0 min so far", "With Ivy"):
        assert words in page, words
    with desk.house.store("Ivy") as store:
        [breach] = store.breaches.of(ticket)
    wrong = await browser.post(f"{at}/cause", breach=str(breach.id), cause="supplier", words=" ", form="one")
    assert (wrong.status, "Say in a few words" in await wrong.text()) == (422, True)
    done = await browser.post(
        f"{at}/cause", breach=str(breach.id), cause="supplier", words="<b>Late</b> valve", form="two"
    )
    assert done.status == 303
    page = await browser.page(at)
    assert "&lt;b&gt;Late&lt;/b&gt; valve" in page
    assert "Cause, by Ivy: parts or a contractor did not come" in plain(page)


@pytest.mark.parametrize("breach", ["", "x", "0", "999999", "9" * 40, "²"])
async def test_a_breach_that_is_not_this_tickets_is_refused(desk: Desk, signed_in, breach: str):
    ticket, foreign = received(desk, hours_ago=9), received(desk, "Zoe", hours_ago=9)
    swept(desk)
    browser = await signed_in("Ivy")
    at = f"/staff/tickets/{ticket.number}/cause"
    wrong = await browser.post(at, breach=breach, cause="supplier", words="Late.", form="one")
    assert (wrong.status, "not on this ticket" in plain(await wrong.text())) == (422, True)
    with desk.house.store("Otto") as store:
        [other] = store.breaches.of(foreign)
    assert (
        await browser.post(at, breach=str(other.id), cause="supplier", words="x", form="two")
    ).status == 422


async def test_what_is_not_promised_is_a_field_beside_the_date(desk: Desk, signed_in):
    ticket, browser = received(desk), await signed_in("Ivy")
    when = int((clock.now() + timedelta(hours=3)).timestamp())
    fields = {"choice": str(when), "not_promised": "That it is free.", "said": "We look at it."}
    answer = await browser.post(f"/staff/tickets/{ticket.number}/next", form="one", **fields)
    assert answer.status == 303
    assert "We look at it.\n\nNot promised: That it is free." in desk.sent()[-1]
    assert "Not promised: That it is free." in plain(await browser.page(f"/staff/tickets/{ticket.number}"))


async def test_on_site_is_one_tap_on_the_page(desk: Desk, signed_in):
    ticket, browser = received(desk, urgency="E1"), await signed_in("Eli")
    at = f"/staff/tickets/{ticket.number}"
    assert f'action="{at}/on_site"' in await browser.page(at)
    assert (await browser.post(f"{at}/on_site", form="one")).status == 303
    assert f'action="{at}/on_site"' not in await browser.page(at)
    assert "is on site and looking at it." in desk.sent()[-1]


def test_the_list_asks_as_much_for_300_tickets_as_for_three(desk: Desk):
    counts = []
    for many in (3, 300):
        for _ in range(many - len(_open(desk))):
            received(desk, "Cat")
        asked: list[str] = []
        with desk.house.store("Ivy") as store:
            event.listen(
                desk.house.db.engine,
                "before_cursor_execute",
                lambda *told, asked=asked: asked.append(told[2]),
            )
            drawn = ticket_list.sections(store, desk.house.staff["Ivy"], "en", "open", clock.now())
        assert sum(len(section.rows) for section in drawn) == many
        counts.append(len(asked))
    assert counts[0] == counts[1]


def _open(desk: Desk) -> list[Ticket]:
    with desk.house.store("Ivy") as store:
        return store.tickets.open_ones(500)
