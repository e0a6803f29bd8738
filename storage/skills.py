"""What a member of staff can, as it was judged, and which training and certificates they have (L01, L04, L05).

Nothing is overwritten: a new judgement stands beside the one before, a paper taken back keeps its row. Within a scope everybody is
known who serves one of its estates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.staff import staff_estates
from storage.ticket_rows import Ticket
from storage.tickets import Tickets, estates_within

abilities = Table(
    "staff_abilities",
    metadata,
    key(),
    ref("staff_id", "staff", index=True),
    Column("ability", String(32), nullable=False),
    Column("level", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("at", Instant, nullable=False),
    ref("judged_by", "staff"),
)

papers = Table(
    "staff_papers",
    metadata,
    key(),
    ref("staff_id", "staff", index=True),
    Column("kind", String(12), nullable=False),
    Column("name", String(60), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("passed_on", Date, nullable=False),
    Column("expires_on", Date),
    ref("kept_by", "staff"),
    Column("kept_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)


@dataclass(frozen=True, slots=True)
class Ability:
    """One judgement: level 0 (not yet) to 3 (teaches others), what shows it, when and by whom."""

    id: int
    staff_id: int
    ability: str
    level: int
    evidence: str
    at: datetime
    judged_by: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A module of training that was passed, or a certificate of a level. `kind`: module or certificate.

    It counts from `passed_on` to the day before `expires_on`; without that day for good, and no more once `revoked_at` stands.
    """

    id: int
    staff_id: int
    kind: str
    name: str
    evidence: str
    passed_on: date
    expires_on: date | None
    kept_by: int
    kept_at: datetime
    revoked_at: datetime | None

    def counts(self, today: date) -> bool:
        ends = self.expires_on is not None and self.expires_on <= today
        return self.revoked_at is None and self.passed_on <= today and not ends


class Skills:
    """What the people of the scope's estates can; owners' scopes hold none, it is staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def abilities(self, staff_id: int) -> list[Ability]:
        """Every judgement of somebody, the oldest first."""
        where = (abilities.c.staff_id == staff_id) & abilities.c.staff_id.in_(self._serving())
        statement = select(*columns_of(Ability, abilities)).where(where).order_by(abilities.c.id)
        return [as_value(row, Ability) for row in self._connection.execute(statement).mappings()]

    def judge(self, staff_id: int, **values: Any) -> None:
        """A new judgement: ability, level, evidence, at, judged_by. Raises LookupError for somebody outside the scope."""
        self._must_know(staff_id)
        self._connection.execute(insert(abilities).values({**values, "staff_id": staff_id}))

    def papers(self, staff_id: int) -> list[Paper]:
        """Every module and certificate of somebody, the oldest first, also what counts no more."""
        return self._papers((papers.c.staff_id == staff_id) & papers.c.staff_id.in_(self._serving()))

    def keep(self, staff_id: int, **values: Any) -> None:
        """A new paper: kind, name, evidence, passed_on, expires_on, kept_by, kept_at. Raises LookupError as `judge`."""
        self._must_know(staff_id)
        self._connection.execute(insert(papers).values({**values, "staff_id": staff_id}))

    def revoke(self, staff_id: int, paper_id: int, at: datetime) -> bool:
        """A paper counts no more; False where it counts no more already, or is not theirs."""
        mine = (papers.c.id == paper_id) & (papers.c.staff_id == staff_id) & papers.c.revoked_at.is_(None)
        where = mine & papers.c.staff_id.in_(self._serving())
        return self._connection.execute(update(papers).where(where).values(revoked_at=at)).rowcount == 1

    def passed(self, ticket: Ticket, today: date) -> dict[int, frozenset[str]]:
        """The modules that count today, by each person who serves the ticket's estate: for rules, not for pages."""
        self._tickets.must_see(ticket)
        serving = select(staff_estates.c.staff_id).where(staff_estates.c.estate_id == ticket.estate_id)
        found: dict[int, set[str]] = {}
        for one in self._papers(papers.c.staff_id.in_(serving) & (papers.c.kind == "module")):
            if one.counts(today):
                found.setdefault(one.staff_id, set()).add(one.name)
        return {staff_id: frozenset(names) for staff_id, names in found.items()}

    def _papers(self, where: ColumnElement[bool]) -> list[Paper]:
        statement = select(*columns_of(Paper, papers)).where(where).order_by(papers.c.id)
        return [as_value(row, Paper) for row in self._connection.execute(statement).mappings()]

    def _must_know(self, staff_id: int) -> None:
        known = self._serving().where(staff_estates.c.staff_id == staff_id)
        if self._connection.execute(known).first() is None:
            raise LookupError("there is no such colleague within this scope")

    def _serving(self) -> Any:
        served = estates_within(self._connection, self._tickets.scope)
        return select(staff_estates.c.staff_id).where(staff_estates.c.estate_id.in_(served))
