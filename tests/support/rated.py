"""A rating as the line keeps one: the node was reached, asked and answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage.ratings import ANSWERED, Rating
from storage.store import LineStore
from storage.ticket_rows import Ticket


def rated(connection: Connection, ticket: Ticket, score: int | None, at: datetime, **values: Any) -> Rating:
    """The repair of a ticket, rated by the account that reported it; `score` None: it was asked and not answered."""
    store = LineStore(connection)
    made = store.ratings.plan(
        ticket.estate_id, ticket=ticket, unit_id=ticket.unit_id, contact_id=ticket.contact_id, touch_point="repair",
        occasion=f"{ticket.number} resolved 0", scale="csat", version=1, due_at=at,
        **{"state": "sent", "sent_at": at, "expires_at": at + timedelta(days=3)} | values,
    )  # fmt: skip
    assert made
    if score is None:
        return made
    kept = {"state": ANSWERED, "score": score, "said": str(score), "mode": "button", "answered_at": at}
    found = store.ratings.change(made, ("sent",), **kept)
    assert found
    return found
