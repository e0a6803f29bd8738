"""The fake itself holds: odd requests are refused and never break it, nothing is left behind, hands can run it."""

from __future__ import annotations

import asyncio
import sys

import aiohttp
import pytest

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.methods import METHODS

from .conftest import Api, eventually

ODD = (
    None,
    True,
    3,
    -1,
    2**70,
    1.5,
    "",
    "x",
    "水",
    "[",
    "[1]",
    "{}",
    '{"message_id": []}',
    [],
    [1],
    [None],
    {},
    {"a": 1},
)
PARAMETERS = (
    "chat_id", "text", "message_id", "reply_markup", "reply_parameters", "entities", "message_thread_id", "parse_mode",
    "media", "photo", "commands", "scope", "reaction", "offset", "allowed_updates", "url", "caption_entities", "name",
    "link_preview_options", "from_chat_id", "user_id", "latitude", "max_connections", "callback_query_id", "icon_color",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(known for known, _ in METHODS.values()))
async def test_no_odd_value_breaks_a_method(fake_telegram: FakeTelegram, api: Api, name: str) -> None:
    fake_telegram.limits.settings.on = False
    ann = fake_telegram.user("Ann", met=True)
    staff = fake_telegram.forum("Staff")
    bob = fake_telegram.user("Bob")
    await staff.opens_topic(bob, "A-1")
    for chat in (ann.id, staff.id):
        right = {
            "chat_id": chat,
            "from_chat_id": chat,
            "message_id": 1,
            "text": "x",
            "message_thread_id": 2,
            "action": "typing",
        }
        for parameter in PARAMETERS:
            for odd in ODD:
                fake_telegram.updates.allowed = []
                await ann.say("so that no poll has to wait")
                body = await api(name, **(right | {parameter: odd}))
                assert body["ok"] or body["error_code"] in (400, 409), body
        if name == "setWebhook":
            await api("deleteWebhook")


async def test_nothing_is_left_running_after_a_stop(session: aiohttp.ClientSession) -> None:
    before = asyncio.all_tasks()
    async with FakeTelegram() as fake:
        api = Api(fake, session)
        await api("setWebhook", url="http://127.0.0.1:9/none")
        await fake.user("Ann").say("x")
        await eventually(lambda: len(fake.webhook.attempts) > 1)
        await api("deleteWebhook")
        polling = asyncio.ensure_future(api("getUpdates", offset=10**9, timeout=50))
        await eventually(lambda: fake.busy == 1)
    assert (await polling)["result"] == []
    assert asyncio.all_tasks() == before


async def test_it_can_be_run_by_hand(session: aiohttp.ClientSession) -> None:
    arguments = (sys.executable, "-m", "tests.fake_telegram", "--port", "0", "--token", "42:by-hand")
    process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            base_url = (await process.stdout.readline()).decode().split()[1]
        async with session.get(f"{base_url}42:by-hand/getMe") as answer:
            assert (await answer.json())["result"]["id"] == 42
    finally:
        process.terminate()
        await process.communicate()
