"""The staff pages as a housekeeper sees them: in a real browser, on a phone and at a desk, by thumb and by keyboard."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from bot import clock
from handlers.staff import desk as staff_desk
from storage import pages
from storage.ticket_rows import Ticket
from tests.bot.web.staff.desk_house import Desk
from tests.bot.web.staff.test_late_steps import received, swept
from tests.handlers.notices.writing import proposed, sent, words

pytestmark = pytest.mark.browser

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


class Seen:
    """A browser window and what it complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    async def signs_in(self, link: str) -> Seen:
        await self.page.goto(f"{self.address}/staff/sign-in/{link}")
        await self.page.get_by_role("button").click()
        await self.page.wait_for_url("**/staff/")
        return self

    async def goes_to(self, path: str) -> None:
        await self.page.goto(self.address + path)


@pytest_asyncio.fixture
async def address(desk: Desk) -> AsyncIterator[str]:
    server = TestServer(desk.application())
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()
    desk.workers.close()


async def _window(browser: Browser, desk: Desk, address: str, name: str = "Ivy", size=PHONE, **more) -> Seen:
    context = await browser.new_context(viewport=size, **more)
    return await Seen(await context.new_page(), address).signs_in(desk.link(name))


def _alarm(desk: Desk, ticket: Ticket) -> None:
    now = clock.now()
    with desk.house.db.transaction() as connection:
        pages.add(
            connection, estate_id=ticket.estate_id, ticket_id=ticket.id, hazard="flood", routes=["staff_pages"],
            paged_at=now - timedelta(minutes=1), repeat_at=now,
        )  # fmt: skip


async def test_a_housekeeper_claims_answers_promises_and_finishes(desk: Desk, browser: Browser, address: str):
    desk.house.open(words="The tap leaks <script>document.title='evil'</script>")
    seen = await _window(browser, desk, address)
    page = seen.page
    await page.get_by_role("link", name="GV-1001").click()
    await page.get_by_role("button", name="I take it").click()
    await expect(page.get_by_role("status").filter(has_text="It is yours.")).to_be_visible()
    await page.get_by_label("Answer the owner").fill("We come at three.")
    await page.locator("#reply").get_by_role("button", name="Send to the owner").click()
    await expect(page.get_by_text("On its way to the owner.")).to_be_visible()
    await page.locator("summary", has_text="Promise a next date").click()
    await page.get_by_label("tomorrow 10:00").check()
    await page.get_by_role("button", name="Promise it").click()
    await expect(page.locator(".card .clock")).to_have_text("Promised: by tomorrow 10:00")
    await page.locator("summary", has_text="Work done").click()
    await page.get_by_label("What was done").fill("New washer")
    await page.locator("#resolve").get_by_role("button").click()
    await expect(page.locator(".card")).to_contain_text("work done, to be confirmed")
    assert "We come at three." in desk.answers()
    assert "evil" not in await page.title()
    assert seen.complaints == []


async def test_a_reading_is_put_right_on_a_phone(desk: Desk, browser: Browser, address: str):
    desk.house.open(reading={"confidence": 0.62, "version": "0123456789ab"})
    seen = await _window(browser, desk, address)
    page = seen.page
    await seen.goes_to("/staff/tickets/GV-1001")
    await page.locator(".fold > summary", has_text="Among us").click()
    await page.locator("summary", has_text="Put the reading right").click()
    await expect(page.get_by_label("What it really is")).to_have_value("repair/home.leak")
    assert await page.evaluate(_PALE) == []
    assert await page.evaluate(_SMALL) == []
    await page.get_by_label("What it really is").select_option("Window")
    await page.get_by_role("button", name="Put it right").click()
    await expect(page.get_by_text("Put right. Thank you")).to_be_visible()
    await expect(page.locator(".told .facts")).to_contain_text("It is: Repair · Window")
    assert seen.complaints == []


async def test_an_alarm_appears_by_itself_blinks_in_the_tab_and_is_accepted_with_one_tap(
    desk: Desk, browser: Browser, address: str
):
    ticket = desk.house.open(urgency="E0", words="Water everywhere", summary="Water everywhere")
    seen = await _window(browser, desk, address)
    page = seen.page
    await seen.goes_to("/staff/notices/new?kind=announcement")
    await page.locator("#headline-en").fill("half a notice")
    _alarm(desk, ticket)
    alarm = page.get_by_role("alert", name="Alarm")
    await expect(alarm).to_contain_text("Water everywhere", timeout=10_000)
    await expect(page).to_have_title(re.compile("^‼ Alarm"))
    assert await page.locator("#headline-en").input_value() == "half a notice"
    await alarm.get_by_role("button", name="I am on it").click()
    await expect(page.get_by_text("You are on it.")).to_be_visible()
    await expect(page.locator(".alarm")).to_have_count(0)
    assert "GV-1001: Ivy (housekeeper) has your alarm and is on it." in desk.answers()
    assert seen.complaints == []


async def test_a_lost_line_is_said_because_alarms_would_not_be_seen(
    desk: Desk, browser: Browser, address: str
):
    seen = await _window(browser, desk, address)
    await seen.page.context.set_offline(True)
    await expect(seen.page.get_by_text("No connection to the line")).to_be_visible(timeout=10_000)
    await seen.page.context.set_offline(False)
    await expect(seen.page.get_by_text("No connection to the line")).to_be_hidden(timeout=10_000)


async def test_a_heavy_thumb_sends_once(desk: Desk, browser: Browser, address: str):
    desk.house.open()
    seen = await _window(browser, desk, address)
    await seen.goes_to("/staff/tickets/GV-1001")
    await seen.page.get_by_label("Answer the owner").fill("We come at three.")
    await seen.page.locator("#reply").get_by_role("button").dblclick()
    await expect(seen.page.get_by_text("On its way to the owner.")).to_be_visible()
    assert desk.answers().count("We come at three.") == 1


def _higher(desk: Desk, name: str) -> Ticket:
    """A ticket that went higher, and that somebody is asked to take over."""
    house = desk.house
    ticket = house.open(holder_id=house.staff["Ivy"].id, stage="assigned", reading={"confidence": 0.9})
    house.do("Ivy", staff_desk.escalate, ticket, "W" * 200)
    house.do("Max", staff_desk.accept_alarm, ticket)
    with house.store(name) as store:
        values = {"handover_to_id": house.staff[name].id, "handover_by": clock.now() + timedelta(hours=1)}
        assert store.tickets.change(house.ticket(ticket), **values)
    return ticket


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [
        ("Ivy", PHONE, "light"),
        ("Max", PHONE, "dark"),
        ("Eli", WIDE, "dark"),
        ("Eli", {"width": 320, "height": 640}, "light"),
    ],
)
async def test_no_page_is_wider_than_its_screen_and_all_text_can_be_read(
    desk: Desk, browser: Browser, address: str, name: str, size: dict, scheme
):
    now = clock.now()
    ticket = desk.house.open(urgency="E0", words="W" * 300, summary="W" * 80, place="x" * 60, respond_by=now)
    desk.house.open(respond_by=now + timedelta(hours=1), transfers=3, chased=4, reopened=2)
    desk.house.open(respond_by=now + timedelta(hours=9), urgency="L")
    desk.house.open(stage="waiting_owner", urgency="E1")
    missed = received(desk, hours_ago=9, summary="W" * 80, holder_id=desk.house.staff["Ivy"].id)
    swept(desk)
    higher = _higher(desk, name)
    _alarm(desk, ticket)
    gone, _ = sent(
        desk.house, kind="safety", texts=(words(headline="W" * 60, facts="W" * 200),), fallback=True
    )
    waits = proposed(desk.house, form="w", kind="safety")
    seen = await _window(browser, desk, address, name, size, color_scheme=scheme, reduced_motion="reduce")
    for path in (
        "/staff/",
        f"/staff/tickets/{ticket.number}?done=claim",
        f"/staff/tickets/{missed.number}",
        f"/staff/tickets/{higher.number}",
        "/staff/overdue",
        "/staff/new",
        "/staff/notices",
        "/staff/notices/new",
        "/staff/notices/new?template=typhoon",
        f"/staff/notices/{gone.id}",
        f"/staff/notices/{waits.id}",
        f"/staff/notices/{gone.id}/proof",
        f"/staff/notices/{gone.id}/doors?unread=yes",
        "/staff/followups",
        "/staff/people",
        "/staff/nothing",
    ):
        await seen.goes_to(path)
        await seen.page.evaluate(
            "document.querySelectorAll('.clocks, .clocks details, .compose details').forEach(one => one.open = true)"
        )
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await seen.page.evaluate(wide) <= 0, path
        assert await seen.page.evaluate(_PALE) == [], path
        assert await seen.page.evaluate(_SMALL) == [], path


@pytest.mark.parametrize(
    ("name", "size", "scheme"),
    [("Ivy", PHONE, "light"), ("Max", PHONE, "dark"), ("Eli", {"width": 320, "height": 640}, "light")],
)
async def test_a_complaint_is_decided_on_a_phone(
    desk: Desk, browser: Browser, address: str, name: str, size: dict, scheme
):
    """Every form of the page stands open: nothing is wider than the screen, pale or small; then the decision is told."""
    desk.house.open(intent="complaint", complaint=True, remedy_sought="w" * 200, summary="W" * 80)
    seen = await _window(browser, desk, address, name, size, color_scheme=scheme)
    page = seen.page
    await seen.goes_to("/staff/tickets/GV-1001")
    await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wide) <= 0
    assert (await page.evaluate(_PALE), await page.evaluate(_SMALL)) == ([], [])
    form = page.locator("#decide")
    await form.locator("input[value=not_upheld]").check()
    await form.locator("[name=reasons]").fill("R" * 300)
    await form.locator("[name=compared]").select_option("not")
    await form.locator("[name=compared_words]").fill("It is not ours to give.")
    await form.locator("[name=feedback]").select_option("none")
    await form.locator("[name=feedback_why]").fill("A single case.")
    await form.get_by_role("button").click()
    await expect(page.get_by_role("status").first).to_be_visible()
    await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert await page.evaluate(wide) <= 0
    assert (await page.evaluate(_PALE), await page.evaluate(_SMALL)) == ([], [])
    assert len(desk.sent()) == 1
    assert seen.complaints == []


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, PHONE, WIDE])
async def test_what_is_not_daily_stands_behind_more_without_any_script(
    desk: Desk, browser: Browser, address: str, size: dict
):
    seen = await _window(browser, desk, address, size=size, java_script_enabled=False)
    page = seen.page
    await expect(page.get_by_role("link", name="Risks")).to_be_hidden()
    await page.locator("summary", has_text="More").click()
    assert await page.locator(".menu > div").evaluate("e => e.getBoundingClientRect().left >= 0")
    await page.get_by_role("link", name="Risks").click()
    await page.wait_for_url("**/staff/risks")
    await page.locator("summary", has_text="More").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_text("signed out")).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, PHONE, WIDE])
async def test_the_menu_stands_in_groups_and_is_left_by_key_and_by_thumb(
    desk: Desk, browser: Browser, address: str, size: dict
):
    seen = await _window(browser, desk, address, name="Max", size=size, locale="zh-HK")
    page, more = seen.page, seen.page.locator(".menu > summary")
    await seen.goes_to("/staff/voice/recoveries")
    await more.focus()
    await page.keyboard.press("Enter")
    for group in ("日常工作", "業主", "團隊", "做成點"):
        await expect(page.get_by_role("list", name=group, exact=True)).to_be_visible()
    await expect(page.locator(".menu [aria-current=page]")).to_have_text("低分跟進")
    small = """links => links.filter(one => one.getBoundingClientRect().height < 44).map(one => one.textContent)"""
    assert await page.locator(".menu a, .menu button").evaluate_all(small) == []
    inside = "e => e.scrollWidth <= e.clientWidth && e.getBoundingClientRect().left >= 0"
    assert await page.locator(".menu > div").evaluate(inside)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await expect(page.locator(".menu > div")).to_be_hidden()
    await expect(more).to_be_focused()
    await more.click()
    await page.locator("main h1").click(force=True, position={"x": 2, "y": 2})
    await expect(page.locator(".menu > div")).to_be_hidden()
    assert seen.complaints == []


async def test_a_ticket_shows_what_is_needed_now_and_folds_away_the_rest(
    desk: Desk, browser: Browser, address: str
):
    ticket = desk.house.open(holder_id=desk.house.staff["Max"].id, stage="assigned")
    desk.house.do("Max", staff_desk.transfer, ticket, desk.house.staff["Ivy"].id)
    seen = await _window(browser, desk, address)
    page = seen.page
    await seen.goes_to(f"/staff/tickets/{ticket.number}")
    await expect(page.get_by_role("button", name="I take it over")).to_be_visible()
    await expect(page.get_by_label("Answer the owner")).to_be_visible()
    assert await page.locator(".fold[open]").count() == 0
    note = page.locator("summary", has_text="Note among us")
    await expect(note).to_be_hidden()
    await page.locator(".fold > summary", has_text="Among us").click()
    await expect(note).to_be_visible()


async def test_everything_can_be_reached_by_keyboard(desk: Desk, browser: Browser, address: str):
    desk.house.open()
    seen = await _window(browser, desk, address, size=WIDE)
    page = seen.page
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("Skip to the page")).to_be_focused()
    for _ in range(25):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent.includes('GV-1001')"):
            break
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/tickets/GV-1001")
    await page.get_by_label("Answer the owner").focus()
    await page.keyboard.type("We come at three.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("On its way to the owner.")).to_be_visible()


async def test_the_pages_work_without_any_script(desk: Desk, browser: Browser, address: str):
    _alarm(desk, desk.house.open(urgency="E0"))
    seen = await _window(browser, desk, address, java_script_enabled=False)
    await seen.page.get_by_role("alert").get_by_role("button", name="I am on it").click()
    await expect(seen.page.get_by_text("You are on it.")).to_be_visible()


#: Texts whose contrast on their ground is below 4.5 to 1 (WCAG AA), as "text ratio".
_PALE = """() => {
  const parse = (c) => { const n = c.match(/[\\d.]+/g).map(Number); return {r: n[0], g: n[1], b: n[2], a: n[3] ?? 1}; };
  const lum = (c) => { const f = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
    return .2126 * f(c.r) + .7152 * f(c.g) + .0722 * f(c.b); };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a > .99) return c; }
    return {r: 255, g: 255, b: 255}; };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !e.checkVisibility() || e.closest('.unseen, script, option, .same')) continue;
    const a = lum(parse(getComputedStyle(e).color)), b = lum(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push(walk.currentNode.textContent.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return bad;
}"""

#: Buttons and fields that a thumb would miss: lower than 40 px.
_SMALL = """() => [...document.querySelectorAll('button, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea:not([hidden]), summary')]
  .filter((e) => e.checkVisibility() && getComputedStyle(e).clipPath === 'none' && e.getBoundingClientRect().height < 40)
  .map((e) => e.outerHTML.slice(0, 80))"""
