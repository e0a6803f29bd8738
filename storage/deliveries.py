"""The deliveries of notices: fanned out in one statement, fed to the outbox in pieces, counted by household and by account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    func,
    insert,
    literal,
    null,
    select,
    tuple_,
    update,
)

from storage import delivery_ends
from storage.addressing import Terms, addressed, spared_since
from storage.audience import Audience, homes
from storage.base import as_value
from storage.contact_budget import Budget, spent
from storage.contacts import REACHABLE, contacts
from storage.delivery_rows import (
    BESIDE,
    BEST_FIRST,
    GOT_IT,
    NOBODY,
    QUEUED,
    RESERVE,
    SENT,
    WAITING,
    deliveries,
)
from storage.estates import buildings, units
from storage.notices import Notice
from storage.outbox import outbox
from storage.people import persons
from storage.scope import LineScope, StaffScope

#: The columns that are frozen when a notice is sent.
_FROZEN = ("unit_id", "contact_id", "leads", "turn", "state")


@dataclass(frozen=True, slots=True)
class Reach:
    """Households and accounts by what becomes of them. A household stands under the best that happens to one of its accounts."""

    households: dict[str, int]
    contacts: dict[str, int]

    @property
    def reached(self) -> int:
        """The accounts that get a message."""
        return self.contacts.get(WAITING, 0)

    @property
    def addressed(self) -> int:
        """The households that are meant, reached or not."""
        return sum(self.households.values())


@dataclass(frozen=True, slots=True)
class Recipient:
    """A delivery whose turn it is, and where it goes; `earlier` is the channel's id of the bubble that it updates."""

    delivery_id: int
    contact_id: int
    channel: str
    address: str
    language: str | None
    earlier: str | None


@dataclass(frozen=True, slots=True)
class Unreached:
    """A home that a notice did not reach, and why: for the list of doors to knock at."""

    unit_id: int
    building: str
    floor: str
    label: str
    state: str


class Deliveries:
    """The deliveries of the notices in a scope."""

    def __init__(self, connection: Connection, scope: StaffScope | LineScope) -> None:
        self._connection = connection
        self._scope = scope

    def _serves(self, estate_id: int) -> bool:
        return isinstance(self._scope, LineScope) or estate_id in self._scope.estate_ids

    def preview(self, estate_id: int, audience: Audience, terms: Terms) -> Reach:
        """Whom a notice would go to, by the very question that sends it."""
        if not self._serves(estate_id):
            return Reach({}, {})
        return self._reach(addressed(estate_id, audience, terms).subquery("preview"))

    def languages(self, estate_id: int, audience: Audience, terms: Terms) -> dict[str | None, int]:
        """How many accounts would read it in which language; None where nobody said, so that the estate's counts."""
        if not self._serves(estate_id):
            return {}
        found = addressed(estate_id, audience, terms).subquery("preview")
        spoken = func.coalesce(contacts.c.language, persons.c.language).label("language")
        statement = (
            select(spoken, func.count())
            .select_from(found)
            .join(contacts, contacts.c.id == found.c.contact_id)
            .join(persons, persons.c.id == contacts.c.person_id)
            .where(found.c.leads, found.c.state.in_((WAITING, RESERVE)))
            .group_by(spoken)
        )
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def budget_spent(self, estate_id: int, budget: Budget) -> frozenset[int]:
        """The homes of an estate that may not be written to unasked any more."""
        if not self._serves(estate_id):
            return frozenset()
        return frozenset(self._connection.execute(spent(estate_id, budget)).scalars())

    def fan_out(self, notice: Notice, audience: Audience, terms: Terms) -> int:
        """Freezes the audience: one row for each home and account, in one statement whatever their number. Returns how many homes
        are meant.
        """
        if not self._serves(notice.estate_id):
            raise LookupError("there is no such notice within this scope")
        self._keep(notice, addressed(notice.estate_id, audience, terms).subquery("addressed"))
        meant = homes(notice.estate_id, audience, terms.today).subquery("meant")
        return int(self._connection.execute(select(func.count()).select_from(meant)).scalar_one())

    def follow(self, notice: Notice) -> int:
        """The audience of an update or a cancellation: exactly the homes and accounts that got the first of its row. Returns how
        many homes that is.
        """
        if notice.root_id is None or not self._serves(notice.estate_id):
            raise LookupError("there is no such notice within this scope")
        self._keep(notice, _heirs(notice.root_id).subquery("addressed"))
        mine = select(func.count(func.distinct(deliveries.c.unit_id))).where(
            deliveries.c.notice_id == notice.id
        )
        return int(self._connection.execute(mine).scalar_one())

    def still_reached(self, first: Notice) -> Reach:
        """Whom an update or a cancellation of this notice would go to."""
        if not self._serves(first.estate_id):
            return Reach({}, {})
        return self._reach(_heirs(first.id).subquery("heirs"))

    def _keep(self, notice: Notice, found: Any) -> None:
        source = select(literal(notice.id), *(found.c[name] for name in _FROZEN))
        self._connection.execute(insert(deliveries).from_select(["notice_id", *_FROZEN], source))

    def standing(self, notice: Notice) -> dict[str, int]:
        """Accounts by where they stand, without a look at homes: cheap enough to be asked every few seconds of a million."""
        if not self._serves(notice.estate_id):
            return {}
        by_state = select(deliveries.c.state, func.count()).where(deliveries.c.notice_id == notice.id)
        by_state = by_state.group_by(deliveries.c.state)
        found: dict[str, int] = {row[0]: row[1] for row in self._connection.execute(by_state)}
        for row in self._connection.execute(by_state.where(BESIDE)):
            found[row[0]] = max(0, found.get(row[0], 0) - row[1])  # each statement has its own moment
        found.pop(NOBODY, None)
        return {state: count for state, count in found.items() if count}

    def reach(self, notice: Notice) -> Reach:
        """Where it stands now, by households and by accounts."""
        if not self._serves(notice.estate_id):
            return Reach({}, {})
        mine = select(deliveries).where(deliveries.c.notice_id == notice.id).subquery("mine")
        return self._reach(mine)

    def _reach(self, found: Any) -> Reach:
        by_account = select(found.c.state, func.count()).where(found.c.leads).group_by(found.c.state)
        rank = case({state: place for place, state in enumerate(BEST_FIRST)}, value=found.c.state)
        best = select(func.min(rank).label("rank")).group_by(found.c.unit_id).subquery("best")
        by_home = select(best.c.rank, func.count()).group_by(best.c.rank)
        accounts = {row[0]: row[1] for row in self._connection.execute(by_account)}
        accounts.pop(NOBODY, None)
        households = {BEST_FIRST[row[0]]: row[1] for row in self._connection.execute(by_home)}
        return Reach(households, accounts)

    def feed(self, notice: Notice, limit: int, at: datetime, terms: Terms | None = None) -> list[Recipient]:
        """The next that wait, marked as queued; the caller puts their messages into the outbox in the same transaction.

        With `terms` those are left out that have to be spared since the audience was frozen; they stand under the reason.
        """
        if not self._serves(notice.estate_id):
            return []
        statement = (
            _recipients(notice).where(*_waiting(notice), deliveries.c.leads).order_by(*_PLACE).limit(limit)
        )
        found = [as_value(row, Recipient) for row in self._connection.execute(statement).mappings()]
        found = self._still_wanted(notice, found, terms) if terms else found
        self._mark(notice, [one.contact_id for one in found], state=QUEUED, at=at)
        return found

    def _still_wanted(self, notice: Notice, found: list[Recipient], terms: Terms) -> list[Recipient]:
        ids = [one.contact_id for one in found]
        spared = spared_since(self._connection, notice.estate_id, ids, terms)
        for contact_id, reason in spared.items():
            delivery_ends.spare(self._connection, notice.id, contact_id, reason)
        return [one for one in found if one.contact_id not in spared]

    def _mark(self, notice: Notice, contact_ids: Sequence[int], **values: Any) -> None:
        where = (deliveries.c.notice_id == notice.id) & deliveries.c.contact_id.in_(contact_ids)
        if contact_ids:
            self._connection.execute(update(deliveries).where(where).values(values))

    def read_in(self, notice: Notice, recipients: Sequence[Recipient], language: str) -> None:
        """In which language these accounts get it, for the proof."""
        ids = [one.delivery_id for one in recipients]
        theirs = (
            deliveries.c.notice_id + 0 == notice.id
        )  # not by the index of the notice: SQLite would read all of it
        where = deliveries.c.id.in_(ids) & theirs
        if self._serves(notice.estate_id):
            self._connection.execute(update(deliveries).where(where).values(language=language))

    def homes_of(self, notice: Notice, contact_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
        """The addressed homes of some accounts: unit and label, by account."""
        statement = (
            select(deliveries.c.contact_id, units.c.id, units.c.label)
            .join(units, units.c.id == deliveries.c.unit_id)
            .where(deliveries.c.notice_id == notice.id, deliveries.c.contact_id.in_(contact_ids))
            .order_by(units.c.id)
        )
        found: dict[int, list[tuple[int, str]]] = {}
        if self._serves(notice.estate_id):
            for contact_id, unit_id, label in self._connection.execute(statement):
                found.setdefault(contact_id, []).append((unit_id, label))
        return found

    def doors(self, notice: Notice, *, also_unread: bool = False) -> list[Unreached]:
        """The homes it did not reach, or surely reach, by building and floor; with `also_unread` those too of which nobody said
        that they read it.
        """
        if not self._serves(notice.estate_id):
            return []
        arrived = deliveries.c.state == SENT
        settled = arrived & deliveries.c.acknowledged_at.isnot(None) if also_unread else arrived
        rank = func.min(
            case({state: place for place, state in enumerate(BEST_FIRST)}, value=deliveries.c.state)
        )
        statement = (
            select(units.c.id, buildings.c.name, units.c.floor, units.c.label, rank.label("rank"))
            .select_from(deliveries)
            .join(units, units.c.id == deliveries.c.unit_id)
            .join(buildings, buildings.c.id == units.c.building_id)
            .where(deliveries.c.notice_id == notice.id)
            .group_by(units.c.id, buildings.c.name, units.c.floor, units.c.label)
            .having(func.sum(case((settled, 1), else_=0)) == 0)
            .order_by(buildings.c.name, units.c.floor, units.c.label)
        )
        return [
            Unreached(row[0], row[1], row[2], row[3], BEST_FIRST[row[4]])
            for row in self._connection.execute(statement)
        ]

    def read_by(self, notice: Notice) -> int:
        """How many accounts said that they read it. No channel of ours tells by itself that somebody did."""
        where = (
            (deliveries.c.notice_id == notice.id)
            & deliveries.c.leads
            & deliveries.c.acknowledged_at.isnot(None)
        )
        if not self._serves(notice.estate_id):
            return 0
        return int(self._connection.execute(select(func.count()).where(where)).scalar_one())

    def answers(self, notice: Notice) -> dict[str, int]:
        """How many households gave each answer; where several of a household answered, the last one counts."""
        if not self._serves(notice.estate_id):
            return {}
        mine = (deliveries.c.notice_id == notice.id) & deliveries.c.answer.isnot(None)
        newest = select(deliveries.c.unit_id, func.max(deliveries.c.answered_at).label("at")).where(mine)
        last = newest.group_by(deliveries.c.unit_id).subquery("last")
        same = (deliveries.c.unit_id == last.c.unit_id) & (deliveries.c.answered_at == last.c.at)
        statement = select(deliveries.c.answer, func.count(func.distinct(deliveries.c.unit_id))).join(
            last, same
        )
        rows = self._connection.execute(statement.where(mine).group_by(deliveries.c.answer))
        return {row[0]: row[1] for row in rows}

    def hold(self, notice: Notice) -> None:
        """What is queued and did not leave yet waits with the rest again."""
        if self._serves(notice.estate_id):
            delivery_ends.hold(self._connection, notice.id)

    def stop(self, notice: Notice, at: datetime) -> None:
        """Nothing more leaves; what did not is marked as stopped, what may have arrived as unknown."""
        if self._serves(notice.estate_id):
            delivery_ends.stop(self._connection, notice.id, at)

    def is_settled(self, notice: Notice) -> bool:
        """Whether nobody waits and nothing is on its way: one look into the index, which may be asked every second of a million."""
        on_its_way = deliveries.c.state.in_((WAITING, QUEUED))
        look = select(deliveries.c.id).where(deliveries.c.notice_id == notice.id, on_its_way).limit(1)
        return not self._serves(notice.estate_id) or self._connection.execute(look).first() is None

    def unsettled(self, notice: Notice) -> int:
        """How many accounts still wait or are on their way."""
        found = self.standing(notice)
        return found.get(WAITING, 0) + found.get(QUEUED, 0)


#: The columns of the index that a notice is fed by.
_PLACE = (deliveries.c.notice_id, deliveries.c.state, deliveries.c.id)


def _waiting(notice: Notice) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The rows of a notice that wait, as a stretch of that index.

    Said with equal signs, PostgreSQL takes "the first by id" from the primary key, and reads over all that have left to find them.
    """
    first, last = (notice.id, WAITING, 0), (notice.id, WAITING, 2**63 - 1)
    return tuple_(*_PLACE) > first, tuple_(*_PLACE) < last


def _heirs(first_id: int) -> Select[Any]:
    """Whoever got a notice, with what becomes of them now; somebody who blocked us since is kept as such."""
    state = case((contacts.c.state != REACHABLE, contacts.c.state), else_=WAITING)
    return (
        select(
            deliveries.c.unit_id, deliveries.c.contact_id, deliveries.c.leads, literal(0).label("turn"),
            state.label("state"),
        )
        .join(contacts, contacts.c.id == deliveries.c.contact_id)
        .where(deliveries.c.notice_id == first_id, deliveries.c.state.in_(GOT_IT))
    )  # fmt: skip


def _recipients(notice: Notice) -> Select[Any]:
    """Deliveries with the address they go to, and the bubble of the first of their row, which they answer."""
    language = func.coalesce(contacts.c.language, persons.c.language).label("language")
    earlier: Any = null().label("earlier")
    if notice.root_id is not None:
        first = deliveries.alias("first")
        earlier = (
            select(outbox.c.external_id)
            .join(first, first.c.id == outbox.c.delivery_id)
            .where(first.c.notice_id == notice.root_id, first.c.contact_id == deliveries.c.contact_id)
            .where(outbox.c.external_id.isnot(None))
            .limit(1)
            .scalar_subquery()
            .label("earlier")
        )
    return (
        select(
            deliveries.c.id.label("delivery_id"), deliveries.c.contact_id, contacts.c.channel, contacts.c.address,
            language, earlier,
        )
        .join(contacts, contacts.c.id == deliveries.c.contact_id)
        .join(persons, persons.c.id == contacts.c.person_id, isouter=True)
    )  # fmt: skip
