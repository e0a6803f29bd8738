"""What an event did: noticing and remembering beside attendance, each with its number of answers; costs by each."""

from __future__ import annotations

from handlers.notices.events.report import report
from storage.rsvps import Counts
from tests.handlers.notices.events.values import event, pulse

COUNTS = Counts(
    invited=100,
    accepted=20,
    people=45,
    waiting=2,
    waiting_people=7,
    declined=10,
    tentative=3,
    came=18,
    came_people=40,
)


def test_noticing_and_remembering_stand_beside_coming() -> None:
    away = (
        [pulse(heard=True, remembers=True)] * 6
        + [pulse(heard=True, remembers=False)] * 3
        + [pulse(heard=True)]
    )
    away += [pulse(heard=False)] * 10 + [pulse()] * 5 + [pulse(skipped="complaint", asked_at=None)] * 2
    there = [pulse(came=True, score=3)] * 5 + [pulse(came=True, score=1)]
    found = report(event(cost_actual=180_000), COUNTS, away + there, no_show=4)
    assert (found.heard.met, found.heard.every) == (10, 20)
    assert (found.remembers.met, found.remembers.every) == (6, 9)
    assert (found.liked.met, found.liked.every, found.scores) == (5, 6, (5, 0, 1))
    assert (found.asked, found.skipped, found.no_show) == (31, {"complaint": 2}, 4)
    assert found.heard.low is not None
    assert found.heard.high is not None
    assert (round(found.heard.low, 2), round(found.heard.high, 2)) == (0.3, 0.7)


def test_cost_is_told_by_home_that_came_and_by_home_that_heard_as_a_span() -> None:
    away = [pulse(heard=True)] * 10 + [pulse(heard=False)] * 10
    found = report(event(cost_planned=99, cost_actual=180_000), COUNTS, away, no_show=0)
    assert found.heard_homes == (18 + round(0.2993 * 82), 18 + round(0.7007 * 82))
    assert found.per_home_that_came == 10_000
    least, most = found.per_home_that_heard or (0, 0)
    assert (least, most) == (round(180_000 / 75), round(180_000 / 43))


def test_what_is_not_known_is_not_told() -> None:
    nobody = Counts(0, 0, 0, 0, 0, 0, 0, 0, 0)
    found = report(event(), nobody, [], no_show=0)
    assert (found.cost, found.per_home_that_came, found.per_home_that_heard, found.heard_homes) == (None,) * 4
    assert (found.heard.every, found.heard.low) == (0, None)
    assert report(event(cost_planned=500), nobody, [], no_show=0).cost == 500
