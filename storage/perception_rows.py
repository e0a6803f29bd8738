"""The rows of what households noticed: the days that were drawn, and the one question a home was asked (I14).

No member of staff and no ticket stands in any of it: who did a visit can be neither asked for nor counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Column, Date, Float, Index, Integer, String, Table, UniqueConstraint

from storage.base import Instant, key, metadata, only_where, ref

#: A day of an estate that was drawn: `touched` homes had a visit or a repair, `drawn` of them were drawn by `seed` and `share`.
perception_draws = Table(
    "perception_draws",
    metadata,
    key(),
    ref("estate_id", "estates"),
    Column("day", Date, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("seed", String(120), nullable=False),
    Column("share", Float, nullable=False),
    Column("touched", Integer, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("estate_id", "day"),
    Index("ix_perception_draws_estate_id_ends", "estate_id", "ends"),
)

perception_checks = Table(
    "perception_checks",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("unit_id", "units"),
    ref("contact_id", "contacts", null=True),
    Column("language", String(8), nullable=False),
    Column("day", Date, nullable=False),
    Column("touch_point", String(20), nullable=False),
    Column("item", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("happened_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", String(12), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("expires_at", Instant),
    Column("answer", String(8), nullable=False),
    Column("answered_at", Instant),
    UniqueConstraint("estate_id", "day", "unit_id"),
    Index("ix_perception_checks_estate_id_sent_at", "estate_id", "sent_at"),
    Index("ix_perception_checks_unit_id_sent_at", "unit_id", "sent_at"),
    Index("ix_perception_checks_contact_id_sent_at", "contact_id", "sent_at"),
)

WAITING, SENT, CALLING, ANSWERED, WITHHELD, DECLINED = (
    "waiting", "sent", "calling", "answered", "withheld", "declined",
)  # fmt: skip
waits = perception_checks.c.state == WAITING
Index("ix_perception_checks_due_at", perception_checks.c.due_at, **only_where(waits))
#: What a household may answer: it was so, it was not, or nobody looked.
ANSWERS = ("yes", "no", "unseen")


@dataclass(frozen=True, slots=True)
class Draw:
    """A day that was drawn. `ends`: when it was over in the estate."""

    id: int
    estate_id: int
    day: date
    ends: datetime
    seed: str
    share: float
    touched: int
    drawn: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Occasion:
    """A home where somebody was, and the account that had asked for it; None where it was reported by other ways.

    `language` is that of the report.
    """

    touch_point: str
    unit_id: int
    contact_id: int | None
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One question to one home. `state`: waiting, sent, calling (by telephone), answered, withheld (with the `reason`), declined.

    `answer` is one of ANSWERS, or ""; after `expires_at` nothing is answered any more.
    """

    id: int
    estate_id: int
    unit_id: int
    contact_id: int | None
    language: str
    day: date
    touch_point: str
    item: str
    version: int
    happened_at: datetime
    state: str
    reason: str
    due_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Noticed:
    """One item in one wording: how many homes were asked, and what they said."""

    touch_point: str
    item: str
    version: int
    asked: int
    yes: int
    no: int
    unseen: int
