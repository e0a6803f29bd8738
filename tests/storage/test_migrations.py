"""The migrations make exactly the tables that the code speaks of, once, and touch nothing that is not theirs."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from storage import schema
from storage.db import Database, StorageError
from storage.schema import State
from storage.tables import metadata
from tests.support.databases import ENGINES

SQLITE_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name <> 'schema_version' ORDER BY 1"
)
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_version' ORDER BY 1"
POSTGRESQL_INDEXES = """
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_version' ORDER BY 1"""
POSTGRESQL_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'schema_version' ORDER BY 1, 2"""
POSTGRESQL_COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, identity_generation
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'schema_version' ORDER BY 1, 2"""

#: How each engine tells its tables in its own words.
DESCRIPTION = {
    "sqlite": (SQLITE_TABLES, SQLITE_INDEXES),
    "postgresql": (POSTGRESQL_INDEXES, POSTGRESQL_CONSTRAINTS, POSTGRESQL_COLUMNS),
}


@pytest.fixture
def empty(empty_database_url: str) -> Any:
    database = Database(empty_database_url)
    yield database
    database.close()


def described(connection: Connection) -> list[Any]:
    questions = DESCRIPTION[connection.dialect.name]
    return [row for question in questions for row in connection.execute(text(question)).all()]


def test_the_models_are_what_the_migrations_make(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": schema.VERSION_TABLE})
        assert compare_metadata(context, metadata) == [], "python -m storage.schema regenerate"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_server_describes_migrated_and_created_tables_alike(
    engine: str, request: pytest.FixtureRequest
) -> None:
    migrated = Database(request.getfixturevalue(f"{engine}_url"))
    created = Database(request.getfixturevalue(f"empty_{engine}_url").replace(".db", "-created.db"))
    metadata.create_all(created.engine)
    with migrated.reading() as one, created.reading() as other:
        assert described(one) == described(other) != []
    migrated.close()
    created.close()


def test_an_empty_database_is_brought_up_once_and_says_so(empty: Database) -> None:
    steps: list[str] = []
    assert schema.state(empty) is State.EMPTY
    assert schema.upgrade(empty, steps.append) is State.EMPTY
    assert schema.upgrade(empty, steps.append) is State.CURRENT
    assert steps == ["The tables of the first version."]


def test_two_processes_starting_at_once_migrate_once(empty: Database) -> None:
    found: list[State | Exception] = []
    gate = threading.Barrier(2)

    def start() -> None:
        own = Database(empty.url)
        gate.wait()
        try:
            found.append(schema.upgrade(own))
        except StorageError as error:
            found.append(error)
        own.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, found)) == ["State.CURRENT", "State.EMPTY"]


def test_a_newer_database_stops_the_start_and_is_left_alone(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(text("UPDATE schema_version SET version_num = '9999'"))
    assert schema.state(database) is State.NEWER
    with pytest.raises(StorageError, match="newer version of Ownerline"):
        schema.upgrade(database)
    with database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM schema_version")).scalar() == "9999"


def test_a_database_of_something_else_is_left_alone(empty: Database) -> None:
    with empty.transaction() as connection:
        connection.execute(text("CREATE TABLE recipes (title TEXT)"))
    assert schema.state(empty) is State.FOREIGN
    with pytest.raises(StorageError, match="a database of its own"):
        schema.upgrade(empty)
    with empty.reading() as connection:
        assert schema.VERSION_TABLE not in schema.tables_in(connection)


def test_a_step_that_was_never_taken_leaves_the_database_behind(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(text("DELETE FROM schema_version"))
    assert schema.state(database) is State.BEHIND
