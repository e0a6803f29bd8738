"""Who is to hold a ticket, as a table: a named person, what they can, and whom the rules put first and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from handlers.tickets.holders import assignment
from handlers.tickets.holders.assignment import Assignment, Candidate, Need, kinds_of, rank, within

IVY = Candidate(id=1, name="Ivy", role="housekeeper", speaks=frozenset({"en"}))
SUE = Candidate(id=2, name="Sue", role="housekeeper", speaks=frozenset({"en", "yue"}))
ELI = Candidate(id=3, name="Eli", role="engineer", skills=("home.electrical",), speaks=frozenset({"en"}))
LIFT = Candidate(id=4, name="Leo", role="engineer", skills=("public.lift",), speaks=frozenset({"en"}))
OFF = Candidate(id=5, name="Ora", role="officer", speaks=frozenset({"en"}))
MAX = Candidate(id=6, name="Max", role="manager", speaks=frozenset({"en"}))
GUS = Candidate(id=7, name="Gus", role="security", speaks=frozenset({"en"}))
ALL = (IVY, SUE, ELI, LIFT, OFF, MAX, GUS)

RULES = Assignment()


def need(kind: str = "ordinary", **values: object) -> Need:
    return replace(Need(roles=RULES.roles(kind), intent="repair", code="home.leak"), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("people", "wanted", "first"),
    [
        pytest.param(ALL, need(), "Ivy", id="nobody stands out: the preferred role, then whoever came first"),
        pytest.param(ALL, need(code="home.electrical"), "Eli", id="the one who is skilled in it"),
        pytest.param(ALL, need(code="public.lift"), "Leo", id="another skill, another person"),
        pytest.param((LIFT, IVY), need(code="home.electrical"), "Ivy", id="no particular skill before another trade"),
        pytest.param(ALL, need(spoken=frozenset({"yue"})), "Sue", id="whoever speaks the owner's language"),
        pytest.param(ALL, need(housekeeper_id=2), "Sue", id="the household's named housekeeper"),
        pytest.param(ALL, need(housekeeper_id=2, code="home.electrical"), "Sue", id="named before skilled"),
        pytest.param((IVY, replace(SUE, load=40)), need(housekeeper_id=2), "Sue", id="named, though overloaded"),
        pytest.param(
            (IVY, replace(SUE, load=40)), need(housekeeper_id=2, urgency="E1"), "Ivy", id="overloaded, and it is pressing"
        ),
        pytest.param(
            (IVY, replace(SUE, on_duty=False)), need(housekeeper_id=2, urgency="E0"), "Ivy", id="off duty, and it is pressing"
        ),
        pytest.param((replace(IVY, load=9), SUE), need(), "Sue", id="whoever holds less"),
        pytest.param(
            (replace(IVY, load=9, capacity=100), replace(SUE, load=2, capacity=4)), need(), "Ivy", id="less of what they can"
        ),
        pytest.param((replace(IVY, load=40), replace(SUE, load=39)), need(), "Sue", id="nobody overloaded while another is not"),
        pytest.param((replace(IVY, on_duty=False), OFF), need(), "Ora", id="somebody on duty"),
        pytest.param(ALL, need(housekeeper_id=6), "Max", id="whoever keeps the home may, whatever else they are"),
        pytest.param(ALL, need("complaint"), "Ora", id="a complaint is an officer's"),
        pytest.param((ELI, GUS, MAX), need("complaint"), "Max", id="… or a manager's, never an engineer's"),
        pytest.param(ALL, need("security"), "Gus", id="what is the guards' own"),
        pytest.param((ELI, LIFT), need("complaint"), None, id="nobody with the authority"),
        pytest.param((), need(), None, id="nobody at all"),
    ],
)  # fmt: skip
def test_the_best_comes_first(people: tuple[Candidate, ...], wanted: Need, first: str | None) -> None:
    found = rank(people, wanted)
    assert (found[0][0].name if found else None) == first


def test_the_reasons_are_told() -> None:
    [(_, reasons), *_] = rank(ALL, need(housekeeper_id=2, spoken=frozenset({"yue"})))
    assert reasons == (
        "the household's housekeeper", "role housekeeper", "load 0/40", "speaks yue", "on duty"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("matter", "kinds"),
    [
        (("repair", "home.leak", "N", False, False), ("ordinary",)),
        (("complaint", "service.fees", "N", True, False), ("complaint",)),
        (("complaint", "service.security", "N", True, False), ("security", "complaint")),
        (("emergency", "gas", "E0", False, False), ("emergency", "ordinary")),
        (("emergency", "intruder", "E0", False, False), ("security", "emergency", "ordinary")),
        (("complaint", "construction.repeat_fault", "N", True, True), ("hard", "complaint")),
    ],
)
def test_a_matter_calls_for_these_kinds_of_authority(
    matter: tuple[str, str, str, bool, bool], kinds: tuple[str, ...]
) -> None:
    intent, code, urgency, complaint, hard = matter
    assert kinds_of(intent, code, urgency, complaint=complaint, hard=hard) == kinds


@pytest.mark.parametrize(
    ("facts", "hard"),
    [
        ((0, 0, False, ()), False), ((1, 0, False, ()), False), ((2, 0, False, ()), True), ((0, 1, False, ()), True),
        ((0, 0, True, ()), True), ((0, 0, False, ("media",)), True), ((0, 0, False, ("repeat",)), False),
    ],
)  # fmt: skip
def test_what_the_expert_squad_is_for(facts: tuple[int, int, bool, tuple[str, ...]], hard: bool) -> None:
    reopened, round_, repeated, risks = facts
    assert assignment.is_hard(reopened=reopened, round_=round_, repeated=repeated, risks=risks) is hard


@pytest.mark.parametrize(
    ("hours", "at", "there"),
    [
        ("", "03:00", True), ("08:00-20:00", "08:00", True), ("08:00-20:00", "19:59", True), ("08:00-20:00", "20:00", False),
        ("20:00-08:00", "23:30", True), ("20:00-08:00", "07:59", True), ("20:00-08:00", "12:00", False),
    ],
)  # fmt: skip
def test_hours_of_duty_also_across_midnight(hours: str, at: str, there: bool) -> None:
    assert within(hours, time.fromisoformat(at)) is there


@pytest.mark.parametrize(
    "text", ["8-20", "08:00", "24:00-08:00", "08:00-08:00", "08:60-09:00", "08:00–20:00"]
)
def test_what_is_no_hours(text: str) -> None:
    assert not assignment.is_hours(text)


@pytest.mark.parametrize("authority", [{"fun": ("manager",)}, {"ordinary": ("chef",)}])
def test_a_kind_or_a_role_that_does_not_exist_is_refused(authority: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match="there is no"):
        Assignment(authority=authority)
