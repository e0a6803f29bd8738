"""Who may do what only one process may: a lock that ends with the process that holds it, however it ends.

PostgreSQL: an advisory lock of a connection kept open. SQLite serves one machine: a lock on a file beside the database.
"""

from __future__ import annotations

import fcntl
import zlib
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, make_url, text

from storage.db import Database, translated


class Lock:
    """One named lock. `hold` takes it or says no at once; asked again it tells whether it still stands."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._connection: Connection | None = None
        self._file: IO[str] | None = None

    def hold(self) -> bool:
        """True while this process has the lock. Raises StorageError when the database cannot be asked."""
        return self._hold_file() if self._database.is_sqlite else self._hold_advisory()

    def release(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
        if self._connection:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _hold_advisory(self) -> bool:
        try:
            with translated():
                if self._connection is not None:
                    self._connection.execute(text("SELECT 1"))
                    return True
                connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                key = zlib.crc32(f"ownerline {self._name}".encode())
                if connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar():
                    self._connection = connection
                    return True
                connection.close()
                return False
        except BaseException:
            self.release()
            raise

    def _hold_file(self) -> bool:
        if self._file:
            return True
        database = make_url(self._database.url).database
        if not database or database == ":memory:":
            return True
        file = Path(f"{database}.{self._name}.lock").open("w", encoding="utf-8")  # noqa: SIM115 - held until released
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True
