"""Sending over the fake Bot API: the laws kept to the letter, the urgent first, every ambiguity written down.

The oracle is the fake's own ledger: what it accepted, when, and what came to a scope before its deadline.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot import clock
from bot.channels.base import Key, Laws, Media, Outbound, SendError, Sent
from bot.delivery_outcomes import Outcomes
from bot.delivery_records import Records
from storage import contacts, estates, outbox
from storage.db import Database, StorageError
from tests.bot.mailroom import Mailroom, mailroom
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("plain_log")

URGENT, INTERACTIVE, BULK = outbox.URGENT, outbox.INTERACTIVE, outbox.BULK


@pytest.fixture
def own(sqlite_url: str):
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture
async def room(own: Database, fake_telegram: FakeTelegram) -> AsyncIterator[Mailroom]:
    async with mailroom(own, fake_telegram) as made:
        yield made


def people(fake: FakeTelegram, count: int) -> list[int]:
    return [fake.user(f"P{n}", user_id=1000 + n, met=True).id for n in range(count)]


def texts(fake: FakeTelegram, chat: int | None = None) -> list[str]:
    return [entry.text for entry in fake.accepted(chat) if entry.method == "sendMessage"]


# Waiting as long as told


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
    for chat in chats[:3]:
        room.put(chat, "x")
    await room.until(lambda: len(fake_telegram.requests) >= 3)
    early = len(fake_telegram.requests)
    for chat in chats[3:]:
        room.put(chat, "x")
    await room.settled(15)
    assert early == 3
    assert all(request.code == 200 for request in fake_telegram.requests[3:])
    assert fake_telegram.accepted()[0].at - began >= 2
    assert len(fake_telegram.violations) == early  # nobody could know before


async def test_a_halt_outlives_the_process(own: Database, fake_telegram: FakeTelegram) -> None:
    chats = people(fake_telegram, 5)
    fake_telegram.limits.block("all", 2)
    async with mailroom(own, fake_telegram) as room:
        for chat in chats[:4]:
            room.put(chat, "x")
        await room.until(lambda: len(fake_telegram.requests) >= 4)
        await asyncio.sleep(0.1)
    known = len(fake_telegram.violations)
    async with mailroom(own, fake_telegram) as room:
        room.put(chats[4], "somebody else")
        await room.settled(15)
    assert len(fake_telegram.violations) == known
    assert len(texts(fake_telegram)) == 5


# Who goes first


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


# States, not errors


@pytest.mark.parametrize(
    ("condition", "state"),
    [("blocked", "blocked"), ("deactivated", "gone"), ("not_found", "gone"), ("cant_initiate", "blocked")],
)
async def test_somebody_out_of_reach_is_a_state_and_is_not_tried_again(
    room: Mailroom, fake_telegram: FakeTelegram, condition: str, state: str
) -> None:
    (ann,) = people(fake_telegram, 1)
    _known(room.database, str(ann))
    fake_telegram.condition(ann, condition)
    for word in "abc":
        room.put(ann, word)
    await room.settled()
    assert room.states() == ["failed"] * 3
    assert len(fake_telegram.requests) == 1
    with room.database.reading() as connection:
        assert contacts.at(connection, "telegram", str(ann)).state == state


def _known(database: Database, address: str) -> None:
    with database.transaction() as connection:
        estate = estates.add_estate(
            connection,
            code="LH",
            name="LH",
            timezone="Asia/Shanghai",
            jurisdiction="CN",
            language="en",
            phone="1",
        )
        contacts.add(
            connection, estate_id=estate, channel="telegram", address=address, name="Ann", at=clock.now()
        )


async def test_a_group_that_moved_is_followed_with_all_that_waits(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    old, new = fake_telegram.group("Staff"), fake_telegram.forum("Staff, larger")
    fake_telegram.condition(old, "migrated", migrate_to=new.id)
    room.put(old.id, "one")
    room.put(old.id, "two")
    await room.settled()
    assert texts(fake_telegram, new.id) == ["one", "two"]
    assert len(fake_telegram.requests) == 3
    assert {row.chat for row in room.rows()} == {str(new.id)}


async def test_a_group_that_moved_to_where_it_is_ends(own: Database) -> None:
    moved = SendError(reason="moved", moved_to="-5", permanent=False)
    async with scripted(own, [moved] * 3) as (room, tried):
        room.put("-5", "x")
        await room.settled()
        assert (room.states(), len(tried)) == (["failed"], 1)


@pytest.mark.parametrize("thread", ["ticket", "literal"])
@pytest.mark.parametrize("condition", ["topic_deleted", "forum_off"])
async def test_words_for_a_lost_topic_go_to_the_group_after_one_further_attempt(
    room: Mailroom, fake_telegram: FakeTelegram, thread: str, condition: str
) -> None:
    group = fake_telegram.forum("Staff")
    topic = 77
    fake_telegram.condition(group, condition)
    room.put(group.id, "words", thread=str(topic), ticket_id=None)
    await room.until(lambda: len(fake_telegram.requests) >= 2)
    fake_telegram.condition(group, None)
    await room.settled()
    await asyncio.sleep(0.2)
    assert len(fake_telegram.requests) <= 3
    assert len(room.rows()) == 1
    assert room.states()[0] in ("sent", "failed")


async def test_a_group_without_topics_gets_the_card_in_the_group(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    group = fake_telegram.group("Staff")
    room.put(group.id, "LH-1 leak", action="topic")
    room.put(group.id, "the card")
    await room.settled()
    assert room.states() == ["failed", "sent"]


# What nobody can know


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
    """Requests that leave together arrive spread out on a busy machine: a quarter of a second is allowed for that, while a
    process that forgot its predecessors would send all ninety within one."""
    fake_telegram.limits.settings.slack = 0.25
    chats = people(fake_telegram, 90)
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
    moments = [entry.at for entry in fake_telegram.accepted()]
    assert len(moments) == 90
    assert all(later - earlier >= 0.75 for earlier, later in zip(moments, moments[30:], strict=False))


async def test_pieces_that_arrived_before_a_failure_count_as_a_doubt(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    (ann,) = people(fake_telegram, 1)
    fake_telegram.fault("429", "sendMessage", ann, nth=2, retry_after=1)
    row = room.put(ann, "x" * 5000)
    await room.settled()
    assert [len(text) for text in texts(fake_telegram, ann)] == [4096, 904]
    assert room.row(row).doubts == 1


# What fails on our side


class _Scripted:
    """A channel that answers with what the test says, and remembers what was tried."""

    name = "telegram"

    def __init__(self, outcomes: list[Any]) -> None:
        self.laws = Laws()
        self.outcomes = outcomes
        self.tried: list[Outbound] = []

    async def send(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        self.tried.append(outbound)
        outcome = self.outcomes.pop(0) if self.outcomes else Sent(str(message_id))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def is_group(self, chat: str) -> bool:
        return chat.startswith("-")

    def requests(self, _outbound: Outbound) -> int:
        return 1


@asynccontextmanager
async def scripted(database: Database, outcomes: list[Any]) -> AsyncIterator[tuple[Mailroom, list[Outbound]]]:
    channel = _Scripted(outcomes)
    room = Mailroom(database, channel)
    room.start()
    try:
        yield room, channel.tried
    finally:
        await room.stop()


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

    def fails_once(self: Records, *args: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("ours")
        return due(self, *args)

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


# Edits


async def test_an_edit_of_a_card_that_was_never_sent_goes_into_the_card(own: Database) -> None:
    async with scripted(own, []) as (room, tried):
        await room.pause()
        card = room.put("-1", "received", keys=((Key(text="claim", data="c"),),))
        room.put("-1", "assigned", action="edit", edit_of=f"outbox:{card}", priority=URGENT)
        room.put("-1", "resolved", action="edit", edit_of=f"outbox:{card}")
        room.start()
        await room.settled()
        assert [(one.action, one.text) for one in tried] in (
            [("send", "resolved")],
            [("send", "assigned"), ("edit", "resolved")],
        )
        assert set(room.states()) == {"sent"}


async def test_of_several_edits_of_one_bubble_only_the_last_leaves(own: Database) -> None:
    async with scripted(own, [Sent("77")]) as (room, tried):
        card = room.put("-1", "received")
        await room.settled()
        await room.pause()
        with own.transaction() as connection:
            connection.execute(update(outbox.outbox).values(ticket_id=None))
        for text in ("assigned", "in progress", "resolved"):
            room.put("-1", text, action="edit", edit_of=f"outbox:{card}")
        room.start()
        await room.settled()
        assert [(one.action, one.text, one.edit_of) for one in tried[1:]] == [("edit", "resolved", "77")]
        assert set(room.states()) == {"sent"}
