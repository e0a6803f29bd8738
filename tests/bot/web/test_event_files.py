"""/event/TOKEN.ics over real HTTP: what a phone's calendar takes; without the address there is nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Calendar

from bot.web.event_files import EventFiles
from bot.workers import Workers
from storage.db import Database
from storage.store import LineStore
from tests.support.house import House

TOKEN = "A" * 43


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    house = House(database, now)
    starts = datetime(2026, 3, 7, 10, tzinfo=UTC)
    with database.transaction() as connection:
        LineStore(connection).events.add(
            estate_id=house.estate_id, uid="mooncakes@ownerline", kind="company", title={"en": "Mooncakes", "zh-Hans": "月饼会"},
            description={}, place={}, starts=starts, ends=starts + timedelta(hours=2), rsvp_until=starts, capacity=None,
            status="CONFIRMED", reason="", token=TOKEN, currency="CNY", minutes=0, effect="", made_at=now, changed_at=now,
        )  # fmt: skip
    return house


async def test_whoever_has_the_address_gets_the_file(house: House) -> None:
    workers = Workers(writers=1)
    application = web.Application()
    application.add_routes(EventFiles(house.database, workers.read).routes())
    async with TestClient(TestServer(application)) as client:
        response = await client.get(f"/event/{TOKEN}.ics?lang=zh-Hans")
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        calendar = Calendar.from_ical(await response.read())
        assert calendar["METHOD"] == "PUBLISH"
        assert [str(one["SUMMARY"]) for one in calendar.walk("VEVENT")] == ["月饼会"]
        english = await client.get(f"/event/{TOKEN}.ics", headers={"Accept-Language": "en-GB"})
        assert "SUMMARY:Mooncakes\r\n" in (await english.read()).decode()
        statuses = [
            (await client.get(f"/event/{token}.ics")).status
            for token in ("B" * 43, "A" * 42, "1", "%27--", "..%2f")
        ]
        assert set(statuses) == {404}
    workers.close()
