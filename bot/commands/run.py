"""`ownerline run`: prepares the database and serves until it is told to stop."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.opening import settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring import Line


def run(
    context: typer.Context,
    demo: Annotated[
        bool, typer.Option("--demo", help="Load the demonstration estate into an empty database.")
    ] = False,
) -> None:
    """Serve owners and staff until Ctrl-C."""
    settings = settings_of(context)
    _prepare(settings, demo=demo)
    from bot.serving import CannotStart, serve

    try:
        serve(settings, _tell)
    except CannotStart as error:
        raise Refused(str(error)) from error


def _prepare(settings: Settings, *, demo: bool) -> None:
    """The present tables and, when asked for, somebody who lives there."""
    from storage import schema
    from storage.db import Database

    database = Database(settings.storage.url)
    try:
        schema.upgrade(database, lambda step: print(f"Preparing the database: {step}", file=sys.stderr))
        if demo:
            from bot.demo import ensure

            if ensure(database):
                print("Loaded the demonstration estate.", file=sys.stderr)
    finally:
        database.close()


def _tell(line: Line) -> None:
    """Says where the pages are; for the demonstration estate, with an owner and a member of staff let in."""
    from bot import clock
    from bot.demo import links, serves_demonstration
    from bot.links import pages

    web = line.settings.web.model_copy(update={"port": line.port})
    settings = line.settings.model_copy(update={"web": web})
    with line.database.transaction() as connection:
        known = serves_demonstration(connection)
        shown = links(connection, settings, clock.now()) if known else pages(web)
    lines = [f"  Owner's chat   {shown.chat}", f"  Staff pages    {shown.staff}"]
    if shown.colleague:
        lines.append(f"  A colleague    {shown.colleague}")
    print("\n".join(["", *lines, f"  Health         {shown.health}", ""]), flush=True)
