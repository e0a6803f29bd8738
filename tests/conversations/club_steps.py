"""What staff do with points and rewards in a conversation, as the pages do it; Wang Fang is the estate's manager then.

{points: article|referral, of: Ann, what: Spring issue, reason: words}   {points: back, of: Ann, entry: 1, reason: words}
{reward: {en: Umbrella, …}, price: 20, stock: 2, tier: plum}   {reward: hand, of: 1}   {reward: cancel, of: 1, reason: words}
{group: fan, of: Ann, purpose: words}
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.posting import Posting
from bot.steps import run_step
from handlers.base import Reply
from handlers.staff.club import grouping, recording, rewarding
from handlers.staff.club.rewarding import Facts
from handlers.staff.request import StaffRequest
from storage import staff
from storage.db import Connection
from storage.people import persons
from storage.staff_store import StaffStore
from tests.support.house import House


def is_one(done: dict[str, Any]) -> bool:
    return any(step in done for step in ("points", "reward", "group"))


def do(house: House, done: dict[str, Any]) -> None:
    """Does the step in one transaction."""

    def work(connection: Connection, posting: Posting, now: datetime) -> None:
        known = staff.by_name(connection, "Wang Fang")
        assert known
        who = replace(known, role="director" if "group" in done else "manager")
        request = StaffRequest(who=who, now=now, tz=ZoneInfo("Asia/Shanghai"), settings=house.rules)
        replies = _step(connection, request, StaffStore(connection, who), house, done)
        posting.post((*replies, *request.told), None)

    run_step(house.database, house.routes, work, house.now)


def _step(
    connection: Connection, request: StaffRequest, store: StaffStore, house: House, done: dict[str, Any]
) -> tuple[Reply, ...]:
    if "reward" in done:
        return _reward(request, store, house, done)
    person = connection.execute(persons.select().where(persons.c.name == done["of"])).one().id
    if "group" in done:
        grouping.put_into(request, store, person, done["group"], done["purpose"])
        return ()
    if done["points"] == "back":
        return recording.take_back(request, store, person, int(done["entry"]), done["reason"])
    recording.record(
        request, store, person, rule=done["points"], what=done["what"], reason=done.get("reason", "")
    )
    return ()


def _reward(
    request: StaffRequest, store: StaffStore, house: House, done: dict[str, Any]
) -> tuple[Reply, ...]:
    if done["reward"] == "hand":
        rewarding.hand_over(request, store, int(done["of"]))
        return ()
    if done["reward"] == "cancel":
        return rewarding.cancel(request, store, int(done["of"]), done["reason"])
    facts = Facts(
        names=done["reward"], price=str(done["price"]), stock=str(done.get("stock", "")), last_day=str(done.get("until", "")),
        tier=done.get("tier", ""),
    )  # fmt: skip
    rewarding.add(request, store, house.estate_id, facts)
    return ()
