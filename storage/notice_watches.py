"""The one message in the staff group that shows how a notice comes along: which message it is, and what it said last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.notices import Notice
from storage.scope import LineScope, StaffScope

notice_watches = Table(
    "notice_watches",
    metadata,
    key(),
    ref("notice_id", "notices"),
    ref("message_id", "outbox", null=True),
    Column("said", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("closed", Boolean, nullable=False),
    UniqueConstraint("notice_id"),
)
#: Written out and without a type, because the engines spell a false boolean in two ways, and SQLite uses the index only for the
#: very same words.
OPEN: ColumnElement[bool] = literal_column("NOT closed")
Index("ix_notice_watches_at", notice_watches.c.at, **only_where(OPEN))


@dataclass(frozen=True, slots=True)
class Watch:
    """`message_id` is the outbox's; None while nothing was shown. `done` accounts at the moment `at` when it was looked at last."""

    notice_id: int
    message_id: int | None
    said: str
    done: int
    at: datetime
    closed: bool


class NoticeWatches:
    """The watched notices of the estates in a scope."""

    def __init__(self, connection: Connection, scope: StaffScope | LineScope) -> None:
        self._connection = connection
        self._scope = scope

    def _serves(self, notice: Notice) -> bool:
        return isinstance(self._scope, LineScope) or notice.estate_id in self._scope.estate_ids

    def begin(self, notice: Notice, at: datetime) -> None:
        """From now on it is watched, until it is over; begun twice it is one watch."""
        if self._serves(notice):
            row = {"notice_id": notice.id, "said": "", "done": 0, "at": at, "closed": False}
            self._connection.execute(
                inserting(self._connection, notice_watches)
                .values(row)
                .on_conflict_do_nothing(index_elements=["notice_id"])
            )

    def of(self, notice: Notice) -> Watch | None:
        if not self._serves(notice):
            return None
        statement = select(*columns_of(Watch, notice_watches)).where(notice_watches.c.notice_id == notice.id)
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Watch) if row else None

    def keep(self, notice: Notice, *, said: str, done: int, at: datetime, closed: bool) -> None:
        """What is shown of it now; a closed one is not looked at again."""
        if self._serves(notice):
            values = {"said": said, "done": done, "at": at, "closed": closed}
            where = notice_watches.c.notice_id == notice.id
            self._connection.execute(update(notice_watches).where(where).values(values))


def claim(connection: Connection, now: datetime, every: timedelta) -> list[Watch]:
    """The watches that were not looked at for so long, each for one of those who ask."""
    due = OPEN & (notice_watches.c.at <= now - every)
    found = connection.execute(select(*columns_of(Watch, notice_watches)).where(due)).mappings().all()
    return [watch for row in found if _mine(connection, watch := as_value(row, Watch), now)]


def _mine(connection: Connection, watch: Watch, now: datetime) -> bool:
    same = (notice_watches.c.notice_id == watch.notice_id) & (notice_watches.c.at == watch.at)
    return connection.execute(update(notice_watches).where(same).values(at=now)).rowcount == 1


def message_of(connection: Connection, notice_id: int) -> int | None:
    """The message that shows it, in the outbox."""
    where = notice_watches.c.notice_id == notice_id
    return connection.execute(select(notice_watches.c.message_id).where(where)).scalar()


def shown_as(connection: Connection, notice_id: int, message_id: int) -> None:
    """From now on this message shows it."""
    where = notice_watches.c.notice_id == notice_id
    connection.execute(update(notice_watches).where(where).values(message_id=message_id))
