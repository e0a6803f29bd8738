"""Experience officers (J01 - J05): a recorded draw, the households it led to, what they were asked to try, and their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from storage.base import Instant, Json, key, metadata, only_where, ref

#: What an officer may be (J04).
ROLES = ("experiencer", "adviser", "feedback")

#: An officer's place: drawn, invited, in office; or why it is over.
STANDING = ("waiting", "invited", "active")
STATES = (*STANDING, "passed", "declined", "silent", "left", "ended")

draws = Table(
    "officer_draws",
    metadata,
    key(),
    Column("estate_ids", Json, nullable=False),
    Column("stages", Json, nullable=False),
    Column("roles", Json, nullable=False),
    Column("tenure_days", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("term_months", Integer, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("drawn_at", Instant, nullable=False),
    ref("drawn_by", "staff"),
    Column("pool", Json, nullable=False),
    Column("pool_hash", String(64), nullable=False),
    Column("form_key", String(80), nullable=False, unique=True),
)

officers = Table(
    "experience_officers",
    metadata,
    key(),
    ref("draw_id", "officer_draws"),
    ref("estate_id", "estates"),
    ref("unit_id", "units", index=True),
    ref("contact_id", "contacts", null=True, index=True),
    Column("rank", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", String(10), nullable=False),
    Column("role", String(12), nullable=False),
    Column("term_months", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("invited_at", Instant),
    Column("answered_at", Instant),
    Column("until", Instant),
    Column("ended_at", Instant),
    Column("mission_at", Instant),
    ref("replaces_id", "experience_officers", null=True),
    UniqueConstraint("draw_id", "rank"),
    UniqueConstraint("draw_id", "unit_id"),
)
Index("ix_experience_officers_due_at", officers.c.due_at, **only_where(officers.c.due_at.isnot(None)))
Index(
    "ix_experience_officers_mission_at",
    officers.c.mission_at,
    **only_where(officers.c.mission_at.isnot(None)),
)

missions = Table(
    "officer_missions",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("officer_id", "experience_officers"),
    Column("occasion", String(80), nullable=False),
    Column("template", String(40), nullable=False),
    Column("touch_point", String(40), nullable=False),
    Column("line", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(10), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("sent_at", Instant),
    Column("expires_at", Instant),
    Column("answered_at", Instant),
    Column("words", Text, nullable=False),
    Column("photos", Json, nullable=False),
    Column("finding", Boolean, nullable=False),
    Column("list_at", Instant),
    ref("action_id", "corrective_actions", null=True),
    Column("set_aside", Text, nullable=False),
    Column("tell_at", Instant),
    Column("told_at", Instant),
    UniqueConstraint("officer_id", "occasion"),
    Index("ix_officer_missions_estate_id_sent_at", "estate_id", "sent_at"),
)
Index("ix_officer_missions_due_at", missions.c.due_at, **only_where(missions.c.due_at.isnot(None)))
Index("ix_officer_missions_list_at", missions.c.list_at, **only_where(missions.c.list_at.isnot(None)))
Index("ix_officer_missions_tell_at", missions.c.tell_at, **only_where(missions.c.tell_at.isnot(None)))

scores = Table(
    "officer_scores",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("mission_id", "officer_missions"),
    Column("question", String(60), nullable=False),
    Column("scale", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("mission_id", "question"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Which homes are in the pool: of these estates, in these life `stages` (empty: all), where somebody with one of these `roles`
    (empty: whoever lives there) has lived for `tenure_days` and may be asked.
    """

    estate_ids: tuple[int, ...]
    stages: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tenure_days: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it was made. `pool`: the homes it was made from, by number; `size`: how many officers are wanted."""

    id: int
    estate_ids: tuple[int, ...]
    stages: tuple[str, ...]
    roles: tuple[str, ...]
    tenure_days: int
    size: int
    term_months: int
    seed: str
    drawn_at: datetime
    drawn_by: int
    pool: tuple[int, ...]
    pool_hash: str

    @property
    def criteria(self) -> Criteria:
        return Criteria(
            estate_ids=self.estate_ids, stages=self.stages, roles=self.roles, tenure_days=self.tenure_days
        )


@dataclass(frozen=True, slots=True)
class Officer:
    """A household's place in a draw. `state` is one of STATES; `reason` why it was passed over.

    `due_at`: when it is invited, when the invitation lapses, when the term ends; `mission_at`: when the next mission is chosen;
    `replaces_id`: the place that declined or kept silent. `contact_id` is the one account that was invited and may answer.
    """

    id: int
    draw_id: int
    estate_id: int
    unit_id: int
    contact_id: int | None
    rank: int
    state: str
    reason: str
    role: str
    term_months: int
    made_at: datetime
    due_at: datetime | None
    invited_at: datetime | None
    answered_at: datetime | None
    until: datetime | None
    ended_at: datetime | None
    mission_at: datetime | None
    replaces_id: int | None


@dataclass(frozen=True, slots=True)
class Mission:
    """Something an officer tries or looks at. `state`: waiting, sent, answered; expired, withheld (with `reason`), called_off.

    `touch_point`, `line` and `version` are those of its template when it was made. `due_at`: when it is sent, or lapses unanswered;
    `expires_at`: until when it is sent at all, and then until when it is answered. `finding`: there is something to improve, which
    `list_at` tells headquarters while it has neither an `action_id` nor a reason to `set_aside`; `told_at`: the officer heard.
    """

    id: int
    estate_id: int
    officer_id: int
    template: str
    touch_point: str
    line: str
    version: int
    state: str
    reason: str
    made_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    expires_at: datetime | None
    answered_at: datetime | None
    words: str
    photos: tuple[int, ...]
    finding: bool
    list_at: datetime | None
    action_id: int | None
    set_aside: str
    tell_at: datetime | None
    told_at: datetime | None


def pool_hash(pool: Sequence[int]) -> str:
    """The fingerprint of a pool (SHA-256 of its numbers in order), by which a later look sees that it is the same one."""
    return sha256(",".join(str(one) for one in sorted(pool)).encode()).hexdigest()
