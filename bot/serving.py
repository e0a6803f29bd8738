"""Runs the line until it is told to stop; what prevents the start is one clear sentence."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
from collections.abc import Callable

import structlog
import uvloop

from bot import logs
from bot.settings import Settings
from bot.wiring import Line
from storage.db import Database, StorageError, check
from storage.locks import Lock

log = structlog.get_logger()


class CannotStart(Exception):  # noqa: N818 - said to the person who starts it
    """The line cannot start; the text says why and what to do."""


def serve(settings: Settings, started: Callable[[Line], None] = lambda _line: None) -> None:
    """Serves until SIGINT or SIGTERM; `started` is called once everything answers. Raises CannotStart."""
    logs.configure(settings.log)
    sole = _sole(settings)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(settings, started))
    finally:
        sole.release()


def _sole(settings: Settings) -> Lock:
    """SQLite serves one process: a second one is told so, before it disturbs the first."""
    database = Database(settings.storage.url)
    try:
        check(database)
        lock = Lock(database, "run" if database.is_sqlite else f"run-{settings.web.port}")
        if database.is_sqlite and not lock.hold():
            raise CannotStart(f"another process is running on {settings.storage.url}; stop it first")
    except StorageError as error:
        raise CannotStart(f"storage.url: the database cannot be used ({error})") from error
    finally:
        database.close()
    return lock


async def _serve(settings: Settings, started: Callable[[Line], None]) -> None:
    line, stop = Line(settings), asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        await line.start()
        started(line)
        await stop.wait()
        log.info("Stopping.", action="stopping")
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            where = f"{settings.web.host}:{settings.web.port}"
            raise CannotStart(
                f"web.port: {where} cannot be used ({os.strerror(error.errno)}); choose another port"
            ) from error
        raise
    finally:
        await line.stop()
