"""The life of tickets under everything that can happen to them, in any order: owners, staff and the clock take turns at random.

At every moment each open ticket has one holder and one next date, nobody holds or sees what they must not, nothing runs that should
rest, no step was taken that the table of steps does not know, and every file proves itself. Everything is real but the
channel's wire and the clock's hands.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from bot.posting import Posting
from bot.steps import run_step
from handlers.base import Mistake
from handlers.staff import desk
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints.decision import Draft
from handlers.tickets.lifecycle import STEPS
from storage import contacts, schema, staff, subjects
from storage.clocks import clocks
from storage.db import Connection, Database
from storage.owner_store import OwnerStore
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.ticket_rows import Ticket, promise_open, promises
from storage.ticket_rows import tickets as tickets_table
from storage.tickets import ENDED
from tests.support.house import House

START = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)

ANN, BOB, CAT = "1", "2", "3"

#: What Ann reports: repairs, complaints, one about somebody of the staff, one that names nobody.
SAID = (
    "厨房水龙头一直滴水，关不紧", "客厅顶灯不亮", "The rubbish room has not been cleaned for two weeks", "Guard Li shouted at my wife",
    "保安态度很差，跟他说话爱理不理", "楼上半夜装修，吵得睡不着", "I want 500 dollars compensation for the cleaners, or I call the press",
)  # fmt: skip

#: stage -> the stages that some single step leads to; a step of a person may hold several steps of the table.
_NEXT = {
    stage: {to for origins, to in STEPS.values() if stage in origins} | {stage}
    for stage in {one for origins, to in STEPS.values() for one in (*origins, to)}
}


def _reachable(stage: str) -> set[str]:
    found = {stage}
    while more := {to for one in found for to in _NEXT[one]} - found:
        found |= more
    return found


@cache
def _empty() -> Path:
    """A database with all tables and no rows, made once."""
    file = Path(tempfile.mkdtemp()) / "empty.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database, lambda _step: None)
    database.close()
    return file


class Life(RuleBasedStateMachine):
    """Ann, Bob and Cat; Fang keeps house, Eli repairs, Max and Mei manage, Dora directs, Eve is at the top; Guard Li guards."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.stages: dict[int, str] = {}
        self.seen: list[Ticket] = []

    @initialize()
    def move_in(self) -> None:
        file = Path(self.folder.name) / "life.db"
        shutil.copy(_empty(), file)
        self.database = Database(f"sqlite:///{file}")
        self.house = House(self.database, START)
        roles = (
            ("Eli", "engineer"),
            ("Max", "manager"),
            ("Mei", "manager"),
            ("Dora", "director"),
            ("Eve", "executive"),
        )
        with self.database.transaction() as connection:
            for number, (name, role) in enumerate(roles):
                staff.add(
                    connection,
                    name=name,
                    role=role,
                    language="en",
                    telegram_id=f"91{number}",
                    estate_ids=(self.house.estate_id,),
                )
            self.everybody = {one.name: one for one in staff.serving(connection, self.house.estate_id)}

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    def _say(self, chat: str, text: str, **more: Any) -> None:
        asyncio.run(self.house.inbox.store([self.house.message(chat, text, **more)]))
        self.house.later(seconds=9)

    def _all(self) -> list[Ticket]:
        with self.database.reading() as connection:
            line = LineStore(connection)
            ids = connection.execute(select(tickets_table.c.id)).scalars().all()
            return [ticket for one in ids if (ticket := line.tickets.by_id(one))]

    def _pick(self, number: int) -> Ticket | None:
        found = self._all()
        return found[number % len(found)] if found else None

    def _step(self, name: str, number: int, step: Any, *values: Any) -> None:
        """A step of staff as the pages do it; what the person can put right is refused, and leaves nothing behind."""
        ticket, who = self._pick(number), self.everybody[name]

        def work(connection: Connection, posting: Posting, now: datetime) -> None:
            store = StaffStore(connection, who)
            fresh = store.tickets.by_id(ticket.id) if ticket else None
            if fresh is None:
                return
            request = StaffRequest(who=who, now=now, tz=ZoneInfo("Asia/Shanghai"), settings=self.house.rules)
            posting.post((*step(request, store, fresh, *values), *request.told), None)

        try:
            run_step(self.database, self.house.routes, work, self.house.now)
        except Mistake:
            return

    names = st.sampled_from(("Wang Fang", "Guard Li", "Eli", "Max", "Mei", "Dora", "Eve"))
    numbers = st.integers(0, 30)

    @rule(text=st.sampled_from(SAID), who=st.sampled_from((ANN, ANN, BOB)))
    def reports(self, text: str, who: str) -> None:
        self._say(who, text)

    @rule(
        text=st.sampled_from(
            (
                "进度怎么样了",
                "昨天下午三点以后在家",
                "还是滴水",
                "I do not agree with the decision",
                "I accept",
                "nothing",
                "找你们经理",
            )
        )
    )
    def goes_on(self, text: str) -> None:
        self._say(ANN, text)

    @rule(
        number=numbers,
        key=st.sampled_from(("settled", "open", "accept", "appeal", "withdraw", "complain", "else", "again")),
    )
    def presses(self, number: int, key: str) -> None:
        ticket = self._pick(number)
        if ticket:
            count = {
                "settled": ticket.reopened,
                "open": ticket.reopened,
                "accept": ticket.round,
                "appeal": ticket.round,
            }
            tail = f":{count[key]}" if key in count else ""
            self._say(ANN, "", kind="button", button=f"{key}:{ticket.id}{tail}")

    @rule(number=numbers)
    def cat_tries(self, number: int) -> None:
        ticket = self._pick(number)
        if ticket:
            self._say(CAT, f"status {ticket.number}")

    @rule(name=names, number=numbers)
    def claims(self, name: str, number: int) -> None:
        self._step(name, number, desk.claim)

    @rule(name=names, number=numbers)
    def replies(self, name: str, number: int) -> None:
        self._step(name, number, desk.reply, "The plumber is at your door tomorrow at ten.")

    @rule(name=names, number=numbers)
    def asks(self, name: str, number: int) -> None:
        self._step(name, number, desk.ask_owner, "Which tap is it?")

    @rule(name=names, number=numbers, hours=st.sampled_from((-1, 1, 30, 24 * 80)))
    def names_a_date(self, name: str, number: int, hours: int) -> None:
        self._step(name, number, desk.set_next_date, self.house.now + timedelta(hours=hours))

    @rule(name=names, number=numbers, to=names)
    def hands_over(self, name: str, number: int, to: str) -> None:
        self._step(name, number, desk.transfer, self.everybody[to].id)

    @rule(name=names, number=numbers, yes=st.booleans())
    def is_asked_to_take_over(self, name: str, number: int, yes: bool) -> None:
        step = (desk.accept_handover,) if yes else (desk.refuse_handover, "My hands are full")
        self._step(name, number, *step)

    @rule(name=names, number=numbers)
    def goes_higher(self, name: str, number: int) -> None:
        self._step(name, number, desk.escalate, "It needs more than I may decide.")

    @rule(name=names, number=numbers)
    def accepts_a_call(self, name: str, number: int) -> None:
        self._step(name, number, desk.accept_alarm)

    @rule(
        name=names,
        number=numbers,
        outcome=st.sampled_from(("upheld", "partly", "not_upheld")),
        reasons=st.sampled_from(("", "The log shows it.")),
    )
    def decides(self, name: str, number: int, outcome: str, reasons: str) -> None:
        draft = Draft(
            outcome=outcome, reasons=reasons, remedy="" if outcome == "not_upheld" else "It is cleaned on Monday.",
            due=None if outcome == "not_upheld" else self.house.now + timedelta(days=2), compared="met" if outcome == "upheld" else "partly",
            compared_words="The rest is not ours.", feedback="service", feedback_why="For the next round.",
        )  # fmt: skip
        self._step(name, number, desk.decide, draft)

    @rule(name=names, number=numbers)
    def resolves(self, name: str, number: int) -> None:
        self._step(name, number, desk.resolve, "New washer, tested.")

    @rule(hours=st.sampled_from((0.2, 3, 9, 30, 24 * 4, 24 * 16)))
    def time_passes(self, hours: float) -> None:
        self.house.later(hours=hours)

    @precondition(lambda self: bool(self._all()))
    @rule()
    def the_hands_jump_back(self) -> None:
        """A clock that is put right by an hour, and a sweep that comes again."""
        self.house.now -= timedelta(hours=1)
        self.house.sweeps.all_of_them()
        self.house.now += timedelta(hours=1)

    @invariant()
    def every_open_ticket_has_one_holder_who_may_hold_it_and_one_next_date(self) -> None:
        with self.database.reading() as connection:
            line = LineStore(connection)
            for ticket in self._open():
                barred = subjects.conflicted(connection, ticket.id) | line.decisions.barred(ticket)
                assert ticket.holder_id is not None, f"{ticket.number} ({ticket.stage}) has no holder"
                assert ticket.holder_id not in barred, (
                    f"{ticket.number} is held by whom it must not be held by"
                )
                dated = ticket.next_contact_at or (ticket.respond_by if ticket.responded_at is None else None)
                waits = ticket.stage in ("waiting_owner", "decided") and (
                    ticket.close_at or ticket.stage == "waiting_owner"
                )
                assert dated or waits, f"{ticket.number} ({ticket.stage}) has no next date"

    @invariant()
    def only_steps_of_the_table_were_taken(self) -> None:
        for ticket in self._all():
            before = self.stages.get(ticket.id, "received")
            assert ticket.stage in _reachable(before), f"{ticket.number}: {before} -> {ticket.stage}"
            self.stages[ticket.id] = ticket.stage
            if ticket.complaint and ticket.stage == "closed":
                with self.database.reading() as connection:
                    decided = LineStore(connection).decisions.told(ticket)
                assert decided, f"{ticket.number} was closed without a decision"

    @invariant()
    def nothing_runs_that_rests_or_is_over(self) -> None:
        with self.database.reading() as connection:
            for ticket in self._all():
                mine = (clocks.c.ticket_id == ticket.id) & clocks.c.stopped_at.is_(None)
                running = connection.execute(select(clocks).where(mine)).all()
                if ticket.stage in (*ENDED, "resolved"):
                    assert running == [], f"{ticket.number} ({ticket.stage}) still has clocks"
                if ticket.stage == "waiting_owner":
                    assert all(one.paused_at for one in running), (
                        f"{ticket.number}: clocks run while the owner is asked"
                    )
                kinds = (
                    connection.execute(
                        select(promises.c.kind).where(promises.c.ticket_id == ticket.id, promise_open)
                    )
                    .scalars()
                    .all()
                )
                assert len(kinds) == len(set(kinds)), f"{ticket.number}: two promises of one kind"

    @invariant()
    def nobody_sees_what_they_must_not(self) -> None:
        with self.database.reading() as connection:
            cat = contacts.at(connection, "telegram", CAT)
            assert cat
            for ticket in self._all():
                assert (
                    OwnerStore(connection, cat, self.house.now).tickets.by_id(ticket.id) is None
                    or ticket.contact_id == cat.id
                )
                concerned = subjects.conflicted(connection, ticket.id)
                for one in self.everybody.values():
                    self._hidden(connection, one, ticket, concerned)

    def _hidden(self, connection: Connection, one: Staff, ticket: Ticket, concerned: frozenset[int]) -> None:
        seen = StaffStore(connection, one).tickets.by_id(ticket.id)
        if one.id in concerned or (ticket.guard == "senior" and one.role not in SENIOR):
            assert seen is None, f"{one.name} sees {ticket.number}"

    @invariant()
    def every_file_proves_itself_and_no_turn_was_put_aside(self) -> None:
        with self.database.reading() as connection:
            line = LineStore(connection)
            for ticket in self._all():
                assert line.tickets.faults(ticket) == []
                assert "turn" not in ticket.reading, f"a turn failed: {ticket.reading}"

    def _open(self) -> list[Ticket]:
        return [one for one in self._all() if one.stage not in (*ENDED, "resolved")]


Life.TestCase.settings = settings(
    max_examples=5, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, print_blob=True,
)  # fmt: skip

TestLifeOfATicket = Life.TestCase
