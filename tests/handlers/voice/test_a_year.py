"""Two months of an estate whose households answer by a known truth: what is counted is what they did, and nobody is asked too often."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from handlers.voice import tallies
from handlers.voice.formulas import result
from storage import staff
from storage.db import Database
from storage.store import LineStore
from tests.support import many_homes
from tests.support.voice_year import Year

HOMES, DAYS = 120, 60


@pytest.fixture
def year(sqlite_url: str) -> Year:
    database = Database(sqlite_url)
    with database.transaction() as connection:
        estate_id = many_homes.fill(connection, HOMES * 2)
        staff.add(connection, name="Ivy", role="housekeeper", language="en", estate_ids=(estate_id,))
    lived = Year(database=database, estate_id=estate_id, homes=HOMES, random=Random(7))
    lived.live(DAYS)
    return lived


def test_what_is_counted_is_what_households_did_and_nobody_is_asked_too_often(
    year: Year, tmp_path: Path
) -> None:
    assert len(year.questions) > 40, "there is something to be counted"
    assert year.faults() == []
    assert year.recovered > 0
    since, until = many_homes.NOW - timedelta(days=2), many_homes.NOW + timedelta(days=DAYS + 21)
    with year.database.reading() as connection:
        found = tallies.of_touch_points(LineStore(connection), since, until, year.estate_id)
    truth = year.truth(since, until)
    assert {one.question for one in found} == set(truth)
    for one in found:
        told = truth[one.question]
        assert one.asked == told.total(), one.question
        assert dict(one.counts) == {score: count for score, count in told.items() if score is not None}
        content = sum(
            count for score, count in told.items() if score and score >= (5 if one.scale == "ces" else 4)
        )
        figure = result(one)
        assert figure.response == sum(one.counts.values()) / told.total()
        if one.answered:
            assert figure.figure == content / one.answered
