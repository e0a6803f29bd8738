"""Surveys (waves): what is asked of whom and when, and the fixed steps of each; headquarters' alone (I08, I10, I19).

Who serves at one estate and is no headquarters finds no survey here, neither its questions nor that there is one: whoever knows that
an estate will be asked can court its owners beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
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
    Text,
    UniqueConstraint,
    exists,
    select,
    update,
)

from storage.base import Instant, Json, as_value, inserting, key, metadata, only_where, ref
from storage.estates import estates
from storage.scope import LineScope, StaffScope
from storage.staff import staff
from storage.survey_pool import Candidate, candidates
from storage.tickets import Tickets, estates_within

surveys = Table(
    "surveys",
    metadata,
    key(),
    Column("name", String(120), nullable=False),
    Column("mode", String(8), nullable=False),
    Column("questions", Json, nullable=False),
    Column("stages", Json, nullable=False),
    Column("size", Integer),
    Column("share", Integer),
    Column("opens_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("seed", Text, nullable=False),
    Column("pool", Json, nullable=False),
    Column("form_key", String(80), nullable=False, unique=True),
    Column("clock_at", Instant),
)
#: When the clock closes a survey that runs.
Index("ix_surveys_clock_at", surveys.c.clock_at, **only_where(surveys.c.state == "running"))

survey_estates = Table(
    "survey_estates",
    metadata,
    key(),
    ref("survey_id", "surveys"),
    ref("estate_id", "estates", index=True),
    UniqueConstraint("survey_id", "estate_id"),
)

survey_steps = Table(
    "survey_steps",
    metadata,
    key(),
    ref("survey_id", "surveys"),
    Column("step", String(10), nullable=False),
    ref("staff_id", "staff", null=True),
    Column("at", Instant, nullable=False),
    UniqueConstraint("survey_id", "step"),
)

#: The workflow, each step once and in this order (I19); a survey that did not start yet may be withdrawn instead.
STATES = ("draft", "drawn", "running", "closed", "reported")
WITHDRAWN = "withdrawn"
MODES = ("chat", "phone")


@dataclass(frozen=True, slots=True)
class Survey:
    """A wave. `questions` are (key, version) of the bank; `stages` the stages of life that are asked (storage.life_stages);
    `size` households, or `share` in percent of the pool. `pool` is what it was drawn from: `count`, `hash` (SHA-256 of the homes in
    order), `day`, `asked_before` (left out since they were asked for the same stage), `strata` ([estate, owner, pool, drawn]).
    """

    id: int
    name: str
    mode: str
    questions: tuple[tuple[str, int], ...]
    stages: tuple[str, ...]
    size: int | None
    share: int | None
    opens_at: datetime
    closes_at: datetime
    state: str
    seed: str
    pool: dict[str, Any]
    estate_ids: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the workflow and who took it; None: the line, at its time."""

    step: str
    name: str | None
    at: datetime


_COLUMNS = [surveys.c[one.name] for one in fields(Survey) if one.name != "estate_ids"]


class Surveys:
    """The surveys whose every estate lies within one scope, for headquarters and the line; for everybody else there are none."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def plan(
        self, estate_ids: Sequence[int], *, form_key: str, at: datetime, staff_id: int | None, **values: Any
    ) -> Survey | None:
        """A draft. None where the same form made one before, without an estate, or for an estate outside the scope."""
        if not self._may(estate_ids):
            return None
        row = {"state": "draft", "pool": {}, "form_key": form_key, **values}
        once = inserting(self._connection, surveys).values(row).on_conflict_do_nothing()
        made = self._connection.execute(once.returning(surveys.c.id)).scalar()
        if made is None:
            return None
        rows = [{"survey_id": made, "estate_id": one} for one in dict.fromkeys(estate_ids)]
        self._connection.execute(survey_estates.insert(), rows)
        self._keep_step(int(made), "draft", staff_id, at)
        return self.by_id(int(made))

    def by_id(self, survey_id: int) -> Survey | None:
        return next(iter(self._many(surveys.c.id == survey_id)), None)

    def newest(self, limit: int = 60) -> list[Survey]:
        """The calendar: every survey, the one that opens last first."""
        return self._many(surveys.c.id > 0, limit)

    def step(
        self, survey: Survey, to: str, *, staff_id: int | None, at: datetime, **values: Any
    ) -> Survey | None:
        """Takes the survey from where it was read to its next state; None where somebody was faster, or outside the scope."""
        if not self._may(survey.estate_ids):
            return None
        still = (surveys.c.id == survey.id) & (surveys.c.state == survey.state)
        clock_at = survey.closes_at if to == "running" else None
        moved = update(surveys).where(still).values(state=to, clock_at=clock_at, **values)
        done = self._connection.execute(moved)
        if done.rowcount != 1:
            return None
        self._keep_step(survey.id, to, staff_id, at)
        return self.by_id(survey.id)

    def steps(self, survey: Survey) -> list[Step]:
        """The steps that were taken, in order."""
        if self.by_id(survey.id) is None:
            return []
        joined = survey_steps.outerjoin(staff, staff.c.id == survey_steps.c.staff_id)
        columns = (survey_steps.c.step, staff.c.name, survey_steps.c.at)
        found = select(*columns).select_from(joined).where(survey_steps.c.survey_id == survey.id)
        rows = self._connection.execute(found.order_by(survey_steps.c.at, survey_steps.c.id)).mappings()
        return [as_value(row, Step) for row in rows]

    def lock(self, survey: Survey) -> None:
        """Its estates' draws stand in line, so that no home is drawn twice for the same stage at the same moment (I08)."""
        if self._may(survey.estate_ids):
            mine = estates.c.id.in_(survey.estate_ids)
            self._connection.execute(update(estates).where(mine).values(code=estates.c.code))

    def pool(self, survey: Survey, today: date) -> list[Candidate]:
        """Every home of its estates that is lived in and in one of its stages, by number; whoever works in a home does not live there."""
        if self.by_id(survey.id) is None:
            return []
        return candidates(self._connection, survey.estate_ids, survey.stages, today)

    def periods(self, estate_id: int, now: datetime) -> list[tuple[datetime, datetime]]:
        """From when until before when each survey of an estate runs that is not over: nobody is given anything then (I11).

        For rules of every scope, as times and no more; whoever acts is not told.
        """
        standing = surveys.c.state.in_(("draft", "drawn", "running")) & (surveys.c.closes_at > now)
        here = exists().where(
            survey_estates.c.survey_id == surveys.c.id, survey_estates.c.estate_id == estate_id
        )
        asked = select(surveys.c.opens_at, surveys.c.closes_at).where(standing, here)
        rows = self._connection.execute(asked.order_by(surveys.c.opens_at))
        return [(opens, closes) for opens, closes in rows]

    def _keep_step(self, survey_id: int, step: str, staff_id: int | None, at: datetime) -> None:
        row = {"survey_id": survey_id, "step": step, "staff_id": staff_id, "at": at}
        self._connection.execute(survey_steps.insert(), row)

    def _may(self, estate_ids: Sequence[int]) -> bool:
        """Whether surveys of these estates are this scope's: headquarters' who serve all of them, and the line's."""
        if not may_run(self._scope):
            return False
        return bool(estate_ids) and set(estate_ids) <= set(estates_within(self._connection, self._scope))

    def _many(self, where: ColumnElement[bool], limit: int = 60) -> list[Survey]:
        if not may_run(self._scope):
            return []
        mine = estates_within(self._connection, self._scope)
        foreign = exists().where(
            survey_estates.c.survey_id == surveys.c.id, survey_estates.c.estate_id.not_in(mine)
        )
        found = (
            select(*_COLUMNS).where(where, ~foreign).order_by(surveys.c.opens_at.desc(), surveys.c.id.desc())
        )
        rows = self._connection.execute(found.limit(limit)).mappings().all()
        places = self._estates([row["id"] for row in rows])
        return [_survey(row, places.get(row["id"], ())) for row in rows]

    def _estates(self, survey_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
        table = survey_estates
        found = select(table.c.survey_id, table.c.estate_id).where(table.c.survey_id.in_(survey_ids))
        places: dict[int, tuple[int, ...]] = {}
        for row in self._connection.execute(found.order_by(table.c.estate_id)):
            places[row.survey_id] = (*places.get(row.survey_id, ()), row.estate_id)
        return places


def may_run(scope: object) -> bool:
    """Whether surveys are this scope's to run and to read: headquarters', and the line's own (I10)."""
    return isinstance(scope, LineScope) or (isinstance(scope, StaffScope) and scope.is_headquarters)


def _survey(row: RowMapping, estate_ids: tuple[int, ...]) -> Survey:
    asked = tuple((str(key), int(version)) for key, version in row["questions"])
    values = dict(row) | {"questions": asked, "stages": tuple(row["stages"]), "estate_ids": estate_ids}
    return Survey(**values)
