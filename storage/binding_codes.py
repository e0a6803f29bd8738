"""One-time codes that tie a chat to a unit. Only hashes are kept; the selector finds the row, the secret opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, Integer, String, Table, insert, select, update

from storage.base import Instant, as_value, columns_of, key, metadata, ref

binding_codes = Table(
    "binding_codes",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("unit_id", "units", index=True),
    ref("person_id", "persons", null=True),
    Column("role", String(12), nullable=False),
    Column("until", Date),
    Column("selector", String(8), nullable=False, unique=True),
    Column("code_hash", String(64), nullable=False),
    Column("link_hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    ref("used_by", "contacts", null=True),
    Column("wrong_tries", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class BindingCode:
    """A code for a unit, perhaps for a known person. `until` is the last day of the period it opens. `wrong_tries` counts wrong secrets given for this unit's code."""

    id: int
    estate_id: int
    unit_id: int
    person_id: int | None
    role: str
    until: date | None
    selector: str
    code_hash: str
    link_hash: str
    expires_at: datetime
    used_at: datetime | None
    used_by: int | None
    wrong_tries: int


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(binding_codes).values(wrong_tries=0, **values))


def by_selector(connection: Connection, selector: str) -> BindingCode | None:
    statement = select(*columns_of(BindingCode, binding_codes)).where(binding_codes.c.selector == selector)
    row = connection.execute(statement).mappings().first()
    return as_value(row, BindingCode) if row else None


def use(connection: Connection, code_id: int, contact_id: int, at: datetime) -> bool:
    """Spends the code; False when somebody was quicker."""
    where = (binding_codes.c.id == code_id) & binding_codes.c.used_at.is_(None)
    return (
        connection.execute(update(binding_codes).where(where).values(used_at=at, used_by=contact_id)).rowcount
        == 1
    )


def count_wrong(connection: Connection, code_id: int) -> None:
    where = binding_codes.c.id == code_id
    connection.execute(update(binding_codes).where(where).values(wrong_tries=binding_codes.c.wrong_tries + 1))
