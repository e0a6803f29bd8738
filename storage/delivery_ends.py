"""How deliveries end: sent, failed, perhaps; read and answered by whom they were sent to; held back or stopped by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from storage import outbox as queue
from storage.contacts import BLOCKED, GONE, REACHABLE, contacts
from storage.delivery_rows import FAILED, MUTED, QUEUED, RESERVE, STOPPED, UNKNOWN, WAITING, deliveries
from storage.notices import notices
from storage.outbox import outbox


def ended(connection: Connection, delivery_id: int, state: str, at: datetime, reason: str = "") -> None:
    """How the attempt for a delivery ended: sent, failed, unknown. After a failure the person's next account takes its turn."""
    row = connection.execute(
        select(deliveries.c.notice_id, deliveries.c.contact_id).where(deliveries.c.id == delivery_id)
    ).first()
    if row is None:
        return
    change(connection, row.notice_id, row.contact_id, state=state, at=at, reason=reason or None)
    if state == FAILED:
        _next_account(connection, row.notice_id, row.contact_id)


def change(connection: Connection, notice_id: int, contact_id: int, **values: Any) -> None:
    where = (deliveries.c.notice_id == notice_id) & (deliveries.c.contact_id == contact_id)
    connection.execute(update(deliveries).where(where).values(values))


def _next_account(connection: Connection, notice_id: int, contact_id: int) -> None:
    person = select(contacts.c.person_id).where(contacts.c.id == contact_id).scalar_subquery()
    following = (
        select(deliveries.c.contact_id)
        .join(contacts, contacts.c.id == deliveries.c.contact_id)
        .where(
            contacts.c.person_id == person, deliveries.c.notice_id == notice_id, deliveries.c.state == RESERVE
        )
        .where(contacts.c.state == REACHABLE)
        .order_by(deliveries.c.turn, deliveries.c.id)
        .limit(1)
    )
    found = connection.execute(following).scalar()
    if found is not None:
        change(connection, notice_id, found, state=WAITING, at=None, reason=None)


def spare(connection: Connection, notice_id: int, contact_id: int, reason: str) -> None:
    """It has to be spared since the audience was frozen; where only the account is at fault, the person's next one takes its turn."""
    change(connection, notice_id, contact_id, state=reason)
    if reason in (BLOCKED, GONE, MUTED):
        _next_account(connection, notice_id, contact_id)


def acknowledge(connection: Connection, delivery_id: int, contact_id: int, at: datetime) -> str | None:
    """Marks a delivery as read by its own contact: "now", "before", or None when it is not theirs."""
    where = (deliveries.c.id == delivery_id) & (deliveries.c.contact_id == contact_id)
    first = update(deliveries).where(where, deliveries.c.acknowledged_at.is_(None)).values(acknowledged_at=at)
    if connection.execute(first).rowcount == 1:
        return "now"
    return "before" if connection.execute(select(deliveries.c.id).where(where)).first() else None


def answer(
    connection: Connection, delivery_id: int, contact_id: int, chosen: str, at: datetime
) -> int | None:
    """Keeps what an account answered, for each of its homes; the last answer counts. The notice's id, or None when it is not theirs."""
    where = (deliveries.c.id == delivery_id) & (deliveries.c.contact_id == contact_id)
    notice_id = connection.execute(select(deliveries.c.notice_id).where(where)).scalar()
    if notice_id is None:
        return None
    change(connection, notice_id, contact_id, answer=chosen, answered_at=at)
    acknowledge(connection, delivery_id, contact_id, at)
    return int(notice_id)


def hold(connection: Connection, notice_id: int) -> None:
    """Takes the messages of a notice that stand in line out of the outbox; their accounts wait with the rest again."""
    _mark(connection, notice_id, _recall(connection, notice_id, queue.FAILED, "held back"), state=WAITING)


def stop(connection: Connection, notice_id: int, at: datetime) -> None:
    """Nothing of a notice leaves any more: what waits or stands in line is stopped, what may have arrived ends as unknown."""
    doubted = _recall(connection, notice_id, queue.UNKNOWN, "stopped", outbox.c.doubts > 0)
    _mark(connection, notice_id, doubted, state=UNKNOWN, at=at)
    _mark(
        connection, notice_id, _recall(connection, notice_id, queue.FAILED, "stopped"), state=STOPPED, at=at
    )
    rest = (deliveries.c.notice_id == notice_id) & deliveries.c.state.in_((WAITING, RESERVE))
    connection.execute(update(deliveries).where(rest).values(state=STOPPED, at=at))


def put_off(connection: Connection, delivery_id: int, at: datetime) -> None:
    """A message of a notice was put back into the line: it does not stay there when the notice was held or stopped meanwhile."""
    statement = (
        select(notices.c.id, notices.c.state)
        .join(deliveries, deliveries.c.notice_id == notices.c.id)
        .where(deliveries.c.id == delivery_id, notices.c.state.in_(("paused", "stopped")))
    )
    found = connection.execute(statement).first()
    if found and found.state == "paused":
        hold(connection, found.id)
    elif found:
        stop(connection, found.id, at)


def _recall(
    connection: Connection, notice_id: int, state: str, why: str, *also: ColumnElement[bool]
) -> list[int]:
    """Takes messages out of the line; returns their deliveries."""
    mine = select(deliveries.c.id).where(deliveries.c.notice_id == notice_id, deliveries.c.state == QUEUED)
    where = outbox.c.delivery_id.in_(mine) & (outbox.c.state == queue.PENDING)
    statement = update(outbox).where(where, *also).values(state=state, error=why)
    return [int(one) for one in connection.execute(statement.returning(outbox.c.delivery_id)).scalars()]


#: Ids in one statement: fewer than the parameters that any engine takes.
_AT_ONCE = 5_000


def _mark(connection: Connection, notice_id: int, ids: Sequence[int], **values: Any) -> None:
    """Every row of the accounts that these deliveries go to."""
    for start in range(0, len(ids), _AT_ONCE):
        leading = deliveries.alias("leading")
        accounts = select(leading.c.contact_id).where(leading.c.id.in_(ids[start : start + _AT_ONCE]))
        where = (deliveries.c.notice_id == notice_id) & deliveries.c.contact_id.in_(accounts)
        connection.execute(update(deliveries).where(where).values(values))
