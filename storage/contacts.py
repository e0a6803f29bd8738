"""A person's accounts on channels: who writes, in which language, and whether we can reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    UniqueConstraint,
    and_,
    func,
    insert,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.people import WORKING_THERE, live, occupancies, persons

contacts = Table(
    "contacts",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(80), nullable=False),
    ref("person_id", "persons", null=True, index=True),
    Column("name", String(120), nullable=False),
    Column("language", String(8)),
    Column("state", String(16), nullable=False),
    Column("muted", Boolean, nullable=False),
    Column("offers", Boolean, nullable=False),
    Column("asks", Boolean, nullable=False),
    Column("wrong_codes", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("channel", "address"),
)

REACHABLE, BLOCKED, GONE = "reachable", "blocked", "gone"


@dataclass(frozen=True, slots=True)
class Contact:
    """An account on a channel. `address` is the chat to answer in; `state` is reachable, blocked or gone.

    `muted`: nothing but safety alerts is wanted; `offers`: offers of partner merchants were asked for (K12).
    `asks`: may be asked for ratings and opinions (I07).
    """

    id: int
    estate_id: int
    channel: str
    address: str
    person_id: int | None
    name: str
    language: str | None
    state: str
    muted: bool
    offers: bool
    asks: bool
    wrong_codes: int
    locked_until: datetime | None


def at(connection: Connection, channel: str, address: str) -> Contact | None:
    return _one(connection, (contacts.c.channel == channel) & (contacts.c.address == address))


def by_id(connection: Connection, contact_id: int) -> Contact | None:
    return _one(connection, contacts.c.id == contact_id)


def _one(connection: Connection, condition: Any) -> Contact | None:
    row = connection.execute(select(*columns_of(Contact, contacts)).where(condition)).mappings().first()
    return as_value(row, Contact) if row else None


def of_unit(
    connection: Connection, unit_id: int, today: date, *, lived_at: datetime | None = None
) -> list[Contact]:
    """The accounts of everybody who lives in a unit now, each in the language it chose, else in that of the register.

    `lived_at`: only of those who lived there at that moment already.
    """
    language = func.coalesce(contacts.c.language, persons.c.language).label("language")
    columns = [language if one.name == "language" else one for one in columns_of(Contact, contacts)]
    statement = (
        select(*columns)
        .join(persons, persons.c.id == contacts.c.person_id)
        .join(occupancies, and_(occupancies.c.person_id == persons.c.id, live(today)))
        .where(occupancies.c.unit_id == unit_id, occupancies.c.role.not_in(WORKING_THERE))
    )
    if lived_at is not None:
        statement = statement.where(occupancies.c.since <= lived_at)
    rows = connection.execute(statement.order_by(contacts.c.id)).mappings()
    return [as_value(row, Contact) for row in rows]


def of_person(connection: Connection, person_id: int) -> list[Contact]:
    """The accounts of one person, the oldest first."""
    statement = select(*columns_of(Contact, contacts)).where(contacts.c.person_id == person_id)
    rows = connection.execute(statement.order_by(contacts.c.id)).mappings()
    return [as_value(row, Contact) for row in rows]


def add(
    connection: Connection, *, estate_id: int, channel: str, address: str, name: str, at: datetime
) -> Contact:
    """Somebody new on a channel, not bound to a unit yet."""
    statement = insert(contacts).values(
        estate_id=estate_id, channel=channel, address=address, name=name, state=REACHABLE,
        muted=False, offers=False, asks=True, wrong_codes=0, created_at=at,
    )  # fmt: skip
    row = connection.execute(statement.returning(*columns_of(Contact, contacts))).mappings().one()
    return as_value(row, Contact)


def change(connection: Connection, contact_id: int, **values: Any) -> None:
    """Keeps new facts of a contact: person_id, estate_id, language, muted, offers, wrong_codes, locked_until, state."""
    connection.execute(update(contacts).where(contacts.c.id == contact_id).values(values))


def set_state(connection: Connection, channel: str, address: str, state: str) -> None:
    where = (contacts.c.channel == channel) & (contacts.c.address == address)
    connection.execute(update(contacts).where(where).values(state=state))


def move(connection: Connection, channel: str, old: str, new: str) -> None:
    """The channel gave the chat another address (a group became a supergroup); one that is known there already stays."""
    if at(connection, channel, new):
        return
    where = (contacts.c.channel == channel) & (contacts.c.address == old)
    connection.execute(update(contacts).where(where).values(address=new))
