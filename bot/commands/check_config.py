"""`ownerline check-config`: says everything that would keep the line from working, without starting it."""

from __future__ import annotations

import sys

import typer

from bot.commands.opening import settings_of


def check_config(context: typer.Context) -> None:
    """Check the settings, the database, the port and the ways to page somebody."""
    from bot.checking import findings

    found = list(findings(settings_of(context)))
    problems = [finding for finding in found if finding.stops]
    for finding in found:
        print(("problem: " if finding.stops else "warning: ") + finding.text, file=sys.stderr)
    if problems:
        raise typer.Exit(2)
    print(f"{context.obj or 'The defaults and the environment'}: the settings can be used.")
