"""The pages of surveys in a real browser: on a phone, in the dark, in every language; nothing runs over, nothing complains."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from bot import clock
from storage import estates, staff, survey_sheets
from storage.store import LineStore
from storage.survey_groups import Group
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_browser import PHONE, WIDE, _window, address
from tests.bot.web.staff.test_quality_browser import overflows
from tests.bot.web.staff.test_survey_pages import answered, asked, fields, headed, planned

__all__ = ["address", "headed"]

pytestmark = pytest.mark.browser

PAGES = (
    "surveys", "surveys/new", "surveys/2", "surveys/2?again", "surveys/3", "surveys/3/calls", "begging", "loyalty"
)  # fmt: skip


def reported_last_year(desk: Desk) -> None:
    """A wave of last year, of which the sheets and their counts are left."""
    estate_id, then = desk.house.estates["GV"], clock.now() - timedelta(days=300)
    with desk.house.db.transaction() as connection:
        line = LineStore(connection)
        survey = line.surveys.plan(
            [estate_id], form_key="last", at=then, staff_id=None, name="Last year", mode="chat", questions=[["buy_again", 1]],
            stages=["living"], size=9, share=None, opens_at=then, closes_at=then + timedelta(days=9), seed="x",
        )  # fmt: skip
        for state in ("drawn", "running", "closed", "reported"):
            survey = survey and line.surveys.step(survey, state, staff_id=None, at=then)
        assert survey
        for score in (1, 1, 0, 0, 0, 0):
            survey_sheets.drop(
                connection, survey.id, Group(estate_id, "existing", "living"), {"buy_again": score}
            )


async def filled(desk: Desk, signed_in) -> None:
    """Two waves in the chat that were reported, one by telephone that runs, and an attempt to beg for scores."""
    reported_last_year(desk)
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
    await expect(seen.page.get_by_role("img")).to_be_visible()
    assert seen.complaints == []
