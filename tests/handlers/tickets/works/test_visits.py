"""Visits by the table of RFC 5546: which message does what, which is stale; the estate's clock across both changes of the hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.base import Mistake
from handlers.tickets.works import visits
from storage.visits import Visit

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TZ = ZoneInfo("Asia/Hong_Kong")
STARTS, ENDS = NOW + timedelta(days=3), NOW + timedelta(days=3, hours=2)
LATER = (NOW + timedelta(days=5), NOW + timedelta(days=5, hours=3))
TENTATIVE = Visit(
    1, 1, 1, None, 1, "GV-1001-1@ownerline", 2, STARTS, ENDS, "TENTATIVE", "NEEDS-ACTION", None, None, None, None, None,
    None, NOW, NOW,
)  # fmt: skip
CONFIRMED = replace(TENTATIVE, status="CONFIRMED", partstat="ACCEPTED")
WISHED = replace(
    CONFIRMED, counter_starts=LATER[0], counter_ends=LATER[1], counter_by="owner", counter_words="Friday"
)
UNREAD = replace(CONFIRMED, counter_by="owner", counter_words="when it rains")
OFF = replace(TENTATIVE, status="CANCELLED", sequence=3)
OVER = replace(CONFIRMED, came_at=NOW)


def after(visit: Visit, changes: dict[str, Any] | None) -> tuple[int, str, str, bool] | None:
    """Sequence, status, answer, whether a counter-proposal stands; None for a message that was ignored."""
    if changes is None:
        return None
    found = replace(visit, **changes)
    return found.sequence, found.status, found.partstat, found.counter_by is not None


@pytest.mark.parametrize(
    ("visit", "message", "then"),
    [
        (TENTATIVE, lambda v: visits.replied(v, 2, "ACCEPTED", NOW, TZ), (2, "CONFIRMED", "ACCEPTED", False)),
        (TENTATIVE, lambda v: visits.replied(v, 2, "TENTATIVE", NOW, TZ), (2, "TENTATIVE", "TENTATIVE", False)),
        (TENTATIVE, lambda v: visits.replied(v, 2, "DECLINED", NOW, TZ), (2, "TENTATIVE", "DECLINED", False)),
        (CONFIRMED, lambda v: visits.replied(v, 2, "DECLINED", NOW, TZ), (2, "TENTATIVE", "DECLINED", False)),
        (WISHED, lambda v: visits.replied(v, 2, "ACCEPTED", NOW, TZ), (2, "CONFIRMED", "ACCEPTED", False)),
        (TENTATIVE, lambda v: visits.replied(v, 1, "ACCEPTED", NOW, TZ), None),
        (TENTATIVE, lambda v: visits.replied(v, 3, "ACCEPTED", NOW, TZ), None),
        (OFF, lambda v: visits.replied(v, 3, "ACCEPTED", NOW, TZ), None),
        (OVER, lambda v: visits.replied(v, 2, "ACCEPTED", NOW, TZ), None),
        (TENTATIVE, lambda v: visits.countered(v, 2, "owner", "Friday", LATER, NOW), (2, "TENTATIVE", "NEEDS-ACTION", True)),
        (CONFIRMED, lambda v: visits.countered(v, 2, "owner", "Friday", None, NOW), (2, "CONFIRMED", "ACCEPTED", True)),
        (TENTATIVE, lambda v: visits.countered(v, 1, "owner", "Friday", LATER, NOW), None),
        (OFF, lambda v: visits.countered(v, 3, "owner", "Friday", LATER, NOW), None),
        (WISHED, lambda v: visits.counter_accepted(v, 2, NOW, TZ), (3, "CONFIRMED", "ACCEPTED", False)),
        (WISHED, lambda v: visits.counter_accepted(v, 1, NOW, TZ), None),
        (UNREAD, lambda v: visits.counter_accepted(v, 2, NOW, TZ), None),
        (CONFIRMED, lambda v: visits.counter_accepted(v, 2, NOW, TZ), None),
        (WISHED, lambda v: visits.counter_declined(v, 2, NOW), (2, "CONFIRMED", "ACCEPTED", False)),
        (UNREAD, lambda v: visits.counter_declined(v, 2, NOW), (2, "CONFIRMED", "ACCEPTED", False)),
        (CONFIRMED, lambda v: visits.counter_declined(v, 2, NOW), None),
        (WISHED, lambda v: visits.counter_declined(v, 1, NOW), None),
        (CONFIRMED, lambda v: visits.moved(v, *LATER, NOW), (3, "TENTATIVE", "NEEDS-ACTION", False)),
        (WISHED, lambda v: visits.moved(v, *LATER, NOW), (3, "TENTATIVE", "NEEDS-ACTION", False)),
        (OFF, lambda v: visits.moved(v, *LATER, NOW), None),
        (CONFIRMED, lambda v: visits.cancelled(v, NOW), (3, "CANCELLED", "ACCEPTED", False)),
        (OFF, lambda v: visits.cancelled(v, NOW), None),
        (OVER, lambda v: visits.cancelled(v, NOW), None),
    ],
)  # fmt: skip
def test_what_a_message_does(visit: Visit, message: Any, then: Any) -> None:
    assert after(visit, message(visit)) == then


def test_an_accepted_counter_proposal_has_the_owners_time() -> None:
    changes = visits.counter_accepted(WISHED, 2, NOW, TZ)
    assert changes
    assert (changes["starts"], changes["ends"]) == LATER


def test_a_new_visit_asks_the_owner() -> None:
    values = visits.request(STARTS, ENDS, NOW)
    assert (values["sequence"], values["status"], values["partstat"]) == (0, "TENTATIVE", "NEEDS-ACTION")


@pytest.mark.parametrize(
    ("zone", "starts", "now", "at"),
    [
        ("Asia/Hong_Kong", "2026-11-25T09:00+08:00", "2026-11-22T10:00+00:00", "2026-11-24T18:00+08:00"),
        ("Asia/Hong_Kong", "2026-11-25T00:30+08:00", "2026-11-22T10:00+00:00", "2026-11-24T18:00+08:00"),
        ("Asia/Hong_Kong", "2026-11-25T09:00+08:00", "2026-11-24T18:00+08:00", None),
        ("Asia/Hong_Kong", "2026-11-25T09:00+08:00", "2026-11-25T08:00+08:00", None),
        ("Europe/London", "2026-03-29T09:00+01:00", "2026-03-27T10:00+00:00", "2026-03-28T18:00+00:00"),  # the hour leaps
        ("Europe/London", "2026-03-30T09:00+01:00", "2026-03-27T10:00+00:00", "2026-03-29T18:00+01:00"),
        ("Europe/London", "2026-10-25T09:00+00:00", "2026-10-23T10:00+00:00", "2026-10-24T18:00+01:00"),  # and comes twice
        ("Europe/London", "2026-10-26T09:00+00:00", "2026-10-23T10:00+00:00", "2026-10-25T18:00+00:00"),
        ("America/New_York", "2026-11-01T09:00-05:00", "2026-10-30T10:00+00:00", "2026-10-31T18:00-04:00"),
    ],
)  # fmt: skip
def test_the_evening_before_is_the_estates(zone: str, starts: str, now: str, at: str | None) -> None:
    found = visits.evening_before(datetime.fromisoformat(starts), ZoneInfo(zone), datetime.fromisoformat(now))
    assert found == (datetime.fromisoformat(at) if at else None)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-03-29T00:59", "2026-03-29T00:59+00:00"),
        ("2026-03-29T02:00", "2026-03-29T02:00+01:00"),
        ("2026-10-25T01:30", "2026-10-25T01:30+01:00"),  # twice on that day: the first
        ("2026-10-25T02:00", "2026-10-25T02:00+00:00"),
    ],
)
def test_what_is_typed_is_the_clock_on_the_wall(typed: str, moment: str) -> None:
    assert visits.wall_clock(typed, ZoneInfo("Europe/London")) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("2026-03-29T01:30", "visits.left_out"), ("", "visits.unread"), ("tomorrow", "visits.unread")],
)
def test_a_time_that_is_none_is_said_so(typed: str, key: str) -> None:
    with pytest.raises(Mistake) as mistake:
        visits.wall_clock(typed, ZoneInfo("Europe/London"))
    assert mistake.value.key == key


@pytest.mark.parametrize(
    ("starts", "ends", "key"),
    [
        (NOW, ENDS, "visits.past"), (STARTS, STARTS, "visits.no_window"), (STARTS, NOW, "visits.no_window"),
        (STARTS, STARTS + timedelta(hours=13), "visits.no_window"),
        (NOW + timedelta(days=91), NOW + timedelta(days=91, hours=1), "visits.far"),
    ],
)  # fmt: skip
def test_a_window_that_is_none_is_said_so(starts: datetime, ends: datetime, key: str) -> None:
    with pytest.raises(Mistake) as mistake:
        visits.checked(starts, ends, NOW)
    assert mistake.value.key == key


@pytest.mark.parametrize(
    ("start", "end", "window"),
    [
        (LATER[0], None, (LATER[0], LATER[0] + timedelta(hours=2))),  # "after 2": as long as the visit
        (None, LATER[0], (LATER[0] - timedelta(hours=2), LATER[0])),  # "before 3"
        (LATER[0], LATER[1], LATER),
        (LATER[1], LATER[0], (LATER[1], LATER[1] + timedelta(hours=2))),
        (NOW - timedelta(hours=1), None, None),
        (None, None, None),
    ],
)
def test_what_the_owner_wishes_is_a_window(
    start: datetime | None, end: datetime | None, window: tuple[datetime, datetime] | None
) -> None:
    assert visits.wished(TENTATIVE, start, end, NOW) == window
