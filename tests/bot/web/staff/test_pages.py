"""What the pages show: what burns first, the owner's words as they are, and never a word that runs."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from bot import clock
from storage import pages
from storage.people import persons
from storage.ticket_rows import Ticket
from tests.bot.web.staff.desk_house import Desk, plain
from tests.bot.web.staff.notices.sheets import sheet
from tests.bot.web.staff.test_scope import photo

EVIL = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "'-alert(1)-'",
    "javascript:alert(1)", "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "{{ 7*7 }}{% raw %}",
    "<a href='javascript:alert(1)'>x</a>", "<!--", "]]>", "\u2028\u202e\ufeff", "&lt;script&gt;", "<iframe srcdoc='<script>1</script>'>",
    "<style>*{display:none}</style>", "<form action=//evil><button>", "' autofocus onfocus=alert(1) '", "\\u003cscript\\u003e",
)  # fmt: skip


class _Tags(HTMLParser):
    """The tags of a page and what could run in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.running: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            bad = (
                name.startswith("on")
                or name in ("style", "srcdoc")
                or (value or "").strip().lower().startswith("javascript:")
            )
            if bad and not (name == "value" or name.startswith("data-")):
                self.running.append(f"{tag} {name}={value}")


def harmless(page: str) -> None:
    found = _Tags(page)
    assert found.running == []
    assert found.tags.count("script") == 1
    assert not {"iframe", "svg", "style", "object", "embed"} & set(found.tags)


@pytest.mark.parametrize("evil", EVIL)
async def test_nothing_that_anybody_wrote_runs(desk: Desk, signed_in, evil: str):
    house = desk.house
    ticket = house.open(words=evil, summary=evil, place=evil, language="en")
    _alarm(desk, ticket)
    photo(desk, ticket, kind="document", name=evil)
    with house.db.transaction() as connection:
        connection.execute(persons.update().values(name=evil))
    browser = await signed_in("Ivy")
    for step, fields in (("note", {"text": evil}), ("reply", {"text": evil})):
        assert (await browser.post(f"/staff/tickets/{ticket.number}/{step}", **fields)).status == 303
    kept = await browser.post(
        "/staff/notices", form="k", **sheet(house, **{"headline-en": evil, "facts-en": evil})
    )
    assert kept.status == 303
    for path in ("/staff/", f"/staff/tickets/{ticket.number}", "/staff/notices", "/staff/tickets/nothing"):
        response = await browser.get(path)
        harmless(await response.text())
    harmless(await (await browser.get("/staff/", params={"q": evil})).text())
    wrong = await browser.post(f"/staff/tickets/{ticket.number}/next", at=evil, text=evil)
    harmless(await wrong.text())
    preview = await browser.post(
        "/staff/notices/preview", **sheet(house, **{"headline-en": evil, "facts-en": evil})
    )
    assert preview.status == 200
    harmless(await preview.text())


@pytest.mark.parametrize("evil", EVIL)
async def test_words_are_shown_exactly_as_they_were_written(desk: Desk, signed_in, evil: str):
    ticket = desk.house.open(words=evil)

    class Quoted(HTMLParser):
        words, inside = "", False

        def handle_starttag(self, tag, attrs):
            self.inside = self.inside or tag == "blockquote"

        def handle_endtag(self, tag):
            self.inside = self.inside and tag != "blockquote"

        def handle_data(self, data):
            self.words += data if self.inside else ""

    page = Quoted()
    page.feed(await (await signed_in("Ivy")).page(f"/staff/tickets/{ticket.number}"))
    assert page.words == evil


async def test_every_answer_is_fenced_in(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    number = photo(desk, ticket)
    for path in (
        "/staff/",
        f"/staff/tickets/{ticket.number}",
        "/staff/notices",
        "/staff/nothing",
        "/staff/alarms.json",
        "/staff/sign-in/x",
        f"/staff/media/{number}",
    ):
        headers = (await browser.get(path)).headers
        assert headers["Cache-Control"] == "no-store", path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "sandbox" in policy or "frame-ancestors 'none'" in policy, path


@pytest.mark.parametrize(
    ("data", "shown_as"),
    [
        (b"\xff\xd8\xff photo", "image/jpeg"),
        (b"OggS voice", "audio/ogg"),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg onload=alert(1)>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
async def test_only_surely_harmless_files_are_shown_and_others_are_saved(
    desk: Desk, signed_in, data: bytes, shown_as: str | None
):
    desk.files["file:x"] = data
    number = photo(desk, desk.house.open(), reference="file:x", mime="text/html", name='a"b.html\r\nX: y')
    response = await (await signed_in("Ivy")).get(f"/staff/media/{number}")
    assert response.content_type == (shown_as or "application/octet-stream")
    assert ("attachment" in response.headers.get("Content-Disposition", "")) is (shown_as is None)
    assert await response.read() == data


async def test_the_files_of_the_pages_are_kept_by_browsers_until_they_change(signed_in):
    browser = await signed_in("")
    page = await browser.page("/staff/sign-in/x")
    address = re.search(r'href="(/staff/static/[^"]+\.css)"', page)
    assert address
    assert "immutable" in (await browser.get(address[1])).headers["Cache-Control"]
    assert (await browser.get("/staff/static/old/staff.css")).headers["Cache-Control"] == "no-cache"
    for name in ("nothing.css", "..%2fdoor.py", "pages"):
        assert (await browser.get(f"/staff/static/x/{name}")).status == 404


def _alarm(desk: Desk, ticket: Ticket) -> None:
    now = clock.now()
    with desk.house.db.transaction() as connection:
        pages.add(
            connection, estate_id=ticket.estate_id, ticket_id=ticket.id, hazard="flood", routes=["staff_pages"],
            paged_at=now - timedelta(minutes=4), repeat_at=now,
        )  # fmt: skip


async def test_an_alarm_stands_on_every_page_until_somebody_accepts_it(desk: Desk, signed_in):
    ticket, browser = desk.house.open(urgency="E0"), await signed_in("Ivy")
    _alarm(desk, ticket)
    for path in ("/staff/", "/staff/notices", f"/staff/tickets/{ticket.number}"):
        assert f"/staff/tickets/{ticket.number}/accept" in await browser.page(path)
    told = await (await browser.get("/staff/alarms.json")).json()
    assert [(one["number"], one["where"], one["minutes"]) for one in told["alarms"]] == [
        ("GV-1001", "1-101 · kitchen", 4)
    ]
    assert (await browser.post(f"/staff/tickets/{ticket.number}/accept")).status == 303
    assert json.loads(await (await browser.get("/staff/alarms.json")).text()) == {"alarms": []}
    assert "GV-1001: Ivy (housekeeper) has your alarm and is on it." in desk.answers()


async def test_an_alarm_is_nobody_elses(desk: Desk, signed_in):
    _alarm(desk, desk.house.open("Zoe"))
    assert await (await (await signed_in("Ivy")).get("/staff/alarms.json")).json() == {"alarms": []}


async def test_what_burns_stands_first_and_is_counted(desk: Desk, signed_in):
    now = clock.now()
    calm = desk.house.open(respond_by=now + timedelta(hours=7))
    soon = desk.house.open(respond_by=now + timedelta(minutes=30))
    late = desk.house.open(respond_by=now - timedelta(minutes=1))
    rests = desk.house.open(stage="waiting_owner", responded_at=now)
    page = await (await signed_in("Ivy")).page("/staff/")
    numbers = re.findall(r"<b>(GV-\d+)</b>", page)
    assert numbers == [one.number for one in (late, soon, calm, rests)]
    assert "(1) Tickets" in page, "the tab tells how many are red"
    assert re.findall(r"<b>(\d+)</b>", page) == ["1", "1", "1", "1"]


@pytest.mark.parametrize(
    ("show", "numbers"),
    [("open", {1001, 1002}), ("mine", {1002}), ("all", {1001, 1002, 1003}), ("x", {1001, 1002})],
)
async def test_the_filters(desk: Desk, signed_in, show: str, numbers: set[int]):
    desk.house.open()
    desk.house.open(stage="assigned", holder_id=desk.house.staff["Ivy"].id)
    desk.house.open(stage="closed")
    page = await (await signed_in("Ivy")).page(f"/staff/?show={show}")
    assert {int(one) for one in re.findall(r"<b>GV-(\d+)</b>", page)} == numbers


@pytest.mark.parametrize("wanted", ["GV-1001", "gv-1001", "1001", " 1001 ", "#1001"])
async def test_a_number_is_found_as_people_type_it(desk: Desk, signed_in, wanted: str):
    desk.house.open()
    browser = await signed_in("Ivy")
    response = await browser.get("/staff/", params={"q": wanted}, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/staff/tickets/GV-1001")


async def test_a_number_that_is_none_is_said_and_kept_in_the_box(signed_in):
    page = await (await signed_in("Ivy")).page("/staff/?q=GV-77")
    assert "There is no ticket GV-77 here." in page
    assert 'value="GV-77"' in page


async def test_owner_and_staff_read_the_same_stage_each_in_their_language(desk: Desk, signed_in):
    ticket = desk.house.open("Bob", stage="in_progress", holder_id=desk.house.staff["Ivy"].id)
    words = plain(await (await signed_in("Ivy")).page(f"/staff/tickets/{ticket.number}"))
    assert "Stage: work under way (the owner reads: 處理緊)" in words


async def test_notes_are_marked_as_among_us(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    await browser.post(f"/staff/tickets/{ticket.number}/note", text="He was angry")
    page = await browser.page(f"/staff/tickets/{ticket.number}")
    assert re.search(r'class="staff inner">.*?among us.*?He was angry', page, re.DOTALL)


async def test_the_page_tells_what_the_reader_made_of_it_and_what_it_was_put_right_to(desk: Desk, signed_in):
    reading = {"confidence": 0.62, "version": "0123456789ab", "text": "the tap leaks"}
    ticket = desk.house.open(reading=reading)
    browser = await signed_in("Ivy")
    page = plain(await browser.page(f"/staff/tickets/{ticket.number}"))
    assert "Read as: Repair · Leak (62 % sure) · reader 0123456789ab" in page
    await browser.post(f"/staff/tickets/{ticket.number}/kind", kind="complaint/service.fees")
    page = plain(await browser.page(f"/staff/tickets/{ticket.number}"))
    assert "It is: Complaint · Fees (was read as Repair · Leak, 62 % sure)" in page
    assert "Ivy put the kind right: Repair · Leak → Complaint · Fees" in page


@pytest.mark.parametrize(
    ("name", "group", "kind"),
    [("Ivy", "Repair", "Leak"), ("Eli", "报修", "渗漏水"), ("Max", "維修", "滲漏水")],
)
async def test_what_it_really_is_is_chosen_by_name_under_its_intent(
    desk: Desk, signed_in, name: str, group: str, kind: str
):
    ticket = desk.house.open(intent="emergency", code="flood")
    page = await (await signed_in(name)).page(f"/staff/tickets/{ticket.number}")
    assert f'<optgroup label="{group}">' in page
    assert re.search(f'<option value="repair/home.leak" *>{kind}</option>', page)
    assert 'value="emergency' not in page
    assert '<option value="">' in page, "nothing is chosen for an emergency"
