"""The answers of a survey: a sheet has a number drawn by lot, the group it was drawn in, and what was ticked on it. Nothing else.

No column leads from a sheet to an invitation, a home or a person, and none tells when it was filled in. When the survey closes,
the sheets are written anew in the order of new lots, and the group of a sheet is left out where too few share it: from then
on neither the order of the rows nor a group of one tells who it was (ISO 20252 on anonymity; I10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, String, Table, delete, func, insert, select

from storage.base import Json, as_value, columns_of, metadata, ref
from storage.scope import LineScope
from storage.survey_groups import Group
from storage.surveys import Survey, may_run, surveys
from storage.tickets import Tickets, estates_within

survey_sheets = Table(
    "survey_sheets",
    metadata,
    Column("id", String(36), primary_key=True),
    ref("survey_id", "surveys", index=True),
    ref("estate_id", "estates", null=True),
    Column("owner", String(8), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("answers", Json, nullable=False),
    sqlite_with_rowid=False,
)

#: When answers may be read: not while the survey runs, by nobody.
READABLE = ("closed", "reported")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one household ticked. `estate_id`, `owner` (new, existing) and `stage` are its group; None and "" where too few share it."""

    estate_id: int | None
    owner: str
    stage: str
    answers: dict[str, Any]

    @property
    def group(self) -> Group:
        return Group(self.estate_id, self.owner, self.stage)


class SurveySheets:
    """The sheets of surveys within one scope: headquarters read them once a survey is closed; the counts of what was reported, which
    everybody reads, are storage.survey_reports.
    """

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def of(self, survey: Survey) -> list[Sheet]:
        """Every sheet of a closed survey, in the order of their lots; none while it runs, and none for local staff."""
        mine = set(survey.estate_ids) <= set(estates_within(self._connection, self._scope))
        if not (may_run(self._scope) and mine and survey.estate_ids):
            return []
        closed = select(surveys.c.id).where(surveys.c.id == survey.id, surveys.c.state.in_(READABLE))
        found = select(*columns_of(Sheet, survey_sheets)).where(survey_sheets.c.survey_id.in_(closed))
        rows = self._connection.execute(found.order_by(survey_sheets.c.id)).mappings()
        return [as_value(row, Sheet) for row in rows]

    def seal(self, survey: Survey, groups: Mapping[Group, Group]) -> None:
        """Writes every sheet of a survey anew, in the order of new lots, each in the group that it may show; the line's own."""
        if not isinstance(self._scope, LineScope):
            return
        here = survey_sheets.c.survey_id == survey.id
        rows = (
            self._connection.execute(select(*columns_of(Sheet, survey_sheets)).where(here)).mappings().all()
        )
        read = [as_value(row, Sheet) for row in rows]
        fresh = [
            _row(self._connection, survey.id, groups.get(one.group, one.group), one.answers) for one in read
        ]
        self._connection.execute(delete(survey_sheets).where(here))
        if fresh:
            self._connection.execute(insert(survey_sheets), sorted(fresh, key=lambda row: str(row["id"])))

    def groups(self, survey: Survey) -> dict[Group, int]:
        """How many sheets each group has; the line's own, for sealing."""
        if not isinstance(self._scope, LineScope):
            return {}
        here = survey_sheets.c.survey_id == survey.id
        own = (survey_sheets.c.estate_id, survey_sheets.c.owner, survey_sheets.c.stage)
        rows = self._connection.execute(select(*own, func.count().label("times")).where(here).group_by(*own))
        return {Group(row.estate_id, row.owner, row.stage): row.times for row in rows}


def drop(connection: Connection, survey_id: int, group: Group, answers: Mapping[str, Any]) -> None:
    """Drops a sheet into the box, under a number drawn by lot; called by the invitation that ends, and by nothing else."""
    connection.execute(insert(survey_sheets).values(_row(connection, survey_id, group, answers)))


def _row(connection: Connection, survey_id: int, group: Group, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": _lot(connection), "survey_id": survey_id, "estate_id": group.estate_id, "owner": group.owner, "stage": group.stage,
        "answers": dict(answers),
    }  # fmt: skip


def _lot(connection: Connection) -> str:
    """A number that nobody can know or derive: the database's own chance, since whatever the line works from is kept somewhere."""
    if connection.dialect.name == "postgresql":
        return str(connection.execute(select(func.gen_random_uuid())).scalar_one())
    return str(connection.execute(select(func.lower(func.hex(func.randomblob(16))))).scalar_one())
