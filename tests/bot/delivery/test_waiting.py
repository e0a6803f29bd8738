"""Waiting as long as told: a chat for itself, the whole channel when it is meant; the oracle is the fake's own ledger."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from bot.storms import STORM
from storage import channel_rests, outbox
from storage.db import Database
from tests.bot.mailroom import Mailroom, mailroom, people, texts
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("plain_log")

URGENT, INTERACTIVE, BULK = outbox.URGENT, outbox.INTERACTIVE, outbox.BULK


def rest_of(database: Database) -> datetime | None:
    with database.reading() as connection:
        return channel_rests.until(connection, "telegram")


async def test_a_chat_told_to_wait_is_left_alone_until_then_and_the_others_go_on(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    ann, bob = people(fake_telegram, 2)
    fake_telegram.fault("429", "sendMessage", ann, retry_after=2)
    room.put(ann, "one")
    await room.until(lambda: fake_telegram.requests)
    told = fake_telegram.requests[0].at
    room.put(ann, "two")
    room.put(ann, "now", priority=URGENT)
    room.put(bob, "for Bob")
    await room.settled()
    first = fake_telegram.accepted(ann)[0]
    assert 2.0 <= first.at - told < 2.6
    assert [entry.at - told < 1 for entry in fake_telegram.accepted(bob)] == [True]
    assert sorted(texts(fake_telegram, ann)) == ["now", "one", "two"]
    assert fake_telegram.violations == []


async def test_a_storm_of_refusals_halts_the_whole_channel(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    chats = people(fake_telegram, 12)
    fake_telegram.limits.block("all", 2)
    began = fake_telegram.clock.monotonic()
    for chat in chats[:STORM]:
        room.put(chat, "x")
    await room.until(lambda: len(fake_telegram.requests) >= STORM)
    await room.until(lambda: rest_of(room.database))
    early = len(fake_telegram.requests)
    for chat in chats[STORM:]:
        room.put(chat, "x")
    await room.settled(15)
    assert early == STORM
    assert all(request.code == 200 for request in fake_telegram.requests[STORM:])
    assert fake_telegram.accepted()[0].at - began >= 2
    assert len(fake_telegram.violations) == early  # nobody could know before


async def test_a_halt_outlives_the_process(own: Database, fake_telegram: FakeTelegram) -> None:
    fake_telegram.limits.settings.penalty = 0.1
    chats = people(fake_telegram, STORM + 2)
    fake_telegram.limits.block("all", 2)
    async with mailroom(own, fake_telegram) as room:
        for chat in chats[: STORM + 1]:
            room.put(chat, "x")
        await room.until(lambda: len(fake_telegram.requests) >= STORM)
        await asyncio.sleep(0.1)
    known = len(fake_telegram.violations)
    async with mailroom(own, fake_telegram) as room:
        room.put(chats[-1], "somebody else")
        await room.settled(15)
    assert len(fake_telegram.violations) == known
    assert len(texts(fake_telegram)) == len(chats)


async def test_chats_that_are_told_to_wait_one_after_the_other_halt_nobody_else(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    chats = people(fake_telegram, 12)
    for number, chat in enumerate(chats[:8]):
        fake_telegram.fault("429", "sendMessage", chat, retry_after=20 + 5 * number)
    for chat in chats:
        room.put(chat, "x")
    await room.until(lambda: len(texts(fake_telegram)) == 4, within=3)
    assert fake_telegram.violations == []
