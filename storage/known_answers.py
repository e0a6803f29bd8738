"""Answers that solved cases gave, kept for the next case (L04): proposed, approved by somebody senior, versioned.

A version is never rewritten: a better one is proposed beside it and takes its place once it is approved. The texts hold no
identities; whoever serves the estate may read them, whatever became of the case they came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    insert,
    or_,
    select,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, key, metadata, ref
from storage.ticket_rows import Ticket
from storage.tickets import Tickets, estates_within

known_answers = Table(
    "known_answers",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("first_id", "known_answers", null=True, index=True),
    Column("version", Integer, nullable=False),
    ref("ticket_id", "tickets", null=True, index=True),
    Column("code", String(60), nullable=False),
    Column("texts", Json, nullable=False),
    Column("state", String(12), nullable=False),
    ref("proposed_by", "staff"),
    Column("proposed_at", Instant, nullable=False),
    ref("decided_by", "staff", null=True),
    Column("decided_at", Instant),
    Column("why", Text, nullable=False),
    Column("form_key", String(80), unique=True),
    Index("ix_known_answers_estate_id_state", "estate_id", "state"),
)


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """One version. `first_id` is the first version's number, None for the first itself; `ticket_id` the case it came from.

    `code` is the category, an intent or a code ("enquiry.fees"); `texts` question and answer by language. `state`: proposed,
    approved, refused, replaced by a later version, retired; `why` it was refused or retired.
    """

    id: int
    estate_id: int
    first_id: int | None
    version: int
    ticket_id: int | None
    code: str
    texts: dict[str, Any]
    state: str
    proposed_by: int
    proposed_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    why: str

    @property
    def line_id(self) -> int:
        """The number under which all versions of it are one."""
        return self.first_id or self.id


class KnownAnswers:
    """The answers of the estates within one scope; owners' scopes hold none, they are staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def propose(
        self, estate_id: int, follows: KnownAnswer | None = None, ticket: Ticket | None = None, **values: Any
    ) -> KnownAnswer:
        """A new version of `follows`, or a first one: code, texts, proposed_by, proposed_at, form_key. A form kept before makes
        no second one.

        Raises LookupError for an estate, or a case, outside the scope.
        """
        if ticket is not None:
            self._tickets.must_see(ticket)
        if estate_id not in self._served:
            raise LookupError("there is no such estate within this scope")
        key = values.get("form_key")
        kept = self._many(known_answers.c.form_key == key) if key else []
        if kept:
            return kept[0]
        row = {
            "first_id": follows.line_id if follows else None, "version": self._newest(follows) + 1 if follows else 1,
            "ticket_id": ticket.id if ticket else None, "why": "", **values, "estate_id": estate_id, "state": "proposed",
        }  # fmt: skip
        statement = insert(known_answers).values(row).returning(*columns_of(KnownAnswer, known_answers))
        return as_value(self._connection.execute(statement).mappings().one(), KnownAnswer)

    def by_id(self, answer_id: int) -> KnownAnswer | None:
        return next(iter(self._many(known_answers.c.id == answer_id)), None)

    def standing(self, limit: int = 1000) -> list[KnownAnswer]:
        """What is approved, the newest first."""
        return self._many(known_answers.c.state == "approved", limit)

    def waiting(self) -> list[KnownAnswer]:
        """What is proposed and not decided, the newest first."""
        return self._many(known_answers.c.state == "proposed")

    def versions(self, answer: KnownAnswer) -> list[KnownAnswer]:
        """Every version of an answer, the newest first."""
        return self._many(_line(answer.line_id))

    def decide(self, answer: KnownAnswer, state: str, **values: Any) -> KnownAnswer | None:
        """Decides what still stands as it was read: decided_by, decided_at, why; None for what moved on.

        An approved version takes the place of the approved one before it.
        """
        if state == "approved":
            before = _line(answer.line_id) & (known_answers.c.state == "approved") & self._seen()
            stands = select(known_answers.c.id).where(
                known_answers.c.id == answer.id, known_answers.c.state == answer.state
            )
            if self._connection.execute(stands).first():
                self._connection.execute(update(known_answers).where(before).values(state="replaced"))
        mine = (known_answers.c.id == answer.id) & (known_answers.c.state == answer.state) & self._seen()
        statement = update(known_answers).where(mine).values(state=state, **values)
        row = self._connection.execute(statement.returning(*columns_of(KnownAnswer, known_answers)))
        found = row.mappings().first()
        return as_value(found, KnownAnswer) if found else None

    def _newest(self, follows: KnownAnswer) -> int:
        return max((one.version for one in self.versions(follows)), default=follows.version)

    @property
    def _served(self) -> tuple[int, ...]:
        return estates_within(self._connection, self._tickets.scope)

    def _seen(self) -> ColumnElement[bool]:
        return known_answers.c.estate_id.in_(self._served)

    def _many(self, where: ColumnElement[bool], limit: int = 200) -> list[KnownAnswer]:
        statement = select(*columns_of(KnownAnswer, known_answers)).where(where, self._seen())
        rows = self._connection.execute(statement.order_by(known_answers.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, KnownAnswer) for row in rows]


def _line(first_id: int) -> ColumnElement[bool]:
    return or_(known_answers.c.id == first_id, known_answers.c.first_id == first_id)
