"""The ground every table stands on: naming, times, identities, and rows that become our own frozen values."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    ForeignKey,
    Identity,
    Integer,
    MetaData,
    RowMapping,
    Table,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

#: Constraints carry names from the first day, so that a migration can name what it changes.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: 64 bits on PostgreSQL; SQLite numbers its rows itself only for a column typed INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")

#: Free-form values; indexed binary form on PostgreSQL.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

V = TypeVar("V")


class Instant(TypeDecorator[datetime]):
    """An aware moment. PostgreSQL keeps a timestamp with zone, SQLite whole microseconds since 1970, UTC.

    Raises ValueError for a naive datetime: a moment without a zone is a mistake of ours.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(
            TIMESTAMP(timezone=True) if dialect.name == "postgresql" else BigInteger()
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        if dialect.name == "postgresql":
            return value
        return (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return _EPOCH + timedelta(microseconds=int(value))


def storable(text: str) -> str:
    """Text that every database can keep: half a character and NUL become a mark."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


def key() -> Column[int]:
    """The primary key of a table: a number the database hands out, never handed out twice."""
    return Column("id", BigId, Identity(always=False), primary_key=True)


def ref(name: str, to: str, *, null: bool = False, index: bool = False) -> Column[Any]:
    """A reference to another table's row."""
    return Column(name, BigId, ForeignKey(f"{to}.id"), nullable=null, index=index)


def only_where(condition: ColumnElement[bool]) -> dict[str, Any]:
    """An index over the rows of one condition alone, on both engines: what a sweep looks for stays small however much there was."""
    return {"sqlite_where": condition, "postgresql_where": condition}


def columns_of(value_type: type, table: Table) -> list[Column[Any]]:
    """The columns a value is read from: one for each field, under the field's name."""
    return [table.c[field.name] for field in dataclasses.fields(value_type)]


def as_value(row: RowMapping | dict[str, Any], value_type: type[V]) -> V:
    """A row as one of our frozen values; lists become tuples so that the value stays frozen."""
    return value_type(**{name: tuple(v) if isinstance(v, list) else v for name, v in row.items()})


def inserting(connection: Connection, table: Table) -> Any:
    """An INSERT into a table in the engine's own words, which alone know `on_conflict_do_nothing` and `on_conflict_do_update`."""
    engine_own = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    return engine_own(table)
