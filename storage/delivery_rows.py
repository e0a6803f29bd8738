"""A notice on its way: one row for each home and account it was addressed to, frozen when it was sent.

An account that belongs to several homes has a row for each, so that every household is counted; `leads` marks the one that the
message goes by, and the others share its fate; `turn` is 0 for the account of a person that is tried first. A home in which nobody can be written to has a row too: nobody is left out silently.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)  # fmt: skip

from storage.base import Instant, key, metadata, only_where, ref

deliveries = Table(
    "deliveries",
    metadata,
    key(),
    ref("notice_id", "notices"),
    ref("unit_id", "units"),
    ref("contact_id", "contacts", null=True),
    Column("leads", Boolean, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("language", String(8)),
    Column("at", Instant),
    Column("reason", Text),
    Column("acknowledged_at", Instant),
    Column("answer", String(20)),
    Column("answered_at", Instant),
    UniqueConstraint("contact_id", "notice_id", "unit_id"),
)
Index("ix_deliveries_notice_id_state_id", deliveries.c.notice_id, deliveries.c.state, deliveries.c.id)
#: A row that goes along with another; written out and without a type, because the engines spell a false boolean in two ways, and
#: SQLite uses such an index only for the very same words.
BESIDE: ColumnElement[bool] = literal_column("NOT leads")
Index("ix_deliveries_beside", deliveries.c.notice_id, deliveries.c.state, **only_where(BESIDE))

#: On its way, arrived, or perhaps arrived.
WAITING, QUEUED, SENT, UNKNOWN = "waiting", "queued", "sent", "unknown"

#: Came to nothing: the channel refused it, or a person stopped the notice.
FAILED, STOPPED = "failed", "stopped"

#: Held back while another account of the same person is tried first.
RESERVE = "reserve"

#: Why nothing is sent to an account, or to a home in which nobody has one.
NOBODY, MUTED, COMPLAINT, BUDGET, NOT_ASKED = "nobody", "muted", "complaint", "budget", "not_asked"

#: It stands, or may stand, in the chat: an update or a cancellation goes to these and to nobody else.
GOT_IT = (SENT, UNKNOWN)

#: What a household stands under when several things happen to its accounts.
BEST_FIRST = (
    SENT, QUEUED, UNKNOWN, WAITING, RESERVE, FAILED, STOPPED, MUTED, NOT_ASKED, COMPLAINT, BUDGET, "blocked", "gone", NOBODY,
)  # fmt: skip
