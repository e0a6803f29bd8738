"""`ownerline nlu harvest`: what the line misread and people put right, as training phrases for review."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.opening import database_of, settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from nlu.anonymise import Known
    from nlu.harvest import Harvest, Misread
    from storage.db import Connection


def harvest(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new file; by default standard output.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Put right on this day or later."),
    ] = None,
) -> None:
    """Write corrected readings as phrases for review, with identities removed."""
    from nlu.corpus import own_phrases
    from nlu.harvest import everyday
    from nlu.harvest import harvest as gathered

    if out and out.exists():
        raise Refused(f"{out} is there already; nothing is written over what somebody may be reviewing.")
    phrases = own_phrases()
    with database_of(settings_of(context)) as database, database.reading() as connection:
        found = gathered(_corrections(connection, since, everyday(phrases)), phrases)
    _put(found.text, out)
    sys.stderr.write(f"{_told(found)}\n")


def _corrections(
    connection: Connection, since: datetime | None, ordinary: frozenset[str]
) -> list[tuple[Misread, Known]]:
    """Each correction with what its own estate knows; a day begins where the estate is."""
    from nlu.anonymise import Known
    from nlu.harvest import Misread
    from storage import estates, readings

    known, zones = {}, {}
    for estate in estates.all_of_them(connection):
        told = readings.identities(connection, estate.id)
        known[estate.id] = Known(told.names, told.units, told.phones, ordinary)
        zones[estate.id] = ZoneInfo(estate.timezone)
    return [
        (
            Misread(one.words, one.read_as, one.label, one.version, one.confidence, one.source),
            known[one.estate_id],
        )
        for one in readings.to_harvest(connection)
        if since is None or one.at.astimezone(zones[one.estate_id]).date() >= since.date()
    ]


def _put(text: str, out: Path | None) -> None:
    """Writes the file, where there is anything to write."""
    if not text:
        return
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{out}: {error.strerror}") from error


def _told(found: Harvest) -> str:
    """What was written, and what was left out, in one line."""
    parts = [f"Phrases: {found.phrases}, labels: {found.labels}"]
    if found.unnamed:
        parts.append(f"alarms taken back, without a label: {found.unnamed}")
    if found.doubtful:
        parts.append(f"left out as doubtful: {found.doubtful}")
    if found.held:
        parts.append(f"known already: {found.held}")
    return "; ".join(parts) + ("." if found.text else ". Nothing was written.")
