"""Polling: what Telegram was told is stored, whatever happens in between; troubles are said once and survived."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.base import Inbound
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_polling import Patience
from bot.channels.telegram_transport import NotSent, SlowDown
from tests.bot.channels.conftest import BRISK, Kept, eventually
from tests.fake_telegram import FakeTelegram

ROOT = Path(__file__).parents[3]


@pytest.fixture
def ann(fake_telegram: FakeTelegram) -> Any:
    return fake_telegram.user("Ann")


def polls(fake: FakeTelegram) -> int:
    return sum(request.method == "getUpdates" for request in fake.requests)


async def test_what_waited_and_what_comes_is_stored_in_order(channel, ann, kept) -> None:
    await ann.say("before the start")
    await channel.start(kept)
    await kept.holds(1)
    await ann.say("after it")
    await kept.holds(2)
    assert kept.texts == ["before the start", "after it"]
    assert [update.update_id for update in kept.updates] == ["110200300:700000001", "110200300:700000002"]


async def test_the_offset_moves_only_past_what_was_stored(channel, fake_telegram, ann, kept) -> None:
    kept.refuses = 2
    await ann.say("one")
    await ann.say("two")
    with capture_logs() as logs:
        await channel.start(kept)
        await eventually(lambda: kept.calls == 2)
        assert len(fake_telegram.updates.pending) == 2
        await kept.holds(2)
        await eventually(lambda: not fake_telegram.updates.pending)
    assert kept.texts == ["one", "two"]
    assert [entry["action"] for entry in logs].count("telegram_not_stored") == 1


async def test_a_process_that_dies_before_storing_loses_nothing(fake_telegram, ann, channel, kept) -> None:
    await ann.say("one")
    await ann.say("two")
    program = f"""
import asyncio, os
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_polling import Patience
from bot.channels.telegram_transport import NotSent, SlowDown
async def die(updates): os._exit(9)
async def main():
    await TelegramChannel({fake_telegram.token!r}, base_url={fake_telegram.url!r}).start(die)
    await asyncio.sleep(20)
asyncio.run(main())
"""
    died = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert died.returncode == 9, died.stderr
    await channel.start(kept)
    await kept.holds(2)
    assert kept.texts == ["one", "two"]


async def test_an_update_that_cannot_be_read_stops_no_other_and_comes_once(
    channel, fake_telegram, ann, kept
) -> None:
    await channel.start(kept)
    for body in ({"message_id": "x"}, {"date": None, "chat": [], "text": {}}):
        fake_telegram.updates.push("message", body, ann.id)
    await ann.say("still here")
    await kept.holds(3)
    assert [update.kind for update in kept.updates] == ["unknown", "unknown", "message"]
    await eventually(lambda: not fake_telegram.updates.pending)
    assert len({update.update_id for update in kept.updates}) == 3


async def test_a_webhook_is_taken_down_and_nothing_dropped(channel, fake_telegram, ann, kept) -> None:
    await fake_telegram.webhook.set("http://127.0.0.1:9/hook", "secret", 1)
    await ann.say("one")
    await channel.start(kept)
    await kept.holds(1)
    assert fake_telegram.webhook.url == ""
    assert kept.texts == ["one"]


async def test_only_what_the_line_reads_is_asked_for(channel, fake_telegram, kept) -> None:
    await channel.start(kept)
    await eventually(lambda: fake_telegram.updates.allowed)
    assert fake_telegram.updates.allowed == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_the_start_does_not_wait_for_the_network(channel, fake_telegram, ann, kept) -> None:
    await fake_telegram.goes_down()
    with capture_logs() as logs:
        began = time.monotonic()
        await channel.start(kept)
        assert time.monotonic() - began < 0.5
        await asyncio.sleep(0.8)
        assert [entry["action"] for entry in logs] == ["telegram_away"]
        await fake_telegram.comes_back()
        await ann.say("one")
        await kept.holds(1)
    assert [entry["action"] for entry in logs] == ["telegram_away", "telegram_connected", "telegram_back"]


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "truncated", "502", "500", "429", "hang"])
async def test_polling_recovers_for_good_after(channel, fake_telegram, ann, kept, fault) -> None:
    fake_telegram.fault(fault, "getUpdates", nth=2, times=2)
    await channel.start(kept)
    await ann.say("one")
    await kept.holds(1)
    await eventually(lambda: not fake_telegram.faults.unanswered, within=20)
    await ann.say("two")
    await kept.holds(2)
    assert kept.texts == ["one", "two"]


async def test_a_network_that_goes_away_for_a_while_loses_nothing(channel, fake_telegram, ann, kept) -> None:
    await channel.start(kept)
    await ann.say("one")
    await kept.holds(1)
    with capture_logs() as logs:
        await fake_telegram.goes_down()
        await ann.say("two")
        await asyncio.sleep(1.5)
        await fake_telegram.comes_back()
        await kept.holds(2)
        await eventually(lambda: "telegram_back" in [entry["action"] for entry in logs])
    assert kept.texts == ["one", "two"]
    assert [entry["action"] for entry in logs] == ["telegram_away", "telegram_back"]


async def test_a_second_program_on_the_same_bot_is_said_once(channel, fake_telegram, kept) -> None:
    other = TelegramChannel(fake_telegram.token, base_url=fake_telegram.url, timeouts=BRISK)
    with capture_logs() as logs:
        await channel.start(kept)
        await eventually(lambda: polls(fake_telegram))
        await other.start(Kept())
        await asyncio.sleep(2)
    await other.stop()
    said = [entry["event"] for entry in logs if entry["action"] == "telegram_conflict"]
    assert set(said) == {"Another program is fetching this bot's messages; only one may. Stop the other one."}
    assert len(said) <= 2  # at most once each


async def test_a_wrong_token_is_said_once_and_tried_slowly(fake_telegram, kept) -> None:
    stranger = TelegramChannel("1:wrong", base_url=fake_telegram.url, timeouts=BRISK)
    with capture_logs() as logs:
        await stranger.start(kept)
        await asyncio.sleep(0.5)
        await stranger.stop()
    assert [entry["action"] for entry in logs] == ["telegram_bad_token"]


async def test_stopping_waits_for_what_is_being_stored(channel, ann, kept) -> None:
    kept.gate.clear()
    await ann.say("one")
    await channel.start(kept)
    await eventually(lambda: kept.calls)
    stopping = asyncio.create_task(channel.stop())
    await asyncio.sleep(0.1)
    assert not stopping.done()
    kept.gate.set()
    await stopping
    assert kept.texts == ["one"]


async def test_stopping_interrupts_the_long_poll_and_leaves_nothing_behind(fake_telegram, kept) -> None:
    patient = TelegramChannel(fake_telegram.token, base_url=fake_telegram.url)
    await patient.start(kept)
    await eventually(lambda: fake_telegram.busy)
    began = time.monotonic()
    await patient.stop()
    assert time.monotonic() - began < 1
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "telegram"]


async def test_a_fault_of_our_own_does_not_leave_the_line_deaf(channel, ann, kept) -> None:
    faults = [ValueError("a fault")]

    async def intake(updates: list[Inbound]) -> None:
        if faults:
            raise faults.pop()
        await kept(updates)

    await ann.say("one")
    with capture_logs() as logs:
        await channel.start(intake)
        await kept.holds(1)
    assert kept.texts == ["one"]
    assert "telegram_fault" in [entry["action"] for entry in logs]


async def test_the_group_the_bot_is_added_to_is_in_the_log(channel, fake_telegram, ann, kept) -> None:
    group = fake_telegram.group("Staff")
    with capture_logs() as logs:
        await channel.start(kept)
        await group.adds_bot(ann)
        await kept.holds(1)
    [entry] = [entry for entry in logs if entry["action"] == "telegram_group_joined"]
    assert (entry["group"], entry["title"]) == (str(group.id), "Staff")
    assert "telegram.staff_group" in entry["event"]


async def test_the_bot_learns_its_name(channel, fake_telegram, kept) -> None:
    assert channel.username is None
    await channel.start(kept)
    await eventually(lambda: channel.username)
    assert channel.username == "ownerline_test_bot"


def test_the_wait_doubles_up_to_half_a_minute_and_begins_anew_after_a_success() -> None:
    patience = Patience()
    assert [patience.after(NotSent("away")) for _ in range(8)] == [1, 2, 4, 8, 16, 30, 30, 30]
    assert patience.after(SlowDown(77)) == 77
    patience.succeeded()
    assert patience.after(NotSent("away")) == 1


async def test_a_server_that_tells_nothing_of_webhooks_is_polled_all_the_same(unused_tcp_port: int) -> None:
    """A server of one's own may know only the methods it needs."""
    user = {"id": 5, "is_bot": False, "first_name": "Ann"}
    message = {
        "message_id": 1,
        "date": 1_770_000_000,
        "chat": {"id": 5, "type": "private"},
        "from": user,
        "text": "hello",
    }

    async def answer(request: web.Request) -> web.Response:
        known = {
            "getme": {"id": 7, "is_bot": True, "first_name": "line", "username": "line_bot"},
            "getupdates": [{"update_id": 1, "message": message}],
        }
        method = request.match_info["method"].lower()
        if method not in known:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.json_response({"ok": True, "result": known[method]})

    application = web.Application()
    application.router.add_route("*", "/bot7:token/{method}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    stored: asyncio.Queue[Inbound] = asyncio.Queue()

    async def intake(updates: list[Inbound]) -> None:
        for update in updates:
            stored.put_nowait(update)

    channel = TelegramChannel("7:token", base_url=f"http://127.0.0.1:{unused_tcp_port}")
    await channel.start(intake)
    try:
        assert (await asyncio.wait_for(stored.get(), 5)).text == "hello"
    finally:
        await channel.stop()
        await runner.cleanup()
