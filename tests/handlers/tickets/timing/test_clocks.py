"""By when each step is due: the stricter of channel and urgency, day and night, and amber before it is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.tickets.timing import clocks
from handlers.tickets.timing.clocks import Amber, Limits
from tests.handlers.staff.house import NOW, House

HOURS = {"phone": 2, "telegram": 8, "webchat": 8, "web": 24, "E0": 0.25, "E1": 2, "N": 24, "L": 72}


@pytest.mark.parametrize(
    ("urgency", "channel", "hours"),
    [
        ("N", "telegram", 8),
        ("L", "telegram", 8),
        ("N", "web", 24),
        ("L", "web", 24),
        ("E1", "web", 2),
        ("E0", "phone", 0.25),
        ("N", "phone", 2),
        ("N", "counter", 24),
        ("E1", "paper", 2),
        ("N", "carrier_pigeon", 24),
        ("?", "carrier_pigeon", 8),
    ],
)
@pytest.mark.parametrize(
    "opened",
    ["2026-03-03T09:30Z", "2026-12-31T23:30Z", "2026-03-29T00:30Z", "2026-10-25T00:30Z", "2026-12-25T03:00Z"],
)
def test_the_stricter_limit_wins_at_any_hour(urgency: str, channel: str, hours: float, opened: str) -> None:
    """A week day, New Year's night, both changes of the hour in London, Christmas (D09)."""
    at = datetime.fromisoformat(opened).astimezone(UTC)
    assert clocks.respond_by(at, urgency, channel, HOURS) - at == timedelta(hours=hours)
    local = at.astimezone(ZoneInfo("Europe/London"))
    due = clocks.respond_by(local.astimezone(UTC), urgency, channel, HOURS)
    assert due - at == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("values", "hours"),
    [
        ({"urgency": "E0"}, {"on_site": 0.25, "fix": 4}),
        ({"urgency": "E1"}, {"on_site": 0.75, "fix": 24}),
        ({"urgency": "N"}, {"fix": 48}),
        ({"urgency": "L"}, {"fix": 168}),
        ({"urgency": "N", "complaint": True}, {"decide": 240}),
        ({"urgency": "E1", "complaint": True}, {"on_site": 0.75, "decide": 240}),
        ({"urgency": "L", "intent": "praise", "code": None}, {}),
        ({"urgency": "E1", "on_site_at": NOW}, {"fix": 24}),
        ({"urgency": "N", "complaint": True, "stage": "decided"}, {}),
    ],
)
def test_what_has_a_limit_beside_the_answer(house: House, values: dict, hours: dict) -> None:
    assert clocks.hours_of(house.open(**values), Limits()) == hours


@pytest.mark.parametrize(
    ("minutes", "before"),
    [
        pytest.param(3, 3, id="the 3 minutes of an emergency are amber from the start"),
        pytest.param(15, 15, id="and so are 15"),
        pytest.param(60, 15, id="a quarter of an hour"),
        pytest.param(120, 30, id="half an hour of two"),
        pytest.param(480, 120, id="two hours of eight"),
        pytest.param(48 * 60, 120, id="and of two days"),
    ],
)
def test_a_clock_turns_amber_in_its_last_quarter(minutes: int, before: int) -> None:
    due = NOW + timedelta(minutes=minutes)
    assert due - Amber().at(NOW, due) == timedelta(minutes=before)


@pytest.mark.parametrize(
    "wrong", [{"share": 0}, {"share": 1}, {"least_minutes": 0}, {"least_minutes": 30, "most_minutes": 20}]
)
def test_an_amber_that_cannot_be_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="must"):
        Amber(**wrong)


@pytest.mark.parametrize(
    ("respond", "responded", "contact", "told"),
    [
        pytest.param(3, False, None, 3, id="an answer that is owed already"),
        pytest.param(3, True, None, 8, id="it was given: the new time"),
        pytest.param(3, True, 5, 5, id="a nearer date that was told"),
        pytest.param(3, True, 20, 8, id="a farther one is brought nearer"),
        pytest.param(-1, False, None, 8, id="what has passed promises nothing"),
        pytest.param(-1, False, -2, 8, id="nor does a broken date"),
    ],
)
def test_a_time_that_was_told_never_becomes_a_later_one(
    house: House, respond: int, responded: bool, contact: int | None, told: int
) -> None:
    ticket = replace(
        house.open(),
        respond_by=NOW + timedelta(hours=respond),
        responded_at=NOW if responded else None,
        next_contact_at=None if contact is None else NOW + timedelta(hours=contact),
    )
    assert clocks.told(ticket, NOW, NOW + timedelta(hours=8)) - NOW == timedelta(hours=told)
