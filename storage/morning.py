"""What a morning's digest looks at (M04): what came in, what is late now, what is red; within one scope, by partial indexes.

Each question costs what is open now or came in since yesterday, not what all time holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from storage.base import as_value, columns_of
from storage.breaches import breaches
from storage.clocks import clocks
from storage.counting import Counting
from storage.ticket_rows import Ticket, ticket_open, tickets

_T, _B, _C = tickets.c, breaches.c, clocks.c

#: What burns until somebody says that it is over.
_BURNS = and_(or_(_T.urgency == "E0", _T.intent == "emergency"), ticket_open, _T.stage != "resolved")


@dataclass(frozen=True, slots=True)
class Arrived:
    """Tickets of a span of time, the newest first; how many there were, and how many of them complaints."""

    newest: tuple[Ticket, ...]
    all: int
    complaints: int


@dataclass(frozen=True, slots=True)
class Late:
    """A ticket that is late now: the step it has been late with for the longest time; `promised`: that was a promise."""

    number: str
    kind: str
    due_at: datetime
    promised: bool


class Morning(Counting):
    """The questions, for the estates of one scope or one of them."""

    def arrived(
        self, since: datetime, until: datetime, estate_id: int | None = None, limit: int = 20
    ) -> Arrived:
        """What came in, without what was withdrawn."""
        span = (_T.opened_at >= since) & (_T.opened_at < until) & (_T.stage != "withdrawn")
        mine = span & self._mine(estate_id)
        listed = select(*columns_of(Ticket, tickets)).where(mine).order_by(_T.opened_at.desc(), _T.id.desc())
        found = self._connection.execute(listed.limit(limit)).mappings()
        counts = select(_T.complaint, func.count()).where(mine).group_by(_T.complaint)
        by_kind = {bool(complaint): count for complaint, count in self._connection.execute(counts)}
        newest = tuple(as_value(row, Ticket) for row in found)
        return Arrived(newest, sum(by_kind.values()), by_kind.get(True, 0))

    def late(self, estate_id: int | None = None, limit: int = 2000) -> list[Late]:
        """Open tickets with a clock that ran out or a promise that was broken and not made good, the longest late first."""
        runs = select(_C.id).where(_C.id == _B.clock_id, _C.stopped_at.is_(None), _C.paused_at.is_(None))
        goes_on = or_(_B.promise_id.isnot(None), runs.exists())
        still = _B.ended_at.is_(None) & goes_on & ticket_open & self._mine(estate_id)
        columns = (_T.number, _B.kind, _B.due_at, _B.promise_id)
        joined = breaches.join(tickets, _T.id == _B.ticket_id)
        rows = self._connection.execute(
            select(*columns).select_from(joined).where(still).order_by(_B.due_at, _B.id).limit(limit)
        )
        first: dict[str, Late] = {}
        for number, kind, due_at, promise_id in rows:
            first.setdefault(number, Late(number, kind, due_at, promise_id is not None))
        return list(first.values())

    def burning(self, estate_id: int | None = None, limit: int = 1000) -> list[str]:
        """The numbers of emergencies that are open, the newest first."""
        burns = select(_T.number).where(_BURNS, self._mine(estate_id)).order_by(_T.id.desc()).limit(limit)
        return list(self._connection.execute(burns).scalars())

    def _mine(self, estate_id: int | None) -> ColumnElement[bool]:
        return _T.estate_id.in_(self._estate_ids(estate_id)) & self._tickets.visible
