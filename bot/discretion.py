"""What must not be posted where: the one place that keeps a guarded ticket out of the staff group, and from whom it is about (C11).

A message is about a ticket when it is addressed to it, names its number, or carries a button of it. Every message passes here
before it becomes a row of the outbox, whichever rule wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.base import Reply
from handlers.tickets.holders.eligible import eligible, readers
from storage.db import Connection
from storage.staff import Staff
from storage.store import LineStore
from storage.ticket_rows import Ticket

_NUMBER = re.compile(r"[A-Za-z][A-Za-z0-9]{0,11}-\d{1,10}")
#: The buttons of a notice name the notice, and no ticket.
_OF_A_TICKET = re.compile(r"(?!notice:)[a-z_]+:[a-z_]+:(\d{1,15})(?::.*)?")


class Discretion:
    """Asks the database of one turn."""

    def __init__(self, connection: Connection) -> None:
        self._line = LineStore(connection)

    def guarded_in(self, reply: Reply) -> list[Ticket]:
        """The guarded tickets that a message is about."""
        found = {ticket.id: ticket for ticket in self._about(reply) if ticket.guard}
        return list(found.values())

    def _about(self, reply: Reply) -> Iterator[Ticket]:
        tickets = self._line.tickets
        ids = {getattr(reply.to, "ticket_id", None), *self._of_buttons(reply)} - {None}
        yield from filter(None, (tickets.by_id(int(one)) for one in ids if one))
        words = " ".join((reply.title, reply.text, *(key.text for row in reply.buttons for key in row)))
        yield from filter(None, map(tickets.numbered, sorted(set(_NUMBER.findall(words)))))

    def _of_buttons(self, reply: Reply) -> set[int]:
        hits = (_OF_A_TICKET.fullmatch(key.data) for row in reply.buttons for key in row)
        return {int(hit[1]) for hit in hits if hit}

    def readers(self, tickets: list[Ticket]) -> list[Staff]:
        """Whom a message about guarded tickets may go to in private: those who may read all of them."""
        first, *others = tickets
        return [
            one
            for one in readers(self._line, first)
            if all(self.may_read(one.id, ticket) for ticket in others)
        ]

    def may_read(self, staff_id: int, ticket: Ticket) -> bool:
        """Whether a member of staff may be told of a ticket in private."""
        return not ticket.guard or any(one.id == staff_id for one in eligible(self._line, ticket))

    def barred(self, ticket: Ticket) -> frozenset[int]:
        """Who serves the estate, and must not hear of the ticket."""
        return frozenset(
            one.id for one in self._line.staff_of_estate(ticket) if not self.may_read(one.id, ticket)
        )
