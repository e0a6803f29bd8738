"""Every promise, honest word, amber and lapse comes exactly once: late, twice, two at once, and whatever the hands of the clock do."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from storage import staff
from storage.breaches import breaches
from storage.db import Database
from storage.scope import LineScope
from storage.store import LineStore
from storage.ticket_rows import Ticket, promises, ticket_events
from storage.tickets import Tickets
from tests.support.house import GROUP, House

pytestmark = pytest.mark.usefixtures("plain_log")

LEAK = "厨房水龙头漏水，关不紧"


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return staffed(House(database, now))


def staffed(house: House) -> House:
    """With a manager, who answers where a promise is not kept."""
    with house.database.transaction() as connection:
        staff.add(
            connection, name="Max", role="manager", language="en", telegram_id="950", estate_ids=(house.estate_id,)
        )  # fmt: skip
    return house


async def opened(house: House, said: str = LEAK, **values: Any) -> Ticket:
    await house.says("1", said)
    with house.database.transaction() as connection:
        tickets = Tickets(connection, LineScope())
        found = tickets.newest(1)[0]
        changed = tickets.change(found, **values) if values else found
        assert changed
        return changed


def count(house: House) -> dict[str, int]:
    """What the clock has done so far."""
    with house.database.reading() as connection:
        kinds = list(connection.execute(select(ticket_events.c.kind)).scalars())
        rows = connection.execute(select(breaches.c.id)).all()
    found = {kind: kinds.count(kind) for kind in ("held", "late", "promise_broken")}
    return {"amber": said(house, "⏳ LH-1001: the first answer is due"), **found, "rows": len(rows)}


def said(house: House, words: str) -> int:
    """Messages to the staff group that begin so."""
    return sum(one.text.startswith(words) for one in house.all_to(GROUP))


def sweep(house: House, **by: float) -> dict[str, int]:
    house.now += timedelta(**by)
    for _ in range(3):
        house.sweeps.all_of_them()
    return count(house)


NOTHING = {"amber": 0, "held": 0, "late": 0, "promise_broken": 0, "rows": 0}
ONCE = NOTHING | {"amber": 1, "held": 1, "late": 1, "rows": 1}


async def test_an_answer_that_never_comes_is_amber_held_and_late_once_each(house: House) -> None:
    """Eight hours: amber two before the end, the honest word 72 minutes before it, and one breach for clock and promise."""
    await opened(house)
    assert sweep(house, hours=5, minutes=59) == NOTHING
    assert sweep(house, minutes=1) == NOTHING | {"amber": 1}
    assert sweep(house, minutes=47) == NOTHING | {"amber": 1}
    assert sweep(house, minutes=1) == NOTHING | {"amber": 1, "held": 1}
    assert sweep(house, minutes=71) == NOTHING | {"amber": 1, "held": 1}
    assert sweep(house, minutes=1) == ONCE
    assert sweep(house, hours=1) == ONCE
    with house.database.reading() as connection:
        found = {row.kind: row for row in connection.execute(promises.select())}
    assert found["answer"].broken_at is not None, "a promise stays broken, though its owner was told before"
    assert found["manager"].broken_at is None


async def test_the_answer_of_a_manager_is_a_promise_too_and_gets_no_honest_word_of_its_own(
    house: House,
) -> None:
    await opened(house)
    for _ in range(20):
        done = sweep(house, hours=1)
    assert done == {"amber": 1, "held": 1, "late": 1, "promise_broken": 1, "rows": 2}
    with house.database.reading() as connection:
        kinds = connection.execute(select(breaches.c.kind).order_by(breaches.c.id)).scalars()
        assert list(kinds) == ["answer", "manager"]


async def test_who_hears_of_the_danger_and_what(house: House) -> None:
    ticket = await opened(house)
    with house.database.transaction() as connection:
        keeper = staff.serving(connection, house.estate_id)[0]
        LineStore(connection).tickets.change(ticket, holder_id=keeper.id)
    house.heard("1")
    sweep(house, hours=7)
    [to_owner] = house.heard("1")
    for words in ("Wang Fang", "已收到", "主管", "400-000-0000", "01:30", "09:30"):
        assert words in to_owner.text, words
    for chat in ("900", "950", GROUP):
        assert [one for one in house.all_to(chat) if "has just been told" in one.text], chat


@pytest.mark.parametrize(
    "values",
    [
        *({"stage": stage} for stage in ("waiting_owner", "resolved", "closed", "withdrawn")),
        {"urgency": "E0"},
        {"contact_id": None},
    ],
    ids=str,
)
async def test_nobody_is_told_who_has_to_answer_is_done_or_cannot_be_told(
    house: House, values: dict[str, Any]
) -> None:
    await opened(house, **values)
    assert sweep(house, hours=7)["held"] == 0


async def test_an_owner_is_told_once_a_day_however_much_is_promised(house: House) -> None:
    ticket = await opened(house)
    for hours in (3, 4, 5, 30):
        with house.database.transaction() as connection:
            due = house.now + timedelta(hours=hours)
            LineStore(connection).tickets.promise(
                ticket, kind=f"visit-{hours}", due_at=due, made_at=house.now, staff_id=None,
                hold_at=due - timedelta(hours=1),
            )  # fmt: skip
    assert [sweep(house, hours=1)["held"] for _ in range(30)] == [0, *[1] * 27, *[2] * 2]


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)], ids=["forward", "back"])
async def test_the_hands_may_jump_by_an_hour_and_nothing_comes_twice(house: House, jump: timedelta) -> None:
    await opened(house)
    for _ in range(12):
        sweep(house, hours=1)
        house.now += jump
        sweep(house)
        house.now -= jump
        sweep(house)
    assert count(house) == ONCE


async def test_a_loop_that_stood_still_for_a_minute_does_each_once(house: House) -> None:
    await opened(house)
    for hours, minutes in ((6, 1), (0, 48), (1, 12)):
        sweep(house, hours=hours, minutes=minutes)
    assert count(house) == ONCE
    assert cause(house) == "holder_silent"


async def test_an_hour_of_down_time_is_said_honestly_and_once(house: House) -> None:
    await opened(house)
    assert sweep(house, hours=9) == NOTHING | {"late": 1, "rows": 1}
    assert sweep(house, hours=1) == NOTHING | {"late": 1, "rows": 1}
    assert cause(house) == "line_down"


def cause(house: House) -> str:
    with house.database.reading() as connection:
        return str(connection.execute(select(breaches.c.cause)).scalar_one())


@pytest.mark.parametrize(
    "start",
    [datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)],
    ids=["to summer time", "to winter time"],
)
async def test_a_change_of_the_hour_moves_nothing(database: Database, start: datetime) -> None:
    """In London the clocks change at 01:00 UTC, within these eight hours; they stay eight hours (D09)."""
    house = House(database, start)
    with database.transaction() as connection:
        connection.execute(text("UPDATE estates SET timezone = 'Europe/London'"))
    await opened(house)
    after = NOTHING | {"amber": 1, "held": 1}
    for hours, minutes, done in ((6, 47, NOTHING | {"amber": 1}), (0, 2, after), (1, 10, after)):
        assert sweep(house, hours=hours, minutes=minutes) == done
    assert sweep(house, minutes=1) == ONCE


@pytest.mark.parametrize("hours", [6, 6.9, 8])
async def test_two_machines_at_once_do_each_once(postgresql_url: str, now: datetime, hours: float) -> None:
    house = staffed(House(Database(postgresql_url), now))
    await opened(house)
    house.now += timedelta(hours=hours)
    both = threading.Barrier(2)

    def run() -> None:
        both.wait(10)
        house.sweeps.all_of_them()

    await asyncio.gather(*(asyncio.to_thread(run) for _ in range(2)))
    found = count(house)
    told = found.pop("late") + found.pop("promise_broken")
    assert (told, found) == {
        6: (0, {"amber": 1, "held": 0, "rows": 0}),
        6.9: (0, {"amber": 1, "held": 1, "rows": 0}),
        8: (1, {"amber": 0, "held": 0, "rows": 1}),
    }[hours]
    house.database.close()


async def test_a_fix_and_somebody_on_site_are_each_late_by_themselves(house: House) -> None:
    """Water through the ceiling is urgent: 15 minutes, 45 minutes, 24 hours."""
    ticket = await opened(house)
    with house.database.transaction() as connection:
        store, start = LineStore(connection), house.now
        for kind, minutes in (("on_site", 45), ("task", 60)):
            due = start + timedelta(minutes=minutes)
            store.clocks.start(
                ticket, kind, started_at=start, due_at=due, warn_at=due - timedelta(minutes=15)
            )
    sweep(house, hours=1)
    with house.database.reading() as connection:
        rows = connection.execute(select(breaches).order_by(breaches.c.due_at)).all()
    assert [(row.kind, row.cause) for row in rows] == [("on_site", "line_down"), ("task", "holder_silent")]
    assert said(house, "⏰ LH-1001: somebody on site was due") == 1
    assert said(house, "⏰ LH-1001: a task was due") == 1


async def test_a_word_ends_what_was_late_and_a_broken_date(house: House) -> None:
    ticket = await opened(house)
    with house.database.transaction() as connection:
        due = house.now + timedelta(hours=1)
        LineStore(connection).tickets.promise(
            ticket, kind="contact", due_at=due, made_at=house.now, staff_id=None
        )
    sweep(house, hours=9)
    with house.database.reading() as connection:
        assert list(connection.execute(select(breaches.c.ended_at)).scalars()) == [None, None]
    house.now += timedelta(hours=1)
    thread, card = house.topic("LH-1001")
    await house.give(
        house.message(GROUP, "We come at three.", sender="900", private=False, thread=thread, reply_to=card)
    )
    with house.database.reading() as connection:
        assert list(connection.execute(select(breaches.c.ended_at)).scalars()) == [house.now, house.now]
