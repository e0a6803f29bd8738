"""What points are given for, how much, until when; never just before a survey; and what a standing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.base import LineAct
from handlers.voice.points import causes, tiers
from handlers.voice.points.crediting import Cause, Credited, after_months, credit
from handlers.voice.points.rules import OfEstate, PointRules
from handlers.voice.points.surveys import surveys_near
from handlers.voice.rules import VoiceRules
from storage import contacts, points_waiting
from storage.store import LineStore
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

HK = ZoneInfo("Asia/Hong_Kong")


def person(house: House, name: str = "Ann") -> int:
    with house.db.reading() as connection:
        found = contacts.by_id(connection, house.contacts[name])
    assert found
    assert found.person_id
    return found.person_id


def act(rules: PointRules, *, days: float = 0) -> LineAct:
    settings = replace(SETTINGS, voice=VoiceRules(points=rules))
    return LineAct(now=NOW + timedelta(days=days), tz=TZ, settings=settings)


def given(
    house: House, rules: PointRules, ref: str, *, rule: str = "event", days: float = 0
) -> tuple[Credited, list[str]]:
    """What became of it, and what the owner was told."""
    acting = act(rules, days=days)
    with house.db.transaction() as connection:
        store = LineStore(connection)
        estate = store.estate(house.estates["GV"])
        assert estate
        found = credit(
            acting, store, estate, Cause(person_id=person(house), rule=rule, ref=ref, reason="the fair")
        )
    return found, [one.text for one in acting.told]


def balance(house: House) -> int:
    with house.db.transaction() as connection:
        return LineStore(connection).points.balance(person(house))


def test_points_come_at_once_with_a_word_to_the_owner(house: House) -> None:
    found, told = given(house, PointRules(), "e1")
    assert (found.outcome, found.amount) == ("given", 10)
    assert told == [
        "🌱 10 points for taking part in an event: the fair. Thank you! You have 10 now; these stay until Wed 22 Nov 2028."
    ]
    assert given(house, PointRules(), "e1") == (Credited(outcome="known"), [])


@pytest.mark.parametrize(
    ("rules", "outcomes"),
    [
        (PointRules(), [("given", 10), ("given", 10), ("given", 10)]),
        (PointRules(values={"event": 0}), [("off", 0), ("off", 0), ("off", 0)]),
        (PointRules(most_a_year={"event": 15}), [("given", 10), ("clipped", 5), ("full", 0)]),
        (PointRules(most_together=12), [("given", 10), ("clipped", 2), ("full", 0)]),
        (PointRules(estates={"GV": OfEstate(values={"event": 3})}), [("given", 3), ("given", 3), ("given", 3)]),
        (PointRules(estates={"SB": OfEstate(values={"event": 3})}), [("given", 10), ("given", 10), ("given", 10)]),
        (PointRules(estates={"GV": OfEstate(most_together=0)}), [("full", 0), ("full", 0), ("full", 0)]),
    ],
)  # fmt: skip
def test_values_and_caps_are_the_estates_own(
    house: House, rules: PointRules, outcomes: list[tuple[str, int]]
) -> None:
    found = [given(house, rules, f"e{number}")[0] for number in range(3)]
    assert [(one.outcome, one.amount) for one in found] == outcomes
    assert balance(house) == sum(amount for _, amount in outcomes)


def test_a_new_year_begins_anew_in_the_estates_calendar(house: House) -> None:
    rules = PointRules(most_a_year={"event": 10})
    assert given(house, rules, "e1")[0].outcome == "given"
    eve = (datetime(2026, 12, 31, 23, 59, tzinfo=HK) - NOW) / timedelta(days=1)
    assert given(house, rules, "e2", days=eve)[0].outcome == "full"
    assert given(house, rules, "e3", days=eve + 1 / 24)[0].outcome == "given"


#: NOW is 22 November 2026, 18:00 in Hong Kong.
@pytest.mark.parametrize(
    ("surveys", "until"),
    [
        ((), None),
        (("2026-12-20/2026-12-24",), "2026-12-25T00:00+08:00"),
        (("2026-12-23/2026-12-24",), None),
        (("2026-11-01/2026-11-22",), "2026-11-23T00:00+08:00"),
        (("2026-11-01/2026-11-21",), None),
        (("2026-12-01/2026-12-02", "2026-12-20/2026-12-24"), "2026-12-25T00:00+08:00"),
        (("2026-12-01/2026-12-02", "2027-02-20/2027-02-24"), "2026-12-03T00:00+08:00"),
    ],
)  # fmt: skip
def test_nobody_is_given_points_before_a_survey_or_while_it_runs(
    house: House, surveys: tuple[str, ...], until: str | None
) -> None:
    rules = PointRules(surveys={"GV": surveys, "SB": ("2026-11-20/2026-12-20",)})
    with house.db.transaction() as connection:
        store = LineStore(connection)
        estate = store.estate(house.estates["GV"])
        assert estate
        found = surveys_near(rules, store, estate, NOW)
    assert found == (datetime.fromisoformat(until) if until else None)


def test_what_was_earned_just_before_a_survey_comes_after_it_and_nobody_is_told_before(house: House) -> None:
    rules = PointRules(surveys={"GV": ("2026-12-01/2026-12-02",)})
    found, told = given(house, rules, "e1")
    assert (found.outcome, told, balance(house)) == ("waits", [], 0)
    assert found.until == datetime(2026, 12, 3, 8, 0, tzinfo=HK), "after the quiet hours"
    assert given(house, rules, "e1")[0].outcome == "known"
    acting = act(rules, days=11)
    with house.db.transaction() as connection:
        assert points_waiting.claim(connection, NOW + timedelta(days=10)) == []
        (waiting,) = points_waiting.claim(connection, acting.now)
        assert points_waiting.claim(connection, acting.now) == [], "claimed once"
        causes.waited(waiting, acting, LineStore(connection))
        causes.waited(waiting, acting, LineStore(connection))
        assert LineStore(connection).points_waiting.of(house.estates["GV"]) == []
    assert balance(house) == 10
    assert len(acting.told) == 1, "once"


def test_what_fails_to_come_is_tried_again_within_the_hour_and_not_lost(house: House) -> None:
    given(house, PointRules(surveys={"GV": ("2026-12-01/2026-12-02",)}), "e1")
    at = NOW + timedelta(days=11)
    with house.db.transaction() as connection:
        (waiting,) = points_waiting.claim(connection, at)
    with house.db.transaction() as connection:
        (again,) = points_waiting.claim(connection, at + timedelta(hours=1))
    assert again.id == waiting.id


def test_before_another_survey_what_waits_goes_on_waiting(house: House) -> None:
    given(house, PointRules(surveys={"GV": ("2026-12-01/2026-12-02",)}), "e1")
    acting = act(PointRules(surveys={"GV": ("2026-12-10/2026-12-11",)}), days=11)
    with house.db.transaction() as connection:
        (waiting,) = points_waiting.claim(connection, acting.now)
        causes.waited(waiting, acting, LineStore(connection))
        (again,) = LineStore(connection).points_waiting.of(house.estates["GV"])
    assert (again.ref, again.due_at) == ("e1", datetime(2026, 12, 12, 8, 0, tzinfo=HK))
    assert balance(house) == 0


def test_before_a_survey_of_the_lines_own_points_wait_until_it_is_over(house: House) -> None:
    opens, closes = NOW + timedelta(days=20), NOW + timedelta(days=27)
    with house.db.transaction() as connection:
        LineStore(connection).surveys.plan(
            [house.estates["GV"]], form_key="x", at=NOW, staff_id=None, mode="chat", name="Wave", questions=[["overall", 1]],
            stages=["living"], size=10, share=None, opens_at=opens, closes_at=closes, seed="seed",
        )  # fmt: skip
    found, told = given(house, PointRules(), "e1")
    assert (found.outcome, told) == ("waits", [])
    assert found.until == closes
    assert given(house, PointRules(no_points_before_survey_days=7), "e2")[0].outcome == "given", (
        "it is not near"
    )
    for days, outcome in ((26.9, "waits"), (27.1, "given")):
        assert given(house, PointRules(), f"e{days}", days=days)[0].outcome == outcome


@pytest.mark.parametrize(
    ("at", "months", "then"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-11-22", 24, "2028-11-22"), ("2026-12-01", 1, "2027-01-01")],
)  # fmt: skip
def test_months_are_those_of_the_calendar(at: str, months: int, then: str) -> None:
    assert after_months(datetime.fromisoformat(at), months) == datetime.fromisoformat(then)


@pytest.mark.parametrize(
    ("earned", "tier", "following"),
    [(0, "", ("plum", 20)), (19, "", ("plum", 1)), (20, "plum", ("bamboo", 40)), (60, "bamboo", ("pine", 60)), (500, "pine", None)],
)  # fmt: skip
def test_a_standing_begins_at_its_points(earned: int, tier: str, following: tuple[str, int] | None) -> None:
    begins = PointRules().tiers
    assert (tiers.tier(earned, begins), tiers.following(earned, begins)) == (tier, following)


@pytest.mark.parametrize(
    ("standing", "wanted", "reaches"),
    [("", "", True), ("", "plum", False), ("bamboo", "plum", True), ("bamboo", "bamboo", True), ("bamboo", "pine", False)],
)  # fmt: skip
def test_a_higher_standing_has_what_a_lower_one_has(standing: str, wanted: str, reaches: bool) -> None:
    assert tiers.reaches(standing, wanted) == reaches


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"values": {"evnet": 1}}, "values: there is no rule evnet"),
        ({"values": {"event": -1}}, "values: points are at least 0"),
        ({"most_a_year": {"x": 1}}, "most_a_year: there is no rule x"),
        ({"most_together": -1}, "most_together"),
        ({"expiry_months": 0}, "expiry_months"),
        ({"tiers": {"gold": 1}}, "tiers: there is no gold"),
        ({"tiers": {"plum": 50, "bamboo": 20}}, "tiers: each begins above"),
        ({"no_points_before_survey_days": 400}, "no_points_before_survey_days"),
        ({"surveys": {"LH": ("2026-12-01",)}}, "FIRST-DAY/LAST-DAY"),
        ({"surveys": {"LH": ("2026-12-02/2026-12-01",)}}, "ends before it begins"),
    ],
)
def test_a_rule_that_does_not_fit_is_said_in_plain_words(values: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        PointRules(**values)
