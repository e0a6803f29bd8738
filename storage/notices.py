"""Notices to a set of homes: the alert as CAP 1.2 describes it, its life from draft to sent, and its text in each language.

Who may see one: staff who serve its estate. Every step of its life is one conditional update, so that two people who press at
the same moment cannot both be the one who did it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
    true,
    update,
)

from storage.base import Instant, Json, as_value, columns_of, inserting, key, metadata, only_where, ref
from storage.scope import LineScope, StaffScope

notices = Table(
    "notices",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    Column("kind", String(12), nullable=False),
    Column("template", String(30), nullable=False),
    Column("state", String(10), nullable=False),
    ref("author_id", "staff", null=True),
    ref("approver_id", "staff", null=True),
    Column("status", String(8), nullable=False),
    Column("msg_type", String(8), nullable=False),
    Column("category", String(10), nullable=False),
    Column("urgency", String(10), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("certainty", String(10), nullable=False),
    Column("response_type", String(10), nullable=False),
    Column("effective", Instant),
    Column("onset", Instant),
    Column("expires", Instant),
    ref("refers_to", "notices", null=True, index=True),
    ref("root_id", "notices", null=True),
    Column("audience", Json, nullable=False),
    Column("pictures", Json, nullable=False),
    Column("question", String(40), nullable=False),
    Column("source", Json, nullable=False),
    Column("at_most_once", Boolean, nullable=False),
    Column("after_the_fact", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("form_key", String(80), nullable=False, unique=True),
    Column("homes", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("proposed_at", Instant),
    Column("approved_at", Instant),
    Column("send_at", Instant),
    Column("sent_at", Instant),
    Column("ended_at", Instant),
)
Index("ix_notices_scheduled", notices.c.send_at, **only_where(notices.c.state == "approved"))
Index("ix_notices_sending", notices.c.id, **only_where(notices.c.state == "sending"))
Index("ix_notices_estate_id_sent_at", notices.c.estate_id, notices.c.sent_at)

notice_texts = Table(
    "notice_texts",
    metadata,
    key(),
    ref("notice_id", "notices"),
    Column("language", String(8), nullable=False),
    Column("headline", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("doing", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("options", Text, nullable=False),
    UniqueConstraint("notice_id", "language"),
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of one estate.

    `state`: draft, proposed, approved (waits for its moment), sending, paused, sent, stopped, refused. `refers_to` is the notice
    that this one updates or cancels, `root_id` the first of that row. `after_the_fact`: an emergency that was sent before a
    second person approved it. `question` names what is asked under it ("" for "got it" alone). `homes` counts the households
    it was addressed to, once it is sent. `source`: the official alert it was made from. `author_id` is None for the line itself.
    """

    id: int
    estate_id: int
    kind: str
    template: str
    state: str
    author_id: int | None
    approver_id: int | None
    status: str
    msg_type: str
    category: str
    urgency: str
    severity: str
    certainty: str
    response_type: str
    effective: datetime | None
    onset: datetime | None
    expires: datetime | None
    refers_to: int | None
    root_id: int | None
    audience: dict[str, Any]
    pictures: tuple[str, ...]
    question: str
    source: dict[str, Any]
    at_most_once: bool
    form_key: str
    after_the_fact: bool
    reason: str
    homes: int
    created_at: datetime
    proposed_at: datetime | None
    approved_at: datetime | None
    send_at: datetime | None
    sent_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The words in one language: a headline, the facts and who says so, what the management does and what residents are asked to
    do (a line each), and who signs; `options` are what a poll lets them choose from, a line each, in the same order in every language.
    """

    language: str
    headline: str
    facts: str
    doing: str
    asked: str
    signature: str
    options: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen, line by line."""
        return tuple(line.strip() for line in self.options.splitlines() if line.strip())


class Notices:
    """The notices of the estates in a scope."""

    def __init__(self, connection: Connection, scope: StaffScope | LineScope) -> None:
        self._connection = connection
        self._scope = scope

    def _mine(self) -> ColumnElement[bool]:
        return (
            true() if isinstance(self._scope, LineScope) else notices.c.estate_id.in_(self._scope.estate_ids)
        )

    def serves(self, estate_id: int) -> bool:
        """Whether notices of this estate are this scope's to know."""
        return isinstance(self._scope, LineScope) or estate_id in self._scope.estate_ids

    def draft(self, texts: Sequence[NoticeText], **values: Any) -> Notice | None:
        """A new draft with its texts; None when this very form made one before, or the estate is not in scope."""
        if not self.serves(values["estate_id"]):
            return None
        author = None if isinstance(self._scope, LineScope) else self._scope.staff_id
        row = {"author_id": author, "state": "draft", "homes": 0, "reason": "", **values}
        statement = inserting(self._connection, notices).values(row)
        once = statement.on_conflict_do_nothing(index_elements=["form_key"])
        made = self._connection.execute(once.returning(*columns_of(Notice, notices))).mappings().first()
        if made is None:
            return None
        notice = as_value(made, Notice)
        self._write(notice, texts)
        return notice

    def write(self, notice: Notice, texts: Sequence[NoticeText]) -> None:
        """The texts of a draft, in place of those it had. Raises LookupError for a notice that is not in scope or no draft."""
        found = self.by_id(notice.id)
        if found is None or found.state != "draft":
            raise LookupError("there is no such draft within this scope")
        self._connection.execute(notice_texts.delete().where(notice_texts.c.notice_id == notice.id))
        self._write(notice, texts)

    def _write(self, notice: Notice, texts: Sequence[NoticeText]) -> None:
        for text in texts:
            self._connection.execute(notice_texts.insert().values(notice_id=notice.id, **asdict(text)))

    def texts(self, notice: Notice) -> dict[str, NoticeText]:
        """The words by language; none for a notice that is not in scope."""
        if not self.serves(notice.estate_id):
            return {}
        where = notice_texts.c.notice_id == notice.id
        rows = self._connection.execute(
            select(*columns_of(NoticeText, notice_texts)).where(where).order_by(notice_texts.c.id)
        )
        return {row.language: as_value(row._mapping, NoticeText) for row in rows}

    def change(self, notice: Notice, *states: str, **values: Any) -> Notice | None:
        """New facts, while it is in one of these states; None when somebody was faster, or it is not in scope."""
        where = (notices.c.id == notice.id) & notices.c.state.in_(states) & self._mine()
        return self._changed(where, values)

    def take_over(self, notice: Notice) -> None:
        """Whoever acts answers for a draft of the line as its author; a draft that has one keeps it, whoever was first."""
        if isinstance(self._scope, StaffScope):
            orphan = (notices.c.id == notice.id) & notices.c.author_id.is_(None) & self._mine()
            self._connection.execute(update(notices).where(orphan).values(author_id=self._scope.staff_id))

    def approve(self, notice: Notice, at: datetime) -> Notice | None:
        """A second person agrees; the update itself refuses the author, whoever asks. None when it was decided before."""
        if isinstance(self._scope, LineScope):
            return None
        waits = (notices.c.state == "proposed") | (
            notices.c.after_the_fact & notices.c.state.in_(("sending", "paused", "sent", "stopped"))
        )
        another = notices.c.author_id.is_(None) | (notices.c.author_id != self._scope.staff_id)
        where = (notices.c.id == notice.id) & waits & notices.c.approver_id.is_(None) & another & self._mine()
        return self._changed(where, {"approver_id": self._scope.staff_id, "approved_at": at})

    def _changed(self, where: ColumnElement[bool], values: dict[str, Any]) -> Notice | None:
        statement = update(notices).where(where).values(values).returning(*columns_of(Notice, notices))
        row = self._connection.execute(statement).mappings().first()
        return as_value(row, Notice) if row else None

    def by_id(self, notice_id: int) -> Notice | None:
        rows = self._found(notices.c.id == notice_id)
        return rows[0] if rows else None

    def newest(self, limit: int = 30) -> list[Notice]:
        """The notices of these estates, the last one written first."""
        statement = select(*columns_of(Notice, notices)).where(self._mine())
        rows = self._connection.execute(statement.order_by(notices.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, Notice) for row in rows]

    def standing(self, *states: str, limit: int = 30, before: int | None = None) -> list[Notice]:
        """Those in one of these states, the last one written first; `before` goes on behind the notice with that id."""
        where = notices.c.state.in_(states) & self._mine()
        if before is not None:
            where &= notices.c.id < before
        statement = select(*columns_of(Notice, notices)).where(where).order_by(notices.c.id.desc())
        return [as_value(row, Notice) for row in self._connection.execute(statement.limit(limit)).mappings()]

    def waiting_for_approval(self) -> list[Notice]:
        """Proposed, or sent as an emergency and not approved yet; the oldest first."""
        unapproved = (
            notices.c.after_the_fact & notices.c.approver_id.is_(None) & notices.c.sent_at.isnot(None)
        )
        return self._found((notices.c.state == "proposed") | unapproved)

    def under_way(self) -> list[Notice]:
        """Those that are being sent: alerts before the rest, then in the order they began."""
        found = self._found(notices.c.state == "sending")
        return sorted(found, key=lambda one: (one.kind != "safety", one.sent_at or one.created_at, one.id))

    def after(self, notice: Notice) -> list[Notice]:
        """What was sent to update or cancel it, or the first of its row, the oldest first."""
        root = notice.root_id or notice.id
        return self._found((notices.c.root_id == root) & (notices.c.id != notice.id))

    def asking(self, estate_id: int, question: str) -> list[Notice]:
        """The notices of an estate that ask about something: the very question, or one that begins with it and a colon."""
        here = notices.c.estate_id == estate_id
        return self._found(
            here & ((notices.c.question == question) | notices.c.question.startswith(f"{question}:"))
        )

    def _found(self, where: ColumnElement[bool]) -> list[Notice]:
        statement = select(*columns_of(Notice, notices)).where(where, self._mine()).order_by(notices.c.id)
        return [as_value(row, Notice) for row in self._connection.execute(statement).mappings()]

    def with_form(self, form_key: str) -> Notice | None:
        """The notice that a form made."""
        found = self._found(notices.c.form_key == form_key)
        return found[0] if found else None


def claim_scheduled(connection: Connection, now: datetime) -> list[Notice]:
    """Approved notices whose moment has come, each once. They stand as paused until whoever claimed them has started them: if that
    fails, a person can start them again.
    """
    due = select(notices.c.id).where(notices.c.state == "approved", notices.c.send_at <= now)
    statement = (
        update(notices)
        .where(notices.c.id.in_(due), notices.c.state == "approved")
        .values(state="paused")
        .returning(*columns_of(Notice, notices))
    )
    return [as_value(row, Notice) for row in connection.execute(statement).mappings()]
