"""The pages of surveys in a real browser: on a phone, in the dark, in every language; nothing runs over, nothing complains."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Browser

from bot import clock
from storage import estates, staff
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_browser import PHONE, WIDE, _window, address
from tests.bot.web.staff.test_quality_browser import overflows
from tests.bot.web.staff.test_survey_pages import answered, asked, fields, headed, planned

__all__ = ["address", "headed"]

pytestmark = pytest.mark.browser

PAGES = (
    "surveys", "surveys/new", "surveys/1", "surveys/1?again", "surveys/2", "surveys/2/calls", "loyalty", "begging"
)  # fmt: skip


async def filled(desk: Desk, signed_in) -> None:
    """A wave in the chat that was reported, one by telephone that runs, and an attempt to beg for scores."""
    hana = await signed_in("Hana")
    first = await planned(hana, desk, questions=["buy_again", "swallowed", "complained"])
    for step in ("draw", "start"):
        await hana.post(f"{first}/{step}")
    asked(desk)
    for number in range(6):
        answered(desk, f"Owner {number}", buy_again=number % 2, swallowed=1, complained=number % 3)
    for step in ("close", "report"):
        await hana.post(f"{first}/{step}")
    fresh = fields(desk, mode="phone", stages=["living", "handover"], form="f2", name="By telephone")
    with desk.house.db.transaction() as connection:
        for unit in estates.units_of(connection, (desk.house.estates["GV"],))[-4:]:
            estates.change_unit(connection, unit.id, delivered_on=clock.now().date() - timedelta(days=9))
    second = await planned(hana, desk, **{key: value for key, value in fresh.items() if key != "estates"})
    for step in ("draw", "start"):
        await hana.post(f"{second}/{step}")
    asked(desk)
    with desk.house.db.transaction() as connection:
        LineStore(connection).score_begging.keep(
            desk.house.estates["GV"], desk.house.staff["Ivy"].id, place="reply", excerpt="give us five stars",
            words="please give us five stars, " * 20, at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (WIDE, "dark")])
async def test_every_page_fits_its_window(
    headed: Desk, signed_in, browser: Browser, address: str, language: str, size, scheme: str
) -> None:  # fmt: skip
    await filled(headed, signed_in)
    with headed.house.db.transaction() as connection:
        staff.change(connection, headed.house.staff["Hana"].id, language=language)
    headed.house.staff["Hana"] = replace(headed.house.staff["Hana"], language=language)
    seen = await _window(browser, headed, address, size=size, color_scheme=scheme, name="Hana")
    for page in PAGES:
        await seen.goes_to(f"/staff/voice/{page}")
        assert not await overflows(seen), page
    assert seen.complaints == []
