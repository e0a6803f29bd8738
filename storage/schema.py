"""Brings a database to the present tables, once, whoever else is starting; refuses what it does not know.

`ownerline migrate` and `ownerline run` call this. Until the first release the first revision is made anew after every change
of a table: `python -m storage.schema regenerate`. After it, `python -m storage.schema revise "what changed"` adds a step.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, inspect, text

from storage.db import Database, StorageError

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE = "schema_version"
MIGRATIONS = Path(__file__).parent / "migrations"

#: The advisory lock under which PostgreSQL databases are migrated; any number that nothing else uses.
LOCK = 0x4F4C_5343_4845_4D41

#: How often SQLite's own wait for another writer (storage.db.BUSY_MILLISECONDS) is repeated: a minute in all.
SQLITE_WAITS = 12


class State(Enum):
    """How a database stands to this version's tables."""

    CURRENT = "current"
    BEHIND = "behind"
    NEWER = "newer"
    EMPTY = "empty"
    FOREIGN = "foreign"


REFUSALS = {
    State.NEWER: "The database was made by a newer version of Ownerline. Start that version, or restore a copy from before; "
    "nothing was changed.",
    State.FOREIGN: "The database holds tables of something else. Give Ownerline a database of its own (storage.url); "
    "nothing was changed.",
}


def state(database: Database) -> State:
    """How the database stands to this version. Raises StorageError when it cannot be reached."""
    with database.reading() as connection:
        return _state(connection)


def upgrade(database: Database, progress: Callable[[str], None] = lambda _step: None) -> State:
    """Brings the database to the present tables; returns the state it was in. `progress` hears each step's title.

    Raises StorageError for a database that is newer or not ours, which is left as it was.
    """
    for wait in range(SQLITE_WAITS):
        try:
            with database.transaction() as connection:
                return _upgrade(connection, progress)
        except StorageError as error:
            if "locked" not in str(error) or wait + 1 == SQLITE_WAITS:
                raise
    raise AssertionError("the last wait returns or raises")


def _upgrade(connection: Connection, progress: Callable[[str], None]) -> State:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    found = _state(connection)
    if found in REFUSALS:
        raise StorageError(REFUSALS[found])
    if found is not State.CURRENT:
        from alembic import command

        command.upgrade(_config(connection, progress), "head")
    return found


def _state(connection: Connection) -> State:
    tables = tables_in(connection)
    if VERSION_TABLE not in tables:
        return State.FOREIGN if tables else State.EMPTY
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - our own name
    known = sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    if found == known[-1]:
        return State.CURRENT
    return State.BEHIND if found is None or found in known else State.NEWER


def tables_in(connection: Connection) -> list[str]:
    """The names of all tables there are, ours or not."""
    return inspect(connection).get_table_names()


def _config(connection: Connection | None = None, progress: Callable[[str], None] | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    if progress:
        config.attributes["on_version_apply"] = lambda *, step, **_rest: progress(_title(step))
    return config


def _title(step: Any) -> str:
    script = step.up_revision
    return str(script.doc or script.revision)


def revise(message: str) -> Path:
    """Adds a revision that brings a database of the last revision to the present tables; returns its file."""
    from alembic import command
    from alembic.script import ScriptDirectory

    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        config = _config(connection)
        command.upgrade(config, "head")
        number = f"{len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1:04d}"
        made = command.revision(config, message, autogenerate=True, rev_id=number)
    engine.dispose()
    assert made is not None
    assert not isinstance(made, list)
    return _tidied(Path(made.path))


def _tidied(file: Path) -> Path:
    """Without alembic's remarks, and in the house's form."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ###" not in line), "utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "check", "-q", "--fix", "--select", "F401,I", str(file)], check=True)  # noqa: S603
    subprocess.run([*ruff, "format", "-q", str(file)], check=True)  # noqa: S603
    return file


def regenerate() -> Path:
    """Makes the only revision anew from the tables. Databases made with the old one must be made anew too."""
    for file in (MIGRATIONS / "versions").glob("[0-9]*.py"):
        file.unlink()
    return revise("The tables of the first version.")


if __name__ == "__main__":
    if sys.argv[1:] == ["regenerate"]:
        print(regenerate())  # noqa: T201 - a developer's command, run by hand
    elif len(sys.argv) == 3 and sys.argv[1] == "revise":
        print(revise(sys.argv[2]))  # noqa: T201
    else:
        sys.exit('python -m storage.schema regenerate | revise "What changed."')
