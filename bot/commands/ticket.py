"""`ownerline ticket`: prove a ticket's file, take words out of it for good, hand it out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.opening import database_of, settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from storage.db import Connection
    from storage.store import LineStore
    from storage.ticket_rows import Ticket

app = typer.Typer(no_args_is_help=True)


@app.command()
def verify(
    context: typer.Context,
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="NUMBER …", help="Tickets, by number.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every ticket there is.")] = False,
) -> None:
    """Check that nobody changed, dropped or slipped in an entry behind the line's back. Exit code 1 where something does not fit."""
    if bool(numbers) == every:
        raise Refused("Which tickets? Name their numbers, or --all.")
    with database_of(settings_of(context)) as database, database.reading() as connection:
        store, broken, count = _line(connection), 0, 0
        for ticket in _every(store) if every else [_ticket(store, one) for one in numbers or ()]:
            count += 1
            for fault in store.tickets.faults(ticket):
                broken += 1
                print(f"{ticket.number}: entry {fault.seq}: {_FAULTS[fault.what]}", file=sys.stderr)
    if broken:
        raise typer.Exit(1)
    print(f"{count} {'file proves' if count == 1 else 'files prove'} to be whole.")


#: What a fault means.
_FAULTS = {
    "missing": "an entry is missing before it",
    "order": "it is out of order",
    "content": "its words or data were changed",
    "seal": "its seal does not fit: it, or the one before it, was changed",
    "end": "the end does not fit: entries were cut off or added",
}


@app.command()
def redact(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The ticket.")],
    seq: Annotated[int, typer.Argument(metavar="SEQ", help="The entry, as `ticket export` counts them.")],
    why: Annotated[str, typer.Option(help="The reason, which the file keeps. Write no name into it.")],
) -> None:
    """Take the words and data of one entry away for good; the file still proves itself."""
    from bot import clock

    if not why.strip():
        raise Refused("The file keeps the reason: --why must say one.")
    with database_of(settings_of(context)) as database, database.transaction() as connection:
        store = _line(connection)
        ticket = _ticket(store, number)
        if not store.tickets.redact(ticket, seq, why=why.strip(), at=clock.now()):
            raise Refused(f"{ticket.number} has no entry {seq} that could be redacted.")
    print(
        f"{ticket.number}: the words of entry {seq} are gone. Copies in messaging apps and backups are not reached by this."
    )


@app.command()
def export(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The ticket.")],
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="A new file to read and print.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="A new file of data.")] = None,
    for_owner: Annotated[
        bool, typer.Option("--for-owner", help="Without what is among staff and other households' names.")
    ] = False,
    language: Annotated[
        str, typer.Option(help="zh-Hans, zh-Hant or en; by default the owner's or the estate's.")
    ] = "",
) -> None:
    """Hand out the whole file of a ticket; without --html or --json as data on standard output."""
    from bot import clock, whole_file
    from bot.web.staff import file_document
    from handlers.wording import LANGUAGES, speak

    if language and language not in LANGUAGES:
        raise Refused(f"There is no {language}; there are {', '.join(LANGUAGES)}.")
    for file in filter(None, (html, json)):
        if file.exists():
            raise Refused(f"{file} is there already; nothing is written over.")
    settings = settings_of(context)
    with database_of(settings) as database, database.transaction() as connection:
        store = _line(connection)
        ticket = _ticket(store, number)
        estate = store.estate_of(ticket)
        reads = language or speak(
            ticket.language if for_owner else estate.language, speak(estate.language, "en")
        )
        own = settings.tickets.bodies
        made = whole_file.gathered(store, ticket, reads, clock.now(), for_owner=for_owner, own=own)
        copy = {"for_owner": for_owner}
        store.tickets.record(ticket, at=clock.now(), kind="exported", actor="line", shown=False, data=copy)
    if html:
        _write(html, file_document.alone(made, reads))
    if json:
        _write(json, made.as_json())
    if not (html or json):
        sys.stdout.write(made.as_json())


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from error
    print(f"{file} is written.")


def _line(connection: Connection) -> LineStore:
    from storage.store import LineStore

    return LineStore(connection)


def _ticket(store: LineStore, number: str) -> Ticket:
    found = store.tickets.numbered(number)
    if found is None:
        raise Refused(f"There is no ticket {number}.")
    return found


def _every(store: LineStore) -> list[Ticket]:
    return store.tickets.newest(limit=10_000_000)[::-1]
