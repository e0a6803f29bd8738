"""An event and answers to it, as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from storage.estates import Estate
from storage.event_pulses import Pulse
from storage.events import Event
from storage.rsvps import Rsvp

TZ = ZoneInfo("Asia/Shanghai")

#: Tuesday 3 March 2026, 17:30 in Shanghai.
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)

#: Saturday 7 March 2026, 18:00 in Shanghai.
STARTS = datetime(2026, 3, 7, 10, 0, tzinfo=UTC)

ESTATE = Estate(1, "LH", "麗湖花園", "Asia/Shanghai", "CN", "zh-Hans", "400-000-0000", {})

EVENT = Event(
    id=1, estate_id=1, uid="abc@ownerline", sequence=0, kind="company", title={"zh-Hans": "中秋灯会"}, description={},
    place={"zh-Hans": "会所"}, starts=STARTS, ends=STARTS + timedelta(hours=2), rsvp_until=STARTS - timedelta(days=1), capacity=6,
    status="CONFIRMED", staff_id=1, contact_id=None, reason="", token="t" * 43, cost_planned=None, cost_actual=None,
    currency="CNY", minutes=0, effect="", made_at=NOW, changed_at=NOW, closing_at=None, pulse_at=None,
)  # fmt: skip

RSVP = Rsvp(
    id=1, estate_id=1, event_id=1, unit_id=1, contact_id=None, partstat="NEEDS-ACTION", people=0, sequence=0, invited_at=NOW,
    answered_at=None, waiting_at=None, language=None, came=None, came_at=None, due="", due_at=None,
)  # fmt: skip


def event(**values: Any) -> Event:
    return replace(EVENT, **values)


def rsvp(people: int = 0, *, waits: int | None = None, **values: Any) -> Rsvp:
    """A household of so many with places, or one that waits since so many minutes after NOW."""
    accepted = {"partstat": "ACCEPTED", "people": people} if people else {}
    waiting = {"waiting_at": NOW + timedelta(minutes=waits)} if waits is not None else {}
    return replace(RSVP, **accepted | waiting | values)


def pulse(**values: Any) -> Pulse:
    base = Pulse(1, 1, 1, 1, 1, False, 1, "", NOW, None, None, None, None)
    return replace(base, **values)
