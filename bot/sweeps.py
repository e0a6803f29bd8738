"""What the clock sets off: reminders, silent closings, amber and late steps, promises in danger and broken, calls, hand-overs
and orders that nobody accepted, prices that run out, visits of the next day, and what stands still and goes higher.

Due times are columns of the tables. A sweep claims by conditional update within the transaction that holds the messages
it causes: run twice, late, or on two machines at once, it does each thing once. One piece that fails is left behind, and
staff are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot import clock
from bot.posting import Posting, Routes
from bot.steps import one_by_one, run_alone, run_step
from handlers.base import Acting, ConversationSettings, LineAct
from handlers.notices import sending, watching
from handlers.notices.events import pulse, telling
from handlers.safety import absence_sweeping, season_reminding
from handlers.safety import seasons as calendar
from handlers.staff.warning import crisis
from handlers.tickets import on_time
from handlers.tickets.complaints import following_up
from handlers.tickets.holders import handing_on
from handlers.tickets.ladder import going_higher
from handlers.tickets.quality import late_actions
from handlers.tickets.timing import running_late
from handlers.tickets.warning import risks as early_warning
from handlers.tickets.works import ordering, prices, visiting
from storage import (
    absences,
    corrective_actions,
    escalations,
    estates,
    events,
    followups,
    holding,
    notice_watches,
    notices,
    pages,
    quotes,
    risk_book,
    risks,
    rsvps,
    seasons,
    ticket_sweeps,
    visits,
    work_orders,
)
from storage.db import Connection, Database
from storage.store import LineStore
from storage.ticket_rows import Ticket

#: A piece of work: the number of its ticket, the ticket's estate, and what is done.
Piece = tuple[str, int, Callable[[Acting, LineStore], object]]

#: Takes what is due, in one question that an index answers.
Claim = Callable[[Connection, datetime, ConversationSettings], Iterable[Piece]]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sweep:
    """`claim` takes what is due, in one question that an index answers; each piece of it is then done by itself."""

    name: str
    claim: Claim


def _calls(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    for page, ticket in pages.claim_repeats(connection, now, on_time.call_again_at(settings, now)):
        yield ticket.number, ticket.estate_id, partial(on_time.call_again, page, ticket)


def _tickets(
    claim: Callable[[Connection, datetime], Iterable[Ticket]],
    do: Callable[[Ticket, Acting, LineStore], object],
) -> Claim:
    """Tickets that are due, each a piece by its number."""

    def pieces(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
        for ticket in claim(connection, now):
            yield ticket.number, ticket.estate_id, partial(do, ticket)

    return pieces


def _of_tickets(
    claim: Callable[[Connection, datetime], Iterable[tuple[T, Ticket]]],
    do: Callable[[T, Ticket, Acting, LineStore], object],
) -> Claim:
    """Something of a ticket that is due (a clock, a promise, a call), each with its ticket."""

    def pieces(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
        for one, ticket in claim(connection, now):
            yield ticket.number, ticket.estate_id, partial(do, one, ticket)

    return pieces


def _prices(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for quote in quotes.claim_expired(connection, now):
        yield f"quote {quote.id}", quote.estate_id, partial(prices.expire, quote)


def _orders(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for order in work_orders.claim_unaccepted(connection, now):
        yield f"order {order.id}", order.estate_id, partial(ordering.unaccepted, order)


def _visits(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for visit in visits.claim_reminders(connection, now):
        yield visit.uid, visit.estate_id, partial(visiting.remind, visit)


def _notices(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for notice in notices.claim_scheduled(connection, now):
        yield f"notice {notice.id}", notice.estate_id, partial(sending.start, notice=notice)


def _watches(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for watch in notice_watches.claim(connection, now, watching.EVERY):
        notice = LineStore(connection).notices.by_id(watch.notice_id)
        if notice:
            yield f"notice {notice.id}", notice.estate_id, partial(watching.look, notice, watch)


def _risks(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for risk in risks.claim_undecided(connection, now):
        yield f"risk {risk.id}", risk.estate_id, partial(early_warning.undecided, risk)


def _crisis_tasks(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for due in risk_book.claim_due_tasks(connection, now):
        yield f"crisis of risk {due.risk_id}", due.task.estate_id, partial(crisis.remind, due)


def _actions(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for action in corrective_actions.claim_late(connection, now):
        yield f"#{action.id}", action.estate_id, partial(late_actions.tell, action)


def _absences_asked(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    erase_at = absence_sweeping.erase_unless_answered(settings.tickets.absences, now)
    for absence in absences.claim_asking(connection, now, erase_at):
        yield f"absence {absence.id}", absence.estate_id, partial(absence_sweeping.ask, absence)


def _absences_over(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for absence in absences.claim_over(connection, now):
        yield f"absence {absence.id}", absence.estate_id, partial(absence_sweeping.over, absence)


def _seasons(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    """Each estate once a day, after its own midnight."""
    for estate in seasons.due(connection, now):
        today = now.astimezone(ZoneInfo(estate.timezone)).date()
        tomorrow = datetime.combine(today + timedelta(days=1), time(), ZoneInfo(estate.timezone))
        if seasons.looked(connection, estate.id, now, tomorrow):
            for due in calendar.due(estate.jurisdiction, today):
                remind = partial(season_reminding.remind, estate, due)
                yield f"season {due.season.key}", estate.id, remind


def _invitations(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for rsvp in rsvps.claim_due(connection, now):
        yield f"rsvp {rsvp.id}", rsvp.estate_id, partial(telling.due, rsvp)


def _closing(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for event in events.claim_closing(connection, now):
        yield event.uid, event.estate_id, partial(telling.closing, event)


def _pulses(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for event in events.claim_pulses(connection, now):
        yield event.uid, event.estate_id, partial(pulse.ask, event)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("calls", _calls),
    Sweep("notices", _notices),
    Sweep("watches", _watches),
    Sweep("holding", _of_tickets(ticket_sweeps.claim_holding, running_late.hold)),
    Sweep("late", _of_tickets(ticket_sweeps.claim_late, running_late.late)),
    Sweep("broken", _of_tickets(ticket_sweeps.claim_broken, running_late.promise_broken)),
    Sweep("amber", _of_tickets(ticket_sweeps.claim_warnings, running_late.warn)),
    Sweep("reminders", _tickets(ticket_sweeps.claim_reminders, on_time.remind)),
    Sweep("silent", _tickets(ticket_sweeps.claim_silent, on_time.close_silent)),
    Sweep("followups", _of_tickets(followups.claim, following_up.ask)),
    Sweep("handovers", _tickets(holding.claim_lapsed, handing_on.lapse)),
    Sweep("undecided", _of_tickets(escalations.claim_undecided, going_higher.undecided)),
    Sweep("unanswered", _of_tickets(escalations.claim_unanswered, going_higher.unanswered)),
    Sweep("unaccepted", _tickets(holding.claim_unaccepted, going_higher.unaccepted)),
    Sweep("prices", _prices),
    Sweep("orders", _orders),
    Sweep("visits", _visits),
    Sweep("risks", _risks),
    Sweep("crisis_tasks", _crisis_tasks),
    Sweep("actions", _actions),
    Sweep("absences_asked", _absences_asked),
    Sweep("absences_over", _absences_over),
    Sweep("seasons", _seasons),
    Sweep("invitations", _invitations),
    Sweep("closing", _closing),
    Sweep("pulses", _pulses),
)


class Sweeps:
    """Everything that is due: each sweep in one transaction."""

    def __init__(
        self,
        database: Database,
        routes: Routes,
        settings: ConversationSettings,
        now: Callable[[], datetime] = clock.now,
        sweeps: tuple[Sweep, ...] = SWEEPS,
    ) -> None:
        self._database = database
        self._routes = routes
        self._settings = settings
        self._now = now
        self._sweeps = sweeps

    def all_of_them(self) -> int:
        """Runs every sweep once; returns how much there was."""
        return sum(run_alone(partial(self._run, sweep)) for sweep in self._sweeps)

    def _run(self, sweep: Sweep) -> int:
        done = 0

        def step(connection: Connection, posting: Posting, now: datetime) -> None:
            nonlocal done
            pieces = sweep.claim(connection, now, self._settings)
            work = (
                (name, partial(self._do, connection, posting, estate_id, do))
                for name, estate_id, do in pieces
            )
            done = one_by_one(self._database, connection, posting, work)

        run_step(self._database, self._routes, step, self._now())
        return done

    def _do(
        self,
        connection: Connection,
        posting: Posting,
        estate_id: int,
        do: Callable[[Acting, LineStore], object],
    ) -> None:
        estate = estates.by_id(connection, estate_id)
        zone = ZoneInfo(estate.timezone if estate else "UTC")
        acting = LineAct(now=posting.now, tz=zone, settings=self._settings)
        do(acting, LineStore(connection))
        posting.post(tuple(acting.told), None)
