"""Whom a notice means: what was said, and which homes and which people of the town answer to it; on both engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select, text

from storage import estates, unit_attributes
from storage.addressing import Terms
from storage.addressing import addressed as addressed_rows
from storage.audience import MOST_LISTED, Audience, from_json, homes, people
from storage.contacts import contacts
from storage.db import Connection, Database
from storage.people import occupancies, occupy, persons
from tests.storage.town import HOMES, NOW, TODAY, Town, settle

EVERY = {label for _, label, *_ in HOMES}


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.transaction() as opened:
        yield opened


@pytest.fixture
def town(connection: Connection) -> Town:
    return settle(connection)


def meant(connection: Connection, town: Town, audience: Audience, estate_id: int = 0) -> set[str]:
    labels = {unit_id: label for label, unit_id in town.units.items()} | {town.foreign: "foreign"}
    found = connection.execute(homes(estate_id or town.estate_id, audience, TODAY)).scalars().all()
    assert len(found) == len(set(found))
    return {labels[unit_id] for unit_id in found}


def named(town: Town, **said: Any) -> Audience:
    """An audience whose buildings and lists are given by name."""
    for key, ids in {"buildings": town.buildings, "include": town.units, "exclude": town.units}.items():
        if key in said:
            said[key] = tuple({"foreign": town.foreign, **ids}[name] for name in said[key])
    return Audience(**said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, EVERY),
        ({"buildings": ("5",)}, {"5-12B", "5-12C", "5-G01"}),
        ({"buildings": ("3", "5")}, EVERY),
        ({"floors": ("1", "12")}, {"3-1-101", "3-1-102", "5-12B", "5-12C"}),
        ({"buildings": ("3",), "floors": ("1",)}, {"3-1-101", "3-1-102"}),
        ({"lines": ("02",)}, {"3-1-102", "3-2-1502"}),
        ({"lines": ("2-02",)}, {"3-2-1502"}),
        ({"lines": ("B", "1-01")}, {"5-12B", "3-1-101"}),
        ({"with_attributes": ("alarm",)}, {"3-1-101", "3-2-201", "5-12C"}),
        ({"with_attributes": ("alarm", "pets")}, {"3-2-201"}),
        ({"without_attributes": ("alarm",)}, EVERY - {"3-1-101", "3-2-201", "5-12C"}),
        ({"without_attributes": ("alarm", "pets")}, {"3-1-102", "5-12B", "5-G01"}),
        ({"with_attributes": ("pets",), "without_attributes": ("alarm",)}, {"3-2-1502"}),
        ({"with_attributes": ("ground_floor",)}, {"3-1-101", "3-1-102", "5-G01"}),
        ({"without_attributes": ("ground_floor",)}, {"3-2-201", "3-2-1502", "5-12B", "5-12C"}),
        ({"with_attributes": ("unheard_of",)}, set()),
        ({"tiers": ("gold", "diamond")}, {"3-1-101", "3-2-1502"}),
        ({"stages": ("sale",)}, {"5-12B"}),
        ({"stages": ("before_handover",)}, {"5-12C"}),
        ({"stages": ("handover",)}, {"3-1-102"}),
        ({"stages": ("moved_in",)}, {"3-2-201"}),
        ({"stages": ("living", "sale")}, {"3-1-101", "3-2-1502", "5-G01", "5-12B"}),
        ({"roles": ("owner",)}, {"3-1-101", "3-1-102", "3-2-1502", "5-G01"}),
        ({"roles": ("tenant",)}, {"3-2-201"}),
        ({"roles": ("renovation",)}, {"5-12C"}),
        ({"languages": ("en",)}, {"3-1-101", "3-2-201"}),
        ({"languages": ("zh-Hant",)}, {"3-1-101", "3-2-1502"}),
        ({"languages": ("zh-Hans",)}, {"3-1-102", "5-12C", "5-G01"}),
        ({"roles": ("owner",), "languages": ("zh-Hant",)}, {"3-2-1502"}),
        ({"include": ("5-12B",)}, {"5-12B"}),
        ({"buildings": ("5",), "include": ("3-1-101",)}, {"5-12B", "5-12C", "5-G01", "3-1-101"}),
        ({"exclude": ("5-12B",)}, EVERY - {"5-12B"}),
        ({"include": ("5-12B", "5-12C"), "exclude": ("5-12C",)}, {"5-12B"}),
        ({"buildings": ("5",), "include": ("3-1-101",), "exclude": ("3-1-101", "5-G01")}, {"5-12B", "5-12C"}),
        ({"roles": ("tenant",), "include": ("3-1-101", "3-2-201")}, {"3-2-201"}),
        ({"include": ("foreign",)}, set()),
    ],
)  # fmt: skip
def test_what_is_said_means_these_homes(
    connection: Connection, town: Town, said: dict[str, Any], expected: set[str]
) -> None:
    assert meant(connection, town, named(town, **said)) == expected


def test_an_incident_means_the_homes_that_wait_for_its_repair(connection: Connection, town: Town) -> None:
    """Neither those where it is repaired nor those that it never reached."""
    still = Audience(open_incident=town.incident_id)
    assert meant(connection, town, still) == {"3-1-101", "3-2-201", "5-12B"}
    assert meant(connection, town, still, town.elsewhere) == set()


def test_another_estates_building_means_nobody(connection: Connection, town: Town) -> None:
    assert meant(connection, town, named(town, buildings=("3",)), town.elsewhere) == set()
    assert meant(connection, town, Audience(tiers=("gold",)), town.elsewhere) == {"foreign"}


def test_the_first_floor_is_at_street_level_only_where_it_is_called_so(
    connection: Connection, town: Town
) -> None:
    """In Hong Kong 1/F is above the ground floor."""
    street = Audience(with_attributes=("ground_floor",))
    assert meant(connection, town, street, town.elsewhere) == set()
    assert meant(connection, town, Audience(without_attributes=("ground_floor",)), town.elsewhere) == {
        "foreign"
    }


def test_an_attribute_taken_back_is_gone(connection: Connection, town: Town) -> None:
    unit_attributes.set_attribute(
        connection,
        estate_id=town.estate_id,
        unit_id=town.units["3-1-101"],
        name="alarm",
        at=NOW,
        value="wired",
    )
    [alarm] = unit_attributes.of_unit(connection, town.units["3-1-101"])
    assert (alarm.name, alarm.value, alarm.since) == ("alarm", "wired", NOW)
    assert unit_attributes.clear(connection, town.units["3-1-101"], "alarm")
    assert not unit_attributes.clear(connection, town.units["3-1-101"], "alarm")
    assert "3-1-101" in meant(connection, town, Audience(without_attributes=("alarm",)))
    assert unit_attributes.names_of(connection, town.estate_id) == ("alarm", "ground_floor", "pets")


def addressed(connection: Connection, audience: Audience) -> set[str]:
    """The people meant, by the name of their account, as a fan-out joins them."""
    statement = (
        select(contacts.c.name)
        .join(persons, persons.c.id == contacts.c.person_id)
        .join(occupancies, occupancies.c.person_id == persons.c.id)
        .where(people(audience, TODAY))
    )
    return set(connection.execute(statement).scalars())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, {"Ann", "Bob", "Cat", "Dan", "Fay", "Hal"}),
        ({"roles": ("tenant",)}, {"Dan"}),
        ({"roles": ("owner", "family")}, {"Ann", "Bob", "Cat", "Fay", "Hal"}),
        ({"languages": ("en",)}, {"Ann", "Dan"}),
        ({"languages": ("zh-Hant",)}, {"Bob", "Fay"}),
        ({"languages": ("zh-Hans",)}, {"Cat", "Hal"}),
        ({"roles": ("family",), "languages": ("en",)}, set()),
    ],
)
def test_what_is_said_means_these_people(
    connection: Connection, town: Town, said: dict[str, Any], expected: set[str]
) -> None:
    """Never Eve, whose tenancy ended yesterday; Dan's last day is today. Cat says no language, Hal one that we do not speak."""
    assert addressed(connection, Audience(**said)) == expected


FULL = Audience(
    buildings=(1, 2), floors=("1",), lines=("02",), with_attributes=("alarm",), without_attributes=("pets",), roles=("owner",),
    languages=("en",), tiers=("gold",), stages=("sale",), club=("member",), open_incident=4, include=(7,), exclude=(8, 9),
)  # fmt: skip


def test_an_audience_comes_back_from_json_as_it_was() -> None:
    assert from_json(FULL.as_json()) == FULL
    assert from_json(Audience().as_json()) == Audience()
    assert Audience().as_json() == {}
    assert from_json({"include": [3, 5, 3]}).include == (3, 5)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"bulidings": [1]}, "an audience has no “bulidings”; it has buildings, club, exclude"),
        ({"buildings": 1}, "buildings of an audience is a list"),
        ({"buildings": ["1"]}, "buildings of an audience is a list of ids"),
        ({"include": [True]}, "include of an audience is a list of ids"),
        ({"include": [0]}, "include of an audience is a list of ids"),
        ({"floors": [1]}, "floors of an audience is a list of words"),
        ({"floors": [""]}, "floors of an audience is a list of words"),
        ({"roles": ["king"]}, "roles of an audience: “king” is none of owner, family, tenant, renovation"),
        ({"languages": ["fr"]}, "languages of an audience: “fr” is none of zh-Hans, zh-Hant, en"),
        ({"stages": ["dream"]}, "stages of an audience: “dream” is none of sale,"),
        ({"open_incident": "4"}, "open_incident of an audience is the number of one incident"),
        ({"include": list(range(1, MOST_LISTED + 2))}, "include of an audience has more than 10000"),
    ],
)
def test_json_that_is_no_audience_is_refused_in_plain_words(said: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        from_json(said)


def test_lists_as_long_as_they_may_be_are_one_statement(connection: Connection, town: Town) -> None:
    many = tuple(range(1, MOST_LISTED + 1))
    own = {label for label, unit_id in town.units.items() if unit_id in many}
    assert meant(connection, town, Audience(include=many)) == own
    assert meant(connection, town, Audience(include=many, exclude=many)) == set()


def plan(connection: Connection, statement: Select[Any]) -> str:
    compiled = statement.compile(connection.engine, compile_kwargs={"literal_binds": True})
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
        return "\n".join(str(row[-1]) for row in rows)
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {compiled}").all())


@pytest.mark.parametrize(
    ("said", "on_sqlite", "on_postgresql"),
    [
        ({"buildings": ("5",)}, "ix_units_place", "ix_units_place"),
        ({"buildings": ("3", "5"), "floors": ("1", "2")}, "ix_units_place", "ix_units_place"),
        ({"tiers": ("gold",)}, "ix_units_tier", "ix_units_tier"),
        ({"include": ("5-12B", "5-12C")}, "USING INTEGER PRIMARY KEY", "pk_units"),
        ({"buildings": ("3",), "include": ("5-12B",)}, "MULTI-INDEX OR", "pk_units"),
        ({"with_attributes": ("alarm",)}, "ix_unit_attributes_name", "ix_unit_attributes_name"),
        ({"without_attributes": ("alarm",)}, "(unit_id=? AND name=?)", "ix_unit_attributes_name"),
        ({"roles": ("tenant",)}, "ix_occupancies_unit_id", "ix_occupancies"),
    ],
)  # fmt: skip
def test_homes_are_found_through_an_index(
    connection: Connection, town: Town, said: dict[str, Any], on_sqlite: str, on_postgresql: str
) -> None:
    found = plan(connection, homes(town.estate_id, named(town, **said), TODAY))
    assert (on_sqlite if connection.dialect.name == "sqlite" else on_postgresql) in found, found
    assert "SCAN units" not in found


def test_a_home_that_gets_another_floor_gets_its_line_anew(connection: Connection, town: Town) -> None:
    estates.change_unit(connection, town.units["3-1-101"], floor="10", tier="gold")
    found = estates.units_by_id(connection, (town.units["3-1-101"],))[0]
    assert (found.line, found.stair, found.tier) == ("01", "1", "gold")


def test_whoever_has_left_one_home_hears_of_the_other(connection: Connection, town: Town) -> None:
    """An account with several homes gets one message, by the first of those where its person is meant."""
    dan = connection.execute(
        select(contacts.c.person_id).where(contacts.c.id == town.contacts["Dan"])
    ).scalar_one()
    left = {"estate_id": town.estate_id, "person_id": dan, "at": NOW, "role": "owner"}
    occupy(connection, unit_id=town.units["3-1-101"], until=TODAY - timedelta(days=1), **left)
    occupy(connection, unit_id=town.units["3-1-102"], **left | {"role": "family"})
    for audience, home in ((Audience(), "3-1-102"), (Audience(roles=("tenant",)), "3-2-201")):
        found = addressed_rows(town.estate_id, audience, Terms(today=TODAY)).subquery()
        mine = select(found.c.unit_id).where(found.c.contact_id == town.contacts["Dan"], found.c.leads)
        assert connection.execute(mine).scalars().all() == [town.units[home]]
