"""What goes wrong on purpose, what the client sees of it, and what the ledger knows."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.faults import Fault, Faults
from tests.fake_telegram.fixtures import fail_if_unanswered

SEEN = [
    ("reset_before", NetworkError, 0),
    ("reset_after", NetworkError, 1),
    ("truncated", TelegramError, 1),
    ("502", NetworkError, 0),
    ("502_after", NetworkError, 1),
    ("500", NetworkError, 0),
]


@pytest.mark.parametrize(("kind", "error", "accepted"), SEEN)
async def test_a_fault_strikes_once_before_or_after_acceptance(
    fake_telegram: FakeTelegram, bot: Bot, kind: str, error: type[Exception], accepted: int
) -> None:
    ann = fake_telegram.user("Ann", met=True)
    fake_telegram.fault(kind, "sendMessage", ann)
    with pytest.raises(error) as caught:
        await bot.send_message(ann.id, "first")
    assert not isinstance(caught.value, BadRequest)
    assert [entry.answered for entry in fake_telegram.accepted(ann)] == [False] * accepted
    assert len(ann.inbox) == accepted
    await bot.send_message(ann.id, "second")
    assert fake_telegram.accepted(ann)[-1].answered is True


async def test_the_nth_request_of_one_chat_is_struck(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann, bob = fake_telegram.user("Ann", met=True), fake_telegram.user("Bob", met=True)
    fake_telegram.fault("502", "sendMessage", ann, nth=2)
    await bot.send_message(bob.id, "x")
    await bot.send_message(ann.id, "x")
    await bot.send_message(bob.id, "x")
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "x")


async def test_a_scripted_429_closes_its_scope_until_the_deadline(
    fake_telegram: FakeTelegram, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    ann, bob = fake_telegram.user("Ann", met=True), fake_telegram.user("Bob", met=True)
    fake_telegram.fault("429", "sendMessage", ann, retry_after=3, everywhere=True)
    with pytest.raises(TelegramError, match="Retry in 0:00:03"):
        await bot.send_message(ann.id, "x")
    with pytest.raises(TelegramError, match="Flood control exceeded"):
        await bot.send_message(bob.id, "x")
    assert [one.scope for one in fake_telegram.violations] == ["all"]


async def test_a_delay_only_delays(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    fake_telegram.fault("delay", "sendMessage", seconds=0.05)
    await bot.send_message(ann.id, "x")
    assert len(ann.inbox) == 1


async def test_the_server_can_go_down_and_come_back_on_its_port(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    ann = fake_telegram.user("Ann", met=True)
    await fake_telegram.goes_down()
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "x")
    await fake_telegram.comes_back()
    await bot.send_message(ann.id, "x")


def test_chance_comes_from_the_seed_and_needs_no_request() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault("502", probability=0.3))
        return [faults.next_for("sendMessage", 1) is not None for _ in range(200)]

    assert struck(1) == struck(1) != struck(2)
    assert 30 < sum(struck(1)) < 90
    assert not Faults().unanswered
    assert Faults().add(Fault("502")).unanswered
    with pytest.raises(ValueError, match="no fault is called 'gremlin'"):
        Fault("gremlin")


async def test_a_scripted_fault_that_nobody_met_fails_the_test(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    fake_telegram.fault("delay", "sendMessage", seconds=0)
    with pytest.raises(pytest.fail.Exception, match="no request came"):
        fail_if_unanswered(fake_telegram)
    await bot.send_message(ann.id, "x")
    fail_if_unanswered(fake_telegram)
