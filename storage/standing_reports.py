"""Reports that go out by themselves: which member of staff gets which one when, so that each is sent once whoever else runs (M04).

A row a person and report, claimed by one conditional write: two processes, a restart or a late start cannot send it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Index, String, Table, UniqueConstraint, and_, or_, select

from storage import staff as people
from storage.base import Instant, inserting, key, metadata, ref
from storage.staff import Staff, staff

standing_reports = Table(
    "standing_reports",
    metadata,
    key(),
    ref("staff_id", "staff"),
    Column("kind", String(8), nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("before_at", Instant),
    UniqueConstraint("staff_id", "kind"),
    Index("ix_standing_reports_kind_next_at", "kind", "next_at"),
)

_R = standing_reports.c


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose report is to be looked at now; `known`: it was planned before, and this is its day."""

    who: Staff
    known: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """The report is this process's to send; `before`: when the one before it was sent, None for the first."""

    before: datetime | None


def due(
    connection: Connection, kind: str, roles: Sequence[str], now: datetime, limit: int = 50
) -> list[Waiting]:
    """People of these roles whose report of this kind is due, or was never planned."""
    mine = and_(_R.staff_id == staff.c.id, _R.kind == kind)
    waits = or_(_R.id.is_(None), _R.next_at <= now)
    wanted = select(staff.c.id, _R.id).outerjoin(standing_reports, mine)
    here = wanted.where(staff.c.active, staff.c.role.in_(roles), waits).order_by(staff.c.id).limit(limit)
    found = [
        (people.by_id(connection, staff_id), row is not None)
        for staff_id, row in connection.execute(here).all()
    ]
    return [Waiting(who, known) for who, known in found if who]


def claim(
    connection: Connection, staff_id: int, kind: str, *, now: datetime, next_at: datetime, sends: bool
) -> Claimed | None:
    """Takes a report and plans the next one; None where another process was faster. `sends` False: it is planned alone."""
    row = {"staff_id": staff_id, "kind": kind, "next_at": next_at, "sent_at": now if sends else None}
    statement = inserting(connection, standing_reports).values(row)
    moved = {"next_at": next_at, **({"before_at": _R.sent_at, "sent_at": now} if sends else {})}
    taken = statement.on_conflict_do_update(
        index_elements=["staff_id", "kind"], set_=moved, where=_R.next_at <= now
    )
    done = connection.execute(taken.returning(_R.before_at)).first()
    return Claimed(done[0]) if done else None
