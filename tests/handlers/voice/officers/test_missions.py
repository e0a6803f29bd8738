"""Missions come by where the home stands in its life, within the household's budget; what is said to them is kept apart (J03, I07)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import Mistake, ToContact
from handlers.voice.courtesy import spend
from handlers.voice.officers import scoring, sending, templates
from handlers.voice.officers.said import accepts, said
from handlers.voice.officers.templates import LINES, TEMPLATES
from handlers.wording import LANGUAGES, catalogue
from storage import contacts, estates, officer_missions
from storage.life_stages import STAGES
from storage.officer_rows import ROLES, Mission
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House
from tests.support.officers import (
    DAY,
    act,
    as_owner,
    headquarters,
    in_office,
    mission_of,
    moved,
    neighbours,
    places,
    swept,
)


@pytest.fixture(autouse=True)
def dora(house: House) -> None:
    headquarters(house)
    neighbours(house, 4)


def stage(house: House, days: int) -> None:
    """Every home was handed over so many days ago."""
    with house.db.transaction() as connection:
        for unit_id in set(house.units.values()):
            estates.change_unit(connection, unit_id, delivered_on=(NOW - days * DAY).date())


# the register


def test_every_stage_of_a_home_s_life_and_every_role_has_its_missions() -> None:
    assert {stage for one in TEMPLATES for stage in one.stages} == set(STAGES)
    assert {role for one in TEMPLATES for role in one.roles} == set(ROLES)
    assert len({one.key for one in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_a_mission_asks_one_or_two_questions_in_every_language(template: templates.Template) -> None:
    assert 1 <= len(template.questions) <= 2
    assert template.line in LINES
    assert all(one.scale in ("csat", "yes_no") for one in template.questions)
    for language in LANGUAGES:
        for part in ("name", "task", *(one.key for one in template.questions)):
            assert catalogue(language)[f"officers.mission.{template.key}.{part}"]


@pytest.mark.parametrize(
    ("stage", "role", "given", "key"),
    [
        ("sale", "experiencer", (), "show_flat"),
        ("handover", "feedback", (), "handover_list"),
        ("living", "experiencer", (), "small_repair"),
        ("living", "experiencer", ("small_repair",), "lobby"),
        (
            "living",
            "experiencer",
            ("housekeeper", "staircase", "gate", "lobby", "small_repair"),
            "small_repair",
        ),
        ("living", "adviser", (), "staircase"),
        ("living", "adviser", ("staircase",), "one_change"),
        ("sale", "adviser", (), None),
    ],
)
def test_the_next_mission_is_a_fresh_one_else_the_one_given_longest_ago(
    stage: str, role: str, given: tuple[str, ...], key: str | None
) -> None:
    found = templates.next_one(stage, role, given)
    assert (found.key if found else None) == key


# words


@pytest.mark.parametrize(
    ("text", "scale", "score", "again"),
    [
        ("4", "csat", 4, False), ("5分", "csat", 5, False), ("三", "csat", 3, False), ("4 stars!", "csat", 4, False), ("两分", "csat", 2, False),
        ("0", "csat", 1, False), ("畀個4啦", "csat", 4, False), ("9", "csat", None, True), ("10", "csat", None, True), ("4.5", "csat", None, True),
        ("the lobby is dark", "csat", None, False), ("大堂好暗", "csat", None, False), ("", "csat", None, False),
        ("yes", "yes_no", 1, False), ("係", "yes_no", 1, False), ("有", "yes_no", 1, False), ("no", "yes_no", 0, False),
        ("没有", "yes_no", 0, False), ("冇", "yes_no", 0, False), ("4", "yes_no", None, True), ("大堂好暗", "yes_no", None, False),
    ],
)  # fmt: skip
def test_a_score_in_words_is_read_on_the_scale_that_was_asked(
    text: str, scale: str, score: int | None, again: bool
) -> None:
    found = said(text, scale)
    assert (found.score, found.again) == (score, again)


def test_what_stands_beside_a_score_is_kept() -> None:
    assert said("3分，电梯口的灯还是闪", "csat").rest == "电梯口的灯还是闪"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("好，我參加", True), ("好的", True), ("我愿意参加", True), ("ok", True), ("Yes, I'll do it", True), ("係", True), ("I'm in!", True),
        ("唔參加，多謝", False), ("不参加了", False), ("No, thank you", False), ("no", False), ("不用了", False), ("唔使喇", False),
        ("好耐冇人嚟整", None), ("不参加的话有影响吗", None), ("what is it for", None), ("4", None), ("", None),
    ],
)  # fmt: skip
def test_a_bare_yes_or_no_answers_an_invitation_and_nothing_else_does(text: str, answer: bool | None) -> None:
    assert accepts(text) is answer


# sending


@pytest.mark.parametrize(
    ("days", "key"),
    [(-30, "building_news"), (30, "handover_list"), (200, "first_weeks"), (800, "small_repair")],
)
def test_the_mission_fits_where_the_home_stands_in_its_life(house: House, days: int, key: str) -> None:
    stage(house, days)
    [name] = in_office(house)
    told = swept(house)
    assert [one.to for one in told] == [ToContact(house.contacts[name])]
    assert mission_of(house, name).template == key
    data = [button.data for row in told[0].buttons for button in row]
    assert data[0].startswith("mission:1:")
    assert data[-1] == "officer:leave:1"


def test_missions_come_a_month_apart_and_lapse_without_a_word(house: House) -> None:
    [name] = in_office(house)
    sent = {days for days in range(0, 95, 5) if swept(house, NOW + days * DAY)}
    assert sent == {0, 30, 60, 90}
    with as_owner(house, name) as store:
        assert [one.state for one in store.officer_missions.newest()] == [
            "sent",
            "expired",
            "expired",
            "expired",
        ]


def test_a_mission_spends_the_budget_of_the_household_and_waits_for_it(house: House) -> None:
    [name] = in_office(house)
    [place] = places(house)
    with house.db.transaction() as connection:
        for _ in range(3):
            assert spend(act(), LineStore(connection), place.estate_id, place.unit_id, kind="rating")
    assert swept(house) == []
    assert swept(house, NOW + 7 * DAY) == []
    found = mission_of(house, name)
    assert (found.state, found.reason) == ("withheld", "budget")


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"muted": True}, "muted"), ({"asks": False}, "muted"), ({"state": "blocked"}, "nobody")],
)
def test_whoever_cannot_or_will_not_be_asked_is_not_and_nobody_in_their_place(
    house: House, values: dict[str, Any], reason: str
) -> None:
    [name] = in_office(house)
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts[name], **values)
    assert swept(house) == []
    assert (mission_of(house, name).state, mission_of(house, name).reason) == ("withheld", reason)


def test_a_mission_is_given_once_an_occasion_and_only_in_office(house: House) -> None:
    in_office(house)
    [place] = places(house)
    template = TEMPLATES[0]
    with house.store("Dora") as store:
        assert sending.give(act(), store, place, template, "form")
        assert sending.give(act(), store, place, template, "form") is None
    moved(house, place, state="left")
    with house.store("Dora") as store:
        assert sending.give(act(), store, place, template, "other") is None


def test_a_sweep_takes_each_mission_once(house: House) -> None:
    in_office(house, size=3)
    with house.db.transaction() as connection:
        assert officer_missions.claim_due(connection, NOW) == []
    assert len(swept(house)) == 3
    assert swept(house) == []


# answering


def sent(house: House, name: str) -> Mission:
    swept(house)
    return mission_of(house, name)


def answer(house: House, name: str, *values: int, now: Any = NOW) -> Mission:
    """Scores in the order of the questions."""
    mission = mission_of(house, name)
    template = scoring.template_of(mission)
    assert template
    with as_owner(house, name, now) as store:
        for question, value in zip(template.questions, values, strict=False):
            mission = scoring.score(act(now), store, mission, question, value)
    return mission


def test_scores_are_kept_with_question_scale_and_wording_and_the_last_one_counts(house: House) -> None:
    [name] = in_office(house)
    sent(house, name)
    assert answer(house, name, 1).state == "sent"
    assert answer(house, name, 1, 4).state == "answered"
    mission = answer(house, name, 1, 5)
    assert mission.finding is False
    with house.store("Dora") as store:
        assert store.officer_missions.scores_of(mission) == {"on_time": 1, "dealt_with": 5}
        [one, other] = store.officer_missions.answers(house.estates["GV"], NOW - DAY, NOW + DAY)
    assert (one.question, one.scale, one.version, one.counts) == ("dealt_with", "csat", 1, {5: 1})
    assert (other.question, other.scale, other.counts) == ("on_time", "yes_no", {1: 1})


@pytest.mark.parametrize("value", [-1, 2, 7])
def test_a_score_off_the_scale_is_told_and_leaves_no_figure(house: House, value: int) -> None:
    [name] = in_office(house)
    sent(house, name)
    with pytest.raises(Mistake) as refused:
        answer(house, name, value)
    assert refused.value.key == "officers.off_scale"
    with house.store("Dora") as store:
        assert store.officer_missions.answers(house.estates["GV"], NOW - DAY, NOW + DAY) == []


@pytest.mark.parametrize(("values", "finding"), [((1, 3), False), ((1, 2), True), ((0, 5), True)])
def test_a_low_score_is_a_finding(house: House, values: tuple[int, int], finding: bool) -> None:
    [name] = in_office(house)
    sent(house, name)
    assert answer(house, name, *values).finding is finding


def test_a_sentence_is_a_finding_whatever_the_score(house: House) -> None:
    [name] = in_office(house)
    sent(house, name)
    mission = answer(house, name, 1, 5)
    with as_owner(house, name) as store:
        found = scoring.add(act(), store, mission, " The lamp by the lift flickers ")
    assert (found.words, found.finding) == ("The lamp by the lift flickers", True)


def test_another_household_neither_sees_nor_answers_a_mission(house: House) -> None:
    [name] = in_office(house)
    mission = sent(house, name)
    other = next(one for one in ("N00", "N01") if one != name)
    template = scoring.template_of(mission)
    assert template
    with as_owner(house, other) as store:
        assert store.officer_missions.by_id(mission.id) is None
        assert store.officer_missions.change(mission, words="forged") is None
        with pytest.raises(LookupError):
            scoring.score(act(), store, mission, template.questions[0], 1)
    with as_owner(house, name) as store:
        assert store.officer_missions.by_id(mission.id) == mission


def test_a_mission_that_lapsed_or_whose_officer_left_can_no_longer_be_answered(house: House) -> None:
    [name] = in_office(house)
    mission = sent(house, name)

    def is_open(now: Any = NOW) -> bool:
        with as_owner(house, name) as store:
            return scoring.still_open(act(now), store, mission)

    assert is_open(NOW + 6 * DAY)
    assert not is_open(NOW + 7 * DAY)
    [place] = places(house)
    moved(house, place, state="left")
    assert not is_open()
    swept(house, NOW + timedelta(days=7, hours=1))
    assert mission_of(house, name).state == "expired"
