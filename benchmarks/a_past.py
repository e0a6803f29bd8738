"""Nine weeks of an invented past for the pictures of reports: cases that were answered, closed, followed up and rated, mostly well."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from storage import contacts, estates, people, ticket_sweeps
from storage.db import Connection, Database
from storage.ratings import ANSWERED
from storage.scope import LineScope
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

WEEKS, A_WEEK = 9, 11
_HOUR = timedelta(hours=1)

#: After this time all that was reported has come to its end.
_ENDING = timedelta(days=5)

#: What was reported, and whether it is a complaint.
_REPORTED = (
    ("repair", "home.leak", False), ("repair", "home.window", False), ("repair", "public.lighting", False),
    ("complaint", "service.response_delay", True), ("complaint", "home.leak", True),
)  # fmt: skip

#: Scores by touch-point; the scale of the first is 1 to 7.
_SCORES: dict[str, tuple[str, tuple[int, ...]]] = {
    "report_received": ("ces", (7, 7, 6, 6, 5, 3)), "visit": ("csat", (5, 5, 5, 4, 4, 2)),
    "repair": ("csat", (5, 5, 4, 4, 3, 5)), "complaint_closed": ("csat", (5, 4, 4, 3, 2)),
}  # fmt: skip


def live(database: Database, code: str, now: datetime) -> None:
    """Lives the weeks before a moment in one estate, always in the same way."""
    chance = Random(9)
    with database.transaction() as connection:
        estate = estates.by_code(connection, code)
        assert estate
        units = estates.units_of(connection, (estate.id,))
        for number in range(WEEKS * A_WEEK):
            unit = units[number % len(units)]
            at = now - _ENDING - timedelta(days=7 * WEEKS) * (1 - number / (WEEKS * A_WEEK))
            _case(connection, chance, {"estate_id": estate.id, "unit_id": unit.id}, at)
        ticket_sweeps.claim_late(connection, now)


def _case(connection: Connection, chance: Random, whose: dict[str, Any], at: datetime) -> None:
    """One case from its report to what its household said of it."""
    intent, code, complaint = chance.choice(_REPORTED)
    took = chance.choice((1, 1, 2, 3, 4, 6, 7, 11)) * _HOUR
    account = _account(connection, whose, at)
    ticket = Tickets(connection, LineScope()).open(
        estate_id=whose["estate_id"], now=at, unit_id=whose["unit_id"], contact_id=account, channel="webchat", intent=intent, code=code,
        urgency="N", summary=code, words=code, language="en", reading={}, respond_by=at + 8 * _HOUR, place=None, person_id=None,
        complaint=complaint,
    )  # fmt: skip
    line, closed = LineStore(connection), at + chance.randrange(20, 90) * _HOUR
    line.clocks.start(ticket, "answer", started_at=at, due_at=at + 8 * _HOUR, warn_at=at + 6 * _HOUR)
    if took > 8 * _HOUR:
        ticket_sweeps.claim_late(connection, at + 8 * _HOUR)
    line.clocks.stop(ticket, ("answer",), at + took)
    line.tickets.change(
        ticket, responded_at=at + took, stage="closed", closed_at=closed,
        followed_up_at=closed + 24 * _HOUR if complaint else None,
    )  # fmt: skip
    if complaint:
        _followed_up(line, chance, ticket, closed + 24 * _HOUR)
    for point in (
        ("report_received", "complaint_closed") if complaint else ("report_received", "visit", "repair")
    ):
        if chance.random() < 0.7:
            _rated(line, chance, ticket, point, closed)


def _account(connection: Connection, whose: dict[str, Any], at: datetime) -> int:
    lives = people.occupants_of(connection, whose["unit_id"])
    address = f"past-{whose['unit_id']}"
    known = contacts.at(connection, "webchat", address)
    if known:
        return known.id
    made = contacts.add(
        connection, estate_id=whose["estate_id"], channel="webchat", address=address, name="", at=at
    )
    if lives:
        contacts.change(connection, made.id, person_id=lives[0].person_id)
    return made.id


def _followed_up(line: LineStore, chance: Random, ticket: Ticket, at: datetime) -> None:
    line.followups.plan(ticket, kind="follow_up", due_at=at)
    result = chance.choice(("satisfied", "satisfied", "satisfied", "satisfied", "not_satisfied"))
    line.followups.end(ticket, line.followups.of(ticket)[0], result=result, words="", staff_id=None, at=at)


def _rated(line: LineStore, chance: Random, ticket: Ticket, point: str, at: datetime) -> None:
    """Asked; two of three answered."""
    scale, scores = _SCORES[point]
    asked = line.ratings.plan(
        ticket.estate_id, ticket=ticket, unit_id=ticket.unit_id, contact_id=ticket.contact_id, touch_point=point,
        occasion=f"{ticket.number} {point}", scale=scale, version=1, due_at=at, state="sent", sent_at=at, expires_at=at + 72 * _HOUR,
    )  # fmt: skip
    if asked and chance.random() < 0.67:
        score = chance.choice(scores)
        kept = {
            "state": ANSWERED,
            "score": score,
            "said": str(score),
            "mode": "button",
            "answered_at": at + _HOUR,
        }
        line.ratings.change(asked, ("sent",), **kept)
