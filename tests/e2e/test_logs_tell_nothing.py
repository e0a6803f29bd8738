"""A day at the most talkative level: what people write, their numbers, codes and cookies stay out of the log."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import aiohttp
import pytest
import structlog

from bot import logs
from bot.settings import LogSettings
from tests.support.line import running, settle

WORDS = "canarywords the tap drips, call me on +86 139 0000 4711"
CODE, LINK = "ZQ99-CANA-RY47", "ZQ99-ABCDEFGHJKMNPQRSTVWXYZ4711"


async def test_the_log_at_debug_holds_no_words_no_number_no_code_and_no_cookie(
    sqlite_url: str, media_folder: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    logs.configure(LogSettings.model_validate({"level": "debug", "format": "json"}))
    caplog.set_level(logging.DEBUG)
    settle(sqlite_url)
    try:
        async with (
            running(sqlite_url, media_folder) as line,
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser,
        ):
            address = f"http://127.0.0.1:{line.port}/chat"
            await (await browser.get(address)).read()
            cookie = next(iter(browser.cookie_jar)).value
            for name, sent in (
                ("start", {"start": LINK}),
                ("messages", {"id": "canary-1", "text": WORDS}),
                ("messages", {"id": "canary-2", "text": CODE}),
                ("messages", {"id": "!", "text": WORDS}),
                ("buttons", {"id": "canary-3", "data": "read:4711", "line": 1}),
            ):
                await (await browser.post(f"{address}/{name}", json=sent)).read()
            await (await browser.get(f"{address.removesuffix('chat')}staff/sign-in/canarylink")).read()
            await asyncio.sleep(2)
            lines = await (await browser.get(f"{address}/lines?before=9999")).text()
            assert "LH-1001" in lines
    finally:
        structlog.reset_defaults()
    told = "".join(capfd.readouterr()) + caplog.text
    assert [word for word in ("canary", "4711", "139 0000", "CANA", LINK[5:], cookie) if word in told] == []
