"""What headquarters do with experience officers in a conversation, as the pages do it; Dora Chan directs.

{officers: draw, first: 3-2-1502, size: 1} draws with a seed that puts this home first   {officers: give, template: lobby}
{officers: improve, what: words} makes the newest finding an improvement   {officers: check, result: effective} Fang does and checks it
{officers: found, words: words} looks that headquarters have this finding, with so many `photos`
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.posting import Posting
from bot.steps import run_step
from handlers.notices.events import sample
from handlers.staff.quality import action_steps
from handlers.staff.quality.improving import Improvement
from handlers.staff.request import StaffRequest
from handlers.voice.officers import drawing, findings, sending, templates
from handlers.voice.officers.drawing import Wanted
from storage import estates, staff
from storage.db import Connection
from storage.officer_rows import Criteria
from storage.staff import Staff
from storage.staff_store import StaffStore
from tests.support.house import House

ZONE = ZoneInfo("Asia/Shanghai")


def is_one(done: dict[str, Any]) -> bool:
    return "officers" in done


def do(house: House, done: dict[str, Any]) -> None:
    """Does the step in one transaction."""

    def work(connection: Connection, posting: Posting, now: datetime) -> None:
        who = (
            _dora(house, connection)
            if done["officers"] != "check"
            else staff.by_name(connection, "Wang Fang")
        )
        assert who
        request = StaffRequest(
            who=who, now=now, tz=ZONE, settings=house.rules, form=f"form-{now.isoformat()}"
        )
        _step(house, connection, request, StaffStore(connection, who), done)
        posting.post(tuple(request.told), None)

    run_step(house.database, house.routes, work, house.now)


def _dora(house: House, connection: Connection) -> Staff | None:
    known = staff.by_name(connection, "Dora Chan")
    if known:
        return known
    staff.add(
        connection,
        name="Dora Chan",
        role="director",
        language="en",
        telegram_id="910",
        estate_ids=(house.estate_id,),
    )
    return staff.by_name(connection, "Dora Chan")


def _step(
    house: House, connection: Connection, request: StaffRequest, store: StaffStore, done: dict[str, Any]
) -> None:
    match done["officers"]:
        case "draw":
            _draw(house, connection, request, store, done)
        case "give":
            template = templates.by_key(done["template"])
            assert template
            for officer in store.officers.active():
                assert sending.give(request, store, officer, template, request.form or "")
        case "improve":
            [found] = store.officer_missions.findings()
            wanted = Improvement(
                what=done["what"], why="x", owner_id=None, department="operations", due_at=request.now + timedelta(days=3),
                source="officer", source_ref=str(found.id), form_key="k", check_at=request.now + timedelta(days=4),
            )  # fmt: skip
            assert findings.become(request, store, found.id, wanted)
        case "check":
            action_steps.done(request, store, 1, "done")
            action_steps.check(request, store, 1, done["result"], "seen")
        case _:
            [found] = store.officer_missions.findings()
            assert (found.words, len(found.photos)) == (done["words"], done.get("photos", 0))


def _draw(
    house: House, connection: Connection, request: StaffRequest, store: StaffStore, done: dict[str, Any]
) -> None:
    """A seed is looked for that puts a home first: chance itself is tried elsewhere."""
    home = estates.unit_labelled(connection, house.estate_id, done["first"])
    assert home
    criteria = Criteria(estate_ids=(house.estate_id,))
    pool = store.officers.pool(criteria, request.now.date(), request.now, timedelta(days=365))
    seed = next(f"{n}" for n in count() if sample.draw(f"{n}", pool, 1) == [home.id])
    assert drawing.draw(
        request, store, Wanted(criteria=criteria, size=done.get("size", 1), term_months=12), seed
    )
