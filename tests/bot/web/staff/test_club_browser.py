"""The pages of points, rewards and suggestions in a real browser: on a phone, in the dark, in every language; nothing runs over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Browser

from bot import clock
from storage import staff
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_browser import PHONE, WIDE, _window, address
from tests.bot.web.staff.test_club_pages import person
from tests.bot.web.staff.test_quality_browser import overflows, speaks

__all__ = ["address"]

pytestmark = pytest.mark.browser


def filled(desk: Desk) -> list[str]:
    """Something on every page; their addresses."""
    now, gv = clock.now(), desk.house.estates["GV"]
    with desk.house.db.transaction() as connection:
        staff.change(connection, desk.house.staff["Ivy"].id, role="director")
    desk.house.staff["Ivy"] = replace(desk.house.staff["Ivy"], role="director")
    with desk.house.store("Max") as store:
        name = {
            "en": "An umbrella with the estate's name",
            "zh-Hans": "印有小区名字的雨伞",
            "zh-Hant": "印有屋苑名嘅雨遮",
        }
        store.rewards.add(gv, name=name, price=15, stock=3, made_at=now)
    with desk.house.db.transaction() as connection:
        term = {"at": now, "expires_at": now + timedelta(days=700)}
        LineStore(connection).points.credit(
            person(desk),
            rule="article",
            amount=20,
            reason="A long title of an article about the balcony",
            ref="a",
            **term,
        )
    desk.house.open("Ann", intent="suggestion", summary="A bench in the lobby for whoever waits")
    pages = (
        "club",
        "club?home=1-101",
        f"club/people/{person(desk)}",
        "club/rewards",
        "club/silent",
        "suggestions",
        "suggestions?show=shared",
    )
    return [f"/staff/{one}" for one in pages]


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (WIDE, "dark")])
async def test_every_page_fits_its_window(
    desk: Desk, browser: Browser, address: str, language: str, size, scheme: str
) -> None:
    pages = filled(desk)
    await speaks(desk, language)
    seen = await _window(browser, desk, address, size=size, color_scheme=scheme)
    for page in pages:
        await seen.goes_to(page)
        assert not await overflows(seen), page
    assert seen.complaints == []
