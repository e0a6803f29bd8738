"""One score for one touch-point, and the reason given with it.

`data_set` keeps instant ratings apart from every other score (I03): they are for improvement, never for appraisal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref

ratings = Table(
    "ratings",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets"),
    ref("contact_id", "contacts"),
    Column("data_set", String(16), nullable=False),
    Column("touchpoint", String(24), nullable=False),
    Column("occasion", Integer, nullable=False),
    Column("scale", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("said", String(200), nullable=False),
    Column("reason", Text),
    Column("at", Instant, nullable=False),
    UniqueConstraint("ticket_id", "touchpoint", "occasion"),
    Index("ix_ratings_estate_id_at", "estate_id", "at"),
)


@dataclass(frozen=True, slots=True)
class Rating:
    """A score from 1 to `scale`; `said` is what the owner pressed or wrote; `occasion` counts resolutions of the ticket."""

    id: int
    ticket_id: int
    touchpoint: str
    occasion: int
    scale: int
    score: int
    said: str
    reason: str | None
    at: datetime


def add(
    connection: Connection, *, ticket_id: int, touchpoint: str, occasion: int, **values: Any
) -> Rating | None:
    """Keeps a score; None when this occasion was rated before."""
    row = {
        "ticket_id": ticket_id,
        "touchpoint": touchpoint,
        "occasion": occasion,
        "data_set": "touchpoint",
        **values,
    }
    once = (
        inserting(connection, ratings)
        .values(row)
        .on_conflict_do_nothing(index_elements=["ticket_id", "touchpoint", "occasion"])
    )
    made = connection.execute(once.returning(*columns_of(Rating, ratings))).mappings().first()
    return as_value(made, Rating) if made else None


def of_ticket(connection: Connection, ticket_id: int, touchpoint: str, occasion: int) -> Rating | None:
    where = (ratings.c.ticket_id == ticket_id) & (ratings.c.touchpoint == touchpoint)
    statement = select(*columns_of(Rating, ratings)).where(where, ratings.c.occasion == occasion)
    row = connection.execute(statement).mappings().first()
    return as_value(row, Rating) if row else None


def explain(connection: Connection, rating_id: int, reason: str) -> None:
    """Adds the owner's sentence to a score."""
    connection.execute(update(ratings).where(ratings.c.id == rating_id).values(reason=reason))
