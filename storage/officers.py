"""The draws and the officers they led to, for headquarters, for the line, and of an owner their own place alone (J01, J02).

Local staff are answered as if nothing existed: whoever could find out who the officers are would be kind to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, false, func, select, true, update

from storage.base import as_value, columns_of, inserting
from storage.contacts import REACHABLE, contacts
from storage.estates import units
from storage.life_stages import STAGES, in_stages
from storage.officer_rows import STANDING, Criteria, Draw, Officer, draws, officers, pool_hash
from storage.people import WORKING_THERE, live, occupancies
from storage.scope import OwnerScope, StaffScope
from storage.staff import staff
from storage.tickets import Tickets


class Officers:
    """What one scope knows of experience officers."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def pool(self, criteria: Criteria, today: date, now: datetime, rest: timedelta) -> list[int]:
        """The homes a draw may come to, by number: none that is or was asked within `rest`, and none of staff."""
        if not self._serves(criteria.estate_ids):
            return []
        resting = select(officers.c.unit_id).where(_resting(now, rest))
        found = _willing(criteria, today, now).with_only_columns(units.c.id).distinct()
        statement = found.where(units.c.id.not_in(resting)).order_by(units.c.id)
        return list(self._connection.execute(statement).scalars())

    def keep_draw(self, picked: Sequence[int], *, form_key: str, **values: Any) -> Draw | None:
        """Keeps a draw and the homes it came to, in order; None where this form was kept before.

        Raises LookupError for estates outside the scope.
        """
        if not self._serves(tuple(values["estate_ids"])):
            raise LookupError("there is no such estate within this scope")
        row = values | {"form_key": form_key, "pool_hash": pool_hash(values["pool"])}
        statement = inserting(self._connection, draws).on_conflict_do_nothing(index_elements=["form_key"])
        made = (
            self._connection.execute(statement.values(row).returning(*columns_of(Draw, draws)))
            .mappings()
            .first()
        )
        if made is None:
            return None
        draw = as_value(made, Draw)
        for rank, unit_id in enumerate(picked, 1):
            self._add(draw, unit_id, rank=rank, at=draw.drawn_at)
        return draw

    def draws(self) -> list[Draw]:
        """The newest first."""
        rows = self._connection.execute(select(*columns_of(Draw, draws)).order_by(draws.c.id.desc()))
        return [
            one for one in (as_value(row, Draw) for row in rows.mappings()) if self._serves(one.estate_ids)
        ]

    def draw(self, draw_id: int) -> Draw | None:
        row = self._connection.execute(select(*columns_of(Draw, draws)).where(draws.c.id == draw_id))
        found = row.mappings().first()
        draw = as_value(found, Draw) if found else None
        return draw if draw and self._serves(draw.estate_ids) else None

    def of_draw(self, draw_id: int) -> list[Officer]:
        """Every place of a draw, in its order."""
        return self._many(officers.c.draw_id == draw_id) if self.draw(draw_id) else []

    def by_id(self, officer_id: int) -> Officer | None:
        return next(iter(self._many(officers.c.id == officer_id)), None)

    def active(self, estate_id: int | None = None) -> list[Officer]:
        """Those in office; of an owner their own place."""
        here = officers.c.estate_id == estate_id if estate_id is not None else true()
        return self._many((officers.c.state == "active") & here)

    def own(self) -> list[Officer]:
        """The places an owner's account was invited to; none for anybody else."""
        return self._many(true()) if isinstance(self._scope, OwnerScope) else []

    def accounts(self, officer: Officer, today: date, now: datetime) -> list[int]:
        """The accounts of a drawn home that meet the criteria and may be asked today, the oldest first."""
        draw = self.draw(officer.draw_id)
        if draw is None or not self._serves((officer.estate_id,)):
            return []
        found = _willing(draw.criteria, today, now).with_only_columns(contacts.c.id).distinct()
        statement = found.where(units.c.id == officer.unit_id).order_by(contacts.c.id)
        return list(self._connection.execute(statement).scalars())

    def drawn_before(self, officer: Officer, now: datetime, rest: timedelta) -> bool:
        """Whether the home has an earlier place, of another draw, that stands or was given within `rest`; True outside the scope.

        The order of a draw is older than the draws that were made since, so a home may have come to a place meanwhile.
        """
        if not self._serves((officer.estate_id,)):
            return True
        earlier = (officers.c.unit_id == officer.unit_id) & (officers.c.id < officer.id)
        statement = select(officers.c.id).where(earlier, _resting(now, rest))
        return self._connection.execute(statement).first() is not None

    def stage(self, officer: Officer, today: date) -> str:
        """Where the officer's home stands in its life; "" where nobody knows."""
        if not self._serves((officer.estate_id,)):
            return ""
        columns = [in_stages((one,), today).label(one) for one in STAGES]
        row = self._connection.execute(select(*columns).where(units.c.id == officer.unit_id)).one()
        return next((stage for stage, there in zip(STAGES, row, strict=True) if there), "")

    def change(self, officer: Officer, **values: Any) -> Officer | None:
        """Changes a place that still stands as it was read; None when it moved on."""
        where = (officers.c.id == officer.id) & (officers.c.state == officer.state) & self._seen()
        statement = update(officers).where(where).values(values).returning(*columns_of(Officer, officers))
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Officer) if row else None

    def replace(self, officer: Officer, order: Sequence[int], at: datetime) -> Officer | None:
        """The next of the draw's order takes a place; None where the order is used up.

        Two replacements at the same moment get two places.
        """
        draw = self.draw(officer.draw_id)
        if draw is None:
            return None
        last = select(func.max(officers.c.rank)).where(officers.c.draw_id == draw.id)
        while (rank := int(self._connection.execute(last).scalar_one()) + 1) <= len(order):
            made = self._add(draw, order[rank - 1], rank=rank, at=at, replaces_id=officer.id)
            if made:
                return made
        return None

    def _add(self, draw: Draw, unit_id: int, **values: Any) -> Officer | None:
        at = values.pop("at")
        estate = select(units.c.estate_id).where(units.c.id == unit_id).scalar_subquery()
        row = {
            "replaces_id": None, **values, "draw_id": draw.id, "unit_id": unit_id, "estate_id": estate, "state": "waiting",
            "reason": "", "role": "experiencer", "term_months": draw.term_months, "made_at": at, "due_at": at,
        }  # fmt: skip
        statement = inserting(self._connection, officers).values(row).on_conflict_do_nothing()
        made = self._connection.execute(statement.returning(*columns_of(Officer, officers))).mappings()
        found = made.first()
        return as_value(found, Officer) if found else None

    def _serves(self, estate_ids: tuple[int, ...]) -> bool:
        """Whether draws of these estates are this scope's to know: headquarters' of all of them, and the line's."""
        if isinstance(self._scope, OwnerScope):
            return False
        if isinstance(self._scope, StaffScope):
            return self._scope.is_headquarters and set(estate_ids) <= set(self._scope.estate_ids)
        return True

    def _seen(self) -> ColumnElement[bool]:
        return seen(self._scope)

    def _many(self, where: ColumnElement[bool]) -> list[Officer]:
        statement = select(*columns_of(Officer, officers)).where(where, self._seen())
        rows = self._connection.execute(statement.order_by(officers.c.draw_id, officers.c.rank)).mappings()
        return [as_value(row, Officer) for row in rows]


def seen(scope: Any) -> ColumnElement[bool]:
    """The places that a scope knows of: of an owner their own account's, of staff those of headquarters, and the line's."""
    if isinstance(scope, OwnerScope):
        return officers.c.contact_id == scope.contact_id
    if isinstance(scope, StaffScope):
        return officers.c.estate_id.in_(scope.estate_ids) if scope.is_headquarters else false()
    return true()


def _resting(now: datetime, rest: timedelta) -> ColumnElement[bool]:
    """Places whose home is left out of draws: it stands, or was drawn within `rest`."""
    return officers.c.state.in_(STANDING) | (officers.c.made_at > now - rest)


def _willing(criteria: Criteria, today: date, now: datetime) -> Select[Any]:
    """Homes with the accounts in them that may be asked: reachable, not muted, not opted out, no home where staff live."""
    of_staff = select(staff.c.telegram_id).where(staff.c.telegram_id.isnot(None))
    theirs, there = contacts.alias("staff_account"), occupancies.alias("staff_home")
    staff_live_here = exists(
        select(there.c.id).where(
            there.c.unit_id == units.c.id, theirs.c.person_id == there.c.person_id, live(today, there),
            theirs.c.channel == "telegram", theirs.c.address.in_(of_staff),
        )
    )  # fmt: skip
    roles = occupancies.c.role.in_(criteria.roles) if criteria.roles else true()
    return (
        select(units.c.id)
        .join(occupancies, occupancies.c.unit_id == units.c.id)
        .join(contacts, contacts.c.person_id == occupancies.c.person_id)
        .where(
            units.c.estate_id.in_(criteria.estate_ids), in_stages(criteria.stages, today) if criteria.stages else true(),
            live(today), roles, occupancies.c.role.not_in(WORKING_THERE),
            occupancies.c.since <= now - timedelta(days=criteria.tenure_days), contacts.c.state == REACHABLE,
            contacts.c.muted.is_(False), contacts.c.asks.is_(True), ~staff_live_here,
        )
    )  # fmt: skip


def claim_due(connection: Connection, now: datetime, limit: int = 100) -> list[Officer]:
    """Places of which something is due: to be invited, an invitation that lapsed, a term that ended. Each is taken once."""
    due = select(officers.c.id).where(officers.c.due_at <= now).order_by(officers.c.due_at).limit(limit)
    statement = update(officers).where(officers.c.id.in_(due), officers.c.due_at <= now).values(due_at=None)
    return _claimed(connection, statement)


def claim_missions_wanted(connection: Connection, now: datetime, limit: int = 100) -> list[Officer]:
    """Officers for whom the next mission is to be chosen."""
    wanted = officers.c.mission_at <= now
    due = select(officers.c.id).where(wanted).order_by(officers.c.mission_at).limit(limit)
    statement = update(officers).where(officers.c.id.in_(due), wanted).values(mission_at=None)
    return _claimed(connection, statement)


def _claimed(connection: Connection, statement: Any) -> list[Officer]:
    rows = connection.execute(statement.returning(*columns_of(Officer, officers))).mappings().all()
    return sorted((as_value(row, Officer) for row in rows), key=lambda one: one.id)
