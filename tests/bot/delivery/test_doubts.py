"""What may have doubled a message is written down; what is sent once at most is not sent again."""

from __future__ import annotations

import asyncio

import pytest

from bot import clock
from storage import outbox
from storage.db import Database
from tests.bot.mailroom import Mailroom, mailroom, people, texts
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("plain_log")

URGENT, INTERACTIVE, BULK = outbox.URGENT, outbox.INTERACTIVE, outbox.BULK


@pytest.mark.parametrize(
    ("fault", "times_sent", "doubts"),
    [("reset_before", 1, 1), ("reset_after", 2, 1), ("truncated", 2, 1), ("502", 1, 1), ("502_after", 2, 1), ("hang", 1, 1)],
)  # fmt: skip
async def test_whatever_may_have_doubled_a_message_is_on_record(
    room: Mailroom, fake_telegram: FakeTelegram, fault: str, times_sent: int, doubts: int
) -> None:
    (ann,) = people(fake_telegram, 1)
    fake_telegram.fault(fault, "sendMessage", ann)
    row = room.put(ann, "once, please")
    await room.settled()
    assert texts(fake_telegram, ann) == ["once, please"] * times_sent
    assert (room.row(row).state, room.row(row).doubts) == ("sent", doubts)


async def test_killed_between_claim_and_outcome_leaves_a_doubt(
    database: Database, fake_telegram: FakeTelegram
) -> None:
    (ann,) = people(fake_telegram, 1)
    with database.transaction() as connection:
        row = outbox.put(
            connection,
            now=clock.now(),
            channel="telegram",
            chat=str(ann),
            payload={"chat": str(ann), "text": "x"},
        )
        outbox.claim(connection, [row], clock.now())
    async with mailroom(database, fake_telegram) as room:
        await room.settled()
        assert (room.row(row).state, room.row(row).doubts) == ("sent", 1)


async def test_twenty_restarts_let_no_window_over_the_law(own: Database, fake_telegram: FakeTelegram) -> None:
    """To the letter, at the moments at which the fake took them; a process that forgot its predecessors would send all at once."""
    fake_telegram.limits.settings.slack = 0.0
    chats = people(fake_telegram, 70)
    async with mailroom(own, fake_telegram) as room:
        await room.pause()
        for chat in chats:
            room.put(chat, "x", priority=BULK)
    for _ in range(20):
        async with mailroom(own, fake_telegram) as room:
            await asyncio.sleep(0.05)
    async with mailroom(own, fake_telegram) as room:
        await room.settled(20)
    assert fake_telegram.violations == []
    assert {request.code for request in fake_telegram.requests} == {200}
    moments = [entry.at for entry in fake_telegram.accepted()]
    assert len(moments) == 70
    assert all(later - earlier >= 1 for earlier, later in zip(moments, moments[30:], strict=False))


async def test_pieces_that_arrived_before_a_failure_count_as_a_doubt(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    (ann,) = people(fake_telegram, 1)
    fake_telegram.fault("429", "sendMessage", ann, nth=2, retry_after=1)
    row = room.put(ann, "x" * 5000)
    await room.settled()
    assert [len(text) for text in texts(fake_telegram, ann)] == [4096, 904]
    assert room.row(row).doubts == 1


# Once at most


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [("reset_before", 0), ("reset_after", 1), ("502", 0), ("502_after", 1), ("hang", 0)],
)
async def test_what_is_sent_once_at_most_ends_with_its_first_doubt(
    room: Mailroom, fake_telegram: FakeTelegram, fault: str, arrived: int
) -> None:
    (ann,) = people(fake_telegram, 1)
    fake_telegram.fault(fault, "sendMessage", ann)
    row = room.put(ann, "rather never than twice", once=True)
    await room.settled()
    assert (room.row(row).state, len(texts(fake_telegram, ann))) == ("unknown", arrived)


async def test_what_is_sent_once_at_most_is_tried_again_when_it_was_refused(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    (ann,) = people(fake_telegram, 1)
    fake_telegram.fault("429", "sendMessage", ann, retry_after=1)
    row = room.put(ann, "x", once=True)
    await room.settled()
    assert (room.row(row).state, texts(fake_telegram, ann)) == ("sent", ["x"])


async def test_killed_under_way_what_is_sent_once_at_most_is_not_sent_again(
    database: Database, fake_telegram: FakeTelegram
) -> None:
    (ann,) = people(fake_telegram, 1)
    async with mailroom(database, fake_telegram) as room:
        await room.pause()
        row = room.put(ann, "x", once=True)
    with database.transaction() as connection:
        outbox.claim(connection, [row], clock.now())
    async with mailroom(database, fake_telegram) as room:
        await room.settled()
        assert (room.row(row).state, texts(fake_telegram, ann)) == ("unknown", [])
