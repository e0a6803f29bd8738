"""A notice in a real browser: written and seen first, approved by a second person, watched, stopped, and proven."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import select

from bot import clock
from bot.web.staff.door import token_hash
from bot.wiring import Line
from storage import contacts, estates, people, staff
from storage.db import Database
from storage.outbox import SENT, outbox
from tests.support.line import Homes, running, settle

#: So many that sending takes some seconds: it is fed in pieces.
MANY = 2_000


def populated(url: str, homes: Homes) -> None:
    """A second person in the office, and a home with an account for each of many."""
    database = Database(url)
    with database.transaction() as connection:
        staff.add(connection, name="Grace", role="manager", language="en", estate_ids=(homes.estate_id,))
        building = estates.building_named(connection, homes.estate_id, "5")
        for number in range(MANY):
            unit = estates.add_unit(
                connection, estate_id=homes.estate_id, building_id=building.id, label=f"5-1-{number}", floor=str(number // 10)
            )  # fmt: skip
            person = people.add(connection, estate_id=homes.estate_id, name=f"Owner {number}", language="en")
            people.occupy(
                connection, estate_id=homes.estate_id, person_id=person, unit_id=unit, role="owner", at=clock.now()
            )  # fmt: skip
            contact = contacts.add(
                connection, estate_id=homes.estate_id, channel="webchat", address=f"chat-{number}", name="", at=clock.now()
            )  # fmt: skip
            contacts.change(connection, contact.id, person_id=person)
    database.close()


def arrived(url: str) -> int:
    """How many messages of notices the web chat took."""
    database = Database(url)
    with database.reading() as connection:
        taken = (outbox.c.state == SENT) & outbox.c.delivery_id.is_not(None)
        count = len(connection.execute(select(outbox.c.id).where(taken)).all())
    database.close()
    return count


async def at_the_desk(browser: Browser, line: Line, url: str, name: str, **how: object) -> Page:
    """A window of somebody of the staff."""
    link, database = clock.token(), Database(url)
    with database.transaction() as connection:
        found = next(one for one in staff.serving(connection, 1) if one.name == name)
        staff.add_sign_in(connection, found.id, token_hash(link), clock.now().replace(year=2100))
    database.close()
    page = await (await browser.new_context(**how)).new_page()  # type: ignore[arg-type]
    await page.goto(f"http://127.0.0.1:{line.port}/staff/sign-in/{link}")
    await page.get_by_role("button").click()
    await page.wait_for_url("**/staff/")
    return page


@pytest.mark.browser
@pytest.mark.timeout(180)
async def test_a_notice_is_written_approved_watched_stopped_and_proven(
    database_url: str, media_folder: Path, browser: Browser
) -> None:
    homes = settle(database_url)
    populated(database_url, homes)
    async with running(database_url, media_folder) as line:
        fang = await at_the_desk(browser, line, database_url, "王芳", viewport={"width": 390, "height": 844})
        grace = await at_the_desk(browser, line, database_url, "Grace")
        page = f"http://127.0.0.1:{line.port}/staff/notices"

        await fang.goto(page)
        await fang.get_by_role("link", name="新通知").click()
        await fang.get_by_role("link", name="台风").click()
        await fang.locator("#compose > p button").click()
        await expect(fang.locator("#notice-wrong")).to_contain_text("还有空没填：【名称】")
        for language in ("zh-Hans", "zh-Hant", "en"):
            for part in ("doing", "asked"):
                await fang.locator(f"#{part}-{language}").fill("")
        for language, headline in (
            ("zh-Hans", "台风今晚到"),
            ("zh-Hant", "颱風今晚到"),
            ("en", "Typhoon tonight"),
        ):
            await fang.locator(f"#headline-{language}").fill(headline)
            await fang.locator(f"#facts-{language}").fill("23:00")
        await fang.locator("#compose > p button").click()
        await expect(fang.locator(".lead")).to_contain_text(f"{MANY} 户，共 {MANY} 个账号")
        await expect(fang.locator(".bubbles")).to_contain_text("Typhoon tonight")
        await fang.locator("button[value=propose]").click()
        await expect(fang.locator(".done")).to_contain_text("等另一位同事批准")
        assert await fang.locator("#approve").count() == 0

        await grace.goto(page)
        await grace.locator(".rows").first.get_by_role("link", name="Typhoon tonight").click()
        await grace.get_by_role("button", name="Approve").click()
        await expect(grace.locator("progress")).to_be_visible()
        address = grace.url
        done = grace.locator("[data-part=done]")
        await expect(done).to_have_text(re.compile(rf"^[1-9]\d* of {MANY} accounts$"), timeout=20_000)
        first = int((await done.inner_text()).split()[0])
        await expect(done).not_to_have_text(f"{first} of {MANY} accounts", timeout=10_000)
        assert grace.url == address, "it moves without the page being loaded again"
        await grace.locator("summary", has_text="Stop for good").click()
        await grace.locator("#stop textarea").fill("It turned away")
        await grace.locator("#stop button").click()
        await expect(grace.locator(".card .clock")).to_have_text("Stopped")

        await grace.get_by_role("link", name="Proof").click()
        table = grace.locator(".counted")
        await expect(table).to_contain_text("stopped before it left")
        stopped = int(
            await table.locator("tr", has_text="stopped before it left").locator("td").last.inner_text()
        )
        assert 0 < stopped < MANY
        assert arrived(database_url) == MANY - stopped, "what the proof says is what left"
        await grace.get_by_role("link", name="By building and floor").click()
        await expect(grace.locator(".floor li")).to_have_count(stopped + len(homes.units))
