"""The urgent first, a chat's messages in order, a group no more than it takes."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from bot.channels.base import Media, Outbound
from storage import outbox
from storage.db import Database
from tests.bot.mailroom import Mailroom, mailroom, people, texts
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("plain_log")

URGENT, INTERACTIVE, BULK = outbox.URGENT, outbox.INTERACTIVE, outbox.BULK


async def test_urgent_before_interactive_before_bulk(own: Database, fake_telegram: FakeTelegram) -> None:
    chats = people(fake_telegram, 75)
    async with mailroom(own, fake_telegram) as room:
        await room.pause()
        for number, chat in enumerate(chats):
            room.put(chat, f"{number % 3}", priority=BULK - number % 3)
        room.start()
        await room.settled(15)
    order = texts(fake_telegram)
    assert sorted(order[:30])[5:] == ["2"] * 25  # with five others in the first second's thirty
    assert fake_telegram.violations == []


async def test_a_chats_messages_leave_in_order_one_at_a_time(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    (ann,) = people(fake_telegram, 1)
    fake_telegram.fault("502", "sendMessage", ann, nth=2)
    for word in "abcd":
        room.put(ann, word)
    await room.settled(15)
    assert texts(fake_telegram, ann) == list("abcd")
    moments = [entry.at for entry in fake_telegram.accepted(ann)]
    assert all(after - before >= 1 for before, after in itertools.pairwise(moments))


async def test_an_emergency_does_not_wait_for_a_pause_of_our_own(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    (ann,) = people(fake_telegram, 1)
    fake_telegram.fault("500", "sendMessage", ann, times=5)
    slow = room.put(ann, "the monthly letter", priority=BULK)
    await room.until(lambda: room.row(slow).attempts == 3)
    await asyncio.sleep(0.3)
    fake_telegram.faults.scripted.clear()
    room.put(ann, "leave the building", priority=URGENT)
    await room.until(lambda: texts(fake_telegram, ann), within=2.5)
    assert texts(fake_telegram, ann) == ["leave the building"]


async def test_a_group_takes_twenty_a_minute_and_keeps_nobody_else_waiting(
    own: Database, fake_telegram: FakeTelegram
) -> None:
    group = fake_telegram.forum("Staff")
    (ann,) = people(fake_telegram, 1)
    async with mailroom(own, fake_telegram, pause=0.01) as room:
        await room.pause()
        for number in range(18):
            room.put(group.id, f"line {number}")
        album = [{"kind": "photo", "reference": f"telegram|photo-{n}"} for n in range(3)]
        room.put(group.id, payload={"chat": str(group.id), "media": album})
        room.put(ann, "for Ann")
        room.start()
        await room.until(lambda: len(texts(fake_telegram, group.id)) == 18)
        await asyncio.sleep(0.3)
        assert texts(fake_telegram, ann) == ["for Ann"]
        assert (
            fake_telegram.accepted(group, "sendMediaGroup") == []
        )  # three pictures would be the 19th to 21st
        assert room.states()[18] == "pending"
    assert fake_telegram.violations == []
    assert [request.code for request in fake_telegram.requests] == [200] * 19


async def test_a_text_of_several_pieces_counts_piece_by_piece(room: Mailroom) -> None:
    count = room.channel.requests
    photos = Outbound(chat="-1", text="x" * 5000, media=tuple(_photo(n) for n in range(4)))
    assert [count(Outbound(chat="-1", text="x" * length)) for length in (1, 4096, 4097, 9000)] == [1, 1, 2, 3]
    assert count(photos) == 6
    assert count(Outbound(chat="-1", action="topic", text="x" * 5000)) == 1


def _photo(number: int) -> Media:
    return Media(kind="photo", reference=f"photo-{number}")


# What goes to many


async def test_what_goes_to_many_leaves_evenly_and_an_answer_takes_the_next_place(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    chats = people(fake_telegram, 61)
    await room.pause()
    for chat in chats[1:]:
        room.put(chat, "to many", priority=BULK)
    room.start()
    await room.until(lambda: len(texts(fake_telegram)) >= 40)
    room.put(chats[0], "to Ann")
    await room.settled()
    order, moments = texts(fake_telegram), [entry.at for entry in fake_telegram.accepted()]
    assert order.index("to Ann") <= 44
    assert all(later - earlier < 0.25 for earlier, later in itertools.pairwise(moments))
    assert most_at_once(moments, 0.1) <= 8
    assert fake_telegram.violations == []


def most_at_once(moments: list[float], seconds: float) -> int:
    return max(sum(start <= at < start + seconds for at in moments) for start in moments)


async def test_what_is_paid_for_leaves_at_its_own_rate_and_says_so(
    own: Database, fake_telegram: FakeTelegram
) -> None:
    chats = people(fake_telegram, 121)
    async with mailroom(own, fake_telegram, paid_per_second=1000) as room:
        await room.pause()
        room.put(chats[0], "to Ann")
        for chat in chats[1:]:
            room.put(chat, "to many", priority=BULK)
        room.start()
        await room.settled()
    paid = [bool(entry.payload.get("allow_paid_broadcast")) for entry in fake_telegram.accepted()]
    assert (paid.count(True), paid.count(False)) == (120, 1)
    moments = [entry.at for entry in fake_telegram.accepted()]
    assert moments[-1] - moments[0] < 3, "four seconds at the free rate"
    assert fake_telegram.violations == []
