"""Clients for the laws: python-telegram-bot's Bot, a bare HTTP session, a webhook that answers as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from telegram import Bot

from tests.fake_telegram import FakeTelegram, LimitSettings, ManualClock
from tests.fake_telegram.fixtures import fake_telegram

__all__ = ["fake_telegram"]


def client_of(fake: FakeTelegram) -> Bot:
    return Bot(fake.token, base_url=fake.base_url, base_file_url=fake.base_file_url)


@pytest_asyncio.fixture
async def bot(fake_telegram: FakeTelegram) -> AsyncIterator[Bot]:
    async with client_of(fake_telegram) as client:
        yield client


@pytest_asyncio.fixture
async def slow_fake() -> AsyncIterator[FakeTelegram]:
    """A fake whose time moves only by hand; 429 as on the real servers, without slack."""
    async with FakeTelegram(clock=ManualClock(), limits=LimitSettings(slack=0.0)) as fake:
        yield fake


class Api:
    """Calls methods without a library in between."""

    def __init__(self, fake: FakeTelegram, session: aiohttp.ClientSession) -> None:
        self.fake = fake
        self.session = session

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(
            f"{self.fake.base_url}{self.fake.token}/{method}", json=params
        ) as answer:
            body: dict[str, Any] = await answer.json()
        assert answer.status == (200 if body["ok"] else body["error_code"])
        return body

    async def refusal(self, method: str, **params: Any) -> str:
        body = await self(method, **params)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
def api(fake_telegram: FakeTelegram, session: aiohttp.ClientSession) -> Api:
    return Api(fake_telegram, session)


@pytest.fixture
def slow_api(slow_fake: FakeTelegram, session: aiohttp.ClientSession) -> Api:
    return Api(slow_fake, session)


class Receiver:
    """A webhook: `decide(update)` gives the status, or a whole response; it may also wait."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.headers: list[str | None] = []
        self.decide: Callable[[dict[str, Any]], Any] = lambda _: 200
        self.gate: asyncio.Event | None = None
        self.now_open = self.most_open = 0
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.updates.append(update)
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.now_open += 1
        self.most_open = max(self.most_open, self.now_open)
        if self.gate is not None:
            await self.gate.wait()
        self.now_open -= 1
        answer = self.decide(update)
        return answer if isinstance(answer, web.Response) else web.Response(status=answer)

    @property
    def texts(self) -> list[str]:
        return [update.get("message", {}).get("text", "?") for update in self.updates]


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    if made.gate is not None:
        made.gate.set()
    await runner.cleanup()


async def eventually(condition: Callable[[], Any], within: float = 5.0) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what is awaited has no event
            await asyncio.sleep(0.005)
