"""Opens the database and hands out transactions, on SQLite and PostgreSQL alike.

SQLite's driver by itself begins a transaction only at the first write, so that two readers who then write lose an update
without an error. Here every writing transaction starts with BEGIN IMMEDIATE and waits its turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
    """The database could not do what was asked; `passing` tells whether trying again later can help."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


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
    except exc.OperationalError as error:
        raise StorageError(str(error.orig), passing=True) from error
    except exc.InterfaceError as error:
        raise StorageError(str(error.orig), passing=True) from error
    except exc.DBAPIError as error:
        raise StorageError(str(error.orig), passing=error.connection_invalidated) from error


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


def _postgresql_engine(url: str, pool: int) -> Engine:
    return create_engine(url, pool_size=pool, max_overflow=pool, pool_pre_ping=True, pool_recycle=1800)


def check(database: Database) -> None:
    """Raises StorageError when the database cannot be written to: read-only file, no server, no room."""
    with database.transaction() as connection:
        connection.execute(text("SELECT 1"))
