"""The page as people use it, in a real Chromium: nothing lost, nothing doubled, nothing executed, everything reachable."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.channels.base import Inbound, Key, Outbound
from bot.web.chat.pace import Counts, Limit
from tests.bot.web.chat.house import House, photo

pytestmark = pytest.mark.browser


class Site:
    """The chat on a port of its own, which can vanish and come back."""

    def __init__(self, house: House) -> None:
        self.house, self.port = house, 0
        self._runner: web.AppRunner | None = None

    async def rise(self) -> None:
        self._runner = web.AppRunner(self.house.application(), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def vanish(self) -> None:
        assert self._runner
        await self._runner.cleanup()

    @property
    def chat(self) -> str:
        return f"http://127.0.0.1:{self.port}/chat"


@pytest.fixture
async def site(house: House) -> AsyncIterator[Site]:
    site = Site(house)
    await site.rise()
    yield site
    await site.vanish()


@pytest.fixture
async def ann(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844})
    yield context
    await context.close()


class Watched:
    """A page, and everything it complained about."""

    def __init__(self, page: Page) -> None:
        self.page, self.complaints = page, []
        page.on(
            "console",
            lambda told: self.complaints.append(told.text) if told.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))


async def opened(context: BrowserContext, site: Site, query: str = "") -> Watched:
    watched = Watched(await context.new_page())
    await watched.page.goto(site.chat + query)
    await expect(watched.page.locator("#log")).to_have_attribute("aria-live", "polite")
    return watched


async def write(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


async def words(page: Page) -> list[str]:
    return await page.locator(".words").all_inner_texts()


async def comes_true(page: Page, condition: str) -> None:
    """Waits for a condition of the page (the browser's own waiting needs eval, which the page's policy forbids)."""
    async with asyncio.timeout(20):
        while not await page.evaluate(condition):  # noqa: ASYNC110 - the page has no event to wait for
            await asyncio.sleep(0.05)


def chat_of(house: House) -> str:
    return house.inbound[0].chat


def texts(house: House) -> list[str]:
    return [update.text for update in house.inbound if update.kind == "message"]


async def test_an_owner_writes_is_answered_and_presses(ann, site, house: House):
    async def answer(update: Inbound) -> None:
        if update.kind == "message":
            await house.says(update.chat, "Settled?", [[("Yes", "yes"), ("Not yet", "no")]])

    house.answer = answer
    watched = await opened(ann, site)
    page = watched.page
    await write(page, "厨房漏水 💧")
    await expect(page.locator(".row.own .mark-of[data-state=kept]")).to_have_count(1)
    await page.get_by_role("button", name="Yes").click()
    await expect(page.locator(".row.pressed .mark-of[data-state=kept]")).to_have_count(1)
    await expect(page.locator(".key.chosen")).to_have_text(re.compile("Yes"))
    assert await words(page) == ["厨房漏水 💧", "Settled?", "Yes"]
    assert [(update.kind, update.text or update.button) for update in house.inbound] == [
        ("start", None), ("message", "厨房漏水 💧"), ("button", "yes"),
    ]  # fmt: skip
    assert watched.complaints == []


async def test_a_deep_link_is_used_once_and_leaves_the_address_bar(ann, site, house: House):
    watched = await opened(ann, site, "?start=CODE1234")
    assert watched.page.url == site.chat
    await watched.page.goto(site.chat + "?start=CODE1234")
    await expect(watched.page.locator("#log")).to_have_attribute("aria-live", "polite")
    await write(watched.page, "hello")
    await expect(watched.page.locator(".mark-of[data-state=kept]")).to_have_count(1)
    assert [update.start for update in house.inbound if update.kind == "start"] == ["CODE1234"]


async def test_what_is_written_while_the_server_is_gone_arrives_once_and_in_order(ann, site, house: House):
    watched = await opened(ann, site)
    page = watched.page
    await write(page, "before")
    await expect(page.locator(".mark-of[data-state=kept]")).to_have_count(1)
    await site.vanish()
    for text in ("one", "two", "three"):
        await write(page, text)
    await expect(page.locator("#bar")).to_be_visible(timeout=15_000)
    await expect(page.locator(".mark-of[data-state=kept]")).to_have_count(1)
    await house.says(chat_of(house), "said meanwhile")
    await site.rise()
    await expect(page.locator(".mark-of[data-state=kept]")).to_have_count(4, timeout=20_000)
    await expect(page.locator(".words")).to_have_count(5)
    assert texts(house) == ["before", "one", "two", "three"]
    assert sorted(await words(page)) == sorted(["before", "one", "two", "three", "said meanwhile"])
    await expect(page.locator("#bar")).to_be_hidden(timeout=10_000)


async def test_a_page_closed_without_a_connection_sends_when_it_is_opened_again(ann, site, house: House):
    watched = await opened(ann, site)
    await ann.set_offline(True)
    await write(watched.page, "from the cellar")
    await expect(watched.page.locator(".mark-of[data-state=waiting]")).to_have_count(1, timeout=10_000)
    await watched.page.close()
    await ann.set_offline(False)
    again = await opened(ann, site)
    await expect(again.page.locator(".mark-of[data-state=kept]")).to_have_count(1, timeout=10_000)
    assert texts(house) == await words(again.page) == ["from the cellar"]


async def test_an_answer_that_was_lost_on_the_way_doubles_nothing(ann, site, house: House):
    watched = await opened(ann, site)
    page = watched.page
    lost = 0

    async def lose(route: Any) -> None:
        nonlocal lost
        lost += 1
        if lost <= 2:
            await route.fetch()  # it arrives, and the answer does not
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/chat/messages", lose)
    await write(page, "only once")
    await expect(page.locator(".mark-of[data-state=kept]")).to_have_count(1)
    await comes_true(page, "localStorage.getItem('ownerline.chat.queue') === '[]'")
    assert lost == 3
    assert texts(house) == await words(page) == ["only once"]


async def test_two_tabs_show_the_same_conversation(ann, site, house: House):
    one, other = await opened(ann, site), await opened(ann, site)
    await write(one.page, "from one")
    await write(other.page, "from the other")
    await house.says(chat_of(house), "to both")
    for tab in (one, other):
        await expect(tab.page.locator(".words")).to_have_count(3)
        await expect(tab.page.locator(".mark-of[data-state=kept]")).to_have_count(2)
        assert sorted(await words(tab.page)) == ["from one", "from the other", "to both"]
        assert tab.complaints == []
    assert len(texts(house)) == 2


XSS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "javascript:window.hit=1",
    'https://example.org/"onmouseover=window.hit=1',
    "{{7*7}}${7*7}</script><!--",
    "\u202egnp.exe",
]


async def test_what_people_write_is_only_ever_text(ann, site, house: House):
    watched = await opened(ann, site)
    page, chat = watched.page, chat_of(house)
    before = await page.evaluate("document.querySelectorAll('script,iframe,object').length")
    for text in XSS:
        await house.says(chat, text, [[(text, "x")]], title=text)
        await write(page, text)
    await expect(page.locator(".words")).to_have_count(2 * len(XSS))
    await page.set_input_files(
        "#files", {"name": XSS[1] + ".jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    await page.locator("#send").click()
    await expect(page.locator(".photos img")).to_have_count(1)
    assert sorted(set(await words(page))) == sorted(set(XSS))
    assert await page.evaluate("window.hit") is None
    assert await page.evaluate("document.querySelectorAll('script,iframe,object').length") == before
    assert await page.evaluate("[...document.links].every(a => /^(https?|tel):/.test(a.href))")
    assert watched.complaints == []


async def test_photos_are_seen_before_and_after_they_are_sent(ann, site, house: House):
    watched = await opened(ann, site)
    page = watched.page
    files = [
        {"name": f"{c}.jpg", "mimeType": "image/jpeg", "buffer": photo(c)} for c in ("teal", "tan", "navy")
    ]
    await page.set_input_files("#files", files)
    await expect(page.locator("#tray img")).to_have_count(3)
    await page.get_by_role("button", name="Take tan.jpg out").click()
    await page.locator("#text").fill("under the sink")
    await page.locator("#send").click()
    await expect(page.locator(".photos img")).to_have_count(2)
    await expect(page.locator(".mark-of[data-state=kept]")).to_have_count(1)
    assert [update.media[0].name for update in house.inbound if update.media] == ["teal.jpg", "navy.jpg"]
    await page.reload()
    await expect(page.locator(".photos img")).to_have_count(2)
    await comes_true(page, "[...document.querySelectorAll('.photos img')].every(i => i.naturalWidth > 0)")
    await page.get_by_role("button", name="Show the photo large: teal.jpg").click()
    await expect(page.locator("#large")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#large")).to_be_hidden()
    assert watched.complaints == []


async def test_a_large_photo_is_made_smaller_before_it_travels(ann, site, house: House, tmp_path):
    watched = await opened(ann, site)
    await watched.page.set_input_files(
        "#files", {"name": "wall.png", "mimeType": "image/png", "buffer": photo("tan", (5000, 3000), "PNG")}
    )
    await watched.page.locator("#send").click()
    await expect(watched.page.locator(".mark-of[data-state=kept]")).to_have_count(1, timeout=20_000)
    assert len([update for update in house.inbound if update.media]) == 1


async def test_a_file_that_is_no_photo_is_explained_and_can_be_taken_back(ann, site, house: House):
    watched = await opened(ann, site)
    page = watched.page
    await page.set_input_files(
        "#files", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"MZ no photo"}
    )
    await page.locator("#send").click()
    await expect(page.locator(".trouble")).to_contain_text("x.jpg is no photo")
    await page.get_by_role("button", name="Remove").click()
    await expect(page.locator(".row.own")).to_have_count(0)
    assert not [update for update in house.inbound if update.media]


async def test_photos_wait_for_the_server_to_return(ann, site, house: House):
    watched = await opened(ann, site)
    await site.vanish()
    await watched.page.set_input_files(
        "#files", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    await watched.page.locator("#send").click()
    await expect(watched.page.locator(".mark-of[data-state=waiting]")).to_have_count(1)
    await site.rise()
    await expect(watched.page.locator(".mark-of[data-state=kept]")).to_have_count(1, timeout=20_000)
    assert len([update for update in house.inbound if update.media]) == 1


async def test_a_message_too_long_says_so_and_comes_back_into_the_field(ann, site, house: House):
    watched = await opened(ann, site)
    page = watched.page
    await write(page, "x" * 8001)
    await expect(page.locator(".trouble")).to_contain_text("8000 characters")
    await page.get_by_role("button", name="Remove").click()
    assert len(await page.locator("#text").input_value()) == 8001


async def test_a_flood_is_explained_with_the_number_to_call_and_an_emergency_behind_it_goes_out(
    ann, site, house: House
):
    watched = await opened(ann, site)
    page = watched.page
    house.channel._pages._pace._chats = Counts(Limit(1, 60))
    for words in ("the gate squeaks", "it still squeaks", "there is a fire in the kitchen"):
        await write(page, words)
    await expect(page.locator(".trouble")).to_contain_text("400-820-1234")
    await expect(page.locator(".mark-of[data-state=kept]")).to_have_count(2)
    kept = [update.text for update in house.inbound if update.text]
    assert kept == ["the gate squeaks", "there is a fire in the kitchen"]


async def test_reading_above_is_never_disturbed(ann, site, house: House):
    watched = await opened(ann, site)
    page, chat = watched.page, chat_of(house)
    for count in range(40):
        await house.says(chat, f"line {count}")
    await expect(page.locator(".words")).to_have_count(40)
    log = "document.getElementById('log')"
    await page.evaluate(f"{log}.scrollTop = 300")
    await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    place = "document.querySelectorAll('.row')[10].getBoundingClientRect().top"
    before = await page.evaluate(place)
    first = await page.locator(".row").first.get_attribute("data-line")
    await house.says(chat, "new below\n\n\n\nmany lines")
    edit = Outbound(
        chat=chat,
        action="edit",
        edit_of=first,
        text="longer\n\n\nthan before",
        keys=((Key(text="a", data="a"),),),
    )
    await house.channel.send(500, edit)
    await expect(page.locator(".words").first).to_have_text(re.compile("longer"))
    assert abs(await page.evaluate(place) - before) < 2
    await page.locator("#below").click()
    await expect(page.locator("#below")).to_be_hidden()
    assert await page.evaluate(f"{log}.scrollHeight - {log}.scrollTop - {log}.clientHeight") < 5


async def test_earlier_lines_are_a_tap_away_with_their_edits(ann, site, house: House):
    first = await opened(ann, site)
    chat = chat_of(house)
    await first.page.close()
    for count in range(120):
        await house.says(chat, f"line {count}")
    await house.channel.send(500, Outbound(chat=chat, action="edit", edit_of="1", text="edited later"))
    watched = await opened(ann, site)
    await expect(watched.page.locator(".words")).to_have_count(99)
    await watched.page.get_by_role("button", name="Earlier messages").click()
    await expect(watched.page.locator(".words")).to_have_count(120)
    said = await words(watched.page)
    assert said == ["edited later", *(f"line {count}" for count in range(1, 120))]


async def test_a_typing_line_shows_dots_until_it_has_spoken(ann, site, house: House):
    watched = await opened(ann, site)
    await house.channel.typing(chat_of(house))
    await expect(watched.page.locator("#typing")).to_be_visible()
    await house.says(chat_of(house), "Here I am.")
    await expect(watched.page.locator("#typing")).to_be_hidden()


LINKS = [
    ("打119或120，不是119号楼、110元、10:119", ["tel:119", "tel:120"]),
    ("电话 400-820-1234 或 13812345678", ["tel:4008201234", "tel:13812345678"]),
    ("打 999，或者 2345 6789，+852 2345 6789", ["tel:999", "tel:23456789", "tel:+85223456789"]),
    ("2026-11-22 14:30 / 20261122 / CH-1042 / 3-2-1502 / 12000000元", []),
    ("see https://example.org/a?b=1, then rest", ["https://example.org/a?b=1"]),
]


async def test_numbers_and_addresses_can_be_tapped_and_dates_cannot(ann, site, house: House):
    watched = await opened(ann, site)
    for text, _ in LINKS:
        await house.says(chat_of(house), text)
    await expect(watched.page.locator(".words")).to_have_count(len(LINKS))
    found = await watched.page.evaluate(
        "[...document.querySelectorAll('.words')].map(w => [w.textContent, [...w.querySelectorAll('a')].map(a => a.getAttribute('href'))])"
    )
    assert found == [[text, links] for text, links in LINKS]


@pytest.mark.parametrize(
    ("locale", "said"),
    [("zh-CN", "发送"), ("zh-HK", "傳送"), ("zh-TW", "傳送"), ("en-US", "Send"), ("fr-FR", "Send")],
)
async def test_the_page_speaks_the_browsers_language(browser: Browser, site, locale, said):
    context = await browser.new_context(locale=locale)
    watched = await opened(context, site)
    await expect(watched.page.locator("#send")).to_have_attribute("aria-label", said)
    await context.close()


async def test_a_language_chosen_stays_chosen(ann, site):
    watched = await opened(ann, site)
    await watched.page.locator("#language").select_option("zh-Hant")
    await expect(watched.page.locator("#text")).to_have_attribute("placeholder", re.compile("寫低"))
    await watched.page.reload()
    await expect(watched.page.locator("html")).to_have_attribute("lang", "zh-Hant")


CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_everybody_can_read_and_reach_it(browser: Browser, site, house: House, scheme, width):
    context = await browser.new_context(
        locale="zh-CN", color_scheme=scheme, viewport={"width": width, "height": 740}, reduced_motion="reduce"
    )
    watched = await opened(context, site)
    page = watched.page
    await write(page, "厨房漏水，电话 13812345678")
    await house.says(
        chat_of(house),
        "收到。打119",
        [[("对", "a"), ("不是", "b")], [("很长的选项" * 8, "c")]],
        title="CH-1042",
    )
    await page.get_by_role("button", name="不是").click()
    await expect(page.locator(".mark-of[data-state=kept]")).to_have_count(2)
    assert await page.evaluate(CONTRAST) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(
        "document.getElementById('log').scrollWidth <= document.getElementById('log').clientWidth"
    )
    small = await page.evaluate(
        "[...document.querySelectorAll('button, select, header a, textarea')].filter(e => e.offsetParent).map(e => "
        "[e.id || e.className, e.getBoundingClientRect()]).filter(([, r]) => r.width < 44 || r.height < 44).map(([n]) => n)"
    )
    assert small == []
    unnamed = "[...document.querySelectorAll('button, a, select, textarea, img')].filter(e => !(e.ariaLabel || e.textContent.trim() || e.alt !== undefined || e.labels?.length)).length"
    assert await page.evaluate(unnamed) == 0
    assert await page.locator("#log").get_attribute("role") == "log"
    assert await page.locator("html").get_attribute("lang") == "zh-Hans"
    assert watched.complaints == []
    await context.close()


async def test_it_can_be_used_without_a_mouse(ann, site, house: House):
    watched = await opened(ann, site)
    page = watched.page
    await house.says(chat_of(house), "Settled?", [[("Yes", "yes")]])
    await expect(page.locator(".key")).to_have_count(1)
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.classList.contains('key')"):
            break
    ring = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    await page.keyboard.press("Enter")
    await expect(page.locator(".row.pressed .mark-of[data-state=kept]")).to_have_count(1)
    assert await page.evaluate("document.activeElement.classList.contains('key')")


async def test_a_browser_whose_conversation_is_gone_begins_a_new_one(ann, site, house: House):
    watched = await opened(ann, site)
    await write(watched.page, "old")
    await expect(watched.page.locator(".mark-of[data-state=kept]")).to_have_count(1)
    await ann.clear_cookies()
    await write(watched.page, "new")
    await expect(watched.page.locator(".mark-of[data-state=kept]")).to_have_count(1, timeout=15_000)
    await expect(watched.page.locator(".words")).to_have_text(["new"], timeout=15_000)
    assert len({update.chat for update in house.inbound}) == 2
