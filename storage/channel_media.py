"""Which of our files a channel has already, under which reference of its own: a file is uploaded once, then named."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, UniqueConstraint, delete, select

from storage.base import Instant, inserting, key, metadata

channel_media = Table(
    "channel_media",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("reference", String(200), nullable=False),
    Column("external", String(300), nullable=False),
    Column("kept_at", Instant, nullable=False),
    UniqueConstraint("channel", "reference"),
)


def known(connection: Connection, channel: str, references: Collection[str]) -> dict[str, str]:
    """The channel's own reference for each of our files that it has."""
    where = (channel_media.c.channel == channel) & channel_media.c.reference.in_(references)
    rows = connection.execute(select(channel_media.c.reference, channel_media.c.external).where(where))
    return {row.reference: row.external for row in rows}


def keep(connection: Connection, channel: str, pairs: Iterable[tuple[str, str]], at: datetime) -> None:
    """The channel has these files now: each our reference and the channel's own."""
    for reference, external in pairs:
        statement = inserting(connection, channel_media).values(
            channel=channel, reference=reference, external=external, kept_at=at
        )
        newest = {"external": statement.excluded.external, "kept_at": statement.excluded.kept_at}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["channel", "reference"], set_=newest)
        )


def forget(connection: Connection, channel: str, pairs: Iterable[tuple[str, str]]) -> None:
    """The channel knows these references no more; one that was given since then stays."""
    for reference, external in pairs:
        same = (channel_media.c.channel == channel) & (channel_media.c.reference == reference)
        connection.execute(delete(channel_media).where(same, channel_media.c.external == external))
