"""A survey is headquarters' alone, its steps come once and in order, its length depends on how it is asked, and nobody is asked twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handlers.base import Mistake
from handlers.voice.points.rules import PointRules
from handlers.voice.points.surveys import surveys_near
from handlers.voice.surveys import planning, workflow
from storage.surveys import Survey
from tests.handlers.staff.house import NOW
from tests.handlers.voice.surveys.wave import FRESH, OLD, Wave

LOCAL = ("Ivy", "Max", "Eli")
PHONE = (
    "overall",
    "effort",
    "recommend",
    "buy_again",
    "recommend_estate",
    "swallowed",
    "complained",
    "sentence",
)


def refused(step: Callable[[], Any]) -> str:
    with pytest.raises(Mistake) as found:
        step()
    return found.value.key


@pytest.mark.parametrize("who", LOCAL)
def test_people_at_the_estate_find_no_survey_and_neither_start_stop_nor_change_one(
    wave: Wave, who: str
) -> None:
    wave.fill("GV", 6, OLD)
    survey = wave.started()
    local, store = wave.house.staff[who], wave.store(wave.house.staff[who])
    assert store.surveys.by_id(survey.id) is None
    assert store.surveys.newest() == []
    assert store.survey_invitations.of(survey) == []
    assert store.survey_invitations.counts(survey) == {}
    assert store.survey_calls.of(survey, NOW.date()) == []
    assert store.survey_sheets.of(survey) == []
    for step in (workflow.draw, workflow.start, workflow.close, workflow.report, workflow.withdraw):
        assert refused(lambda step=step: step(wave.request(local), store, survey.id)) in (
            "surveys.wrong.not_yours", "surveys.wrong.none",
        )  # fmt: skip
    assert (
        refused(lambda: planning.plan(wave.request(local), store, wave.draft(), form_key="x", seed="x"))
        == "surveys.wrong.not_yours"
    )
    assert store.surveys.step(survey, "closed", staff_id=local.id, at=NOW) is None
    assert wave.line.surveys.by_id(survey.id) == survey


def test_headquarters_of_one_estate_see_no_survey_that_is_of_another_one_too(wave: Wave) -> None:
    wave.fill("SB", 6, OLD)
    survey = wave.planned(estate_ids=tuple(wave.house.estates.values()))
    lone = replace(wave.hana, estate_ids=(wave.house.estates["GV"],))
    assert wave.store(lone).surveys.by_id(survey.id) is None
    assert wave.store().surveys.by_id(survey.id) == survey


@pytest.mark.parametrize(
    ("mode", "questions", "key"),
    [
        ("chat", PHONE[:3], ""),
        ("chat", PHONE[:4], "surveys.wrong.many_chat"),
        ("phone", PHONE, ""),
        ("chat", (), "surveys.wrong.questions"),
        ("chat", ("overall", "overall"), "surveys.wrong.questions"),
        ("chat", ("who are you",), "surveys.wrong.questions"),
        ("letter", ("overall",), "surveys.wrong.mode"),
    ],
)
def test_how_many_questions_depends_on_how_they_are_asked(
    wave: Wave, mode: str, questions: tuple[str, ...], key: str
) -> None:
    def plan() -> Survey:
        return wave.planned(mode=mode, questions=questions)

    assert (refused(plan) if key else plan().questions) == (key or tuple((one, 1) for one in questions))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"name": "  "}, "surveys.wrong.name"),
        ({"name": "x" * 81}, "surveys.wrong.name"),
        ({"estate_ids": ()}, "surveys.wrong.estates"),
        ({"estate_ids": (999_999,)}, "surveys.wrong.estates"),
        ({"stages": ()}, "surveys.wrong.stages"),
        ({"stages": ("ruin",)}, "surveys.wrong.stages"),
        ({"share": 101}, "surveys.wrong.sample"),
        ({"share": 0}, "surveys.wrong.sample"),
        ({"share": 50, "size": 50}, "surveys.wrong.sample"),
        ({"share": None}, "surveys.wrong.sample"),
        ({"closes_at": NOW}, "surveys.wrong.ends_before"),
        ({"opens_at": NOW - timedelta(days=9), "closes_at": NOW - timedelta(days=1)}, "surveys.wrong.ends_before"),
        ({"closes_at": NOW + timedelta(days=200)}, "surveys.wrong.long"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_nothing_is_kept(wave: Wave, values: dict[str, Any], key: str) -> None:
    assert refused(lambda: wave.planned(**values)) == key
    assert wave.line.surveys.newest() == []


def test_each_step_comes_once_and_in_order(wave: Wave) -> None:
    wave.fill("GV", 6, OLD)
    survey = wave.planned()
    steps = [workflow.draw, workflow.start, workflow.close, workflow.report]
    for next_one, step in enumerate(steps):
        for other in (*steps[:next_one], *steps[next_one + 1 :]):
            assert (
                refused(lambda other=other: other(wave.request(), wave.store(), survey.id))
                == "surveys.wrong.order"
            )
        step(wave.request(), wave.store(), survey.id)
    assert [one.step for one in wave.store().surveys.steps(survey)] == [
        "draft",
        "drawn",
        "running",
        "closed",
        "reported",
    ]
    assert {one.name for one in wave.store().surveys.steps(survey)} == {"Hana"}
    assert (
        refused(lambda: workflow.withdraw(wave.request(), wave.store(), survey.id)) == "surveys.wrong.order"
    )


def test_the_draw_keeps_its_seed_and_its_pool_and_comes_out_the_same_again(wave: Wave) -> None:
    wave.fill("GV", 30, OLD)
    wave.fill("GV", 10, FRESH)
    survey = wave.drawn(share=None, size=20)
    assert survey.pool["count"] == 40
    assert survey.pool["strata"] == [
        [wave.house.estates["GV"], "existing", 30, 15], [wave.house.estates["GV"], "new", 10, 5],
    ]  # fmt: skip
    again = workflow.draw_again(wave.store(), survey, wave.request().settings.voice.surveys)
    assert again == workflow.Again(40, same_pool=True, same_sample=True)
    wave.fill("GV", 1, OLD)
    later = workflow.draw_again(wave.store(), survey, wave.request().settings.voice.surveys)
    assert later is not None
    assert not later.same_pool


def test_a_household_is_asked_once_for_a_stage_whoever_asks(wave: Wave) -> None:
    """The city's wave, the region's and the third party's share one calendar (I08)."""
    wave.fill("GV", 10, OLD)
    city = wave.drawn(share=None, size=4, name="City")
    region = wave.drawn(name="Region", seed="other")
    assert (region.pool["count"], region.pool["asked_before"]) == (6, 4)
    both = [one.unit_id for survey in (city, region) for one in wave.line.survey_invitations.of(survey)]
    assert len(both) == len(set(both)) == 10
    assert refused(lambda: wave.drawn(name="Third party", seed="third")) == "surveys.wrong.nobody"
    wave.now += timedelta(days=181)
    assert wave.drawn(name="Next year").pool["count"] == 10


def test_a_household_that_moved_on_in_its_life_is_asked_about_that_too(wave: Wave) -> None:
    """Each stage of life has its own node (I20): handing over in November, the first year in March."""
    wave.fill("GV", 6, date(2026, 10, 15))
    first = wave.drawn()
    wave.now += timedelta(days=100)
    second = wave.drawn(seed="other")
    stages = [{one.stage for one in wave.line.survey_invitations.of(survey)} for survey in (first, second)]
    assert stages == [{"handover"}, {"moved_in"}]


def test_a_withdrawn_survey_has_asked_nobody(wave: Wave) -> None:
    wave.fill("GV", 6, OLD)
    workflow.withdraw(wave.request(), wave.store(), wave.drawn().id)
    assert wave.drawn().pool["count"] == 6


def test_nothing_is_given_shortly_before_and_during_a_survey(wave: Wave) -> None:
    wave.fill("GV", 6, OLD)
    survey = wave.planned(opens_at=NOW + timedelta(days=20), closes_at=NOW + timedelta(days=30))
    rules = PointRules(no_points_before_survey_days=14)

    def waits(code: str, day: int) -> bool:
        estate = wave.line.estate(wave.house.estates[code])
        assert estate
        return surveys_near(rules, wave.line, estate, NOW + timedelta(days=day)) is not None

    days = {0: False, 5: False, 6: True, 25: True, 29: True, 30: False}
    assert {day: waits("GV", day) for day in days} == days
    assert not waits("SB", 20)
    workflow.withdraw(wave.request(), wave.store(), survey.id)
    assert not waits("GV", 20)
