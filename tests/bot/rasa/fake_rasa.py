"""An HTTP server that answers as Rasa's API does, well or badly; what it answers well was recorded from Rasa 3.6.21."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.bot.rasa.calling import recorded


@dataclass
class FakeRasa:
    """`parse` is what /model/parse answers (status, JSON or bytes); `slow` how long it thinks, seconds."""

    parse: tuple[int, Any] = (200, None)
    status: tuple[int, Any] = (200, None)
    slow: float = 0.0
    token: str = ""
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def reads(self, name: str, confidence: float = 0.9) -> None:
        """From now on every text is this intent."""
        answer = recorded("parse/repair")["body"]
        answer["intent"] = {"name": name, "confidence": confidence}
        self.parse = (200, answer)

    async def answer(self, request: web.Request) -> web.Response:
        if self.token and request.query.get("token") != self.token:
            return _made((401, recorded("parse/no_token")["body"]))
        if request.path == "/status":
            return _made(self.status)
        self.asked.append((await request.json())["text"])
        await asyncio.sleep(self.slow)
        return _made(self.parse)


def _made(answer: tuple[int, Any]) -> web.Response:
    status, body = answer
    if isinstance(body, bytes):
        return web.Response(status=status, body=body, content_type="application/json")
    return web.json_response(body, status=status)


@asynccontextmanager
async def fake_rasa() -> AsyncIterator[FakeRasa]:
    """Serves until the block ends; it reads every text as a lift out of order until told otherwise."""
    fake = FakeRasa(
        parse=(200, recorded("parse/repair")["body"]), status=(200, recorded("parse/status")["body"])
    )
    application = web.Application()
    application.add_routes([web.post("/model/parse", fake.answer), web.get("/status", fake.answer)])
    async with TestServer(application) as server:
        fake.url = str(server.make_url("")).rstrip("/")
        yield fake
