"""The tables of a ticket: the record itself, its timeline, its pictures, the promises made in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
)

from storage.base import Instant, Json, key, metadata, only_where, ref

tickets = Table(
    "tickets",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    Column("number", String(24), nullable=False, unique=True),
    ref("unit_id", "units", null=True, index=True),
    ref("contact_id", "contacts", null=True, index=True),
    ref("person_id", "persons", null=True),
    Column("channel", String(20), nullable=False),
    Column("intent", String(24), nullable=False),
    Column("code", String(60)),
    Column("urgency", String(2), nullable=False),
    Column("private", Boolean, nullable=False),
    Column("summary", String(200), nullable=False),
    Column("words", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("place", String(200)),
    Column("reading", Json, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("complaint", Boolean, nullable=False),
    Column("remedy_sought", Text),
    Column("guard", String(8), nullable=False),
    Column("level", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    ref("repeat_of_id", "tickets", null=True, index=True),
    ref("incident_id", "incidents", null=True, index=True),
    Column("no_solo", Boolean, nullable=False),
    ref("holder_id", "staff", null=True, index=True),
    ref("handover_to_id", "staff", null=True),
    Column("handover_by", Instant),
    Column("accept_by", Instant),
    Column("transfers", Integer, nullable=False),
    Column("chased", Integer, nullable=False),
    Column("reopened", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("respond_by", Instant, nullable=False),
    Column("responded_at", Instant),
    Column("next_contact_at", Instant),
    Column("waiting_since", Instant),
    Column("on_site_at", Instant),
    Column("resolved_at", Instant),
    Column("remind_at", Instant),
    Column("close_at", Instant),
    Column("closed_at", Instant),
    Column("followed_up_at", Instant),
    Column("topic", String(40)),
    Column("card_id", Integer),
    Column("entries", Integer, nullable=False),
    Column("last_seal", String(64), nullable=False),
)
Index("ix_tickets_alike", tickets.c.estate_id, tickets.c.code, tickets.c.opened_at)
Index("ix_tickets_estate_id_opened_at", tickets.c.estate_id, tickets.c.opened_at)
Index("ix_tickets_estate_id_closed_at", tickets.c.estate_id, tickets.c.closed_at)

#: A ticket that is still worked on; in plain letters, so that both engines see that it is the condition of its index.
ticket_open = and_(
    tickets.c.stage != literal_column("'closed'"), tickets.c.stage != literal_column("'withdrawn'")
)
#: Complaints of which nobody has said yet whom they are about: few at any moment, and looked for by every count that they are kept from.
guarded_by_seniors = tickets.c.guard == literal_column("'senior'")
Index("ix_tickets_guard", tickets.c.estate_id, **only_where(guarded_by_seniors))
Index(
    "ix_tickets_open", tickets.c.estate_id, tickets.c.stage, tickets.c.holder_id, tickets.c.waiting_since, tickets.c.guard,
    **only_where(ticket_open),
)  # fmt: skip
for _due in (tickets.c.remind_at, tickets.c.close_at, tickets.c.handover_by, tickets.c.accept_by):
    Index(f"ix_tickets_{_due.name}", _due, **only_where(_due.isnot(None)))

ticket_events = Table(
    "ticket_events",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    Column("at", Instant, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("actor", String(8), nullable=False),
    ref("staff_id", "staff", null=True),
    Column("shown", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("data", Json, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("version", String(40), nullable=False),
    Column("salt", String(32)),
    Column("digest", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    Column("redacted_at", Instant),
    UniqueConstraint("ticket_id", "seq"),
)

attachments = Table(
    "attachments",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", null=True, index=True),
    ref("contact_id", "contacts", null=True),
    Column("at", Instant, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("reference", String(300), nullable=False),
    Column("name", String(200), nullable=False),
    Column("mime", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("album", String(80), index=True),
)

promises = Table(
    "promises",
    metadata,
    key(),
    ref("estate_id", "estates"),
    ref("ticket_id", "tickets", index=True),
    ref("staff_id", "staff", null=True),
    Column("kind", String(16), nullable=False),
    Column("said", Text),
    Column("not_promised", Text),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("warn_at", Instant),
    Column("hold_at", Instant),
    Column("held_at", Instant),
    Column("kept_at", Instant),
    Column("broken_at", Instant),
    Column("replaced_at", Instant),
    #: Holds all that the measures ask of a promise, so that its row need not be read.
    Index(
        "ix_promises_estate_id_due_at",
        "estate_id",
        "due_at",
        "ticket_id",
        "kind",
        "kept_at",
        "broken_at",
        "replaced_at",
    ),
)
#: A promise that is neither kept nor broken, and that no other one has taken the place of.
promise_open = and_(
    promises.c.kept_at.is_(None), promises.c.broken_at.is_(None), promises.c.replaced_at.is_(None)
)
Index("ix_promises_due_at", promises.c.due_at, **only_where(promise_open))
Index(
    "ix_promises_hold_at",
    promises.c.hold_at,
    **only_where(and_(promises.c.hold_at.isnot(None), promise_open)),
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """The one numbered record of a matter.

    `words` are the owner's own, untouched; `summary` one line of them; `reading` what was understood, with the
    reader's version and confidence. `private` keeps it from the rest of the household. `topic` is its thread in
    the staff group. `complaint`: it goes by the complaints procedure; `remedy_sought` what the owner asked for.
    `guard` keeps it from those it complains about: "named" from the people named in it, "senior" from everybody but
    managers and above while nobody is named, "" from nobody; a guarded ticket never shows in the staff group. `level`
    is how far it was escalated, `round` counts its appeals. While `handover_to_id` is asked to take it over, its
    holder stays accountable; at `handover_by` they were asked long enough. `accept_by`: when it goes higher if nobody took
    it. `incident_id`: one of several like reports. `no_solo`: staff were threatened, nobody goes there alone. `waiting_since`
    tells that its clocks rest. `entries` and `last_seal` end its file.
    """

    id: int
    estate_id: int
    number: str
    unit_id: int | None
    contact_id: int | None
    person_id: int | None
    channel: str
    intent: str
    code: str | None
    urgency: str
    private: bool
    summary: str
    words: str
    language: str
    place: str | None
    reading: dict[str, Any]
    stage: str
    complaint: bool
    remedy_sought: str | None
    guard: str
    level: int
    round: int
    repeat_of_id: int | None
    incident_id: int | None
    no_solo: bool
    holder_id: int | None
    handover_to_id: int | None
    handover_by: datetime | None
    accept_by: datetime | None
    transfers: int
    chased: int
    reopened: int
    opened_at: datetime
    respond_by: datetime
    responded_at: datetime | None
    next_contact_at: datetime | None
    waiting_since: datetime | None
    on_site_at: datetime | None
    resolved_at: datetime | None
    remind_at: datetime | None
    close_at: datetime | None
    closed_at: datetime | None
    followed_up_at: datetime | None
    topic: str | None
    card_id: int | None
    entries: int
    last_seal: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a ticket's timeline; `actor` is owner, staff or line; `shown` tells whether the owner sees it."""

    id: int
    ticket_id: int
    at: datetime
    kind: str
    actor: str
    staff_id: int | None
    shown: bool
    text: str
    data: dict[str, Any]
    seq: int
    version: str
    redacted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or file. `reference` is the channel's own handle of it (a file id, a stored file's name)."""

    id: int
    ticket_id: int | None
    at: datetime
    channel: str
    kind: str
    reference: str
    name: str
    mime: str
    size: int
    album: str | None
