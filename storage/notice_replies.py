"""Which tickets came of a notice: what somebody wrote back, pressed under it, or reported of what it was about (H06).

A reply that opened nothing ("got it", a vote) leaves nothing here; it stands in the deliveries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, String, Table, UniqueConstraint, or_, select

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, ref
from storage.estates import units
from storage.notices import Notice, notices
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets

notice_replies = Table(
    "notice_replies",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("notice_id", "notices"),
    ref("ticket_id", "tickets", index=True),
    ref("contact_id", "contacts", null=True),
    Column("how", String(8), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("notice_id", "ticket_id"),
)

#: Written as a reply to its message; pressed under it; or written in the hours after it, about what it was about.
REPLIED, PRESSED, AFTER = "replied", "pressed", "after"


@dataclass(frozen=True, slots=True)
class NoticeReply:
    """A ticket that came of a notice: how (replied, pressed, after), when, and where it stands. `label`: the home, if known."""

    notice_id: int
    ticket_id: int
    how: str
    at: datetime
    number: str
    urgency: str
    stage: str
    summary: str
    label: str | None


class NoticeReplies:
    """The tickets of one scope that came of notices."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def keep(self, ticket: Ticket, notice: Notice, *, how: str, at: datetime) -> bool:
        """Ties a ticket to a notice of its estate, once; False when it was tied before."""
        self._tickets.must_see(ticket)
        if notice.estate_id != ticket.estate_id:
            raise LookupError("there is no such notice within this scope")
        row = {
            "estate_id": ticket.estate_id, "notice_id": notice.id, "ticket_id": ticket.id, "contact_id": ticket.contact_id,
            "how": how, "at": at,
        }  # fmt: skip
        statement = inserting(self._connection, notice_replies).values(row)
        once = statement.on_conflict_do_nothing(index_elements=["notice_id", "ticket_id"])
        return self._connection.execute(once.returning(notice_replies.c.id)).first() is not None

    def of(self, notice: Notice) -> list[NoticeReply]:
        """What came of a notice, the last first, as far as this scope sees the tickets."""
        return self._replies(notice_replies.c.notice_id == notice.id)

    def answered_by(self, ticket: Ticket) -> list[NoticeReply]:
        """The notices that a ticket came of, the last first."""
        return self._replies(notice_replies.c.ticket_id == ticket.id) if self._tickets.sees(ticket) else []

    def tickets(self, notice: Notice) -> list[Ticket]:
        """The tickets that came of a notice, or of another of its row (what it updates, what updates it), the newest first."""
        root = notice.root_id or notice.id
        row = select(notices.c.id).where(or_(notices.c.id == root, notices.c.root_id == root))
        mine = select(notice_replies.c.ticket_id).where(notice_replies.c.notice_id.in_(row))
        statement = select(*columns_of(Ticket, tickets)).where(
            tickets.c.id.in_(mine), self._tickets.visible, tickets.c.private.is_(False)
        )
        rows = self._connection.execute(statement.order_by(tickets.c.id.desc())).mappings()
        return [as_value(one, Ticket) for one in rows]

    def _replies(self, where: ColumnElement[bool]) -> list[NoticeReply]:
        columns: list[Any] = [
            notice_replies.c.notice_id, notice_replies.c.ticket_id, notice_replies.c.how, notice_replies.c.at,
            tickets.c.number, tickets.c.urgency, tickets.c.stage, tickets.c.summary, units.c.label,
        ]  # fmt: skip
        statement = (
            select(*columns)
            .join(tickets, tickets.c.id == notice_replies.c.ticket_id)
            .join(units, units.c.id == tickets.c.unit_id, isouter=True)
            .where(where, self._tickets.visible)
            .order_by(notice_replies.c.id.desc())
        )
        return [as_value(row, NoticeReply) for row in self._connection.execute(statement).mappings()]
