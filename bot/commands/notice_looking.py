"""`ownerline notice list|show|progress|doors|proof`: looking at notices. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.opening import database_of, estate_of, settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.notices.progress import Progress
    from storage.db import Connection, Database
    from storage.delivery_book import DeliveryBook, Row
    from storage.estates import Estate
    from storage.notices import Notice
    from storage.store import LineStore

Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=2**31 - 1, help="The notice.")]

#: Seconds between two looks of `progress --follow`, and rows of a proof that are read at once.
_EVERY, _PIECE = 1.0, 2000


def list_them(
    context: typer.Context,
    estate: Annotated[str, typer.Option(metavar="CODE", help="One estate; by default all.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many, the newest first.")] = 30,
) -> None:
    """List the notices, the newest first."""
    from rich.console import Console
    from rich.table import Table

    from handlers.wording import say

    settings = settings_of(context)
    table = Table("Number", "Estate", "Kind", "State", "Headline", "Homes", "Written")
    with database_of(settings) as database, database.reading() as connection:
        store = line(connection)
        only = estate_of(connection, estate, settings).id if estate else None
        found = [one for one in store.notices.newest(10_000) if only in (None, one.estate_id)][:limit]
        for one in found:
            place = place_of(store, one)
            table.add_row(
                str(one.id), place.code, say("en", f"notices.kind.{one.kind}"), one.state, headline(store, one),
                str(one.homes), when(one.created_at, place),
            )  # fmt: skip
    if not found:
        print("There is no notice yet.")
        return
    Console().print(table)


def show(context: typer.Context, number: Number) -> None:
    """Show a notice: its state, who did what, its texts, and what became of it."""
    with database_of(settings_of(context)) as database, database.reading() as connection:
        store, notice = named(connection, number)
        for text in _shown(store, notice, place_of(store, notice)):
            print(text)


def _shown(store: LineStore, notice: Notice, estate: Estate) -> Iterator[str]:
    from handlers.wording import say
    from storage.delivery_rows import BEST_FIRST

    yield f"Notice {notice.id} of {estate.name} ({estate.code}): {notice.state}"
    yield f"{say('en', f'notices.kind.{notice.kind}')}, {notice.status}, {notice.msg_type}: {notice.urgency}, {notice.severity}, {notice.certainty}"
    moments = {
        "goes out": notice.send_at,
        "sent": notice.sent_at,
        "ended": notice.ended_at,
        "expires": notice.expires,
    }
    yield from (f"{name}: {when(at, estate)}" for name, at in moments.items() if at)
    for step in store.notice_steps.of(notice):
        why = f": {step.reason}" if step.reason else ""
        yield f"{when(step.at, estate)} {step.step} by {step.who or 'the line'}{why}"
    for text in store.notices.texts(notice).values():
        parts = (text.headline, text.facts, text.doing, text.asked, text.signature)
        yield "\n".join([f"--- {text.language}", *(part for part in parts if part)])
    if notice.sent_at:
        yield "---"
        reach = store.deliveries.reach(notice)
        for name, counts in (("households", reach.households), ("accounts", reach.contacts)):
            told = ", ".join(
                f"{say('en', f'notice_pages.why.{state}')} {counts[state]}"
                for state in BEST_FIRST
                if state in counts
            )
            yield f"{sum(counts.values())} {name}: {told or 'none'}"
        yield f"{store.deliveries.read_by(notice)} accounts said that they read it"


def progress(
    context: typer.Context,
    number: Number,
    follow: Annotated[bool, typer.Option("--follow", help="Stay until it is over.")] = False,
) -> None:
    """Show how far a notice is; with --follow as a bar that ends when it does."""
    with database_of(settings_of(context)) as database:
        notice, come = _come(database, number)
        if notice.sent_at is None:
            raise Refused(f"Notice {number} is {notice.state}; nothing of it was sent yet.")
        if follow and notice.state in ("sending", "paused"):
            _follow(database, number)
            notice, come = _come(database, number)
    print(f"Notice {number}, {notice.state}: {come.done} of {come.all} accounts, {come.left} left.")


def _come(database: Database, number: int) -> tuple[Notice, Progress]:
    from handlers.notices.progress import Pace, progress

    with database.reading() as connection:
        store, notice = named(connection, number)
        return notice, progress(store.deliveries.standing(notice), Pace(), moving=False)


def _follow(database: Database, number: int) -> None:
    """The bar; its estimate comes from what it saw itself."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    pause = Event()
    with Progress(*columns) as bar:
        task = bar.add_task(f"Notice {number}", total=None)
        while True:
            notice, come = _come(database, number)
            bar.update(
                task, total=come.all, completed=come.done, description=f"Notice {number}, {notice.state}"
            )
            if notice.state not in ("sending", "paused"):
                return
            pause.wait(_EVERY)


def doors(
    context: typer.Context,
    number: Number,
    unread: Annotated[
        bool, typer.Option("--unread", help="Those too of which nobody said that they read it.")
    ] = False,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new table, instead of standard output.")
    ] = None,
) -> None:
    """List the homes that a notice did not surely reach, by building and floor: where somebody has to knock."""
    from handlers.reports import csv_table
    from handlers.wording import say

    new(csv)
    with database_of(settings_of(context)) as database, database.reading() as connection:
        store, notice = named(connection, number)
        if notice.sent_at is None:
            raise Refused(f"Notice {number} is {notice.state}; nothing of it was sent yet.")
        found = store.deliveries.doors(notice, also_unread=unread)
    rows = [(one.building, one.floor, one.label, say("en", f"notice_pages.why.{one.state}")) for one in found]
    if csv:
        write(csv, [csv_table.table(("Building", "Floor", "Home", "Why"), rows).encode()])
        return
    for building, floor, label, why in rows:
        print(f"{building}\t{floor}\t{label}\t{why}")
    print(f"{len(rows)} doors.")


def proof(
    context: typer.Context,
    number: Number,
    to: Annotated[Path, typer.Option(metavar="FILE", help="A new file of one JSON value a line.")],
) -> None:
    """Write down who was told what and when, with the hashes that show whether anybody changed it."""
    from handlers.notices import proof as proving
    from storage.delivery_book import DeliveryBook
    from storage.scope import LineScope

    new(to)
    with database_of(settings_of(context)) as database, database.reading() as connection:
        store, notice = named(connection, number)
        if notice.sent_at is None:
            raise Refused(f"Notice {number} is {notice.state}; there is nothing to prove yet.")
        book, texts = DeliveryBook(connection, LineScope()), store.notices.texts(notice)
        hashes = proving.hashes(notice, texts, _rows(book, notice))
        write(to, proving.lines(notice, texts, _rows(book, notice)))
    print(f"{hashes.rows} deliveries, SHA-256 {hashes.list}; the texts, SHA-256 {hashes.texts}.")


def _rows(book: DeliveryBook, notice: Notice) -> Iterator[Row]:
    after = 0
    while found := book.rows(notice, after, _PIECE):
        yield from found
        after = found[-1].id


def new(file: Path | None) -> None:
    """Raises Refused for a file that is there already."""
    if file and file.exists():
        raise Refused(f"{file} is there already; nothing is written over.")


def write(file: Path, parts: Iterable[bytes]) -> None:
    try:
        with file.open("xb") as out:
            for part in parts:
                out.write(part)
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from error
    print(f"{file} is written.")


def line(connection: Connection) -> LineStore:
    from storage.store import LineStore

    return LineStore(connection)


def named(connection: Connection, number: int) -> tuple[LineStore, Notice]:
    """The notice of a number. Raises Refused for one that does not exist."""
    store = line(connection)
    notice = store.notices.by_id(number)
    if notice is None:
        raise Refused(f"There is no notice {number}. `ownerline notice list` shows them.")
    return store, notice


def place_of(store: LineStore, notice: Notice) -> Estate:
    found = store.estate(notice.estate_id)
    assert found is not None
    return found


def headline(store: LineStore, notice: Notice) -> str:
    return next(iter(store.notices.texts(notice).values())).headline


def when(at: datetime, estate: Estate) -> str:
    """A moment as it is at the estate."""
    return at.astimezone(ZoneInfo(estate.timezone)).strftime("%Y-%m-%d %H:%M")
