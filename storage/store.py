"""A store is born with its scope; what is asked through it cannot leave that scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from storage import (
    binding_codes,
    contacts,
    conversations,
    estates,
    incidents,
    notices,
    outbox,
    pages,
    people,
    ratings,
    staff,
    subjects,
    ticket_rows,
)
from storage.assessments import Assessments
from storage.breaches import Breaches
from storage.clocks import Clocks
from storage.contacts import Contact
from storage.corrective_actions import CorrectiveActions
from storage.decisions import Decisions
from storage.defects import Defects
from storage.efforts import Efforts
from storage.escalations import Escalations
from storage.estates import Building, Estate, Unit
from storage.followups import Followups
from storage.holding import Holding
from storage.households import Households
from storage.incident_book import IncidentBook
from storage.incidents import Asked, Incidents
from storage.measures import Measures
from storage.notices import Notices
from storage.pages import Pages
from storage.parties import Parties, PartyList
from storage.partner_records import PartnerRecords
from storage.people import Occupant, Person
from storage.promises import Promises
from storage.quotes import Quotes
from storage.ratings import Rating
from storage.readings import Readings
from storage.referrals import Referrals
from storage.risk_book import RiskBook
from storage.risks import Risks
from storage.scope import LineScope, OwnerScope, StaffScope
from storage.staff import Staff
from storage.subjects import Subject, Subjects
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from storage.visits import Visits
from storage.warranty_findings import WarrantyFindings
from storage.work_orders import WorkOrders


@dataclass(frozen=True, slots=True)
class Household:
    """Who writes, and from where: what is known is never asked."""

    estate: Estate
    contact: Contact
    person: Person | None
    units: tuple[Unit, ...]


class Store:
    """What every scope offers: the tickets within it, and all that belongs to them.

    A rule that owners, staff and the line's clocks share takes a Store, and can reach no further than whoever it acts for.
    """

    def _open(self, connection: Connection, scope: OwnerScope | StaffScope | LineScope) -> None:
        self._connection = connection
        self.tickets = Tickets(connection, scope)
        self.readings = Readings(connection, self.tickets)
        self.subjects = Subjects(connection, self.tickets)
        self.defects = Defects(connection, self.tickets)
        self.corrective_actions = CorrectiveActions(connection, self.tickets)
        self.efforts = Efforts(connection, self.tickets)
        self.measures = Measures(connection, self.tickets)
        self.partner_records = PartnerRecords(connection, self.tickets)
        self.referrals = Referrals(connection, self.tickets)
        self.households = Households(connection, self.tickets)
        self.incidents = Incidents(connection, self.tickets)
        self.risks = Risks(connection, self.tickets)
        self.warranty = WarrantyFindings(connection, self.tickets)
        self.parties = Parties(connection, self.tickets)
        self.quotes = Quotes(connection, self.tickets)
        self.orders = WorkOrders(connection, self.tickets)
        self.visits = Visits(connection, self.tickets)
        self.clocks = Clocks(connection, self.tickets)
        self.promises = Promises(connection, self.tickets)
        self.breaches = Breaches(connection, self.tickets)
        self.assessments = Assessments(connection, self.tickets)
        self.decisions = Decisions(connection, self.tickets)
        self.followups = Followups(connection, self.tickets)
        self.pages = Pages(connection, self.tickets)
        self.escalations = Escalations(connection, self.tickets)
        self.holding = Holding(connection, self.tickets)

    def page(
        self,
        ticket: Ticket,
        *,
        hazard: str,
        routes: list[str],
        at: datetime,
        repeat_at: datetime,
        needed: int = 1,
    ) -> None:
        """Keeps the call to the people on duty, so that it is repeated until as many as are needed accept."""
        self.pages.call(ticket, hazard=hazard, routes=routes, paged_at=at, repeat_at=repeat_at, needed=needed)

    def estate_of(self, ticket: Ticket) -> Estate:
        self.tickets.must_see(ticket)
        found = estates.by_id(self._connection, ticket.estate_id)
        assert found is not None
        return found

    def third_parties(self, ticket: Ticket) -> tuple[str, ...]:
        """The names of the estate's other households, for taking them out of what leaves the line."""
        self.tickets.must_see(ticket)
        return people.names_beside(self._connection, ticket.estate_id, ticket.unit_id, ticket.person_id)

    def unit_of(self, ticket: Ticket) -> Unit | None:
        """The home a ticket is about."""
        self.tickets.must_see(ticket)
        found = estates.units_by_id(self._connection, (ticket.unit_id,)) if ticket.unit_id else []
        return next(iter(found), None)

    def named(self, ticket: Ticket, staff_id: int | None) -> Staff | None:
        """A member of staff of the ticket's estate, to be told by name; None for nobody, and for somebody of elsewhere."""
        self.tickets.must_see(ticket)
        found = staff.by_id(self._connection, staff_id) if staff_id else None
        return found if found and ticket.estate_id in found.estate_ids else None

    def staff_of_estate(self, ticket: Ticket) -> list[Staff]:
        """Everybody who serves the ticket's estate, those it complains of too: for finding out whom it is about."""
        self.tickets.must_see(ticket)
        return staff.serving(self._connection, ticket.estate_id)

    def serving(self, ticket: Ticket) -> list[Staff]:
        """Everybody who serves the ticket's estate and may handle it: nobody it complains of (C11). For rules, not for pages."""
        self.tickets.must_see(ticket)
        barred = subjects.conflicted(self._connection, ticket.id)
        return [one for one in staff.serving(self._connection, ticket.estate_id) if one.id not in barred]


class LineStore(Store):
    """The line itself, for what its clocks set off; what it finds it shows to nobody by itself."""

    def __init__(self, connection: Connection) -> None:
        self._open(connection, LineScope())
        self.risk_book = RiskBook(connection, LineScope(), self.tickets)

    def serving_estate(self, estate_id: int) -> list[Staff]:
        """Everybody who serves an estate, for what belongs to no ticket."""
        return staff.serving(self._connection, estate_id)


class OwnerStore(Store):
    """What one contact of a household may know and change."""

    def __init__(self, connection: Connection, contact: Contact) -> None:
        self._connection = connection
        self._enter(contact)

    def _enter(self, contact: Contact) -> None:
        """Takes the scope of a contact as it is now; what is asked for in every turn is read once."""
        homes = people.homes_of(self._connection, contact.person_id) if contact.person_id else ()
        self._contact = contact
        self.scope = OwnerScope(contact.id, contact.person_id, contact.estate_id, homes)
        self._units = estates.units_by_id(self._connection, self.scope.unit_ids) if homes else []
        self._open(self._connection, self.scope)

    def household(self) -> Household:
        estate = estates.by_id(self._connection, self.scope.estate_id)
        assert estate is not None
        person = people.by_id(self._connection, self.scope.person_id) if self.scope.person_id else None
        return Household(estate, self._contact, person, tuple(self._units))

    def set_language(self, language: str) -> None:
        contacts.change(self._connection, self.scope.contact_id, language=language)
        if self.scope.person_id:
            people.set_language(self._connection, self.scope.person_id, language)

    def set_muted(self, muted: bool) -> None:
        contacts.change(self._connection, self.scope.contact_id, muted=muted)

    def housekeeper(self) -> Staff | None:
        """The named housekeeper of the household's first unit."""
        first = next(iter(self._units), None)
        return staff.by_id(self._connection, first.housekeeper_id) if first and first.housekeeper_id else None

    def on_duty(self) -> list[Staff]:
        """Staff of the estate who are on duty now."""
        return [one for one in staff.serving(self._connection, self.scope.estate_id) if one.on_duty]

    def staff_here(self) -> list[Staff]:
        """Everybody who serves the estate, for finding out whom words are about; for rules, not for owners to read."""
        return staff.serving(self._connection, self.scope.estate_id)

    def staff_named(self, staff_id: int) -> Staff | None:
        """A member of the estate's staff, for telling the owner a name."""
        found = staff.by_id(self._connection, staff_id)
        return found if found and self.scope.estate_id in found.estate_ids else None

    def unit_labels(self) -> tuple[str, ...]:
        return estates.labels_of(self._connection, self.scope.estate_id)

    def own_units(self) -> list[Unit]:
        return list(self._units)

    def unit_labelled(self, label: str) -> Unit | None:
        """A unit of the estate by its label, for naming where; it opens nothing of that unit."""
        return estates.unit_labelled(self._connection, self.scope.estate_id, label)

    def withdraw_page(self, ticket: Ticket) -> None:
        self.pages.withdraw(ticket)

    def rate(self, ticket: Ticket, **values: Any) -> Rating | None:
        """A score for a ticket of this household; None when this occasion was rated before."""
        self.tickets.must_see(ticket)
        return ratings.add(
            self._connection,
            ticket_id=ticket.id,
            estate_id=ticket.estate_id,
            contact_id=self.scope.contact_id,
            **values,
        )

    def rating(self, ticket: Ticket, touchpoint: str) -> Rating | None:
        if not self.tickets.sees(ticket):
            return None
        return ratings.of_ticket(self._connection, ticket.id, touchpoint, ticket.reopened)

    def explain_rating(self, rating: Rating, reason: str) -> None:
        if self.tickets.by_id(rating.ticket_id) is None:
            raise LookupError("there is no such rating within this scope")
        ratings.explain(self._connection, rating.id, reason)

    def acknowledge(self, delivery_id: int, at: datetime) -> str | None:
        """Marks a notice as read: "now", "before", or None when it was not sent to this contact."""
        return notices.acknowledge(self._connection, delivery_id, self.scope.contact_id, at)

    def answer_incident(self, incident_id: int, unit_id: int, at: datetime, **answered: bool) -> Asked | None:
        """This household's word on an incident: `affected` or `fixed`; None where its home was not asked."""
        if unit_id not in self.scope.unit_ids:
            return None
        return incidents.answer(self._connection, incident_id, unit_id, self.scope.contact_id, at, **answered)

    def keep_in_incident(self, asked: Asked, ticket: Ticket) -> None:
        """The household's own ticket follows its part of an incident."""
        self.tickets.must_see(ticket)
        incidents.keep_report(self._connection, asked.incident, asked.unit_id, ticket)

    def give_back(self, ticket: Ticket) -> None:
        """The conversation about this ticket is the line's again."""
        self.tickets.must_see(ticket)
        conversations.end_handoffs(self._connection, ticket.id)

    def binding_code(self, selector: str) -> binding_codes.BindingCode | None:
        return binding_codes.by_selector(self._connection, selector)

    def count_wrong_code(
        self, code: binding_codes.BindingCode | None, *, tries: int, locked_until: datetime | None
    ) -> None:
        """A wrong code was given in this chat, perhaps for a unit's code."""
        contacts.change(self._connection, self.scope.contact_id, wrong_codes=tries, locked_until=locked_until)
        if code:
            binding_codes.count_wrong(self._connection, code.id)

    def bind(self, code: binding_codes.BindingCode, *, at: datetime) -> bool:
        """Spends a code and ties this contact to its unit; False when the code was spent meanwhile."""
        if not binding_codes.use(self._connection, code.id, self.scope.contact_id, at):
            return False
        contact = contacts.by_id(self._connection, self.scope.contact_id)
        assert contact is not None
        person_id = (
            contact.person_id
            or code.person_id
            or people.add(
                self._connection, estate_id=code.estate_id, name=contact.name, language=contact.language
            )
        )
        people.occupy(
            self._connection,
            estate_id=code.estate_id,
            person_id=person_id,
            unit_id=code.unit_id,
            role=code.role,
            at=at,
        )
        contacts.change(
            self._connection,
            contact.id,
            person_id=person_id,
            estate_id=code.estate_id,
            wrong_codes=0,
            locked_until=None,
        )
        fresh = contacts.by_id(self._connection, contact.id)
        assert fresh is not None
        self._enter(fresh)
        return True

    def unbind(self, unit: Unit) -> bool:
        """Gives up a unit; False when it was not this person's."""
        if not self.scope.person_id or not people.leave(
            self._connection, person_id=self.scope.person_id, unit_id=unit.id
        ):
            return False
        self._enter(self._contact)
        return True


class StaffStore(Store):
    """What one member of staff may know and change: the estates they serve."""

    def __init__(self, connection: Connection, who: Staff) -> None:
        barred = subjects.recused(connection, who.id)
        self.scope = StaffScope(who.id, who.role, who.estate_ids, barred)
        self._open(connection, self.scope)
        self.notices = Notices(connection, self.scope)
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

    def household_contacts(self, unit: Unit) -> list[Contact]:
        """The accounts of everybody verified in a unit."""
        if unit.estate_id not in self.scope.estate_ids:
            return []
        return contacts.of_unit(self._connection, unit.id)

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

    def rating(self, ticket: Ticket, touchpoint: str) -> Rating | None:
        if not self.tickets.sees(ticket):
            return None
        return ratings.of_ticket(self._connection, ticket.id, touchpoint, ticket.reopened)

    def give_back(self, ticket: Ticket) -> None:
        """The conversation about this ticket is the line's again."""
        self.tickets.must_see(ticket)
        conversations.end_handoffs(self._connection, ticket.id)

    def about(self, channel: str, chat: str, external_id: str) -> outbox.Message | None:
        """The message of ours that somebody replied to, as the channel numbers it."""
        found = outbox.by_external(self._connection, channel, chat, external_id)
        foreign = found and found.ticket_id and self.tickets.by_id(found.ticket_id) is None
        return None if foreign else found
