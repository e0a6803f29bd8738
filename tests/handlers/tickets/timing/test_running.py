"""What starts, stops, rests and shortens the clocks of a ticket: each moment of its life, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers.base import LineAct
from handlers.tickets import moments
from handlers.tickets.timing import running
from storage import ticket_sweeps
from storage.clocks import Clock
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House, build

Step = Callable[[Any, Any, Ticket], Ticket]


@dataclass
class Line:
    """The line's own hands on one ticket, with the time passing."""

    house: House
    ticket: Ticket
    now: datetime = NOW

    def do(self, step: Step, *values: Any, **changed: Any) -> None:
        with self.house.db.transaction() as connection:
            store = LineStore(connection)
            fresh = store.tickets.by_id(self.ticket.id)
            assert fresh
            if changed:
                fresh = store.tickets.change(fresh, **changed)
                assert fresh
            acting = LineAct(now=self.now, tz=TZ, settings=SETTINGS)
            self.ticket = step(acting, store, fresh, *values)

    def comes(self, moment: Any, **changed: Any) -> None:
        self.do(lambda acting, store, ticket: moments.come(moment, acting, store, ticket), **changed)

    def clocks(self) -> dict[str, Clock]:
        with self.house.db.reading() as connection:
            return {one.kind: one for one in LineStore(connection).clocks.running(self.ticket)}

    def left(self) -> dict[str, float]:
        """Hours left of every clock, counted from NOW."""
        return {kind: (one.due_at - NOW) / timedelta(hours=1) for kind, one in self.clocks().items()}


@pytest.fixture
def opened(database_url: str) -> Iterator[Callable[..., Line]]:
    house = build(database_url)

    def open_one(**values: Any) -> Line:
        line = Line(house, house.open(**values))
        line.comes("received")
        return line

    yield open_one
    house.db.close()


def test_a_repair_has_an_answer_and_a_fix(opened: Any) -> None:
    assert opened().left() == {"answer": 8, "fix": 48}


def test_danger_has_somebody_on_site_too_and_a_complaint_a_decision(opened: Any) -> None:
    assert opened(urgency="E0").left() == {"answer": 8, "on_site": 0.25, "fix": 4}
    assert opened(complaint=True).left() == {"answer": 8, "decide": 240}


@pytest.mark.parametrize(
    ("moment", "changed", "left"),
    [
        ("heard", {}, {"on_site", "fix"}),
        ("chased", {}, {"answer", "on_site", "fix"}),
        ("resolved", {"stage": "resolved"}, set()),
        ("settled", {"stage": "closed"}, set()),
        ("silent", {"stage": "closed"}, set()),
        ("withdrawn", {"stage": "withdrawn"}, set()),
    ],
)
def test_what_each_moment_leaves_running(opened: Any, moment: str, changed: dict, left: set[str]) -> None:
    line = opened(urgency="E1")
    line.comes(moment, **changed)
    assert set(line.clocks()) == left


def test_a_decision_stops_its_clock_and_is_an_answer(opened: Any) -> None:
    line = opened(complaint=True, urgency="N")
    line.comes("decided", stage="decided")
    assert line.clocks() == {}


def test_all_clocks_rest_while_the_owner_is_asked_and_have_as_much_left_after(opened: Any) -> None:
    line = opened(stage="assigned", urgency="E1")
    line.now += timedelta(minutes=30)
    line.comes("waiting", stage="waiting_owner")
    assert {one.paused_at for one in line.clocks().values()} == {line.now}
    assert line.ticket.waiting_since == line.now
    line.comes("heard")
    assert line.ticket.waiting_since == line.now, "a word of ours does not wake them"
    line.now += timedelta(days=3)
    line.comes("answered", stage="in_progress")
    assert line.ticket.waiting_since is None
    assert line.left() == {"on_site": 0.75 + 72, "fix": 24 + 72}
    assert {one.paused_at for one in line.clocks().values()} == {None}


def test_a_decision_while_the_owner_is_asked_wakes_what_still_runs(opened: Any) -> None:
    line = opened(stage="assigned", complaint=True, urgency="E1")
    line.comes("waiting", stage="waiting_owner")
    line.now += timedelta(hours=5)
    line.comes("decided", stage="decided")
    assert (set(line.clocks()), line.clocks()["on_site"].paused_at) == ({"on_site"}, None)


def test_a_clock_of_the_machine_that_was_put_back_gives_no_time_away(opened: Any) -> None:
    line = opened(stage="assigned")
    line.comes("waiting", stage="waiting_owner")
    line.now -= timedelta(hours=1)
    line.comes("answered", stage="in_progress")
    assert line.left()["fix"] == 48


def test_what_was_late_before_it_rested_stays_as_late(opened: Any) -> None:
    line = opened(stage="assigned", urgency="E1")
    line.now += timedelta(hours=30)
    with line.house.db.transaction() as connection:
        ticket_sweeps.claim_late(connection, line.now)
    line.comes("waiting", stage="waiting_owner")
    line.now += timedelta(hours=5)
    line.comes("answered", stage="in_progress")
    assert line.left()["fix"] == 24


def test_opened_again_the_same_limits_run_from_now(opened: Any) -> None:
    line = opened(urgency="E1", on_site_at=NOW)
    line.comes("resolved", stage="resolved")
    line.now += timedelta(hours=100)
    again = line.now + timedelta(hours=8)
    line.comes("reopened", stage="reopened", respond_by=again, responded_at=None)
    assert line.left() == {"answer": 108, "on_site": 100.75, "fix": 124}
    assert line.ticket.on_site_at is None


@pytest.mark.parametrize(
    ("hours", "kinds", "left"),
    [
        (2, None, {"answer": 2, "fix": 2}),
        (24, None, {"answer": 8, "fix": 24}),
        (100, None, {"answer": 8, "fix": 48}),
        (1, ("fix",), {"answer": 8, "fix": 1}),
    ],
)
def test_a_risk_only_ever_shortens(opened: Any, hours: float, kinds: Any, left: dict[str, float]) -> None:
    line = opened()
    line.do(running.tighten, hours, kinds)
    line.do(running.tighten, 200, kinds)
    assert line.left() == left
    assert line.ticket.respond_by == NOW + timedelta(hours=8), "the told moment stays told"
    shorter = left != {"answer": 8, "fix": 48}
    kept = [event.kind for event in line.house.timeline(line.ticket)]
    assert kept.count("tightened") == shorter


def test_a_clock_that_rests_is_shortened_by_what_it_has_left(opened: Any) -> None:
    line = opened(stage="assigned")
    line.comes("heard")
    line.comes("waiting", stage="waiting_owner")
    line.now += timedelta(hours=10)
    line.do(running.tighten, 4)
    line.comes("answered", stage="in_progress")
    assert line.left() == {"fix": 14}


def test_clocks_follow_a_raised_urgency_and_no_limit_becomes_a_later_one(opened: Any) -> None:
    line = opened()
    line.now += timedelta(hours=1)
    line.do(running.follow, urgency="E1")
    assert line.left() == {"answer": 8, "on_site": 1.75, "fix": 25}
    line.do(running.follow, urgency="L")
    assert line.left() == {"answer": 8, "fix": 25}


def test_a_request_that_becomes_a_complaint_is_decided_instead(opened: Any) -> None:
    line = opened()
    line.do(running.follow, complaint=True)
    assert line.left() == {"answer": 8, "decide": 240}


def test_an_alarm_taken_back_asks_for_nobody_on_site_and_for_a_calm_fix(opened: Any) -> None:
    line = opened(urgency="E0")
    line.do(running.relax, urgency="N")
    assert line.left() == {"answer": 8, "fix": 48}


@pytest.mark.parametrize("step", [running.follow, running.relax])
@pytest.mark.parametrize("stage", ["resolved", "closed", "withdrawn"])
def test_nothing_starts_in_what_is_over(opened: Any, step: Step, stage: str) -> None:
    line = opened()
    line.comes("resolved", stage=stage)
    line.do(step, urgency="E1")
    assert line.clocks() == {}


def test_what_starts_while_the_owner_is_asked_rests_at_once(opened: Any) -> None:
    line = opened(stage="assigned")
    line.comes("waiting", stage="waiting_owner")
    line.do(running.follow, urgency="E1")
    assert {one.paused_at for one in line.clocks().values()} == {NOW}
