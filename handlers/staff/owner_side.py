"""How a step of staff reaches the owner: in the owner's language, in the estate's time, where the owner can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import Button, Mistake, Reply, ToOwner
from handlers.staff.request import StaffRequest
from handlers.wording import moment, say, speak
from storage.contacts import REACHABLE, Contact
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class OwnerSide:
    """The owner of a ticket as a step needs them; `contact` None: nobody wrote, staff filed the ticket."""

    ticket: Ticket
    contact: Contact | None
    language: str
    tz: ZoneInfo
    now: datetime

    def say(self, key: str, **values: object) -> str:
        return say(self.language, key, number=self.ticket.number, **values)

    def moment(self, at: datetime) -> str:
        return moment(self.language, at, self.tz, self.now)

    def person(self, who: Staff) -> str:
        """A member of staff as the owner meets them: the name, and what they are."""
        return self.say("desk.person", name=who.name, role=say(self.language, f"desk.role.{who.role}"))

    def told(
        self, text: str, *, title: str = "", buttons: tuple[tuple[Button, ...], ...] = ()
    ) -> tuple[Reply, ...]:
        """The message to the owner; nothing where the ticket has no account to write to."""
        if self.contact is None:
            return ()
        return (Reply(to=ToOwner(self.ticket.id), title=title, text=text, buttons=buttons),)


def owner_side(request: StaffRequest, store: StaffStore, ticket: Ticket) -> OwnerSide:
    contact = store.contact_of(ticket)
    estate = next(estate for estate in store.estates() if estate.id == ticket.estate_id)
    return OwnerSide(ticket, contact, owner_language(store, ticket), ZoneInfo(estate.timezone), request.now)


def owner_language(store: StaffStore, ticket: Ticket) -> str:
    """The owner's language: their account's, else the ticket's, else the estate's."""
    contact = store.contact_of(ticket)
    estate = next(estate for estate in store.estates() if estate.id == ticket.estate_id)
    return speak((contact.language if contact else None) or ticket.language, estate.language)


def require_reachable(owner: OwnerSide) -> None:
    """Words for the owner need a way to the owner. Raises Mistake where there is none, so that somebody telephones."""
    if owner.contact is None:
        raise Mistake("desk.no_chat", number=owner.ticket.number)
    if owner.contact.state != REACHABLE:
        raise Mistake("desk.unreachable", number=owner.ticket.number, name=owner.contact.name)
