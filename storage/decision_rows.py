"""The table of decisions. A row is one decision of one round; what was never told to the owner may be decided anew beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from storage.base import Instant, key, metadata, ref

decisions = Table(
    "decisions",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    Column("round", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("remedy_amount", BigInteger),
    Column("currency", String(3)),
    Column("remedy_due", Instant),
    Column("compared", String(8), nullable=False),
    Column("compared_words", Text, nullable=False),
    Column("feedback", String(120), nullable=False),
    Column("feedback_why", Text, nullable=False),
    Column("gap", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("rule_source", String(200), nullable=False),
    Column("rule_date", Date),
    Column("shared", Boolean, nullable=False),
    ref("decided_by", "staff"),
    Column("decided_at", Instant, nullable=False),
    Column("approval", String(8), nullable=False),
    ref("approved_by", "staff", null=True),
    Column("approved_at", Instant),
    Column("legal", String(8), nullable=False),
    ref("legal_by", "staff", null=True),
    Column("legal_at", Instant),
    Column("told_at", Instant),
    Column("accepted_at", Instant),
    Column("delivered_at", Instant),
    Column("recourse_told_at", Instant),
    Column("outside_body", String(200)),
    Column("outside_result", Text),
    Column("outside_at", Instant),
    Index("ix_decisions_estate_id_told_at", "estate_id", "told_at"),
)
Index(
    "ix_decisions_waiting",
    decisions.c.estate_id,
    sqlite_where=decisions.c.told_at.is_(None),
    postgresql_where=decisions.c.told_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `outcome`: upheld, partly, not_upheld; of a suggestion adopted or not_adopted.

    `remedy_amount` in the currency's minor units; `remedy_due` a promise. `compared` with what the owner asked for: met, partly,
    not, or "" where nothing was asked. `feedback`: the department it is fed back to, or "none", and why. `gap`: what we had not
    told the owner. `approval`: none, needed, given, refused; `legal`: none, needed, passed, refused; while one is needed, or was
    refused, the owner is not told. `outside_*`: how a body outside ended it.
    """

    id: int
    estate_id: int
    ticket_id: int
    round: int
    outcome: str
    reasons: str
    remedy: str
    remedy_amount: int | None
    currency: str | None
    remedy_due: datetime | None
    compared: str
    compared_words: str
    feedback: str
    feedback_why: str
    gap: str
    rule: str
    rule_source: str
    rule_date: date | None
    shared: bool
    decided_by: int
    decided_at: datetime
    approval: str
    approved_by: int | None
    approved_at: datetime | None
    legal: str
    legal_by: int | None
    legal_at: datetime | None
    told_at: datetime | None
    accepted_at: datetime | None
    delivered_at: datetime | None
    recourse_told_at: datetime | None
    outside_body: str | None
    outside_result: str | None
    outside_at: datetime | None

    @property
    def refused(self) -> bool:
        """Sent back: it is to be decided anew, and this row never reaches the owner."""
        return "refused" in (self.approval, self.legal)

    @property
    def ready(self) -> bool:
        """Whether nothing more stands between it and the owner."""
        return self.approval in ("none", "given") and self.legal in ("none", "passed")

    @property
    def owed(self) -> bool:
        """A remedy was told and not delivered yet."""
        return bool(self.told_at and self.remedy and not self.delivered_at)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a department is to learn of a decision: `code` of the complaint, `why` it is fed back; `open_words`: they may be told on."""

    estate_id: int
    code: str | None
    outcome: str
    department: str
    why: str
    open_words: bool
