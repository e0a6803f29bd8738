"""The store of one contact of a household: what they may know and change, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage import (
    binding_codes,
    contacts,
    conversations,
    delivery_ends,
    estates,
    incidents,
    people,
    staff,
)
from storage.contacts import Contact
from storage.estates import Estate, Unit
from storage.heard_notices import HeardNotices
from storage.incidents import Asked
from storage.people import Person
from storage.scope import OwnerScope
from storage.staff import Staff
from storage.store import Store
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class Household:
    """Who writes, and from where: what is known is never asked."""

    estate: Estate
    contact: Contact
    person: Person | None
    units: tuple[Unit, ...]


class OwnerStore(Store):
    """What one contact of a household may know and change."""

    def __init__(self, connection: Connection, contact: Contact, now: datetime) -> None:
        """`now` decides which periods have ended: by the estate's calendar, the last day included."""
        self._connection, self._now = connection, now
        self._enter(contact)

    def _enter(self, contact: Contact) -> None:
        """Takes the scope of a contact as it is now; what is asked for in every turn is read once."""
        found = estates.by_id(self._connection, contact.estate_id)
        assert found is not None
        self._contact, self._estate = contact, found
        today = self._now.astimezone(ZoneInfo(found.timezone)).date()
        homes = people.homes_of(self._connection, contact.person_id, today) if contact.person_id else ()
        self.scope = OwnerScope(contact.id, contact.person_id, contact.estate_id, homes)
        self._units = estates.units_by_id(self._connection, self.scope.unit_ids) if homes else []
        self._open(self._connection, self.scope)
        self.heard = HeardNotices(self._connection, self.scope)

    def household(self) -> Household:
        person = people.by_id(self._connection, self.scope.person_id) if self.scope.person_id else None
        return Household(self._estate, self._contact, person, tuple(self._units))

    def set_language(self, language: str) -> None:
        contacts.change(self._connection, self.scope.contact_id, language=language)
        if self.scope.person_id:
            people.set_language(self._connection, self.scope.person_id, language)

    def set_muted(self, muted: bool) -> None:
        contacts.change(self._connection, self.scope.contact_id, muted=muted)

    def set_offers(self, offers: bool) -> None:
        contacts.change(self._connection, self.scope.contact_id, offers=offers)

    def set_asks(self, asks: bool) -> None:
        """Whether this account may be asked for ratings and opinions."""
        contacts.change(self._connection, self.scope.contact_id, asks=asks)

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

    def acknowledge(self, delivery_id: int, at: datetime) -> str | None:
        """Marks a notice as read: "now", "before", or None when it was not sent to this contact."""
        return delivery_ends.acknowledge(self._connection, delivery_id, self.scope.contact_id, at)

    def answer_notice(self, delivery_id: int, chosen: str, at: datetime) -> int | None:
        """This account's answer to what a notice asked: the notice's id, or None when it was not sent to it."""
        return delivery_ends.answer(self._connection, delivery_id, self.scope.contact_id, chosen, at)

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
            until=code.until,
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
        today = self._now.astimezone(ZoneInfo(self._estate.timezone)).date()
        self.absences.end_of_empty(unit, today, self._now)
        self._enter(self._contact)
        return True
