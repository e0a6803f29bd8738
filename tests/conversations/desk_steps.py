"""What staff do at the pages in a conversation: decide, approve, carry out, record an outside outcome, ask afterwards.

{decide: LH-1001, outcome: partly, reasons: …, remedy: …, days: 3, amount: 500, compared: partly, words: …, by: Guard Li}
{approve: LH-1001, by: …}   {deliver: LH-1001}   {outside: LH-1001, body: …, result: …}
{followed_up: LH-1001, result: not_satisfied, words: …}
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.posting import Posting
from bot.steps import run_step
from handlers.base import Reply
from handlers.staff import desk
from handlers.staff.complaints.following_up import followed_up
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints.decision import Draft
from storage import staff
from storage.db import Connection
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from tests.support.house import House

_STEPS = ("decide", "approve", "deliver", "outside", "followed_up")


def is_one(done: dict[str, Any]) -> bool:
    return any(step in done for step in _STEPS)


def do(house: House, done: dict[str, Any]) -> None:
    """Does the step in one transaction, as the pages do."""

    def work(connection: Connection, posting: Posting, now: datetime) -> None:
        who = staff.by_name(connection, done.get("by", "Wang Fang"))
        assert who
        request = StaffRequest(who=who, now=now, tz=ZoneInfo("Asia/Shanghai"), settings=house.rules)
        store = StaffStore(connection, who)
        posting.post((*_step(request, store, done), *request.told), None)

    run_step(house.database, house.routes, work, house.now)


def _step(request: StaffRequest, store: StaffStore, done: dict[str, Any]) -> tuple[Reply, ...]:
    name = next(step for step in _STEPS if step in done)
    ticket = store.tickets.numbered(done[name])
    assert ticket
    match name:
        case "decide":
            return desk.decide(request, store, ticket, _draft(request, ticket, done))
        case "approve":
            return desk.approve(request, store, ticket)
        case "deliver":
            return desk.resolve(request, store, ticket, done.get("words", ""))
        case "outside":
            return desk.end_outside(request, store, ticket, done["body"], done["result"])
        case _:
            due = next(one for one, of in store.followups.open_ones() if of.id == ticket.id)
            return followed_up(request, store, due.id, done["result"], done.get("words", ""))


def _draft(request: StaffRequest, ticket: Ticket, done: dict[str, Any]) -> Draft:
    remedy = done.get("remedy", "")
    suggestion = ticket.intent == "suggestion"
    return Draft(
        outcome=done["outcome"], reasons=done.get("reasons", "We looked into it."), remedy=remedy,
        due=request.now + timedelta(days=done.get("days", 3)) if remedy else None,
        amount=done["amount"] * 100 if "amount" in done else None, currency="CNY",
        compared=done.get("compared", "" if suggestion else "met" if done["outcome"] == "upheld" else "not"),
        compared_words=done.get("words", "" if suggestion else "It is not ours to give."),
        feedback="service", feedback_why="For the next training.", gap=done.get("gap", ""),
    )  # fmt: skip
