"""What stands still goes higher, each once: swept twice, late, by two machines at once; and each claim is answered by an index."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from bot.sweeps import SWEEPS
from storage import escalations, holding, staff
from storage.db import Database
from storage.escalations import escalations as escalations_table
from storage.outbox import outbox
from storage.scope import LineScope
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.bot.test_sweeps import kinds, lines, opened
from tests.support.house import GROUP, House

pytestmark = pytest.mark.usefixtures("plain_log")


def with_managers(house: House) -> House:
    """Max manages and Dora directs, each with a private chat."""
    with house.database.transaction() as connection:
        for name, role, number in (("Max", "manager", "902"), ("Dora", "director", "903")):
            staff.add(
                connection,
                name=name,
                role=role,
                language="en",
                telegram_id=number,
                estate_ids=(house.estate_id,),
            )
    return house


@pytest.fixture
def house(database: Database, now: Any) -> House:
    return with_managers(House(database, now))


def now_is(house: House, ticket: Ticket) -> Ticket:
    with house.database.reading() as connection:
        found = Tickets(connection, LineScope()).by_id(ticket.id)
    assert found
    return found


async def unaccepted(house: House) -> Callable[[], int]:
    await opened(house, accept_by=house.now + timedelta(hours=1), respond_by=house.now + timedelta(days=9))
    return lambda: kinds(house).count("escalated")


async def handover(house: House) -> Callable[[], int]:
    await opened(
        house,
        handover_to_id=2,
        handover_by=house.now + timedelta(hours=1),
        respond_by=house.now + timedelta(days=9),
    )
    return lambda: kinds(house).count("handover_lapsed")


async def called(house: House, **due: Any) -> None:
    """A level was called an hour ago, and one of its clocks runs out within the hour."""
    ticket = await opened(house, respond_by=house.now + timedelta(days=9), level=1)
    values = {"ticket_id": ticket.id, "estate_id": ticket.estate_id, "level": 1, "name": "manager", "reason": "risk", "event": "x",
              "raised_at": house.now, "needed": 1, "decide_by": house.now, **due}  # fmt: skip
    with house.database.transaction() as connection:
        connection.execute(escalations_table.insert().values(values))


async def unanswered(house: House) -> Callable[[], int]:
    await called(house, accept_due=house.now + timedelta(hours=1))
    return lambda: kinds(house).count("level_unanswered")


async def undecided(house: House) -> Callable[[], int]:
    await called(house, decide_due=house.now + timedelta(hours=1))
    return lambda: kinds(house).count("level_undecided")


CASES = [unaccepted, handover, unanswered, undecided]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    "late_by", [timedelta(0), timedelta(minutes=20)], ids=["in time", "after some down time"]
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
    postgresql_url: str, now: Any, case: Callable[..., Any]
) -> None:
    house = with_managers(House(Database(postgresql_url), now))
    done = await case(house)
    house.now += timedelta(hours=1)
    both = threading.Barrier(2)

    def sweep() -> None:
        both.wait(5)
        house.sweeps.all_of_them()

    await asyncio.gather(*(asyncio.to_thread(sweep) for _ in range(2)))
    assert done() == 1
    house.database.close()


async def test_an_emergency_that_nobody_takes_reaches_the_manager_and_then_the_director(house: House) -> None:
    await opened(house, "着火了，厨房在冒烟")
    house.later(minutes=5)
    assert [line for line in lines(house, "902") if line.startswith("⬆️ LH-1001 · manager")]
    assert not [line for line in lines(house, "903") if line.startswith("⬆️")]
    house.later(minutes=31)
    assert [line for line in lines(house, "903") if line.startswith("⬆️ LH-1001 · director")]
    assert not [line for line in lines(house, GROUP) if line.startswith("⬆️")], (
        "a level is not called in the group"
    )


async def test_whoever_took_it_in_time_is_left_in_peace(house: House) -> None:
    await house.says("1", "厨房着火了")
    claim = f"desk:accept:{house.ticket_id('LH-1001')}"
    await house.give(house.message(GROUP, "", kind="button", sender="900", private=False, button=claim))
    house.later(minutes=5)
    assert "escalated" not in kinds(house)


async def test_a_level_is_called_again_in_its_own_rhythm_until_it_accepts(house: House) -> None:
    ticket = await opened(
        house, accept_by=house.now + timedelta(minutes=1), respond_by=house.now + timedelta(days=9)
    )
    for minutes, calls in ((1, 1), (9, 1), (1, 2), (10, 3)):
        house.later(minutes=minutes)
        assert len([line for line in lines(house, "902") if "⬆️" in line]) == calls
    await house.presses("902", f"desk:accept:{ticket.id}")
    assert now_is(house, ticket).stage == "assigned"
    house.later(minutes=60)
    assert len([line for line in lines(house, "902") if "⬆️" in line]) == 3
    assert not [line for line in lines(house, "903") if "⬆️" in line]


async def test_a_colleague_says_yes_or_no_where_they_were_asked(house: House) -> None:
    ticket = await opened(house, holder_id=1, stage="assigned", respond_by=house.now + timedelta(days=9))
    ask = f"desk:transfer:{ticket.id}:2"
    await house.give(house.message(GROUP, "", kind="button", sender="900", private=False, button=ask))
    assert "Wang Fang asks you to take LH-1001 over" in lines(house, "901")[-1]
    told = await house.presses("901", f"desk:handover_no:{ticket.id}:1")
    assert told[-1].text == "Noted. LH-1001 stays where it was."
    assert lines(house, "900")[-1].startswith("Guard Li does not take LH-1001 over: No: it is not my field")
    await house.give(house.message(GROUP, "", kind="button", sender="900", private=False, button=ask))
    told = await house.presses("901", f"desk:handover_yes:{ticket.id}")
    assert told[-1].text == "LH-1001 is yours now."
    assert "Guard Li（保安）" in lines(house, "1")[-1]
    assert now_is(house, ticket).holder_id == 2


async def test_a_guarded_emergency_is_called_in_private_alone_and_not_to_whom_it_is_about(
    house: House,
) -> None:
    ticket = await opened(house, "着火了，厨房在冒烟", guard="named")
    with house.database.transaction() as connection:
        LineStore(connection).subjects.name(ticket, 2, by="staff", at=house.now)
        before = connection.execute(select(outbox.c.id).order_by(outbox.c.id.desc())).scalar() or 0
    house.later(minutes=2)
    with house.database.reading() as connection:
        rows = connection.execute(
            select(outbox.c.chat).where(outbox.c.id > before, outbox.c.ticket_id == ticket.id)
        )
        chats = set(rows.scalars())
    assert {"900", "902", "903", "duty"} <= chats
    assert not {GROUP, "901"} & chats


CLAIMS = {
    "ix_escalations_accept_due": escalations.claim_unanswered,
    "ix_escalations_decide_due": escalations.claim_undecided,
    "ix_tickets_accept_by": holding.claim_unaccepted,
    "ix_tickets_handover_by": holding.claim_lapsed,
}


@pytest.mark.parametrize("index", CLAIMS)
def test_each_claim_is_answered_by_its_index(house: House, index: str) -> None:
    with house.database.transaction() as connection:
        asked: list[tuple[str, Any]] = []
        event.listen(
            connection, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values))
        )
        CLAIMS[index](connection, house.now)
        sql, values = next(one for one in asked if one[0].startswith("UPDATE"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = connection.exec_driver_sql(f"EXPLAIN {sql}", values)
        else:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        assert index in "\n".join(str(row) for row in plan)


def test_every_sweep_of_the_ladder_is_run() -> None:
    assert {"handovers", "undecided", "unanswered", "unaccepted"} <= {sweep.name for sweep in SWEEPS}
