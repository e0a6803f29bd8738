"""No answer of a survey can be joined to an invitation, a home or a person: not by a column, not by an order, not by what came in.

The same survey is run again and again, and the same answers are given by others: everything that is kept is the same but the box,
and in the box the same sheets lie.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from storage import contacts, estates, people
from storage.base import metadata
from storage.db import Connection, Database
from storage.survey_sheets import survey_sheets
from tests.conversations import survey_steps
from tests.support.house import House

#: What says when or in which turn something happened by chance of the clock's ids, and nothing of what was said.
_BY_CHANCE = ("turn_id",)

#: What leads from a sheet: its survey, and the estate it may show.
_LEADS_TO = {"surveys", "estates"}

SAID = (("1", "0"), ("4", "1"), ("5", "1"))


def rows(connection: Connection) -> dict[str, list[Any]]:
    """Everything that is kept, by table, without the ids of turns."""
    return {
        table.name: [
            tuple((name, value) for name, value in row._mapping.items() if name not in _BY_CHANCE)
            for row in connection.execute(table.select().order_by(table.c.id))
        ]
        for table in metadata.sorted_tables
    }


async def run(url: str, now: datetime, said: tuple[tuple[str, str], ...], *, closes: bool) -> tuple[dict[str, list[Any]], Counter[str]]:  # fmt: skip
    """Ann and Cat are asked and answer; Dan, who lives in a third home, too. What is kept then, and what lies in the box."""
    database = Database(url)
    house = House(database, now)
    try:
        _third_home(house)
        survey_steps.do(house, {"survey": "run", "questions": ["overall", "buy_again", "sentence"]})
        house.later(seconds=6)
        for (score, again), chat in zip(said, ("1", "3", "4"), strict=True):
            await house.taps(chat, score)
            await house.give(house.message(chat, {"1": "Yes", "0": "No"}[again]))
            house.later(seconds=6)
            await house.give(house.message(chat, f"The lifts are a {score}"))
            house.later(seconds=6)
        if closes:
            survey_steps.do(house, {"survey": "close"})
        house.later(minutes=1)
        with database.reading() as connection:
            sheets = connection.execute(survey_sheets.select()).all()
            box = Counter(
                repr((one.estate_id, one.owner, one.stage, sorted(one.answers.items()))) for one in sheets
            )
            return rows(connection), box
    finally:
        database.close()


def _third_home(house: House) -> None:
    with house.database.transaction() as connection:
        building = estates.building_named(connection, house.estate_id, "3")
        third = estates.add_unit(
            connection, estate_id=house.estate_id, building_id=building.id, label="3-2-1504", floor="15"
        )
        person = people.add(connection, estate_id=house.estate_id, name="Dan")
        people.occupy(
            connection, estate_id=house.estate_id, person_id=person, unit_id=third, role="owner", at=house.now
        )
        contact = contacts.add(
            connection, estate_id=house.estate_id, channel="telegram", address="4", name="Dan", at=house.now
        )
        contacts.change(connection, contact.id, person_id=person)
        for unit in estates.units_of(connection, (house.estate_id,)):
            estates.change_unit(connection, unit.id, delivered_on=date(2015, 1, 31))


@pytest.mark.parametrize("closes", [False, True], ids=["while it runs", "once it is closed"])
async def test_who_said_what_leaves_no_trace(tmp_path: Path, now: datetime, closes: bool) -> None:
    kept = []
    for number, said in enumerate(list(permutations(SAID))[::2]):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        database = Database(url)
        metadata.create_all(database.engine)
        database.close()
        kept.append(await run(url, now, said, closes=closes))
    first, box = kept[0]
    assert sum(box.values()) == len(SAID)
    assert len(box) == len(SAID)
    for other, same_box in kept[1:]:
        assert same_box == box
        different = [name for name in first if name != "survey_sheets" and first[name] != other[name]]
        assert different == []


def test_no_column_leads_from_a_sheet_to_whoever_filled_it_in() -> None:
    leads = {key.column.table.name for key in survey_sheets.foreign_keys}
    assert leads == _LEADS_TO
    assert [one.name for one in survey_sheets.columns if "at" in one.name.split("_")] == [], (
        "it tells no time"
    )
    foreign = [
        table.name for table in metadata.sorted_tables for key in table.foreign_keys if key.column.table is survey_sheets
    ]  # fmt: skip
    assert foreign == [], "and nothing leads to it"
