"""The notices that one account was sent: which of them a message answers, and what its household answered before.

Somebody else's delivery looks exactly like one that does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from storage.base import as_value, columns_of
from storage.contacts import contacts
from storage.delivery_rows import GOT_IT, QUEUED, deliveries
from storage.notices import Notice, NoticeText, notice_texts, notices
from storage.outbox import outbox
from storage.scope import OwnerScope


@dataclass(frozen=True, slots=True)
class Heard:
    """A notice as one account was sent it. `unit_ids` are the homes it was addressed to there, `texts` its words by language."""

    delivery_id: int
    notice: Notice
    texts: dict[str, NoticeText]
    unit_ids: tuple[int, ...]


class HeardNotices:
    """The notices of one account."""

    def __init__(self, connection: Connection, scope: OwnerScope) -> None:
        self._connection, self._scope = connection, scope
        self._mine = deliveries.c.contact_id == scope.contact_id

    def by_delivery(self, delivery_id: int) -> Heard | None:
        found = self._heard(deliveries.c.id == delivery_id)
        return found[0] if found else None

    def replied_to(self, external_id: str) -> int | None:
        """The delivery whose message the channel knows under this id in this account's chat; None for any other message."""
        statement = (
            select(deliveries.c.id)
            .join(outbox, outbox.c.delivery_id == deliveries.c.id)
            .join(contacts, contacts.c.id == deliveries.c.contact_id)
            .where(outbox.c.channel == contacts.c.channel, outbox.c.chat == contacts.c.address)
            .where(outbox.c.external_id == external_id, self._mine)
        )
        return self._connection.execute(statement).scalars().first()

    def alerts_since(self, since: datetime) -> list[Heard]:
        """The safety notices that reached it, or may have, since then; the newest first."""
        arrived = deliveries.c.state.in_((*GOT_IT, QUEUED)) & deliveries.c.leads
        return self._heard(arrived & (notices.c.kind == "safety") & (notices.c.sent_at >= since))[::-1]

    def is_cancelled(self, notice: Notice) -> bool:
        """Whether a cancellation of it, or of its row, was sent."""
        root = notice.root_id or notice.id
        cancelled = (notices.c.root_id == root) & (notices.c.msg_type == "Cancel")
        sent_to_me = select(deliveries.c.id).where(self._mine, deliveries.c.notice_id == notice.id).exists()
        statement = select(notices.c.id).where(cancelled, notices.c.sent_at.isnot(None), sent_to_me)
        return self._connection.execute(statement).first() is not None

    def answer_before(self, heard: Heard) -> str | None:
        """What the household answered last, by whichever account."""
        same = self._of_household(heard) & deliveries.c.answer.isnot(None)
        statement = select(deliveries.c.answer).where(same).order_by(deliveries.c.answered_at.desc())
        return self._connection.execute(statement).scalars().first()

    def lock(self, heard: Heard) -> None:
        """Two of a household who press at the same moment stand in line until the transaction is over."""
        rows = select(deliveries.c.id).where(self._of_household(heard)).order_by(deliveries.c.id)
        self._connection.execute(rows.with_for_update()).all()

    def _of_household(self, heard: Heard) -> ColumnElement[bool]:
        mine = select(deliveries.c.unit_id).where(self._mine, deliveries.c.notice_id == heard.notice.id)
        return (deliveries.c.notice_id == heard.notice.id) & deliveries.c.unit_id.in_(mine)

    def _heard(self, where: ColumnElement[bool]) -> list[Heard]:
        statement = (
            select(deliveries.c.id, deliveries.c.notice_id)
            .join(notices, notices.c.id == deliveries.c.notice_id)
            .where(where, self._mine)
            .order_by(notices.c.sent_at, deliveries.c.id)
        )
        rows = self._connection.execute(statement).all()
        return [Heard(row.id, *self._notice(row.notice_id)) for row in rows]

    def _notice(self, notice_id: int) -> tuple[Notice, dict[str, NoticeText], tuple[int, ...]]:
        row = self._connection.execute(select(*columns_of(Notice, notices)).where(notices.c.id == notice_id))
        homes = select(deliveries.c.unit_id).where(self._mine, deliveries.c.notice_id == notice_id)
        units = tuple(self._connection.execute(homes.order_by(deliveries.c.unit_id)).scalars())
        return as_value(row.mappings().one(), Notice), self._texts(notice_id), units

    def _texts(self, notice_id: int) -> dict[str, NoticeText]:
        columns: list[Any] = columns_of(NoticeText, notice_texts)
        where = notice_texts.c.notice_id == notice_id
        rows = self._connection.execute(select(*columns).where(where).order_by(notice_texts.c.id)).mappings()
        return {row["language"]: as_value(row, NoticeText) for row in rows}
