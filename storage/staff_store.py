"""The store of one member of staff: the estates they serve, without the tickets that complain of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from storage import (
    contacts,
    conversations,
    estates,
    outbox,
    pages,
    people,
    staff,
    subjects,
    ticket_rows,
)
from storage.contacts import Contact
from storage.deliveries import Deliveries
from storage.delivery_book import DeliveryBook
from storage.estates import Building, Estate, Unit
from storage.homes import Homes
from storage.incident_book import IncidentBook
from storage.notice_steps import NoticeSteps
from storage.notice_watches import NoticeWatches
from storage.notices import Notices
from storage.parties import PartyList
from storage.people import Occupant
from storage.risk_book import RiskBook
from storage.scope import StaffScope
from storage.staff import Staff
from storage.store import LineStore, Store
from storage.subjects import Subject
from storage.ticket_rows import Ticket


class StaffStore(Store):
    """What one member of staff may know and change: the estates they serve."""

    def __init__(self, connection: Connection, who: Staff) -> None:
        barred = subjects.recused(connection, who.id)
        self.scope = StaffScope(who.id, who.role, who.estate_ids, barred)
        self._open(connection, self.scope)
        self.notices = Notices(connection, self.scope)
        self.notice_steps = NoticeSteps(connection, self.scope)
        self.notice_watches = NoticeWatches(connection, self.scope)
        self.homes = Homes(connection, self.scope)
        self.deliveries = Deliveries(connection, self.scope)
        self.delivery_book = DeliveryBook(connection, self.scope)
        self.party_list = PartyList(connection, self.scope)
        self.incident_book = IncidentBook(connection, self.scope, self.tickets)
        self.risk_book = RiskBook(connection, self.scope, self.tickets)

    def as_line(self) -> LineStore:
        """The line's own sight, for the rules that follow from what this member of staff filed: they may keep it from them."""
        return LineStore(self._connection)

    def estates(self) -> list[Estate]:
        return [
            estate for estate in estates.all_of_them(self._connection) if estate.id in self.scope.estate_ids
        ]

    def estate(self, estate_id: int) -> Estate | None:
        """An estate they serve."""
        return estates.by_id(self._connection, estate_id) if estate_id in self.scope.estate_ids else None

    def buildings(self) -> list[Building]:
        return estates.buildings_of(self._connection, self.scope.estate_ids)

    def unit(self, unit_id: int) -> Unit | None:
        found = estates.units_by_id(self._connection, (unit_id,))
        return next((unit for unit in found if unit.estate_id in self.scope.estate_ids), None)

    def confirm_dates(self, unit: Unit, *, delivered_on: date | None, accepted_on: date | None) -> bool:
        """A person confirms the dates that warranty runs from; False for a home out of scope."""
        if unit.estate_id not in self.scope.estate_ids:
            return False
        estates.change_unit(self._connection, unit.id, delivered_on=delivered_on, accepted_on=accepted_on)
        return True

    def occupants(self, unit: Unit) -> list[Occupant]:
        if unit.estate_id not in self.scope.estate_ids:
            return []
        return people.occupants_of(self._connection, unit.id)

    def contact_of(self, ticket: Ticket) -> Contact | None:
        """The account the matter was reported from."""
        visible = ticket.contact_id and self.tickets.sees(ticket)
        return contacts.by_id(self._connection, ticket.contact_id) if visible and ticket.contact_id else None

    def colleague(self, staff_id: int) -> Staff | None:
        found = staff.by_id(self._connection, staff_id)
        return found if found and set(found.estate_ids) & set(self.scope.estate_ids) else None

    def colleagues(self, estate_id: int) -> list[Staff]:
        return staff.serving(self._connection, estate_id) if estate_id in self.scope.estate_ids else []

    def units(self) -> list[Unit]:
        """Every home of the estates served."""
        return estates.units_of(self._connection, self.scope.estate_ids)

    def labels(self, found: Sequence[Ticket]) -> dict[int, str]:
        """The homes of many tickets by the unit's id, as they are called: one question however many there are."""
        ids = {ticket.unit_id for ticket in found if ticket.unit_id and self.tickets.sees(ticket)}
        return {unit.id: unit.label for unit in estates.units_by_id(self._connection, tuple(ids))}

    def household_contacts(self, unit: Unit, today: date) -> list[Contact]:
        """The accounts of everybody who lives in a unit today."""
        if unit.estate_id not in self.scope.estate_ids:
            return []
        return contacts.of_unit(self._connection, unit.id, today)

    def asked_of_me(self) -> list[Subject]:
        """What this member of staff is asked about a complaint of them, and its result: all they learn of it (C11)."""
        return subjects.asked_of(self._connection, self.scope.staff_id)

    def state(self, subject_id: int, text: str, at: datetime) -> bool:
        """Their own statement; False for what was not asked of them."""
        return subjects.state(self._connection, subject_id, self.scope.staff_id, text, at)

    def opened_with(self, form: str) -> list[Ticket]:
        """The tickets that this member of staff opened with a form, the first one first.

        The member of staff is locked first, so that the same form sent twice at once stands in line.
        """
        staff.lock(self._connection, self.scope.staff_id)
        return self.tickets.with_form(self.scope.staff_id, form)

    def alarms(self) -> list[tuple[pages.Page, ticket_rows.Ticket]]:
        """Calls to this very person, or to everybody on duty, that not enough people have accepted, this person among them."""
        found = [
            (page, ticket)
            for page, ticket in pages.unaccepted(self._connection, self.scope.estate_ids)
            if page.is_for(self.scope.staff_id) and self.tickets.sees(ticket)
        ]
        mine = pages.accepted_by(self._connection, self.scope.staff_id, [page.id for page, _ in found])
        return [(page, ticket) for page, ticket in found if page.id not in mine]

    def accept_page(self, ticket: Ticket, at: datetime, route: str = "") -> list[pages.Accepted]:
        """This member of staff is on it: what came of it for each open call that is for them; none when there is none."""
        return self.pages.accept(ticket, self.scope.staff_id, at, route)

    def give_back(self, ticket: Ticket) -> None:
        """The conversation about this ticket is the line's again."""
        self.tickets.must_see(ticket)
        conversations.end_handoffs(self._connection, ticket.id)

    def about(self, channel: str, chat: str, external_id: str) -> outbox.Message | None:
        """The message of ours that somebody replied to, as the channel numbers it."""
        found = outbox.by_external(self._connection, channel, chat, external_id)
        foreign = found and found.ticket_id and self.tickets.by_id(found.ticket_id) is None
        return None if foreign else found
