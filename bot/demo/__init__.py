"""The demonstration estate: invented people in 丽湖花园 (Lakeside Garden), for trying everything before anything is set up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot import clock
from bot import links as addresses
from bot.importing import run_import
from bot.importing.summary import Summary
from bot.links import Links
from bot.settings import Settings
from storage import estates, people, staff
from storage.db import Connection, Database, StorageError

CODE, NAME = "LH", "丽湖花园"

#: Who opens the printed links: an owner whose home was delivered a few months ago, the manager, and a housekeeper who can approve
#: what the manager writes to the whole estate.
OWNER_AT, OWNER, MANAGER, COLLEAGUE = "3-2-1502", "林晓梅", "王芳", "李敏"

_HERE = Path(__file__).parent
FILES = tuple(_HERE / name for name in ("estate.csv", "staff.csv", "units.csv", "people.csv", "parties.csv"))


def load(database: Database) -> Summary:
    """Loads the estate, or mends it; what was said and done there stays. Raises StorageError beside a real estate."""
    with database.reading() as connection:
        if estates.first(connection) and not serves_demonstration(connection):
            raise StorageError(
                "This database holds a real estate; the demonstration needs one of its own (storage.url)."
            )
    return run_import(database, FILES, now=clock.now(), estate=CODE)


def ensure(database: Database) -> bool:
    """Loads the estate into a database that has none; False when there is one already."""
    with database.reading() as connection:
        if estates.first(connection):
            return False
    load(database)
    return True


def serves_demonstration(connection: Connection) -> bool:
    """Whether the demonstration's is the only estate."""
    return [(one.code, one.name) for one in estates.all_of_them(connection)] == [(CODE, NAME)]


def links(connection: Connection, settings: Settings, now: datetime) -> Links:
    """The pages with somebody let in: a fresh code for the owner, fresh sign-ins for the manager and a colleague."""
    plain = addresses.pages(settings.web)
    estate = estates.by_code(connection, CODE)
    unit = estates.unit_labelled(connection, estate.id, OWNER_AT) if estate else None
    there = [staff.by_name(connection, name) for name in (MANAGER, COLLEAGUE)]
    owner = (
        next((one for one in people.occupants_of(connection, unit.id) if one.name == OWNER), None)
        if unit
        else None
    )
    chat = plain.chat
    if unit and owner:
        code = addresses.make_code(
            connection, settings, unit, person_id=owner.person_id, role=owner.role, now=now, until=owner.until
        )
        chat = addresses.chat(settings.web, code.payload)
    desk, colleague = (addresses.sign_in(connection, settings, who.id, now) if who else "" for who in there)
    return Links(chat, desk or plain.staff, plain.health, colleague)
