"""What the clock sets off happens once: swept twice, swept late, swept by two at once, across a change of the hour."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.sweeps import SWEEPS, Sweep, Sweeps
from handlers.base import Acting
from handlers.staff.works import ordering, pricing, visiting
from handlers.tickets import on_time
from storage import staff, ticket_sweeps
from storage.db import Connection, Database
from storage.outbox import outbox
from storage.scope import LineScope
from storage.store import LineStore
from storage.ticket_rows import Ticket, ticket_events
from storage.tickets import Tickets
from tests.storage.asked.corrective_actions import ACTION
from tests.support.house import GROUP, House

pytestmark = pytest.mark.usefixtures("plain_log")


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return House(database, now)


async def opened(house: House, said: str = "厨房水龙头漏水，关不紧", **values: Any) -> Ticket:
    """A ticket of Ann's, as it stands after `values` were changed."""
    await house.says("1", said)
    with house.database.transaction() as connection:
        tickets = Tickets(connection, LineScope())
        found = tickets.newest(1)[0]
        assert found
        changed = tickets.change(found, **values) if values else found
        assert changed
        return changed


def lines(house: House, chat: str) -> list[str]:
    with house.database.reading() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.chat == chat).order_by(outbox.c.id)).all()
    return [row.payload.get("text", "") for row in rows]


def kinds(house: House) -> list[str]:
    with house.database.reading() as connection:
        return list(connection.execute(select(ticket_events.c.kind).order_by(ticket_events.c.id)).scalars())


def stage(house: House, ticket: Ticket) -> str:
    with house.database.reading() as connection:
        found = Tickets(connection, LineScope()).by_id(ticket.id)
    assert found
    return found.stage


def shorten(house: House, ticket: Ticket, kind: str, due: datetime) -> None:
    """A clock that ends earlier."""
    with house.database.transaction() as connection:
        store = LineStore(connection)
        [clock] = [one for one in store.clocks.running(ticket) if one.kind == kind]
        assert store.clocks.shorten(ticket, clock, due_at=due, warn_at=house.now)


async def reminder(house: House) -> Callable[[], int]:
    await opened(
        house,
        stage="resolved",
        remind_at=house.now + timedelta(hours=1),
        close_at=house.now + timedelta(hours=49),
    )
    before = len(lines(house, "1"))
    return lambda: len(lines(house, "1")) - before


async def silence(house: House) -> Callable[[], int]:
    await opened(house, stage="resolved", remind_at=None, close_at=house.now + timedelta(hours=1))
    return lambda: kinds(house).count("closed_silent")


async def late_answer(house: House) -> Callable[[], int]:
    ticket = await opened(house)
    shorten(house, ticket, "answer", house.now + timedelta(hours=1))
    return lambda: kinds(house).count("late")


async def broken_promise(house: House) -> Callable[[], int]:
    ticket = await opened(house)
    with house.database.transaction() as connection:
        Tickets(connection, LineScope()).promise(
            ticket, kind="visit", due_at=house.now + timedelta(hours=1), made_at=house.now, staff_id=None
        )
    return lambda: kinds(house).count("promise_broken")


async def decided_reminder(house: House) -> Callable[[], int]:
    await opened(
        house, stage="decided", complaint=True, remind_at=house.now + timedelta(hours=1),
        close_at=house.now + timedelta(days=16),
    )  # fmt: skip
    before = len(lines(house, "1"))
    return lambda: len(lines(house, "1")) - before


async def decided_silence(house: House) -> Callable[[], int]:
    await opened(
        house, stage="decided", complaint=True, remind_at=None, close_at=house.now + timedelta(hours=1)
    )
    return lambda: kinds(house).count("closed_silent")


async def follow_up(house: House) -> Callable[[], int]:
    ticket = await opened(house, stage="closed", complaint=True, holder_id=1)
    with house.database.transaction() as connection:
        LineStore(connection).followups.plan(ticket, kind="follow_up", due_at=house.now + timedelta(hours=1))
    return lambda: sum("Follow-ups" in line for line in lines(house, "900"))


async def late_action(house: House) -> Callable[[], int]:
    """An action of Wang Fang's against leaks."""
    with house.database.transaction() as connection:
        who = staff.by_telegram(connection, "900")
        assert who
        due = {
            "due_at": house.now + timedelta(hours=1),
            "made_at": house.now,
            "made_by": who.id,
            "owner_id": who.id,
        }
        LineStore(connection).corrective_actions.add(house.estate_id, form_key="k", **{**ACTION, **due})
    return lambda: len([line for line in lines(house, "900") if "#1" in line])


CASES = [
    reminder, silence, late_answer, broken_promise, decided_reminder, decided_silence, follow_up, late_action,
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    "late_by", [timedelta(0), timedelta(hours=1)], ids=["in time", "after an hour of down time"]
)
async def test_each_happens_once_however_often_it_is_swept(
    house: House, case: Callable[..., Any], late_by: timedelta
) -> None:
    done = await case(house)
    house.now += timedelta(minutes=59)
    house.sweeps.all_of_them()
    assert done() == 0
    house.now += timedelta(minutes=1) + late_by
    for _ in range(3):
        house.sweeps.all_of_them()
        house.now += timedelta(seconds=5)
    assert done() == 1


@pytest.mark.parametrize("case", CASES)
async def test_two_machines_at_once_do_each_once(
    postgresql_url: str, now: datetime, case: Callable[..., Any]
) -> None:
    house = House(Database(postgresql_url), now)
    done = await case(house)
    house.now += timedelta(hours=1)
    both = threading.Barrier(2)

    def sweep() -> None:
        both.wait(5)
        house.sweeps.all_of_them()

    await asyncio.gather(*(asyncio.to_thread(sweep) for _ in range(2)))
    assert done() == 1
    house.database.close()


def pages_to_duty(house: House) -> int:
    with house.database.reading() as connection:
        return len(connection.execute(select(outbox.c.id).where(outbox.c.channel == "terminal")).all())


async def test_a_page_is_repeated_until_somebody_accepts_it(house: House) -> None:
    ticket = await opened(house, "着火了，厨房在冒烟")
    assert pages_to_duty(house) == 1
    for count in (2, 3):
        house.now += timedelta(minutes=2)
        house.sweeps.all_of_them()
        house.sweeps.all_of_them()
        assert pages_to_duty(house) == count
    house.now += timedelta(hours=1)
    house.sweeps.all_of_them()
    assert pages_to_duty(house) == 4  # an hour of down time is one call, not thirty
    await house.presses("900", f"desk:accept:{ticket.id}")
    before = pages_to_duty(house)
    house.now += timedelta(hours=1)
    house.sweeps.all_of_them()
    assert pages_to_duty(house) == before


async def test_whoever_claims_an_emergency_is_on_it_and_nobody_is_called_again(house: House) -> None:
    await house.says("1", "厨房着火了")
    claim = f"desk:claim:{house.ticket_id('LH-1001')}"
    await house.give(house.message(GROUP, "", kind="button", sender="900", private=False, button=claim))
    before = len(lines(house, "901"))
    house.later(minutes=10)
    assert len(lines(house, "901")) == before


@pytest.mark.parametrize("ended", ["resolved", "closed", "withdrawn"])
async def test_nobody_is_called_about_what_has_ended(house: House, ended: str) -> None:
    await opened(house, "着火了，厨房在冒烟", stage=ended)
    house.now += timedelta(minutes=10)
    house.sweeps.all_of_them()
    assert pages_to_duty(house) == 1


async def test_silence_never_closes_before_the_reminder_had_its_time(house: House) -> None:
    """The line was down over both moments: the owner is reminded first, and has as long as ever to answer."""
    ticket = await opened(
        house,
        stage="resolved",
        remind_at=house.now + timedelta(hours=24),
        close_at=house.now + timedelta(hours=72),
    )
    house.now += timedelta(hours=100)
    house.sweeps.all_of_them()
    house.sweeps.all_of_them()
    assert stage(house, ticket) == "resolved"
    house.now += timedelta(hours=47)
    house.sweeps.all_of_them()
    assert stage(house, ticket) == "resolved"
    house.now += timedelta(hours=2)
    house.sweeps.all_of_them()
    assert stage(house, ticket) == "closed"


async def test_the_change_to_summer_time_moves_no_hour(database: Database) -> None:
    """In New York the clocks go forward on 8 March 2026 at 7:00 UTC: 24 hours stay 24 hours."""
    house = House(database, datetime(2026, 3, 8, 5, 30, tzinfo=UTC))
    with database.transaction() as connection:
        connection.execute(text("UPDATE estates SET timezone = 'America/New_York'"))
    ticket = await opened(house, stage="resolved", remind_at=None, close_at=house.now + timedelta(hours=24))
    house.now += timedelta(hours=23, minutes=59)
    house.sweeps.all_of_them()
    assert stage(house, ticket) == "resolved"
    house.now += timedelta(minutes=1)
    house.sweeps.all_of_them()
    assert stage(house, ticket) == "closed"


async def test_one_poisoned_ticket_keeps_no_other_from_its_due(house: House) -> None:
    first = await opened(house, stage="resolved", remind_at=None, close_at=house.now + timedelta(hours=1))
    house.now += timedelta(minutes=10)
    second = await opened(
        house, "门禁卡刷不开单元门", stage="resolved", remind_at=None, close_at=first.close_at
    )

    def close(ticket: Ticket, acting: Acting, store: LineStore) -> None:
        on_time.close_silent(ticket, acting, store)
        if ticket.id == first.id:
            raise LookupError("a bug of ours")

    def silent(connection: Connection, now: datetime, _settings: Any) -> Any:
        for one in ticket_sweeps.claim_silent(connection, now):
            yield one.number, one.estate_id, partial(close, one)

    sweeps = Sweeps(
        house.database, house.routes, house.rules, now=lambda: house.now, sweeps=(Sweep("silent", silent),)
    )
    house.now += timedelta(hours=2)
    for _ in range(3):
        sweeps.all_of_them()
    assert (stage(house, first), stage(house, second)) == ("resolved", "closed")
    told = [line for line in lines(house, GROUP) if "put aside" in line]
    assert [first.number in line for line in told] == [True]


async def test_a_sweep_that_fails_keeps_no_other_sweep_back(house: House) -> None:
    done = await silence(house)

    def fails(*_args: Any) -> Any:
        raise LookupError("a bug of ours")

    sweeps = Sweeps(
        house.database,
        house.routes,
        house.rules,
        now=lambda: house.now,
        sweeps=(Sweep("calls", fails), *SWEEPS),
    )
    house.now += timedelta(hours=2)
    sweeps.all_of_them()
    assert done() == 1


async def test_a_price_runs_out_once(house: House) -> None:
    ticket = await opened(house)
    house.staff_does(
        ticket.number, lambda request, store, of: pricing.offer(request, store, of, "180", "水龙头")
    )
    house.later(days=7, seconds=1)
    assert kinds(house).count("price_expired") == 1
    house.later(days=7)
    assert kinds(house).count("price_expired") == 1
    assert stage(house, ticket) == "in_progress"


async def test_an_order_that_lies_is_told_once(house: House) -> None:
    ticket = await opened(house)
    with house.database.reading() as connection:
        guard = staff.by_telegram(connection, "901")
    assert guard
    house.staff_does(
        ticket.number,
        lambda request, store, of: ordering.to_department(request, store, of, "工程", guard.id, "看看"),
    )
    house.later(hours=9)
    house.later(hours=9)
    assert kinds(house).count("order_late") == 1


async def test_the_evening_before_a_visit_is_said_once_and_not_after_it(house: House) -> None:
    ticket = await opened(house)
    window = ("2026-03-06T09:00", "2026-03-06T11:00")
    house.staff_does(
        ticket.number, lambda request, store, of: visiting.propose(request, store, of, *window, agreed=True)
    )
    house.now = datetime(2026, 3, 5, 9, 59, tzinfo=UTC)
    house.sweeps.all_of_them()
    assert not any("提醒您" in text for text in lines(house, "1"))
    house.now = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
    house.sweeps.all_of_them()
    house.sweeps.all_of_them()
    assert sum("提醒您" in text for text in lines(house, "1")) == 1


async def test_a_line_that_was_down_reminds_of_no_visit_that_is_over(house: House) -> None:
    ticket = await opened(house)
    window = ("2026-03-06T09:00", "2026-03-06T11:00")
    house.staff_does(
        ticket.number, lambda request, store, of: visiting.propose(request, store, of, *window, agreed=True)
    )
    house.later(days=5)
    assert not any("提醒您" in text for text in lines(house, "1"))
    assert "promise_broken" in kinds(house), "nobody said that somebody was there"
