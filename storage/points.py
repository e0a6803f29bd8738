"""The ledger of points (K01-K05, K10): what an owner was given, used, lost and got back; an entry stays as it was written.

The balance is the sum of the entries, and nothing else. Whoever adds an entry holds the person's account first, so that two at the
same moment stand in line; the account also says when the next points lapse, which is what the clock looks for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    select,
    true,
    update,
)

from storage import contacts, conversations, point_triggers
from storage.base import Instant, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.contacts import Contact
from storage.people import WORKING_THERE, Person, live, occupancies, persons
from storage.point_lots import left
from storage.scope import OwnerScope, StaffScope
from storage.tickets import Tickets

points = Table(
    point_triggers.LEDGER,
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("person_id", "persons"),
    Column("rule", String(12), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("ref", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Column("expires_at", Instant),
    ref("reverses", "points", null=True),
    ref("staff_id", "staff", null=True),
    UniqueConstraint("estate_id", "rule", "ref"),
    UniqueConstraint("reverses"),
    CheckConstraint("amount <> 0", name="amount"),
    Index("ix_points_person_id", "person_id"),
)

point_accounts = Table(
    "point_accounts",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("person_id", "persons"),
    Column("next_expiry_at", Instant),
    UniqueConstraint("person_id"),
)
Index(
    "ix_point_accounts_next_expiry_at",
    point_accounts.c.next_expiry_at,
    **only_where(point_accounts.c.next_expiry_at.isnot(None)),
)

#: What points are given for: the four rules of the sources (K01 article, K02 event, K03 referral, K04 suggestion).
CREDITS = ("article", "event", "referral", "suggestion")
REVERSAL, REDEMPTION, EXPIRY = "reversal", "redemption", "expiry"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `rule`: one of CREDITS, redemption, expiry or reversal; `amount` above 0 brings points; `ref` what it is for,
    once a rule and estate; `expires_at` when what is left of it lapses; `reverses` the entry that it takes back; `staff_id` who
    wrote it, None for the line.
    """

    id: int
    estate_id: int
    person_id: int
    rule: str
    amount: int
    reason: str
    ref: str
    at: datetime
    expires_at: datetime | None
    reverses: int | None
    staff_id: int | None


class Points:
    """The ledger within one scope: an owner's own, that of the estates a member of staff serves, all of it for the line."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def person(self, person_id: int) -> Person | None:
        """Whose points they are."""
        statement = select(*columns_of(Person, persons)).where(
            persons.c.id == person_id, self._theirs(persons.c.id)
        )
        row = self._connection.execute(statement.where(self._served(persons.c.estate_id))).mappings().first()
        return as_value(row, Person) if row else None

    def account_of(self, person_id: int) -> Contact | None:
        """The account in which somebody is told of their points: one that can be reached and did not ask for quiet.

        In the language it chose, else the one its chat was led in last, else that of the register.
        """
        person = self.person(person_id)
        if person is None:
            return None
        found = contacts.of_person(self._connection, person_id)
        for one in found:
            if one.state == contacts.REACHABLE and not one.muted:
                chat = conversations.at(self._connection, one.channel, one.address)
                spoken = chat.memory.get("language") if chat else None
                return replace(one, language=one.language or spoken or person.language)
        return None

    def of_home(self, unit_id: int, contact_id: int | None, today: date) -> int | None:
        """Who is given what a household earned: whoever answered for it, where they live there; else its owner, else who lives there
        longest. None where nobody is known; for the line and for staff.
        """
        if isinstance(self._scope, OwnerScope):
            return None
        answered = select(contacts.contacts.c.person_id).where(contacts.contacts.c.id == contact_id)
        there = (occupancies.c.unit_id == unit_id) & occupancies.c.role.not_in(WORKING_THERE) & live(today)
        first = (
            func.coalesce(occupancies.c.person_id == answered.scalar_subquery(), false()).desc(),
            (occupancies.c.role == "owner").desc(),
        )
        statement = select(occupancies.c.person_id).where(there, self._served(occupancies.c.estate_id))
        found = self._connection.execute(statement.order_by(*first, occupancies.c.id).limit(1)).scalar()
        return int(found) if found else None

    def of(self, person_id: int, limit: int | None = None) -> list[Entry]:
        """The entries of one person, the newest first; all of them where no limit is given."""
        return self._many(points.c.person_id == person_id, limit)

    def entry(self, entry_id: int) -> Entry | None:
        return next(iter(self._many(points.c.id == entry_id, 1)), None)

    def credited(self, estate_id: int, rule: str, ref: str) -> Entry | None:
        """The entry that stands for something already."""
        same = (points.c.estate_id == estate_id) & (points.c.rule == rule) & (points.c.ref == ref)
        return next(iter(self._many(same, 1)), None)

    def balance(self, person_id: int) -> int:
        """The sum of the entries; 0 for somebody out of scope."""
        statement = select(func.coalesce(func.sum(points.c.amount), 0)).where(points.c.person_id == person_id)
        return int(self._connection.execute(statement.where(self._mine())).scalar_one())

    def holders(self, estate_id: int, limit: int = 100) -> list[tuple[Person, int]]:
        """Who has points at an estate, the most first, with their balance; for staff."""
        if isinstance(self._scope, OwnerScope):
            return []
        total = func.sum(points.c.amount).label("total")
        statement = (
            select(*columns_of(Person, persons), total)
            .join(points, points.c.person_id == persons.c.id)
            .where(points.c.estate_id == estate_id, self._mine())
            .group_by(*persons.c)
            .having(total > 0)
            .order_by(total.desc(), persons.c.id)
            .limit(limit)
        )
        found = []
        for row in self._connection.execute(statement).mappings():
            values = dict(row)
            found.append((Person(**{name: values[name] for name in Person.__slots__}), int(values["total"])))
        return found

    def earned(self, person_id: int, since: datetime, rules: Collection[str] = CREDITS) -> int:
        """What these rules brought from `since` on, less what was taken back of it; using points takes nothing from it."""
        entries = {one.id: one for one in self.of(person_id)}

        def origin(one: Entry) -> Entry:
            while one.reverses is not None and one.reverses in entries:
                one = entries[one.reverses]
            return one

        begun = [(one, origin(one)) for one in entries.values()]
        return sum(one.amount for one, first in begun if first.rule in rules and first.at >= since)

    def hold(self, person_id: int) -> bool:
        """Takes the person's account for this transaction: whoever else adds an entry waits. False for somebody out of scope."""
        person = self.person(person_id)
        if person is None:
            return False
        row: dict[str, Any] = {"estate_id": person.estate_id, "person_id": person_id}
        held = inserting(self._connection, point_accounts).values(row)
        same = {"estate_id": person.estate_id}
        self._connection.execute(held.on_conflict_do_update(index_elements=["person_id"], set_=same))
        return True

    def credit(
        self, person_id: int, *, rule: str, amount: int, expires_at: datetime, **values: Any
    ) -> Entry | None:
        """Points for one of the four rules; None where what it is for was credited before, or out of scope. Owners credit nothing.

        `values`: reason, ref, at, staff_id. Raises ValueError for an amount that is not above 0, and for another rule.
        """
        if amount <= 0 or rule not in CREDITS:
            raise ValueError("a credit is above 0, for one of the four rules")
        if isinstance(self._scope, OwnerScope) or not self.hold(person_id):
            return None
        return self._add(person_id, rule=rule, amount=amount, expires_at=expires_at, **values)

    def spend(
        self, person_id: int, amount: int, *, reason: str, ref: str, at: datetime, lapsed: str
    ) -> Entry | None:
        """Uses points for a reward; None where there are not so many, where it was done before, or out of scope. Staff use nobody's.

        What has lapsed by then is taken out first, with the reason `lapsed`: when the clock came makes no difference.
        """
        if amount <= 0:
            raise ValueError("what is used is above 0")
        if isinstance(self._scope, StaffScope) or not self.hold(person_id):
            return None
        self._expire(person_id, at, lapsed)
        if self.balance(person_id) < amount:
            return None
        return self._add(person_id, rule=REDEMPTION, amount=-amount, reason=reason, ref=ref, at=at)

    def reverse(
        self, entry: Entry, *, reason: str, at: datetime, expires_at: datetime, staff_id: int | None = None
    ) -> Entry | None:
        """Takes an entry back, once, with the reason; None where it was, where nothing of it is left to take, or out of scope.

        Of a credit at most what is there: not what has lapsed of it, and never more than the balance. What comes back to the
        owner lapses at `expires_at`. What lapsed stays lapsed, and a reward that was cancelled stays cancelled.
        """
        known = self.entry(entry.id)
        if isinstance(self._scope, OwnerScope) or known is None or not self.hold(known.person_id):
            return None
        amount = self._to_take_back(known)
        if amount == 0 or not reason.strip():
            return None
        term = expires_at if amount > 0 else None
        return self._add(
            known.person_id, rule=REVERSAL, amount=amount, reason=reason, ref=f"entry:{known.id}", at=at, expires_at=term,
            reverses=known.id, staff_id=staff_id,
        )  # fmt: skip

    def _to_take_back(self, entry: Entry) -> int:
        if entry.amount < 0:
            return 0 if entry.rule == EXPIRY else -entry.amount
        before = self.entry(entry.reverses) if entry.reverses else None
        if before and before.rule == REDEMPTION:
            return 0
        lapsed = self.credited(entry.estate_id, EXPIRY, f"entry:{entry.id}")
        there = entry.amount + (lapsed.amount if lapsed else 0)
        return -min(there, self.balance(entry.person_id))

    def expire(self, person_id: int, at: datetime, reason: str) -> list[Entry]:
        """What has lapsed by then, an entry for each credit that something was left of; for the line."""
        if isinstance(self._scope, OwnerScope) or not self.hold(person_id):
            return []
        found = self._expire(person_id, at, reason)
        self._keep_next(person_id)
        return found

    def _expire(self, person_id: int, at: datetime, reason: str) -> list[Entry]:
        entries = self.of(person_id)
        rest, terms = left(entries), {one.id: one.expires_at for one in entries}
        lapsed = [(term, lot) for lot in rest if (term := terms[lot]) is not None and term <= at]
        made = [
            self._add(person_id, rule=EXPIRY, amount=-rest[lot], reason=reason, ref=f"entry:{lot}", at=at)
            for _, lot in sorted(lapsed)
        ]
        return [one for one in made if one]

    def _add(self, person_id: int, **values: Any) -> Entry | None:
        """An entry, under the account's lock; None where the rule stands for the same already."""
        person = self.person(person_id)
        assert person is not None
        row = {"staff_id": None, "expires_at": None, "reverses": None, **values}
        row |= {"person_id": person_id, "estate_id": person.estate_id}
        once = inserting(self._connection, points).values(row).on_conflict_do_nothing()
        found = self._connection.execute(once.returning(*columns_of(Entry, points))).mappings().first()
        self._keep_next(person_id)
        return as_value(found, Entry) if found else None

    def _keep_next(self, person_id: int) -> None:
        """The account says when the next points lapse."""
        entries = self.of(person_id)
        rest = left(entries)
        terms = [one.expires_at for one in entries if one.id in rest and one.expires_at]
        here = point_accounts.c.person_id == person_id
        self._connection.execute(
            update(point_accounts).where(here).values(next_expiry_at=min(terms, default=None))
        )

    def _many(self, where: ColumnElement[bool], limit: int | None) -> list[Entry]:
        statement = select(*columns_of(Entry, points)).where(where, self._mine())
        rows = self._connection.execute(statement.order_by(points.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Entry) for row in rows]

    def _mine(self) -> ColumnElement[bool]:
        return self._theirs(points.c.person_id) & self._served(points.c.estate_id)

    def _theirs(self, column: Any) -> ColumnElement[bool]:
        return column == (self._scope.person_id or 0) if isinstance(self._scope, OwnerScope) else true()

    def _served(self, column: Any) -> ColumnElement[bool]:
        return column.in_(self._scope.estate_ids) if isinstance(self._scope, StaffScope) else true()


def claim_lapsing(connection: Connection, now: datetime, limit: int = 100) -> list[tuple[int, int]]:
    """The persons some of whose points lapse now, each claimed once, with their estate: (estate, person)."""
    due = select(point_accounts.c.id).where(point_accounts.c.next_expiry_at <= now)
    due = due.order_by(point_accounts.c.next_expiry_at).limit(limit)
    claimed = update(point_accounts).where(
        point_accounts.c.id.in_(due), point_accounts.c.next_expiry_at <= now
    )
    columns = (point_accounts.c.estate_id, point_accounts.c.person_id)
    rows = connection.execute(claimed.values(next_expiry_at=None).returning(*columns))
    return [(row.estate_id, row.person_id) for row in rows]
