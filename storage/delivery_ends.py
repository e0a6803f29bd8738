"""How deliveries end: sent, failed, perhaps; read and answered by whom they were sent to; held back or stopped by a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage import outbox as queue
from storage.contacts import REACHABLE, contacts
from storage.delivery_rows import FAILED, QUEUED, RESERVE, WAITING, deliveries
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


def recall(connection: Connection, notice_id: int, why: str) -> list[int]:
    """Takes the messages of a notice that did not leave yet out of the outbox; returns their deliveries. What may have arrived stays."""
    mine = select(deliveries.c.id).where(deliveries.c.notice_id == notice_id, deliveries.c.state == QUEUED)
    where = outbox.c.delivery_id.in_(mine) & (outbox.c.state == queue.PENDING) & (outbox.c.doubts == 0)
    statement = (
        update(outbox).where(where).values(state=queue.FAILED, error=why).returning(outbox.c.delivery_id)
    )
    return [int(one) for one in connection.execute(statement).scalars()]
