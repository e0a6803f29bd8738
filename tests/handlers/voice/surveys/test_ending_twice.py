"""The clock of two processes comes to the end of a survey at the same moment: one closes it, the other finds nothing wrong."""

from __future__ import annotations

import threading
from datetime import timedelta

from handlers.base import LineAct
from handlers.voice.surveys import ending
from storage import survey_sweeps
from storage.db import Connection, Database
from storage.store import LineStore
from tests.handlers.staff.house import NOW, SETTINGS, TZ, build
from tests.handlers.voice.surveys.wave import OLD, Wave

LATER = NOW + timedelta(days=21)


def close(connection: Connection) -> None:
    act = LineAct(now=LATER, tz=TZ, settings=SETTINGS)
    for survey in survey_sweeps.ended(connection, LATER):
        ending.due(survey, act, LineStore(connection))


def test_two_processes_that_end_a_survey_at_the_same_moment_end_it_once(database_url: str) -> None:
    house = build(database_url, tables=False)
    with house.db.transaction() as connection:
        wave = Wave(connection, house)
        wave.fill("GV", 2, OLD)
        survey = wave.started()
    wrong: list[Exception] = []

    def beside() -> None:
        own = Database(house.db.url)
        try:
            with own.transaction() as connection:
                close(connection)
        except Exception as error:  # noqa: BLE001 - whatever comes is what the other process would have met
            wrong.append(error)
        own.close()

    other = threading.Thread(target=beside)
    with house.db.transaction() as connection:
        close(connection)
        other.start()
        other.join(timeout=0.5)
    other.join()
    assert wrong == []
    with house.db.reading() as connection:
        ended = LineStore(connection).surveys.by_id(survey.id)
        assert ended
        assert ended.state == "closed"
        assert [one.step for one in LineStore(connection).surveys.steps(ended)].count("closed") == 1
    house.db.close()
