"""A chat's messages in order, one at a time, chats side by side; what fails is put off or put aside, and the chat goes on."""

from __future__ import annotations

import asyncio
import itertools
import json
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update

from bot.owner_turn import OwnerTurn
from bot.turn import TRIES
from handlers import registry
from handlers.base import Mistake, Outcome, Reply, Request
from storage import conversations, inbox
from storage.db import Database, StorageError
from storage.outbox import outbox
from storage.owner_store import OwnerStore
from tests.support.house import GROUP, House

pytestmark = pytest.mark.usefixtures("plain_log")

Decide = Callable[[Request, OwnerStore], Outcome]


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return House(database, now)


def deciding(monkeypatch: pytest.MonkeyPatch, decide: Decide) -> None:
    """The capabilities are replaced by one decision; all around it is real."""
    monkeypatch.setattr(registry, "decide", decide)


def says_back(request: Request, _store: OwnerStore) -> Outcome:
    return Outcome(replies=(Reply(text=f"heard {request.text}"),))


def states(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(inbox.inbox.c.state).order_by(inbox.inbox.c.id)).scalars())


def reasons(database: Database) -> list[str]:
    with database.reading() as connection:
        where = inbox.inbox.c.state == inbox.DEAD
        return list(connection.execute(select(inbox.inbox.c.reason).where(where)).scalars())


def sent_to(database: Database, chat: str) -> list[str]:
    with database.reading() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.chat == chat).order_by(outbox.c.id)).all()
    return [row.payload["text"] for row in rows]


def words(*said: str) -> list[str]:
    """Words that are complete by themselves, so that none waits for the next."""
    return [f"/{word}" for word in said]


# In order, one at a time, side by side


async def test_a_chats_messages_are_handled_in_their_order(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    deciding(monkeypatch, says_back)
    await house.inbox.store([house.message("1", said) for said in words("a", "b", "c")])
    house.run()
    assert sent_to(house.database, "1") == ["heard /a", "heard /b", "heard /c"]


async def test_chats_run_side_by_side_and_each_one_at_a_time(
    postgresql_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(Database(postgresql_url), now)
    inside: dict[str, int] = {}
    seen: list[tuple[str, str]] = []
    met = threading.Barrier(2, timeout=5)

    def decide(request: Request, store: OwnerStore) -> Outcome:
        chat = store.household().contact.address
        inside[chat] = inside.get(chat, 0) + 1
        assert inside[chat] == 1
        if len(seen) < 2:
            met.wait()  # nobody passes unless two chats are handled at the same moment
        seen.append((chat, request.text))
        inside[chat] -= 1
        return Outcome(replies=())

    deciding(monkeypatch, decide)
    said = words(*"abcdefgh")
    await house.inbox.store([house.message(chat, word) for word in said for chat in ("1", "2")])
    threads = [threading.Thread(target=house.run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        await asyncio.to_thread(thread.join, 10)
    house.run()
    for chat in ("1", "2"):
        assert [word for where, word in seen if where == chat] == said
    house.database.close()


async def test_what_arrives_while_a_turn_ends_is_not_forgotten(
    postgresql_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turn is about to say that nothing waits in the chat, while the intake says that something does."""
    house = House(Database(postgresql_url), now)
    deciding(monkeypatch, says_back)
    settling, go_on = threading.Event(), threading.Event()
    settle = conversations.settle

    def slowly(*args: Any) -> None:
        settling.set()
        go_on.wait(5)
        settle(*args)

    monkeypatch.setattr(conversations, "settle", slowly)
    await house.inbox.store([house.message("1", "/a")])
    turning = threading.Thread(target=house.turn.next)
    turning.start()
    await asyncio.to_thread(settling.wait, 5)
    arriving = asyncio.create_task(house.inbox.store([house.message("1", "/b")]))
    await asyncio.sleep(0.1)
    go_on.set()
    await arriving
    await asyncio.to_thread(turning.join, 5)
    house.run()
    assert sent_to(house.database, "1") == ["heard /a", "heard /b"]
    house.database.close()


async def test_more_updates_than_a_turn_looks_at_are_all_handled(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    deciding(monkeypatch, says_back)
    pieces = [f"一句{n}" for n in range(inbox.AT_ONCE + 12)]
    await house.inbox.store([house.message("1", piece) for piece in pieces])
    house.later(seconds=9)
    house.later(seconds=9)
    assert set(states(house.database)) == {"done"}
    heard = "\n".join(sent_to(house.database, "1"))
    assert all(piece in heard.replace("heard ", "").split("\n") for piece in pieces)


# What fails


async def test_a_mistake_takes_back_what_was_half_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decide(_request: Request, store: OwnerStore) -> Outcome:
        store.set_muted(True)
        raise Mistake("common.no_such_ticket", number="LH-9")

    deciding(monkeypatch, decide)
    heard = await house.says("1", "/x")
    assert ["LH-9" in one.text for one in heard] == [True]
    assert states(house.database) == ["done"]
    with house.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM contacts WHERE muted")).scalar() == 0


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(lambda _store: 1 / 0, id="a plain one"),
        pytest.param(lambda _store: int("half \ud83d and \x00"), id="one that quotes what no database can keep"),
        pytest.param(lambda store: store._connection.execute(text("SELECT nothing")), id="a question that makes no sense"),
        pytest.param(
            lambda store: store._connection.execute(text("INSERT INTO estates (id) VALUES (NULL)")), id="a broken rule of the tables"
        ),
    ],
)  # fmt: skip
async def test_a_bug_puts_its_message_aside_tells_both_sides_and_the_chat_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch, fault: Callable[[OwnerStore], Any]
) -> None:
    def decide(request: Request, store: OwnerStore) -> Outcome:
        if request.text == "/bad":
            store.set_muted(True)
            fault(store)
        return says_back(request, store)

    deciding(monkeypatch, decide)
    await house.inbox.store([house.message("1", said) for said in words("a", "bad", "b")])
    house.run()
    assert states(house.database) == ["done", "dead", "done"]
    assert len(reasons(house.database)) == 1
    first, apology, last = sent_to(house.database, "1")
    assert (first, last) == ("heard /a", "heard /b")
    assert "Sorry" in apology
    assert "/bad" in sent_to(house.database, GROUP)[0]
    with house.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM contacts WHERE muted")).scalar() == 0
        urgent = connection.execute(
            select(outbox.c.priority).where(outbox.c.payload["text"].as_string().contains("/bad"))
        )
        assert set(urgent.scalars().all()) == {0}
        kept = connection.execute(text("SELECT words, urgency, private FROM tickets")).one()
        assert tuple(kept) == ("/bad", "E1", True)


@pytest.mark.parametrize("damaged", [{}, {"kind": "from a newer version"}, None])
async def test_an_update_that_can_no_longer_be_read_is_put_aside_alone(
    house: House, monkeypatch: pytest.MonkeyPatch, damaged: dict[str, Any] | None
) -> None:
    deciding(monkeypatch, says_back)
    await house.inbox.store([house.message("1", said) for said in words("a", "b")])
    with house.database.transaction() as connection:
        value = text("UPDATE inbox SET payload = :payload WHERE id = (SELECT min(id) FROM inbox)")
        connection.execute(value, {"payload": json.dumps(damaged)})
    house.run()
    house.later(minutes=5)
    assert states(house.database) == ["dead", "done"]
    assert sent_to(house.database, "1") == ["heard /b"]
    assert len(sent_to(house.database, GROUP)) == 1


async def test_a_fault_outside_the_handler_ends_after_a_few_tries(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    deciding(monkeypatch, says_back)
    finish = inbox.finish

    def fails(connection: Any, ids: list[int], turn_id: str) -> None:
        if ids == [1]:
            raise LookupError("beside the handler")
        finish(connection, ids, turn_id)

    monkeypatch.setattr(inbox, "finish", fails)
    monkeypatch.setattr(OwnerTurn, "_remember", lambda *_a: None)
    await house.inbox.store([house.message("1", said) for said in words("a", "b")])
    for _ in range(TRIES + 2):
        house.later(minutes=2)
    assert states(house.database) == ["dead", "done"]


async def test_a_failing_database_puts_the_chat_off_ever_longer_and_loses_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[datetime] = []

    def decide(request: Request, store: OwnerStore) -> Outcome:
        tried.append(house.now)
        store.set_muted(True)
        if len(tried) < 9:
            raise StorageError("disk full", passing=True)
        return says_back(request, store)

    deciding(monkeypatch, decide)
    await house.inbox.store([house.message("1", "/a")])
    for _ in range(1300):
        house.run()
        house.now += timedelta(milliseconds=250)
    pauses = [round((after - before).total_seconds()) for before, after in itertools.pairwise(tried)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert states(house.database) == ["done"]
    assert sent_to(house.database, "1") == ["heard /a"]


async def test_a_connection_lost_in_the_middle_of_a_turn_is_made_up_for(
    postgresql_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(Database(postgresql_url), now)
    tries = []

    def decide(request: Request, store: OwnerStore) -> Outcome:
        tries.append(1)
        if len(tries) == 1:
            pid = store._connection.execute(text("SELECT pg_backend_pid()")).scalar()
            other = Database(postgresql_url)
            with other.transaction() as connection:
                connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            other.close()
            time.sleep(0.05)
        store.set_muted(False)
        return says_back(request, store)

    deciding(monkeypatch, decide)
    await house.inbox.store([house.message("1", "/a")])
    house.run()
    house.later(seconds=2)
    assert sent_to(house.database, "1") == ["heard /a"]
    assert states(house.database) == ["done"]
    house.database.close()


async def test_chats_put_off_by_a_clock_since_put_back_are_pulled_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    deciding(monkeypatch, says_back)
    await house.inbox.store([house.message("1", "/a")])
    with house.database.transaction() as connection:
        connection.execute(
            update(conversations.conversations).values(ready_at=house.now + timedelta(hours=5))
        )
    house.run()
    assert states(house.database) == ["waiting"]
    with house.database.transaction() as connection:
        conversations.pull_back(connection, house.now)
    house.run()
    assert states(house.database) == ["done"]


# Whatever is done, in whatever order

_DEEDS = st.sampled_from(["say", "chat", "button", "edit", "photo", "album", "start", "bad", "odd", "unknown", "again", "turn", "wait"])  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=st.lists(st.tuples(_DEEDS, st.sampled_from(["1", "2", "9"])), min_size=1, max_size=25))
def test_every_update_has_exactly_one_outcome(deeds: list[tuple[str, str]], sqlite_template: Path) -> None:
    """Each update is handled in exactly one item or put aside, in the order of its chat; none twice, none never."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        file = Path(folder) / "o.db"
        file.write_bytes(sqlite_template.read_bytes())
        database = Database(f"sqlite:///{file}")
        now = datetime.fromisoformat("2026-03-03T09:30:00Z")
        handled: list[tuple[str, int]] = []
        asyncio.run(_live(House(database, now), deeds, handled, patch))
        with database.reading() as connection:
            kept = connection.execute(select(inbox.inbox).order_by(inbox.inbox.c.id)).all()
            rested = connection.execute(
                select(func.count()).where(conversations.conversations.c.ready_at.isnot(None))
            ).scalar()
        database.close()
    assert rested == 0
    assert {row.state for row in kept} <= {"done", "dead"}
    unread = [row.id for row in kept if row.payload.get("kind") == "unknown"]
    assert sorted(number for _, number in handled) == [row.id for row in kept if row.id not in unread]


async def _live(
    house: House, deeds: list[tuple[str, str]], handled: list[tuple[str, int]], patch: Any
) -> None:
    def decide(request: Request, _store: OwnerStore) -> Outcome:
        if "/bad" in request.text:
            raise RuntimeError("poisoned")
        return Outcome(replies=(Reply(text="ok"),))

    def noted(real: Callable[..., None]) -> Callable[..., None]:
        def note(connection: Any, ids: list[int], *rest: Any) -> None:
            handled.extend(("", number) for number in ids)
            real(connection, ids, *rest)

        return note

    patch.setattr(registry, "decide", decide)
    patch.setattr(inbox, "finish", noted(inbox.finish))
    patch.setattr(inbox, "put_aside", noted(inbox.put_aside))
    last = None
    for deed, chat in deeds:
        if deed == "turn":
            house.turn.next()
        elif deed == "wait":
            house.later(seconds=1.1)
        else:
            said = last if deed == "again" and last else _update(house, deed, chat)
            last = said
            await house.inbox.store([said])
    for _ in range(4):
        house.later(seconds=9)


def _update(house: House, deed: str, chat: str) -> Any:  # noqa: PLR0911 - a table
    match deed:
        case "chat":
            return house.message(chat, "谢谢")
        case "button":
            return house.message(chat, "", kind="button", button="more:1")
        case "edit":
            return house.message(chat, "改一下", kind="edit")
        case "photo":
            return house.message(chat, "")
        case "album":
            return house.message(chat, "", album=f"album-{chat}")
        case "start":
            return house.message(chat, "", kind="start", start="")
        case "bad":
            return house.message(chat, "/bad")
        case "odd":
            return house.message(chat, "\ud800\x00")
        case "unknown":
            return house.message(chat, "", kind="unknown")
        case _:
            return house.message(chat, "厨房水龙头漏水")
