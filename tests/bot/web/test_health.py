"""The health pages, which everybody may ask: counts, and never why."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.health import HealthPages
from storage.db import Database


async def _told(url: str, path: str) -> tuple[int, str]:
    async def reads(work):
        return work()

    database = Database(url)
    application = web.Application()
    pages = HealthPages(database, reads, channels=("webchat",), page_routes=("terminal",))
    application.add_routes(pages.routes())
    async with TestClient(TestServer(application)) as client, client.get(path) as answer:
        found = answer.status, await answer.text()
    database.close()
    return found


@pytest.mark.parametrize("path", ["/health", "/health.json", "/metrics"])
async def test_a_line_that_works_tells_counts(sqlite_url: str, path: str) -> None:
    status, text = await _told(sqlite_url, path)
    assert status == 200
    assert "chats" in text


@pytest.mark.parametrize("path", ["/health", "/health.json", "/metrics"])
@pytest.mark.parametrize(
    "url", ["sqlite:///{folder}/canary.db", "postgresql://canary:canary@127.0.0.1:1/canary"]
)
async def test_a_database_that_fails_is_said_without_its_host_its_user_or_its_tables(
    tmp_path: Path, url: str, path: str
) -> None:
    status, text = await _told(url.format(folder=tmp_path), path)
    assert status == (200 if path == "/metrics" else 503)
    assert not any(word in text for word in ("canary", "127.0.0.1", "table", "inbox"))
