"""The gate of training before a ticket as it stands now (L05): who has passed what it needs, and the entry where nobody had."""

from __future__ import annotations

from collections.abc import Collection

from handlers.base import Acting
from handlers.tickets.people.training import Gate
from storage.store import Store
from storage.ticket_rows import Ticket


def gate(acting: Acting, store: Store, ticket: Ticket, kinds: Collection[str]) -> Gate:
    """The gate before a ticket; nothing is asked of the database where no module is needed."""
    modules = acting.settings.tickets.training.needed(kinds, ticket.intent, ticket.code)
    if not modules:
        return Gate(frozenset(), frozenset())
    today = acting.now.astimezone(acting.tz).date()
    passed = store.skills.passed(ticket, today)
    return Gate(modules, frozenset(who for who, names in passed.items() if modules <= names))


def fell_away(acting: Acting, store: Store, ticket: Ticket, before: Gate, staff_id: int) -> None:
    """Says in the file that somebody holds it without the training it needs, for nobody trained could."""
    if before.opens(staff_id):
        return
    store.tickets.record(
        ticket, at=acting.now, kind="untrained", actor="line", shown=False, text=", ".join(sorted(before.modules)),
        data={"to": staff_id, "modules": sorted(before.modules)},
    )  # fmt: skip
