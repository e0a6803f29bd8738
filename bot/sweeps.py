"""What the clock sets off, in order: tickets, works, notices, homes, voice, club, reports.

Due times are columns of the tables. A sweep claims by conditional update within the transaction that holds the messages
it causes: run twice, late, or on two machines at once, it does each thing once. One piece that fails is left behind, and
staff are told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot import clock
from bot.due import club, homes, notices, reports, tickets, voice, works
from bot.due.piece import Sweep
from bot.posting import Posting, Routes
from bot.steps import one_by_one, run_alone, run_step
from handlers.base import Acting, ConversationSettings, LineAct
from storage import estates
from storage.db import Connection, Database
from storage.store import LineStore

SWEEPS: tuple[Sweep, ...] = (
    *tickets.SWEEPS,
    *works.SWEEPS,
    *notices.SWEEPS,
    *homes.SWEEPS,
    *voice.SWEEPS,
    *club.SWEEPS,
    *reports.SWEEPS,
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
        acting = LineAct(now=posting.now, tz=zone, settings=self._settings, turn=posting.turn_id)
        do(acting, LineStore(connection))
        posting.post(tuple(acting.told), None)
