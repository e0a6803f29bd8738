"""Which households a survey drew, in the order of the draw, and what became of each: asked, left out and why, finished, expired.

While somebody answers, what they said stands on their invitation, so that they can go on or change it. The moment they are done or
their time is over it goes into the box (storage.survey_sheets), and of the answers nothing stays here (I10).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    UniqueConstraint,
    and_,
    func,
    insert,
    select,
    true,
    update,
)

from storage import survey_sheets
from storage.base import Instant, Json, as_value, columns_of, key, metadata, only_where, ref
from storage.scope import LineScope, OwnerScope
from storage.survey_groups import Group, owner_of
from storage.surveys import Survey, Surveys, may_run, surveys
from storage.tickets import Tickets, estates_within

survey_invitations = Table(
    "survey_invitations",
    metadata,
    key(),
    ref("survey_id", "surveys"),
    ref("estate_id", "estates"),
    ref("unit_id", "units", index=True),
    ref("contact_id", "contacts", null=True),
    Column("stage", String(16), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", String(12), nullable=False),
    Column("due_at", Instant),
    Column("draft", Json, nullable=False),
    UniqueConstraint("survey_id", "unit_id"),
)
_DUE = survey_invitations.c.due_at
Index("ix_survey_invitations_due_at", _DUE, **only_where(_DUE.isnot(None)))

#: waiting to be asked, asked; finished, declined, expired; left_out for a reason. The first two are open.
OPEN = ("waiting", "asked")
ENDS = ("finished", "declined", "expired", "left_out")

#: Those that the question reached.
ASKED = ("asked", "finished", "declined", "expired")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A household that was drawn. `rank` is its place in the draw of its group; `reason` why it was left out, or not asked on the
    phone. `due_at`: when it is to be asked, and once it was, when that is over. `contact_id`: whom of it was asked, or answers.
    """

    id: int
    survey_id: int
    estate_id: int
    unit_id: int
    contact_id: int | None
    stage: str
    rank: int
    state: str
    reason: str
    due_at: datetime | None
    draft: dict[str, Any]

    @property
    def group(self) -> Group:
        return Group(self.estate_id, owner_of(self.stage), self.stage)


class SurveyInvitations:
    """The invitations within one scope: headquarters' and the line's; of an owner those of the homes they live in."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def keep(self, survey: Survey, drawn: Sequence[tuple[Group, int, int]]) -> None:
        """Keeps a draw: the group, the place in it, the home. Headquarters' and the line's."""
        if not self._may(survey.estate_ids) or not drawn:
            return
        rows: list[dict[str, Any]] = [
            {"survey_id": survey.id, "estate_id": group.estate_id, "unit_id": unit_id, "stage": group.stage, "rank": rank,
             "state": "waiting", "reason": "", "draft": {}}
            for group, rank, unit_id in drawn
        ]  # fmt: skip
        self._connection.execute(insert(survey_invitations), rows)

    def start(self, survey: Survey, at: datetime) -> None:
        """From this moment on its households are asked."""
        if self._may(survey.estate_ids):
            mine = (survey_invitations.c.survey_id == survey.id) & (survey_invitations.c.state == "waiting")
            self._connection.execute(update(survey_invitations).where(mine).values(due_at=at))

    def of(self, survey: Survey, *states: str) -> list[Invitation]:
        """The households of a survey, in the order of the draw; for headquarters and the line alone."""
        if not self._may(survey.estate_ids):
            return []
        meant = survey_invitations.c.state.in_(states) if states else true()
        return self._many(survey_invitations.c.survey_id == survey.id, meant)

    def counts(self, survey: Survey) -> dict[tuple[Group, str, str], int]:
        """How many households of each group are in which state, for which reason."""
        if not self._may(survey.estate_ids):
            return {}
        table = survey_invitations.c
        own = (table.estate_id, table.stage, table.state, table.reason)
        found = select(*own, func.count().label("times")).where(table.survey_id == survey.id).group_by(*own)
        return {
            (Group(row.estate_id, owner_of(row.stage), row.stage), row.state, row.reason): row.times
            for row in self._connection.execute(found)
        }

    def asked_near(self, survey: Survey, window: timedelta) -> set[tuple[int, str]]:
        """The homes, with the stage for which, that another survey has drawn and not left out within the window before or after this
        one opens: a household is asked once for a node, whoever asks (I08).
        """
        if not self._may(survey.estate_ids):
            return set()
        table = survey_invitations.c
        near = surveys.c.opens_at.between(survey.opens_at - window, survey.opens_at + window)
        others = (
            (table.survey_id != survey.id) & (surveys.c.state != "withdrawn") & (table.state != "left_out")
        )
        found = select(table.unit_id, table.stage).join(surveys, surveys.c.id == table.survey_id)
        rows = self._connection.execute(
            found.where(near, others, table.estate_id.in_(survey.estate_ids), table.stage.in_(survey.stages))
        )
        return {(row.unit_id, row.stage) for row in rows}

    def by_id(self, invitation_id: int) -> Invitation | None:
        """One that headquarters see, or of an owner one of their homes that was asked."""
        return next(iter(self._many(survey_invitations.c.id == invitation_id)), None)

    def open_ones(self) -> list[Invitation]:
        """What the homes of an owner are asked and have not finished; of everybody else's scope nothing."""
        if not isinstance(self._scope, OwnerScope):
            return []
        return self._many(survey_invitations.c.state == "asked")

    def survey_of(self, invitation: Invitation) -> Survey | None:
        """The survey of an invitation within the scope, for whoever asks and whoever answers."""
        if self.by_id(invitation.id) is None:
            return None
        line = Surveys(self._connection, Tickets(self._connection, LineScope()))
        return line.by_id(invitation.survey_id)

    def answer(self, invitation: Invitation, question: str, value: Any) -> Invitation | None:
        """Writes one answer on the invitation of a home. Whoever answers first answers for the household: None for another account
        of it then, once it is over, and outside the scope. Value None: skipped.
        """
        if not isinstance(self._scope, OwnerScope) or self.by_id(invitation.id) is None:
            return None
        held = self._held(invitation, ("asked",))
        if held is None or (held.draft and held.contact_id != self._scope.contact_id):
            return None
        values = {"draft": {**held.draft, question: value}, "contact_id": self._scope.contact_id}
        self._change(invitation, ("asked",), **values)
        return self.by_id(invitation.id)

    def asked(self, invitation: Invitation, *, contact_id: int | None, until: datetime) -> bool:
        """The question left; the household has until then. The line's own."""
        return self._change(invitation, ("waiting",), state="asked", contact_id=contact_id, due_at=until)

    def later(self, invitation: Invitation, at: datetime) -> bool:
        """Asked at another moment."""
        return self._change(invitation, ("waiting",), due_at=at)

    def leave_out(self, invitation: Invitation, reason: str) -> bool:
        """Not asked, and why."""
        return self._change(invitation, ("waiting",), state="left_out", reason=reason, due_at=None)

    def end(
        self,
        invitation: Invitation,
        state: str,
        *,
        keeps_answers: bool = True,
        answers: Mapping[str, Any] | None = None,
    ) -> bool:
        """Ends it: what was said so far, or on the telephone, goes into the box, and stays on no invitation.

        False where it had ended, or is not theirs.
        """
        if state not in ENDS:
            raise ValueError(f"{state} is none of {', '.join(ENDS)}")
        held = self._held(invitation, OPEN)
        if held is None or not self._change(invitation, OPEN, state=state, due_at=None, draft={}):
            return False
        given = held.draft if answers is None else answers
        said = {key: value for key, value in given.items() if value is not None}
        if keeps_answers and said:
            survey_sheets.drop(self._connection, held.survey_id, held.group, said)
        return True

    def _held(self, invitation: Invitation, states: Sequence[str]) -> Invitation | None:
        """The invitation as it is now, held for this transaction: two accounts of a home that answer at once stand in line."""
        table = survey_invitations
        own = and_(table.c.id == invitation.id, table.c.state.in_(states), self._mine())
        held = update(table).where(own).values(state=table.c.state).returning(*columns_of(Invitation, table))
        row = self._connection.execute(held).mappings().first()
        return as_value(row, Invitation) if row else None

    def _change(self, invitation: Invitation, states: Sequence[str], **values: Any) -> bool:
        table = survey_invitations
        own = and_(table.c.id == invitation.id, table.c.state.in_(states), self._mine())
        return self._connection.execute(update(table).where(own).values(values)).rowcount == 1

    def _may(self, estate_ids: Sequence[int]) -> bool:
        mine = estates_within(self._connection, self._scope)
        return may_run(self._scope) and bool(estate_ids) and set(estate_ids) <= set(mine)

    def _mine(self) -> ColumnElement[bool]:
        if isinstance(self._scope, OwnerScope):
            at_home = survey_invitations.c.unit_id.in_([home.unit_id for home in self._scope.lived_in])
            return at_home & survey_invitations.c.state.in_(ASKED)
        mine = estates_within(self._connection, self._scope) if may_run(self._scope) else ()
        return survey_invitations.c.estate_id.in_(mine)

    def _many(self, *where: ColumnElement[bool]) -> list[Invitation]:
        columns = columns_of(Invitation, survey_invitations)
        found = select(*columns).where(*where, self._mine())
        order = (survey_invitations.c.estate_id, survey_invitations.c.rank, survey_invitations.c.id)
        rows: Sequence[RowMapping] = self._connection.execute(found.order_by(*order)).mappings().all()
        return [as_value(row, Invitation) for row in rows]
