"""Corrective and preventive actions (F09, F10): what is done against a fault, by whom, until when, and whether it worked.

An action is open, then done, then checked: it ends with a check of its effect alone. One whose check found it not effective wants
a next one, which names it in `after_id`. Those begun from a ticket are seen by those alone who may see the ticket.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    literal_column,
    or_,
    select,
    update,
)

from storage import staff, subjects
from storage.base import Instant, as_value, columns_of, key, metadata, only_where, ref
from storage.staff import Staff
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets, estates_within

actions = Table(
    "corrective_actions",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", null=True),
    Column("kind", String(12), nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("code", String(60), nullable=False),
    Column("component", String(40), nullable=False),
    ref("owner_id", "staff", null=True),
    Column("department", String(16), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("check_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("made_at", Instant, nullable=False),
    ref("made_by", "staff", null=True),
    Column("done_at", Instant),
    Column("done_note", Text, nullable=False),
    Column("checked_at", Instant),
    ref("checked_by", "staff", null=True),
    Column("result", String(16), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("before", Integer),
    Column("after", Integer),
    ref("after_id", "corrective_actions", null=True),
    Column("partner", String(120), nullable=False),
    Column("advice", Text, nullable=False),
    Column("sent_at", Instant),
    Column("reply", Text, nullable=False),
    Column("replied_at", Instant),
    Column("tell_at", Instant),
    Column("source", String(12), nullable=False),
    Column("source_ref", String(80), nullable=False),
    Column("form_key", String(80), unique=True),
    Index("ix_corrective_actions_estate_id_due_at", "estate_id", "due_at"),
    Index("ix_corrective_actions_after_id", "after_id"),
)
_IMPROVES = actions.c.kind == literal_column("'improvement'")
Index("ix_corrective_actions_improvements", actions.c.estate_id, actions.c.due_at, **only_where(_IMPROVES))
_WAITS = actions.c.tell_at.isnot(None)
Index("ix_corrective_actions_tell_at", actions.c.tell_at, sqlite_where=_WAITS, postgresql_where=_WAITS)

#: Where an improvement comes from (J05, M09): a figure of a report, a low rating, a survey, an officer's finding, a suggestion.
SOURCES = ("report", "rating", "survey", "officer", "suggestion")


@dataclass(frozen=True, slots=True)
class CorrectiveAction:
    """One action. `kind`: corrective, preventive, or improvement, which is against no fault but follows from a `source` (SOURCES)
    and its number or key, `source_ref`; `what` is to be done and `why`, the cause; `code` and `component` are the
    fault it is against (empty component: every one). Its owner is a member of staff, or a department without a name.

    `state`: open, done, checked. `result`: effective or not_effective, with the `evidence`, and how often the fault was found in
    equal times `before` and `after`. `advice` was sent to the `partner` at `sent_at`, who said `reply`. `after_id`: the action
    that did not work and that this one follows. `tell_at`: when its owner and the managers hear that it is late.
    """

    id: int
    estate_id: int
    ticket_id: int | None
    kind: str
    what: str
    why: str
    code: str
    component: str
    owner_id: int | None
    department: str
    due_at: datetime
    check_at: datetime
    state: str
    made_at: datetime
    made_by: int | None
    done_at: datetime | None
    done_note: str
    checked_at: datetime | None
    checked_by: int | None
    result: str
    evidence: str
    before: int | None
    after: int | None
    after_id: int | None
    partner: str
    advice: str
    sent_at: datetime | None
    reply: str
    replied_at: datetime | None
    tell_at: datetime | None
    source: str = ""
    source_ref: str = ""

    def is_late(self, now: datetime) -> bool:
        """Whether what is next in it (doing it, checking it) is past its time."""
        return self.state != "checked" and (self.due_at if self.state == "open" else self.check_at) <= now


class CorrectiveActions:
    """The actions within one scope; owners' scopes hold none, they are staff's own."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._tickets = connection, within

    def add(
        self, estate_id: int, ticket: Ticket | None = None, *, form_key: str, **values: Any
    ) -> CorrectiveAction | None:
        """A new action, open, perhaps begun from a ticket; None when this form was kept before.

        Raises LookupError for an estate or a ticket outside the scope.
        """
        if ticket is not None:
            self._tickets.must_see(ticket)
        if estate_id not in self._estate_ids:
            raise LookupError("there is no such estate within this scope")
        known = select(actions.c.id).where(actions.c.form_key == form_key)
        if self._connection.execute(known).first():
            return None
        row = {
            "ticket_id": ticket.id if ticket else None, "owner_id": None, "department": "", "done_note": "", "result": "", "evidence": "",
            "after_id": None, "partner": "", "advice": "", "reply": "", "source": "", "source_ref": "", **values, "state": "open", "estate_id": estate_id,
            "form_key": form_key, "tell_at": values["due_at"],
        }  # fmt: skip
        statement = insert(actions).values(row).returning(*columns_of(CorrectiveAction, actions))
        return as_value(self._connection.execute(statement).mappings().one(), CorrectiveAction)

    def by_id(self, action_id: int) -> CorrectiveAction | None:
        return next(iter(self._many(actions.c.id == action_id)), None)

    def every(self, estate_id: int | None = None, limit: int = 500) -> list[CorrectiveAction]:
        """The actions by due date, the earliest first."""
        return self._many(actions.c.estate_id == estate_id if estate_id else actions.c.id > 0, limit)

    def improvements(
        self, since: datetime, estate_id: int | None = None, limit: int = 300
    ) -> list[CorrectiveAction]:
        """Improvements that stand, or that were done since then, the earliest due first."""
        stands = or_(actions.c.state == "open", actions.c.done_at >= since)
        here = actions.c.estate_id == estate_id if estate_id else actions.c.id > 0
        return self._many(_IMPROVES & stands & here, limit)

    def against(self, code: str, component: str) -> list[CorrectiveAction]:
        """What was and is being done against one fault."""
        mine = (actions.c.code == code) & or_(actions.c.component == "", actions.c.component == component)
        return self._many(mine)

    def followed(self) -> frozenset[int]:
        """The actions that another one follows."""
        return frozenset(one.after_id for one in self._many(actions.c.after_id.isnot(None)) if one.after_id)

    def change(self, action: CorrectiveAction, **values: Any) -> CorrectiveAction | None:
        """Changes an action that still stands in the state in which it was read; None when it moved on."""
        where = (actions.c.id == action.id) & (actions.c.state == action.state) & self._seen()
        statement = update(actions).where(where).values(values)
        row = (
            self._connection.execute(statement.returning(*columns_of(CorrectiveAction, actions)))
            .mappings()
            .first()
        )
        return as_value(row, CorrectiveAction) if row else None

    def told(self, action: CorrectiveAction) -> list[Staff]:
        """Whom its lateness concerns: its owner and the managers of its estate, without anybody its ticket complains of."""
        if self.by_id(action.id) is None:
            return []
        barred = subjects.conflicted(self._connection, action.ticket_id) if action.ticket_id else frozenset()
        return [
            one
            for one in staff.serving(self._connection, action.estate_id)
            if one.id not in barred and (one.id == action.owner_id or one.role == "manager")
        ]

    @property
    def _estate_ids(self) -> tuple[int, ...]:
        return estates_within(self._connection, self._tickets.scope)

    def _seen(self) -> ColumnElement[bool]:
        """Of the estates served, without what belongs to a ticket that the scope does not hold."""
        visible = actions.c.ticket_id.in_(select(tickets.c.id).where(self._tickets.visible))
        return actions.c.estate_id.in_(self._estate_ids) & or_(actions.c.ticket_id.is_(None), visible)

    def _many(self, where: ColumnElement[bool], limit: int = 500) -> list[CorrectiveAction]:
        statement = select(*columns_of(CorrectiveAction, actions)).where(where, self._seen())
        rows = self._connection.execute(
            statement.order_by(actions.c.due_at, actions.c.id).limit(limit)
        ).mappings()
        return _values(rows)


def claim_late(connection: Connection, now: datetime, limit: int = 100) -> list[CorrectiveAction]:
    """Actions whose doing or check is late and that nobody was told of yet; each is told once."""
    due = select(actions.c.id).where(actions.c.tell_at <= now).order_by(actions.c.tell_at).limit(limit)
    statement = update(actions).where(actions.c.id.in_(due), actions.c.tell_at <= now).values(tell_at=None)
    return _values(connection.execute(statement.returning(*columns_of(CorrectiveAction, actions))).mappings())


def _values(rows: Any) -> list[CorrectiveAction]:
    found: Sequence[Any] = rows.all()
    return [as_value(row, CorrectiveAction) for row in found]
