"""The evaluation corpus, read whole: floors that a change may not fall under. The figures themselves stand in docs/understanding.md."""

from pathlib import Path

import pytest

from nlu.evaluate import cases, outcomes, scores

FLOORS = {
    "intents": 0.91,
    "first_intent": 0.94,
    "code": 0.91,
    "hazard_recall": 0.985,
    "hazard_code": 0.95,
    "language": 0.98,
    "matters_count": 0.77,
}
CEILINGS = {"false_alarms": 0.03, "false_alarms_hard": 0.10}


@pytest.fixture(scope="module")
def measured():
    return scores(outcomes(cases(Path(__file__).parent / "corpus")))


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_a_score_stays_above_its_floor(measured, name, floor):
    assert measured["all"][name] >= floor


@pytest.mark.parametrize(("name", "ceiling"), CEILINGS.items())
def test_false_alarms_stay_under_their_ceiling(measured, name, ceiling):
    assert measured["all"][name] <= ceiling


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "yue", "en"])
def test_every_language_is_read(measured, language):
    assert measured[language]["intents"] >= 0.89
