"""The whole story in a real browser on the demonstration estate: an owner writes, staff settle it, one tap rates it."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.fake_telegram.files import tiny_photo

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def links(tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """What `ownerline run --demo` prints: the owner's chat, the staff pages, a colleague's, the health page."""
    environment = os.environ | {
        "OWNERLINE_STORAGE__URL": f"sqlite:///{tmp_path / 'o.db'}", "OWNERLINE_STORAGE__MEDIA": str(tmp_path / "media"),
        "OWNERLINE_WEB__PORT": "0", "OWNERLINE_LOG__LEVEL": "error",
        "OWNERLINE_VOICE__CALM_DAYS": "0", "OWNERLINE_NOTICES__QUIET_FROM": "08:00", "OWNERLINE_NOTICES__QUIET_UNTIL": "08:00",
    }  # fmt: skip
    command = str(Path(sys.executable).parent / "ownerline")
    process = await asyncio.create_subprocess_exec(
        command, "run", "--demo", cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    found: list[str] = []
    async with asyncio.timeout(60):
        while len(found) < 4:
            line = (await process.stdout.readline()).decode()
            assert line or process.returncode is None, "the line ended before it had said where its pages are"
            found += re.findall(r"http://\S+", line)
    yield dict(zip(("chat", "staff", "colleague", "health"), found, strict=True))
    process.terminate()
    await process.wait()


async def says(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#send").click()


@pytest.mark.browser
@pytest.mark.timeout(180)
async def test_an_owner_writes_staff_settle_it_one_tap_rates_it(
    links: dict[str, str], browser: Browser, tmp_path: Path
) -> None:
    phone = await browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    chat = await phone.new_page()
    await chat.goto(links["chat"])
    log = chat.locator("#log")
    await expect(log).to_contain_text("绑定", timeout=15_000)

    await says(chat, "厨房水管爆了，漏到楼下了，还有楼道的灯也不亮")
    await expect(log).to_contain_text("先关水表总阀", timeout=10_000)
    await expect(log).to_contain_text("LH-1001")
    await expect(log).to_contain_text("LH-1002")

    desk = await (
        await browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    ).new_page()
    await desk.goto(links["staff"])
    await desk.locator("form button").first.click()
    await expect(desk.locator("body")).to_contain_text("LH-1001")
    await expect(desk.locator("body")).to_contain_text("LH-1002")

    photo = tmp_path / "leak.jpg"
    photo.write_bytes(tiny_photo(size=(640, 480)))
    await chat.locator("#files").set_input_files(str(photo))
    await chat.locator("#send").click()
    await expect(log).to_contain_text("照片已放进 LH-1001", timeout=15_000)

    await desk.goto(links["health"].replace("/health", "/staff/tickets/LH-1001"))
    await expect(desk.locator(".pictures img")).to_have_count(1)
    await desk.locator("form[action$='/claim'] button").click()
    await desk.locator("#reply-text").fill("师傅十分钟后到，请先关总阀")
    await desk.locator("#reply button[type=submit]").click()
    await expect(log).to_contain_text("师傅十分钟后到，请先关总阀", timeout=10_000)

    # The urgent one is settled without a question for points; the other, once that is over, is rated with one tap.
    await resolve(desk, links, "LH-1001", "水管接好了")
    await expect(log).to_contain_text("水管接好了", timeout=10_000)
    await log.get_by_role("button", name="解决").last.click()
    await expect(log).to_contain_text("LH-1001 已关闭", timeout=10_000)
    await expect(log.get_by_role("button", name="5 ★")).to_have_count(0)
    await resolve(desk, links, "LH-1002", "灯管换好了")
    await expect(log).to_contain_text("灯管换好了", timeout=10_000)
    await log.get_by_role("button", name="解决").last.click()
    await expect(log).to_contain_text("LH-1002 已关闭", timeout=10_000)
    await log.get_by_role("button", name="5 ★").click()
    await expect(log).to_contain_text("5 分记下了", timeout=10_000)


async def resolve(desk: Page, links: dict[str, str], number: str, words: str) -> None:
    await desk.goto(links["health"].replace("/health", f"/staff/tickets/{number}"))
    form = desk.locator("form[action$='/resolve']")
    if not await form.locator("textarea").is_visible():
        await desk.locator("details:has(form[action$='/resolve']) summary").click()
    await form.locator("textarea").fill(words)
    await form.locator("button[type=submit]").click()
