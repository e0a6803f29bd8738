"""`ownerline staff`: who answers, and how they come in to the staff pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.opening import database_of, estate_of, settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.db import Connection
    from storage.staff import Staff

app = typer.Typer(no_args_is_help=True)


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="As owners read it.")],
    role: Annotated[
        str,
        typer.Option(
            help="housekeeper, engineer, security, officer, expert, manager, director, executive or legal."
        ),
    ] = "housekeeper",
    estate: Annotated[
        list[str] | None, typer.Option(help="Code of an estate; more than once for several.")
    ] = None,
    language: Annotated[str, typer.Option(help="zh-Hans, zh-Hant or en; by default the estate's.")] = "",
    telegram_id: Annotated[str, typer.Option(help="Their number on Telegram.")] = "",
    skills: Annotated[
        str, typer.Option(help="Beginnings of codes: home.electrical, public.lift, complaint.")
    ] = "",
    speaks: Annotated[str, typer.Option(help="Further languages they speak: en, zh-Hant, yue.")] = "",
    capacity: Annotated[str, typer.Option(help="How many open tickets they can hold; 40 by default.")] = "",
    hours: Annotated[
        str, typer.Option(help="Hours of duty, 08:00-20:00; empty: whenever they are on duty.")
    ] = "",
) -> None:
    """Add somebody who answers."""
    from bot.importing import values
    from storage import staff

    settings = settings_of(context)
    try:
        known = {
            "name": values.name(name),
            "role": values.staff_role(role),
            "telegram_id": values.telegram_id(telegram_id),
            "skills": values.skills(skills),
            "speaks": values.speaks(speaks),
            "hours": values.hours(hours) if hours else "",
            "capacity": values.capacity(capacity) if capacity else staff.CAPACITY,
        }
        spoken = values.language(language)
    except ValueError as error:
        raise Refused(str(error)) from error
    with database_of(settings) as database, database.transaction() as connection:
        served = [estate_of(connection, code, settings) for code in estate or [""]]
        if any(
            one.name == name
            for estate_served in served
            for one in staff.serving(connection, estate_served.id)
        ):
            raise Refused(f"{name} is on the staff already.")
        if telegram_id and staff.by_telegram(connection, telegram_id):
            raise Refused(f"The Telegram number {telegram_id} is another's.")
        ids = tuple(one.id for one in served)
        staff.add(connection, estate_ids=ids, language=spoken or served[0].language, **known)
    print(f"{name} is on the staff of {', '.join(one.name for one in served)}.")


@app.command("list")
def list_them(
    context: typer.Context,
    estate: Annotated[str, typer.Option(help="Code of an estate; by default all.")] = "",
) -> None:
    """List the staff."""
    from rich.console import Console
    from rich.table import Table

    from storage import estates, staff

    settings = settings_of(context)
    table = Table("Estate", "Name", "Role", "Language", "Telegram", "On duty", "Skills", "Speaks", "Hours")
    with database_of(settings) as database, database.reading() as connection:
        every = [estate_of(connection, estate, settings)] if estate else estates.all_of_them(connection)
        for served in every:
            for who in staff.serving(connection, served.id):
                on_duty = "yes" if who.on_duty else "no"
                roster = (" ".join(who.skills), " ".join(who.speaks), who.hours)
                table.add_row(
                    served.code, who.name, who.role, who.language, who.telegram_id or "", on_duty, *roster
                )
    Console().print(table)


@app.command("sign-in-link")
def sign_in_link(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A member of staff.")],
    estate: Annotated[str, typer.Option(metavar="CODE", help="Where several have that name.")] = "",
) -> None:
    """Make a link that signs somebody in to the staff pages, once."""
    from bot import clock, links

    settings = settings_of(context)
    with database_of(settings) as database, database.transaction() as connection:
        print(links.sign_in(connection, settings, _named(connection, name, estate, settings).id, clock.now()))


@app.command()
def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A member of staff.")],
    estate: Annotated[str, typer.Option(metavar="CODE", help="Where several have that name.")] = "",
) -> None:
    """Take somebody off the staff: their sessions end at once, the staff group no longer lets them in, others hold their tickets."""
    from bot.leaving import take_off

    settings = settings_of(context)
    with database_of(settings) as database, database.transaction() as connection:
        who = _named(connection, name, estate, settings)
        moved, unheld = take_off(connection, who, settings)
    print(f"{name} is off the staff. Remove them from the staff group as well, where they can still read.")
    if moved:
        print(
            f"{moved} of their tickets have a new holder." if not unheld else f"{moved} tickets were theirs."
        )
    if unheld:
        print(f"Nobody else may hold {', '.join(unheld)}: name somebody on the staff pages.")


def _named(connection: Connection, name: str, estate: str, settings: Settings) -> Staff:
    """The one member of staff of that name. Raises Refused for none, or several."""
    from storage import estates, staff

    every = [estate_of(connection, estate, settings)] if estate else estates.all_of_them(connection)
    named = {
        one.id: one for served in every for one in staff.serving(connection, served.id) if one.name == name
    }
    if not named:
        raise Refused(f"There is no {name} on the staff. `ownerline staff list` shows who there is.")
    if len(named) > 1:
        raise Refused(f"There are {len(named)} on the staff called {name}; say which with --estate CODE.")
    return next(iter(named.values()))
