"""Starting the demonstration over: deletes its database and media, and nothing that could be anybody else's."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.demo import serves_demonstration
from bot.settings import Settings
from storage import estates, schema
from storage.db import Database
from storage.locks import Lock

_SQLITE = "sqlite:///"


class NotTheDemonstrationError(Exception):
    """What would be deleted is not the demonstration's, or is in use; the text says which."""


def doomed(settings: Settings) -> list[Path]:
    """The files and folders that would be deleted; none when there is nothing yet.

    Raises NotTheDemonstrationError for a server's database, a real estate's, another program's, or one in use.
    """
    if not settings.storage.url.startswith(_SQLITE):
        raise NotTheDemonstrationError(
            "storage.url: only an embedded database (sqlite:///FILE) is ever deleted."
        )
    file = Path(settings.storage.url.removeprefix(_SQLITE))
    if file.exists():
        _refuse_anothers(settings)
    beside = [
        file,
        *sorted(file.parent.glob(f"{file.name}-*")),
        *sorted(file.parent.glob(f"{file.name}.*.lock")),
    ]
    return [path for path in (*beside, Path(settings.storage.media)) if path.exists()]


def _refuse_anothers(settings: Settings) -> None:
    database = Database(settings.storage.url)
    lock = Lock(database, "run")
    try:
        state = schema.state(database)
        if state is schema.State.FOREIGN:
            raise NotTheDemonstrationError(f"{settings.storage.url}: {schema.REFUSALS[state]}")
        if state is not schema.State.EMPTY:
            with database.reading() as connection:
                if estates.first(connection) and not serves_demonstration(connection):
                    raise NotTheDemonstrationError(
                        f"{settings.storage.url} holds a real estate; nothing was deleted."
                    )
        if not lock.hold():
            raise NotTheDemonstrationError("Ownerline is running on this database; stop it first.")
    finally:
        lock.release()
        database.close()


def delete(doomed_paths: list[Path]) -> None:
    """Deletes what `doomed` has named."""
    for path in doomed_paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
