"""`make pictures`: takes the pictures of docs/ from the running pages, on a scratch database with the demonstration estate.

Needs a Chromium: the one CHROMIUM names, or the system's. What owners and staff write here is invented.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from benchmarks import a_past
from bot import clock, demo
from storage.db import Database

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1180, "height": 860}

#: Bytes. A README is opened over telephones too.
LARGEST = 150_000

#: Colours kept in a picture: few enough to be small, enough for the shades of letters.
COLOURS = 96

#: Owners whose reports fill the list: unit, name in the register, words.
OTHERS = (
    ("1-1-201", "陳美玲", "樓下大堂嘅燈壞咗兩晚，上樓梯好黑，麻煩整返"),
    ("1-1-302", "郑国栋", "主卧天花板有一块发霉，面积越来越大"),
    ("1-1-401", "谢婉婷", "保洁阿姨把楼道擦得特别干净，谢谢她"),
)
LEAK = "厨房水管爆了，漏到楼下了，还有楼道的灯也不亮"


@dataclass
class Scene:
    """The running line and a browser in front of it. `links` are those that the line printed."""

    browser: Browser
    links: dict[str, str]
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """What an `ownerline` command prints."""
        program = [str(Path(sys.executable).parent / "ownerline"), *words]
        return subprocess.run(
            program, env=self.environment, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout

    def phone(self, link: str, locale: str, scheme: str = "light") -> Page:
        """An owner's telephone with the chat open."""
        context = self.browser.new_context(
            viewport=PHONE, device_scale_factor=2, locale=locale, color_scheme=scheme, has_touch=True, is_mobile=True,
            timezone_id="Asia/Shanghai",
        )  # fmt: skip
        page = context.new_page()
        page.goto(link)
        return page

    def chat_of(self, unit: str, person: str, locale: str, scheme: str = "light") -> Page:
        """The telephone of somebody bound to a unit."""
        printed = self.command("bind", unit, "--person", person)
        link = re.search(r"http://\S+", printed)
        assert link, printed
        page = self.phone(link[0], locale, scheme)
        expect(page.locator("#log")).to_contain_text(unit, timeout=20_000)
        return page

    def desk(self, name: str = "Grace Lee", role: str = "manager") -> Page:
        """The staff pages, read in English by somebody who was just added."""
        self.command("staff", "add", name, "--role", role, "--language", "en")
        link = self.command("staff", "sign-in-link", name).strip()
        page = self.browser.new_context(viewport=DESK, locale="en-GB", timezone_id="Asia/Shanghai").new_page()
        page.goto(link)
        page.get_by_role("button").first.click()
        return page

    def ticket(self, number: str) -> str:
        return self.staff(f"tickets/{number}")

    def staff(self, page: str) -> str:
        return self.links["health"].replace("/health", f"/staff/{page}")


@contextmanager
def line(folder: Path) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """`ownerline run --demo` on a scratch database: the links it prints, and its environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OWNERLINE_")} | {
        "OWNERLINE_STORAGE__URL": f"sqlite:///{folder / 'o.db'}", "OWNERLINE_STORAGE__MEDIA": str(folder / "media"),
        "OWNERLINE_WEB__PORT": os.environ.get("PORT", "8479"), "OWNERLINE_LOG__LEVEL": "error",
    }  # fmt: skip
    program = [str(Path(sys.executable).parent / "ownerline"), "run", "--demo"]
    with subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found: list[str] = []
        while len(found) < 4 and (printed := process.stdout.readline()):
            found += re.findall(r"http://\S+", printed)
        try:
            yield dict(zip(("chat", "staff", "colleague", "health"), found, strict=True)), environment
        finally:
            process.terminate()


def says(page: Page, words: str, hears: str) -> None:
    """An owner writes and waits for an answer that holds some words."""
    page.locator("#text").fill(words)
    page.locator("#send").click()
    expect(page.locator("#log")).to_contain_text(hears, timeout=30_000)


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Waits at the end of the block until the line has said something more; half a minute at most."""
    said = page.locator("#log .row:not(.own)")
    before = said.count()
    yield
    for _ in range(300):
        if said.count() > before:
            return
        page.wait_for_timeout(100)
    raise TimeoutError("the line did not answer")


def shows(page: Page, photo: Path) -> None:
    with answered(page):
        page.locator("#files").set_input_files(str(photo))
        page.locator("#send").click()


def taps(page: Page, label: str) -> None:
    """Presses the newest button that says this."""
    button = page.locator("#log").get_by_role("button", name=label).last
    expect(button).to_be_visible(timeout=30_000)
    with answered(page):
        button.evaluate("button => button.click()")


def sends(form: Locator, words: str) -> None:
    """Fills a step of the staff pages, opening it first where it is folded."""
    if not form.locator("textarea").is_visible():
        form.locator("xpath=ancestor::details/summary").click()
    form.locator("textarea").fill(words)
    form.locator("button[type=submit]").click()


def leaking_tap(file: Path) -> Path:
    """A drawn photo: a tap, and a drop below it."""
    size = (960, 720)
    picture = Image.new("RGB", size, "#dfe7e6")
    draw = ImageDraw.Draw(picture)
    for y in range(0, 720, 120):
        draw.line((0, y, 960, y), fill="#c6d1d0", width=5)
    for x in range(0, 960, 120):
        draw.line((x, 0, x, 720), fill="#c6d1d0", width=5)
    draw.rectangle((0, 560, 960, 720), fill="#8f9c9b")
    draw.rounded_rectangle((300, 190, 360, 560), 20, fill="#6d7b7d")
    draw.arc((300, 120, 620, 440), 180, 360, fill="#6d7b7d", width=58)
    draw.rounded_rectangle((562, 270, 620, 350), 12, fill="#57666a")
    draw.rounded_rectangle((270, 330, 390, 370), 16, fill="#57666a")
    draw.polygon(((591, 390), (570, 446), (612, 446)), fill="#3f8ec7")
    draw.ellipse((568, 422, 614, 472), fill="#3f8ec7")
    draw.ellipse((430, 572, 760, 640), fill="#6fa9cf")
    picture.save(file, quality=85)
    return file


def keep(page: Page, name: str) -> None:
    """The page as it stands, small: a palette instead of millions of colours. Raises ValueError when it stays too large."""
    page.wait_for_timeout(600)
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    small = shot.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = PICTURES / f"{name}.png"
    small.save(file, optimize=True)
    if file.stat().st_size > LARGEST:
        raise ValueError(f"{file.name} has {file.stat().st_size} bytes; {LARGEST} are the most")
    print(f"{file.relative_to(ROOT)}: {small.width} × {small.height}, {file.stat().st_size // 1000} kB")


def an_owner_reports(scene: Scene, folder: Path) -> Page:
    """A burst pipe and a broken light in one message: the picture of the chat in light colours."""
    chat = scene.phone(scene.links["chat"], "zh-CN")
    expect(chat.locator("#log")).to_contain_text("3-2-1502", timeout=20_000)
    says(chat, LEAK, "LH-1002")
    keep(chat, "chat-light")
    shows(chat, leaking_tap(folder / "leak.jpg"))
    return chat


def others_report(scene: Scene) -> None:
    for number, (unit, person, words) in enumerate(OTHERS, start=1003):
        page = scene.chat_of(unit, person, "zh-HK" if unit == "1-1-201" else "zh-CN")
        says(page, words, f"LH-{number}")
        page.context.close()


def staff_settle(scene: Scene, chat: Page) -> Page:
    """From taking the alarm to the owner's rating: the pictures of the list, of a ticket, of the chat in dark colours. The page of staff."""
    english = scene.chat_of("1-1-301", "Priya Raman", "en-GB", "dark")
    says(english, "The tap in my kitchen drips and will not close", "LH-1006")
    desk = scene.desk()
    desk.goto(scene.ticket("LH-1001"))
    desk.locator("form[action$='/accept'] button").first.click()
    sends(desk.locator("#reply"), "师傅十分钟后到，请先关总阀")
    expect(chat.locator("#log")).to_contain_text("师傅十分钟后到", timeout=20_000)
    desk.goto(scene.ticket("LH-1002"))
    desk.locator("form[action$='/claim'] button").click()
    desk.goto(scene.ticket("LH-1006"))
    desk.locator("form[action$='/claim'] button").click()
    sends(desk.locator("#reply"), "The plumber can come today between 4 and 6 pm. Is somebody at home?")
    with answered(english):
        says(english, "Yes, my husband is in", "my husband")
    desk.goto(scene.ticket("LH-1006"))
    sends(desk.locator("#resolve"), "Cartridge replaced, tested for ten minutes, dry.")
    taps(english, "Settled")
    taps(english, "5 ★")
    keep(english, "chat-dark")
    desk.goto(scene.staff(""))
    keep(desk, "staff-list")
    desk.goto(scene.ticket("LH-1001"))
    desk.wait_for_load_state("networkidle")
    keep(desk, "staff-ticket")
    return desk


def an_owner_rates(scene: Scene, desk: Page) -> None:
    """A tap was mended: the picture of the one question, with the tap that ends all questions."""
    owner = scene.chat_of("1-1-201", "陳美玲", "zh-HK")
    says(owner, "廚房水龍頭閂唔實，成日滴水", "LH-1007")
    desk.goto(scene.ticket("LH-1007"))
    desk.locator("form[action$='/claim'] button").click()
    with answered(owner):
        sends(desk.locator("#resolve"), "換咗膠圈，試咗十分鐘，冇再滴。")
    taps(owner, "搞掂")
    expect(owner.locator("#log").get_by_role("button", name="5 ★")).to_be_visible(timeout=30_000)
    keep(owner, "chat-rating")


def headquarters_reads(scene: Scene) -> None:
    """What an executive reads: the morning, the week, and the four sources side by side, over nine weeks that lie behind."""
    now = clock.now()
    a_past.live(Database(scene.environment["OWNERLINE_STORAGE__URL"]), demo.CODE, now)
    desk = scene.desk("Helen Ho", "executive")
    since = (now - timedelta(days=7 * a_past.WEEKS)).date()
    for page, name in (
        ("reports/digest", "report-morning"), ("reports/weekly", "report-week"), (f"reports/matrix?since={since}&until={now.date()}", "report-sources"),
    ):  # fmt: skip
        desk.goto(scene.staff(page))
        desk.wait_for_load_state("networkidle")
        keep(desk, name)


def main() -> None:
    """Takes all pictures."""
    chromium = shutil.which(os.environ.get("CHROMIUM", "chromium")) or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("Chromium is missing: apt install chromium, or CHROMIUM=/path/to/it make pictures")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as name,
        line(Path(name)) as (links, environment),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        scene = Scene(browser, links, environment)
        chat = an_owner_reports(scene, Path(name))
        others_report(scene)
        desk = staff_settle(scene, chat)
        an_owner_rates(scene, desk)
        headquarters_reads(scene)
        browser.close()


if __name__ == "__main__":
    main()
