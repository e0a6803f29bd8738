"""An estate whose homes differ in everything that an audience can name, and another estate that must never be meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from storage import contacts, estates, people, staff, unit_attributes
from storage.db import Connection
from storage.incidents import incident_units, incidents

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 3)

#: building, label, floor, delivered, tier, stage, attributes
HOMES = (
    ("3", "3-1-101", "1", "2019-06-28", "gold", None, ("alarm",)),
    ("3", "3-1-102", "1", "2026-02-01", None, None, ()),
    ("3", "3-2-201", "2", "2025-06-01", None, None, ("alarm", "pets")),
    ("3", "3-2-1502", "15", "2019-06-28", "diamond", None, ("pets",)),
    ("5", "5-12B", "12", None, None, "sale", ()),
    ("5", "5-12C", "12", "2026-05-01", None, "sale", ("alarm",)),
    ("5", "5-G01", "G", "2020-01-01", None, None, ("ground_floor",)),
)

#: name, home, role, last day, the person's language, the contact's (no contact: "-")
PEOPLE = (
    ("Ann", "3-1-101", "owner", None, "en", None),
    ("Bob", "3-1-101", "family", None, "zh-Hans", "zh-Hant"),
    ("Cat", "3-1-102", "owner", None, None, None),
    ("Dan", "3-2-201", "tenant", date(2026, 3, 3), "en", None),
    ("Eve", "3-2-1502", "tenant", date(2026, 3, 2), "en", None),
    ("Fay", "3-2-1502", "owner", None, "yue", None),
    ("Gus", "5-12C", "renovation", date(2026, 4, 1), "zh-Hans", "-"),
    ("Hal", "5-G01", "owner", None, "zh-Hans", "fr"),
)


@dataclass
class Town:
    """`units` by label, `buildings` by name; `foreign` is a home of the other estate that looks like 3-1-101."""

    estate_id: int
    buildings: dict[str, int]
    units: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    elsewhere: int = 0
    foreign: int = 0
    incident_id: int = 0


def settle(connection: Connection) -> Town:
    """Builds the town; the line is at home in Simplified Chinese there."""
    town = founded(connection, "LH", "CN", "zh-Hans")
    for building, label, floor, delivered, tier, stage, attributes in HOMES:
        day = date.fromisoformat(delivered) if delivered else None
        facts: dict[str, Any] = {"floor": floor, "delivered_on": day, "tier": tier, "stage": stage}
        home(connection, town, building, label, attributes, **facts)
    other = founded(connection, "SB", "HK", "en")
    home(connection, other, "3", "3-1-101", ("alarm",), floor="1", delivered_on=None, tier="gold", stage=None)
    town.elsewhere, town.foreign = other.estate_id, other.units["3-1-101"]
    for who in PEOPLE:
        _moves_in(connection, town, who)
    town.incident_id = incident(
        connection, town, {"3-1-101": (None, None), "3-1-102": (True, True), "3-2-201": (True, None), "3-2-1502": (False, None),
                           "5-12B": (True, False)},
    )  # fmt: skip
    return town


def founded(connection: Connection, code: str, jurisdiction: str, language: str) -> Town:
    estate_id = estates.add_estate(
        connection, code=code, name=code, timezone="Asia/Shanghai", jurisdiction=jurisdiction, language=language, phone="1"
    )  # fmt: skip
    return Town(
        estate_id,
        {name: estates.building_named(connection, estate_id, name).id for name in ("3", "5")},
    )


def home(
    connection: Connection, town: Town, building: str, label: str, attributes: tuple[str, ...], **facts: Any
) -> None:
    unit_id = estates.add_unit(
        connection, estate_id=town.estate_id, building_id=town.buildings[building], label=label, **facts
    )
    town.units[label] = unit_id
    for name in attributes:
        unit_attributes.set_attribute(
            connection, estate_id=town.estate_id, unit_id=unit_id, name=name, at=NOW
        )


def _moves_in(
    connection: Connection, town: Town, who: tuple[str, str, str, date | None, str | None, str | None]
) -> None:
    name, label, role, until, language, chosen = who
    person_id = people.add(connection, estate_id=town.estate_id, name=name, language=language)
    people.occupy(
        connection, estate_id=town.estate_id, person_id=person_id, unit_id=town.units[label], role=role, at=NOW, until=until
    )  # fmt: skip
    if chosen != "-":
        contact = contacts.add(
            connection, estate_id=town.estate_id, channel="telegram", address=name, name=name, at=NOW
        )
        contacts.change(connection, contact.id, person_id=person_id, language=chosen)
        town.contacts[name] = contact.id


def incident(connection: Connection, town: Town, said: dict[str, tuple[bool | None, bool | None]]) -> int:
    """An open incident, and what its homes said: affected, fixed."""
    row = {"estate_id": town.estate_id, "family": "water", "code": "home.water_supply", "urgency": "U", "stage": "confirmed",
           "place": "3", "suspected_at": NOW, "told": "", "cause": "", "actions": "", "recovery": "", "reason": ""}  # fmt: skip
    made = int(connection.execute(incidents.insert().values(row).returning(incidents.c.id)).scalar_one())
    for label, (affected, fixed) in said.items():
        home_row = {
            "estate_id": town.estate_id,
            "incident_id": made,
            "unit_id": town.units[label],
            "how": "reported",
        }
        connection.execute(incident_units.insert().values(**home_row, affected=affected, fixed=fixed))
    return made


def manager(connection: Connection, town: Town) -> int:
    """Somebody who serves the town alone."""
    return staff.add(connection, name="Max", role="manager", language="en", estate_ids=(town.estate_id,))
