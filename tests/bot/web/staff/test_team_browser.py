"""The pages of the people who serve in a real browser: on a phone, in the dark, in every language; nothing runs over, nothing complains."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.async_api import Browser

from handlers.staff.people import hard_words, knowing, profile
from handlers.tickets import moments
from storage import staff
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_browser import PHONE, WIDE, Seen, _window, address
from tests.handlers.staff.house import House

__all__ = ["address"]

pytestmark = pytest.mark.browser


def filled(house: House) -> list[str]:
    """A house with something on every page; the pages."""
    thanks = house.open(
        "Ann", intent="praise", code=None, words="Thank you Ivy, you carried it all up", reading={}
    )
    solved, hard = house.open("Ann", stage="resolved"), house.open("Cat", words="The tap leaks, you idiots")
    ivy = house.staff["Ivy"].id
    with house.store("Max") as store:
        request = house.request("Max")
        moments.come("received", request, store.as_line(), thanks)
        profile.judge(
            request, store, ivy, ability="calm", level="2", evidence="Alone since October, two calls heard"
        )
        paper = profile.Typed(
            kind="module", name="gas safety", passed="2026-01-05", expires="", evidence="exam"
        )
        profile.keep(request, store, ivy, paper)
    texts = {"en": ("The tap leaks", "Close the valve under the sink; we bring a washer. " * 5)}
    with house.store("Ivy") as store:
        for number in range(2):
            request = house.request("Ivy", form=f"f{number}")
            made = knowing.propose_from(request, store, solved, "", texts)
        for _ in range(3):
            hard_words.mark(house.request("Ivy"), store, hard, "")
    with house.store("Max") as store:
        knowing.decide(house.request("Max"), store, made, "approved")
    return [
        "thanks", "known", f"known?q=valve&for={hard.number}", f"known/new?from={solved.number}", f"people/{ivy}",
        "people", f"tickets/{thanks.number}", f"tickets/{hard.number}?draft=calm-1",
    ]  # fmt: skip


async def overflows(seen: Seen) -> bool:
    return bool(
        await seen.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (WIDE, "dark")])
async def test_every_page_fits_its_window(
    desk: Desk, browser: Browser, address: str, language: str, size, scheme: str
):
    pages = filled(desk.house)
    with desk.house.db.transaction() as connection:
        staff.change(connection, desk.house.staff["Ivy"].id, language=language)
    desk.house.staff["Ivy"] = replace(desk.house.staff["Ivy"], language=language)
    seen = await _window(browser, desk, address, size=size, color_scheme=scheme)
    for page in pages:
        await seen.goes_to(f"/staff/{page}")
        assert not await overflows(seen), page
    assert seen.complaints == []
