"""Whether households noticed what is promised at a touch-point: what is asked of the days and the questions (I14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from storage.base import as_value, columns_of, inserting
from storage.contact_budget import unasked
from storage.estates import Estate, estates, units
from storage.people import WORKING_THERE, live, occupancies, persons
from storage.perception_rows import (
    ANSWERS,
    CALLING,
    DECLINED,
    SENT,
    WAITING,
    Check,
    Draw,
    Noticed,
    Occasion,
    perception_checks,
    perception_draws,
    waits,
)
from storage.ratings import ratings
from storage.scope import LineScope, OwnerScope, StaffScope
from storage.ticket_rows import tickets
from storage.tickets import Tickets, estates_within
from storage.visits import visits

_C = perception_checks.c


class Perception:
    """The questions within one scope: of an owner what their own account was asked; single ones are for headquarters alone."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def occasions(self, estate_id: int, since: datetime, until: datetime) -> list[Occasion]:
        """The homes of an estate where somebody was in that time, the visits first; never for what one of a home keeps from the others,
        who would hear of it on the telephone. For the line's own draw; nobody else learns it.
        """
        if not isinstance(self._scope, LineScope):
            return []
        plain = (
            tickets.c.unit_id.isnot(None),
            ~tickets.c.complaint,
            ~tickets.c.private,
            tickets.c.guard == "",
        )
        came = select(tickets.c.unit_id, tickets.c.contact_id, tickets.c.language, visits.c.came_at).join(
            visits, visits.c.ticket_id == tickets.c.id
        )
        came = came.where(
            visits.c.estate_id == estate_id, visits.c.came_at >= since, visits.c.came_at < until
        )
        done = select(tickets.c.unit_id, tickets.c.contact_id, tickets.c.language, tickets.c.closed_at).where(
            tickets.c.estate_id == estate_id, tickets.c.closed_at >= since, tickets.c.closed_at < until,
            tickets.c.stage == "closed", tickets.c.intent == "repair", tickets.c.code.like("home.%"),
        )  # fmt: skip
        return [
            Occasion(touch_point, *row)
            for touch_point, statement in (
                ("visit", came.order_by(visits.c.id)),
                ("repair", done.order_by(tickets.c.id)),
            )
            for row in self._connection.execute(statement.where(*plain))
        ]

    def keep(self, draw: Draw, touched: int, drawn: Sequence[dict[str, Any]]) -> None:
        """Keeps who was drawn of a day; a home that was drawn for it before stays as it is. For the line alone."""
        if not isinstance(self._scope, LineScope):
            return
        counted = {"touched": touched, "drawn": len(drawn)}
        self._connection.execute(
            update(perception_draws).where(perception_draws.c.id == draw.id).values(counted)
        )
        rows = [
            {
                "state": WAITING,
                "reason": "",
                "answer": "",
                **row,
                "estate_id": draw.estate_id,
                "day": draw.day,
            }
            for row in drawn
        ]
        if rows:
            self._connection.execute(
                inserting(self._connection, perception_checks).on_conflict_do_nothing(), rows
            )

    def by_id(self, check_id: int) -> Check | None:
        return next(iter(self._many(_C.id == check_id)), None)

    def open_of_mine(self, now: datetime) -> Check | None:
        """What this account was asked last and may still answer; None outside an owner's scope."""
        if not isinstance(self._scope, OwnerScope):
            return None
        return next(iter(self._many((_C.state == SENT) & (_C.expires_at > now))), None)

    def change(self, check: Check, states: Sequence[str], **values: Any) -> Check | None:
        """Changes a question that still is in one of these states; None when it moved on, or lies outside the scope."""
        mine = (_C.id == check.id) & _C.state.in_(states) & self._seen()
        statement = update(perception_checks).where(mine).values(values)
        row = (
            self._connection.execute(statement.returning(*columns_of(Check, perception_checks)))
            .mappings()
            .first()
        )
        return as_value(row, Check) if row else None

    def calls(self, now: datetime) -> list[tuple[Check, str]]:
        """What headquarters may still ask by telephone, with the home as it is written; the oldest first."""
        waiting = self._many((_C.state == CALLING) & (_C.expires_at > now), limit=500)
        ids = [one.unit_id for one in waiting]
        named = select(units.c.id, units.c.label).where(units.c.id.in_(ids))
        labels = {row[0]: row[1] for row in self._connection.execute(named)}
        return [(one, labels[one.unit_id]) for one in reversed(waiting)]

    def phones(self, unit_id: int, today: date) -> list[tuple[str, str]]:
        """Who lives in a home and can be telephoned: name and number; for the line, and for headquarters."""
        home = (occupancies.c.unit_id == unit_id) & live(today) & occupancies.c.role.not_in(WORKING_THERE)
        here = occupancies.c.estate_id.in_(self._called_estates())
        statement = select(persons.c.name, persons.c.phone).join(
            occupancies, occupancies.c.person_id == persons.c.id
        )
        rows = self._connection.execute(
            statement.where(home, here, persons.c.phone.isnot(None)).order_by(persons.c.id)
        )
        return [(row[0], row[1]) for row in rows]

    def declined(self, unit_id: int) -> bool:
        """Whether a home said on the telephone that it does not want to be asked; True for a home that is not the asker's to ask."""
        here = _C.estate_id.in_(self._called_estates())
        said = exists(select(_C.id).where(_C.unit_id == unit_id, here, _C.state == DECLINED))
        known = exists(
            select(units.c.id).where(units.c.id == unit_id, units.c.estate_id.in_(self._called_estates()))
        )
        return not self._connection.execute(select(known)).scalar_one() or bool(
            self._connection.execute(select(said)).scalar_one()
        )

    def asked_since(self, unit_id: int, since: datetime) -> bool:
        """Whether a home was asked since then whether it noticed something: no rating is asked for in the same days."""
        scope = self._scope
        if isinstance(scope, OwnerScope):
            here: ColumnElement[bool] = true() if unit_id in scope.unit_ids else false()
        else:
            here = _C.estate_id.in_(estates_within(self._connection, scope))
        asked = exists(select(_C.id).where(_C.unit_id == unit_id, _C.sent_at >= since, here))
        return bool(self._connection.execute(select(asked)).scalar_one())

    def rated_since(self, unit_id: int, since: datetime) -> bool:
        """Whether a home was asked for a rating or an opinion since then; for the line's own rule."""
        if not isinstance(self._scope, LineScope):
            return True
        home = ratings.c.household == f"unit {unit_id}"
        sent = exists(select(ratings.c.id).where(home, ratings.c.sent_at >= since))
        others = (unasked.c.unit_id == unit_id) & (unasked.c.at >= since)
        opinion = exists(select(unasked.c.id).where(others, unasked.c.kind.in_(("rating", "survey"))))
        return bool(self._connection.execute(select(or_(sent, opinion))).scalar_one())

    def noticed(self, estate_id: int, since: datetime, until: datetime) -> list[Noticed]:
        """What homes said, by item and wording, of the days in that time; for staff of the estate, and only as counts."""
        if estate_id not in estates_within(self._connection, self._scope):
            return []
        counts = [func.sum(case((_C.answer == one, 1), else_=0)) for one in ANSWERS]
        group = (_C.touch_point, _C.item, _C.version)
        statement = select(*group, func.count(), *counts).where(
            _C.estate_id == estate_id, _C.sent_at >= since, _C.sent_at < until
        )
        rows = self._connection.execute(statement.group_by(*group).order_by(*group))
        return [
            Noticed(row[0], row[1], row[2], row[3], int(row[4]), int(row[5]), int(row[6])) for row in rows
        ]

    def draws(self, limit: int = 60) -> list[Draw]:
        """The days that were drawn, the newest first; for headquarters."""
        here = perception_draws.c.estate_id.in_(self._called_estates())
        statement = select(*columns_of(Draw, perception_draws)).where(here)
        rows = self._connection.execute(
            statement.order_by(perception_draws.c.id.desc()).limit(limit)
        ).mappings()
        return [as_value(row, Draw) for row in rows]

    def _called_estates(self) -> tuple[int, ...]:
        """The estates whose single questions this scope holds: local staff never know who is asked."""
        scope = self._scope
        if isinstance(scope, StaffScope) and not scope.is_headquarters:
            return ()
        return estates_within(self._connection, scope)

    def _seen(self) -> ColumnElement[bool]:
        if isinstance(self._scope, OwnerScope):
            return (_C.contact_id == self._scope.contact_id) & _C.sent_at.isnot(None)
        return true() if isinstance(self._scope, LineScope) else _C.estate_id.in_(self._called_estates())

    def _many(self, where: ColumnElement[bool], limit: int = 200) -> list[Check]:
        statement = select(*columns_of(Check, perception_checks)).where(where, self._seen())
        rows = self._connection.execute(statement.order_by(_C.id.desc()).limit(limit)).mappings()
        return [as_value(row, Check) for row in rows]


def undrawn(connection: Connection, since: datetime, limit: int = 50) -> list[Estate]:
    """Estates of which no day that ended after `since` was drawn."""
    recent = (perception_draws.c.estate_id == estates.c.id) & (perception_draws.c.ends > since)
    statement = select(*columns_of(Estate, estates)).where(
        ~exists(select(perception_draws.c.id).where(recent))
    )
    rows = connection.execute(statement.order_by(estates.c.id).limit(limit)).mappings()
    return [as_value(row, Estate) for row in rows]


def claim_day(connection: Connection, **values: Any) -> Draw | None:
    """Claims a day of an estate to be drawn: estate_id, day, ends, seed, share, at; None where it was drawn before."""
    row = {"touched": 0, "drawn": 0, **values}
    statement = inserting(connection, perception_draws).values(row).on_conflict_do_nothing()
    made = connection.execute(statement.returning(*columns_of(Draw, perception_draws))).mappings().first()
    return as_value(made, Draw) if made else None


def claim_due(connection: Connection, now: datetime, until: datetime, limit: int = 100) -> list[Check]:
    """Questions whose time has come; each is put off to `until` first, so that one that fails is tried again then."""
    due = select(_C.id).where(waits, _C.due_at <= now).order_by(_C.due_at).limit(limit)
    mine = _C.id.in_(due) & (_C.due_at <= now)
    statement = update(perception_checks).where(mine, waits).values(due_at=until)
    rows = connection.execute(statement.returning(*columns_of(Check, perception_checks))).mappings()
    return [as_value(row, Check) for row in rows]
