"""The list of empty homes on a guard's phone and on paper: everything fits, one thumb ticks, and the print holds what a round needs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, expect

from bot import clock
from handlers.staff import watching
from handlers.staff.watching import Typed
from storage import staff
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_browser import PHONE, Seen

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture
async def guard(desk: Desk, browser: Browser) -> AsyncIterator[Seen]:
    """Gus, signed in on a phone; two homes are empty today."""
    house = desk.house
    with house.db.transaction() as connection:
        number = staff.add(
            connection, name="Gus", role="security", language="en", estate_ids=(house.estates["GV"],)
        )
        gus = staff.by_id(connection, number)
        assert gus
        house.staff["Gus"] = gus
    last = (clock.now() + timedelta(days=9)).date().isoformat()
    for unit, note, until in (
        ("1-101", "we're away, aunt Mo has the key, the light is on a timer", last),
        ("2-201", "", ""),
    ):
        with house.store("Ivy") as store:
            typed = Typed(unit=unit, first="", last=until, note=note)
            watching.add(house.request("Ivy", now=clock.now()), store, typed)
    server = TestServer(desk.application())
    await server.start_server()
    context = await browser.new_context(viewport=PHONE)
    seen = Seen(await context.new_page(), str(server.make_url("")).rstrip("/"))
    yield await seen.signs_in(desk.link("Gus"))
    await server.close()
    desk.workers.close()


async def test_a_guard_ticks_a_home_by_thumb_and_everything_fits(guard: Seen) -> None:
    page = guard.page
    await guard.goes_to("/staff/watch")
    fits = "document.documentElement.scrollWidth <= window.innerWidth"
    assert await page.evaluate(fits)
    first = page.locator("article.home").first
    await first.get_by_label("What you saw").fill("door shut, light on")
    await first.get_by_role("button", name="Looked at, all well").click()
    await expect(page.get_by_role("status").first).to_contain_text("Noted.")
    await expect(page.locator("article.home").first).to_contain_text("by Gus: door shut, light on")
    for button in await page.locator("main button:visible, main summary:visible").all():
        box = await button.bounding_box()
        assert box
        assert box["height"] >= 44
    assert await page.evaluate(fits)
    assert guard.complaints == []


async def test_on_paper_each_home_has_its_box_and_no_button_is_printed(guard: Seen) -> None:
    page = guard.page
    await guard.goes_to("/staff/watch")
    await expect(page.locator(".by-hand").first).to_be_hidden()
    await page.emulate_media(media="print")
    assert await page.locator("article.home .by-hand:visible").count() == 2
    assert await page.locator("button:visible").count() == 0
    await expect(page.get_by_text("hand it in or shred it")).to_be_visible()
