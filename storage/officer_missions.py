"""What officers were asked to try, what they found, and their scores: the data set "officer", apart from every other (I05, J03, J05)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, true, update

from storage.base import as_value, columns_of, inserting
from storage.corrective_actions import actions
from storage.officer_rows import Mission, Officer, missions, officers, scores
from storage.officers import seen
from storage.scope import OwnerScope
from storage.ticket_rows import Attachment, attachments
from storage.tickets import Tickets

_OPEN = ("waiting", "sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How often each score came to one question in one wording, from so many different officers."""

    template: str
    version: int
    question: str
    scale: str
    officers: int
    counts: dict[int, int]


class OfficerMissions:
    """The missions within one scope: headquarters', the line's, and of an owner those their own account was sent."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def add(self, officer: Officer, *, occasion: str, **values: Any) -> Mission | None:
        """A mission for an officer in office; None where this occasion gave them one before, or they are not in the scope."""
        if isinstance(self._scope, OwnerScope) or not self._holds(officer):
            return None
        row = {
            "words": "", "photos": [], "finding": False, "set_aside": "", "reason": "", **values, "state": "waiting",
            "officer_id": officer.id, "estate_id": officer.estate_id, "occasion": occasion,
        }  # fmt: skip
        statement = inserting(self._connection, missions).values(row).on_conflict_do_nothing()
        made = self._connection.execute(statement.returning(*columns_of(Mission, missions))).mappings()
        found = made.first()
        return as_value(found, Mission) if found else None

    def by_id(self, mission_id: int) -> Mission | None:
        return next(iter(self._many(missions.c.id == mission_id)), None)

    def of(self, officer: Officer) -> list[Mission]:
        """An officer's missions, the newest first."""
        return self._many(missions.c.officer_id == officer.id)

    def newest(self, limit: int = 100) -> list[Mission]:
        return self._many(true(), limit)

    def open_ones(self) -> list[Mission]:
        """What an owner's account was sent and may still answer, the newest first; nobody else's."""
        return self._many(missions.c.state == "sent") if isinstance(self._scope, OwnerScope) else []

    def findings(self, estate_id: int | None = None) -> list[Mission]:
        """Findings that have neither an improvement nor a reason against one, the oldest first."""
        here = missions.c.estate_id == estate_id if estate_id is not None else true()
        waits = missions.c.finding & missions.c.action_id.is_(None) & (missions.c.set_aside == "")
        return self._many(waits & here)[::-1]

    def change(self, mission: Mission, **values: Any) -> Mission | None:
        """Changes a mission that still stands as it was read; None when it moved on."""
        theirs = select(officers.c.id).where(seen(self._scope))
        where = (missions.c.id == mission.id) & (missions.c.state == mission.state)
        statement = update(missions).where(where, missions.c.officer_id.in_(theirs)).values(values)
        row = self._connection.execute(statement.returning(*columns_of(Mission, missions))).mappings().first()
        return as_value(row, Mission) if row else None

    def call_off(self, officer: Officer) -> None:
        """What is still open of an officer who left, or whose term ended, is called off."""
        for one in self._many((missions.c.officer_id == officer.id) & missions.c.state.in_(_OPEN)):
            self.change(one, state="called_off", due_at=None)

    def score(self, mission: Mission, question: str, **values: Any) -> None:
        """Keeps a score; said again, the last one counts. Raises LookupError for a mission outside the scope."""
        if self.by_id(mission.id) is None:
            raise LookupError("there is no such mission within this scope")
        row = values | {
            "mission_id": mission.id,
            "estate_id": mission.estate_id,
            "question": question,
            "version": mission.version,
        }
        again = {name: row[name] for name in ("score", "at")}
        statement = inserting(self._connection, scores).values(row)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["mission_id", "question"], set_=again)
        )

    def scores_of(self, mission: Mission) -> dict[str, int]:
        """The scores by question."""
        if self.by_id(mission.id) is None:
            return {}
        statement = select(scores.c.question, scores.c.score).where(scores.c.mission_id == mission.id)
        return {row.question: row.score for row in self._connection.execute(statement.order_by(scores.c.id))}

    def keep_photos(self, attachment_ids: Sequence[int], mission: Mission) -> Mission | None:
        """Photos that came with an owner's own words are evidence of a mission of theirs."""
        if not isinstance(self._scope, OwnerScope) or not attachment_ids:
            return None
        mine = attachments.c.contact_id == self._scope.contact_id
        loose = attachments.c.id.in_(attachment_ids) & attachments.c.ticket_id.is_(None) & mine
        found = self._connection.execute(select(attachments.c.id).where(loose).order_by(attachments.c.id))
        return self.change(mission, photos=[*mission.photos, *found.scalars()])

    def photo(self, mission: Mission, place: int) -> Attachment | None:
        """One photo of a mission by its place, from 0."""
        known = self.by_id(mission.id)
        if known is None or not 0 <= place < len(known.photos):
            return None
        wanted = select(*columns_of(Attachment, attachments)).where(
            attachments.c.id == known.photos[place], attachments.c.ticket_id.is_(None)
        )
        row = self._connection.execute(wanted).mappings().first()
        return as_value(row, Attachment) if row else None

    def asked(
        self, estate_id: int, since: datetime, until: datetime
    ) -> dict[tuple[str, int], tuple[str, str, int]]:
        """How many missions of each template and wording were sent from `since` until before `until`, with touch-point and line."""
        if isinstance(self._scope, OwnerScope):
            return {}
        columns = (missions.c.template, missions.c.version, missions.c.touch_point, missions.c.line)
        statement = (
            select(*columns, func.count().label("asked"))
            .join(officers, officers.c.id == missions.c.officer_id)
            .where(_sent(estate_id, since, until), seen(self._scope))
            .group_by(*columns)
        )
        rows = self._connection.execute(statement)
        return {(row.template, row.version): (row.touch_point, row.line, row.asked) for row in rows}

    def answers(self, estate_id: int, since: datetime, until: datetime) -> list[Answers]:
        """The scores of those missions, by template, wording and question; nothing for an owner."""
        if isinstance(self._scope, OwnerScope):
            return []
        found: dict[tuple[str, int, str, str], list[Any]] = {}
        for row in self._connection.execute(self._answers(_sent(estate_id, since, until))):
            found.setdefault((row.template, row.version, row.question, row.scale), []).append(row)
        return [
            Answers(
                template=template, version=version, question=question, scale=scale,
                officers=len({row.officer_id for row in rows}), counts=dict(Counter(row.score for row in rows)),
            )
            for (template, version, question, scale), rows in sorted(found.items())
        ]  # fmt: skip

    def _answers(self, sent: ColumnElement[bool]) -> Select[Any]:
        return (
            select(
                missions.c.template,
                missions.c.version,
                missions.c.officer_id,
                scores.c.question,
                scores.c.scale,
                scores.c.score,
            )
            .join(missions, missions.c.id == scores.c.mission_id)
            .join(officers, officers.c.id == missions.c.officer_id)
            .where(sent, seen(self._scope))
        )

    def _holds(self, officer: Officer) -> bool:
        where = (officers.c.id == officer.id) & (officers.c.state == "active") & seen(self._scope)
        return self._connection.execute(select(officers.c.id).where(where)).first() is not None

    def _many(self, where: ColumnElement[bool], limit: int = 500) -> list[Mission]:
        statement = (
            select(*columns_of(Mission, missions))
            .join(officers, officers.c.id == missions.c.officer_id)
            .where(where, seen(self._scope))
            .order_by(missions.c.id.desc())
            .limit(limit)
        )
        return [as_value(row, Mission) for row in self._connection.execute(statement).mappings()]


def _sent(estate_id: int, since: datetime, until: datetime) -> ColumnElement[bool]:
    when = (missions.c.sent_at >= since) & (missions.c.sent_at < until)
    return (missions.c.estate_id == estate_id) & when


def claim_due(connection: Connection, now: datetime, limit: int = 100) -> list[Mission]:
    """Missions to be sent, and those that nobody answered in their time. Each is taken once."""
    return _claim(connection, missions.c.due_at, now, limit)


def claim_unimproved(connection: Connection, now: datetime, limit: int = 100) -> list[Mission]:
    """Findings that stand without an improvement for too long."""
    return _claim(connection, missions.c.list_at, now, limit)


def claim_outcomes(connection: Connection, now: datetime, limit: int = 100) -> list[Mission]:
    """Findings whose improvement was checked, so that the officer is to hear of it."""
    checked = (actions.c.id == missions.c.action_id) & (actions.c.state == "checked")
    return _claim(connection, missions.c.tell_at, now, limit, exists(select(actions.c.id).where(checked)))


def _claim(
    connection: Connection, column: Any, now: datetime, limit: int, also: ColumnElement[bool] | None = None
) -> list[Mission]:
    wanted = (column <= now) & (also if also is not None else true())
    due = select(missions.c.id).where(wanted).order_by(column).limit(limit)
    statement = update(missions).where(missions.c.id.in_(due), wanted).values({column: None})
    rows = connection.execute(statement.returning(*columns_of(Mission, missions))).mappings().all()
    return sorted((as_value(row, Mission) for row in rows), key=lambda one: one.id)
