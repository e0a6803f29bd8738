"""Homes that stand empty for a while (H07): who may know of it, what guards find on their rounds, and that it is gone afterwards.

An absence is the most dangerous thing a household can tell. It is seen by that household and by the guards, housekeepers and
managers of its estate; every look at the list is kept. Once it is over the row is deleted with everything that hangs on it, the
words in the inbox and the outbox too; a count of the month is all that stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    case,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from storage import absence_leftovers as leftovers
from storage import contacts, estates, people, residue
from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.estates import Unit
from storage.scope import LineScope, OwnerScope, StaffScope
from storage.staff import staff
from storage.tickets import Tickets

absences = Table(
    "absences",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("unit_id", "units", index=True),
    ref("contact_id", "contacts", null=True),
    ref("staff_id", "staff", null=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("note", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ask_at", Instant),
    Column("erase_at", Instant),
    Column("turns", Json, nullable=False),
    Column("form_key", String(80), unique=True),
    Index("ix_absences_estate_id_starts_on", "estate_id", "starts_on"),
)
Index("ix_absences_ask_at", absences.c.ask_at, **only_where(absences.c.ask_at.isnot(None)))
Index("ix_absences_erase_at", absences.c.erase_at, **only_where(absences.c.erase_at.isnot(None)))

absence_checks = Table(
    "absence_checks",
    metadata,
    key(),
    ref("absence_id", "absences"),
    Column("day", Date, nullable=False),
    ref("staff_id", "staff"),
    Column("at", Instant, nullable=False),
    Column("note", Text, nullable=False),
    Column("wrong", Boolean, nullable=False),
    UniqueConstraint("absence_id", "day"),
)

absence_looks = Table(
    "absence_looks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("staff_id", "staff"),
    Column("at", Instant, nullable=False),
    Column("homes", Integer, nullable=False),
    Index("ix_absence_looks_estate_id_at", "estate_id", "at"),
)

absence_totals = Table(
    "absence_totals",
    metadata,
    key(),
    ref("estate_id", "estates"),
    Column("month", String(7), nullable=False),
    Column("absences", Integer, nullable=False),
    Column("checked_days", Integer, nullable=False),
    Column("wrong_days", Integer, nullable=False),
    UniqueConstraint("estate_id", "month"),
)

#: The roles that may know which homes are empty: who walks the rounds, who keeps the house, who answers for both.
WATCHERS = ("security", "housekeeper", "manager")

#: How long after an absence is deleted what was under way then is blanked; how long a question stays open; how long what tells of
#: the deletion can be read.
_UNDER_WAY, _QUESTION, _READ = timedelta(minutes=10), timedelta(hours=25), timedelta(days=3)

#: How long until a deletion that failed is tried again.
_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """A home that is empty from `starts_on` to `ends_on`, both days included, in the estate's calendar; `ends_on` None: nobody knows yet.

    `note` is what the household wrote for whoever looks after the home, `language` the one they are written to in (empty: not known); `contact_id` who told us in a chat, `staff_id` who noted it
    for them. `ask_at`: when the household is asked whether it is still away; `erase_at`: when the row is deleted.
    """

    id: int
    estate_id: int
    unit_id: int
    contact_id: int | None
    staff_id: int | None
    starts_on: date
    ends_on: date | None
    note: str
    language: str
    created_at: datetime
    ask_at: datetime | None
    erase_at: datetime | None

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Check:
    """One day's look at the home: by whom, when last, what was noted, and whether anything was wrong."""

    absence_id: int
    day: date
    staff_name: str
    at: datetime
    note: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened the list of empty homes: who, when, and how many it named."""

    staff_name: str
    at: datetime
    homes: int


@dataclass(frozen=True, slots=True)
class Total:
    """What is left of the absences that ended in a month ("2026-07"): numbers alone."""

    month: str
    absences: int
    checked_days: int
    wrong_days: int


class Absences:
    """The absences within one scope: a household's own; those of their estates for guards, housekeepers and managers; no others'."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def announce(
        self,
        unit: Unit,
        *,
        starts_on: date,
        ends_on: date | None,
        at: datetime,
        turn: str = "",
        **values: Any,
    ) -> Absence | None:
        """The home will be empty; None for a form that was kept before. Raises LookupError for a home outside the scope."""
        if not self._reaches(unit):
            raise LookupError("there is no such home within this scope")
        owner = self._scope.contact_id if isinstance(self._scope, OwnerScope) else None
        helper = self._scope.staff_id if isinstance(self._scope, StaffScope) else None
        row = {
            "note": "", "language": "", "ask_at": None, "erase_at": None, "turns": self._turned(turn), "form_key": None, **values, "estate_id": unit.estate_id,
            "unit_id": unit.id, "contact_id": owner, "staff_id": helper, "starts_on": starts_on, "ends_on": ends_on, "created_at": at,
        }  # fmt: skip
        statement = inserting(self._connection, absences).values(row)
        kept = statement.on_conflict_do_nothing(index_elements=["form_key"]).returning(*_COLUMNS)
        found = self._connection.execute(kept).mappings().first()
        return as_value(found, Absence) if found else None

    def by_id(self, absence_id: int) -> Absence | None:
        return next(iter(self._many(absences.c.id == absence_id)), None)

    def of_unit(self, unit_id: int) -> list[Absence]:
        """Every absence of a home that is not over, the first one first."""
        return self._many(absences.c.unit_id == unit_id)

    def on(self, estate_id: int, day: date) -> list[Absence]:
        """The homes of an estate that are empty on a day."""
        runs = (absences.c.starts_on <= day) & (absences.c.ends_on.is_(None) | (absences.c.ends_on >= day))
        return self._many((absences.c.estate_id == estate_id) & runs)

    def change(self, absence: Absence, *, turn: str = "", **values: Any) -> Absence | None:
        """Changes an absence that still stands; None when it is over, or outside the scope. `turn`: where the words came in."""
        where = (absences.c.id == absence.id) & self._visible()
        known = self._connection.execute(select(absences.c.turns).where(where)).scalar()
        if known is None:
            return None
        values |= {"turns": [*known, *self._turned(turn)]}
        statement = update(absences).where(where).values(values).returning(*_COLUMNS)
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Absence) if row else None

    def check(self, absence: Absence, day: date, *, at: datetime, note: str, wrong: bool) -> bool:
        """Somebody of the watch looked at the home: one line a day, the last word counts, and what was wrong stays wrong.

        False for whoever is no watcher of this estate.
        """
        if not isinstance(self._scope, StaffScope) or self.by_id(absence.id) is None:
            return False
        row = {
            "absence_id": absence.id,
            "day": day,
            "staff_id": self._scope.staff_id,
            "at": at,
            "note": note,
            "wrong": wrong,
        }
        statement = inserting(self._connection, absence_checks).values(row)
        before = absence_checks.c
        latest = {
            "staff_id": self._scope.staff_id, "at": at, "wrong": or_(before.wrong, statement.excluded.wrong),
            "note": case(
                (before.note == statement.excluded.note, before.note),
                else_=func.trim(before.note + "\n" + statement.excluded.note, "\n"),
            ),
        }  # fmt: skip
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["absence_id", "day"], set_=latest)
        )
        return True

    def checks(self, absence: Absence) -> list[Check]:
        """What was found on the rounds, the last day first."""
        if self.by_id(absence.id) is None:
            return []
        return self._checks(absence_checks.c.absence_id == absence.id)

    def checks_on(self, found: Sequence[Absence], day: date) -> dict[int, Check]:
        """The day's checks of several absences, by the absence's id."""
        ids = [one.id for one in self._many(absences.c.id.in_([one.id for one in found]))]
        where = absence_checks.c.absence_id.in_(ids) & (absence_checks.c.day == day)
        return {check.absence_id: check for check in self._checks(where)}

    def look(self, estate_id: int, at: datetime, homes: int) -> None:
        """Keeps that somebody looked. Raises LookupError for whoever may not."""
        if not isinstance(self._scope, StaffScope) or not self._watches(estate_id):
            raise LookupError("there is no such list within this scope")
        values = {"estate_id": estate_id, "staff_id": self._scope.staff_id, "at": at, "homes": homes}
        self._connection.execute(insert(absence_looks).values(values))

    def looks(self, estate_id: int, limit: int = 50) -> list[Look]:
        """Who looked at the list, the last one first; for managers, who answer for it."""
        if not self._watches(estate_id) or getattr(self._scope, "role", "manager") != "manager":
            return []
        return self._looks(absence_looks.c.estate_id == estate_id, limit)

    def looks_at(self, absence: Absence) -> list[Look]:
        """Who looked at the list while it named this home: what the household may know."""
        if self.by_id(absence.id) is None:
            return []
        where = (absence_looks.c.estate_id == absence.estate_id) & (absence_looks.c.at >= absence.created_at)
        return self._looks(where & (absence_looks.c.homes > 0), 200)

    def contact_of(self, absence: Absence, today: date) -> contacts.Contact | None:
        """Whom to write to about the home: who told us, while they still live there; else the home's only account.

        Whoever came to live there after it was announced is told nothing of it.
        """
        if self.by_id(absence.id) is None:
            return None
        of_home = contacts.of_unit(self._connection, absence.unit_id, today, lived_at=absence.created_at)
        told = next((one for one in of_home if one.id == absence.contact_id), None)
        return told or (of_home[0] if len(of_home) == 1 else None)

    def erase(self, absence: Absence, at: datetime) -> bool:
        """Deletes an absence, its checks, and the words it came with; a count of the month stays. False when it is gone already.

        Only the household, the estate's watchers and the line can do it; to everybody else it does not exist.
        """
        where = (absences.c.id == absence.id) & self._visible()
        row = self._connection.execute(select(absences).where(where).with_for_update()).mappings().first()
        if row is None:
            return False
        mine = absence_checks.c.absence_id == absence.id
        days = self._connection.execute(select(absence_checks.c.wrong).where(mine)).scalars().all()
        self._connection.execute(delete(absence_checks).where(mine))
        self._connection.execute(delete(absences).where(absences.c.id == absence.id))
        self._count(absence.estate_id, f"{at:%Y-%m}", len(days), sum(days))
        self._take_words_away(absence, [residue.Turned(**one) for one in row["turns"]], at)
        return True

    def _take_words_away(self, absence: Absence, turns: list[residue.Turned], at: datetime) -> None:
        """At once what has been sent; later what is under way now, this very turn among it."""
        today = estates.day_in(self._connection, absence.estate_id, at)
        of_home = contacts.of_unit(self._connection, absence.unit_id, today, lived_at=absence.created_at)
        chats = {(one.channel, one.address) for one in of_home} | {(one.channel, one.chat) for one in turns}
        for turned in turns:
            residue.blank(self._connection, turned)
        for channel, chat in chats:
            leftovers.blank_buttons(self._connection, channel, chat, absence.id)
        again = [
            *dict.fromkeys(turns),
            *(residue.Turned(channel, chat, "") for channel, chat in sorted(chats)),
        ]
        leftovers.keep(self._connection, again, at + _UNDER_WAY, absence.id)

    def asked(self, turn: str, at: datetime) -> None:
        """Words that came in before anything was noted: unless it is noted, they are gone when the question is over."""
        turns = [residue.Turned(**one) for one in self._turned(turn)]
        leftovers.keep(self._connection, turns, at + _QUESTION)

    def told(self, contact: contacts.Contact, turn: str, at: datetime) -> None:
        """The line told an account that its absence is over: what it said is gone after days, time enough to be read."""
        if isinstance(self._scope, LineScope):
            turned = residue.Turned(contact.channel, contact.address, turn)
            leftovers.keep(self._connection, [turned], at + _READ)

    def end_of_empty(self, unit: Unit, today: date, at: datetime) -> None:
        """Deletes what stands for a home that its last occupant has left: nobody is left whom it could concern."""
        if not any(home.unit_id == unit.id for home in getattr(self._scope, "lived_in", ())):
            return
        if not people.anybody_lives_in(self._connection, unit.id, today):
            for one in self.of_unit(unit.id):
                self.erase(one, at)

    def totals(self, estate_id: int) -> list[Total]:
        """The numbers of each month, the last one first."""
        if not self._watches(estate_id):
            return []
        statement = select(*columns_of(Total, absence_totals)).where(absence_totals.c.estate_id == estate_id)
        rows = self._connection.execute(statement.order_by(absence_totals.c.month.desc())).mappings()
        return [as_value(row, Total) for row in rows]

    def _count(self, estate_id: int, month: str, checked: int, wrong: int) -> None:
        row = {
            "estate_id": estate_id,
            "month": month,
            "absences": 1,
            "checked_days": checked,
            "wrong_days": wrong,
        }
        statement = inserting(self._connection, absence_totals).values(row)
        more = {
            name: absence_totals.c[name] + row[name] for name in ("absences", "checked_days", "wrong_days")
        }
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["estate_id", "month"], set_=more)
        )

    def _turned(self, turn: str) -> list[dict[str, str]]:
        """The turn in which an owner's words came in, with their chat: what must be blanked when it is over."""
        asking = self._scope.contact_id if isinstance(self._scope, OwnerScope) and turn else None
        contact = contacts.by_id(self._connection, asking) if asking else None
        return [{"channel": contact.channel, "chat": contact.address, "turn_id": turn}] if contact else []

    def _reaches(self, unit: Unit) -> bool:
        if isinstance(self._scope, OwnerScope):
            return any(home.unit_id == unit.id for home in self._scope.lived_in)
        return self._watches(unit.estate_id)

    def _watches(self, estate_id: int) -> bool:
        if isinstance(self._scope, StaffScope):
            return self._scope.role in WATCHERS and estate_id in self._scope.estate_ids
        return isinstance(self._scope, LineScope)

    def _visible(self) -> ColumnElement[bool]:
        match self._scope:
            case LineScope():
                return true()
            case StaffScope(_, role, estate_ids):
                return absences.c.estate_id.in_(estate_ids) if role in WATCHERS else false()
            case OwnerScope():
                since = [
                    and_(absences.c.unit_id == home.unit_id, absences.c.created_at >= home.since)
                    for home in self._scope.lived_in
                ]
                return or_(false(), *since)

    def _many(self, where: ColumnElement[bool]) -> list[Absence]:
        statement = select(*_COLUMNS).where(where, self._visible())
        rows = self._connection.execute(
            statement.order_by(absences.c.starts_on, absences.c.id).limit(2000)
        ).mappings()
        return [as_value(row, Absence) for row in rows]

    def _checks(self, where: ColumnElement[bool]) -> list[Check]:
        own = [absence_checks.c[name].label(name) for name in ("absence_id", "day", "at", "note", "wrong")]
        joined = absence_checks.join(staff, staff.c.id == absence_checks.c.staff_id)
        statement = select(*own, staff.c.name.label("staff_name")).select_from(joined).where(where)
        rows = self._connection.execute(statement.order_by(absence_checks.c.day.desc())).mappings()
        return [as_value(row, Check) for row in rows]

    def _looks(self, where: ColumnElement[bool], limit: int) -> list[Look]:
        joined = absence_looks.join(staff, staff.c.id == absence_looks.c.staff_id)
        columns = (staff.c.name.label("staff_name"), absence_looks.c.at, absence_looks.c.homes)
        statement = select(*columns).select_from(joined).where(where)
        rows = self._connection.execute(statement.order_by(absence_looks.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Look) for row in rows]


_COLUMNS = columns_of(Absence, absences)


def claim_asking(
    connection: Connection, now: datetime, erase_at: datetime, limit: int = 100
) -> list[Absence]:
    """Absences without an end whose household is to be asked now, each once; unless it answers, they are deleted at `erase_at`."""
    due = select(absences.c.id).where(absences.c.ask_at <= now).order_by(absences.c.ask_at).limit(limit)
    statement = update(absences).where(absences.c.id.in_(due), absences.c.ask_at <= now)
    return _taken(connection, statement.values(ask_at=None, erase_at=erase_at))


def claim_over(connection: Connection, now: datetime, limit: int = 100) -> list[Absence]:
    """Absences that are to be deleted now. One whose deletion fails is claimed again within the hour."""
    due = select(absences.c.id).where(absences.c.erase_at <= now).order_by(absences.c.erase_at).limit(limit)
    statement = update(absences).where(absences.c.id.in_(due), absences.c.erase_at <= now)
    return _taken(connection, statement.values(erase_at=now + _AGAIN))


def _taken(connection: Connection, statement: Any) -> list[Absence]:
    rows = connection.execute(statement.returning(*_COLUMNS)).mappings().all()
    return [as_value(row, Absence) for row in rows]
