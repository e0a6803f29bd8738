"""What became of a notice, delivery by delivery: the rows of its proof, its answers by household, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from storage.base import as_value
from storage.contacts import contacts
from storage.delivery_rows import FAILED, SENT, UNKNOWN, deliveries
from storage.estates import buildings, units
from storage.notices import Notice
from storage.people import persons
from storage.scope import LineScope, StaffScope


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery to one account on behalf of one home; `person` and `channel` are empty where nobody there has an account.

    `leads`: it went by this row's own message; otherwise by the one for another home of the same account. `at`: when its state
    was reached, and `reason` why it came to nothing. `read_at`: when somebody pressed that they have read it.
    """

    id: int
    building: str
    floor: str
    label: str
    person: str | None
    channel: str | None
    contact_id: int | None
    leads: bool
    state: str
    language: str | None
    at: datetime | None
    reason: str | None
    read_at: datetime | None
    answer: str | None
    answered_at: datetime | None


class DeliveryBook:
    """The deliveries of the notices in a scope, one by one."""

    def __init__(self, connection: Connection, scope: StaffScope | LineScope) -> None:
        self._connection = connection
        self._scope = scope

    def _serves(self, notice: Notice) -> bool:
        return isinstance(self._scope, LineScope) or notice.estate_id in self._scope.estate_ids

    def rows(self, notice: Notice, after: int = 0, limit: int = 1000) -> list[Row]:
        """The next rows after an id, in the order in which they were addressed: a list of any length is read in pieces."""
        later = (deliveries.c.notice_id == notice.id) & (deliveries.c.id > after)
        return self._found(notice, _rows(later).order_by(deliveries.c.id).limit(limit))

    def in_states(self, notice: Notice, states: Sequence[str], limit: int = 200) -> list[Row]:
        """The accounts that stand in one of these states, by home."""
        mine = (deliveries.c.notice_id == notice.id) & deliveries.c.state.in_(states) & deliveries.c.leads
        return self._found(notice, _by_home(mine).limit(limit))

    def answered(self, notice: Notice, limit: int = 2000) -> list[Row]:
        """What was answered, by home; where several of a household answered, each has a row, the newest first."""
        mine = (deliveries.c.notice_id == notice.id) & deliveries.c.answer.is_not(None)
        return self._found(notice, _by_home(mine, deliveries.c.answered_at.desc()).limit(limit))

    def reasons(self, notice: Notice) -> dict[str, int]:
        """Why messages were not delivered, and how many accounts each reason cost; what nobody said is empty."""
        failed = (deliveries.c.notice_id == notice.id) & (deliveries.c.state == FAILED) & deliveries.c.leads
        why = func.coalesce(deliveries.c.reason, "")
        statement = select(why, func.count()).where(failed).group_by(why).order_by(func.count().desc(), why)
        if not self._serves(notice):
            return {}
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def ended_since(self, notice: Notice, since: datetime) -> int:
        """How many accounts it reached, or failed to reach, since a moment."""
        ended = deliveries.c.state.in_((SENT, UNKNOWN, FAILED)) & (deliveries.c.at >= since)
        where = (deliveries.c.notice_id == notice.id) & ended & deliveries.c.leads
        if not self._serves(notice):
            return 0
        return int(self._connection.execute(select(func.count()).where(where)).scalar_one())

    def _found(self, notice: Notice, statement: Select[Any]) -> list[Row]:
        if not self._serves(notice):
            return []
        return [as_value(row, Row) for row in self._connection.execute(statement).mappings()]


def _rows(where: ColumnElement[bool]) -> Select[Any]:
    own = (
        "id",
        "contact_id",
        "leads",
        "state",
        "language",
        "at",
        "reason",
        "answer",
        "answered_at",
    )
    joined = (
        deliveries.join(units, units.c.id == deliveries.c.unit_id)
        .join(buildings, buildings.c.id == units.c.building_id)
        .outerjoin(contacts, contacts.c.id == deliveries.c.contact_id)
        .outerjoin(persons, persons.c.id == contacts.c.person_id)
    )
    return (
        select(
            *(deliveries.c[name] for name in own), deliveries.c.acknowledged_at.label("read_at"),
            buildings.c.name.label("building"), units.c.floor, units.c.label, persons.c.name.label("person"),
            contacts.c.channel,
        )
        .select_from(joined)
        .where(where)
    )  # fmt: skip


def _by_home(where: ColumnElement[bool], *more: Any) -> Select[Any]:
    return _rows(where).order_by(buildings.c.name, units.c.label, *more, deliveries.c.id)
