"""Somebody out of reach, a group that moved, a topic that is gone: states, and no errors that are tried again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import clock
from bot.channels.base import Outbound, SendError
from bot.delivery_outcomes import Outcomes, Work
from storage import contacts, estates, outbox
from storage.db import Database
from tests.bot.mailroom import Mailroom, people, scripted, texts
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.usefixtures("plain_log")


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


def test_what_led_to_the_new_chat_stays_before_what_waited_behind_it(own: Database) -> None:
    asked_at = clock.now()
    with own.transaction() as connection:
        first, _ = (
            outbox.put(
                connection, now=asked_at, channel="telegram", chat="-5", payload={"chat": "-5", "text": text}
            )
            for text in ("one", "two")
        )
        [message] = outbox.claim(connection, [first], asked_at)
    work = Work(message, Outbound(chat="-5", text="one"))
    moved = SendError(reason="moved", moved_to="-6")
    Outcomes(own, "telegram").record([(work, moved)], asked_at + timedelta(seconds=1))
    with own.reading() as connection:
        line = outbox.due(connection, "telegram", asked_at, [])
    assert line[0].id == first, "a look that began before the move was known finds it first too"


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
