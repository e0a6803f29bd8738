"""Notices of the pages' tests: Ivy writes, Max approves; Ann reads English, Bob Traditional, Cat Simplified Chinese."""

from __future__ import annotations

import re
from typing import Any

from bot import clock
from handlers.base import LineAct, Reply
from handlers.notices import sending
from storage import delivery_ends
from storage.db import Connection
from storage.notices import Notice
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Browser, Desk
from tests.handlers.staff.house import SETTINGS, TZ, House


def sheet(house: House, at: str = "GV", **more: Any) -> dict[str, Any]:
    """The fields of a form, filled in as a person would."""
    found = {
        "estate": str(house.estates[at]), "kind": "safety", "headline-en": "Water off", "facts-en": "The main is being repaired.",
        "fallback": "yes",
    }  # fmt: skip
    return {**found, **more}


async def proposed(browser: Browser, **more: Any) -> int:
    """The number of a notice that this browser proposes."""
    values = {"form": "k", "do": "propose", **sheet(browser.desk.house, **more)}
    response = await browser.post("/staff/notices", **values)
    assert response.status == 303, await response.text()
    found = re.search(r"/staff/notices/(\d+)", response.headers["Location"])
    assert found
    return int(found[1])


async def approved(desk: Desk, signed_in: Any, **more: Any) -> int:
    """The number of a notice that Ivy proposed and Max approved: nothing of it was handed on yet."""
    number = await proposed(await signed_in("Ivy"), **more)
    max_ = await signed_in("Max")
    assert (await max_.post(f"/staff/notices/{number}/approve")).status == 303
    return number


def notice(desk: Desk, number: int) -> Notice:
    with desk.house.db.reading() as connection:
        found = LineStore(connection).notices.by_id(number)
        assert found
        return found


def fed(desk: Desk, number: int, limit: int = 100) -> tuple[Reply, ...]:
    """The messages that are handed on next, as the line does every second."""
    acting = LineAct(now=clock.now(), tz=TZ, settings=SETTINGS)
    with desk.house.db.transaction() as connection:
        store = LineStore(connection)
        found = store.notices.by_id(number)
        assert found
        return sending.feed(acting, store, found, limit)


def arrived(desk: Desk, replies: tuple[Reply, ...], state: str = "sent", reason: str = "") -> None:
    def end(connection: Connection) -> None:
        for one in replies:
            delivery_ends.ended(connection, one.to.delivery_id, state, clock.now(), reason)  # type: ignore[union-attr]

    with desk.house.db.transaction() as connection:
        end(connection)


def finished(desk: Desk, number: int) -> None:
    acting = LineAct(now=clock.now(), tz=TZ, settings=SETTINGS)
    with desk.house.db.transaction() as connection:
        store = LineStore(connection)
        found = store.notices.by_id(number)
        assert found
        sending.finish(acting, store, found)


async def sent(desk: Desk, signed_in: Any, **more: Any) -> int:
    """The number of a notice that everybody got."""
    number = await approved(desk, signed_in, **more)
    arrived(desk, fed(desk, number))
    finished(desk, number)
    return number
