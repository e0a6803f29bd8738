"""What headquarters do with a survey in a conversation, as the pages do it.

{survey: run, questions: [overall, buy_again], answer_days: 7, open_days: 14}   planned, drawn from every home in a stage, and started
{survey: close|report, of: 1}
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.posting import Posting
from bot.steps import run_step
from handlers.staff.request import StaffRequest
from handlers.voice.surveys import planning, workflow
from handlers.voice.surveys.planning import Draft
from storage import staff
from storage.db import Connection
from storage.life_stages import STAGES
from storage.staff_store import StaffStore
from tests.support.house import House

ZONE = ZoneInfo("Asia/Shanghai")


def is_one(done: dict[str, Any]) -> bool:
    return "survey" in done


def do(house: House, done: dict[str, Any]) -> None:
    """Does the step in one transaction, in the name of a director."""

    def work(connection: Connection, posting: Posting, now: datetime) -> None:
        who = _director(connection, house)
        request = StaffRequest(who=who, now=now, tz=ZONE, settings=house.rules)
        store = StaffStore(connection, who)
        if done["survey"] == "run":
            _run(request, store, house, done)
        else:
            {"close": workflow.close, "report": workflow.report}[done["survey"]](
                request, store, int(done.get("of", 1))
            )
        posting.post(tuple(request.told), None)

    run_step(house.database, house.routes, work, house.now)


def _director(connection: Connection, house: House) -> staff.Staff:
    known = staff.by_name(connection, "Director Ho")
    if known is None:
        staff.add(
            connection, name="Director Ho", role="director", language="en", telegram_id="990", estate_ids=(house.estate_id,)
        )  # fmt: skip
        known = staff.by_name(connection, "Director Ho")
    assert known
    return known


def _run(request: StaffRequest, store: StaffStore, house: House, done: dict[str, Any]) -> None:
    ends = request.now + timedelta(days=done.get("open_days", 14))
    draft = Draft(
        name="Wave", estate_ids=(house.estate_id,), stages=STAGES, mode=done.get("mode", "chat"), questions=done["questions"],
        opens_at=request.now, closes_at=ends, share=100,
    )  # fmt: skip
    key = f"survey-{request.now.isoformat()}"
    made = planning.plan(request, store, draft, form_key=key, seed=done.get("seed", "seed"))
    workflow.draw(request, store, made.id)
    workflow.start(request, store, made.id)
