"""A month of an estate of 5,000 units, hour by hour: what comes in, who answers, what is late, what goes up, what is left open.

Everything is real but the channel's wire and the clock's hands: each message goes through the inbox, the turn and the outbox of a
real database, each step of staff through the desk, each tick through the sweeps. Owners write as owners do (reports, several
matters at once, chases, thanks, complaints, emergencies); staff answer most things in time and some not, so that clocks run
out. What must never be is counted at the end: an open ticket without a holder or a next date, a message told twice, a broken file.

    python -m benchmarks.month [--units 5000] [--days 30] [--matters-per-unit 0.15] [--seed 7]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.posting import Posting
from bot.steps import run_step
from handlers.base import Mistake
from handlers.staff import desk
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints.decision import Draft
from storage import contacts, estates, pages, people, schema, staff
from storage.base import metadata
from storage.db import Connection, Database
from storage.outbox import outbox
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.ticket_rows import Ticket, promises, ticket_events, tickets
from storage.tickets import ENDED
from tests.support.house import House

START = datetime(2026, 3, 1, 0, 0, tzinfo=UTC)
TICK = timedelta(minutes=10)

#: What is said, and how often among a hundred.
SAID = (
    (14, "厨房水龙头一直滴水，关不紧"), (8, "客厅顶灯不亮，换了灯泡也没用"), (7, "卫生间下水堵了，水下不去"), (6, "阳台窗户关不严，下雨进水"),
    (5, "门禁卡刷不开单元门"), (5, "电梯又坏了，停在一楼不动"), (5, "家里跳闸了，合不上"), (4, "楼上半夜装修，吵得睡不着"),
    (4, "物业费怎么又涨了，依据是什么"), (4, "保安态度很差，跟他说话爱理不理"), (3, "报修三天了没人来，你们怎么办事的"), (3, "卧室墙面空鼓一大片"),
    (3, "车位被人占了，打电话不接"), (3, "楼道有人给电动车充电，太危险了"), (2, "还有楼道的灯也不亮，另外垃圾房好臭"), (2, "建议南门加个快递柜"),
    (2, "谢谢保安小李昨天帮我妈提东西"), (2, "上次修好的马桶又漏了，才两周"), (3, "the kitchen tap keeps dripping"), (2, "AC guy never showed up, took half a day off"),
    (2, "when is the pool opening"), (3, "廁所滲水，幾時有人上嚟睇"), (2, "樓上冷氣滴水滴到我個窗"), (2, "再不处理我就打12345，发抖音"),
    (1, "家里有股煤气味，好像是厨房"), (1, "电梯困人了，里面有个老人"), (1, "厨房水管爆了，漏到楼下了"),
)  # fmt: skip

#: Who serves: role, how many.
SERVING = (
    ("housekeeper", 12),
    ("engineer", 8),
    ("security", 4),
    ("officer", 3),
    ("expert", 2),
    ("manager", 3),
    ("director", 1),
    ("executive", 1),
)


class Estate(House):
    """The house of the tests, with thousands of homes."""

    units = 5000

    def _people(self) -> None:
        with self.database.transaction() as connection:
            self.estate_id = estates.add_estate(
                connection, code="LH", name="麗湖花園", timezone="Asia/Shanghai", jurisdiction="CN", language="zh-Hans",
                phone="400-000-0000",
            )  # fmt: skip
            self.serving = [
                staff.add(connection, name=f"{role} {n}", role=role, language="zh-Hans",
                          telegram_id=f"9{number:02}{n:03}", estate_ids=(self.estate_id,))
                for number, (role, many) in enumerate(SERVING) for n in range(many) if role in staff.ROLES
            ]  # fmt: skip
            for number in range(self.units):
                self._home(connection, number)

    def _home(self, connection: Connection, number: int) -> None:
        building, floor, door = number // 250 + 1, number % 250 // 10 + 1, number % 10 + 1
        unit_id = estates.add_unit(
            connection, estate_id=self.estate_id, building_id=estates.building_named(connection, self.estate_id, str(building)).id,
            label=f"{building}-1-{floor}{door:02}", floor=str(floor), housekeeper_id=self.serving[building % 12],
        )  # fmt: skip
        person = people.add(connection, estate_id=self.estate_id, name=f"Owner {number}")
        people.occupy(
            connection, estate_id=self.estate_id, person_id=person, unit_id=unit_id, role="owner", at=self.now
        )
        contact = contacts.add(
            connection,
            estate_id=self.estate_id,
            channel="telegram",
            address=str(number + 1),
            name=f"Owner {number}",
            at=self.now,
        )
        contacts.change(connection, contact.id, person_id=person)


class Month:
    """Thirty days, in steps of ten minutes."""

    def __init__(self, house: Estate, seed: int) -> None:
        self.house, self.chance = house, Random(seed)
        self.count: Counter[str] = Counter()
        self.sweep_ms: list[float] = []
        self.turn_s = 0.0
        self.turns = 0
        self.texts = [text for weight, text in SAID for _ in range(weight)]

    async def run(self, days: int, matters: int) -> None:
        ticks = int(timedelta(days=days) / TICK)
        due = sorted(self.chance.randrange(ticks) for _ in range(matters))
        for tick in range(ticks):
            self.house.now = START + tick * TICK
            while due and due[0] == tick:
                due.pop(0)
                await self._owner_writes()
            self._accept_calls()
            self._sweep()
            if tick % 6 == 0:
                self._staff_work()
                await self._owners_answer()

    async def _owner_writes(self) -> None:
        chat = str(self.chance.randrange(self.house.units) + 1)
        await self._say(chat, self.chance.choice(self.texts))
        self.count["messages"] += 1

    async def _say(self, chat: str, text: str, **more: Any) -> None:
        start = time.perf_counter()
        await self.house.inbox.store([self.house.message(chat, text, **more)])
        self.house.now += timedelta(seconds=9)
        self.house.run()
        self.turn_s += time.perf_counter() - start
        self.turns += 1

    def _sweep(self) -> None:
        start = time.perf_counter()
        self.count["swept"] += self.house.sweeps.all_of_them()
        self.sweep_ms.append((time.perf_counter() - start) * 1000)

    def _accept_calls(self) -> None:
        """Somebody whom a call is for takes it, most times within ten minutes."""
        with self.house.database.reading() as connection:
            burning = pages.unaccepted(connection, (self.house.estate_id,))
        for page, ticket in burning:
            called = page.audience or tuple(self.house.serving)
            if self.chance.random() < 0.7:
                self._step(self.chance.choice(called), "accept", desk.accept_alarm, ticket)

    def _staff_work(self) -> None:
        """Each hour every member of staff looks at some of what they hold; one in eight is away."""
        for staff_id in self.house.serving:
            if self.chance.random() < 0.12:
                continue
            held = self._held(staff_id)
            for ticket in held[: 1 + self.chance.randrange(6)]:
                self._work_on(staff_id, ticket)

    def _held(self, staff_id: int) -> list[Ticket]:
        with self.house.database.reading() as connection:
            who = staff.by_id(connection, staff_id)
            assert who
            return StaffStore(connection, who).tickets.held_by(staff_id)[::-1]

    def _work_on(self, staff_id: int, ticket: Ticket) -> None:
        roll = self.chance.random()
        if ticket.stage in ("received", "assessed", "reopened"):
            self._step(staff_id, "claim", desk.claim, ticket)
        elif ticket.stage in ("assigned", "in_progress") and roll < 0.25:
            self._step(staff_id, "reply", desk.reply, ticket, "师傅今天下午三点到，您在家吗？")
        elif ticket.stage in ("assigned", "in_progress") and roll < 0.32:
            self._step(staff_id, "ask", desk.ask_owner, ticket, "请问是冷水还是热水管？")
        elif ticket.stage in ("assigned", "in_progress", "decided") and roll < 0.55:
            self._finish(staff_id, ticket)

    def _finish(self, staff_id: int, ticket: Ticket) -> None:
        if ticket.stage != "decided" and (ticket.complaint or ticket.intent == "suggestion"):
            self._decide(staff_id, ticket)
            return
        self._step(staff_id, "resolve", desk.resolve, ticket, "已更换，测试正常。")

    def _decide(self, staff_id: int, ticket: Ticket) -> None:
        """Upheld with a remedy, partly, or not, as it comes."""
        suggested = ticket.intent == "suggestion"
        outcome = self.chance.choice(
            ("adopted", "not_adopted") if suggested else ("upheld", "upheld", "partly", "not_upheld")
        )
        remedy = "" if suggested or outcome == "not_upheld" else "当天安排专人处理"
        asked = "" if ticket.intent == "suggestion" else "met" if outcome == "upheld" else "partly"
        draft = Draft(
            outcome=outcome, reasons="查看了记录和现场。", remedy=remedy, due=self.house.now + timedelta(days=2) if remedy else None,
            compared=asked, compared_words="一部分不在我们的职责内。" if asked else "", feedback="service", feedback_why="用于培训。",
        )  # fmt: skip
        self._step(staff_id, "decide", desk.decide, ticket, draft)

    def _step(self, staff_id: int, name: str, step: Any, ticket: Ticket, *values: Any) -> None:
        def work(connection: Connection, posting: Posting, now: datetime) -> None:
            who = staff.by_id(connection, staff_id)
            assert who
            store = StaffStore(connection, who)
            fresh = store.tickets.by_id(ticket.id)
            if fresh is None:
                return
            if fresh.handover_to_id == staff_id:
                posting.post(desk.accept_handover(self._request(who, now), store, fresh), None)
                fresh = store.tickets.by_id(ticket.id) or fresh
            request = self._request(who, now)
            posting.post((*step(request, store, fresh, *values), *request.told), None)

        try:
            run_step(self.house.database, self.house.routes, work, self.house.now)
            self.count[f"staff {name}"] += 1
        except Mistake as mistake:
            self.count[f"refused {mistake.key}"] += 1

    def _request(self, who: staff.Staff, now: datetime) -> StaffRequest:
        return StaffRequest(who=who, now=now, tz=ZoneInfo("Asia/Shanghai"), settings=self.house.rules)

    async def _owners_answer(self) -> None:
        """Owners answer questions, settle what is done, find it not done, chase what is late, or stay silent."""
        with self.house.database.reading() as connection:
            line = LineStore(connection)
            rows = connection.execute(
                select(tickets.c.id, contacts.contacts.c.address)
                .join(contacts.contacts, contacts.contacts.c.id == tickets.c.contact_id)
                .where(tickets.c.stage.not_in(ENDED))
            ).all()
            waiting = [(line.tickets.by_id(row.id), row.address) for row in rows]
        for ticket, chat in waiting:
            assert ticket
            await self._answer(ticket, chat)

    async def _answer(self, ticket: Ticket, chat: str) -> None:
        roll = self.chance.random()
        if ticket.stage == "waiting_owner" and roll < 0.15:
            await self._say(chat, "是热水管，下午在家")
        elif ticket.stage == "resolved" and roll < 0.05:
            await self._say(chat, "", kind="button", button=f"settled:{ticket.id}:{ticket.reopened}")
        elif ticket.stage == "resolved" and roll < 0.055:
            await self._say(chat, "", kind="button", button=f"open:{ticket.id}:{ticket.reopened}")
        elif ticket.stage == "decided" and roll < 0.03:
            await self._say(chat, "", kind="button", button=f"accept:{ticket.id}:{ticket.round}")
        elif ticket.stage == "decided" and roll < 0.034:
            await self._say(chat, f"{ticket.number} 不服这个决定，我要申诉")
        elif (
            ticket.stage not in ("resolved", "decided") and ticket.respond_by < self.house.now and roll < 0.01
        ):
            await self._say(chat, f"{ticket.number} 怎么还没人来？")


def figures(month: Month, seconds: float) -> dict[str, Any]:
    """What the month came to, counted from the tables."""
    with month.house.database.reading() as connection:
        stages = dict(
            connection.execute(select(tickets.c.stage, func.count()).group_by(tickets.c.stage)).all()
        )
        kinds = dict(
            connection.execute(
                select(ticket_events.c.kind, func.count()).group_by(ticket_events.c.kind)
            ).all()
        )
        levels = dict(
            connection.execute(select(tickets.c.level, func.count()).group_by(tickets.c.level)).all()
        )
        kept = connection.execute(select(func.count()).where(promises.c.kept_at.isnot(None))).scalar_one()
        broken = connection.execute(select(func.count()).where(promises.c.broken_at.isnot(None))).scalar_one()
        sent = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
        missed = _grouped(connection, "breaches", "kind")
        never = _never(connection)
    sweeps = sorted(month.sweep_ms)
    return {
        "units": month.house.units, "seconds": round(seconds, 1), "said": dict(month.count), "messages_sent": sent,
        "turns_per_second": round(month.turns / month.turn_s, 1), "tickets_by_stage": stages, "tickets_by_level": levels,
        "promises_kept": kept, "promises_broken": broken, "missed_by_clock": missed, "entries_by_kind": kinds,
        "all_sweeps_ms": {"p50": round(sweeps[len(sweeps) // 2], 2), "p99": round(sweeps[int(len(sweeps) * 0.99)], 2), "worst": round(sweeps[-1], 1)},
        "never": never,
    }  # fmt: skip


def _grouped(connection: Connection, table: str, column: str) -> dict[str, int]:
    found = metadata.tables.get(table)
    if found is None:
        return {}
    return dict(connection.execute(select(found.c[column], func.count()).group_by(found.c[column])).all())


def _never(connection: Connection) -> dict[str, Any]:
    """What must not be: each of these is 0."""
    line = LineStore(connection)
    every = [line.tickets.by_id(one) for one in connection.execute(select(tickets.c.id)).scalars()]
    open_ones = [one for one in every if one and one.stage not in (*ENDED, "resolved")]
    put_aside = [one for one in every if one and "turn" in one.reading]
    same = (
        select(outbox.c.payload, outbox.c.channel, outbox.c.chat, outbox.c.created_at, outbox.c.kind)
        if "created_at" in outbox.c
        else None
    )
    seen = Counter(
        (json.dumps(row.payload, sort_keys=True), row.channel, row.chat, row.created_at)
        for row in connection.execute(same)
        if row.kind != "edit"
    )
    doubled = [f"{count} × {key[2]}: {key[0][:300]}" for key, count in seen.items() if count > 1]
    return {
        "open_without_holder": sum(one.holder_id is None for one in open_ones),
        "open_without_next_date": sum(
            one.next_contact_at is None and one.responded_at is not None and one.close_at is None and one.stage != "waiting_owner"
            for one in open_ones
        ),
        "broken_files": sum(bool(line.tickets.faults(one)) for one in every if one),
        "turns_put_aside": len(put_aside), "messages_doubled": len(doubled), "doubled": doubled[:5],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=5000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--matters-per-unit", type=float, default=0.15)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    url = given.url or f"sqlite:///{Path(tempfile.mkdtemp()) / 'month.db'}"
    database = Database(url)
    schema.upgrade(database, lambda _step: None)
    Estate.units = given.units
    month = Month(Estate(database, START), given.seed)
    start = time.perf_counter()
    asyncio.run(month.run(given.days, int(given.units * given.matters_per_unit * given.days / 30)))
    print(json.dumps(figures(month, time.perf_counter() - start), ensure_ascii=False, indent=1))
    database.close()


if __name__ == "__main__":
    main()
