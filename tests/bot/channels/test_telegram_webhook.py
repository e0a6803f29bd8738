"""The webhook: who may call it, what is stored, what it answers. Its answer never carries a body."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_webhook import PATH
from tests.bot.channels.conftest import BRISK, Kept, eventually
from tests.fake_telegram import FakeTelegram

SECRET = "s3cret_Of-the-line"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {
    "update_id": 9, "message": {
        "message_id": 5, "date": 1772438400, "chat": {"id": 81, "type": "private"},
        "from": {"id": 81, "is_bot": False, "first_name": "Ann"}, "text": "电梯坏了",
    },
}  # fmt: skip


@dataclass
class Site:
    """The line's web application with the channel's door mounted, and somebody who calls it."""

    channel: TelegramChannel
    kept: Kept
    url: str
    session: aiohttp.ClientSession

    async def call(self, body: Any, *secrets: str, method: str = "POST") -> tuple[int, bytes, str | None]:
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        headers = [(HEADER, secret) for secret in secrets]
        async with self.session.request(method, self.url, data=data, headers=headers) as answer:
            return answer.status, await answer.read(), answer.headers.get("Retry-After")


@pytest_asyncio.fixture
async def site(fake_telegram: FakeTelegram, kept: Kept) -> AsyncIterator[Site]:
    channel = TelegramChannel(
        fake_telegram.token, base_url=fake_telegram.url, mode="webhook", webhook_secret=SECRET, timeouts=BRISK
    )
    app = web.Application()
    app.add_routes(channel.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    await channel.start(kept)
    await eventually(lambda: channel.username)
    async with aiohttp.ClientSession() as session:
        yield Site(channel, kept, url, session)
    await channel.stop()
    await runner.cleanup()


async def test_an_update_with_the_secret_is_stored_before_the_answer(site) -> None:
    assert await site.call(UPDATE, SECRET) == (200, b"", None)
    assert [(update.update_id, update.text) for update in site.kept.updates] == [("110200300:9", "电梯坏了")]


@pytest.mark.parametrize(
    "secrets",
    [
        (), ("",), ("wrong",), (SECRET[:-1],), (SECRET + "x",), (SECRET.upper(),), (SECRET, SECRET), (SECRET, "wrong"),
        ("wrong", SECRET), (f"{SECRET},{SECRET}",), ("sécret",),
    ],
    ids=["missing", "empty", "wrong", "shorter", "longer", "capitals", "doubled", "second wrong", "first wrong",
         "joined", "not ascii"],
)  # fmt: skip
async def test_without_exactly_the_secret_nothing_is_read_or_stored(site, secrets) -> None:
    status, body, _ = await site.call(UPDATE, *secrets)
    assert (status, body) == (403, b"")
    assert site.kept.calls == 0


async def test_the_secret_is_judged_before_the_body_has_come(site) -> None:
    host, port = site.url.removeprefix("http://").split("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: wrong\r\nContent-Length: 500000\r\n\r\n"
    writer.write(head.encode())
    async with asyncio.timeout(2):
        assert b" 403 " in await reader.readline()
    writer.close()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_only_post_is_answered(site, method) -> None:
    status, _, _ = await site.call(UPDATE, SECRET, method=method)
    assert status == 405
    assert site.kept.calls == 0


async def test_a_body_over_one_megabyte_is_refused(site) -> None:
    large = UPDATE | {"filler": "x" * 1024 * 1024}
    status, body, _ = await site.call(large, SECRET)
    assert (status, body, site.kept.calls) == (413, b"", 0)


async def test_a_body_that_does_not_tell_its_size_is_measured_as_it_comes(site) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 65536

    try:
        async with site.session.post(site.url, data=pieces(), headers={HEADER: SECRET}) as answer:
            assert answer.status == 413
    except aiohttp.ClientConnectionError:
        pass  # the door may close while the caller still talks
    assert site.kept.calls == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"\xff\xfe", b"null", b"[]", b'"x"', b"{}", b'{"update_id":"9"}', b'{"update_id":true}',
     b"[" * 100_000, b'{"update_id":' + b"9" * 5000 + b"}"],
    ids=["empty", "words", "bytes", "null", "list", "text", "object", "text id", "true id", "deep", "huge id"],
)  # fmt: skip
async def test_what_is_no_update_is_accepted_and_forgotten_with_a_line_in_the_log(site, body) -> None:
    with capture_logs() as logs:
        assert await site.call(body, SECRET) == (200, b"", None)
    assert [entry["action"] for entry in logs] == ["telegram_no_update"]
    assert site.kept.calls == 0


async def test_an_update_that_cannot_be_read_is_stored_as_unknown(site) -> None:
    assert await site.call({"update_id": 10, "message": "?"}, SECRET) == (200, b"", None)
    assert [(update.kind, update.update_id) for update in site.kept.updates] == [("unknown", "110200300:10")]


async def test_what_could_not_be_stored_is_asked_for_again(site) -> None:
    site.kept.refuses = 1
    assert await site.call(UPDATE, SECRET) == (503, b"", "10")
    assert await site.call(UPDATE, SECRET) == (200, b"", None)
    assert len(site.kept.updates) == 1


async def test_a_stopped_channel_asks_telegram_to_come_again(site) -> None:
    await site.channel.stop()
    assert await site.call(UPDATE, SECRET) == (503, b"", "10")
    assert site.kept.calls == 0


async def test_a_method_call_is_never_reflected(site) -> None:
    mirror = UPDATE | {"method": "sendMessage", "chat_id": 81, "text": "mirrored"}
    assert await site.call(mirror, SECRET) == (200, b"", None)


@pytest.mark.parametrize("secret", [None, "", "with space", "ключ", "x" * 257, "new\nline"])
async def test_the_start_refuses_a_secret_that_telegram_would_not_take(kept, secret) -> None:
    channel = TelegramChannel("1:x", mode="webhook", webhook_secret=secret)
    with pytest.raises(ValueError, match="1 to 256 characters"):
        await channel.start(kept)


def test_polling_opens_no_door() -> None:
    assert TelegramChannel("1:x", webhook_secret=SECRET).routes() == []


async def test_telegram_is_told_where_to_call_and_calls(fake_telegram, site) -> None:
    ann = fake_telegram.user("Ann")
    root = site.url.removesuffix(PATH)
    caller = TelegramChannel(
        fake_telegram.token, base_url=fake_telegram.url, mode="webhook", webhook_url=root, webhook_secret=SECRET,
        timeouts=BRISK,
    )  # fmt: skip
    await ann.say("before the start")
    site.kept.refuses = 1
    await caller.start(Kept())
    await eventually(lambda: fake_telegram.webhook.url)
    assert fake_telegram.webhook.url == site.url
    assert fake_telegram.updates.allowed == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert fake_telegram.webhook.info()["max_connections"] == 40
    await eventually(lambda: site.kept.calls == 1)
    await caller.stop()
    assert (
        len(fake_telegram.updates.pending) == 1
    )  # refused: Telegram keeps it, and comes again after ten seconds


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/line", "http://127.0.0.1:9/line/"])
async def test_an_address_below_a_folder_keeps_its_folder(fake_telegram, address) -> None:
    caller = TelegramChannel(
        fake_telegram.token, base_url=fake_telegram.url, mode="webhook", webhook_url=address, webhook_secret=SECRET,
        timeouts=BRISK,
    )  # fmt: skip
    await caller.start(Kept())
    await eventually(lambda: fake_telegram.webhook.url)
    await caller.stop()
    assert fake_telegram.webhook.url == f"http://127.0.0.1:9/line{PATH}"


async def test_a_full_address_is_used_as_it_is(fake_telegram, site) -> None:
    caller = TelegramChannel(
        fake_telegram.token, base_url=fake_telegram.url, mode="webhook", webhook_url=site.url, webhook_secret=SECRET,
        timeouts=BRISK,
    )  # fmt: skip
    ann = fake_telegram.user("Ann")
    await caller.start(Kept())
    await eventually(lambda: fake_telegram.webhook.url == site.url)
    await ann.say("hello")
    await site.kept.holds(1)
    await caller.stop()
    assert site.kept.texts == ["hello"]
