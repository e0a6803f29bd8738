"""The owners' club (K09), the groups that headquarters put somebody into (K08), and notes on a relationship by consent (K13, M11).

Whoever joined can leave; the card keeps its number. Nothing here is read by anything that handles a ticket.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)

from storage.base import Instant, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.people import persons
from storage.scope import LineScope, OwnerScope, StaffScope
from storage.tickets import Tickets

club_members = Table(
    "club_members",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    ref("person_id", "persons"),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    UniqueConstraint("person_id"),
)

person_groups = Table(
    "person_groups",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    ref("person_id", "persons"),
    Column("name", String(12), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("set_at", Instant, nullable=False),
    ref("set_by", "staff"),
    Column("ended_at", Instant),
    ref("ended_by", "staff", null=True),
)
Index(
    "uq_person_groups_person_id_name", person_groups.c.person_id, person_groups.c.name, unique=True,
    **only_where(person_groups.c.ended_at.is_(None)),
)  # fmt: skip

relationship_consents = Table(
    "relationship_consents",
    metadata,
    key(),
    ref("person_id", "persons"),
    Column("given_at", Instant, nullable=False),
    UniqueConstraint("person_id"),
)

relationship_notes = Table(
    "relationship_notes",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("person_id", "persons", index=True),
    Column("kind", String(12), nullable=False),
    Column("note", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("at", Instant, nullable=False),
    ref("staff_id", "staff"),
)

#: A fan, a key customer, an experience officer (K08).
GROUPS = ("fan", "key", "officer")

#: Retention, related sales, referral, recovery: the 4 R's (K13).
KINDS = ("retention", "related", "referral", "recovery")


@dataclass(frozen=True, slots=True)
class Member:
    """A card of the club; its id is its number. `left_at` None while the person is a member."""

    id: int
    estate_id: int
    person_id: int
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group somebody was put into: one of GROUPS, what for, by whom."""

    id: int
    estate_id: int
    person_id: int
    name: str
    purpose: str
    set_at: datetime
    set_by: int


@dataclass(frozen=True, slots=True)
class Note:
    """A fact of the relationship: one of KINDS, in words, with what it is kept for."""

    id: int
    estate_id: int
    person_id: int
    kind: str
    note: str
    purpose: str
    at: datetime
    staff_id: int


class Club:
    """Within one scope: an owner's own card and consent, the members of the estates of a member of staff."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def card(self, person_id: int) -> Member | None:
        """The card of somebody, also of one who left."""
        statement = select(*columns_of(Member, club_members)).where(club_members.c.person_id == person_id)
        row = self._connection.execute(statement.where(self._mine(club_members))).mappings().first()
        return as_value(row, Member) if row else None

    def is_member(self, person_id: int) -> bool:
        found = self.card(person_id)
        return found is not None and found.left_at is None

    def join(self, at: datetime) -> Member | None:
        """The owner joins, or comes back under the same number; None for anybody else: nobody is enrolled by others."""
        who = self._scope
        if not isinstance(who, OwnerScope) or not who.person_id or not who.lived_in:
            return None
        row = {"estate_id": who.estate_id, "person_id": who.person_id, "joined_at": at, "left_at": None}
        made = inserting(self._connection, club_members).values(row)
        again = made.on_conflict_do_update(
            index_elements=["person_id"],
            set_={"joined_at": at, "left_at": None},
            where=club_members.c.left_at.isnot(None),
        )
        self._connection.execute(again)
        return self.card(who.person_id)

    def leave(self, at: datetime) -> bool:
        """The owner leaves; False for whoever is no member."""
        if not isinstance(self._scope, OwnerScope) or not self._scope.person_id:
            return False
        own = (club_members.c.person_id == self._scope.person_id) & club_members.c.left_at.is_(None)
        return self._connection.execute(update(club_members).where(own).values(left_at=at)).rowcount == 1

    def members(self, estate_id: int, limit: int = 200) -> list[tuple[Member, str]]:
        """The members of an estate, the newest first, with their names; none for owners."""
        if isinstance(self._scope, OwnerScope):
            return []
        statement = (
            select(*columns_of(Member, club_members), persons.c.name)
            .join(persons, persons.c.id == club_members.c.person_id)
            .where(
                club_members.c.estate_id == estate_id,
                club_members.c.left_at.is_(None),
                self._mine(club_members),
            )
            .order_by(club_members.c.joined_at.desc(), club_members.c.id.desc())
            .limit(limit)
        )
        found = []
        for row in self._connection.execute(statement).mappings():
            values = dict(row)
            name = str(values.pop("name"))
            found.append((Member(**values), name))
        return found

    def groups(self, person_id: int) -> list[Group]:
        """The groups somebody is in; an owner is told their own."""
        here = (person_groups.c.person_id == person_id) & person_groups.c.ended_at.is_(None)
        statement = select(*columns_of(Group, person_groups)).where(here, self._mine(person_groups))
        return [
            as_value(row, Group)
            for row in self._connection.execute(statement.order_by(person_groups.c.id)).mappings()
        ]

    def put_into(self, person_id: int, name: str, purpose: str, at: datetime) -> bool:
        """Puts somebody into a group; False where they are in it, for owners and for people out of scope."""
        estate_id = self._estate_of(person_id)
        if not isinstance(self._scope, StaffScope) or estate_id is None:
            return False
        if any(one.name == name for one in self.groups(person_id)):
            return False
        row = {"estate_id": estate_id, "person_id": person_id, "name": name, "purpose": purpose}
        row |= {"set_at": at, "set_by": self._scope.staff_id}
        self._connection.execute(insert(person_groups).values(row))
        return True

    def take_out(self, group: Group, at: datetime) -> bool:
        """Ends it; False where it has ended, for owners and out of scope."""
        if not isinstance(self._scope, StaffScope):
            return False
        still = (
            (person_groups.c.id == group.id) & person_groups.c.ended_at.is_(None) & self._mine(person_groups)
        )
        values = {"ended_at": at, "ended_by": self._scope.staff_id}
        return self._connection.execute(update(person_groups).where(still).values(values)).rowcount == 1

    def consents(self, person_id: int) -> bool:
        """Whether the person said that such notes may be kept."""
        if self._estate_of(person_id) is None:
            return False
        known = select(relationship_consents.c.id).where(relationship_consents.c.person_id == person_id)
        return self._connection.execute(known).first() is not None

    def consent(self, at: datetime, *, given: bool) -> bool:
        """The owner's own word. Taken back, every note is deleted at once. False for anybody else."""
        who = self._scope
        if not isinstance(who, OwnerScope) or not who.person_id:
            return False
        if given:
            made = inserting(self._connection, relationship_consents).values(
                person_id=who.person_id, given_at=at
            )
            self._connection.execute(made.on_conflict_do_nothing(index_elements=["person_id"]))
            return True
        for table in (relationship_notes, relationship_consents):
            self._connection.execute(delete(table).where(table.c.person_id == who.person_id))
        return True

    def note(self, person_id: int, kind: str, note: str, purpose: str, at: datetime) -> bool:
        """Keeps a fact; False without the person's consent, for owners and out of scope."""
        estate_id = self._estate_of(person_id)
        if not isinstance(self._scope, StaffScope) or estate_id is None or not self.consents(person_id):
            return False
        row = {"estate_id": estate_id, "person_id": person_id, "kind": kind, "note": note, "purpose": purpose}
        self._connection.execute(
            insert(relationship_notes).values(row | {"at": at, "staff_id": self._scope.staff_id})
        )
        return True

    def notes(self, person_id: int) -> list[Note]:
        """What is kept of somebody, the newest first; an owner may read their own."""
        here = (relationship_notes.c.person_id == person_id) & self._mine(relationship_notes)
        statement = select(*columns_of(Note, relationship_notes)).where(here)
        rows = self._connection.execute(statement.order_by(relationship_notes.c.id.desc())).mappings()
        return [as_value(row, Note) for row in rows]

    def _estate_of(self, person_id: int) -> int | None:
        """The estate of a person within the scope."""
        statement = select(persons.c.estate_id).where(persons.c.id == person_id)
        found = self._connection.execute(statement).scalar()
        if isinstance(self._scope, OwnerScope):
            return found if person_id == self._scope.person_id else None
        if isinstance(self._scope, StaffScope):
            return found if found in self._scope.estate_ids else None
        return found

    def _mine(self, table: Any) -> ColumnElement[bool]:
        match self._scope:
            case OwnerScope(person_id=own):
                return table.c.person_id == (own or 0)  # type: ignore[no-any-return]
            case StaffScope(estate_ids=served):
                return table.c.estate_id.in_(served)  # type: ignore[no-any-return]
            case LineScope():
                return table.c.id > 0  # type: ignore[no-any-return]
