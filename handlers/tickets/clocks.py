"""When an owner is to hear from a person, counted day and night (D01-D03, D09: off-hours is no reason to wait)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hours within which things happen, by urgency (E0 danger to life, E1 urgent, N normal, L low) or "complaint".

    Defaults: the times suggested in the domain's table of classes; none of them is law.
    """

    on_site_hours: dict[str, float] = field(default_factory=lambda: {"E0": 0.25, "E1": 0.75})
    fix_hours: dict[str, float] = field(
        default_factory=lambda: {"E0": 4, "E1": 24, "N": 48, "L": 168, "complaint": 240}
    )
    next_contact_hours: dict[str, float] = field(
        default_factory=lambda: {"E0": 0.5, "E1": 4, "N": 48, "L": 168, "complaint": 72}
    )


def respond_by(opened_at: datetime, urgency: str, channel: str, hours: Mapping[str, float]) -> datetime:
    """The moment by which a person answers: the stricter of the channel's limit and the urgency's.

    `hours` holds both kinds of key: a channel's name (telegram, webchat, phone, web) and an urgency (E0, E1, N, L).
    """
    limits = [hours[key] for key in (channel, urgency) if key in hours]
    return opened_at + timedelta(hours=min(limits, default=8.0))
