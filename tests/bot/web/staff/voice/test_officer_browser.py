"""The pages of experience officers in a real browser: on a phone, in the dark, in every language; nothing runs over, nothing complains."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser

from storage import staff
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_browser import PHONE, WIDE, _window, address
from tests.bot.web.staff.voice.test_officer_pages import PAGES, answered, dora

__all__ = ["address", "dora"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [(PHONE, "light", "en"), (PHONE, "dark", "zh-Hant"), (WIDE, "dark", "zh-Hans")],
)
async def test_every_page_fits_its_window(
    desk: Desk, browser: Browser, address: str, size: Any, scheme: str, language: str
) -> None:
    answered(desk.house, people=3)
    with desk.house.db.transaction() as connection:
        staff.change(connection, desk.house.staff["Dora"].id, language=language)
    seen = await _window(browser, desk, address, name="Dora", size=size, color_scheme=scheme)
    for page in (one for one in PAGES if "photos" not in one):
        await seen.goes_to(f"/staff/{page}?again&since=2026-11-01&until=2026-12-01")
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await seen.page.evaluate(wide), page
    assert seen.complaints == []
