"""A chat to visit: Ann has hers, Cat is a stranger to it."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient, TestServer

from tests.bot.web.chat.house import House


class Visitor:
    """A browser without its page: a cookie jar, and what the page's script does."""

    def __init__(self, client: TestClient, house: House) -> None:
        self.client, self.house, self.chat = client, house, ""

    async def arrive(self) -> Visitor:
        await (await self.client.get("/chat")).read()
        self.chat = (await (await self.post("start", start="")).json())["chat"]
        self.house.inbound.clear()
        return self

    async def post(
        self, door: str, /, headers: dict[str, str] | None = None, **values: Any
    ) -> ClientResponse:
        return await self.client.post(f"/chat/{door}", json=values, headers=headers)

    async def writes(self, text: str, **values: Any) -> ClientResponse:
        return await self.post("messages", **{"id": new_id(), "text": text, **values})

    async def sends(self, *files: tuple[str, bytes], client_id: str = "", text: str = "") -> ClientResponse:
        form = FormData()
        form.add_field("id", client_id or new_id())
        form.add_field("text", text)
        for name, data in files:
            form.add_field("photo", BytesIO(data), filename=name, content_type="image/jpeg")
        return await self.client.post("/chat/photos", data=form)

    async def log(self) -> list[dict[str, Any]]:
        """The chat as a page that has just been opened is told it."""
        async with self.listens() as stream:
            return await stream.until_silent()

    def listens(self, after: int | None = None, headers: dict[str, str] | None = None) -> Listening:
        return Listening(
            self.client, "/chat/events" + (f"?after={after}" if after is not None else ""), headers
        )


class Listening:
    """An open event stream, read event by event."""

    def __init__(self, client: TestClient, address: str, headers: dict[str, str] | None) -> None:
        self._request, self._headers, self._address = client.get, headers, address

    async def __aenter__(self) -> Listening:
        self.response = await self._request(self._address, headers=self._headers)
        assert self.response.status == 200
        assert self.response.content_type == "text/event-stream"
        assert (await self.event())["event"] == "hello"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.response.close()

    async def event(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while raw := (await self.response.content.readline()).decode():
            if raw == "\n":
                return {**found, "data": json.loads(found["data"])}
            name, _, value = raw.rstrip("\n").partition(": ")
            found[name or "comment"] = value
        raise EOFError

    async def line(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            while (found := await self.event())["event"] != "line":
                pass
        assert int(found["id"]) == found["data"]["line"]
        return found["data"]

    async def until_silent(self, seconds: float = 0.3) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        try:
            while True:
                async with asyncio.timeout(seconds):
                    lines.append(await self.line())
        except TimeoutError:
            return lines


def new_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    await house.open()
    yield house
    await house.close()


@pytest.fixture
async def server(house: House) -> AsyncIterator[TestServer]:
    server = TestServer(house.application())
    await server.start_server()
    yield server
    house.channel._rooms.close()
    await server.close()


@pytest.fixture
async def visit(house: House, server: TestServer) -> AsyncIterator[Any]:
    """Another browser comes along."""
    clients: list[TestClient] = []

    async def come() -> Visitor:
        clients.append(TestClient(server))
        return Visitor(clients[-1], house)

    yield come
    for client in clients:
        await client.session.close()


@pytest.fixture
async def ann(visit: Any) -> Visitor:
    return await (await visit()).arrive()


@pytest.fixture
async def cat(visit: Any) -> Visitor:
    return await (await visit()).arrive()
