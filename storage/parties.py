"""Who does what for an estate: developer, property company, contractors, suppliers, utilities, departments (E03, F11).

A party without an estate serves all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column as SqlColumn
from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    Table,
    Text,
    and_,
    false,
    insert,
    or_,
    select,
    update,
)

from storage.base import Json, as_value, columns_of, key, metadata, ref
from storage.scope import StaffScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

KINDS = ("developer", "property_company", "contractor", "supplier", "utility", "department")

#: Whether a party is given work (F11): on the list, on trial, or suspended.
STATUSES = ("qualified", "trial", "suspended")

parties = Table(
    "parties",
    metadata,
    key(),
    ref("estate_id", "estates", null=True, index=True),
    SqlColumn("kind", String(20), nullable=False),
    SqlColumn("name", String(120), nullable=False),
    SqlColumn("trades", Json, nullable=False),
    SqlColumn("phone", String(40)),
    SqlColumn("language", String(8), nullable=False),
    SqlColumn("status", String(12), nullable=False),
    SqlColumn("note", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Party:
    """`trades` are beginnings of ticket codes (`home.`, `public.lift`); none means every kind of work."""

    id: int
    estate_id: int | None
    kind: str
    name: str
    trades: tuple[str, ...]
    phone: str | None
    language: str
    status: str
    note: str

    def does(self, code: str | None) -> bool:
        return not self.trades or any((code or "").startswith(trade) for trade in self.trades)


class Parties:
    """The parties that may be asked about tickets of one scope."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def serving(self, ticket: Ticket) -> list[Party]:
        """Everybody who serves the ticket's estate, suspended ones too."""
        if not self._tickets.sees(ticket):
            return []
        return _many(self._connection, _of_estates((ticket.estate_id,)))

    def one(self, ticket: Ticket, party_id: int) -> Party | None:
        """A party that serves the ticket's estate."""
        return next((one for one in self.serving(ticket) if one.id == party_id), None)


class PartyList:
    """The list of parties as staff keep it: those of the estates they serve, and those of all estates."""

    def __init__(self, connection: Connection, scope: StaffScope) -> None:
        self._connection, self._scope = connection, scope

    def all_of_them(self) -> list[Party]:
        return _many(self._connection, _of_estates(self._scope.estate_ids))

    def add(self, *, estate_id: int, **values: Any) -> Party | None:
        """A new party of an estate; None for an estate out of scope, or a name that the estate knows already."""
        if estate_id not in self._scope.estate_ids:
            return None
        known = [one for one in self.all_of_them() if one.estate_id in (None, estate_id)]
        if any(one.name == values["name"] for one in known):
            return None
        return add(self._connection, estate_id=estate_id, **values)

    def set_status(self, party_id: int, status: str, note: str) -> Party | None:
        """A party's new standing, and why; None for one out of scope. One that serves all estates is theirs who serve any."""
        known = next((one for one in self.all_of_them() if one.id == party_id), None)
        if known is None:
            return None
        change(self._connection, party_id, status=status, note=note)
        return next(one for one in self.all_of_them() if one.id == party_id)


def _of_estates(estate_ids: tuple[int, ...]) -> ColumnElement[bool]:
    """Nobody serves no estate: who sees none sees no party either."""
    if not estate_ids:
        return false()
    return or_(parties.c.estate_id.in_(estate_ids), and_(parties.c.estate_id.is_(None)))


def _many(connection: Connection, where: ColumnElement[bool]) -> list[Party]:
    statement = select(*columns_of(Party, parties)).where(where).order_by(parties.c.kind, parties.c.id)
    return [as_value(row, Party) for row in connection.execute(statement).mappings()]


def add(connection: Connection, **values: Any) -> Party:
    """A new party. `trades` as a list."""
    row = {
        "estate_id": None, "trades": [], "phone": None, "language": "en", "status": "qualified", "note": "", **values,
    }  # fmt: skip
    statement = insert(parties).values(row).returning(*columns_of(Party, parties))
    return as_value(connection.execute(statement).mappings().one(), Party)


def change(connection: Connection, party_id: int, **values: Any) -> None:
    connection.execute(update(parties).where(parties.c.id == party_id).values(values))


def known(connection: Connection, estate_id: int | None) -> dict[str, Party]:
    """The parties of exactly one estate, or of all estates (None), by name; for the import."""
    where = parties.c.estate_id.is_(None) if estate_id is None else parties.c.estate_id == estate_id
    return {one.name: one for one in _many(connection, where)}
