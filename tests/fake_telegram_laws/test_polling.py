"""The law of getUpdates: what an offset acknowledges, who is refused, what expires when."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict

from tests.fake_telegram import FakeTelegram

from .conftest import Api, client_of, eventually


def _ids(body: dict) -> list[int]:
    return [update["update_id"] for update in body["result"]]


async def test_an_offset_acknowledges_all_before_it(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann")
    for text in ("1", "2", "3"):
        await ann.say(text)
    first, second, _ = await bot.get_updates(timeout=1)
    assert second.update_id == first.update_id + 1
    left = await bot.get_updates(offset=second.update_id, timeout=1)
    assert [update.message.text for update in left if update.message] == ["2", "3"]
    assert [update.id for update in fake_telegram.updates.delivered] == [first.update_id]


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(
    slow_fake: FakeTelegram, slow_api: Api
) -> None:
    ann = slow_fake.user("Ann")
    for text in ("1", "2", "3"):
        await ann.say(text)
    body = await slow_api("getUpdates", offset=-1)
    assert [update["message"]["text"] for update in body["result"]] == ["3"]
    assert len(slow_fake.updates.pending) == 1


async def test_at_most_100_come_at_once(slow_fake: FakeTelegram, slow_api: Api) -> None:
    ann = slow_fake.user("Ann")
    for number in range(120):
        await ann.say(str(number))
    assert len(_ids(await slow_api("getUpdates", limit=500))) == 100
    await slow_fake.clock.advance(1)
    assert len(_ids(await slow_api("getUpdates", limit=7))) == 7


async def test_the_same_offset_at_once_gets_one_update(slow_fake: FakeTelegram, slow_api: Api) -> None:
    ann = slow_fake.user("Ann")
    await ann.say("1")
    await ann.say("2")
    assert len(_ids(await slow_api("getUpdates"))) == 2
    assert len(_ids(await slow_api("getUpdates"))) == 1
    await slow_fake.clock.advance(0.6)
    assert len(_ids(await slow_api("getUpdates"))) == 2


async def test_a_short_poll_of_the_same_offset_is_made_to_wait(
    slow_fake: FakeTelegram, slow_api: Api
) -> None:
    await slow_api("getUpdates")
    poll = asyncio.ensure_future(slow_api("getUpdates"))
    await slow_fake.clock.advance(2.9)
    assert not poll.done()
    await slow_fake.clock.advance(0.2)
    assert (await poll)["result"] == []


async def test_a_long_poll_ends_when_something_comes_or_after_50_seconds(
    slow_fake: FakeTelegram, slow_api: Api
) -> None:
    ann = slow_fake.user("Ann")
    poll = asyncio.ensure_future(slow_api("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await ann.say("1")
    (number,) = _ids(await poll)
    poll = asyncio.ensure_future(slow_api("getUpdates", offset=number + 1, timeout=500))
    await slow_fake.clock.advance(49.9)
    assert not poll.done()
    await slow_fake.clock.advance(0.2)
    assert (await poll)["result"] == []


async def test_the_poller_that_came_first_is_thrown_out(fake_telegram: FakeTelegram, bot: Bot) -> None:
    async with client_of(fake_telegram) as other:
        first = asyncio.ensure_future(bot.get_updates(timeout=5))
        await eventually(lambda: fake_telegram.busy == 1)
        second = asyncio.ensure_future(other.get_updates(timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await fake_telegram.user("Ann").say("1")
        assert len(await second) == 1


async def test_polling_beside_a_webhook_is_refused(slow_fake: FakeTelegram, slow_api: Api) -> None:
    waiting = asyncio.ensure_future(slow_api("getUpdates", timeout=50))
    await eventually(lambda: slow_fake.busy == 1)
    assert (await slow_api("setWebhook", url="http://127.0.0.1:9/none"))["description"] == "Webhook was set"
    assert (await waiting)["description"] == "Conflict: terminated by setWebhook request"
    words = "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    assert await slow_api.refusal("getUpdates") == words
    again = asyncio.ensure_future(slow_api.refusal("getUpdates"))
    await slow_fake.clock.advance(2.5)
    assert not again.done()
    await slow_fake.clock.advance(1)
    assert await again == words
    await slow_api("deleteWebhook")
    assert (await slow_api("getUpdates"))["ok"]


async def test_presses_live_150_seconds_and_messages_a_day(slow_fake: FakeTelegram, slow_api: Api) -> None:
    ann = slow_fake.user("Ann", met=True)
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await slow_api("sendMessage", chat_id=ann.id, text="settled?", reply_markup=markup)
    await ann.say("1")
    await ann.tap("Yes")
    await slow_fake.clock.advance(149)
    assert len(_ids(await slow_api("getUpdates"))) == 2
    await slow_fake.clock.advance(2)
    assert [sorted(update) for update in (await slow_api("getUpdates"))["result"]] == [
        ["message", "update_id"]
    ]
    await slow_fake.clock.advance(86_400 - 152)
    assert len(slow_fake.updates.pending) == 1
    await slow_fake.clock.advance(3)
    assert (await slow_api("getWebhookInfo"))["result"]["pending_update_count"] == 0


async def test_only_what_is_asked_for_is_kept(slow_fake: FakeTelegram, slow_api: Api) -> None:
    ann = slow_fake.user("Ann")
    await slow_api("getUpdates", allowed_updates=["message"])
    said = await ann.say("1")
    await ann.edit(said, "2")
    await ann.blocks_bot()
    await slow_fake.clock.advance(5)
    body = await slow_api("getUpdates")
    assert [update["message"]["text"] for update in body["result"]] == ["1"]
    await slow_api("getUpdates", offset=_ids(body)[0] + 1, allowed_updates=[])
    await ann.edit(said, "3")
    body = await slow_api("getUpdates")
    assert [update["edited_message"]["text"] for update in body["result"]] == ["3"]
