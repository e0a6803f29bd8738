"""The officers' figures: a data set of its own, question by question, never of a few, never for local staff (I05, J06)."""

from __future__ import annotations

import pytest

from handlers.voice.officers import layers, scoring
from handlers.voice.officers.layers import LAYERS
from handlers.voice.officers.tallies import OfficerTally, officer_tallies
from storage.officer_rows import missions, scores
from tests.handlers.staff.house import NOW, House
from tests.storage.asked import surveys
from tests.support.officers import (
    DAY,
    act,
    as_owner,
    headquarters,
    in_office,
    mission_of,
    neighbours,
    swept,
)


@pytest.fixture(autouse=True)
def dora(house: House) -> None:
    headquarters(house)
    neighbours(house, 6)


def answered(house: House, *given: tuple[int, int], officers: int = 5) -> list[str]:
    """So many officers were sent the small repair; the first ones said this."""
    names = in_office(house, size=officers)
    swept(house)
    for name, values in zip(names, given, strict=False):
        mission = mission_of(house, name)
        template = scoring.template_of(mission)
        assert template
        with as_owner(house, name) as store:
            for question, value in zip(template.questions, values, strict=True):
                mission = scoring.score(act(), store, mission, question, value)
    return names


def tallies(house: House, who: str = "Dora", least: int = 3) -> dict[str, OfficerTally]:
    with house.store(who) as store:
        found = officer_tallies(store, house.estates["GV"], NOW - DAY, NOW + DAY, least=least)
    return {f"{one.question}/{one.version}": one for one in found}


def test_a_figure_tells_who_was_asked_who_answered_and_on_which_scale(house: House) -> None:
    answered(house, (1, 5), (1, 4), (0, 2))
    found = tallies(house)["dealt_with/1"]
    assert (found.touch_point, found.line) == ("repair", "engineering")
    assert found.tally
    assert (found.tally.data_set, found.tally.question, found.tally.asked) == (
        "officer",
        "small_repair.dealt_with",
        5,
    )
    assert found.result
    assert found.result.figure == pytest.approx(2 / 3)
    assert found.result.response == pytest.approx(3 / 5)


@pytest.mark.parametrize("people", [0, 1, 2])
def test_a_few_have_no_figure(house: House, people: int) -> None:
    answered(house, *[(1, 5)] * people)
    found = tallies(house)
    assert set(found) == {"on_time/1", "dealt_with/1"}
    assert all(one.few and one.result is None for one in found.values())


def test_two_wordings_are_never_added_up(house: House) -> None:
    answered(house, *[(1, 5)] * 3)
    with house.db.transaction() as connection:
        for table in (missions, scores):
            connection.execute(table.update().values(version=7))
    assert set(tallies(house)) == {"on_time/7", "dealt_with/7"}


@pytest.mark.parametrize("who", ["Ivy", "Max", "Eli", "Otto"])
def test_local_staff_get_no_figure(house: House, who: str) -> None:
    answered(house, *[(1, 5)] * 3)
    assert tallies(house, who) == {}


def test_layers_stand_beside_each_other_and_what_nobody_measured_is_empty(house: House) -> None:
    answered(house, *[(1, 5)] * 3)
    with house.store("Dora") as store:
        measured = {
            name: source(store, house.estates["GV"], NOW - DAY, NOW + DAY)
            for name, source in layers.sources(3, 5).items()
        }
    [row] = layers.beside(measured)
    assert row.touch_point == "repair"
    cells = dict(zip(LAYERS, row.cells, strict=True))
    assert [len(cells[name]) for name in LAYERS] == [0, 0, 2]


def test_the_survey_stands_beside_the_officers_with_its_own_sample(house: House) -> None:
    answered(house, *[(1, 5)] * 3)
    with house.db.transaction() as connection:
        surveys.made(connection, house)
    until = NOW + 90 * DAY
    with house.store("Dora") as store:
        told = layers.survey(store, house.estates["GV"], NOW - DAY, until, 5)
        assert layers.survey(store, house.estates["GV"], NOW - DAY, NOW + DAY, 5) == [], (
            "no wave of this period"
        )
        few = layers.survey(store, house.estates["GV"], NOW - DAY, until, 7)
    found = {one.name: one for one in told}
    overall = found["survey.question.overall.1"]
    assert (overall.touch_point, overall.owner) == ("living_here", "existing")
    assert overall.result
    assert (overall.result.answered, overall.result.asked) == (6, 1)
    assert overall.result.figure == pytest.approx(3 / 6)
    assert found["survey.question.buy_again.1"].touch_point == "estate"
    assert [one.result for one in few] == [None, None]
