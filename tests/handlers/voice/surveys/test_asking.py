"""The clock asks, with the courtesy of everything that is sent unasked; whoever is not asked is left out with the reason."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from handlers.base import LineAct, ToContact
from handlers.voice.courtesy import spend
from handlers.voice.surveys import calling, ending, workflow
from storage import contacts, survey_sweeps
from storage.scope import LineScope
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, SETTINGS, TZ
from tests.handlers.voice.surveys.wave import OLD, Wave


def states(wave: Wave) -> dict[tuple[str, str], int]:
    counted: Counter[tuple[str, str]] = Counter()
    for survey in wave.line.surveys.newest():
        for one in wave.line.survey_invitations.of(survey):
            counted[one.state, one.reason] += 1
    return dict(counted)


def test_every_drawn_household_is_asked_once_by_one_account(wave: Wave) -> None:
    wave.fill("GV", 8, OLD)
    wave.started()
    told = wave.sweep()
    assert len({one.to for one in told}) == len(told) == 8
    assert all(isinstance(one.to, ToContact) and one.urgency == "bulk" for one in told)
    assert wave.sweep() == []
    assert states(wave) == {("asked", ""): 8}


def test_nobody_is_asked_before_its_first_day(wave: Wave) -> None:
    wave.fill("GV", 5, OLD)
    wave.started(opens_at=NOW + timedelta(days=2))
    assert wave.sweep() == []
    wave.now += timedelta(days=2)
    assert len(wave.sweep()) == 5


def test_a_few_at_a_time(wave: Wave) -> None:
    wave.fill("GV", 5, OLD)
    wave.started()
    assert len(survey_sweeps.claim(wave.connection, wave.now, 2)) == 2
    assert len(survey_sweeps.claim(wave.connection, wave.now, 9)) == 3


@pytest.mark.parametrize("reason", ["muted", "nobody", "emergency", "complaint", "budget"])
def test_whoever_is_left_out_is_left_out_with_the_reason(wave: Wave, reason: str) -> None:
    (unit,) = wave.fill("GV", 1, OLD)
    contact = wave.homes[0][1]
    estate_id = wave.house.estates["GV"]
    act = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
    ticket: dict[str, Any] = {
        "estate_id": estate_id, "now": NOW, "unit_id": unit, "contact_id": contact, "person_id": None, "channel": "telegram",
        "code": "home.leak", "summary": "x", "words": "x", "language": "en", "reading": {}, "respond_by": NOW, "place": "",
    }  # fmt: skip
    tickets = Tickets(wave.connection, LineScope())
    match reason:
        case "muted":
            contacts.change(wave.connection, contact, asks=False)
        case "nobody":
            contacts.change(wave.connection, contact, state="blocked")
        case "emergency":
            tickets.open(**ticket, intent="emergency", urgency="E0")
        case "complaint":
            tickets.open(**ticket, intent="complaint", urgency="N", complaint=True)
        case _:
            for _ in range(SETTINGS.notices.budget_most):
                spend(act, wave.line, estate_id, unit, kind="rating")
    wave.started()
    assert wave.sweep() == []
    assert states(wave) == {("left_out", reason): 1}


def test_at_night_it_waits_for_the_morning(wave: Wave) -> None:
    wave.fill("GV", 3, OLD)
    wave.started()
    wave.now = NOW + timedelta(hours=6)
    assert wave.sweep() == []
    assert states(wave) == {("waiting", ""): 3}
    wave.now = NOW + timedelta(hours=14)
    assert len(wave.sweep()) == 3


def test_it_spends_the_one_budget_of_the_household(wave: Wave) -> None:
    (unit,) = wave.fill("GV", 1, OLD)
    act = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
    for _ in range(SETTINGS.notices.budget_most - 1):
        assert spend(act, wave.line, wave.house.estates["GV"], unit, kind="rating")
    wave.started()
    assert len(wave.sweep()) == 1
    assert not spend(act, wave.line, wave.house.estates["GV"], unit, kind="rating")


def test_whoever_says_nothing_is_done_after_some_days_and_hears_nothing_of_it(wave: Wave) -> None:
    wave.fill("GV", 2, OLD)
    wave.started()
    wave.sweep()
    wave.now += timedelta(days=7)
    assert wave.sweep() == []
    assert states(wave) == {("expired", ""): 2}


def test_the_clock_closes_it_and_whoever_was_not_asked_yet_never_is(wave: Wave) -> None:
    wave.fill("GV", 2, OLD)
    survey = wave.started()
    wave.now = survey.closes_at
    (over,) = survey_sweeps.ended(wave.connection, wave.now)
    assert survey_sweeps.ended(wave.connection, wave.now) == [], (
        "no second process closes it, nor the next wake-up"
    )
    assert survey_sweeps.ended(wave.connection, wave.now + timedelta(hours=1)) == [over], "what failed"
    ending.due(over, LineAct(now=wave.now, tz=TZ, settings=SETTINGS), wave.line)
    assert states(wave) == {("left_out", "closed"): 2}
    assert wave.line.surveys.steps(survey)[-1].name is None
    assert survey_sweeps.ended(wave.connection, wave.now) == []
    wave.now += timedelta(hours=12)
    assert wave.sweep() == []


def test_closing_early_keeps_what_was_said_so_far(wave: Wave) -> None:
    wave.fill("GV", 6, OLD)
    survey = wave.started()
    wave.sweep()
    for _, contact in wave.homes[:5]:
        owner = wave.owner(contact)
        (one,) = owner.survey_invitations.open_ones()
        owner.survey_invitations.answer(one, "overall", 4)
    closed = workflow.close(wave.request(), wave.store(), survey.id)
    assert [one.answers for one in wave.store().survey_sheets.of(closed)] == [{"overall": 4}] * 5


@pytest.mark.parametrize("how", ["in the chat, and then blocked us", "to an interviewer, and has no account"])
def test_whoever_wants_to_be_asked_nothing_is_not_telephoned_either(wave: Wave, how: str) -> None:
    (unit,) = wave.fill("GV", 1, OLD)
    contact = dict(wave.homes)[unit]
    if how.startswith("in the chat"):
        contacts.change(wave.connection, contact, asks=False, state="blocked")
    else:
        contacts.change(wave.connection, contact, person_id=None)
        first = wave.started(mode="phone", name="First")
        wave.sweep()
        (call,) = wave.store().survey_calls.of(first, NOW.date())
        assert wave.store().survey_calls.never(call.invitation, NOW.date())
        wave.now += timedelta(days=200)
    second = wave.started(mode="phone", name="Second")
    wave.sweep()
    assert wave.store().survey_calls.of(second, NOW.date()) == []
    (left,) = wave.line.survey_invitations.of(second)
    assert (left.state, left.reason) == ("left_out", "muted")


@pytest.mark.parametrize("since", ["a fire", "a complaint", "opted out", ""])
def test_the_list_of_calls_passes_over_what_a_household_lives_through_since(wave: Wave, since: str) -> None:
    (unit,) = wave.fill("GV", 1, OLD)
    survey = wave.started(mode="phone")
    wave.sweep()
    if since == "opted out":
        contacts.change(wave.connection, dict(wave.homes)[unit], asks=False)
    elif since:
        Tickets(wave.connection, LineScope()).open(
            estate_id=wave.house.estates["GV"], now=NOW, unit_id=unit, contact_id=None, person_id=None, channel="telegram",
            code="fire", summary="x", words="x", language="en", reading={}, respond_by=NOW, place="", intent="repair",
            urgency="E0" if since == "a fire" else "N", complaint=since == "a complaint",
        )  # fmt: skip
    calls = list(calling.to_call(wave.store(), survey, wave.now, NOW.date()))
    assert len(calls) == (0 if since else 1)
