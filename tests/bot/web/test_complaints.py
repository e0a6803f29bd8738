"""/complaints is there for everybody, in three languages, for each estate, and says the installation's own times."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.complaints import ComplaintPages
from bot.workers import Workers
from tests.handlers.staff.conftest import _built, house
from tests.handlers.staff.house import SETTINGS, House

__all__ = ["_built", "house"]


@pytest_asyncio.fixture
async def client(house: House) -> AsyncIterator[TestClient]:
    workers = Workers(writers=1)
    application = web.Application()
    application.add_routes(ComplaintPages(house.db, workers.read, SETTINGS, "GV").routes())
    made = TestClient(TestServer(application))
    await made.start_server()
    yield made
    await made.close()
    workers.close()


@pytest.mark.parametrize(
    ("query", "header", "words"),
    [
        (
            "",
            "en",
            ("How to complain at Green Valley", "within 8 hours", "Consumer Council", "+852 2000 0000"),
        ),
        ("", "zh-CN,zh;q=0.9", ("怎样向Green Valley投诉", "投诉不收费", "消费者委员会")),
        ("?lang=zh-Hant", "en", ("點樣向Green Valley投訴", "投訴唔收費", "消費者委員會")),
        ("?estate=SB", "en", ("How to complain at Sea Breeze",)),
        ("?estate=NONE&lang=xx", "en", ("How to complain at Green Valley",)),
    ],
)
async def test_it_says_how(client: TestClient, query: str, header: str, words: tuple[str, ...]) -> None:
    answer = await client.get(f"/complaints{query}", headers={"Accept-Language": header})
    page = await answer.text()
    assert answer.status == 200
    assert [word for word in words if word not in page] == []
    assert "<script" not in page
