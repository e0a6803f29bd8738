"""The pages of quality in a real browser: on a phone, in the dark, in every language; nothing runs over, nothing complains."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from storage import staff
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_browser import PHONE, WIDE, Seen, _window, address
from tests.bot.web.staff.test_quality import PAGES, complaint, defect

__all__ = ["address"]

pytestmark = pytest.mark.browser


def filled(desk: Desk) -> str:
    """A house with something on every page; the number of a ticket."""
    one, other = complaint(desk.house), complaint(desk.house, "Cat", stage="assigned", closed_at=None)
    defect(desk.house, one)
    defect(
        desk.house,
        other,
        component="window",
        contractor="Bright Windows and Doors Limited",
        contractor_key="brightwindows",
    )
    desk.house.open()
    return one.number


async def speaks(desk: Desk, language: str) -> None:
    with desk.house.db.transaction() as connection:
        staff.change(connection, desk.house.staff["Ivy"].id, language=language)
    desk.house.staff["Ivy"] = replace(desk.house.staff["Ivy"], language=language)


async def overflows(seen: Seen) -> bool:
    return bool(
        await seen.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (WIDE, "dark")])
async def test_every_page_fits_its_window(
    desk: Desk, browser: Browser, address: str, language: str, size, scheme: str
):
    number = filled(desk)
    await speaks(desk, language)
    seen = await _window(browser, desk, address, size=size, color_scheme=scheme)
    for page in (*PAGES, "measures?split=component", "measures/cases?measure=closed", f"tickets/{number}"):
        await seen.goes_to(f"/staff/{page}")
        assert not await overflows(seen), page
    assert seen.complaints == []


async def test_an_action_is_begun_done_and_checked_by_hand(desk: Desk, browser: Browser, address: str):
    filled(desk)
    seen = await _window(browser, desk, address)
    page = seen.page
    await page.locator("summary", has_text="More").click()
    await page.get_by_role("link", name="Quality").click()
    await page.get_by_role("link", name="Corrective and preventive actions").click()
    await page.get_by_role("link", name="Begin an action").click()
    await page.get_by_label("Fault").select_option("home.leak")
    await page.get_by_label("Cause").fill("Loose joints")
    await page.get_by_label("What is to be done").fill("Tighten them")
    await page.get_by_role("button", name="Begin an action").click()
    await expect(page.get_by_role("status").filter(has_text="Begun.")).to_be_visible()
    await page.get_by_role("link", name="#1").click()
    await page.get_by_label("What was done").fill("All of Block 1")
    await page.get_by_role("button", name="It is done").click()
    await page.get_by_label("Did it work?").select_option("effective")
    await page.get_by_label("What shows it").fill("None since")
    await page.get_by_role("button", name="End with this check").click()
    await expect(page.get_by_text("checked: effective").first).to_be_visible()
    assert seen.complaints == []
