"""Two doors, one line: an owner on the web chat, staff on Telegram, the webhook instead of polling."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import clock
from bot.links import make_code
from bot.settings import Settings
from storage.db import Database
from storage.estates import unit_labelled
from tests.fake_telegram.fake import FakeTelegram
from tests.fake_telegram.files import tiny_photo
from tests.support.line import running, settle


class Browser:
    """An owner's page without the page: the same requests."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def opens(self, code: str) -> None:
        await self.session.get(f"{self.root}/chat")
        await self._post("/chat/start", json={"start": code})

    async def says(self, text: str) -> None:
        await self._post("/chat/messages", json={"id": str(uuid.uuid4()), "text": text})

    async def shows(self, photo: bytes) -> None:
        form = aiohttp.FormData()
        form.add_field("id", str(uuid.uuid4()))
        form.add_field("photo", photo, filename="leak.jpg", content_type="image/jpeg")
        await self._post("/chat/photos", data=form)

    async def _post(self, path: str, **body: Any) -> None:
        async with self.session.post(self.root + path, headers={"Origin": self.root}, **body) as answer:
            assert answer.status == 200, await answer.text()

    async def hears(self, words: str, within: float = 8) -> None:
        heard = ""
        async with asyncio.timeout(within), self.session.get(f"{self.root}/chat/events?after=0") as stream:
            async for line in stream.content:
                heard += line.decode()
                if words in heard:
                    return
        raise AssertionError(f"{words!r} was not heard in {heard}")


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_pictures_and_words_cross_from_the_web_chat_to_telegram_and_back(
    mode: str, database_url: str, media_folder: Path, fake_telegram: FakeTelegram, unused_tcp_port: int
) -> None:
    settle(database_url)
    fang = fake_telegram.user("王芳", user_id=900, met=True)
    staff = fake_telegram.forum("Staff", members=(fang,))
    database = Database(database_url)
    with database.transaction() as connection:
        home = unit_labelled(connection, 1, "3-2-1502")
        assert home
        code = make_code(connection, Settings(), home, person_id=None, role="owner", now=clock.now())
    database.close()
    web = {"port": unused_tcp_port, "base_url": f"http://127.0.0.1:{unused_tcp_port}"}
    telegram = {"mode": mode, "webhook_secret": "a-secret"}
    async with running(
        database_url, media_folder, fake_telegram, staff.id, web=web, telegram=telegram
    ) as line:
        ann = Browser(line.port)
        await ann.opens(code.payload)
        await ann.hears("3-2-1502")
        await ann.says("客厅墙面渗水发霉")
        await ann.hears("LH-1001")
        card = await staff.hears("客厅墙面渗水发霉")
        await ann.shows(tiny_photo(size=(320, 240)))
        await staff.hears(lambda message: "photo" in message.raw, within=10)
        await fang.say_in(staff, staff.topic("LH-1001"), "明天上午十点上门", reply_to=card)
        await ann.hears("明天上午十点上门")
        await fang.photo_in(staff, staff.topic("LH-1001"), tiny_photo("green"), reply_to=card)
        await ann.hears(".jpg", within=10)
        await ann.session.close()
