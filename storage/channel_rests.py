"""Until when a channel told all of us to rest: one row for each channel, whatever waits in line."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, select

from storage.base import Instant, inserting, key, metadata

channel_rests = Table(
    "channel_rests",
    metadata,
    key(),
    Column("channel", String(20), nullable=False, unique=True),
    Column("until", Instant, nullable=False),
)


def halt(connection: Connection, channel: str, until: datetime) -> None:
    """Nothing leaves by this channel before `until`."""
    statement = inserting(connection, channel_rests).values(channel=channel, until=until)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["channel"], set_={"until": statement.excluded.until})
    )


def until(connection: Connection, channel: str) -> datetime | None:
    """The end of the channel's last rest, which may be over."""
    return connection.execute(
        select(channel_rests.c.until).where(channel_rests.c.channel == channel)
    ).scalar()
