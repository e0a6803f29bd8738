"""Conversations as tables: who said what, and what each side heard.

A file holds a list of conversations: `name`, and `steps`. A step has one actor and what they did:
  ann: words              the words she writes (bob, cat; dan is a stranger, bound to no home)
  ann: {photo: words}     a photo with or without words; {tap: label}; {later: 3 days}; {edit: words}
  staff: {tap: label} …   Fang in the ticket's topic: {claim|resolve: number}, {reply: words, to: number}, {note: words, to: number}
and then what was heard: `hears` (every one of these stands in the answers), `hears_not`, `staff_hears`, `silent: true`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.registry import CAPABILITIES
from storage.db import Database
from tests.support.house import GROUP, House

PEOPLE = {"ann": "1", "bob": "2", "cat": "3", "dan": "9"}
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
            await _take(house, step)
    finally:
        database.close()


async def _take(house: House, step: dict[str, Any]) -> None:
    actor = next((name for name in (*PEOPLE, "staff") if name in step), None)
    if actor is None:
        house.later(**step["later"])
        heard = []
    elif actor == "staff":
        await _staff(house, step["staff"])
        heard = house.heard(step.get("to", "1"))
    else:
        heard = await _owner(house, PEOPLE[actor], step[actor])
    answers = "\n".join(
        f"{one.title}\n{one.text}\n{[key.text for row in one.keys for key in row]}" for one in heard
    )
    for words in step.get("hears", ()):
        assert words in answers, f"{step}: {words!r} was not heard in:\n{answers}"
    for words in step.get("hears_not", ()):
        assert words not in answers, f"{step}: {words!r} was heard in:\n{answers}"
    for words in step.get("staff_hears", ()):
        assert words in house.told_staff(), f"{step}: staff did not hear {words!r} in:\n{house.told_staff()}"
    if step.get("silent"):
        assert answers == ""


async def _owner(house: House, chat: str, act: Any) -> list[Any]:
    if isinstance(act, str):
        return await house.says(chat, act)
    if "photo" in act:
        return await house.shows(chat, act["photo"] or "")
    if "tap" in act:
        return await house.taps(chat, act["tap"])
    if "press" in act:
        return await house.presses(chat, act["press"])
    if "start" in act:
        return await house.says(chat, "", kind="start", start=act["start"] or "")
    return await house.says(chat, act["edit"], kind="edit")


async def _staff(house: House, act: dict[str, Any]) -> None:
    if "tap" in act:
        await house.give(
            house.message(
                GROUP, "", kind="button", sender="900", private=False, button=house.button(GROUP, act["tap"])
            )
        )
        return
    for step in ("claim", "resolve"):
        if step in act:
            data = f"desk:{step}:{house.ticket_id(act[step])}"
            await house.give(
                house.message(GROUP, "", kind="button", sender="900", private=False, button=data)
            )
            return
    words, number = act.get("reply") or act.get("note"), act["to"]
    thread, card = house.topic(number)
    reply_to = card if "reply" in act else None
    await house.give(
        house.message(GROUP, str(words), sender="900", private=False, thread=thread, reply_to=reply_to)
    )


def test_every_capability_has_a_conversation() -> None:
    """A capability that nobody has tried to talk to is not finished."""
    tried = {file.stem for file in FOLDER.glob("*.yaml")}
    assert {capability.name for capability in CAPABILITIES} <= tried
