"""By when each step of a ticket is due, counted day and night, weekends and holidays too (D01-D03, D09, D12, D13).

An answer is due by the stricter of the channel's limit and the urgency's; somebody on site, and the fix, by urgency; a complaint
is decided instead of fixed. What the clocks do is in running.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.ticket_rows import Ticket


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Amber:
    """When a clock turns amber: a share of its span before its end, within bounds in minutes (D12).

    Defaults: the last quarter, but no less than 15 minutes and no more than two hours. Raises ValueError for what is no share.
    """

    share: float = 0.25
    least_minutes: float = 15
    most_minutes: float = 120

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError("share must lie between 0 and 1")
        if not 0 < self.least_minutes <= self.most_minutes:
            raise ValueError("least_minutes must be more than 0 and no more than most_minutes")

    def at(self, started_at: datetime, due_at: datetime) -> datetime:
        """The moment; the start itself for a span shorter than that."""
        least, most = timedelta(minutes=self.least_minutes), timedelta(minutes=self.most_minutes)
        left = min(max((due_at - started_at) * self.share, least), most)
        return max(started_at, due_at - left)


#: Doors that have no limit of their own, and whose they share: what is said at the counter or on paper, the web's (D01).
SHARED_LIMITS = {"counter": "web", "paper": "web"}

#: The steps whose limits follow from a ticket's urgency, and from whether it is a complaint.
STEPS = ("on_site", "fix", "decide")

#: Matters in which there is nothing to be fixed.
_NOTHING_TO_FIX = frozenset({"praise"})


def respond_by(opened_at: datetime, urgency: str, channel: str, hours: Mapping[str, float]) -> datetime:
    """The moment by which a person answers: the stricter of the channel's limit and the urgency's.

    `hours` holds both kinds of key: a channel's name (telegram, webchat, phone, web) and an urgency (E0, E1, N, L).
    """
    limits = [hours[key] for key in (SHARED_LIMITS.get(channel, channel), urgency) if key in hours]
    return opened_at + timedelta(hours=min(limits, default=8.0))


def hours_of(ticket: Ticket, limits: Limits) -> dict[str, float]:
    """The hours of each step that has a limit in this ticket, beside the first answer."""
    step, key = ("decide", "complaint") if ticket.complaint else ("fix", ticket.urgency)
    found = {"on_site": limits.on_site_hours.get(ticket.urgency), step: limits.fix_hours.get(key)}
    if ticket.intent in _NOTHING_TO_FIX:
        found["fix"] = None
    if ticket.on_site_at is not None:
        found["on_site"] = None
    if ticket.stage == "decided":
        found["decide"] = None
    return {kind: hours for kind, hours in found.items() if hours is not None}


def told(ticket: Ticket, now: datetime, due: datetime) -> datetime:
    """A new time for the owner to hear from a person, never later than one that they were told and that is still to come."""
    known = (ticket.next_contact_at, None if ticket.responded_at else ticket.respond_by)
    return min([due, *(at for at in known if at is not None and at > now)])
