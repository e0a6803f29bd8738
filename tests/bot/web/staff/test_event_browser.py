"""The list at the door on a phone, in a real browser: big enough for a thumb, nothing wider than the screen, by day and by night."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, expect
from sqlalchemy import update

from bot import clock
from storage.events import events
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_browser import PHONE, Seen
from tests.bot.web.staff.test_event_pages import planned
from tests.handlers.staff.neighbours import home

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture
async def address(desk: Desk) -> AsyncIterator[str]:
    server = TestServer(desk.application())
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()
    desk.workers.close()


def evening(desk: Desk) -> None:
    """An evening to which three homes said yes, one waits and one may come."""
    for name, label in (("Ed", "1-301"), ("Flo", "1-401"), ("Gus", "1-501")):
        home(desk.house, name, label)
    event = planned(
        desk.house, "Ann", "Cat", "Ed", "Flo", "Gus", title={"en": "Mooncake evening in the garden", "zh-Hant": "中秋月餅夜"},
        description={"en": "Lanterns, riddles and tea."}, cost_planned=320_000, cost_actual=298_050, minutes=540,
        effect="Forty neighbours met for the first time.",
    )  # fmt: skip
    with desk.house.store("Ivy") as store:
        for name, people, more in (
            ("Ann", 3, {}), ("Cat", 2, {"came": 2}), ("Ed", 1, {}), ("Flo", 4, {"waiting_at": clock.now()}),
        ):  # fmt: skip
            rsvp = store.rsvps.at_home(event, desk.house.units[name])
            assert rsvp
            store.rsvps.change(
                event, rsvp, partstat="ACCEPTED", people=people, contact_id=desk.house.contacts[name], **more
            )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_household_is_ticked_with_a_thumb(
    browser: Browser, desk: Desk, address: str, scheme: str
) -> None:
    evening(desk)
    context = await browser.new_context(viewport=PHONE, color_scheme=scheme)
    seen = await Seen(await context.new_page(), address).signs_in(desk.link("Eli"))
    await seen.goes_to("/staff/events/1/door")
    first = seen.page.locator(".door li").first
    await expect(first).to_contain_text("1-101")
    box = await first.get_by_role("button").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    assert await seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await first.get_by_role("textbox").fill("2")
    await first.get_by_role("button").click()
    await expect(seen.page.locator(".door li.green", has_text="1-101")).to_contain_text("✓ 2")
    assert seen.complaints == []
    await context.close()


@pytest.mark.parametrize("path", ["/staff/events", "/staff/events/new", "/staff/events/1"])
async def test_no_page_of_events_is_wider_than_a_phone(
    browser: Browser, desk: Desk, address: str, path: str
) -> None:
    evening(desk)
    with desk.house.db.transaction() as connection:
        connection.execute(update(events).values(starts=clock.now() - timedelta(hours=1)))
    context = await browser.new_context(viewport=PHONE)
    seen = await Seen(await context.new_page(), address).signs_in(desk.link("Max"))
    await seen.goes_to(path)
    assert await seen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert seen.complaints == []
    await context.close()
