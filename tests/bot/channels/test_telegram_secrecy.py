"""The bot's token and the webhook's secret are in no log line, exception or repr, however things go wrong."""

from __future__ import annotations

import asyncio
import logging
import traceback
from typing import Any

import pytest
import structlog
from aiohttp import web

from bot.channels.base import Media, Outbound, SendError
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_transport import NotSent
from tests.bot.channels.conftest import BRISK, Kept, eventually
from tests.fake_telegram import FakeTelegram, tiny_photo

SECRET = "s3cret_Of-the-line"


async def test_a_full_day_of_work_at_debug_tells_no_token(fake_telegram, kept, caplog, capsys) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    ann = fake_telegram.user("Ann")
    channel = TelegramChannel(fake_telegram.token, base_url=fake_telegram.url, timeouts=BRISK)
    await channel.start(kept)
    await ann.photo(tiny_photo())
    [update] = await kept.holds(1)
    await channel.send(1, Outbound(chat=str(ann.id), text="hello", media=update.media))
    await channel.fetch(update.media[0].reference)
    for fault in ("reset_before", "truncated", "502", "500", "429"):
        fake_telegram.fault(fault, "sendMessage", ann)
        await channel.send(2, Outbound(chat=str(ann.id), text="hello"))
    fake_telegram.fault("502", "getUpdates")
    await eventually(lambda: not fake_telegram.faults.unanswered)
    await fake_telegram.goes_down()
    outcome = await channel.send(3, Outbound(chat=str(ann.id), text="hello"))
    await channel.stop()
    assert isinstance(outcome, SendError)
    said = caplog.text + "".join(capsys.readouterr()) + outcome.reason + repr(channel)
    assert "telegram_connected" in said
    assert fake_telegram.token.split(":")[1] not in said


async def test_setting_the_webhook_at_debug_tells_neither_token_nor_secret(
    fake_telegram, kept, caplog, capsys
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = TelegramChannel(
        fake_telegram.token, base_url=fake_telegram.url, mode="webhook", webhook_secret=SECRET, timeouts=BRISK,
        webhook_url="http://127.0.0.1:9",
    )  # fmt: skip
    await channel.start(kept)
    await eventually(lambda: fake_telegram.webhook.url)
    await channel.stop()
    said = caplog.text + "".join(capsys.readouterr())
    assert "telegram_connected" in said
    assert SECRET not in said
    assert fake_telegram.token.split(":")[1] not in said


@pytest.fixture
async def gossip() -> Any:
    """A gateway that repeats in its error page the address it was asked for."""

    async def repeat(request: web.Request) -> web.Response:
        return web.Response(text=f"<h1>cannot serve {request.rel_url}</h1>", status=400)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", repeat)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_gateway_that_repeats_the_address_is_not_repeated(gossip) -> None:
    channel = TelegramChannel("110200300:the-token", base_url=gossip, timeouts=BRISK)
    outcome = await channel.send(1, Outbound(chat="81", text="hello"))
    with pytest.raises(OSError, match="cannot be had") as caught:
        await channel.fetch("AgAC")
    await channel.stop()
    assert isinstance(outcome, SendError)
    assert "cannot serve" in outcome.reason
    assert "the-token" not in outcome.reason + "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:1", "http://no-such-host.invalid", "nonsense", "http://[bad"]
)
async def test_an_address_that_cannot_be_reached_tells_no_token(base_url) -> None:
    channel = TelegramChannel("110200300:the-token", base_url=base_url, timeouts=BRISK)
    with pytest.raises(NotSent) as caught:
        await channel._bot.get_me()
    await channel.stop()
    assert "the-token" not in "".join(traceback.format_exception(caught.value))


async def test_tracebacks_that_show_variables_show_no_token(fake_telegram: FakeTelegram) -> None:
    channel = TelegramChannel("110200300:the-token", base_url="http://127.0.0.1:1", timeouts=BRISK)
    shown = [repr(value) for value in (channel, channel._bot, channel._request, channel._sender)]
    await channel.stop()
    assert "the-token" not in "".join(shown)
    assert structlog.is_configured() in (True, False)


async def test_media_of_the_store_are_not_named_by_their_path(kept: Kept) -> None:
    channel = TelegramChannel("1:x")
    media = (Media(kind="photo", reference="file:/srv/media/of/ann.jpg"),)
    outcome = await channel.send(1, Outbound(chat="81", media=media))
    assert isinstance(outcome, SendError)
    assert "/srv" not in outcome.reason
