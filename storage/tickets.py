"""The questions asked of tickets, always through a scope: what lies outside it looks exactly like what does not exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    cast,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from storage import barred, estates, redaction
from storage.base import as_value, columns_of
from storage.file_chain import BEGINNING, Entry, Fault, digest_of, faults, program, seal_of
from storage.scope import LineScope, OwnerScope, StaffScope
from storage.ticket_rows import (
    Attachment,
    Event,
    Ticket,
    attachments,
    promise_open,
    promises,
    ticket_events,
    tickets,
)

PROGRAM = program()

#: 128 random bits of the database's own, as 32 letters: one salt an entry.
_SALT = {
    "sqlite": func.lower(func.hex(func.randomblob(16))),
    "postgresql": func.replace(cast(func.gen_random_uuid(), String), "-", ""),
}

_OPEN = insert(tickets).returning(*columns_of(Ticket, tickets))
_RECORD, _PROMISE = insert(ticket_events), insert(promises)

#: What the column of a file's size holds; larger files (Telegram knows some of 4 GB) count as this.
LARGEST_SIZE = 2**31 - 1

#: Stages in which a ticket is no longer worked on.
ENDED = ("closed", "withdrawn")


class Tickets:
    """The tickets within one scope, and the steps recorded in them."""

    def __init__(self, connection: Connection, scope: OwnerScope | StaffScope | LineScope) -> None:
        self._connection = connection
        self._visible = _visible(scope)
        self._scope = scope

    @property
    def visible(self) -> ColumnElement[bool]:
        """The condition by which this scope sees a row of tickets, for questions of other parts."""
        return self._visible

    @property
    def scope(self) -> OwnerScope | StaffScope | LineScope:
        return self._scope

    @property
    def is_owners(self) -> bool:
        """Whether an owner asks, who sees less of a ticket than its people."""
        return isinstance(self._scope, OwnerScope)

    def open(self, *, estate_id: int, now: datetime, **values: Any) -> Ticket:
        """A new ticket under the estate's next number."""
        row = {
            "estate_id": estate_id, "number": estates.next_number(self._connection, estate_id), "stage": "received",
            "transfers": 0, "chased": 0, "reopened": 0, "private": False, "complaint": False, "no_solo": False, "guard": "", "level": 0, "round": 0,
            "entries": 0, "last_seal": BEGINNING, "opened_at": now, **values,
        }  # fmt: skip
        return as_value(self._connection.execute(_OPEN, row).mappings().one(), Ticket)

    def numbered(self, number: str) -> Ticket | None:
        return self._one(func.upper(tickets.c.number) == number.upper())

    def by_id(self, ticket_id: int) -> Ticket | None:
        return self._one(tickets.c.id == ticket_id)

    def at_topic(self, topic: str) -> Ticket | None:
        return self._one(tickets.c.topic == topic)

    def open_ones(self, limit: int = 50) -> list[Ticket]:
        """Tickets still worked on, the newest first."""
        return self._many(tickets.c.stage.not_in(ENDED), limit=limit)

    def newest(self, limit: int = 50) -> list[Ticket]:
        return self._many(tickets.c.id > 0, limit=limit)

    def held_by(self, staff_id: int, limit: int = 200) -> list[Ticket]:
        """Tickets still worked on that one member of staff holds, or is asked to take over, the newest first."""
        theirs = or_(tickets.c.holder_id == staff_id, tickets.c.handover_to_id == staff_id)
        return self._many(and_(theirs, tickets.c.stage.not_in(ENDED)), limit=limit)

    def of_household(self, ticket: Ticket, limit: int = 5) -> list[Ticket]:
        """Other tickets of the same unit or account, the newest first."""
        same = or_(
            and_(tickets.c.unit_id == ticket.unit_id, tickets.c.unit_id.isnot(None)),
            and_(tickets.c.contact_id == ticket.contact_id, tickets.c.contact_id.isnot(None)),
        )
        return self._many(and_(same, tickets.c.id != ticket.id), limit=limit)

    def _many(self, condition: ColumnElement[bool], *, limit: int) -> list[Ticket]:
        statement = select(*columns_of(Ticket, tickets)).where(self._visible, condition)
        rows = self._connection.execute(statement.order_by(tickets.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Ticket) for row in rows]

    def _one(self, condition: ColumnElement[bool]) -> Ticket | None:
        statement = select(*columns_of(Ticket, tickets)).where(self._visible, condition)
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Ticket) if row else None

    def change(self, ticket: Ticket, **values: Any) -> Ticket | None:
        """Changes a ticket, provided that it still stands in the stage in which it was read; None when it moved on.

        None too for a holder who is barred from it: whom it complains of, who decided an earlier round (C10, C11).
        """
        where = (tickets.c.id == ticket.id) & (tickets.c.stage == ticket.stage) & self._visible
        for name in ("holder_id", "handover_to_id"):
            if values.get(name) is not None:
                where &= barred.may_be(values[name])
        statement = update(tickets).where(where).values(values).returning(*columns_of(Ticket, tickets))
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Ticket) if row else None

    def count(self, ticket: Ticket, what: str) -> None:
        """Adds one to transfers, chased or reopened."""
        statement = update(tickets).where(tickets.c.id == ticket.id, self._visible)
        self._connection.execute(statement.values({what: tickets.c[what] + 1}))

    def record(
        self, ticket: Ticket, *, at: datetime, kind: str, actor: str, text: str = "", **more: Any
    ) -> None:
        """Adds an entry to the ticket's file, sealed behind the last one. `shown` (default True): the owner sees it."""
        self.must_see(ticket)
        row = {
            "staff_id": None,
            "shown": True,
            "data": {},
            **more,
            "ticket_id": ticket.id,
            "at": at,
            "kind": kind,
        }
        row |= {"actor": actor, "text": text}
        self._connection.execute(
            _RECORD, row | self._sealed(ticket.id, row) | {"estate_id": ticket.estate_id}
        )

    def _sealed(self, ticket_id: int, row: dict[str, Any]) -> dict[str, Any]:
        """The entry's place and seal; taking the place locks the ticket, so that two entries never share one."""
        mine = tickets.c.id == ticket_id
        taken = update(tickets).where(mine).values(entries=tickets.c.entries + 1)
        salt = _SALT[self._connection.dialect.name].label("salt")
        seq, before, salted = self._connection.execute(
            taken.returning(tickets.c.entries, tickets.c.last_seal, salt)
        ).one()
        kept = {
            "seq": seq,
            "version": PROGRAM,
            "salt": salted,
            "digest": digest_of(salted, row["text"], row["data"]),
        }
        seal = seal_of(before, Entry(**row, **kept, seal=""))
        self._connection.execute(update(tickets).where(mine).values(last_seal=seal))
        return kept | {"seal": seal}

    def timeline(self, ticket: Ticket) -> list[Event]:
        """The ticket's lines in order: all of them for staff, the shown ones for owners."""
        if not self.sees(ticket):
            return []
        where = ticket_events.c.ticket_id == ticket.id
        if isinstance(self._scope, OwnerScope):
            where &= ticket_events.c.shown
        statement = select(*columns_of(Event, ticket_events)).where(where).order_by(ticket_events.c.id)
        return [as_value(row, Event) for row in self._connection.execute(statement).mappings()]

    def faults(self, ticket: Ticket) -> list[Fault]:
        """What does not fit in the ticket's file: nothing, unless somebody changed it behind the line's back."""
        self.must_see(ticket)
        statement = select(*columns_of(Entry, ticket_events)).where(ticket_events.c.ticket_id == ticket.id)
        rows = self._connection.execute(statement.order_by(ticket_events.c.id)).mappings()
        now = self._connection.execute(
            select(tickets.c.entries, tickets.c.last_seal).where(tickets.c.id == ticket.id)
        ).one()
        return faults([as_value(row, Entry) for row in rows], now.entries, now.last_seal)

    def redact(
        self, ticket: Ticket, seq: int, *, why: str, at: datetime, staff_id: int | None = None
    ) -> bool:
        """Takes the words, the data and the salt of an entry away for good, and records that and why (the file still proves itself).

        False for an entry that does not exist or was redacted before, and for owners, whose file it is not to change.
        """
        self.must_see(ticket)
        if isinstance(self._scope, OwnerScope) or not redaction.blank(self._connection, ticket, seq, at):
            return False
        actor = "staff" if staff_id else "line"
        more = {"shown": False, "staff_id": staff_id, "data": {"seq": seq}}
        self.record(ticket, at=at, kind="redacted", actor=actor, text=why, **more)
        return True

    def attach(
        self, *, estate_id: int, ticket_id: int | None, contact_id: int | None, at: datetime, **media: Any
    ) -> int:
        """Keeps a picture or file, with a ticket or waiting for one (ticket_id None)."""
        if ticket_id is not None and self.by_id(ticket_id) is None:
            raise LookupError(_NO_SUCH)
        row = {"estate_id": estate_id, "ticket_id": ticket_id, "contact_id": contact_id, "at": at, **media}
        row["size"] = min(row["size"], LARGEST_SIZE)
        return int(
            self._connection.execute(insert(attachments).values(row).returning(attachments.c.id)).scalar_one()
        )

    def give_attachments(self, ids: Sequence[int], ticket: Ticket) -> None:
        """Pictures that came before the words find their ticket."""
        if not ids:
            return
        self.must_see(ticket)
        where = attachments.c.id.in_(ids) & attachments.c.ticket_id.is_(None)
        if isinstance(self._scope, OwnerScope):
            where &= attachments.c.contact_id == self._scope.contact_id
        elif isinstance(self._scope, StaffScope):
            where &= attachments.c.estate_id.in_(self._scope.estate_ids)
        self._connection.execute(update(attachments).where(where).values(ticket_id=ticket.id))

    def pass_attachments(self, ids: Sequence[int], ticket: Ticket, to: Ticket) -> None:
        """Pictures of one ticket go over to another, where both lie within the scope."""
        self.must_see(ticket)
        self.must_see(to)
        where = attachments.c.id.in_(ids) & (attachments.c.ticket_id == ticket.id)
        self._connection.execute(update(attachments).where(where).values(ticket_id=to.id))

    def attachments(self, ticket: Ticket) -> list[Attachment]:
        if not self.sees(ticket):
            return []
        statement = select(*columns_of(Attachment, attachments)).where(attachments.c.ticket_id == ticket.id)
        return [
            as_value(row, Attachment) for row in self._connection.execute(statement.order_by("id")).mappings()
        ]

    def attachment(self, attachment_id: int) -> Attachment | None:
        """One picture or file of a ticket within the scope."""
        statement = (
            select(*columns_of(Attachment, attachments))
            .join(tickets, tickets.c.id == attachments.c.ticket_id)
            .where(attachments.c.id == attachment_id, self._visible)
        )
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Attachment) if row else None

    def of_album(self, album: str) -> Ticket | None:
        """The ticket that earlier parts of the same album went to."""
        parts = select(attachments.c.ticket_id).where(
            attachments.c.album == album, attachments.c.ticket_id.isnot(None)
        )
        return self._one(tickets.c.id.in_(parts))

    def promise(
        self,
        ticket: Ticket,
        *,
        kind: str,
        due_at: datetime,
        made_at: datetime,
        staff_id: int | None,
        **more: Any,
    ) -> None:
        """A dated undertaking to the owner, with `more` of the columns of a promise (said, not_promised, warn_at, hold_at).

        An earlier open one of its kind is replaced: neither kept nor broken, for a new date alone is no contact (C32).
        """
        self.must_see(ticket)
        open_one = (promises.c.ticket_id == ticket.id) & (promises.c.kind == kind) & promise_open
        self._connection.execute(update(promises).where(open_one).values(replaced_at=made_at))
        row = {"ticket_id": ticket.id, "estate_id": ticket.estate_id, "staff_id": staff_id, **more}
        self._connection.execute(_PROMISE, row | {"kind": kind, "due_at": due_at, "made_at": made_at})

    def keep_promises(self, ticket: Ticket, at: datetime, *, but: Collection[int] = ()) -> None:
        """The owner heard from a person: what was promised and has not lapsed is kept, `but` for these promises.

        A visit is kept by coming, not by words.
        """
        self.must_see(ticket)
        where = (
            (promises.c.ticket_id == ticket.id)
            & (promises.c.kind != "visit")
            & promise_open
            & promises.c.id.not_in(but)
        )
        self._connection.execute(update(promises).where(where).values(kept_at=at))

    def broken_promises(self, ticket: Ticket) -> int:
        """How many dates that the owner was given were not kept."""
        self.must_see(ticket)
        broken = (promises.c.ticket_id == ticket.id) & promises.c.broken_at.isnot(None)
        return self._connection.execute(select(func.count()).select_from(promises).where(broken)).scalar_one()

    def with_form(self, staff_id: int, form: str) -> list[Ticket]:
        """The tickets, of the newest 200, that one member of staff acted on with a form; the first opened comes first."""
        newest = select(tickets.c.id).where(self._visible).order_by(tickets.c.id.desc()).limit(200)
        acted = (ticket_events.c.staff_id == staff_id) & ticket_events.c.ticket_id.in_(newest)
        rows = self._connection.execute(select(ticket_events.c.ticket_id, ticket_events.c.data).where(acted))
        ids = {row.ticket_id for row in rows if row.data.get("form") == form}
        return self._many(tickets.c.id.in_(ids), limit=len(ids))[::-1] if ids else []

    def sees(self, ticket: Ticket) -> bool:
        """Whether a ticket, as it was read, lies within the scope: the same rule as the questions go by."""
        scope = self._scope
        if isinstance(scope, LineScope):
            return True
        if isinstance(scope, StaffScope):
            return (
                ticket.estate_id in scope.estate_ids
                and ticket.id not in scope.recused
                and (ticket.guard != "senior" or scope.is_senior)
            )
        return ticket.contact_id == scope.contact_id or (
            scope.shares(ticket.unit_id, ticket.opened_at) and not ticket.private
        )

    @property
    def shows_inner(self) -> bool:
        """Whether what staff keep among themselves is this scope's to know."""
        return not isinstance(self._scope, OwnerScope)

    def must_see(self, ticket: Ticket) -> None:
        """Raises LookupError for a ticket from outside the scope: whoever brought it here made a mistake of ours."""
        if not self.sees(ticket):
            raise LookupError(_NO_SUCH)


_NO_SUCH = "there is no such ticket within this scope"


def estates_within(connection: Connection, scope: OwnerScope | StaffScope | LineScope) -> tuple[int, ...]:
    """The estates whose inner records (defects, measures, actions) a scope holds: for owners none, they are staff's own."""
    if isinstance(scope, LineScope):
        return tuple(estate.id for estate in estates.all_of_them(connection))
    return scope.estate_ids if isinstance(scope, StaffScope) else ()


def _visible(scope: OwnerScope | StaffScope | LineScope) -> ColumnElement[bool]:
    if isinstance(scope, LineScope):
        return true()
    if isinstance(scope, StaffScope):
        return _served(scope)
    since_they_live_there = [
        and_(tickets.c.unit_id == home.unit_id, tickets.c.opened_at >= home.since) for home in scope.lived_in
    ]
    shared = and_(or_(false(), *since_they_live_there), tickets.c.private.is_(False))
    return or_(tickets.c.contact_id == scope.contact_id, shared)


def _served(scope: StaffScope) -> ColumnElement[bool]:
    """The tickets of the estates served, without those that complain of this very person (C11), or that wait for seniors."""
    served: ColumnElement[bool] = tickets.c.estate_id.in_(scope.estate_ids) if scope.estate_ids else false()
    if scope.recused:
        served = and_(served, tickets.c.id.not_in(scope.recused))
    return served if scope.is_senior else and_(served, tickets.c.guard != "senior")
