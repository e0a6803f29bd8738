"""The staff pages over real HTTP: Ivy's and Otto's browsers, the database behind them, and what the outbox holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from tempfile import mkdtemp
from zoneinfo import ZoneInfo

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot import clock
from bot.media import MediaStore
from bot.posting import Posting, Routes
from bot.steps import run_step
from bot.web.staff.door import token_hash
from bot.web.staff.notice_means import Means
from bot.web.staff.routes import How, StaffPages
from bot.workers import Workers
from handlers.staff.request import StaffRequest
from storage import staff
from storage.db import Connection
from storage.outbox import outbox
from storage.staff import Staff
from storage.staff_store import StaffStore
from tests.handlers.staff.house import SETTINGS, House

JPEG = b"\xff\xd8\xff\xe0 a picture"


@dataclass
class Desk:
    """The pages, served; `files` is what the channels would give for a reference."""

    house: House
    secure: bool = False
    files: dict[str, bytes] = field(default_factory=lambda: {"file:photo": JPEG})
    kept: Path = field(default_factory=lambda: Path(mkdtemp()))

    def __post_init__(self) -> None:
        self.workers = Workers(writers=1 if self.house.db.is_sqlite else 4)
        self._routes = Routes(staff_group=None, page_channels=())

    def application(self) -> web.Application:
        pages = StaffPages(
            self.house.db, self._run, reads=self.workers.read, writes=self.workers.write, media=self._fetch,
            how=How(secure=self.secure, notices=Means(media=MediaStore(self.kept), per_second=30)),
        )  # fmt: skip
        application = web.Application()
        application.add_routes(pages.routes())
        return application

    async def _run(self, who: Staff, step) -> None:
        def work(connection: Connection, posting: Posting, now: datetime) -> None:
            request = StaffRequest(who=who, now=now, tz=ZoneInfo("Asia/Hong_Kong"), settings=SETTINGS)
            replies = step(request, StaffStore(connection, who))
            posting.post((*replies, *request.told), None)

        await self.workers.write(lambda: run_step(self.house.db, self._routes, work, clock.now()))

    async def _fetch(self, _channel: str, reference: str) -> bytes:
        if reference not in self.files:
            raise FileNotFoundError(reference)
        return self.files[reference]

    def link(self, name: str, hours: float = 1) -> str:
        """A fresh one-time link's token."""
        token = clock.token()
        with self.house.db.transaction() as connection:
            until = clock.now() + timedelta(hours=hours)
            staff.add_sign_in(connection, self.house.staff[name].id, token_hash(token), until)
        return token

    def sent(self) -> list[str]:
        """The texts of all messages that wait for owners, in order."""
        with self.house.db.reading() as connection:
            rows = connection.execute(outbox.select().order_by(outbox.c.id))
            return [row.payload.get("text", "") for row in rows]

    def answers(self) -> list[str]:
        """What people wrote, without the next date that the line adds to each answer."""
        return [text.partition("You hear from us again by")[0].strip() for text in self.sent()]


class Browser:
    """A browser without scripts: its cookies, and the forms of the page it looks at."""

    def __init__(self, desk: Desk, client: TestClient) -> None:
        self.desk, self.client, self.csrf = desk, client, ""

    async def signs_in(self, name: str) -> Browser:
        response = await self.client.post(f"/staff/sign-in/{self.desk.link(name)}")
        page = await response.text()
        assert response.status == 200, page
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found
        self.csrf = found[1]
        return self

    async def get(self, path: str, **more) -> ClientResponse:
        return await self.client.get(path, **more)

    async def page(self, path: str) -> str:
        response = await self.get(path)
        assert response.status == 200, response.status
        return await response.text()

    async def post(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> ClientResponse:
        return await self.client.post(
            path, data={"csrf": self.csrf, **fields}, headers=headers, allow_redirects=False
        )


async def opened(desk: Desk) -> Browser:
    client = TestClient(TestServer(desk.application()))
    await client.start_server()
    return Browser(desk, client)


def plain(page: str) -> str:
    """The words of a page, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
