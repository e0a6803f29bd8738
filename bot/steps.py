"""Transactions for what does not come through the inbox: a form of the staff pages, a sweep of the clock.

As in a turn, a piece that fails is taken back, logged once with the turn's id, told to staff, and left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog

from bot import clock
from bot.posting import Posting, Routes
from handlers.base import Mistake, Reply, ToRoom
from handlers.wording import say
from storage import estates
from storage.db import Connection, Database, StorageError
from storage.store import LineStore

log = structlog.get_logger()


def run_step(
    database: Database, routes: Routes, step: Callable[[Connection, Posting, datetime], None], now: datetime
) -> None:
    """One transaction for what does not come through the inbox: a form of the staff pages, a sweep of the clock.

    Raises Mistake as the step does; what a Mistake keeps is kept in a transaction of its own.
    """
    turn_id = clock.turn_id()
    try:
        with database.transaction() as connection:
            step(connection, Posting(connection, routes, now=now, turn_id=turn_id), now)
    except Mistake as mistake:
        keep_of(database, mistake)
        raise


def keep_of(database: Database, mistake: Mistake) -> None:
    """Keeps what is kept although the step was taken back."""
    if mistake.kept:
        with database.transaction() as connection:
            mistake.kept(LineStore(connection))


def run_alone(step: Callable[[], int]) -> int:
    """A step whose bug must not keep the next step back. Raises StorageError while the database is in trouble."""
    try:
        return step()
    except Exception as error:
        if isinstance(error, StorageError) and error.passing:
            raise
        log.error("A step of the clock failed.", action="step_failed", exc_info=error)
        return 0


def one_by_one(
    database: Database,
    connection: Connection,
    posting: Posting,
    work: Iterable[tuple[str, Callable[[], None]]],
) -> int:
    """Pieces of work under their names, in one transaction: one that fails is taken back, told to staff, and left behind."""
    done = 0
    for name, do in work:
        try:
            with database.attempt(connection):
                do()
        except Exception as error:
            if isinstance(error, StorageError) and error.passing:
                raise
            log.error(
                "A piece of a step failed.", action="step_poisoned", turn=posting.turn_id, exc_info=error
            )
            posting.post(told_staff(connection, posting.turn_id, name), None)
        done += 1
    return done


def told_staff(connection: Connection, turn_id: str, words: str) -> tuple[Reply, ...]:
    """Staff are told at once: nobody knows whether what was put aside was an emergency."""
    estate = estates.first(connection)
    if estate is None:
        return ()
    text = say(estate.language, "common.put_aside", turn=turn_id, words=words[:1000])
    return (Reply(text=text, to=ToRoom(estate.id), urgency="urgent"),)
