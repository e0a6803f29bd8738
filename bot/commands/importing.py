"""`ownerline import`: estates, units, people and staff from tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.opening import database_of, settings_of
from bot.commands.refusing import Refused


def import_files(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="CSV or XLSX, of any kind and in any order.")
    ],
    estate: Annotated[str, typer.Option(metavar="CODE", help="The estate the rows belong to.")] = "",
    estate_name: Annotated[str, typer.Option(help="Makes the estate, when its code is new.")] = "",
    timezone: Annotated[str, typer.Option(help="Such as Asia/Shanghai.")] = "",
    jurisdiction: Annotated[str, typer.Option(help="Two letters, such as CN, HK, SG.")] = "",
    phone: Annotated[str, typer.Option(help="The estate's round-the-clock number.")] = "",
    language: Annotated[str, typer.Option(help="Its staff's language: zh-Hans, zh-Hant or en.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and keep nothing.")] = False,
) -> None:
    """Import estates, units, people and staff. All of it, or nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot import clock
    from bot.importing import run_import
    from bot.importing.rows import EstateRow

    settings = settings_of(context)
    given = {
        "name": estate_name,
        "timezone": timezone,
        "jurisdiction": jurisdiction,
        "phone": phone,
        "language": language,
    }
    if any(given.values()) and not estate:
        raise Refused("The options of an estate need its code: --estate CODE.")
    described = EstateRow.from_options(code=estate, **given) if any(given.values()) else None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        database_of(settings) as database,
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
    ):
        task = progress.add_task("reading", total=None)
        summary = run_import(
            database, files, now=clock.now(), estate=estate or settings.estate.default, described=described, dry_run=dry_run,
            progress=lambda step, done, total: progress.update(task, description=step, completed=done, total=total),
        )  # fmt: skip
    for note in summary.notes:
        print(note, file=sys.stderr)
    print(summary)
    if dry_run:
        print("Nothing was kept (--dry-run).")
