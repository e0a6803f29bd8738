"""`ownerline notice`: official alerts come in, ours go out, both in the Common Alerting Protocol 1.2 (docs/cap.md)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.opening import database_of, estate_of, settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from bot.alerts import TakenAt
    from bot.settings import Settings
    from handlers.notices.cap.from_notice import Outgoing
    from handlers.notices.cap.values import Alert
    from storage.db import Connection
    from storage.estates import Estate

app = typer.Typer(no_args_is_help=True)


@app.command("import-cap")
def import_cap(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="An alert of CAP 1.2; - reads standard input.")],
    estate: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="For this estate, wherever it lies; more than once for several."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be drafted and keep nothing.")
    ] = False,
) -> None:
    """Take in an official alert: a draft for each estate it is about. Nothing is sent until people look at it."""
    from bot import alerts
    from handlers.notices.cap.into_draft import NotForOwners

    alert, settings = _alert(file), settings_of(context)
    with database_of(settings) as database, database.transaction() as connection:
        served = _estates(connection, estate, settings)
        try:
            done = alerts.take_in(connection, alert, served, settings, by_hand=bool(estate))
        except NotForOwners as refused:
            raise Refused(str(refused)) from refused
        if not done:
            raise Refused(
                f"{alerts.why_nowhere(alert, served, settings.cap)}\n"
                "Choose an estate with --estate CODE, or tell under cap.places in the settings where it lies."
            )
        for one in done:
            _report(connection, one, whole=dry_run)
        if dry_run:
            print("Nothing was kept (--dry-run).")
            raise typer.Exit  # leaves the transaction, which takes all of it back


@app.command("export-cap")
def export_cap(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=2**31 - 1, help="The notice.")],
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new file, instead of standard output.")
    ] = None,
) -> None:
    """Write a notice as an alert for other systems. Until it was sent, its status is Draft."""
    from handlers.notices.cap.from_notice import from_notice
    from handlers.notices.cap.writing import Unwritable, write

    if to and to.exists():
        raise Refused(f"{to} is there already; nothing is written over.")
    settings = settings_of(context)
    if not settings.cap.sender:
        raise Refused(
            "Who are we? Set cap.sender to a name that nobody else in the world has, such as the management's domain."
        )
    with database_of(settings) as database, database.reading() as connection:
        outgoing = _outgoing(connection, number, settings)
    try:
        data = write(from_notice(outgoing))
    except Unwritable as refused:
        raise Refused(f"Notice {number} makes no alert of CAP 1.2:\n{refused}") from refused
    if to is None:
        typer.echo(data, nl=False)
        return
    try:
        to.write_bytes(data)
    except OSError as error:
        raise Refused(f"{to}: {error.strerror}") from error
    print(f"{to} is written.")


def _alert(file: str) -> Alert:
    """The alert of a file, if it is for residents at all. Raises Refused."""
    from bot import clock
    from handlers.notices.cap.door import LARGEST
    from handlers.notices.cap.into_draft import NotForOwners, refuse
    from handlers.notices.cap.reading import Unreadable, read

    name = "standard input" if file == "-" else file
    try:
        if file == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(LARGEST + 1)
        alert = read(data)
        refuse(alert, clock.now())
    except OSError as error:
        raise Refused(f"{name}: cannot be read ({error.strerror}).") from error
    except (Unreadable, NotForOwners) as refused:
        raise Refused(f"{name} is not taken in.\n{refused}") from refused
    return alert


def _estates(connection: Connection, codes: list[str] | None, settings: Settings) -> list[Estate]:
    """The estates of these codes, each once, or all there are. Raises Refused for an unknown one, and where there is none."""
    from storage import estates

    if codes:
        return [estate_of(connection, code, settings) for code in dict.fromkeys(codes)]
    return estates.all_of_them(connection) or [estate_of(connection, "", settings)]


def _report(connection: Connection, one: TakenAt, *, whole: bool) -> None:
    """What became of it at one estate: the drafts on standard output, what to look at on standard error."""
    from storage.store import LineStore

    code, notice, store = one.estate.code, one.taken.notice, LineStore(connection)
    if notice is None:
        print(f"{code}: no notice is needed ({one.why}).")
    elif one.taken.new:
        texts = store.notices.texts(notice)
        headline = next(iter(texts.values())).headline
        print(f"{code}: draft of notice {notice.id}, {notice.msg_type}, “{headline}” ({one.why}).")
        for text in texts.values() if whole else ():
            print(f"--- {text.language}\n{text.headline}\n{text.facts}\n{text.asked}".rstrip())
    else:
        print(f"{code}: taken in before as notice {notice.id} ({notice.state}).")
    for number in one.taken.withdrawn:
        print(f"{code}: notice {number}, made of an earlier alert and not sent, is withdrawn.")
    for caution in one.taken.cautions:
        print(f"{code}: {caution}", file=sys.stderr)


def _outgoing(connection: Connection, number: int, settings: Settings) -> Outgoing:
    """The notice of a number. Raises Refused for one that does not exist, and one that was refused."""
    from handlers.notices.cap.outgoing import Places, outgoing
    from storage import estates
    from storage.audience import from_json
    from storage.store import LineStore

    store = LineStore(connection)
    notice = store.notices.by_id(number)
    estate = store.estate(notice.estate_id) if notice else None
    if notice is None or estate is None:
        raise Refused(f"There is no notice {number}.")
    if notice.state == "refused":
        raise Refused(f"Notice {number} was refused ({notice.reason}) and goes nowhere.")
    root = store.notices.by_id(notice.root_id) if notice.root_id else None
    earlier = [one for one in (root, *store.notices.after(root)) if one.id < number] if root else []
    audience = from_json(notice.audience)
    buildings = [
        one.name for one in estates.buildings_of(connection, (estate.id,)) if one.id in audience.buildings
    ]
    homes = [one.label for one in estates.units_by_id(connection, audience.include)]
    places = Places(tuple(buildings), tuple(homes))
    texts = store.notices.texts(notice)
    return outgoing(notice, texts, estate, places, earlier, settings.cap.sender, settings.web.base_url)
