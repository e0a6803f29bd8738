"""Ratings counted for reports: by touch-point, question and score, in a period, for estates; never by person (I03).

A figure's sample are the households that were asked in the period, answered whenever they did, each for a node once. Scores that nobody had asked for
are counted apart, by when they came. The cost grows with the period: an index holds all that is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from storage.base import as_value, columns_of
from storage.event_pulses import event_pulses
from storage.ratings import Rating, ratings
from storage.scope import StaffScope
from storage.ticket_rows import guarded_by_seniors, tickets
from storage.tickets import Tickets, estates_within

_R, _P = ratings.c, event_pulses.c


@dataclass(frozen=True, slots=True)
class Count:
    """How many households gave this score to this question (`score` None: they were asked and gave none)."""

    touch_point: str
    scale: str
    version: int
    score: int | None
    count: int


class RatingCounts:
    """The counts within one scope; owners' scopes hold none."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def asked(self, since: datetime, until: datetime, estate_id: int | None = None) -> list[Count]:
        """Households asked in the period, `until` excluded, by what they answered; questions after events too.

        Each node once: whom a low score was made good is asked a second time, and nobody who was content is, so that the second
        scores would lift the figure.
        """
        mine = self._within(_R.sent_at, since, until, estate_id) & ~_R.again
        columns = (_R.touch_point, _R.scale, _R.version, _R.score)
        found = self._connection.execute(select(*columns, func.count()).where(mine).group_by(*columns))
        return [*(_count(row) for row in found), *self._events(since, until, estate_id)]

    def volunteered(self, since: datetime, until: datetime, estate_id: int | None = None) -> list[Count]:
        """Scores of the period that nobody had asked for."""
        unasked = _R.sent_at.is_(None) & _R.score.isnot(None)
        mine = self._within(_R.answered_at, since, until, estate_id)
        columns = (_R.touch_point, _R.scale, _R.version, _R.score)
        counted = select(*columns, func.count()).where(unasked, mine).group_by(*columns)
        return [_count(row) for row in self._connection.execute(counted)]

    def flow(
        self, since: datetime, until: datetime, estate_id: int | None = None
    ) -> list[tuple[str, str, str, int]]:
        """What became of the nodes that were reached in the period: (touch-point, state, reason, how many)."""
        mine = self._within(_R.due_at, since, until, estate_id)
        columns = (_R.touch_point, _R.state, _R.reason)
        counted = select(*columns, func.count()).where(mine).group_by(*columns).order_by(*columns)
        return [
            (point, state, reason, count) for point, state, reason, count in self._connection.execute(counted)
        ]

    def cases(
        self,
        touch_point: str,
        most: int,
        since: datetime,
        until: datetime,
        estate_id: int | None = None,
        limit: int = 200,
    ) -> list[Rating]:
        """Ratings of the period up to a score, the newest first: the cases behind a figure, within the scope's tickets."""
        mine = self._within(_R.sent_at, since, until, estate_id) & ~_R.again
        where = mine & (_R.touch_point == touch_point) & (_R.score <= most)
        statement = select(*columns_of(Rating, ratings)).where(where).order_by(_R.sent_at.desc()).limit(limit)
        return [as_value(row, Rating) for row in self._connection.execute(statement).mappings()]

    def _events(self, since: datetime, until: datetime, estate_id: int | None) -> list[Count]:
        """Those who came to an event: three faces, asked once an event and home."""
        mine = (_P.asked_at >= since) & (_P.asked_at < until) & self._here(_P.estate_id, estate_id)
        counted = select(_P.score, func.count()).where(mine, _P.came).group_by(_P.score)
        return [
            Count("event", "faces", 1, score, count) for score, count in self._connection.execute(counted)
        ]

    def _within(
        self, time: ColumnElement[Any], since: datetime, until: datetime, estate_id: int | None
    ) -> ColumnElement[bool]:
        """Ratings of a period and of the estates meant, without what whoever asks must not know of."""
        here = self._here(_R.estate_id, estate_id) & self._open(estate_id)
        return (time >= since) & (time < until) & here

    def _here(self, column: ColumnElement[int], estate_id: int | None) -> ColumnElement[bool]:
        within: Sequence[int] = estates_within(self._connection, self._tickets.scope)
        return column.in_([one for one in within if estate_id in (None, one)])

    def _open(self, estate_id: int | None) -> ColumnElement[bool]:
        """Without the tickets that whoever asks must not know of: few, so that the others are not looked up one by one."""
        scope = self._tickets.scope
        shown: list[ColumnElement[bool]] = []
        if isinstance(scope, StaffScope) and scope.recused:
            shown.append(_R.ticket_id.not_in(scope.recused))
        if isinstance(scope, StaffScope) and not scope.is_senior:
            here = self._here(tickets.c.estate_id, estate_id)
            shown.append(_R.ticket_id.not_in(select(tickets.c.id).where(here, guarded_by_seniors)))
        return or_(_R.ticket_id.is_(None), and_(*shown)) if shown else true()


def _count(row: Any) -> Count:
    point, scale, version, score, count = row
    return Count(point, scale, version, score, count)
