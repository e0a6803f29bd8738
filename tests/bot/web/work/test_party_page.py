"""A party behind its link: sees its task and nothing of the owner, answers it, and reaches nothing else, whatever it tries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot import clock
from bot.media import MediaStore
from bot.posting import Posting, Routes
from bot.steps import run_step
from bot.web.chat.uploads import LARGEST_FILE
from bot.web.work.pages import WorkPages
from bot.web.work.steps import MOST_PHOTOS, step_of_party
from bot.workers import Workers
from handlers.staff.works import ordering
from handlers.tickets.works.work_rules import Work
from storage import parties
from storage.db import Connection
from storage.outbox import outbox
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.work_orders import WorkOrder
from tests.handlers.staff.conftest import _built, house
from tests.handlers.staff.house import SETTINGS, House

__all__ = ["_built", "house"]

TASK = "Replace the <b>kitchen</b> tap & check the riser"


@dataclass
class Site:
    """The party's page, served, and the order behind the link `token`."""

    house: House
    client: TestClient
    media: MediaStore
    ticket: Ticket
    token: str

    def order(self, number: int = 0) -> WorkOrder:
        with self.house.store("Ivy") as store:
            return store.orders.of(self.ticket)[number]

    async def page(self, query: str = "", token: str = "") -> str:
        response = await self.client.get(f"/work/{token or self.token}{query}")
        assert response.status == 200, response.status
        return await response.text()

    async def does(self, step: str, status: int = 303, **fields: str) -> str:
        response = await self.client.post(f"/work/{self.token}/{step}", data=fields, allow_redirects=False)
        assert response.status == status, await response.text()
        return await response.text()

    async def sends(
        self, *files: bytes, phase: str = "before", token: str = "", name: str = "photo"
    ) -> tuple[int, str]:
        form = FormData()
        form.add_field("phase", phase)
        for data in files:
            form.add_field(name, BytesIO(data), filename="a.jpg", content_type="image/jpeg")
        response = await self.client.post(
            f"/work/{token or self.token}/photo", data=form, allow_redirects=False
        )
        return response.status, await response.text()

    def told(self) -> list[str]:
        with self.house.db.reading() as connection:
            return [
                row.payload.get("text", "")
                for row in connection.execute(outbox.select().order_by(outbox.c.id))
            ]


def picture(colour: str = "red", **more: Any) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (40, 30), colour).save(kept, "JPEG", **more)
    return kept.getvalue()


def hand_out(house: House, ticket: Ticket, name: str, language: str = "en") -> str:
    """An order to a new firm; its link's token."""
    token = clock.token()
    with house.store("Ivy") as store:
        party = parties.add(
            store._connection, estate_id=house.estates["GV"], kind="contractor", name=name, language=language
        )
        made = ordering.to_party(
            house.request("Ivy", now=clock.now()), store, house.ticket(ticket), party.id, TASK
        )
        ordering.set_link(house.request("Ivy"), store, ticket, made.id, sha256(token.encode()).hexdigest())
    return token


@pytest_asyncio.fixture
async def site(house: House, tmp_path: Path) -> AsyncIterator[Site]:
    workers, media = Workers(writers=1), MediaStore(tmp_path / "media")
    routes = Routes(staff_group="-100", page_channels=())

    async def run(key: str, step: Any) -> None:
        def work(connection: Connection, posting: Posting, now: datetime) -> None:
            posting.post(step_of_party(connection, key, step, now, SETTINGS), None)

        await workers.write(lambda: run_step(house.db, routes, work, clock.now()))

    async def fetch(_channel: str, reference: str) -> bytes:
        return media.read(reference)

    pages = WorkPages(
        house.db, run, reads=workers.read, writes=workers.write, media=media, fetch=fetch, rules=Work()
    )
    application = web.Application()
    application.add_routes(pages.routes())
    client = TestClient(TestServer(application))
    await client.start_server()
    ticket = house.open(words="My husband Ann Chan is out, call 9123 4567", place="behind the blue door")
    yield Site(house, client, media, ticket, hand_out(house, ticket, "Wong & Sons"))
    await client.close()
    workers.close()


async def test_the_party_sees_its_task_and_nothing_of_the_owner(site: Site) -> None:
    page = await site.page()
    for shown in (
        "Green Valley",
        "1-101",
        "Replace the &lt;b&gt;kitchen&lt;/b&gt; tap &amp; check the riser",
        "I take it",
        "Refuse",
    ):
        assert shown in page
    for hidden in ("Ann", "9123", "husband", "blue door", "The tap leaks", "<b>kitchen</b>", "csrf", "Ivy"):
        assert hidden not in page, hidden


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?lang=en", "I take it"),
        ("?lang=zh-Hans", "我接单"),
        ("?lang=zh-Hant", "我接單"),
        ("?lang=xx", "I take it"),
        ("?lang=<script>", "I take it"),
    ],
)
async def test_the_page_speaks_three_languages(site: Site, query: str, words: str) -> None:
    page = await site.page(query)
    assert words in page
    assert "<script" not in page


async def test_a_firms_own_language_comes_first(site: Site) -> None:
    ticket = site.house.open()
    token = hand_out(site.house, ticket, "陳記", "zh-Hant")
    assert "我接單" in await site.page(token=token)


async def test_from_accepting_to_done_as_a_plumber_would(site: Site) -> None:
    await site.does("accept")
    assert site.order().state == "accepted"
    later = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT")
    await site.does("visit", starts=f"{later}09:00", ends=f"{later}11:00")
    assert site.order().state == "visit_set"
    assert any("Wong & Sons can come" in text for text in site.told())
    assert (await site.sends(picture(), phase="before"))[0] == 303
    await site.does("begin")
    assert (await site.sends(picture("green"), picture("blue"), phase="after"))[0] == 303
    await site.does("done", text="New tap, riser is dry")
    assert (site.order().state, site.order().done_note) == ("done", "New tap, riser is dry")
    assert any("Nothing is left to do" in text for text in site.told())
    with site.house.store("Ivy") as store:
        assert [one.phase for one in store.orders.photos(site.ticket)] == ["before", "after", "after"]
        assert len(store.tickets.attachments(site.ticket)) == 3
        assert store.tickets.faults(site.ticket) == []


async def test_the_owners_other_time_is_taken_or_not_in_the_page(site: Site) -> None:
    from handlers.tickets.works import visits

    await site.does("accept")
    later = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT")
    await site.does("visit", starts=f"{later}09:00", ends=f"{later}11:00")
    with site.house.store("Ivy") as store:
        visit = store.visits.of(site.ticket)[0]
        times = (visit.starts + timedelta(days=1), visit.ends + timedelta(days=1))
        values = visits.countered(
            visit, 0, "owner", "the day after, my daughter Mei is home", times, clock.now()
        )
        assert values
        assert store.visits.change(site.ticket, visit, **values)
    page = await site.page()
    assert "wishes for another time" in page
    assert "Mei" not in page
    await site.does("take", status=422, sequence="7")
    await site.does("take", sequence="0")
    with site.house.store("Ivy") as store:
        visit = store.visits.of(site.ticket)[0]
    assert (visit.sequence, visit.status, visit.starts) == (1, "CONFIRMED", times[0])


async def test_a_refusal_needs_a_reason_and_what_was_wrong_is_said(site: Site) -> None:
    assert "Please write a few words" in await site.does("refuse", status=422, text="  ")
    await site.does("refuse", text="No men <script>alert(1)</script>")
    assert site.order().state == "refused"
    page = await site.page()
    assert "I take it" not in page
    assert "<script" not in page


@pytest.mark.parametrize("step", ["done", "begin", "visit", "take", "decline"])
async def test_a_step_out_of_turn_changes_nothing(site: Site, step: str) -> None:
    await site.does(
        step, status=422, text="done", starts="2030-01-01T09:00", ends="2030-01-01T10:00", sequence="0"
    )
    assert site.order().state == "offered"


GUESSES = (
    "x", "A" * 43, "a" * 42, "a" * 44, "../staff", "%2e%2e%2fstaff", "%00" * 43, "1", "' OR 1=1 --", "ü" * 43, "a" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("guess", GUESSES, ids=range(len(GUESSES)))
async def test_a_guessed_link_shows_one_and_the_same_page(site: Site, guess: str) -> None:
    response = await site.client.get(f"/work/{guess}")
    assert response.status == 404
    assert "Green Valley" not in await response.text()


async def test_the_hash_that_is_kept_is_no_key(site: Site) -> None:
    kept = site.order().token_hash
    assert kept
    for guess in (kept, kept[:43]):
        assert (await site.client.get(f"/work/{guess}")).status == 404


async def test_a_new_link_ends_the_one_before(site: Site) -> None:
    fresh = clock.token()
    with site.house.store("Ivy") as store:
        order = store.orders.of(site.ticket)[0]
        ordering.set_link(
            site.house.request("Ivy"), store, site.ticket, order.id, sha256(fresh.encode()).hexdigest()
        )
    assert (await site.client.get(f"/work/{site.token}")).status == 404
    assert (await site.client.get(f"/work/{fresh}")).status == 200


@pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 404)])
async def test_a_link_dies_thirty_days_after_the_work(site: Site, days: int, status: int) -> None:
    with site.house.store("Ivy") as store:
        order = store.orders.of(site.ticket)[0]
        store.orders.change(site.ticket, order, state="done", ended_at=clock.now() - timedelta(days=days))
    assert (await site.client.get(f"/work/{site.token}")).status == status
    assert (await site.sends(picture()))[0] == (303 if status == 200 else 404)


async def test_pictures_of_other_orders_and_of_the_ticket_do_not_exist(site: Site) -> None:
    """Neither the owner's own pictures, nor those of another firm on the very same ticket."""
    other = hand_out(site.house, site.ticket, "Lee Plumbing")
    await site.sends(picture())
    await site.sends(picture("green"), token=other)
    with site.house.store("Ivy") as store:
        facts = {"estate_id": site.ticket.estate_id, "contact_id": site.house.contacts["Ann"], "at": clock.now(), "channel": "telegram",
                 "kind": "photo", "reference": "r", "name": "", "mime": "", "size": 1, "album": None}  # fmt: skip
        owners = store.tickets.attach(ticket_id=site.ticket.id, **facts)
        photos = {one.order_id: one.attachment_id for one in store.orders.photos(site.ticket)}
    mine, theirs = photos[1], photos[2]
    assert (await site.client.get(f"/work/{site.token}/photos/{mine}")).status == 200
    for number in (theirs, owners, 0, 999, "x", "1e3", "-1", "9" * 40):
        assert (await site.client.get(f"/work/{site.token}/photos/{number}")).status == 404, number
    assert (await site.client.get(f"/work/{'A' * 43}/photos/{mine}")).status == 404


async def test_a_picture_leaves_behind_where_it_was_taken(site: Site) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Wong"
    await site.sends(picture(exif=exif))
    response = await site.client.get(f"/work/{site.token}/photos/1")
    data = await response.read()
    assert data.startswith(b"\xff\xd8\xff")
    assert b"Camera of Wong" not in data
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<svg onload='alert(1)'/>", "no picture"), (b"<html><script>alert(1)</script>", "no picture"), (b"", "no picture"),
        (b"\xff\xd8\xff but no more", "no picture"), (b"%PDF-1.7", "no picture"), (b"large", "at most 10 MB"),
    ],
    ids=["svg", "html", "empty", "broken", "pdf", "large"],
)  # fmt: skip
async def test_what_is_no_picture_is_not_kept(site: Site, data: bytes, told: str) -> None:
    status, page = await site.sends(b"\xff\xd8\xff" + bytes(LARGEST_FILE) if data == b"large" else data)
    assert status == 422
    assert told in page
    with site.house.store("Ivy") as store:
        assert store.tickets.attachments(site.ticket) == []


@pytest.mark.parametrize("phase", ["shown", "", "during", "before' OR"])
async def test_a_picture_is_of_before_or_after(site: Site, phase: str) -> None:
    assert (await site.sends(picture(), phase=phase))[0] == 422


async def test_nobody_fills_the_disk(site: Site) -> None:
    status, page = await site.sends(*[picture()] * 7)
    assert (status, "At most 6" in page) == (422, True)
    for _ in range(MOST_PHOTOS // 6):
        assert (await site.sends(*[picture()] * 6))[0] == 303
    status, page = await site.sends(picture())
    assert (status, f"{MOST_PHOTOS} pictures already" in page) == (422, True)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}], ids=str
)
async def test_a_form_of_another_site_does_nothing(site: Site, headers: dict[str, str]) -> None:
    response = await site.client.post(f"/work/{site.token}/accept", data={"x": "y"}, headers=headers)
    assert response.status == 404
    assert site.order().state == "offered"


async def test_the_address_is_given_to_nobody_and_nothing_runs(site: Site) -> None:
    response = await site.client.get(f"/work/{site.token}")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("step", ["confirm", "send_back", "cancel", "nothing", "photos"])
async def test_steps_of_staff_are_none_of_the_partys(site: Site, step: str) -> None:
    response = await site.client.post(f"/work/{site.token}/{step}", data={"text": "x"}, allow_redirects=False)
    assert response.status == 404
    assert site.order().state == "offered"


async def test_two_presses_at_once_accept_once(site: Site) -> None:
    import asyncio

    found = await asyncio.gather(
        *(
            site.client.post(f"/work/{site.token}/accept", data={"x": ""}, allow_redirects=False)
            for _ in range(4)
        )
    )
    assert sorted(one.status for one in found) == [303, 422, 422, 422]
    with site.house.store("Ivy") as store:
        kinds = [one.kind for one in store.tickets.timeline(site.ticket)]
    assert kinds.count("order_accept") == 1


async def test_a_withdrawn_matter_leaves_nothing_to_do(site: Site) -> None:
    from handlers.base import LineAct
    from handlers.tickets import moments
    from tests.handlers.staff.house import TZ

    with site.house.db.transaction() as connection:
        acting = LineAct(now=clock.now(), tz=TZ, settings=SETTINGS)
        moments.come("withdrawn", acting, LineStore(connection), site.house.ticket(site.ticket))
    page = await site.page()
    assert "Nothing more is to be done here" in page
    await site.does("accept", status=422)
