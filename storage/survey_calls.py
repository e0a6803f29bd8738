"""The households that headquarters' interviewers call in a survey by telephone, and what came of each call (I12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from storage import contacts
from storage.estates import units
from storage.people import WORKING_THERE, live, occupancies, persons
from storage.survey_invitations import Invitation, SurveyInvitations, survey_invitations
from storage.surveys import Survey, may_run
from storage.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Call:
    """A household to be called: its home, and everybody who lives there with the number they left, "" for none."""

    invitation: Invitation
    label: str
    people: tuple[tuple[str, str], ...]


class SurveyCalls:
    """The calls of surveys within one scope; headquarters' alone."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope
        self._invitations = SurveyInvitations(connection, within)

    def of(self, survey: Survey, today: date) -> list[Call]:
        """Whom to call, in the order of the draw."""
        if survey.mode != "phone":
            return []
        open_ones = self._invitations.of(survey, "asked")
        homes = {one.unit_id for one in open_ones}
        labels = {
            row.id: row.label
            for row in self._connection.execute(
                select(units.c.id, units.c.label).where(units.c.id.in_(homes))
            )
        }
        there = occupancies.c.unit_id.in_(homes) & occupancies.c.role.not_in(WORKING_THERE) & live(today)
        found = (
            select(occupancies.c.unit_id, persons.c.name, persons.c.phone)
            .join(persons, persons.c.id == occupancies.c.person_id)
            .where(there)
            .order_by(occupancies.c.id)
        )
        people: dict[int, tuple[tuple[str, str], ...]] = {}
        for row in self._connection.execute(found):
            people[row.unit_id] = (*people.get(row.unit_id, ()), (row.name, row.phone or ""))
        return [Call(one, labels[one.unit_id], people.get(one.unit_id, ())) for one in open_ones]

    def fill(self, invitation: Invitation, answers: Mapping[str, Any]) -> bool:
        """What was told on the telephone, at once into the box; False where the household is done."""
        return self._may(invitation) and self._invitations.end(invitation, "finished", answers=answers)

    def declined(self, invitation: Invitation) -> bool:
        """The household wants to answer nothing."""
        return self._may(invitation) and self._invitations.end(invitation, "declined")

    def never(self, invitation: Invitation, today: date) -> bool:
        """The household wants to be asked nothing any more, by no way: every account of it is left alone."""
        if not self.declined(invitation):
            return False
        own = survey_invitations.c.id == invitation.id
        self._connection.execute(survey_invitations.update().where(own).values(reason="never"))
        for account in contacts.of_unit(self._connection, invitation.unit_id, today):
            contacts.change(self._connection, account.id, asks=False)
        return True

    def tried(self, invitation: Invitation) -> bool:
        """Nobody answered; it stays on the list."""
        table = survey_invitations
        still = (table.c.id == invitation.id) & (table.c.state == "asked")
        if not self._may(invitation):
            return False
        done = self._connection.execute(table.update().where(still).values(reason="no_answer"))
        return done.rowcount == 1

    def _may(self, invitation: Invitation) -> bool:
        return may_run(self._scope) and self._invitations.by_id(invitation.id) is not None
