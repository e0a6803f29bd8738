"""When an owner is to hear from a person, counted day and night (D01-D03, D09: off-hours is no reason to wait)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta


def respond_by(opened_at: datetime, urgency: str, channel: str, hours: Mapping[str, float]) -> datetime:
    """The moment by which a person answers: the stricter of the channel's limit and the urgency's.

    `hours` holds both kinds of key: a channel's name (telegram, webchat, phone, web) and an urgency (E0, E1, N, L).
    """
    limits = [hours[key] for key in (channel, urgency) if key in hours]
    return opened_at + timedelta(hours=min(limits, default=8.0))
