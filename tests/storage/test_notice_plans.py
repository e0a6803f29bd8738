"""What is asked while a notice is under way is answered by an index on both engines, however many of its rows have left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from storage import notice_watches, outbox
from storage.addressing import Terms
from storage.audience import Audience
from storage.db import Connection, Database
from storage.delivery_rows import SENT, deliveries
from storage.notices import Notice
from storage.store import LineStore
from tests.storage.asked.notices import A_NOTICE, WORDS
from tests.storage.test_measure_plans import asked, plan
from tests.support.many_homes import NOW, fill

ACCOUNTS = 6_000


@pytest.fixture
def half_sent(database: Database) -> tuple[Database, Notice]:
    """Six thousand accounts, of which half have got it; the engines counted them while all were waiting."""
    with database.transaction() as connection:
        estate_id = fill(connection, ACCOUNTS)
        store = LineStore(connection)
        row = {**A_NOTICE, "estate_id": estate_id, "form_key": "f", "created_at": NOW}
        notice = store.notices.draft(WORDS, **row, state="sending", sent_at=NOW)
        assert notice
        store.deliveries.fan_out(notice, Audience(), Terms(today=NOW.date(), channels=("telegram",)))
        connection.execute(text("ANALYZE"))
        middle = select(func.min(deliveries.c.id) + ACCOUNTS // 2).scalar_subquery()
        connection.execute(update(deliveries).where(deliveries.c.id < middle).values(state=SENT))
        for number in range(500):
            outbox.put(
                connection, now=NOW, channel="telegram", chat=str(number), payload={}, priority=outbox.BULK
            )
        connection.execute(update(outbox.outbox).where(outbox.outbox.c.id % 10 != 0).values(state="sent"))
    return database, notice


def _read_in(on: Connection, notice: Notice) -> None:
    store = LineStore(on)
    store.deliveries.read_in(notice, store.deliveries.feed(notice, 150, NOW), "en")


Ask = Callable[[Connection, Notice], Any]

#: question -> the index that answers it, and which of its statements that is
QUESTIONS: dict[str, tuple[Ask, str, int]] = {
    "feed": (
        lambda on, one: LineStore(on).deliveries.feed(one, 150, NOW),
        "ix_deliveries_notice_id_state_id",
        0,
    ),
    "standing": (lambda on, one: LineStore(on).deliveries.standing(one), "notice_id", 0),
    "beside": (lambda on, one: LineStore(on).deliveries.standing(one), "ix_deliveries_beside", 1),
    "read_in": (_read_in, "", -1),
    "recall": (lambda on, one: LineStore(on).deliveries.hold(one), "ix_outbox_delivery_id", 0),
    "stop": (lambda on, one: LineStore(on).deliveries.stop(one, NOW), "deliveries_", -1),
    "bulk_waiting": (lambda on, _: outbox.bulk_waiting(on, NOW), "ix_outbox_due", 0),
    "due": (lambda on, _: outbox.due(on, "telegram", NOW, []), "ix_outbox_due", 0),
    "watches": (
        lambda on, _: notice_watches.claim(on, NOW, timedelta(seconds=10)),
        "ix_notice_watches_at",
        0,
    ),
}


#: What PostgreSQL answers so although it has the choice; the rest is about most of a small table, which it would read whole.
BY_ITSELF = ("feed", "beside", "recall", "bulk_waiting", "due")


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_is_answered_by_its_index(half_sent: tuple[Database, Notice], name: str) -> None:
    database, notice = half_sent
    ask, index, which = QUESTIONS[name]
    with database.transaction() as connection:
        with asked(connection) as statements:
            ask(connection, notice)
        if not database.is_sqlite and name not in BY_ITSELF:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        found = plan(connection, *statements[which])
        assert index in found, found
        lines = found.splitlines()
        whole = ("Seq Scan", "SCAN deliveries", "SCAN outbox", "SCAN notice_watches")
        assert not [line for line in lines if line.strip().startswith(whole) and "INDEX" not in line]
        if name == "read_in":
            assert "PRIMARY KEY" in found or "pk_deliveries" in found
        if name == "feed":
            assert "TEMP B-TREE" not in found
            assert "pk_deliveries" not in found, "it would read over all that have left"


def test_a_piece_is_a_handful_of_statements_whatever_its_size(half_sent: tuple[Database, Notice]) -> None:
    database, notice = half_sent
    with database.transaction() as connection:
        for limit in (10, 300):
            with asked(connection) as statements:
                assert len(LineStore(connection).deliveries.feed(notice, limit, NOW)) == limit
            assert len(statements) == 2
