"""Who did what to a notice, and when: proposed, approved, sent first, refused, held, resumed, stopped. Rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, Text, select

from storage.base import Instant, key, metadata, ref
from storage.notices import Notice
from storage.scope import LineScope, StaffScope
from storage.staff import staff

notice_steps = Table(
    "notice_steps",
    metadata,
    key(),
    ref("notice_id", "notices", index=True),
    ref("staff_id", "staff", null=True),
    Column("step", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class NoticeStep:
    """`who` is None for the line itself."""

    step: str
    at: datetime
    who: str | None
    reason: str


class NoticeSteps:
    """The steps of the notices in a scope."""

    def __init__(self, connection: Connection, scope: StaffScope | LineScope) -> None:
        self._connection = connection
        self._scope = scope

    def _serves(self, notice: Notice) -> bool:
        return isinstance(self._scope, LineScope) or notice.estate_id in self._scope.estate_ids

    def record(self, notice: Notice, step: str, at: datetime, reason: str = "") -> None:
        """Whoever this scope is did this."""
        if self._serves(notice):
            who = None if isinstance(self._scope, LineScope) else self._scope.staff_id
            row = {"notice_id": notice.id, "staff_id": who, "step": step, "reason": reason, "at": at}
            self._connection.execute(notice_steps.insert().values(row))

    def of(self, notice: Notice) -> list[NoticeStep]:
        """The steps of a notice, the first one first."""
        if not self._serves(notice):
            return []
        statement = (
            select(notice_steps.c.step, notice_steps.c.at, staff.c.name, notice_steps.c.reason)
            .outerjoin(staff, staff.c.id == notice_steps.c.staff_id)
            .where(notice_steps.c.notice_id == notice.id)
            .order_by(notice_steps.c.id)
        )
        return [NoticeStep(*row) for row in self._connection.execute(statement)]
