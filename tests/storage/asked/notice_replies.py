"""What is asked of the tickets that came of notices, and of the notices that an account was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage import outbox
from storage.db import Connection
from storage.heard_notices import Heard
from storage.notice_replies import REPLIED
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW
from tests.storage.asked.notices import Made
from tests.storage.asked.nowhere import NOWHERE


def made(connection: Connection, store: StaffStore, ticket: Ticket, notices: Made) -> None:
    """Ann's ticket came of the notice, whose message stands in her chat."""
    store.notice_replies.keep(ticket, notices.sending, how=REPLIED, at=NOW)
    sent_to = {"channel": notices.recipient.channel, "chat": notices.recipient.address}
    row = outbox.put(
        connection, now=NOW, payload={"text": "x"}, delivery_id=notices.recipient.delivery_id, **sent_to
    )
    outbox.sent(connection, row, "88")


def _heard(x: Any) -> Heard:
    return Heard(x.delivery_id, x.notices.sending, {}, ())


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "keep": lambda s, x: s.keep(x.ticket, x.notices.update, how=REPLIED, at=NOW),
    "of": lambda s, x: s.of(x.notices.sending),
    "answered_by": lambda s, x: s.answered_by(x.ticket),
    "tickets": lambda s, x: s.tickets(x.notices.sending),
}

HEARD: dict[str, Callable[[Any, Any], Any]] = {
    "by_delivery": lambda s, x: s.by_delivery(x.delivery_id),
    "replied_to": lambda s, x: s.replied_to("88" if x.ticket.id != NOWHERE else "no"),
    "alerts_since": lambda s, x: s.alerts_since(NOW - timedelta(hours=1)),
    "is_cancelled": lambda s, x: s.is_cancelled(x.notices.sending),
    "answer_before": lambda s, x: s.answer_before(_heard(x)),
    "lock": lambda s, x: s.lock(_heard(x)),
}
