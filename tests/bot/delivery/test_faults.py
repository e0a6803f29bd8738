"""What fails on our side: rows that cannot be read, a database that is away, clocks that jump."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot import clock
from bot.channels.base import SendError, Sent
from bot.delivery_outcomes import Outcomes
from bot.delivery_records import Records
from storage import outbox
from storage.db import Database, StorageError
from tests.bot.mailroom import scripted

pytestmark = pytest.mark.usefixtures("plain_log")


async def test_a_message_that_cannot_be_read_is_given_up_and_the_channel_goes_on(database: Database) -> None:
    async with scripted(database, []) as (room, tried):
        room.put("1", payload={"action": "from a newer version"})
        room.put("1", "next")
        room.put("2", "other")
        await room.settled()
        assert room.states() == ["failed", "sent", "sent"]
        assert len(tried) == 2


async def test_a_fault_of_the_channels_code_ends_one_message_as_unknown(own: Database) -> None:
    async with scripted(own, [KeyError("ours")]) as (room, _):
        room.put("1", "x")
        room.put("1", "y")
        await room.settled()
        assert room.states() == ["unknown", "sent"]


async def test_a_fault_while_choosing_does_not_silence_the_channel(
    own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    due, calls = Records.due, []

    def fails_once(self: Records, *args: Any, **how: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("ours")
        return due(self, *args, **how)

    monkeypatch.setattr(Records, "due", fails_once)
    async with scripted(own, []) as (room, _):
        await room.until(lambda: calls)
        room.put("1", "x")
        await room.settled()


async def test_an_outcome_is_kept_however_long_the_database_is_away(
    own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, calls = Outcomes.record, []

    def away(self: Outcomes, *args: Any) -> Any:
        calls.append(1)
        if len(calls) < 3:
            raise StorageError("the server is gone", passing=True)
        return record(self, *args)

    monkeypatch.setattr(Outcomes, "record", away)
    async with scripted(own, []) as (room, tried):
        room.put("1", "x")
        room.put("1", "y")
        await room.settled()
        assert room.states() == ["sent", "sent"]
        assert [one.text for one in tried] == ["x", "y"]


async def test_an_outcome_that_cannot_be_kept_whole_is_kept_plainly(
    own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: Any, **_more: Any) -> None:
        raise LookupError("ours")

    monkeypatch.setattr(Outcomes, "_mark", breaks)
    async with scripted(own, [Sent("5"), SendError(reason="no\x00 \ud800", permanent=True)]) as (room, _):
        room.put("1", "x")
        room.put("1", "y")
        await room.settled()
        assert room.states() == ["sent", "failed"]
        assert room.rows()[0].external_id == "5"


async def test_a_clock_put_back_holds_up_nothing(own: Database) -> None:
    async with scripted(own, []) as (room, _):
        await room.pause()
        ids = [room.put("1", word) for word in "ab"]
        with own.transaction() as connection:
            later = clock.now() + timedelta(hours=3)
            row = update(outbox.outbox).where(outbox.outbox.c.id.in_(ids))
            connection.execute(row.values(created_at=later, not_before=later))
        room.start()
        await room.settled(3)
        assert room.states() == ["sent", "sent"]


async def test_a_clock_put_back_while_running_holds_up_nothing(
    own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with scripted(own, []) as (room, _):
        room.put("1", "before")
        await room.settled()
        real = clock.now
        monkeypatch.setattr(clock, "now", lambda: real() - timedelta(hours=1))
        for chat in "123":
            room.put(chat, "after")
        await room.settled(3)


async def test_a_line_that_is_told_to_stop_just_as_something_comes_stops(own: Database) -> None:
    for pause in range(12):
        async with scripted(own, []) as (room, _):
            await asyncio.sleep(0.02)
            room.delivery.wake()
            for _ in range(pause % 4):
                await asyncio.sleep(0)
            await asyncio.wait_for(room.pause(), 2)
