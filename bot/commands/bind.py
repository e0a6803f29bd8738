"""`ownerline bind`: a one-time code that ties a chat to a unit, as text, as links and as a QR picture for a letter box."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.opening import database_of, estate_of, settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from storage.db import Connection
    from storage.estates import Estate, Unit
    from storage.people import Occupant


def bind(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(help="As the estate writes it, such as 3-2-1502.")],
    person: Annotated[
        str, typer.Option(help="For somebody known in that unit; others become known by binding.")
    ] = "",
    role: Annotated[
        str,
        typer.Option(help="owner, family, tenant or renovation; by default the known person's, or owner."),
    ] = "",
    until: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help="Their last day there, as 2026-12-31; by default the known person's, or none.",
        ),
    ] = "",
    estate: Annotated[str, typer.Option(metavar="CODE", help="Where there are several estates.")] = "",
    bot: Annotated[str, typer.Option(help="The Telegram bot's name, for a link to it.")] = "",
    qr: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the QR picture here: .svg or .png.")
    ] = None,
) -> None:
    """Make a one-time code for a unit."""
    from bot import clock, links
    from storage import estates, people

    settings = settings_of(context)
    if role and role not in people.ROLES:
        raise Refused(f"There is no role {role}; there are {', '.join(people.ROLES)}.")
    last = _last_day(until)
    if qr and qr.suffix not in (".svg", ".png"):
        raise Refused(f"{qr}: a QR picture ends in .svg or .png.")
    with database_of(settings) as database, database.transaction() as connection:
        found = _unit(connection, estate_of(connection, estate, settings), unit)
        known = _occupant(connection, found, person) if person else None
        last = last or (known.until if known else None)
        if last and last < estates.day_in(connection, found.estate_id, clock.now()):
            raise Refused(f"The period in {found.label} ended on {last}; give the new last day with --until.")
        chosen = role or (known.role if known else "owner")
        if chosen in people.WORKING_THERE and not last:
            raise Refused("Whoever renovates works there for a period; give its last day with --until.")
        code = links.make_code(
            connection, settings, found, person_id=known.person_id if known else None,
            role=chosen, now=clock.now(), until=last,
        )  # fmt: skip
        web = links.chat(settings.web, code.payload)
        telegram = links.telegram(bot, code.payload) if bot else ""
        _show(telegram or web, qr)
        print(
            f"Code for {found.label}   {code.printed}\nValid until   {code.expires_at:%Y-%m-%d %H:%M} UTC, once\nWeb           {web}"
        )
        if telegram:
            print(f"Telegram      {telegram}")


def _last_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(f"{text} is not a date; write it like 2026-12-31.") from error


def _unit(connection: Connection, estate: Estate, label: str) -> Unit:
    from difflib import get_close_matches

    from storage import estates

    found = estates.unit_labelled(connection, estate.id, label)
    if found:
        return found
    near = get_close_matches(label, estates.labels_of(connection, estate.id), n=3)
    raise Refused(
        f"{estate.name} has no unit {label}." + (f" Did you mean {', '.join(near)}?" if near else "")
    )


def _occupant(connection: Connection, unit: Unit, name: str) -> Occupant:
    from storage import people

    there = people.occupants_of(connection, unit.id)
    found = next((one for one in there if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in there) or "nobody"
        raise Refused(
            f"{name} is not known in {unit.label}; known there: {known}. Leave --person out for somebody new."
        )
    return found


def _show(link: str, file: Path | None) -> None:
    """The QR picture: in a terminal to look at, in a file to print. Raises Refused when the file cannot be written."""
    import segno

    picture = segno.make(link, error="m")
    try:
        if file:
            picture.save(str(file), scale=8, border=4)
    except OSError as error:
        raise Refused(f"{file}: cannot be written ({error.strerror})") from error
    if sys.stdout.isatty():
        picture.terminal(compact=True)
