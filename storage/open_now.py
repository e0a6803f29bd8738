"""What is open at this moment (M03): by stage and by whoever holds it, in time, soon late, late, or resting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from storage.base import as_value, columns_of
from storage.breaches import breaches
from storage.clocks import clocks
from storage.counting import Counting
from storage.ticket_rows import Ticket, promise_open, promises, ticket_open, tickets

_T, _C, _P, _B = tickets.c, clocks.c, promises.c, breaches.c

#: How a ticket stands: a step of it is late; one turns late soon; all is in time; its clocks rest while its owner is awaited.
State = Literal["late", "soon", "in_time", "resting"]
STATES: tuple[State, ...] = ("late", "soon", "in_time", "resting")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many open tickets of a stage, held by somebody (None: nobody), stand how."""

    stage: str
    holder_id: int | None
    state: State
    count: int


class OpenNow(Counting):
    """The open tickets of the estates within one scope."""

    def standings(self, now: datetime, estate_id: int | None = None) -> list[Standing]:
        """Every open ticket counted once."""
        state = _state(now)
        counted = self._open(select(_T.stage, _T.holder_id, state, func.count()), estate_id)
        rows = self._connection.execute(counted.group_by(_T.stage, _T.holder_id, state))
        return [Standing(stage, holder, said, count) for stage, holder, said, count in rows]

    def cases(
        self, now: datetime, estate_id: int | None = None, *, limit: int = 300, **wanted: Any
    ) -> list[tuple[Ticket, State]]:
        """The tickets behind a count, the oldest first: of a `stage`, a `holder_id` (0: nobody), a `state`."""
        state = _state(now).label("standing")
        narrow: dict[str, Callable[[Any], ColumnElement[bool]]] = {
            "stage": lambda value: _T.stage == value,
            "holder_id": lambda value: _T.holder_id == value if value else _T.holder_id.is_(None),
            "state": lambda value: _state(now) == value,
        }
        asked = [narrow[name](value) for name, value in wanted.items() if value is not None]
        statement = self._open(select(*columns_of(Ticket, tickets), state), estate_id).where(*asked)
        ordered = statement.order_by(_T.opened_at).limit(limit)
        rows = [dict(row) for row in self._connection.execute(ordered).mappings()]
        return [(as_value(row, Ticket), stands) for row in rows if (stands := row.pop("standing"))]

    def _open(self, statement: Select[Any], estate_id: int | None) -> Select[Any]:
        return statement.where(
            ticket_open, _T.estate_id.in_(self._estate_ids(estate_id)), self._tickets.visible
        )


def _state(now: datetime) -> ColumnElement[Any]:
    """By the clocks that run and the promises that are open; a promise that was broken is late until it is made good."""
    broken = (_B.ticket_id == _T.id) & _B.promise_id.isnot(None) & _B.ended_at.is_(None)
    lapsed = select(_B.id).where(broken).correlate(tickets).exists()
    return case(
        (or_(_any(_C.due_at <= now, _P.due_at <= now), lapsed), "late"),
        (_T.waiting_since.isnot(None), "resting"),
        (or_(_any(_C.warn_at <= now, _P.warn_at <= now)), "soon"),
        else_="in_time",
    )


def _any(clock: ColumnElement[bool], promise: ColumnElement[bool]) -> ColumnElement[bool]:
    goes_on = (_C.ticket_id == _T.id) & _C.stopped_at.is_(None) & _C.paused_at.is_(None)
    of_it = (_P.ticket_id == _T.id) & promise_open
    return or_(
        select(_C.id).where(goes_on, clock).correlate(tickets).exists(),
        select(_P.id).where(of_it, promise).correlate(tickets).exists(),
    )
