"""By when a person answers: the stricter of channel and urgency, day and night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.tickets import clocks

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
        ("N", "carrier_pigeon", 24),
        ("?", "carrier_pigeon", 8),
    ],
)
@pytest.mark.parametrize("opened", ["2026-03-03T09:30Z", "2026-12-31T23:30Z", "2026-03-29T00:30Z"])
def test_the_stricter_limit_wins_at_any_hour(urgency: str, channel: str, hours: float, opened: str) -> None:
    at = datetime.fromisoformat(opened).astimezone(UTC)
    assert clocks.respond_by(at, urgency, channel, HOURS) - at == timedelta(hours=hours)
