"""A reading that people put right: the ticket becomes what it really is, and the words are kept as a candidate for the corpus.

Whoever says it, staff or the owner, the latest word counts; back to what was read is no misreading. Words that a household
must not see are not kept a second time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from handlers.tickets.kinds import label_of, parts_of
from storage.readings import Readings
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

#: What nobody understood, and what nobody has named yet.
UNKNOWN = ""


class Store(Protocol):
    """What this needs of a store, whoever's it is."""

    tickets: Tickets
    readings: Readings


def read_as(ticket: Ticket) -> str:
    """The label that the reader gave the ticket's words; UNKNOWN where it understood nothing."""
    return str(ticket.reading.get("read_as", label_of(ticket.intent, ticket.code)))


def became(ticket: Ticket, label: str) -> dict[str, Any]:
    """The columns of a ticket that is something else than was read; what was read stays known."""
    intent, code = parts_of(label)
    return {"intent": intent, "code": code, "reading": ticket.reading | {"read_as": read_as(ticket)}}


def keep(
    store: Store, ticket: Ticket, label: str, *, at: datetime, source: str, staff_id: int | None = None
) -> None:
    """Keeps what a ticket's words really are. `label` UNKNOWN: not what was read, and not said what else."""
    words = str(ticket.reading.get("text") or ticket.words)
    if ticket.private or not ticket.words.strip():
        return
    if label == read_as(ticket) != UNKNOWN:
        store.readings.forget(ticket)
        return
    confidence = ticket.reading.get("confidence")
    store.readings.keep(
        ticket, words=words, read_as=read_as(ticket), version=str(ticket.reading.get("version") or ""),
        confidence=float(confidence) if isinstance(confidence, (int, float)) else 0.0, label=label, source=source,
        staff_id=staff_id, at=at,
    )  # fmt: skip
