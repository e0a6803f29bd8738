"""What every unit sees of the waves that were reported: counts of scores at its estates, by group of owners; never a sheet, never the
sample (L09, M12).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.survey_groups import owner_of
from storage.survey_invitations import ASKED, survey_invitations
from storage.survey_sheets import survey_sheets
from storage.surveys import surveys
from storage.tickets import Tickets, estates_within


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each score of a question came in one estate and group of owners in a wave, and how many of it were asked."""

    survey_id: int
    name: str
    closes_at: datetime
    estate_id: int
    owner: str
    question: str
    version: int
    counts: Mapping[int, int]
    asked: int


class SurveyReports:
    """The counts of reported waves at the estates within one scope; owners' scopes hold none."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def counts(self, questions: Sequence[str]) -> list[Counted]:
        """Counts of some questions, the earliest wave first; nothing of a wave that is not reported, or of a group that was too small."""
        mine = estates_within(self._connection, self._scope)
        columns = (surveys.c.id, surveys.c.name, surveys.c.closes_at, surveys.c.questions)
        told = (surveys.c.state == "reported") & survey_sheets.c.estate_id.in_(mine)
        found = (
            select(*columns, survey_sheets.c.estate_id, survey_sheets.c.owner, survey_sheets.c.answers)
            .join(surveys, surveys.c.id == survey_sheets.c.survey_id)
            .where(told, survey_sheets.c.owner != "")
            .order_by(surveys.c.closes_at, surveys.c.id, survey_sheets.c.estate_id, survey_sheets.c.owner)
        )
        counted: dict[tuple[int, str, datetime, int, str, str, int], Counter[int]] = {}
        for row in self._connection.execute(found):
            for question, version in row.questions:
                if question in questions and question in row.answers:
                    one = (row.id, row.name, row.closes_at, row.estate_id, row.owner, question, version)
                    counted.setdefault(one, Counter())[int(row.answers[question])] += 1
        asked = self._asked(mine)
        return [
            Counted(*one, counts=counts, asked=asked.get((one[0], one[3], one[4]), 0))
            for one, counts in counted.items()
        ]

    def _asked(self, estate_ids: Sequence[int]) -> Counter[tuple[int, int, str]]:
        """How many households of each wave, estate and group of owners were asked."""
        table = survey_invitations.c
        own = (table.survey_id, table.estate_id, table.stage)
        found = select(*own, func.count().label("times")).where(
            table.state.in_(ASKED), table.estate_id.in_(estate_ids)
        )
        asked: Counter[tuple[int, int, str]] = Counter()
        for row in self._connection.execute(found.group_by(*own)):
            asked[row.survey_id, row.estate_id, owner_of(row.stage)] += row.times
        return asked
