"""`ownerline handbook`: the handbook of defect feedback and prevention as a file, without identities."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.opening import database_of, estate_of, settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from handlers.reports.handbook import Handbook, Wanted
    from storage.estates import Estate

#: Days that it looks back where no day is given.
_YEAR = timedelta(days=365)


def handbook(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="FILE", help="A new file that ends in .html or .md.")],
    estate: Annotated[str, typer.Option(metavar="CODE", help="One estate; by default all of them.")] = "",
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE", formats=["%Y-%m-%d"], help="Found on this day or later; by default a year."
        ),
    ] = None,
) -> None:
    """Write the handbook of defects: by component, what goes wrong, why, and what helps."""
    from bot import clock
    from handlers.reports import handbook as reports

    if out.suffix not in (".html", ".md"):
        raise Refused(f"{out}: the name must end in .html or .md, by which the form of the file is known.")
    if out.exists():
        raise Refused(f"{out} is there already; nothing is written over.")
    settings = settings_of(context)
    with database_of(settings) as database, database.reading() as connection:
        from storage import estates
        from storage.store import LineStore

        meant = [estate_of(connection, estate, settings)] if estate else estates.all_of_them(connection)
        if not meant:
            meant = [estate_of(connection, "", settings)]
        wanted = _wanted(meant, bool(estate), since, clock.now(), settings.tickets.quality.recurrence_days)
        book = reports.gather(LineStore(connection), wanted)
    _write(out, book, wanted.language)
    print(f"{out}: defects {book.count}, homes {book.homes}, components {len(book.chapters)}.")


def _wanted(
    meant: list[Estate], one: bool, since: datetime | None, now: datetime, recurrence_days: int
) -> Wanted:
    """Which cases: from the day given where the first estate is, in its language. Raises Refused for a day to come."""
    from handlers.reports.handbook import Wanted
    from handlers.wording import say, speak

    zone, language = ZoneInfo(meant[0].timezone), speak(meant[0].language, "en")
    begins = since.replace(tzinfo=zone) if since else now.astimezone(zone) - _YEAR
    if begins > now:
        raise Refused(f"{begins.date()} has not come yet.")
    return Wanted(
        estate_id=meant[0].id if one else None, place=say(language, "quality.and").join(each.name for each in meant),
        since=begins, until=now.astimezone(zone), language=language, recurrence=timedelta(days=recurrence_days),
    )  # fmt: skip


def _write(out: Path, book: Handbook, language: str) -> None:
    from bot.web.staff.page import drawn
    from bot.web.staff.quality.handbook_pages import rates
    from handlers.reports.handbook_text import markdown, sample

    if out.suffix == ".md":
        text = markdown(book, language)
    else:
        values = {"book": book, "sample": sample(book, language), "rates": rates(book, language)}
        text = drawn("quality/handbook_file.html", language, **values)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{out}: {error.strerror}") from error
