"""When a decision is whole, and what may follow from it: each rule as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.base import Mistake
from handlers.tickets.complaints.appeals import Appeals, is_last, open_until, way_to_appeal
from handlers.tickets.complaints.decision import DEPARTMENTS, LONGEST, Draft, check, failed, flow
from handlers.tickets.complaints.follow_ups import FollowUps

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
WHOLE = Draft(
    outcome="partly", reasons="The guard was alone.", remedy="A call", due=NOW + timedelta(days=3), compared="partly",
    compared_words="no money", feedback="security", feedback_why="Two at night.",
)  # fmt: skip
BARE = Draft(
    outcome="not_upheld", reasons="No.", compared="not", compared_words="x", feedback="none", feedback_why="y"
)


def ticket(**values: Any) -> Any:
    known = {"intent": "complaint", "remedy_sought": None, "round": 0, "level": 0} | values
    return SimpleNamespace(**known)


@pytest.mark.parametrize(
    ("draft", "key"),
    [
        (WHOLE, None),
        (BARE, None),
        (replace(WHOLE, outcome="maybe"), "no_outcome"),
        (replace(WHOLE, outcome=""), "no_outcome"),
        (replace(WHOLE, outcome="adopted"), "no_outcome"),
        (replace(WHOLE, reasons=""), "no_reasons"),
        (replace(WHOLE, due=None), "no_due"),
        (replace(WHOLE, due=NOW), "due_past"),
        (replace(WHOLE, due=NOW - timedelta(days=1)), "due_past"),
        (replace(WHOLE, due=NOW + timedelta(days=180)), None),
        (replace(WHOLE, due=NOW + timedelta(days=180, seconds=1)), "due_far"),
        (replace(WHOLE, remedy=""), "remedy_words"),
        (replace(BARE, amount=100), "remedy_words"),
        (replace(WHOLE, amount=0), "amount_unread"),
        (replace(WHOLE, amount=100), None),
        (replace(WHOLE, compared=""), "not_compared"),
        (replace(WHOLE, compared="sort of"), "not_compared"),
        (replace(WHOLE, compared_words=""), "not_compared"),
        (replace(BARE, compared=""), "not_compared"),
        (replace(WHOLE, outcome="upheld", compared="", compared_words=""), None),
        (replace(WHOLE, outcome="upheld", compared="met", compared_words=""), None),
        (replace(WHOLE, feedback=""), "no_feedback"),
        (replace(WHOLE, feedback="the moon"), "no_feedback"),
        (replace(WHOLE, feedback="none"), None),
        (replace(WHOLE, feedback_why=""), "no_feedback"),
        (replace(WHOLE, rule="No dogs"), "rule_half"),
        (replace(WHOLE, rule="No dogs", rule_source="House rules 7"), "rule_half"),
        (replace(WHOLE, rule="No dogs", rule_source="House rules 7", rule_date=date(2020, 1, 1)), None),
        *[
            (replace(WHOLE, **{name: "x" * (most + 1)}), "too_long")
            for name, most in LONGEST.items()
            if name != "rule"
        ],
    ],
)
def test_a_decision_is_whole_or_says_what_it_lacks(draft: Draft, key: str | None) -> None:
    if key is None:
        check(draft, ticket(), NOW)
        return
    with pytest.raises(Mistake) as refused:
        check(draft, ticket(), NOW)
    assert refused.value.key == f"decision.{key}"


def test_what_the_owner_asked_for_is_always_answered() -> None:
    """Upheld, but not compared with what was asked: the owner would not know whether they get it (C24)."""
    with pytest.raises(Mistake) as refused:
        check(replace(WHOLE, outcome="upheld", compared=""), ticket(remedy_sought="my money back"), NOW)
    assert refused.value.key == "decision.not_compared"


@pytest.mark.parametrize(
    ("draft", "key"),
    [
        (Draft(outcome="adopted", reasons="Good."), None),
        (Draft(outcome="not_adopted", reasons="No room."), None),
        (Draft(outcome="adopted", reasons=""), "no_reasons"),
        (Draft(outcome="upheld", reasons="x"), "no_outcome"),
    ],
)
def test_a_suggestion_needs_an_answer_and_a_reason(draft: Draft, key: str | None) -> None:
    if key is None:
        check(draft, ticket(intent="suggestion"), NOW)
        return
    with pytest.raises(Mistake) as refused:
        check(draft, ticket(intent="suggestion"), NOW)
    assert refused.value.key == f"decision.{key}"


def test_no_department_is_a_choice_too() -> None:
    assert "none" in DEPARTMENTS


@pytest.mark.parametrize(
    ("round_", "days", "way"),
    [(0, 0, "open"), (0, 60, "open"), (0, 60.01, "late"), (1, 0, "last"), (1, 99, "last"), (2, 0, "last")],
)
def test_the_way_to_appeal(round_: int, days: float, way: str) -> None:
    assert way_to_appeal(round_, NOW, NOW + timedelta(days=days), Appeals()) == way


def test_two_rounds_where_the_house_allows_them() -> None:
    two = Appeals(rounds=2)
    assert [is_last(ticket(round=number), two) for number in (0, 1, 2)] == [False, False, True]


def test_a_decision_is_asked_about_at_half_of_its_days() -> None:
    assert open_until(NOW, 30) == (NOW + timedelta(days=15), NOW + timedelta(days=30))


@pytest.mark.parametrize(
    ("known", "decisions", "found"),
    [
        ({}, [], "normal"),
        ({"level": 1}, [], "escalated"),
        ({"round": 1}, [], "escalated"),
        ({}, [{"recourse_told_at": None, "outside_at": None}], "normal"),
        ({"round": 1}, [{"round": 1, "recourse_told_at": NOW}], "external"),
        ({"round": 1}, [{"round": 0, "recourse_told_at": NOW}], "escalated"),
        ({}, [{"outside_at": NOW}], "external"),
    ],
)
def test_a_complaint_is_in_one_of_three_flows(known: Any, decisions: Any, found: str) -> None:
    rows = [
        SimpleNamespace(**({"round": 0, "recourse_told_at": None, "outside_at": None} | one))
        for one in decisions
    ]
    assert flow(ticket(**known), rows) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "broken", "is_failed"),
    [("upheld", 0, False), ("partly", 0, False), ("not_upheld", 0, True), ("upheld", 1, True), (None, 0, False), (None, 2, True)],
)  # fmt: skip
def test_a_case_failed_where_it_was_not_upheld_or_a_date_was_broken(
    outcome: str | None, broken: int, is_failed: bool
) -> None:
    made: Any = SimpleNamespace(outcome=outcome) if outcome else None
    assert failed(made, broken) is is_failed


@pytest.mark.parametrize(
    ("build", "values", "told"),
    [
        (Appeals, {"rounds": 0}, "anew once at least"),
        (Appeals, {"recourse_days": 0}, "more than 0"),
        (Appeals, {"recourse_days": 90}, "not more than"),
        (FollowUps, {"follow_up_hours": 0}, "more than 0"),
        (FollowUps, {"tries": 0}, "1 to 10"),
    ],
)
def test_settings_that_do_not_fit_are_refused(build: Any, values: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        build(**values)
