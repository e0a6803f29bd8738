"""What a reported wave brings to the matrix: new owners and existing ones apart, estates added up, nothing of too few or too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.voice import sources
from handlers.voice.formulas import result
from handlers.voice.rules import VoiceRules
from handlers.voice.surveys import workflow
from handlers.voice.surveys.survey_rules import SurveyRules
from storage.staff_store import StaffStore
from tests.handlers.staff.house import NOW
from tests.handlers.voice.surveys.test_results import closed
from tests.handlers.voice.surveys.wave import FRESH, OLD, Wave


def told(
    store: StaffStore, estate_id: int | None = None, rules: VoiceRules | None = None
) -> dict[str, tuple[float | None, int, int]]:
    """By question and group: figure, answered, asked; in the year around the wave."""
    year = timedelta(days=365)
    found = sources.tallies_of("survey", store, NOW - year, NOW + year, estate_id, rules)
    return {one.question: (result(one).figure, one.answered, one.asked) for one in found}


def answered(wave: Wave) -> None:
    """Eight existing owners of each estate, of whom two and six would buy again; six new ones at Green Valley, who all would."""
    wave.fill("GV", 8, OLD)
    wave.fill("SB", 8, OLD)
    wave.fill("GV", 6, FRESH)
    survey = wave.started(estate_ids=tuple(wave.house.estates.values()), questions=("buy_again", "overall"))
    wave.sweep()
    for home, (_, contact) in enumerate(wave.homes):
        wave.answers(contact, buy_again=int(home < 2 or 8 <= home < 14 or home >= 16), overall=5)
    workflow.report(wave.request(), wave.store(), closed(wave, survey).id)


def test_new_and_existing_owners_stand_apart_and_estates_are_added_up(wave: Wave) -> None:
    answered(wave)
    assert told(wave.store()) == {
        "buy_again.existing": (0.5, 16, 16), "buy_again.new": (1.0, 6, 6), "overall.existing": (1.0, 16, 16), "overall.new": (1.0, 6, 6),
    }  # fmt: skip


def test_local_staff_read_their_own_estate_alone(wave: Wave) -> None:
    answered(wave)
    ivy, otto = (wave.store(wave.house.staff[who]) for who in ("Ivy", "Otto"))
    assert told(ivy)["buy_again.existing"] == (0.25, 8, 8)
    assert told(otto)["buy_again.existing"] == (0.75, 8, 8)
    assert told(ivy, wave.house.estates["SB"]) == {}


def test_of_too_few_nothing_is_told(wave: Wave) -> None:
    answered(wave)
    rules = replace(VoiceRules(), surveys=SurveyRules(least_answers=7))
    assert set(told(wave.store(), rules=rules)) == {"buy_again.existing", "overall.existing"}


def test_the_whole_estate_stands_at_one_topic_with_what_officers_say_of_it(wave: Wave) -> None:
    answered(wave)
    year = timedelta(days=365)
    found = sources.by_topic(wave.store(), NOW - year, NOW + year)
    assert set(found) == {"buy_again", "living_here"}
    assert [sources.topic_named("en", topic) for topic in found] == ["Would buy again", "Living here"]
    assert sources.SOURCES["survey"].part("en", found["living_here"]["survey"][0]) == "existing owners"
