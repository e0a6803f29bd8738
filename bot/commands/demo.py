"""`ownerline demo`: an invented estate to try everything with."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.opening import database_of, settings_of
from bot.commands.refusing import Refused

app = typer.Typer(no_args_is_help=True)


@app.command()
def load(context: typer.Context) -> None:
    """Load the demonstration estate; loading it again mends what was changed."""
    from bot import demo

    with database_of(settings_of(context)) as database:
        print(demo.load(database))


@app.command()
def reset(
    context: typer.Context, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
) -> None:
    """Delete the demonstration's database and media, and load it anew."""
    from bot import demo
    from bot.demo import resetting
    from storage import schema
    from storage.db import Database

    settings = settings_of(context)
    try:
        files = resetting.doomed(settings)
    except resetting.NotTheDemonstrationError as error:
        raise Refused(str(error)) from error
    if files and not yes:
        typer.confirm(f"Delete {', '.join(map(str, files))} and all that is kept there?", abort=True)
    resetting.delete(files)
    database = Database(settings.storage.url)
    try:
        schema.upgrade(database)
        print(demo.load(database))
    finally:
        database.close()
