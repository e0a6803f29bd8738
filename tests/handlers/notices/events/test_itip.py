"""REQUEST, REPLY, CANCEL by SEQUENCE; when answers close; when people are reminded and may check in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.base import Mistake
from handlers.notices.events import itip
from tests.handlers.notices.events.values import NOW, STARTS, TZ, event, rsvp

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "sequence"),
    [
        ({"starts": STARTS + HOUR}, 1),
        ({"ends": STARTS + 3 * HOUR}, 1),
        ({"place": {"zh-Hans": "操场"}}, 1),
        ({"place": {"zh-Hans": "操场", "en": "Yard"}}, 1),
        ({"place": {"en": "Club house"}}, 1),
        ({"place": {}}, 1),
        ({"place": {"zh-Hans": "会所", "en": "Club house"}}, None),
        ({"starts": STARTS}, None),
        ({"capacity": 9}, None),
        ({"title": {"zh-Hans": "灯会"}}, None),
        ({"rsvp_until": STARTS}, None),
    ],
)
def test_another_time_or_place_raises_the_sequence_and_nothing_else_does(
    values: dict[str, Any], sequence: int | None
) -> None:
    after = itip.moved(event(), values, NOW, 2 * HOUR)
    assert after is not None
    assert after.get("sequence") == sequence
    assert after["changed_at"] == NOW


def test_the_questions_after_it_move_with_it() -> None:
    after = itip.moved(event(), {"ends": STARTS + DAY, "rsvp_until": STARTS}, NOW, 2 * HOUR)
    assert after
    assert (after["closing_at"], after["pulse_at"]) == (STARTS, STARTS + DAY + 2 * HOUR)
    draft = itip.moved(event(status="TENTATIVE"), {"ends": STARTS + DAY}, NOW, 2 * HOUR)
    assert draft
    assert "pulse_at" not in draft


def test_calling_off_raises_the_sequence_once() -> None:
    after = itip.cancelled(event(sequence=2), "Rain.", NOW)
    assert after
    assert (after["status"], after["sequence"], after["reason"], after["pulse_at"]) == (
        "CANCELLED",
        3,
        "Rain.",
        None,
    )
    assert itip.cancelled(event(status="CANCELLED"), "Rain.", NOW) is None
    assert itip.cancelled(event(), "Rain.", STARTS + DAY) is None
    assert itip.moved(event(status="CANCELLED"), {"capacity": 1}, NOW, HOUR) is None


def test_only_what_is_not_decided_is_confirmed() -> None:
    after = itip.confirmed(event(status="TENTATIVE"), NOW, 2 * HOUR)
    assert after
    assert (after["status"], after["pulse_at"]) == ("CONFIRMED", STARTS + 4 * HOUR)
    assert itip.confirmed(event(), NOW, HOUR) is None


@pytest.mark.parametrize(("sequence", "stale"), [(2, False), (1, True), (3, True)])
def test_an_answer_counts_for_the_sequence_it_saw(sequence: int, stale: bool) -> None:
    assert itip.is_stale(event(sequence=2), sequence) is stale


@pytest.mark.parametrize(
    ("starts", "ends", "until", "wrong"),
    [
        (NOW - HOUR, NOW + HOUR, NOW, "events.past"),
        (NOW + HOUR, NOW + HOUR, NOW + HOUR, "events.ends_wrong"),
        (NOW + HOUR, NOW + 15 * DAY, NOW + HOUR, "events.ends_wrong"),
        (NOW + 800 * DAY, NOW + 800 * DAY + HOUR, NOW + HOUR, "events.far"),
        (NOW + HOUR, NOW + 2 * HOUR, NOW + 90 * HOUR, "events.until_wrong"),
        (NOW + HOUR, NOW + 2 * HOUR, NOW, "events.until_wrong"),
        (NOW + HOUR, NOW + 2 * HOUR, NOW + HOUR, None),
    ],
)
def test_times_that_no_event_can_have(
    starts: datetime, ends: datetime, until: datetime, wrong: str | None
) -> None:
    if wrong is None:
        itip.checked(starts, ends, until, NOW)
        return
    with pytest.raises(Mistake) as raised:
        itip.checked(starts, ends, until, NOW)
    assert raised.value.key == wrong


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (NOW, ("evening", "2026-03-06T18:00+08:00")),
        (datetime(2026, 3, 6, 9, 59, tzinfo=UTC), ("evening", "2026-03-06T18:00+08:00")),
        (datetime(2026, 3, 6, 10, 0, tzinfo=UTC), ("morning", "2026-03-07T08:00+08:00")),
        (datetime(2026, 3, 7, 0, 30, tzinfo=UTC), None),
    ],
)
def test_people_are_reminded_the_evening_before_and_in_the_morning(
    now: datetime, due: tuple[str, str] | None
) -> None:
    expected = (due[0], datetime.fromisoformat(due[1])) if due else None
    assert itip.reminder(event(), now, TZ) == expected


def test_an_event_at_breakfast_is_recalled_two_hours_before() -> None:
    early = event(starts=datetime(2026, 3, 7, 0, 0, tzinfo=UTC))  # 08:00 in Shanghai
    found = itip.reminder(early, datetime(2026, 3, 6, 12, 0, tzinfo=UTC), TZ)
    assert found == ("morning", datetime(2026, 3, 6, 22, 0, tzinfo=UTC))


def test_eighteen_o_clock_stays_eighteen_o_clock_when_the_clocks_change() -> None:
    """In London summer time begins on 29 March 2026 at 1:00."""
    london = ZoneInfo("Europe/London")
    sunday = event(starts=datetime(2026, 3, 29, 13, 0, tzinfo=UTC))
    evening = itip.reminder(sunday, datetime(2026, 3, 28, 12, 0, tzinfo=UTC), london)
    morning = itip.reminder(sunday, datetime(2026, 3, 28, 19, 0, tzinfo=UTC), london)
    assert evening == ("evening", datetime(2026, 3, 28, 18, 0, tzinfo=UTC))
    assert morning == ("morning", datetime(2026, 3, 29, 7, 0, tzinfo=UTC))  # 08:00 there


@pytest.mark.parametrize(
    "who", [rsvp(), rsvp(3, waits=1), rsvp(partstat="DECLINED"), rsvp(partstat="TENTATIVE")]
)
def test_only_whoever_has_places_is_reminded(who: Any) -> None:
    assert itip.reminded(event(), who, NOW, TZ) == {"due": "", "due_at": None}
    assert itip.reminded(event(), rsvp(3), NOW, TZ)["due"] == "evening"


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (STARTS - 61 * HOUR / 60, False),
        (STARTS - HOUR, True),
        (STARTS + 2 * HOUR, True),
        (STARTS + 121 * HOUR / 60, False),
    ],
)
def test_we_are_here_counts_from_an_hour_before_until_the_end(now: datetime, may: bool) -> None:
    assert itip.may_check_in(event(), now, 60) is may
    assert not itip.may_check_in(event(status="CANCELLED"), now, 60)


def test_yes_is_heard_until_the_answers_are_due() -> None:
    assert not itip.is_closed(event(), STARTS - DAY)
    assert itip.is_closed(event(), STARTS - DAY + timedelta(seconds=1))
