"""The law of webhooks: the secret, the order within a queue, the window, the retries, what an answer may carry."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from aiohttp import web
from telegram import Bot

from tests.fake_telegram import FakeTelegram

from .conftest import Api, Receiver, eventually


async def test_updates_are_posted_with_the_secret(
    fake_telegram: FakeTelegram, bot: Bot, receiver: Receiver
) -> None:
    ann = fake_telegram.user("Ann")
    await ann.say("before")
    assert await bot.set_webhook(receiver.url, secret_token="s3cret_-", max_connections=7)
    await ann.say("after")
    await eventually(lambda: receiver.texts == ["before", "after"])
    assert receiver.headers == ["s3cret_-"] * 2
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == (receiver.url, 7)
    await eventually(lambda: not fake_telegram.updates.pending)
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


WRONG = [
    ({"url": "http://example.com/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    (
        {"url": "https://example.com:9000/x"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    ({"url": "http://127.0.0.1:1/", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ({"url": "http://127.0.0.1:1/", "secret_token": "a" * 257}, "secret token is too long"),
]


@pytest.mark.parametrize(("params", "words"), WRONG)
async def test_a_wrong_webhook_is_refused(api: Api, params: dict, words: str) -> None:
    assert await api.refusal("setWebhook", **params) == f"400 Bad Request: {words}"


async def test_one_chat_waits_for_its_answer_and_others_do_not(
    slow_fake: FakeTelegram, slow_api: Api, receiver: Receiver
) -> None:
    ann, bob = slow_fake.user("Ann", met=True), slow_fake.user("Bob")
    receiver.gate = asyncio.Event()
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await slow_api("sendMessage", chat_id=ann.id, text="settled?", reply_markup=markup)
    await slow_api("setWebhook", url=receiver.url)
    await ann.say("a1")
    await ann.say("a2")
    await bob.say("b1")
    await ann.tap("Yes")
    await ann.blocks_bot()
    await eventually(lambda: len(receiver.updates) == 4)
    await asyncio.sleep(0.05)
    assert sorted(receiver.texts) == ["?", "?", "a1", "b1"]
    receiver.gate.set()
    await eventually(lambda: len(receiver.updates) == 5)
    assert receiver.texts[-1] == "a2"


async def test_max_connections_and_twice_as_many_loaded_queues(
    slow_fake: FakeTelegram, slow_api: Api, receiver: Receiver
) -> None:
    receiver.gate = asyncio.Event()
    await slow_api("setWebhook", url=receiver.url, max_connections=3)
    for number in range(20):
        await slow_fake.user(f"P{number}").say(str(number))
    await eventually(lambda: len(receiver.updates) == 3)
    await asyncio.sleep(0.05)
    assert (receiver.now_open, slow_fake.webhook.loaded) == (3, 6)
    receiver.gate.set()
    await eventually(lambda: not slow_fake.updates.pending)
    assert receiver.most_open == 3


async def test_poisoned_chats_fill_the_window(
    slow_fake: FakeTelegram, slow_api: Api, receiver: Receiver
) -> None:
    receiver.decide = lambda update: 500 if update["message"]["text"] == "poison" else 200
    await slow_api("setWebhook", url=receiver.url, max_connections=1)
    for number in range(2):
        await slow_fake.user(f"P{number}").say("poison")
    await slow_fake.user("Ann").say("healthy")
    for _ in range(60):
        await slow_fake.clock.advance(10, settle=0.005)
    assert "healthy" not in receiver.texts
    assert len(receiver.updates) > 10


async def test_the_retry_law(slow_fake: FakeTelegram, slow_api: Api, receiver: Receiver) -> None:
    receiver.decide = lambda _: 500
    await slow_api("setWebhook", url=receiver.url)
    await slow_fake.user("Ann").say("1")
    attempts = slow_fake.webhook.attempts
    await eventually(lambda: len(attempts) == 2)
    for _ in range(400):
        await slow_fake.clock.advance(1, settle=0.004)
    pauses = [later.at - earlier.at for earlier, later in pairwise(attempts)]
    assert pauses[:7] == pytest.approx([0, 2, 4, 8, 16, 32, 64], abs=1.01)
    assert all(60 <= pause <= 121 for pause in pauses[6:])
    info = (await slow_api("getWebhookInfo"))["result"]
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")


async def test_retry_after_of_the_receiver_is_honoured(
    slow_fake: FakeTelegram, slow_api: Api, receiver: Receiver
) -> None:
    answers = iter([web.Response(status=503, headers={"Retry-After": "10"}), 200])
    receiver.decide = lambda _: next(answers)
    await slow_api("setWebhook", url=receiver.url)
    await slow_fake.user("Ann").say("1")
    await eventually(lambda: len(slow_fake.webhook.attempts) == 1)
    await slow_fake.clock.advance(9.5)
    assert len(receiver.updates) == 1
    await slow_fake.clock.advance(1)
    await eventually(lambda: not slow_fake.updates.pending)


async def test_what_would_expire_before_its_next_try_is_dropped(
    slow_fake: FakeTelegram, slow_api: Api, receiver: Receiver
) -> None:
    receiver.decide = lambda _: web.Response(status=503, headers={"Retry-After": "200"})
    ann = slow_fake.user("Ann", met=True)
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await slow_api("sendMessage", chat_id=ann.id, text="settled?", reply_markup=markup)
    await slow_api("setWebhook", url=receiver.url)
    await ann.tap("Yes")
    await eventually(lambda: len(slow_fake.webhook.dropped) == 1)
    assert not slow_fake.updates.pending


async def test_a_method_call_in_the_answer_is_executed_except_some(
    slow_fake: FakeTelegram, slow_api: Api, receiver: Receiver
) -> None:
    ann = slow_fake.user("Ann")
    answers = iter([
        web.json_response({"method": "sendMessage", "chat_id": ann.id, "text": "by the way"}, status=202),
        web.json_response({"method": "deleteWebhook"}),
    ])  # fmt: skip
    receiver.decide = lambda _: next(answers)
    await slow_api("setWebhook", url=receiver.url)
    await ann.say("1")
    await ann.say("2")
    await ann.hears("by the way")
    await eventually(lambda: not slow_fake.updates.pending)
    assert slow_fake.webhook.url == receiver.url


async def test_a_receiver_gone_for_23_hours_loses_its_webhook(
    slow_fake: FakeTelegram, slow_api: Api, receiver: Receiver
) -> None:
    receiver.decide = lambda _: web.Response(status=410, headers={"Retry-After": "3600"})
    await slow_api("setWebhook", url=receiver.url)
    await slow_fake.user("Ann").say("1")
    await eventually(lambda: len(slow_fake.webhook.attempts) == 1)
    for _ in range(22):
        await slow_fake.clock.advance(3600)
    assert slow_fake.webhook.url
    await slow_fake.clock.advance(7200)
    await eventually(lambda: not slow_fake.webhook.url)
    assert len(slow_fake.updates.pending) == 1


async def test_nobody_listening_is_a_failure_like_others(slow_fake: FakeTelegram, slow_api: Api) -> None:
    await slow_api("setWebhook", url="http://127.0.0.1:9/none")
    await slow_fake.user("Ann").say("1")
    await eventually(lambda: len(slow_fake.webhook.attempts) == 2)
    assert (await slow_api("getWebhookInfo"))["result"]["last_error_message"] == "Connection refused"
