"""The contact budget of one home, and whom of it to write to (F12, I07)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, exists, func, insert, or_, select, update

from storage import contacts, risks
from storage.contact_budget import Budget, spent, unasked
from storage.contacts import Contact
from storage.estates import units
from storage.people import WORKING_THERE, live, occupancies
from storage.scope import OwnerScope, StaffScope
from storage.survey_invitations import survey_invitations
from storage.surveys import surveys
from storage.ticket_rows import tickets
from storage.tickets import ENDED, Tickets

#: What may be sent unasked, beside notices and questions after events.
KINDS = ("rating", "survey", "mission", "perception", "silence", "club")


class Unasked:
    """What homes within one scope were sent unasked; of an owner the homes they are verified in."""

    def __init__(self, connection: Connection, within: Tickets) -> None:
        self._connection, self._scope = connection, within.scope

    def accounts(self, unit_id: int, today: date) -> list[Contact]:
        """The accounts of everybody who lives in a home, the oldest first; of an owner their own alone."""
        found = contacts.of_unit(self._connection, unit_id, today) if self._sees(unit_id) else []
        scope = self._scope
        return (
            [one for one in found if one.id == scope.contact_id] if isinstance(scope, OwnerScope) else found
        )

    def wants_no_calls(self, unit_id: int, today: date) -> bool:
        """Whether somebody who lives in a home wishes to be asked nothing, in the chat or to an interviewer; True outside the scope."""
        if not self._sees(unit_id):
            return True
        if any(one.muted or not one.asks for one in contacts.of_unit(self._connection, unit_id, today)):
            return True
        lives = (occupancies.c.unit_id == unit_id) & occupancies.c.role.not_in(WORKING_THERE) & live(today)
        since = select(func.min(occupancies.c.since)).where(lives).scalar_subquery()
        never = (survey_invitations.c.unit_id == unit_id) & (survey_invitations.c.reason == "never")
        of_them = surveys.c.closes_at >= since
        said = exists().where(never, surveys.c.id == survey_invitations.c.survey_id, of_them)
        return bool(self._connection.execute(select(said)).scalar_one())

    def ask_no_more(self, unit_id: int, today: date) -> None:
        """Every account of a home is left alone from now on, as somebody of it said on the telephone. Headquarters' alone, who call."""
        scope = self._scope
        if isinstance(scope, StaffScope) and scope.is_headquarters and self._sees(unit_id):
            for one in contacts.of_unit(self._connection, unit_id, today):
                contacts.change(self._connection, one.id, asks=False)

    def account(self, contact_id: int) -> Contact | None:
        """One account of the estates within the scope; of an owner their own alone."""
        found, scope = contacts.by_id(self._connection, contact_id), self._scope
        if found is None or (isinstance(scope, OwnerScope) and found.id != scope.contact_id):
            return None
        return None if isinstance(scope, StaffScope) and found.estate_id not in scope.estate_ids else found

    def is_spent(self, estate_id: int, unit_id: int, budget: Budget) -> bool:
        """Whether a home was written to as often as it may be; True for a home outside the scope."""
        if not self._sees(unit_id):
            return True
        return self._connection.execute(spent(estate_id, budget, unit_id)).first() is not None

    def keep(self, estate_id: int, unit_id: int, *, kind: str, at: datetime, budget: Budget) -> bool:
        """Spends one contact; False where the budget is used up by now: two at the same moment stand in line.

        Raises LookupError for a home outside the scope, ValueError for a kind that does not exist.
        """
        if kind not in KINDS:
            raise ValueError(f"{kind} is none of {', '.join(KINDS)}")
        if not self._sees(unit_id):
            raise LookupError("there is no such home within this scope")
        self._connection.execute(update(units).where(units.c.id == unit_id).values(label=units.c.label))
        if self.is_spent(estate_id, unit_id, budget):
            return False
        row = {"estate_id": estate_id, "unit_id": unit_id, "kind": kind, "at": at}
        self._connection.execute(insert(unasked).values(row))
        return True

    def had_alarm(self, unit_id: int, since: datetime) -> bool:
        """Whether an emergency of a home is open, or ended since then: nobody is asked for stars after a fire (I07).

        Every account's counts, also one that the rest of the household must not see: the answer shows nothing of it. So does what
        somebody who lives there reported before the line knew in which home.
        """
        return self._alarmed(_of_home(unit_id), since)

    def waits_for_a_complaint(self, unit_id: int) -> bool:
        """Whether any account of a home waits for a complaint."""
        return self._waits(_of_home(unit_id))

    def account_had_alarm(self, contact_id: int, since: datetime) -> bool:
        """The same of an account whose home nobody knows; True outside the scope."""
        return self.account(contact_id) is None or self._alarmed(tickets.c.contact_id == contact_id, since)

    def account_waits_for_a_complaint(self, contact_id: int) -> bool:
        """The same of an account whose home nobody knows; True outside the scope."""
        return self.account(contact_id) is None or self._waits(tickets.c.contact_id == contact_id)

    def _alarmed(self, whose: ColumnElement[bool], since: datetime) -> bool:
        alarm = whose & or_(tickets.c.urgency == "E0", tickets.c.intent == "emergency")
        ended = func.coalesce(tickets.c.closed_at, tickets.c.resolved_at, tickets.c.opened_at)
        fresh = or_(tickets.c.stage.not_in((*ENDED, "resolved")), ended >= since)
        return bool(self._connection.execute(select(exists().where(alarm, fresh))).scalar_one())

    def _waits(self, whose: ColumnElement[bool]) -> bool:
        waiting = whose & tickets.c.complaint & tickets.c.stage.not_in(ENDED)
        return bool(self._connection.execute(select(exists().where(waiting))).scalar_one())

    def held_by_crisis(self, estate_id: int) -> bool:
        """Whether a crisis holds back what is sent unasked (G03)."""
        return risks.frozen(self._connection, estate_id)

    def _sees(self, unit_id: int) -> bool:
        if isinstance(self._scope, OwnerScope):
            return unit_id in self._scope.unit_ids
        if isinstance(self._scope, StaffScope):
            served = units.c.estate_id.in_(self._scope.estate_ids)
            return self._connection.execute(
                select(exists().where(units.c.id == unit_id, served))
            ).scalar_one()
        return True


def _of_home(unit_id: int) -> ColumnElement[bool]:
    """The tickets of a home, and what somebody who lives there reported before the line knew in which."""
    live_there = (
        select(contacts.contacts.c.id)
        .join(occupancies, occupancies.c.person_id == contacts.contacts.c.person_id)
        .where(occupancies.c.unit_id == unit_id, occupancies.c.role.not_in(WORKING_THERE))
    )
    homeless = tickets.c.unit_id.is_(None) & tickets.c.contact_id.in_(live_there)
    return or_(tickets.c.unit_id == unit_id, homeless)
