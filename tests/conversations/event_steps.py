"""What staff do with events in a conversation, as the pages do it.

{event: plan, title: Mooncake evening, day: 2026-03-07, from: "18:00", until: "20:00", places: 6, homes: [3-2-1502], kind: brand}
{event: invite, homes: […]} more homes   {event: move, day: …, from: …, until: …}   {event: widen, places: 9}
{event: call_off|refuse, reason: words}   {event: approve}   {event: came, home: 3-2-1502, people: 3}   {event: post, by: …, amount: …, note: …}
`of` is the event's number (1 where it is not given); an event takes place in the hall, and answers are due when it begins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.posting import Posting
from bot.steps import run_step
from handlers.base import Reply
from handlers.notices.events import desk
from handlers.notices.events.desk import Facts
from handlers.staff.request import StaffRequest
from storage import estates, staff
from storage.db import Connection
from storage.events import Event
from storage.staff_store import StaffStore
from tests.support.house import House

ZONE = ZoneInfo("Asia/Shanghai")


def is_one(done: dict[str, Any]) -> bool:
    return "event" in done


def do(house: House, done: dict[str, Any]) -> None:
    """Does the step in one transaction."""

    def work(connection: Connection, posting: Posting, now: datetime) -> None:
        who = staff.by_name(connection, "Wang Fang")
        assert who
        request = StaffRequest(who=who, now=now, tz=ZONE, settings=house.rules)
        replies = _step(connection, request, StaffStore(connection, who), house, done)
        posting.post((*replies, *request.told), None)

    run_step(house.database, house.routes, work, house.now)


def _step(
    connection: Connection, request: StaffRequest, store: StaffStore, house: House, done: dict[str, Any]
) -> tuple[Reply, ...]:
    if done["event"] == "plan":
        made = desk.plan(
            request, store, house.estate_id, done.get("kind", "company"), facts(done), form=f"form-{done['title']}",
            token=f"token-{done['title']}"[:43],
        )  # fmt: skip
        assert made
        _invite(connection, request, store, house, made, done)
        return ()
    if done["event"] == "post":
        post = {name: done[name] for name in ("amount", "note")}
        store.fund_posts.post(house.estate_id, poster=done["by"], **post, at=request.now)
        return ()
    event = desk.in_scope(store, int(done.get("of", 1)))
    steps: dict[str, Callable[[], Any]] = {
        "invite": lambda: _invite(connection, request, store, house, event, done),
        "move": lambda: desk.change(request, store, event, replace(facts_of(event), **times(done))),
        "widen": lambda: desk.change(
            request, store, event, replace(facts_of(event), capacity=done["places"])
        ),
        "call_off": lambda: desk.cancel(request, store, event, done["reason"]),
        "refuse": lambda: desk.refuse(request, store, event, done["reason"]),
        "approve": lambda: desk.approve(request, store, event, facts_of(event), token=f"token-{event.id}"),
        "came": lambda: desk.check_in_home(request, store, event, done["home"], done["people"]),
    }
    return tuple(steps[done["event"]]() or ())


def facts(done: dict[str, Any]) -> Facts:
    moments = times(done)
    return Facts(
        title={"en": done["title"]}, description={}, place={"en": "the hall"}, capacity=done.get("places"), **moments
    )  # fmt: skip


def times(done: dict[str, Any]) -> dict[str, datetime]:
    starts, ends = (
        datetime.fromisoformat(f"{done['day']}T{done[name]}").replace(tzinfo=ZONE)
        for name in ("from", "until")
    )
    return {"starts": starts, "ends": ends, "rsvp_until": starts}


def facts_of(event: Event) -> Facts:
    return Facts(**{name: getattr(event, name) for name in Facts.__dataclass_fields__})


def _invite(
    connection: Connection,
    request: StaffRequest,
    store: StaffStore,
    house: House,
    event: Event,
    done: dict[str, Any],
) -> None:
    found = [estates.unit_labelled(connection, house.estate_id, label) for label in done.get("homes", ())]
    store.rsvps.invite(event, [one.id for one in found if one], request.now)
