"""What points can be used for (K11): an estate's catalogue, and what owners asked for out of it.

Stock is taken by a conditional update, so that the last piece goes to one household.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    insert,
    or_,
    select,
    true,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata, ref
from storage.people import persons
from storage.scope import OwnerScope, StaffScope
from storage.tickets import Tickets

rewards = Table(
    "rewards",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    Column("name", Json, nullable=False),
    Column("price", Integer, nullable=False),
    Column("stock", Integer),
    Column("valid_until", Instant),
    Column("tier", String(12), nullable=False),
    Column("active", Boolean, nullable=False),
    ref("staff_id", "staff"),
    Column("made_at", Instant, nullable=False),
    Column("form_key", String(80), unique=True),
    CheckConstraint("price > 0", name="price"),
    CheckConstraint("stock >= 0", name="stock"),
)

redemptions = Table(
    "redemptions",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("reward_id", "rewards"),
    ref("person_id", "persons"),
    Column("price", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("settled_at", Instant),
    ref("settled_by", "staff", null=True),
    Column("note", Text, nullable=False),
    Index("ix_redemptions_estate_id_state", "estate_id", "state"),
    Index("ix_redemptions_person_id", "person_id"),
)

ASKED, HANDED, CANCELLED = "asked", "handed", "cancelled"


@dataclass(frozen=True, slots=True)
class Reward:
    """One thing in the catalogue. `name` by language; `price` in points; `stock` pieces left, None without end; `tier`: the least
    standing in the club that may have it, "" for everybody; `valid_until` None without end.
    """

    id: int
    estate_id: int
    name: dict[str, str]
    price: int
    stock: int | None
    valid_until: datetime | None
    tier: str
    active: bool


@dataclass(frozen=True, slots=True)
class Redemption:
    """What an owner asked for. `state`: asked, handed (over), cancelled; `note` says why it was cancelled."""

    id: int
    estate_id: int
    reward_id: int
    person_id: int
    price: int
    asked_at: datetime
    state: str
    settled_at: datetime | None
    settled_by: int | None
    note: str


class Rewards:
    """The catalogues within one scope, and what was asked for: an owner's own, that of the estates of a member of staff."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def on_offer(self, estate_id: int, now: datetime) -> list[Reward]:
        """What can be had now, the cheapest first."""
        return self._rewards((rewards.c.estate_id == estate_id) & _on_offer(now))

    def catalogue(self, estate_id: int) -> list[Reward]:
        """All of it, also what is put away; none for an owner."""
        if isinstance(self._scope, OwnerScope):
            return []
        return self._rewards(rewards.c.estate_id == estate_id)

    def by_id(self, reward_id: int) -> Reward | None:
        return next(iter(self._rewards(rewards.c.id == reward_id)), None)

    def add(self, estate_id: int, **values: Any) -> Reward | None:
        """A new thing in the catalogue; None for owners, for an estate out of scope, and for a form that was kept before.

        `values`: name, price, stock, valid_until, tier, made_at, form_key.
        """
        if not isinstance(self._scope, StaffScope) or estate_id not in self._scope.estate_ids:
            return None
        row = {"active": True, "tier": "", **values, "estate_id": estate_id, "staff_id": self._scope.staff_id}
        once = (
            inserting(self._connection, rewards)
            .values(row)
            .on_conflict_do_nothing(index_elements=["form_key"])
        )
        made = self._connection.execute(once.returning(*columns_of(Reward, rewards))).mappings().first()
        return as_value(made, Reward) if made else None

    def change(self, reward: Reward, **values: Any) -> Reward | None:
        """Another name, price, stock, term or standing, or put away; None for owners and out of scope. What was asked for keeps its price.

        None too where a piece was taken since it was read.
        """
        if isinstance(self._scope, OwnerScope):
            return None
        same = rewards.c.stock.is_not_distinct_from(reward.stock)
        here = (rewards.c.id == reward.id) & same & self._own(rewards.c.estate_id)
        changed = update(rewards).where(here).values(values).returning(*columns_of(Reward, rewards))
        row = self._connection.execute(changed).mappings().first()
        return as_value(row, Reward) if row else None

    def ask(self, reward: Reward, person_id: int, price: int, at: datetime) -> Redemption | None:
        """Takes one piece for an owner; None where it is gone, put away, over, priced anew, or for anybody else."""
        if not isinstance(self._scope, OwnerScope) or person_id != self._scope.person_id:
            return None
        here = (
            (rewards.c.id == reward.id)
            & self._own(rewards.c.estate_id)
            & _on_offer(at)
            & (rewards.c.price == price)
        )
        taken = update(rewards).where(here).values(stock=rewards.c.stock - 1)
        if self._connection.execute(taken).rowcount != 1:
            return None
        row = {
            "estate_id": reward.estate_id, "reward_id": reward.id, "person_id": person_id, "price": price, "asked_at": at,
            "state": ASKED, "note": "",
        }  # fmt: skip
        made = insert(redemptions).values(row).returning(*columns_of(Redemption, redemptions))
        return as_value(self._connection.execute(made).mappings().one(), Redemption)

    def settle(self, one: Redemption, state: str, staff_id: int, at: datetime, note: str = "") -> bool:
        """Handed over or cancelled, once; a cancelled piece is in stock again. False where it was settled, for owners, out of scope."""
        if isinstance(self._scope, OwnerScope):
            return False
        still = (
            (redemptions.c.id == one.id) & (redemptions.c.state == ASKED) & self._own(redemptions.c.estate_id)
        )
        values = {"state": state, "settled_by": staff_id, "settled_at": at, "note": note}
        done = self._connection.execute(update(redemptions).where(still).values(values)).rowcount == 1
        if done and state == CANCELLED:
            again = update(rewards).where(rewards.c.id == one.reward_id).values(stock=rewards.c.stock + 1)
            self._connection.execute(again)
        return done

    def redemption(self, redemption_id: int) -> Redemption | None:
        return next(iter(self._asked(redemptions.c.id == redemption_id, 1)), None)

    def of(self, person_id: int, limit: int = 20) -> list[Redemption]:
        """What one person asked for, the last one first."""
        return self._asked(redemptions.c.person_id == person_id, limit)

    def waiting(self, estate_id: int, limit: int = 100) -> list[tuple[Redemption, str, Reward]]:
        """What is to be handed over at an estate, the first asked first, with who asked; none for an owner."""
        if isinstance(self._scope, OwnerScope):
            return []
        here = (redemptions.c.estate_id == estate_id) & (redemptions.c.state == ASKED)
        found = self._asked(here, limit)[::-1]
        names = select(persons.c.id, persons.c.name).where(persons.c.id.in_({one.person_id for one in found}))
        called = {row.id: row.name for row in self._connection.execute(names)}
        pairs = [(one, self.by_id(one.reward_id)) for one in found]
        return [(one, called[one.person_id], reward) for one, reward in pairs if reward]

    def _rewards(self, where: ColumnElement[bool]) -> list[Reward]:
        statement = select(*columns_of(Reward, rewards)).where(where, self._own(rewards.c.estate_id))
        rows = self._connection.execute(statement.order_by(rewards.c.price, rewards.c.id)).mappings()
        return [as_value(row, Reward) for row in rows]

    def _asked(self, where: ColumnElement[bool], limit: int) -> list[Redemption]:
        own = self._own(redemptions.c.estate_id)
        if isinstance(self._scope, OwnerScope):
            own = own & (redemptions.c.person_id == (self._scope.person_id or 0))
        statement = select(*columns_of(Redemption, redemptions)).where(where, own)
        rows = self._connection.execute(statement.order_by(redemptions.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Redemption) for row in rows]

    def _own(self, column: Any) -> ColumnElement[bool]:
        if isinstance(self._scope, StaffScope):
            return column.in_(self._scope.estate_ids)  # type: ignore[no-any-return]
        if isinstance(self._scope, OwnerScope):
            return column == (self._scope.estate_id if self._scope.lived_in else 0)  # type: ignore[no-any-return]
        return true()


def _on_offer(now: datetime) -> ColumnElement[bool]:
    in_stock = or_(rewards.c.stock.is_(None), rewards.c.stock > 0)
    in_time = or_(rewards.c.valid_until.is_(None), rewards.c.valid_until > now)
    return rewards.c.active & in_stock & in_time
