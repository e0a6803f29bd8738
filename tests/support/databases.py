"""Databases for tests: real SQLite files and a real PostgreSQL, one database a test, from a migrated template.

PostgreSQL comes from DATABASE_URL (somebody who may create databases), or else the suite brings up its own, which lives in the
folder for temporary files and goes with the last test process. Where it cannot start, its half of the tests is skipped.
"""

from __future__ import annotations

import itertools
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from storage import schema
from storage.db import Database
from tests.support import postgresql_server
from tests.support.missing import missing

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of its own for this test, with all tables and no rows; the test runs on both engines."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """A database without any table, on both engines."""
    return request.getfixturevalue(f"empty_{request.param}_url")


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ownerline.db'}"


@pytest.fixture
def sqlite_url(empty_sqlite_url: str, sqlite_template: Path) -> str:
    shutil.copyfile(sqlite_template, empty_sqlite_url.removeprefix("sqlite:///"))
    return empty_sqlite_url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "ownerline.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def empty_postgresql_url(postgresql: Server) -> Iterator[str]:
    yield from postgresql.lend(template="template0")


@pytest.fixture
def postgresql_url(postgresql: Server, postgresql_template: str) -> Iterator[str]:
    yield from postgresql.lend_again(template=postgresql_template)


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Server) -> Iterator[str]:
    for url in postgresql.lend(template="template0"):
        _migrate(url)
        leave_uncounted(url)
        yield postgresql.name_in(url)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server that databases are made on."""
    given = os.environ.get("DATABASE_URL")
    if given:
        server = Server(given)
        yield server
        server.close()
        return
    try:
        own = postgresql_server.start()
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting is the reason to tell
        missing(f"PostgreSQL: {type(error).__name__}: {error} (set DATABASE_URL to use one of yours)")
    yield Server(own.url)
    own.stop()


class Server:
    """A PostgreSQL on which databases of our own come and go."""

    def __init__(self, url: str) -> None:
        self.url = url.replace("+psycopg", "")
        self._names = (f"ownerline_test_{uuid.uuid4().hex[:8]}_{n}" for n in itertools.count(1))
        self._idle: list[str] = []
        self._shapes: dict[str, list[Any] | None] = {}

    def lend(self, template: str) -> Iterator[str]:
        """Yields the address of a copy of the template, and drops it afterwards whoever is still connected."""
        name = self._create(template)
        yield self._address(name)
        self._drop(name)

    def lend_again(self, template: str) -> Iterator[str]:
        """As `lend`, but a copy that can be emptied serves the next test: ten times as fast as to make one."""
        name = self._idle.pop() if self._idle else self._create(template)
        yield self._address(name)
        if emptied(self._address(name), self._shape_of(template)):
            self._idle.append(name)
        else:
            self._drop(name)

    def _shape_of(self, template: str) -> list[Any] | None:
        if template not in self._shapes:
            with psycopg.connect(self._address(template)) as connection:
                self._shapes[template] = _shape(connection)
        return self._shapes[template]

    def close(self) -> None:
        """Drops what waits to be lent again."""
        for name in self._idle:
            self._drop(name)

    def name_in(self, url: str) -> str:
        return psycopg.conninfo.conninfo_to_dict(url)["dbname"]

    def _address(self, name: str) -> str:
        head, _, query = self.url.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")

    def _create(self, template: str) -> str:
        name = next(self._names)
        new, old = sql.Identifier(name), sql.Identifier(template)
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))
        return name

    def _drop(self, name: str) -> None:
        self._do(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


#: Everything but the rows: who changes a table, a column, an index or a rule leaves another row in one of these catalogues, and a
#: test that did has used its database up.
_CATALOGUES = ("pg_class", "pg_attribute", "pg_index", "pg_constraint")
_SHAPE = " UNION ALL ".join(
    ["SELECT version_num FROM schema_version"]
    + [f"SELECT concat(count(*), ' ', sum(xmin::text::bigint)) FROM {name}" for name in _CATALOGUES]
)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version'"
_COUNTED = (
    "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples > 0"
)
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_NUMBERS = "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value > 0"

#: A table without a page has no row.
_ROWS = f"""
    DO $$ DECLARE name text; BEGIN
        FOR name IN {_TABLES} AND pg_relation_size(format('%I.%I', schemaname, tablename)::regclass) > 0 LOOP
            EXECUTE format('DELETE FROM %I', name);
        END LOOP;
    END $$"""


def emptied(url: str, shape: list[Any] | None) -> bool:
    """Takes every row out and lets the numbers begin at 1 again; False when the database must be made anew instead.

    That is when a test changed its shape, or had its rows counted, which plans remember after the rows are gone; or when the
    server lets us not delete in any order (not its superuser).
    """
    with psycopg.connect(url) as connection:
        connection.execute(_OTHERS)
        if shape is None or _shape(connection) != shape or connection.execute(_COUNTED).fetchone():
            return False
        try:
            connection.execute("SET session_replication_role = replica")
        except psycopg.errors.InsufficientPrivilege:
            return False
        connection.execute(_ROWS)
        connection.execute(_NUMBERS)
    return True


def _shape(connection: psycopg.Connection) -> list[Any] | None:
    try:
        return connection.execute(_SHAPE).fetchall()
    except psycopg.errors.UndefinedTable:
        return None


def leave_uncounted(url: str) -> None:
    """Keeps the server from counting the rows of tests in its own time: a plan would depend on when it last did."""
    with psycopg.connect(url) as connection:
        for (name,) in connection.execute(_TABLES).fetchall():
            connection.execute(
                sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = off)").format(sql.Identifier(name))
            )


def _migrate(url: str) -> None:
    database = Database(url)
    schema.upgrade(database)
    database.close()
