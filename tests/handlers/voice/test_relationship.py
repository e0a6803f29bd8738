"""Notes of the 4 R's: kept by headquarters alone, only where they are switched on and by the owner's own consent, and gone with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Settings
from handlers.base import Mistake
from handlers.staff.club import grouping
from handlers.staff.request import StaffRequest
from handlers.voice.points.rules import PointRules
from handlers.voice.rules import VoiceRules
from storage import contacts, staff
from storage.db import Database
from storage.staff_store import StaffStore
from tests.support.house import House


@pytest.fixture(params=[True, False], ids=["on", "off"])
def house(request: pytest.FixtureRequest, sqlite_url: str, now: datetime) -> Iterator[House]:
    database = Database(sqlite_url)
    yield House(database, now, Settings(voice=VoiceRules(points=PointRules(relationship=request.param))))
    database.close()


def noted(house: House, role: str = "director") -> str:
    """Keeps a note of Ann; what was wrong with it, "" for nothing."""
    with house.database.transaction() as connection:
        contact, known = contacts.at(connection, "telegram", "1"), staff.by_name(connection, "Wang Fang")
        assert contact
        assert contact.person_id
        assert known
        who = replace(known, role=role)
        request = StaffRequest(who=who, now=house.now, tz=ZoneInfo("Asia/Shanghai"), settings=house.rules)
        try:
            grouping.note(
                request,
                StaffStore(connection, who),
                contact.person_id,
                "retention",
                "Likes tea",
                "Invitations",
            )
        except Mistake as mistake:
            return mistake.key
        return ""


def notes(house: House) -> list[str]:
    with house.database.transaction() as connection:
        contact, known = contacts.at(connection, "telegram", "1"), staff.by_name(connection, "Wang Fang")
        assert contact
        assert contact.person_id
        assert known
        return [one.note for one in StaffStore(connection, known).club.notes(contact.person_id)]


async def test_by_consent_alone_and_gone_with_it(house: House) -> None:
    await house.says("1", "join the club")
    card = await house.says("1", "club card")
    offered = "Keep notes for offers" in _labels(card)
    assert offered == house.rules.voice.points.relationship
    assert noted(house) == "club.no_consent"
    if offered:
        await house.taps("1", "Keep notes for offers")
        assert noted(house, role="manager") == "club.not_headquarters"
        assert noted(house) == ""
        assert notes(house) == ["Likes tea"]
        await house.taps("1", "Delete my notes")
    assert notes(house) == []
    assert noted(house) == "club.no_consent"


def _labels(heard: list[Any]) -> list[str]:
    return [key.text for one in heard for row in one.keys for key in row]
