"""`ownerline migrate`: brings the database to the tables of this version."""

from __future__ import annotations

import typer

from bot.commands.opening import settings_of


def migrate(context: typer.Context) -> None:
    """Bring the database to the tables of this version."""
    from storage import schema
    from storage.db import Database

    database = Database(settings_of(context).storage.url)
    try:
        before = schema.upgrade(database, lambda step: print(f"  {step}"))
    finally:
        database.close()
    print("Nothing to do." if before is schema.State.CURRENT else "Done.")
