"""A delivery of a notice ends as its message does: arrived, failed, or nobody knows; and while it is tried again it has no end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot import clock
from bot.channels.base import SendError, Sent
from bot.delivery_outcomes import Outcomes
from bot.posting import Posting, Routes
from storage import contacts, outbox
from tests.bot.mailroom import scripted
from tests.handlers.notices.writing import sent
from tests.handlers.staff.house import House, build

pytestmark = pytest.mark.usefixtures("plain_log")


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = build(database_url)
    yield made
    made.db.close()


def on_its_way(house: House, *, once: bool = False, **values: Any) -> Any:
    """A notice whose first message waits in the outbox; nothing else does."""
    notice, replies = sent(house, **values)
    with house.db.transaction() as connection:
        posting = Posting(
            connection, Routes(staff_group=None, page_channels=()), now=clock.now(), turn_id="n"
        )
        posting.post(tuple(replace(reply, once=once) for reply in replies[:1]), None)
    return notice


def reached(house: House, notice: Any) -> dict[str, int]:
    with house.store("Max") as store:
        return store.deliveries.reach(notice).contacts


TORN = SendError(reason="reset", doubtful=True)


@pytest.mark.parametrize(
    ("outcomes", "once", "ends"),
    [
        ([Sent("7")], False, {"sent": 1, "queued": 2}),
        ([SendError(reason="bad words", permanent=True)], False, {"failed": 1, "queued": 2}),
        ([SendError(reason="odd\x00 \ud800", permanent=True)], False, {"failed": 1, "queued": 2}),
        ([TORN, Sent("7")], False, {"sent": 1, "queued": 2}),
        ([TORN], True, {"unknown": 1, "queued": 2}),
        ([KeyError("ours")], False, {"unknown": 1, "queued": 2}),
    ],
    ids=["arrived", "refused", "refused in odd words", "tried again", "once at most", "a fault of ours"],
)
async def test_a_delivery_ends_as_its_message_does(
    house: House, outcomes: list[Any], once: bool, ends: dict[str, int]
) -> None:
    notice = on_its_way(house, once=once)
    async with scripted(house.db, outcomes) as (room, _):
        await room.settled()
    assert reached(house, notice) == ends


async def test_somebody_who_blocked_us_is_known_before_their_next_account_is_looked_for(house: House) -> None:
    notice = on_its_way(house)
    async with scripted(house.db, [SendError(reason="403", gone="blocked", permanent=True)]) as (room, _):
        await room.settled()
        chat = room.rows()[0].chat
    assert reached(house, notice) == {"failed": 1, "queued": 2}
    with house.db.reading() as connection:
        found = contacts.at(connection, "telegram", chat)
        assert found is not None
        assert found.state == "blocked"


@pytest.mark.parametrize(("once", "ends"), [(False, "sent"), (True, "unknown")])
async def test_a_delivery_that_a_dead_process_was_sending(house: House, once: bool, ends: str) -> None:
    notice = on_its_way(house, once=once)
    with house.db.transaction() as connection:
        found = outbox.due(connection, "telegram", clock.now(), [])
        outbox.claim(connection, [head.id for head in found], clock.now())
    async with scripted(house.db, []) as (room, _):
        await room.settled()
    assert reached(house, notice) == {ends: 1, "queued": 2}


async def test_a_delivery_has_an_end_also_where_what_follows_cannot_be_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: Any, **_more: Any) -> None:
        raise LookupError("ours")

    monkeypatch.setattr(Outcomes, "_sent", breaks)
    notice = on_its_way(house)
    async with scripted(house.db, []) as (room, _):
        await room.settled()
        assert room.states() == ["sent"]
    assert reached(house, notice) == {"sent": 1, "queued": 2}
