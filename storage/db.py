"""Opens the database and hands out transactions, on SQLite and PostgreSQL alike.

SQLite's driver by itself begins a transaction only at the first write, so that two readers who then write lose an update
without an error. Here every writing transaction starts with BEGIN IMMEDIATE and waits its turn.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text

#: The connection type that bot's annotations need, so that nobody else imports the library.
__all__ = [
    "BUSY_MILLISECONDS",
    "Connection",
    "Database",
    "StorageError",
    "check",
    "translated",
    "with_driver",
]

#: How long a writer waits for another process's transaction before it says that the database is busy.
BUSY_MILLISECONDS = 5_000


class StorageError(Exception):
    """The database could not do what was asked.

    `passing`: trying again later can help. `at_once`: the same work may succeed right now, because only the circumstances
    were against it (two transactions in each other's way, a connection that broke).
    """

    def __init__(self, message: str, *, passing: bool = False, at_once: bool = False) -> None:
        super().__init__(message)
        self.passing = passing
        self.at_once = at_once


class Database:
    """One database and its connections. `url` is an SQLAlchemy address: sqlite:///FILE or postgresql+psycopg://…"""

    def __init__(self, url: str, *, pool: int = 8) -> None:
        self.url = with_driver(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url, pool)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A writing transaction: all of it, or none. Raises StorageError when the database fails."""
        with translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads; on SQLite it never waits for a writer."""
        with translated(), self.engine.connect().execution_options(ownerline_reads=True) as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def attempt(self, connection: Connection) -> Iterator[None]:
        """A part of a transaction that can fail by itself: what it wrote is taken back, the rest stands."""
        with translated(), connection.begin_nested():
            yield

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def translated() -> Iterator[None]:
    """The driver's errors become ours, once, here."""
    try:
        yield
    except exc.DBAPIError as error:
        broken, why = error.connection_invalidated, error.orig
        at_once = broken or getattr(why, "sqlstate", None) in _IN_EACH_OTHERS_WAY
        raise StorageError(_told(why), passing=at_once or _passing(why), at_once=at_once) from error
    except exc.PendingRollbackError as error:  # the connection broke in a part that had been given up already
        raise StorageError("the connection broke", passing=True, at_once=True) from error
    except exc.TimeoutError as error:
        raise StorageError("no connection became free", passing=True) from error


def _told(why: BaseException | None) -> str:
    """The error's first line: PostgreSQL's further ones repeat the values of the row, which may be somebody's number."""
    primary = why.diag.message_primary if isinstance(why, psycopg.Error) else None
    return primary or str(why)


#: PostgreSQL's states for two transactions that cannot both go on: serialization failure, deadlock.
_IN_EACH_OTHERS_WAY = frozenset({"40001", "40P01"})

#: PostgreSQL's classes of trouble that passes: connection, rollback, resources, not ready, operator, system; and read-only.
_PASSING = frozenset({"08", "40", "53", "55", "57", "58"})
_READ_ONLY = "25006"


def _passing(error: BaseException | None) -> bool:
    """Whether the database is in trouble (locked, read-only, full, gone), rather than what it was asked for wrong."""
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF != sqlite3.SQLITE_ERROR
    if isinstance(error, psycopg.Error):
        state = error.sqlstate
        if state is None:
            return isinstance(error, _OF_THE_CONNECTION)
        return state[:2] in _PASSING or state == _READ_ONLY
    return False


_OF_THE_CONNECTION = (psycopg.OperationalError, psycopg.InterfaceError)


def with_driver(url: str) -> str:
    """PostgreSQL addresses as people write them, with the driver this project uses."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _sqlite_engine(url: str) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged update survives a power cut, not only a crash
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "cache_size=-8000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("ownerline_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


#: Seconds after which a silent server counts as gone: a cable that was pulled out says nothing.
_SILENT = 15


def _postgresql_engine(url: str, pool: int) -> Engine:
    patience = {
        "connect_timeout": _SILENT, "keepalives_idle": _SILENT, "keepalives_interval": 5, "keepalives_count": 3,
        "tcp_user_timeout": _SILENT * 1000,
    }  # fmt: skip
    return create_engine(
        url, pool_size=pool, max_overflow=pool, pool_pre_ping=True, pool_recycle=1800, connect_args=patience
    )


def check(database: Database) -> None:
    """Raises StorageError when the database cannot be written to: read-only file, no server, no room."""
    with database.transaction() as connection:
        connection.execute(text("SELECT 1"))
