"""How fast a bot may send, and what happens to one that does not wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.fake_telegram import FakeTelegram

from .conftest import Api


async def _send(api: Api, chat: int) -> int:
    """0 when accepted, otherwise retry_after."""
    body = await api("sendMessage", chat_id=chat, text="x")
    return 0 if body["ok"] else int(body["parameters"]["retry_after"])


async def test_a_private_chat_takes_one_a_second_after_a_burst(
    slow_fake: FakeTelegram, slow_api: Api
) -> None:
    ann = slow_fake.user("Ann", met=True)
    assert [await _send(slow_api, ann.id) for _ in range(4)] == [0, 0, 0, 1]
    await slow_fake.clock.advance(1)
    assert await _send(slow_api, ann.id) == 0
    for _ in range(5):
        await slow_fake.clock.advance(1)
        assert await _send(slow_api, ann.id) == 0
    assert slow_fake.violations == []


async def test_a_group_takes_20_a_minute_whatever_the_topic(slow_fake: FakeTelegram, slow_api: Api) -> None:
    staff = slow_fake.forum("Staff")
    for _ in range(20):
        assert await _send(slow_api, staff.id) == 0
        await slow_fake.clock.advance(1, settle=0)
    assert await _send(slow_api, staff.id) == 40
    await slow_fake.clock.advance(40)
    assert await _send(slow_api, staff.id) == 0


async def test_all_chats_together_take_30_a_second(slow_fake: FakeTelegram, slow_api: Api) -> None:
    people = [slow_fake.user(f"P{number}", met=True) for number in range(31)]
    assert [await _send(slow_api, person.id) for person in people] == [0] * 30 + [1]
    await slow_fake.clock.advance(1)
    assert await _send(slow_api, people[30].id) == 0


async def test_more_than_30_a_second_are_taken_when_they_are_paid_for(
    slow_fake: FakeTelegram, slow_api: Api
) -> None:
    people = [slow_fake.user(f"P{number}", met=True) for number in range(1001)]
    for person in people[:1000]:
        assert (await slow_api("sendMessage", chat_id=person.id, text="x", allow_paid_broadcast=True))["ok"]
    refused = await slow_api("sendMessage", chat_id=people[1000].id, text="x", allow_paid_broadcast=True)
    assert refused["parameters"]["retry_after"] == 1
    assert await _send(slow_api, people[1000].id) == 0, "what is free counts apart"


async def test_asking_too_early_prolongs_the_wait_and_is_a_violation(
    slow_fake: FakeTelegram, slow_api: Api
) -> None:
    ann = slow_fake.user("Ann", met=True)
    bob = slow_fake.user("Bob", met=True)
    slow_fake.limits.block(str(ann.id), 5)
    assert await _send(slow_api, ann.id) == 6
    assert [(one.kind, one.scope) for one in slow_fake.violations] == [("before its deadline", str(ann.id))]
    assert await _send(slow_api, bob.id) == 0
    await slow_fake.clock.advance(5.5)
    assert await _send(slow_api, ann.id) == 2
    await slow_fake.clock.advance(2)
    assert await _send(slow_api, ann.id) == 0


async def test_edits_count_in_their_chat_and_answers_to_presses_do_not(
    slow_fake: FakeTelegram, slow_api: Api
) -> None:
    ann = slow_fake.user("Ann", met=True)
    first = (await slow_api("sendMessage", chat_id=ann.id, text="0"))["result"]["message_id"]
    codes = [
        (await slow_api("editMessageText", chat_id=ann.id, message_id=first, text=f"{number}")).get(
            "error_code"
        )
        for number in range(1, 4)
    ]
    assert codes == [None, None, 429]
    for _ in range(50):
        press = slow_fake.world.press(ann.id)
        assert (await slow_api("answerCallbackQuery", callback_query_id=press.id))["ok"]


async def test_limits_can_be_scaled_and_switched_off(slow_fake: FakeTelegram, slow_api: Api) -> None:
    staff = slow_fake.forum("Staff")
    slow_fake.limits.settings.scale = 60.0
    for _ in range(40):
        assert await _send(slow_api, staff.id) == 0
        await slow_fake.clock.advance(0.05, settle=0)
    slow_fake.limits.settings.on = False
    assert [await _send(slow_api, staff.id) for _ in range(40)] == [0] * 40


async def test_the_library_sees_retry_after(
    fake_telegram: FakeTelegram, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # the library warns of its coming default otherwise
    ann = fake_telegram.user("Ann", met=True)
    for _ in range(3):
        await bot.send_message(ann.id, "x")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(ann.id, "x")
    assert caught.value.retry_after == timedelta(seconds=1)
    refused = [request for request in fake_telegram.requests if request.code == 429]
    assert len(refused) == 1
