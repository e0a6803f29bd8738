"""What the clock sets off: reminders, silent closings, late answers, broken promises, calls that nobody accepted.

Due times are columns of the tickets. A sweep claims by conditional update within the transaction that holds the messages
it causes: run twice, late, or on two machines at once, it does each thing once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import clock
from bot.posting import Posting, Routes
from bot.settings import Settings
from bot.turn import run_step
from handlers import after_service
from handlers.base import Reply, ToTopic
from handlers.tickets import alarm
from handlers.wording import moment, say, speak
from storage import estates, pages, ticket_sweeps
from storage.db import Connection, Database
from storage.scope import LineScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

Sweep = Callable[[Connection, Posting, datetime], int]


class Sweeps:
    """Each method is one sweep: everything that is due, in one transaction; returns how much there was."""

    def __init__(
        self, database: Database, routes: Routes, settings: Settings, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._database = database
        self._routes = routes
        self._settings = settings
        self._now = now

    def all_of_them(self) -> int:
        """Runs every sweep once."""
        sweeps = (self._calls, self._late, self._broken, self._reminders, self._silent)
        return sum(self._run(sweep) for sweep in sweeps)

    def _run(self, sweep: Sweep) -> int:
        done = 0

        def step(connection: Connection, posting: Posting, now: datetime) -> None:
            nonlocal done
            done = sweep(connection, posting, now)

        run_step(self._database, self._routes, step, self._now())
        return done

    def _calls(self, connection: Connection, posting: Posting, now: datetime) -> int:
        again_at = now + timedelta(minutes=self._settings.paging.repeat_minutes)
        due = pages.claim_repeats(connection, now, again_at)
        for page, ticket in due:
            posting.post(
                (
                    alarm.page(
                        ticket, _staff_language(connection, ticket), _unit(connection, ticket), page.times
                    ),
                ),
                None,
            )
        return len(due)

    def _late(self, connection: Connection, posting: Posting, now: datetime) -> int:
        due = ticket_sweeps.claim_breaches(connection, now)
        for ticket in due:
            _tell_staff(connection, posting, ticket, now, "late", "clocks.late")
        return len(due)

    def _broken(self, connection: Connection, posting: Posting, now: datetime) -> int:
        due = ticket_sweeps.claim_broken_promises(connection, now)
        for ticket in due:
            _tell_staff(connection, posting, ticket, now, "promise_broken", "clocks.promise_broken")
        return len(due)

    def _reminders(self, connection: Connection, posting: Posting, now: datetime) -> int:
        due = ticket_sweeps.claim_reminders(connection, now)
        for ticket in due:
            language = speak(ticket.language, _staff_language(connection, ticket))
            when = moment(language, ticket.close_at or now, _zone(connection, ticket), now)
            posting.post((after_service.reminder(language, ticket, when),), None)
        return len(due)

    def _silent(self, connection: Connection, posting: Posting, now: datetime) -> int:
        due = ticket_sweeps.claim_silent(connection, now)
        for ticket in due:
            tickets, staff_language = Tickets(connection, LineScope()), _staff_language(connection, ticket)
            language = speak(ticket.language, staff_language)
            posting.post(after_service.fall_silent(tickets, ticket, language, staff_language, now), None)
        return len(due)


def _tell_staff(
    connection: Connection, posting: Posting, ticket: Ticket, now: datetime, kind: str, key: str
) -> None:
    """The breach as a line of the ticket that staff see, and a word in its topic."""
    tickets = Tickets(connection, LineScope())
    tickets.record(ticket, at=now, kind=kind, actor="line", shown=False)
    text = say(_staff_language(connection, ticket), key, number=ticket.number, summary=ticket.summary)
    posting.post((Reply(text=text, to=ToTopic(ticket.id)), Reply(kind="card", to=ToTopic(ticket.id))), None)


def _staff_language(connection: Connection, ticket: Ticket) -> str:
    estate = estates.by_id(connection, ticket.estate_id)
    return speak(estate.language if estate else None, "en")


def _zone(connection: Connection, ticket: Ticket) -> ZoneInfo:
    estate = estates.by_id(connection, ticket.estate_id)
    return ZoneInfo(estate.timezone if estate else "UTC")


def _unit(connection: Connection, ticket: Ticket) -> str:
    found = estates.units_by_id(connection, (ticket.unit_id,)) if ticket.unit_id else []
    return found[0].label if found else ""
