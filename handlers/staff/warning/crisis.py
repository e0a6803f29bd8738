"""The crisis procedure, apart from the flow of complaints (G08): one action starts it, with a leader, tasks and a log (G03).

While it holds messages back, notices to many wait unless they are about safety. It ends with a plan of follow-ups, each with its date
(G07).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handlers.base import Acting, Mistake, Reply, ToRoom, ToStaff
from handlers.staff.card import room_language
from handlers.staff.changing import checked
from handlers.staff.request import StaffRequest
from handlers.staff.warning import risk_desk
from handlers.tickets.warning import risks
from handlers.wording import has, say, speak
from storage.risk_book import Crisis, DueTask, Task
from storage.risks import Risk
from storage.scope import SENIOR
from storage.staff_store import StaffStore
from storage.store import LineStore

_CHECKLIST = Path(__file__).parent / "crisis_checklist.yaml"

#: Follow-ups that one recovery plan holds at most.
MOST_FOLLOW_UPS = 8


@cache
def checklist() -> tuple[dict[str, Any], ...]:
    """The steps in their order: name, hours, role."""
    return tuple(yaml.safe_load(_CHECKLIST.read_text("utf-8")))


def start(
    request: StaffRequest, store: StaffStore, risk: Risk, *, leader_id: int, freeze: bool
) -> tuple[Reply, ...]:
    """One action: the risk is a crisis, its leader and the management know, the tasks stand, messages to many wait.

    Anybody who may lead a risk may start it; no department can hold it up (G04).
    """
    risk_desk.must_lead(request, store, risk)
    people = risk_desk.people_of(store, risk)
    leader = next((one for one in people if one.id == leader_id), None)
    if leader is None:
        raise Mistake("desk.no_such_colleague")
    tasks = [
        {
            "kind": "task",
            "name": one["name"],
            "role": one["role"],
            "due_at": request.now + timedelta(hours=one["hours"]),
        }
        for one in checklist()
    ]
    decide_by = min(risk.decide_by, request.settings.tickets.risks.decide_by("crisis", request.now))
    after = risk_desk.changed(store, risk, level="crisis", decide_by=decide_by, asked="", closed_at=None)
    begun = store.risk_book.start(
        after, leader_id=leader.id, started_by=request.who.id, freeze=freeze, tasks=tasks, at=request.now
    )
    if begun is None:
        raise Mistake("crisis.runs")
    store.risk_book.note(after, request.now, "crisis", leader.name, request.who.id)
    told = {one.id: one for one in (leader, *risks.top(people))}.values()
    private = tuple(
        Reply(
            to=ToStaff(one.id), text=_begun(speak(one.language, "en"), after, leader.name), urgency="urgent"
        )
        for one in told
    )
    if risk.level != "crisis":
        risk_desk.reach(request, store, after)
    room = () if risk_desk.is_guarded(store, risk) else (_to_room(store, after, leader.name),)
    return (*private, *room)


def _begun(language: str, risk: Risk, leader: str) -> str:
    return say(language, "crisis.begun", id=risk.id, leader=leader)


def _to_room(store: StaffStore, risk: Risk, leader: str) -> Reply:
    language = room_language(store, risk.estate_id)
    return Reply(to=ToRoom(risk.estate_id), text=_begun(language, risk, leader), urgency="urgent")


def task_name(language: str, task: Task) -> str:
    """What is to be done: a step of the checklist, or somebody's own words."""
    key = f"crisis.task.{task.name}"
    return say(language, key) if task.name and has(key) else task.text


def done(
    request: StaffRequest, store: StaffStore, risk: Risk, crisis: Crisis, *, task_id: int, note: str
) -> tuple[Reply, ...]:
    """A task is done, and what came of it. Anybody who sees the crisis may say so: the board is everybody's (G06)."""
    task = store.risk_book.finish_task(crisis, task_id, note=checked(note), by=request.who.id, at=request.now)
    if task is None:
        raise Mistake("crisis.task_done")
    store.risk_book.note(
        risk, request.now, "task", f"{task_name(request.language, task)}: {task.note}", request.who.id
    )
    return ()


def thaw(
    request: StaffRequest, store: StaffStore, risk: Risk, crisis: Crisis, reason: str
) -> tuple[Reply, ...]:
    """Notices go out again, and why."""
    _lead(request, crisis)
    words = checked(reason)
    store.risk_book.thaw(crisis)
    store.risk_book.note(risk, request.now, "thawed", words, request.who.id)
    return ()


def end(
    request: StaffRequest, store: StaffStore, risk: Risk, crisis: Crisis, *, outcome: str,
    follow_ups: Sequence[tuple[str, datetime]],
) -> tuple[Reply, ...]:  # fmt: skip
    """It is over: what came of it, and at least one follow-up with its date, so that relations are mended (G07)."""
    _lead(request, crisis)
    words = checked(outcome)
    if not follow_ups:
        raise Mistake("crisis.no_plan")
    if any(due <= request.now for _, due in follow_ups):
        raise Mistake("crisis.past")
    if not store.risk_book.end(crisis, outcome=words, at=request.now):
        raise Mistake("crisis.over")
    for text, due in follow_ups[:MOST_FOLLOW_UPS]:
        store.risk_book.add_task(crisis, kind="after", text=checked(text), role="officer", due_at=due)
    store.risk_book.note(risk, request.now, "crisis_over", words, request.who.id)
    return ()


def _lead(request: StaffRequest, crisis: Crisis) -> None:
    if request.who.id != crisis.leader_id and request.who.role not in SENIOR:
        raise Mistake("crisis.not_yours")


def remind(due: DueTask, acting: Acting, store: LineStore) -> None:
    """A task past its time: whoever leads the procedure hears it once."""
    leader = next((one for one in store.serving_estate(due.task.estate_id) if one.id == due.leader_id), None)
    if leader:
        language = speak(leader.language, "en")
        text = say(language, "crisis.overdue", id=due.risk_id, task=task_name(language, due.task))
        acting.told.append(Reply(to=ToStaff(leader.id), text=text, urgency="urgent"))


def role_name(language: str, role: str) -> str:
    """A role as people call it; one that the catalogue does not know stays as it is."""
    return say(language, f"desk.role.{role}") if has(f"desk.role.{role}") else role.replace("_", " ")
