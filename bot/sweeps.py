"""What the clock sets off: reminders, silent closings, late answers, broken promises, calls that nobody accepted.

Due times are columns of the tickets. A sweep claims by conditional update within the transaction that holds the messages
it causes: run twice, late, or on two machines at once, it does each thing once. One ticket that fails is left behind, and
staff are told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot import clock
from bot.posting import Posting, Routes
from bot.settings import Settings
from bot.steps import one_by_one, run_alone, run_step
from handlers import after_service
from handlers.base import Reply, ToTopic
from handlers.tickets import alarm
from handlers.wording import moment, say, speak
from storage import estates, pages, ticket_sweeps
from storage.db import Connection, Database
from storage.scope import LineScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

#: Pieces of work, each under the number of its ticket.
Pieces = list[tuple[str, Callable[[Connection, Posting, datetime], None]]]
Sweep = Callable[[Connection, datetime], Pieces]

#: A reminder later than this moves the closing.
LATE = timedelta(hours=1)


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
        return sum(run_alone(partial(self._run, sweep)) for sweep in sweeps)

    def _run(self, sweep: Sweep) -> int:
        done = 0

        def step(connection: Connection, posting: Posting, now: datetime) -> None:
            nonlocal done
            work = ((number, partial(do, connection, posting, now)) for number, do in sweep(connection, now))
            done = one_by_one(self._database, connection, posting, work)

        run_step(self._database, self._routes, step, self._now())
        return done

    def _calls(self, connection: Connection, now: datetime) -> Pieces:
        again_at = now + timedelta(minutes=self._settings.paging.repeat_minutes)
        due = pages.claim_repeats(connection, now, again_at)
        return [(ticket.number, partial(_call_again, page, ticket)) for page, ticket in due]

    def _late(self, connection: Connection, now: datetime) -> Pieces:
        tell = partial(_tell_staff, kind="late", key="clocks.late")
        return [(one.number, partial(tell, one)) for one in ticket_sweeps.claim_breaches(connection, now)]

    def _broken(self, connection: Connection, now: datetime) -> Pieces:
        tell = partial(_tell_staff, kind="promise_broken", key="clocks.promise_broken")
        due = ticket_sweeps.claim_broken_promises(connection, now)
        return [(one.number, partial(tell, one)) for one in due]

    def _reminders(self, connection: Connection, now: datetime) -> Pieces:
        hours = self._settings.conversation.close_after_hours - self._settings.conversation.remind_after_hours
        remind = partial(_remind, time_to_answer=timedelta(hours=hours))
        return [(one.number, partial(remind, one)) for one in ticket_sweeps.claim_reminders(connection, now)]

    def _silent(self, connection: Connection, now: datetime) -> Pieces:
        return [(one.number, partial(_close, one)) for one in ticket_sweeps.claim_silent(connection, now)]


def _call_again(
    page: pages.Page, ticket: Ticket, connection: Connection, posting: Posting, _now: datetime
) -> None:
    language, unit = _staff_language(connection, ticket), _unit(connection, ticket)
    posting.post((alarm.page(ticket, language, unit, page.times),), None)


def _remind(
    ticket: Ticket, connection: Connection, posting: Posting, now: datetime, *, time_to_answer: timedelta
) -> None:
    """A reminder that comes late, because the line was down, moves the closing: its owner has as long as ever to answer."""
    close_at = ticket.close_at or now + time_to_answer
    if close_at - now < time_to_answer - LATE:
        close_at = now + time_to_answer
        Tickets(connection, LineScope()).change(ticket, close_at=close_at)
    language = speak(ticket.language, _staff_language(connection, ticket))
    when = moment(language, close_at, _zone(connection, ticket), now)
    posting.post((after_service.reminder(language, ticket, when),), None)


def _close(ticket: Ticket, connection: Connection, posting: Posting, now: datetime) -> None:
    tickets, staff_language = Tickets(connection, LineScope()), _staff_language(connection, ticket)
    language = speak(ticket.language, staff_language)
    posting.post(after_service.fall_silent(tickets, ticket, language, staff_language, now), None)


def _tell_staff(
    ticket: Ticket, connection: Connection, posting: Posting, now: datetime, *, kind: str, key: str
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
