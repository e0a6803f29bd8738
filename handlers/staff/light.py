"""What colour a ticket's clock is, so that somebody with forty open tickets sees at a glance what burns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.tickets.lifecycle import STEPS
from handlers.tickets.timing.clocks import Amber
from storage.clocks import Running
from storage.ticket_rows import Ticket

#: Stages in which somebody has taken the ticket and works on it.
IN_HAND = STEPS["work"][0]

#: The amber of a time that no row tells of: the default of tickets.amber.
_AMBER = Amber()

#: The colours, the most burning first.
COLOURS = ("red", "amber", "green", "rests", "over")

#: The marks of urgency: E0 danger to life, E1 urgent, N normal, L low.
MARKS = {"E0": "🔴", "E1": "🟠", "N": "🔵", "L": "⚪"}


@dataclass(frozen=True, slots=True)
class Light:
    """`waits_for`: answer (a person's first word), on_site, fix, decide, manager or another step; date (a promised one), dateless
    (no date is promised: C30 asks for one), owner (the owner's answer), settled (the owner's word that it is), nothing."""

    colour: str
    waits_for: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class _End:
    waits_for: str
    due: datetime
    amber_at: datetime


#: What one ticket's clocks and promises run towards, as storage.clocks.Clocks.running_of tells it for many at once.
Runs = Sequence[Running]


def light(ticket: Ticket, now: datetime, runs: Runs = ()) -> Light:
    """The state of whichever clock or promise ends first: red when something is late, amber when little is left, or at risk."""
    if ticket.stage in ("closed", "withdrawn"):
        return Light("over", "nothing")
    if ticket.stage == "resolved":
        return Light("rests", "settled", ticket.close_at)
    ends = sorted(_ends(ticket, runs), key=lambda one: one.due)
    if not ends and ticket.stage == "decided":
        return Light("rests", "settled", ticket.close_at)
    if not ends:
        return Light("rests", "owner") if ticket.stage == "waiting_owner" else Light("amber", "dateless")
    if ends[0].due <= now:
        return Light("red", ends[0].waits_for, ends[0].due)
    amber = _at_risk(ticket) or any(one.amber_at <= now for one in ends)
    return Light("amber" if amber else "green", ends[0].waits_for, ends[0].due)


def _ends(ticket: Ticket, runs: Runs) -> Iterator[_End]:
    """What was told stands on the ticket itself, also once it has passed; the stricter clocks among us come from their rows."""
    ambers = {one.due_at: one.warn_at for one in runs if one.warn_at}
    if ticket.next_contact_at is not None:
        yield _end("date", ticket.next_contact_at, ambers, None)
    if ticket.responded_at is None and ticket.stage != "waiting_owner":
        yield _end("answer", ticket.respond_by, ambers, ticket.opened_at)
    for one in runs:
        yield _end(_named(one), one.due_at, ambers, one.started_at)


def _end(
    waits_for: str, due: datetime, ambers: Mapping[datetime, datetime | None], since: datetime | None
) -> _End:
    """Nobody knows since when a date without a row was promised: its amber is the longest."""
    known = ambers.get(due) or _AMBER.at(since or datetime.min.replace(tzinfo=UTC), due)
    return _End(waits_for, due, known)


def _named(one: Running) -> str:
    return "date" if one.promised and one.kind not in ("answer", "manager") else one.kind


def _at_risk(ticket: Ticket) -> bool:
    """A risk was read in the words, or the case was escalated: it is watched though its time is not near (D12)."""
    return ticket.level > 0 or bool(ticket.reading.get("risks"))


def burning_first(ticket: Ticket, now: datetime, runs: Runs = ()) -> tuple[int, int, datetime]:
    """Sorts tickets: danger to life that is not over, then colour, urgency and the nearest date."""
    found = light(ticket, now, runs)
    alarm = ticket.urgency == "E0" and found.colour not in ("rests", "over")
    urgency = list(MARKS).index(ticket.urgency) if ticket.urgency in MARKS else len(MARKS)
    rank = -1 if alarm else COLOURS.index(found.colour)
    return rank, urgency, found.due or ticket.opened_at
