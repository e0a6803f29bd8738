"""Beyond one machine: connections that break, and two whole lines on one PostgreSQL. Nothing is lost, nothing sent twice."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from bot import clock
from bot.channels.base import Inbound
from bot.wiring import Line
from storage.conversations import conversations
from storage.db import Database
from storage.inbox import inbox
from storage.outbox import outbox
from storage.ticket_rows import tickets
from storage.webchat import webchat_log
from tests.fake_telegram.fake import FakeTelegram
from tests.support.line import at_home, running, settle


@pytest.fixture
def database(postgresql_url: str):
    opened = Database(postgresql_url)
    yield opened
    opened.close()


def said(number: int, chat: str, words: str) -> Inbound:
    return Inbound(
        channel="webchat", update_id=f"{chat}:{number}", kind="message", chat=chat, sender=chat, sender_name="Ann",
        sent_at=clock.now(), text=words, message_id=str(number),
    )  # fmt: skip


async def at_rest(database: Database, within: float) -> None:
    """Until nothing waits to be handled or sent."""
    async with asyncio.timeout(within):
        while await asyncio.to_thread(_waits, database):  # noqa: ASYNC110 - a database does not tell by itself
            await asyncio.sleep(0.1)


def _waits(database: Database) -> bool:
    with database.reading() as connection:
        waiting = connection.execute(select(inbox.c.id).where(inbox.c.state == "waiting").limit(1)).first()
        leaving = outbox.c.state.in_(("pending", "sending"))
        return bool(waiting or connection.execute(select(outbox.c.id).where(leaving).limit(1)).first())


def cut_all_connections(database: Database) -> int:
    with database.transaction() as connection:
        cut = text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(connection.execute(cut).scalar_one())


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_two_lines_on_one_database_do_everything_once(
    postgresql_url: str, database: Database, media_folder: Path
) -> None:
    """Owners of eight web chats write through either line; each message has one effect, and is answered once."""
    settle(postgresql_url)
    async with running(postgresql_url, media_folder) as one, running(postgresql_url, media_folder) as other:
        lines: list[Line] = [one, other]
        for number in range(2):
            await asyncio.gather(
                *(
                    lines[(chat + copy) % 2]._inbox.store(
                        [said(number, f"w{chat}", f"大堂的灯不亮，第{number}次")]
                    )
                    for chat in range(8)
                    for copy in range(2)  # each of them comes in through both
                )
            )
        await at_rest(database, 60)
    with database.reading() as connection:
        kept = connection.execute(select(inbox.c.state)).scalars().all()
        rows = connection.execute(select(outbox).where(outbox.c.channel == "webchat")).all()
        shown = (
            connection.execute(select(webchat_log.c.source).where(webchat_log.c.side == "line"))
            .scalars()
            .all()
        )
        opened = connection.execute(select(tickets.c.number)).scalars().all()
    assert kept == ["done"] * 16
    assert {(row.state, row.attempts, row.doubts) for row in rows} == {("sent", 1, 0)}
    assert Counter(shown) == Counter(f"out:{row.id}" for row in rows)
    assert len(opened) == len(set(opened)) >= 8


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_connections_cut_while_owners_write_lose_nothing(
    postgresql_url: str, database: Database, media_folder: Path, fake_telegram: FakeTelegram
) -> None:
    homes = settle(postgresql_url)
    owners = [fake_telegram.user(name, language_code="zh-hans") for name in ("Ann", "Bob", "Cat")]
    for owner in owners:
        at_home(postgresql_url, homes, owner.name, str(owner.id))
    fake_telegram.limits.settings.scale = 100
    async with running(postgresql_url, media_folder, fake_telegram):
        for round_ in range(4):
            for owner in owners:
                await owner.say(f"m{owner.id}x{round_}e 厨房水龙头漏水")
            await asyncio.sleep(0.3)
            assert await asyncio.to_thread(cut_all_connections, database) > 0
            await asyncio.sleep(0.3)
        cut = time.monotonic()
        await owners[0].say("谢谢")
        async with asyncio.timeout(20):
            while fake_telegram.updates.pending:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await at_rest(database, 20)
        assert time.monotonic() - cut < 20
    with database.reading() as connection:
        words = "\n".join(
            connection.execute(text("SELECT text FROM ticket_events WHERE actor = 'owner'")).scalars()
        )
        doubts = sum(connection.execute(select(outbox.c.doubts)).scalars())
        telegram = (outbox.c.channel == "telegram") & (outbox.c.state == "sent")
        queued = len(connection.execute(select(outbox.c.id).where(telegram)).all())
    marks = [f"m{owner.id}x{round_}e" for owner in owners for round_ in range(4)]
    assert [mark for mark in marks if words.count(mark) != 1] == []
    arrived = len(fake_telegram.accepted(method="sendMessage"))
    assert queued <= arrived <= queued + doubts


async def test_a_chat_locked_by_another_process_keeps_no_other_waiting(
    postgresql_url: str, database: Database, media_folder: Path
) -> None:
    settle(postgresql_url)
    async with running(postgresql_url, media_folder) as line:
        await line._inbox.store([said(1, "w1", "谢谢")])
        await at_rest(database, 20)
        with database.transaction() as connection:
            connection.execute(
                select(conversations.c.id).where(conversations.c.chat == "w1").with_for_update()
            )
            await line._inbox.store([said(1, "w2", "谢谢")])
            await _answered(database, "w2")


async def _answered(database: Database, chat: str) -> None:
    def answered() -> Any:
        with database.reading() as connection:
            return connection.execute(select(webchat_log.c.id).where(webchat_log.c.chat == chat)).first()

    async with asyncio.timeout(10):
        while not await asyncio.to_thread(answered):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
