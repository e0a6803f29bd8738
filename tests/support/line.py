"""A whole line for tests: every part as in production, on a scratch database, its pages on a free port."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import clock
from bot.settings import Settings
from bot.wiring import Line
from storage import contacts, estates, people, staff
from storage.db import Database
from tests.fake_telegram.fake import FakeTelegram


@dataclass(frozen=True, slots=True)
class Homes:
    """The estate of the tests: its id, its homes' ids by label, its people's ids by name."""

    estate_id: int
    units: dict[str, int]
    persons: dict[str, int]


def settle(url: str) -> Homes:
    """An estate with three households and two of staff; nobody has a chat yet."""
    database = Database(url)
    with database.transaction() as connection:
        estate_id = estates.add_estate(
            connection, code="LH", name="丽湖花园", timezone="Asia/Shanghai", jurisdiction="CN", language="zh-Hans",
            phone="400-000-0000",
        )  # fmt: skip
        keeper = staff.add(
            connection,
            name="王芳",
            role="manager",
            language="zh-Hans",
            telegram_id="900",
            estate_ids=(estate_id,),
        )
        building = estates.building_named(connection, estate_id, "3")
        homes = {
            label: estates.add_unit(
                connection,
                estate_id=estate_id,
                building_id=building.id,
                label=label,
                floor="15",
                housekeeper_id=keeper,
            )
            for label in ("3-2-1502", "3-2-1503", "3-2-1601")
        }
        persons = {}
        for name, label in (("Ann", "3-2-1502"), ("Bob", "3-2-1502"), ("Cat", "3-2-1503")):
            persons[name] = people.add(connection, estate_id=estate_id, name=name)
            people.occupy(
                connection,
                estate_id=estate_id,
                person_id=persons[name],
                unit_id=homes[label],
                role="owner",
                at=clock.now(),
            )
    database.close()
    return Homes(estate_id, homes, persons)


def at_home(url: str, homes: Homes, name: str, address: str, channel: str = "telegram") -> None:
    """This account is bound to this person."""
    database = Database(url)
    with database.transaction() as connection:
        contact = contacts.add(
            connection, estate_id=homes.estate_id, channel=channel, address=address, name=name, at=clock.now()
        )
        contacts.change(connection, contact.id, person_id=homes.persons[name])
    database.close()


@asynccontextmanager
async def running(
    url: str, media: Path, fake: FakeTelegram | None = None, group: int | None = None, **groups: Any
) -> AsyncIterator[Line]:
    """A line that serves until the block ends. Quiet times are short, so that tests are."""
    conversation = {"burst_seconds": 0.4, "burst_longest_seconds": 2.0} | groups.pop("conversation", {})
    telegram = (
        {"token": fake.token, "base_url": fake.base_url, "staff_group": str(group or "")} if fake else {}
    )
    values = {
        "storage": {"url": url, "media": str(media)}, "web": {"port": 0}, "conversation": conversation,
        "telegram": telegram | groups.pop("telegram", {}), **groups,
    }  # fmt: skip
    line = Line(Settings.model_validate(values))
    await line.start()
    try:
        yield line
    finally:
        await line.stop()
