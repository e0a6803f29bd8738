"""Each day of an estate is drawn once, after its own midnight, by a seed that nobody could know before (I10, I14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

import pytest
from sqlalchemy import update

from storage.db import Database
from storage.estates import estates
from storage.perception_rows import perception_draws
from tests.support.house import House


@pytest.fixture
def house(sqlite_url: str, now: datetime) -> Iterator[House]:
    database = Database(sqlite_url)
    yield House(database, now)
    database.close()


def drawn(house: House) -> list[date]:
    with house.database.reading() as connection:
        return [
            row.day for row in connection.execute(perception_draws.select().order_by(perception_draws.c.day))
        ]


def test_nothing_is_drawn_where_nobody_is_to_be_asked(house: House) -> None:
    house.later(days=2)
    assert drawn(house) == []


def test_a_day_is_drawn_once_however_often_the_clock_looks(house: House) -> None:
    house.draws(0.5)
    house.later(minutes=1)
    before = drawn(house)
    assert before[-1] == date(2026, 3, 2), "today is Tuesday the third"
    house.later(hours=6)
    assert drawn(house) == before
    house.later(minutes=40)  # past midnight in Shanghai
    house.later(seconds=5)
    assert drawn(house) == [*before, date(2026, 3, 3)]


def test_days_that_the_line_slept_through_are_drawn_when_it_wakes(house: House) -> None:
    house.draws(1)
    house.later(minutes=1)
    house.later(days=3)
    assert drawn(house)[-4:] == [date(2026, 3, day) for day in (2, 3, 4, 5)]


def test_every_day_has_a_seed_of_its_own(house: House) -> None:
    house.draws(1)
    house.later(days=1)
    with house.database.reading() as connection:
        seeds = [row.seed for row in connection.execute(perception_draws.select())]
    assert len(set(seeds)) == len(seeds) == 3
    assert all(seed.startswith("LH 2026-03-0") and len(seed) > 25 for seed in seeds)


def test_the_day_of_the_estate_counts_also_where_the_hour_changes(house: House) -> None:
    """London, 29 March 2026: a day of 23 hours."""
    with house.database.transaction() as connection:
        connection.execute(update(estates).values(timezone="Europe/London"))
    house.draws(1)
    for _ in range(28):
        house.later(days=1)
    with house.database.reading() as connection:
        rows = list(connection.execute(perception_draws.select().order_by(perception_draws.c.day)))
    hours = {row.day: (after.ends - row.ends).total_seconds() / 3600 for row, after in pairwise(rows)}
    assert hours[date(2026, 3, 28)] == 23
    assert set(hours.values()) == {23, 24}
