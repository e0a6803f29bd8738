"""Conversations as tables: who said what, and what each side heard.

A file holds a list of conversations: `name`, and `steps`. A step has one actor and what they did:
  ann: words              the words she writes (bob, cat; dan is a stranger, bound to no home)
  ann: [words, words]     pieces sent within the quiet time of a burst; {photo: words} may be a piece
  ann: {photo: words}     a photo with or without words; {voice: …}, {sticker: …}, {location: "22.3,114.1"}
  ann: {tap: label}       the newest button that says this; {press: data} a button's data, perhaps forged
  ann: {edit: words}, {start: payload}, {repeat: "喂", times: 1000}
  staff: {tap: label} …   Fang in the ticket's topic: {claim|resolve|ask|give_back|on_site: number}, {says: words},
                          {reply: words, to: number}, {note: words, to: number}
                          at the pages: {decide: number, outcome: partly, reasons: …, remedy: …, days: 3, by: Guard Li},
                          {approve|deliver|outside|followed_up: number, …}; see desk_steps.py; {price: 180, for: words, to: number},
                          {visit: 2026-03-05T09:00, until: …, to: number}, {other_time: accept|decline|call_off|came, sequence: 0, to: number};
                          {incident: confirm|tell|fix, of: 1, text: words}: the manager, on the incident's page;
                          {survey: run|close|report, …}: headquarters' survey, see survey_steps.py;
                          {event: plan|invite|move|widen|call_off|approve|refuse|came, …}: see event_steps.py;
                          {points: …}, {reward: …}, {group: …}: see club_steps.py;
                          {officers: draw|give|improve|check|found, …}: see officer_steps.py
  house: {code: AB12-CD34-EF56, unit: 3-2-1503, person: Cat, hours: -1}   a binding code; {home: 3-2-1503, of: Ann};
                          {notice: …}, {cancel: …} and {reply: …} of an owner: see notice_steps.py;
                          {manager: Wang Fang}; {muted: Ann}; {drawn: 1}: the share of homes asked whether they noticed; {jurisdiction: HK};
                          {dates: 3-2-1502, delivered: 2025-06-30, accepted: 2025-05-31}
  later: {days: 3}
and then what was heard: `hears` (every one of these stands in the answers), `hears_not`, `staff_hears`, `staff_hears_not`,
`bubbles: 1` (so many messages), `silent: true`, `tickets: 2` (so many exist in the house), `misread: [repair/home.leak]` (the
labels of all that is kept for the corpus; "" where nobody has said what it is), `of_notices: [LH-1001 replied]` (the tickets
that came of notices).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.registry import CAPABILITIES
from storage.db import Database
from tests.conversations import acting, notice_steps
from tests.support.house import House

FOLDER = Path(__file__).parent


def _conversations() -> list[Any]:
    return [
        pytest.param(one["steps"], id=f"{file.stem}: {one['name']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for one in yaml.safe_load(file.read_text("utf-8"))
    ]


@pytest.mark.parametrize("steps", _conversations())
async def test_what_is_said_is_answered(steps: list[dict[str, Any]], sqlite_url: str, now: datetime) -> None:
    database = Database(sqlite_url)
    house = House(database, now)
    try:
        for step in steps:
            _compare(house, step, await acting.act(house, step))
        assert acting.put_aside(house) == [], "a turn failed"
    finally:
        database.close()


def _compare(house: House, step: dict[str, Any], heard: list[Any]) -> None:
    """What was heard against what the step says; a word of ours never holds an unfilled brace."""
    answers = "\n".join(
        f"{one.title}\n{one.text}\n{[key.text for row in one.keys for key in row]}" for one in heard
    )
    staff = house.told_staff() if heard or "staff_hears" in step or "staff_hears_not" in step else ""
    for words in step.get("hears", ()):
        assert words in answers, f"{step}: {words!r} was not heard in:\n{answers}"
    for words in step.get("hears_not", ()):
        assert words not in answers, f"{step}: {words!r} was heard in:\n{answers}"
    for words in step.get("staff_hears", ()):
        assert words in staff, f"{step}: staff did not hear {words!r} in:\n{staff}"
    for words in step.get("staff_hears_not", ()):
        assert words not in staff, f"{step}: staff heard {words!r} in:\n{staff}"
    if "bubbles" in step:
        assert len(heard) == step["bubbles"], f"{step}: {len(heard)} messages:\n{answers}"
    if "tickets" in step:
        assert acting.tickets(house) == step["tickets"], f"{step}: {acting.tickets(house)} tickets"
    if "misread" in step:
        assert acting.misread(house) == step["misread"], f"{step}: {acting.misread(house)}"
    if "of_notices" in step:
        assert notice_steps.replies(house) == step["of_notices"], f"{step}: {notice_steps.replies(house)}"
    assert not step.get("silent") or answers == "", f"{step}: heard {answers}"


def test_every_capability_has_a_conversation() -> None:
    """A capability that nobody has tried to talk to is not finished."""
    tried = {file.stem for file in FOLDER.glob("*.yaml")}
    assert {capability.name for capability in CAPABILITIES} <= tried


def test_every_step_of_a_table_is_one_that_the_runner_knows() -> None:
    """A misspelt expectation would pass for ever."""
    known = {
        *acting.ACTORS,
        "to",
        "hears",
        "hears_not",
        "staff_hears",
        "staff_hears_not",
        "bubbles",
        "tickets",
        "misread",
        "of_notices",
        "silent",
    }
    unknown = {
        (file.name, key)
        for file in FOLDER.glob("*.yaml")
        for one in yaml.safe_load(file.read_text("utf-8"))
        for step in one["steps"]
        for key in step
        if key not in known
    }
    assert unknown == set()
