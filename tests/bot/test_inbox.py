"""Nothing is acknowledged before it is kept, and what is kept once has one effect; on both engines."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text

from bot import inbox as door
from bot.channels.base import Inbound, Media, Refused
from bot.inbox import Inbox, first_look
from bot.settings import ConversationGroup
from bot.workers import Workers
from storage import db
from storage.conversations import conversations
from storage.db import Database
from storage.inbox import inbox
from storage.ticket_rows import tickets
from tests.support.house import House

pytestmark = pytest.mark.usefixtures("plain_log")


@dataclass
class Door:
    """An inbox by itself: `handed_on` is what it told the line of."""

    inbox: Inbox
    handed_on: list[Inbound]
    workers: Workers


@contextmanager
def opened(database: Database, now: datetime, writers: int = 1) -> Iterator[Door]:
    workers, handed_on = Workers(writers=writers), []
    made = Inbox(database, workers, ConversationGroup(), handed_on.extend, lambda: now)
    yield Door(made, handed_on, workers)
    workers.close()


def update(number: int | str, chat: str = "1", said: str = "厨房水龙头漏水", **more: Any) -> Inbound:
    values: dict[str, Any] = {
        "channel": "telegram", "update_id": f"7:{number}", "kind": "message", "chat": chat, "sender": chat,
        "sender_name": "Ann", "sent_at": datetime.fromisoformat("2026-03-03T09:30:00Z"), "text": said,
    }  # fmt: skip
    return Inbound(**(values | more))


def rows(database: Database, *columns: Any) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(*columns).order_by(inbox.c.id)))


# A database that cannot keep anything


@contextmanager
def read_only(url: str, _folder: Path) -> Iterator[Database]:
    if url.startswith("sqlite"):
        database = Database(url)
        event.listen(database.engine, "connect", lambda raw, _record: raw.execute("PRAGMA query_only=ON"))
    else:
        mark = "&" if "?" in url else "?"
        database = Database(f"{url}{mark}options=-c%20default_transaction_read_only%3Don")
    yield database
    database.close()


@contextmanager
def locked(url: str, _folder: Path) -> Iterator[Database]:
    other, mark = Database(url), "&" if "?" in url else "?"
    database = Database(url if other.is_sqlite else f"{url}{mark}options=-c%20lock_timeout%3D100")
    with other.transaction() as connection:
        if not other.is_sqlite:
            connection.execute(text("LOCK TABLE inbox"))
        yield database
    other.close()
    database.close()


@contextmanager
def gone(url: str, folder: Path) -> Iterator[Database]:
    if url.startswith("sqlite"):
        place = folder / "disk"
        place.mkdir()
        database = Database(f"sqlite:///{place / 'ownerline.db'}")
        shutil.rmtree(place)
    else:
        database = Database("postgresql://nobody@127.0.0.1:1/none")
    yield database
    database.close()


@pytest.mark.parametrize("trouble", [read_only, locked, gone])
async def test_what_cannot_be_kept_is_refused_and_not_acknowledged(
    database_url: str,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[..., Any],
) -> None:
    monkeypatch.setattr(db, "BUSY_MILLISECONDS", 100)
    with trouble(database_url, tmp_path) as database, opened(database, now) as at_the_door:
        with pytest.raises(Refused):
            await at_the_door.inbox.store([update(1)])
        assert at_the_door.handed_on == []
    healthy = Database(database_url)
    assert rows(healthy, inbox.c.id) == []
    with opened(healthy, now) as at_the_door:
        await at_the_door.inbox.store([update(1)])
        assert [one.update_id for one in at_the_door.handed_on] == ["7:1"]
    healthy.close()


async def test_a_flush_that_fails_by_a_fault_of_ours_leaves_nobody_waiting(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(database, now) as at_the_door:
        release = threading.Event()

        def breaks(_self: Inbox, _updates: list[Inbound]) -> None:
            release.wait(5)
            raise RuntimeError("a fault of ours")

        monkeypatch.setattr(Inbox, "_keep", breaks)
        first = asyncio.create_task(at_the_door.inbox.store([update(1)]))
        await asyncio.sleep(0.02)
        second = asyncio.create_task(at_the_door.inbox.store([update(2)]))
        await asyncio.sleep(0.02)
        release.set()
        told = await asyncio.wait_for(asyncio.gather(first, second, return_exceptions=True), 2)
        assert [type(one) for one in told] == [Refused, Refused]
        with pytest.raises(RuntimeError):
            await at_the_door.inbox._flush


async def test_somebody_who_hangs_up_takes_nothing_from_the_others(database: Database, now: datetime) -> None:
    with opened(database, now) as at_the_door:
        gone_away = asyncio.create_task(at_the_door.inbox.store([update(1)]))
        stays = asyncio.create_task(at_the_door.inbox.store([update(2)]))
        await asyncio.sleep(0)
        gone_away.cancel()
        await stays
        assert [row.update_id for row in rows(database, inbox.c.update_id)] == ["7:1", "7:2"]


# Once, however often


async def test_a_thousand_deliveries_of_one_update_have_one_effect(database: Database, now: datetime) -> None:
    house = House(database, now)
    said = house.message("1", "厨房水龙头漏水")
    doors = [Inbox(database, Workers(writers=4), ConversationGroup(), lambda _some: None, lambda: house.now)
             for _ in range(4)]  # fmt: skip
    await asyncio.gather(*(doors[n % 4].store([said]) for n in range(1000)))
    house.later(seconds=3)
    await doors[0].store([said])
    house.later(seconds=3)
    assert len(rows(database, inbox.c.id)) == 1
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(tickets)).scalar() == 1


async def test_what_arrives_while_the_disk_is_busy_shares_one_commit(
    database: Database, now: datetime
) -> None:
    commits = []
    event.listen(database.engine, "commit", commits.append)
    with opened(database, now) as at_the_door:
        await asyncio.gather(
            *(at_the_door.inbox.store([update(n, chat=str(n), said="谢谢")]) for n in range(100))
        )
    assert len(rows(database, inbox.c.id)) == 100
    assert len(commits) <= 3
    with database.reading() as connection:
        assert connection.execute(select(func.count()).where(conversations.c.ready_at <= now)).scalar() == 100


# What no database can keep as it is


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"text": "漏水\ud83d\x00了"}, id="half a character and NUL in the words"),
        pytest.param({"sender_name": "A\x00nn\udc00"}, id="in the name"),
        pytest.param({"album": "a\ud800", "media": (Media(kind="photo", reference="r\x00", name="\ud800"),)}, id="in a file"),
        pytest.param({"media": (Media(kind="video", reference="v", size=4_294_967_296),)}, id="a file of four gigabytes"),
        pytest.param({"text": "", "language": None, "message_id": None, "reply_to": None}, id="nothing at all"),
        pytest.param({"text": "null", "media": (Media(kind="location", latitude=None, longitude=None),)}, id="null"),
    ],
)  # fmt: skip
async def test_odd_content_is_kept_handled_and_answered(
    database: Database, now: datetime, odd: dict[str, Any]
) -> None:
    house = House(database, now)
    heard = await house.says("1", odd.pop("text", "厨房水龙头漏水"), **odd)
    assert [row.state for row in rows(database, inbox.c.state)] == ["done"]
    assert heard


async def test_an_update_that_no_database_takes_is_put_aside_and_keeps_nobody_else_out(
    database: Database, now: datetime
):
    with opened(database, now) as at_the_door:
        await at_the_door.inbox.store([update(1), update("\ud800"), update(3, chat="\x00\ud800"), update(4)])
    kept = rows(database, inbox.c.update_id, inbox.c.state)
    assert [tuple(row) for row in kept if row.state == "waiting"] == [("7:1", "waiting"), ("7:4", "waiting")]
    assert [row.state for row in kept if row.state != "waiting"] == ["dead", "dead"]


async def test_an_address_longer_than_its_column_is_put_aside_on_postgresql(
    postgresql_url: str, now: datetime
) -> None:
    database = Database(postgresql_url)
    with opened(database, now) as at_the_door:
        await at_the_door.inbox.store([update(1), update("x" * 200)])
    assert sorted(row.state for row in rows(database, inbox.c.state)) == ["dead", "waiting"]
    database.close()


async def test_a_fault_of_the_reader_keeps_no_update_out(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "parse", lambda *_a, **_k: 1 / 0)
    with opened(database, now) as at_the_door:
        await at_the_door.inbox.store([update(1)])
    assert [(row.state, row.held) for row in rows(database, inbox.c.state, inbox.c.held)] == [
        ("waiting", False)
    ]


async def test_what_nobody_can_read_is_done_at_once(database: Database, now: datetime) -> None:
    with opened(database, now) as at_the_door:
        await at_the_door.inbox.store([update(1, kind="unknown", said="")])
    assert [row.state for row in rows(database, inbox.c.state)] == ["done"]
    with database.reading() as connection:
        assert connection.execute(select(conversations.c.id)).first() is None


# When it may be handled


async def test_an_emergency_is_handled_before_every_queue(database: Database, now: datetime) -> None:
    house = House(database, now)
    await house.inbox.store([update(n, chat=str(n + 100), said="谢谢") for n in range(20)])
    house.now += timedelta(seconds=1)
    await house.inbox.store([update(50, chat="1", said="谢谢"), update(51, chat="1", said="着火了！")])
    house.turn.next()
    house.turn.next()
    done = [row.update_id for row in rows(database, inbox.c.update_id, inbox.c.state) if row.state == "done"]
    assert done == ["7:50", "7:51"]


def test_the_first_look_at_an_update(now: datetime) -> None:
    table = {
        "着火了": (False, True), "厨房水龙头漏水": (True, False), "谢谢": (False, False), "/help": (False, False),
        "": (True, False),
    }  # fmt: skip
    seen = {said: first_look(update(1, said=said), now) for said in table}
    assert {said: (look.piece, look.urgent) for said, look in seen.items()} == table
    in_a_group = first_look(replace(update(1, said="着火了"), private=False), now)
    assert (in_a_group.piece, in_a_group.urgent) == (False, False)


async def test_a_clock_put_back_keeps_nobody_waiting(database: Database, now: datetime) -> None:
    house = House(database, now)
    await house.inbox.store([house.message("1", "厨房水龙头漏水")])
    house.now = now - timedelta(hours=3)
    await house.inbox.store([house.message("1", "一直滴")])
    house.later(seconds=9)
    assert {row.state for row in rows(database, inbox.c.state)} == {"done"}


async def test_two_transactions_in_each_others_way_refuse_nothing(postgresql_url: str, now: datetime) -> None:
    """The intake holds chat 1 and wants chat 2; a turn holds chat 2 and wants chat 1: one of them is sent back."""
    mark = "&" if "?" in postgresql_url else "?"
    quick = Database(f"{postgresql_url}{mark}options=-c%20deadlock_timeout%3D50")
    slow = Database(f"{postgresql_url}{mark}options=-c%20deadlock_timeout%3D20000")
    wanted, holding = threading.Event(), threading.Event()

    def before(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if (
            statement.startswith("INSERT INTO conversations")
            and "2" in values.values()
            and not wanted.is_set()
        ):
            wanted.set()
            holding.wait(5)

    def turn() -> None:
        with slow.transaction() as connection:
            connection.execute(text("SELECT 1 FROM conversations WHERE chat = '2' FOR UPDATE"))
            wanted.wait(5)
            threading.Timer(0.2, holding.set).start()
            connection.execute(text("UPDATE conversations SET failures = 1 WHERE chat = '1'"))

    with opened(quick, now) as at_the_door:
        await at_the_door.inbox.store([update(1, chat="1"), update(2, chat="2")])
        other = threading.Thread(target=turn)
        other.start()
        await asyncio.sleep(0.1)
        event.listen(quick.engine, "before_cursor_execute", before)
        await at_the_door.inbox.store([update(3, chat="1"), update(4, chat="2")])
        await asyncio.to_thread(other.join, 5)
    assert wanted.is_set()
    assert len(rows(quick, inbox.c.id)) == 4
    with quick.reading() as connection:
        failures = connection.execute(select(conversations.c.failures).where(conversations.c.chat == "1"))
        assert failures.scalar() == 1
    quick.close()
    slow.close()
