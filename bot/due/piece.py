"""What a sweep is: a claim that takes what is due, and the pieces of work that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from handlers.base import Acting, ConversationSettings
from storage.db import Connection
from storage.store import LineStore
from storage.ticket_rows import Ticket

#: A piece of work: the number of its ticket, the ticket's estate, and what is done.
Piece = tuple[str, int, Callable[[Acting, LineStore], object]]

#: Takes what is due, in one question that an index answers.
Claim = Callable[[Connection, datetime, ConversationSettings], Iterable[Piece]]

T = TypeVar("T")


class OfEstate(Protocol):
    """Something of an estate that has a number."""

    @property
    def id(self) -> int: ...
    @property
    def estate_id(self) -> int: ...


D = TypeVar("D", bound=OfEstate)


@dataclass(frozen=True, slots=True)
class Sweep:
    """`claim` takes what is due, in one question that an index answers; each piece of it is then done by itself."""

    name: str
    claim: Claim


def tickets(
    claim: Callable[[Connection, datetime], Iterable[Ticket]],
    do: Callable[[Ticket, Acting, LineStore], object],
) -> Claim:
    """Tickets that are due, each a piece by its number."""

    def pieces(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
        for ticket in claim(connection, now):
            yield ticket.number, ticket.estate_id, partial(do, ticket)

    return pieces


def of_tickets(
    claim: Callable[[Connection, datetime], Iterable[tuple[T, Ticket]]],
    do: Callable[[T, Ticket, Acting, LineStore], object],
) -> Claim:
    """Something of a ticket that is due (a clock, a promise, a call), each with its ticket."""

    def pieces(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
        for one, ticket in claim(connection, now):
            yield ticket.number, ticket.estate_id, partial(do, one, ticket)

    return pieces


def each(
    what: str,
    claim: Callable[[Connection, datetime], Iterable[D]],
    do: Callable[[D, Acting, LineStore], object],
) -> Claim:
    """Whatever has a number and an estate, each a piece by what it is and its number."""

    def pieces(connection: Connection, now: datetime, _settings: ConversationSettings) -> Iterable[Piece]:
        for one in claim(connection, now):
            yield f"{what} {one.id}", one.estate_id, partial(do, one)

    return pieces
