"""The page of empty homes: for the watch of the estate alone, every look kept, ticked, printed, and empty when it is over (H07)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from storage import staff
from tests.bot.web.staff.desk_house import Desk, plain

NOTE = "Key with aunt Mo"


@pytest.fixture
def gus(desk: Desk) -> str:
    """A guard."""
    with desk.house.db.transaction() as connection:
        number = staff.add(
            connection, name="Gus", role="security", language="en", estate_ids=(desk.house.estates["GV"],)
        )
        found = staff.by_id(connection, number)
        assert found
        desk.house.staff["Gus"] = found
    return "Gus"


async def added(browser, unit: str = "1-101", **more: str) -> None:
    last = (clock.now() + timedelta(days=3)).date().isoformat()
    done = await browser.post("/staff/watch", form="a", unit=unit, last=last, note=NOTE, **more)
    assert done.headers["Location"] == "/staff/watch?done=added"


async def test_an_absence_told_at_the_desk_stands_on_the_guards_list_by_building_and_floor(
    desk: Desk, signed_in, gus: str
) -> None:
    ivy, guard = await signed_in("Ivy"), await signed_in("Gus")
    await added(ivy)
    page = plain(await guard.page("/staff/watch"))
    assert "1 home(s), 1 not looked at yet" in page
    assert "Block 1" in page
    assert "1-101 · floor 1" in page
    assert NOTE in page
    assert 'href="/staff/watch"' in await guard.page("/staff/")


@pytest.mark.parametrize("who", ["Eli", "Otto"])
async def test_to_others_the_page_or_the_home_does_not_exist(desk: Desk, signed_in, who: str) -> None:
    ivy, other = await signed_in("Ivy"), await signed_in(who)
    await added(ivy)
    answer = await other.get("/staff/watch")
    assert answer.status == (404 if who == "Eli" else 200)
    page = await answer.text()
    assert NOTE not in page
    assert "1-101" not in plain(page).partition("floor")[0] or who == "Otto"
    for path in ("/staff/watch/1/checked", "/staff/watch/1/back"):
        assert (await other.post(path, form="b", fine="yes", note="x")).status in (404, 422)
    if who == "Eli":
        assert (await other.post("/staff/watch", form="c", unit="1-101")).status == 404
        assert "/staff/watch" not in await other.page("/staff/")
    assert "Key with" in await ivy.page("/staff/watch")


async def test_a_tick_is_shown_with_hour_and_name_and_every_look_with_who_looked(
    desk: Desk, signed_in, gus: str
) -> None:
    ivy, guard, max_ = await signed_in("Ivy"), await signed_in("Gus"), await signed_in("Max")
    await added(ivy)
    done = await guard.post("/staff/watch/1/checked", form="b", fine="yes", note="door shut")
    assert done.headers["Location"] == "/staff/watch?done=checked"
    page = plain(await guard.page("/staff/watch?done=checked"))
    assert "Noted." in page
    assert "by Gus: door shut" in page
    assert "0 not looked at yet" in page
    managers = plain(await max_.page("/staff/watch"))
    assert "Gus" in managers.partition("邊個睇過名單")[2]


async def test_something_wrong_needs_words_keeps_what_was_typed_and_opens_an_urgent_ticket(
    desk: Desk, signed_in, gus: str
) -> None:
    ivy, guard = await signed_in("Ivy"), await signed_in("Gus")
    await added(ivy)
    answer = await guard.post("/staff/watch/1/checked", form="b", wrong="yes", note="")
    assert answer.status == 422
    assert "what is wrong" in plain(await answer.text())
    done = await guard.post("/staff/watch/1/checked", form="c", wrong="yes", note="<b>window</b> broken")
    assert done.headers["Location"] == "/staff/watch?done=reported"
    assert "&lt;b&gt;window&lt;/b&gt; broken" in await guard.page("/staff/watch")
    with desk.house.store("Ivy") as store:
        (ticket,) = store.tickets.open_ones()
    assert ticket.urgency == "E1"
    assert "found on a round" in await ivy.page(f"/staff/tickets/{ticket.number}")


async def test_when_they_are_back_the_list_is_empty(signed_in) -> None:
    ivy = await signed_in("Ivy")
    await added(ivy)
    done = await ivy.post("/staff/watch/1/back", form="b")
    assert done.headers["Location"] == "/staff/watch?done=back"
    page = await ivy.page("/staff/watch?done=back")
    assert "No home is on the list today." in page
    assert NOTE not in page
    assert (await ivy.post("/staff/watch/1/back", form="c")).status == 422


@pytest.mark.parametrize("number", ["0", "999", "9" * 40, "x"])
async def test_numbers_of_nothing(signed_in, number: str) -> None:
    ivy = await signed_in("Ivy")
    assert (await ivy.post(f"/staff/watch/{number}/checked", form="b", fine="yes")).status in (404, 422)


async def test_a_form_without_its_key_or_from_elsewhere_does_nothing(signed_in) -> None:
    ivy = await signed_in("Ivy")
    assert (await ivy.post("/staff/watch", unit="1-101")).status == 403
    ivy.csrf = "forged"
    assert (await ivy.post("/staff/watch", form="a", unit="1-101")).status == 403


async def test_what_was_typed_wrong_stays_in_its_form(signed_in) -> None:
    ivy = await signed_in("Ivy")
    answer = await ivy.post(
        "/staff/watch", form="a", unit="1-101", first="2020-01-01", last="2020-02-01", note=NOTE
    )
    page = await answer.text()
    assert answer.status == 422
    assert "Those days cannot be noted" in page
    assert 'value="2020-02-01"' in page
    assert NOTE in page


async def test_an_absence_told_by_telephone_is_no_ticket(desk: Desk, signed_in) -> None:
    ivy = await signed_in("Ivy")
    answer = await ivy.post(
        "/staff/new",
        form="a",
        unit="1-101",
        channel="phone",
        text="we're away 3-10 December, please keep an eye",
    )
    assert answer.status == 422
    assert "Homes to watch" in plain(await answer.text())
    with desk.house.store("Ivy") as store:
        assert store.tickets.open_ones() == []
