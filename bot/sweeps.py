"""What the clock sets off: reminders, silent closings, late answers, broken promises, calls that nobody accepted.

Due times are columns of the tables. A sweep claims by conditional update within the transaction that holds the messages
it causes: run twice, late, or on two machines at once, it does each thing once. One piece that fails is left behind, and
staff are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot import clock
from bot.posting import Posting, Routes
from bot.steps import one_by_one, run_alone, run_step
from handlers.base import Acting, ConversationSettings, LineAct
from handlers.tickets import late_actions, on_time
from storage import corrective_actions, estates, pages, ticket_sweeps
from storage.db import Connection, Database
from storage.store import LineStore

#: A piece of work: the number of its ticket, the ticket's estate, and what is done.
Piece = tuple[str, int, Callable[[Acting, LineStore], None]]


@dataclass(frozen=True, slots=True)
class Sweep:
    """`claim` takes what is due, in one question that an index answers; each piece of it is then done by itself."""

    name: str
    claim: Callable[[Connection, datetime, ConversationSettings], Iterable[Piece]]


def _calls(connection: Connection, now: datetime, settings: ConversationSettings) -> Iterable[Piece]:
    for page, ticket in pages.claim_repeats(connection, now, on_time.call_again_at(settings, now)):
        yield ticket.number, ticket.estate_id, partial(on_time.call_again, page, ticket)


def _late(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for ticket in ticket_sweeps.claim_breaches(connection, now):
        yield ticket.number, ticket.estate_id, partial(on_time.late, ticket)


def _broken(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for ticket in ticket_sweeps.claim_broken_promises(connection, now):
        yield ticket.number, ticket.estate_id, partial(on_time.promise_broken, ticket)


def _reminders(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for ticket in ticket_sweeps.claim_reminders(connection, now):
        yield ticket.number, ticket.estate_id, partial(on_time.remind, ticket)


def _silent(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for ticket in ticket_sweeps.claim_silent(connection, now):
        yield ticket.number, ticket.estate_id, partial(on_time.close_silent, ticket)


def _actions(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
    for action in corrective_actions.claim_late(connection, now):
        yield f"#{action.id}", action.estate_id, partial(late_actions.tell, action)


SWEEPS: tuple[Sweep, ...] = (
    Sweep("calls", _calls),
    Sweep("late", _late),
    Sweep("broken", _broken),
    Sweep("reminders", _reminders),
    Sweep("silent", _silent),
    Sweep("actions", _actions),
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
        do: Callable[[Acting, LineStore], None],
    ) -> None:
        estate = estates.by_id(connection, estate_id)
        zone = ZoneInfo(estate.timezone if estate else "UTC")
        acting = LineAct(now=posting.now, tz=zone, settings=self._settings)
        do(acting, LineStore(connection))
        posting.post(tuple(acting.told), None)
