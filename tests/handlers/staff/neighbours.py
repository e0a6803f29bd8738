"""Homes beside Ann's, and reports that come from them as the line hears them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers.base import LineAct, Reply
from handlers.tickets import moments
from storage import contacts, estates, people
from storage.incidents import Incident
from storage.risks import Risk
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House


def home(house: House, name: str, label: str) -> None:
    """One more household in Block 1: everybody in a home of their own."""
    with house.db.transaction() as connection:
        estate_id = house.estates["GV"]
        unit_id = estates.add_unit(
            connection, estate_id=estate_id, building_id=house.buildings["GV"], label=label, floor=label.split("-")[1][:-2],
        )  # fmt: skip
        person_id = people.add(connection, estate_id=estate_id, name=name, language="en")
        people.occupy(
            connection,
            estate_id=estate_id,
            person_id=person_id,
            unit_id=unit_id,
            role="owner",
            at=NOW - timedelta(days=9),
        )
        contact = contacts.add(
            connection, estate_id=estate_id, channel="telegram", address=f"chat-{name}", name=name, at=NOW
        )
        contacts.change(connection, contact.id, person_id=person_id)
        house.contacts = {**house.contacts, name: contact.id}
        house.units = {**house.units, name: unit_id}


def received(house: House, owner: str, **values: Any) -> tuple[Ticket, list[Reply]]:
    """A report, with what follows from its being received."""
    ticket = house.open(owner, **{"place": None, **values})
    acting = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
    with house.db.transaction() as connection:
        after = moments.come("received", acting, LineStore(connection), ticket)
    return after, acting.told


def lift_incident(house: House) -> Incident:
    """Two homes report the lift: a suspected incident."""
    home(house, "Dora", "1-201")
    received(house, "Ann", code="public.lift", words="the lift is out of order")
    received(house, "Dora", code="public.lift", words="lift broken")
    with house.store("Max") as store:
        return store.incident_book.newest()[0]


def risk_of(store: StaffStore, ticket: Ticket) -> Risk:
    return store.risks.of(ticket)[0]
