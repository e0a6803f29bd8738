"""Staff, the estates they serve, their one-time sign-in links and their sessions on the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)

from storage.base import Instant, Json, key, metadata, ref

staff = Table(
    "staff",
    metadata,
    key(),
    Column("name", String(120), nullable=False),
    Column("role", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("telegram_id", String(40), unique=True),
    Column("on_duty", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("skills", Json, nullable=False),
    Column("speaks", Json, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("hours", String(11), nullable=False),
)

staff_estates = Table(
    "staff_estates",
    metadata,
    key(),
    ref("staff_id", "staff"),
    ref("estate_id", "estates", index=True),
    UniqueConstraint("staff_id", "estate_id"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    key(),
    ref("staff_id", "staff"),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

sessions = Table(
    "sessions",
    metadata,
    key(),
    ref("staff_id", "staff", index=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

#: What staff may be. An officer is the regular customer officer (L02), an expert belongs to the squad for hard cases (L03);
#: manager, director and executive are the rungs of escalation (C16). A manager may also send notices to a whole estate.
ROLES = (
    "housekeeper", "engineer", "security", "officer", "expert", "manager", "director", "executive", "legal",
)  # fmt: skip

#: How many open tickets somebody can hold, where nothing else was said.
CAPACITY = 40


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff and the estates they serve.

    The roster (C12): `skills` are beginnings of codes ("home.electrical", "public.lift", "complaint"); `speaks` languages
    beside their own; `capacity` the open tickets they can hold; `hours` "HH:MM-HH:MM" in the estate's time, empty for
    whenever they are on duty.
    """

    id: int
    name: str
    role: str
    language: str
    telegram_id: str | None
    on_duty: bool
    estate_ids: tuple[int, ...]
    skills: tuple[str, ...] = ()
    speaks: tuple[str, ...] = ()
    capacity: int = CAPACITY
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `csrf` must come back with every form."""

    staff: Staff
    csrf: str
    expires_at: datetime


#: What is not said of somebody new.
_ROSTER: dict[str, Any] = {"skills": [], "speaks": [], "capacity": CAPACITY, "hours": ""}


def add(connection: Connection, *, estate_ids: tuple[int, ...], **values: Any) -> int:
    """A new member of staff; the Telegram number of somebody who no longer works here may come back with them."""
    row = {"telegram_id": None, "on_duty": True, "active": True, **_ROSTER, **values}
    former = (staff.c.telegram_id == row["telegram_id"]) & ~staff.c.active
    connection.execute(update(staff).where(former).values(telegram_id=None))
    staff_id = int(connection.execute(insert(staff).values(row).returning(staff.c.id)).scalar_one())
    for estate_id in estate_ids:
        connection.execute(insert(staff_estates).values(staff_id=staff_id, estate_id=estate_id))
    return staff_id


def by_id(connection: Connection, staff_id: int) -> Staff | None:
    return next(iter(_found(connection, staff.c.id == staff_id)), None)


def lock(connection: Connection, staff_id: int) -> None:
    """Lets what one member of staff does at the same moment stand in line until the transaction ends."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(name=staff.c.name))


def by_name(connection: Connection, name: str) -> Staff | None:
    return next(iter(_found(connection, staff.c.name == name)), None)


def by_telegram(connection: Connection, telegram_id: str) -> Staff | None:
    return next(iter(_found(connection, staff.c.telegram_id == telegram_id)), None)


def is_former(connection: Connection, telegram_id: str) -> bool:
    """Whether the account is somebody's who no longer works here."""
    where = (staff.c.telegram_id == telegram_id) & ~staff.c.active
    return connection.execute(select(staff.c.id).where(where)).first() is not None


def serving(connection: Connection, estate_id: int) -> list[Staff]:
    """Everybody who serves an estate, in the order they were added."""
    of_estate = select(staff_estates.c.staff_id).where(staff_estates.c.estate_id == estate_id)
    return _found(connection, staff.c.id.in_(of_estate))


def _found(connection: Connection, condition: Any) -> list[Staff]:
    rows = (
        connection.execute(select(staff).where(condition, staff.c.active).order_by(staff.c.id))
        .mappings()
        .all()
    )
    ids = [row["id"] for row in rows]
    links = connection.execute(
        select(staff_estates.c.staff_id, staff_estates.c.estate_id)
        .where(staff_estates.c.staff_id.in_(ids))
        .order_by(staff_estates.c.id)
    ).all()
    return [
        Staff(
            id=row["id"], name=row["name"], role=row["role"], language=row["language"],
            telegram_id=row["telegram_id"], on_duty=row["on_duty"],
            estate_ids=tuple(link.estate_id for link in links if link.staff_id == row["id"]),
            skills=tuple(row["skills"]), speaks=tuple(row["speaks"]), capacity=row["capacity"], hours=row["hours"],
        )
        for row in rows
    ]  # fmt: skip


def change(connection: Connection, staff_id: int, **values: Any) -> None:
    """Keeps new facts of a member of staff: name, role, language, telegram_id, on_duty, active, the roster."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(values))


def add_sign_in(connection: Connection, staff_id: int, token_hash: str, expires_at: datetime) -> None:
    connection.execute(
        insert(sign_ins).values(staff_id=staff_id, token_hash=token_hash, expires_at=expires_at)
    )


def use_sign_in(connection: Connection, token_hash: str, now: datetime) -> Staff | None:
    """Spends a sign-in link; None when it is unknown, used or past its time."""
    spent = connection.execute(
        update(sign_ins)
        .where(sign_ins.c.token_hash == token_hash, sign_ins.c.used_at.is_(None), sign_ins.c.expires_at > now)
        .values(used_at=now)
        .returning(sign_ins.c.staff_id)
    ).first()
    return by_id(connection, spent.staff_id) if spent else None


def open_session(
    connection: Connection, staff_id: int, *, token_hash: str, csrf: str, expires_at: datetime
) -> None:
    connection.execute(
        insert(sessions).values(staff_id=staff_id, token_hash=token_hash, csrf=csrf, expires_at=expires_at)
    )


def session(connection: Connection, token_hash: str, now: datetime) -> Session | None:
    """The session of a browser; None once it ended, or when its owner no longer works here."""
    row = connection.execute(
        select(sessions).where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now)
    ).first()
    who = by_id(connection, row.staff_id) if row else None
    return Session(staff=who, csrf=row.csrf, expires_at=row.expires_at) if row and who else None


def close_session(connection: Connection, token_hash: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))
