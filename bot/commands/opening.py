"""What most commands begin with: the settings, a database with the present tables, and the estate that is meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.db import Connection, Database
    from storage.estates import Estate


def settings_of(context: typer.Context) -> Settings:
    """The settings in force. Raises ConfigError."""
    from bot.settings import load

    return load(context.obj)


@contextmanager
def database_of(settings: Settings) -> Iterator[Database]:
    """The database, ready to work with: an empty one gets its tables, one that is behind is left to `ownerline migrate`."""
    from storage import schema
    from storage.db import Database

    database = Database(settings.storage.url)
    try:
        state = schema.state(database)
        if state is schema.State.BEHIND:
            raise Refused("The database was made by an older version. Run `ownerline migrate` first.")
        if state is not schema.State.CURRENT:
            schema.upgrade(database)
        yield database
    finally:
        database.close()


def estate_of(connection: Connection, code: str, settings: Settings) -> Estate:
    """The estate of a code; without one the default, or the only one there is. Raises Refused."""
    from storage import estates

    every = estates.all_of_them(connection)
    wanted = code or settings.estate.default or (every[0].code if len(every) == 1 else "")
    found = next((estate for estate in every if estate.code == wanted), None)
    if found:
        return found
    if not every:
        raise Refused(
            "There is no estate yet. `ownerline import FILE…` makes one; `ownerline demo load` makes a trial one."
        )
    codes = ", ".join(estate.code for estate in every)
    raise Refused(
        f"There is no estate {wanted}; there are {codes}." if wanted else f"Which estate? --estate {codes}"
    )
