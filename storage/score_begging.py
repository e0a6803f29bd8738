"""Words of staff that asked owners for good scores, and did not leave: who, where, when and what; for headquarters to see (I11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Index, String, Table, Text, insert, select

from storage.base import Instant, as_value, key, metadata, ref
from storage.estates import estates
from storage.staff import staff
from storage.surveys import may_run
from storage.tickets import Tickets, estates_within

score_begging = Table(
    "score_begging",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("staff_id", "staff"),
    Column("place", String(12), nullable=False),
    Column("about", String(24), nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_score_begging_estate_id_at", "estate_id", "at"),
)

#: Where words were held back: an answer to an owner, a date promised to one, a notice, an event.
PLACES = ("reply", "next_date", "notice", "event")


@dataclass(frozen=True, slots=True)
class Begging:
    """One attempt. `about` is the ticket's number, or empty; `excerpt` the words that asked for scores, `words` all of them."""

    id: int
    estate: str
    staff: str
    place: str
    about: str
    excerpt: str
    words: str
    at: datetime


class ScoreBegging:
    """The attempts at estates within one scope: the line keeps them, headquarters read them."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def keep(
        self, estate_id: int, staff_id: int, *, place: str, excerpt: str, words: str, at: datetime, about: str = ""
    ) -> bool:  # fmt: skip
        """Keeps an attempt; False outside the scope, and for everybody but headquarters and the line.

        Raises ValueError for a place that does not exist.
        """
        if place not in PLACES:
            raise ValueError(f"{place} is none of {', '.join(PLACES)}")
        if not may_run(self._scope) or estate_id not in estates_within(self._connection, self._scope):
            return False
        row = {
            "estate_id": estate_id,
            "staff_id": staff_id,
            "place": place,
            "about": about,
            "excerpt": excerpt,
        }
        self._connection.execute(insert(score_begging).values(row | {"words": words, "at": at}))
        return True

    def newest(self, limit: int = 100) -> list[Begging]:
        """The last attempts, for headquarters alone."""
        if not may_run(self._scope):
            return []
        table = score_begging
        names = (estates.c.name.label("estate"), staff.c.name.label("staff"))
        own = (table.c.id, table.c.place, table.c.about, table.c.excerpt, table.c.words, table.c.at)
        joined = table.join(estates, estates.c.id == table.c.estate_id).join(
            staff, staff.c.id == table.c.staff_id
        )
        mine = table.c.estate_id.in_(estates_within(self._connection, self._scope))
        found = select(*own, *names).select_from(joined).where(mine).order_by(table.c.id.desc()).limit(limit)
        return [as_value(row, Begging) for row in self._connection.execute(found).mappings()]
