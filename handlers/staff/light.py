"""What colour a ticket's clock is, so that somebody with forty open tickets sees at a glance what burns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.tickets.lifecycle import STEPS
from storage.ticket_rows import Ticket

#: Stages in which somebody has taken the ticket and works on it.
IN_HAND = STEPS["work"][0]

#: A clock turns amber when less than this is left: time enough to act before it is late.
AMBER = timedelta(hours=2)

#: The colours, the most burning first.
COLOURS = ("red", "amber", "green", "rests", "over")

#: The marks of urgency: E0 danger to life, E1 urgent, N normal, L low.
MARKS = {"E0": "🔴", "E1": "🟠", "N": "🔵", "L": "⚪"}


@dataclass(frozen=True, slots=True)
class Light:
    """`waits_for`: answer (a person's first word), date (a promised one), dateless (no date is promised: C30 asks for
    one), owner (the owner's answer), settled (the owner's word that it is), nothing."""

    colour: str
    waits_for: str
    due: datetime | None = None


def light(ticket: Ticket, now: datetime) -> Light:
    """The state of the clock that matters now."""
    if ticket.stage in ("closed", "withdrawn"):
        return Light("over", "nothing")
    if ticket.stage == "resolved":
        return Light("rests", "settled", ticket.close_at)
    if ticket.stage == "decided" and ticket.next_contact_at is None:
        return Light("rests", "settled", ticket.close_at)
    if ticket.next_contact_at is not None:
        return Light(_colour(ticket.next_contact_at, now), "date", ticket.next_contact_at)
    if ticket.stage == "waiting_owner":
        return Light("rests", "owner")
    if ticket.responded_at is None:
        return Light(_colour(ticket.respond_by, now), "answer", ticket.respond_by)
    return Light("amber", "dateless")


def _colour(due: datetime, now: datetime) -> str:
    if due <= now:
        return "red"
    return "amber" if due - now < AMBER else "green"


def burning_first(ticket: Ticket, now: datetime) -> tuple[int, int, datetime]:
    """Sorts tickets: danger to life that is not over, then colour, urgency and the nearest date."""
    found = light(ticket, now)
    alarm = ticket.urgency == "E0" and found.colour not in ("rests", "over")
    urgency = list(MARKS).index(ticket.urgency) if ticket.urgency in MARKS else len(MARKS)
    rank = -1 if alarm else COLOURS.index(found.colour)
    return rank, urgency, found.due or ticket.opened_at
