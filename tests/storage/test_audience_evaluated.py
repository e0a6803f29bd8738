"""Any audience means in SQL exactly the homes that it means when every home is looked at by itself, in plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.tickets.works.life_stage import life_stage
from storage import contacts, people
from storage.audience import CLUB, LANGUAGES, Audience, from_json, homes
from storage.club import club_members
from storage.db import Connection, Database
from storage.life_stages import STAGES
from storage.people import ROLES
from tests.storage import town as towns
from tests.storage.town import NOW, TODAY, Town

FLOORS, ATTRIBUTES, TIERS, LINES, STAIRS = (
    ("1", "2", "G", "12"),
    ("alarm", "pets"),
    ("gold", "silver"),
    ("01", "02"),
    ("1", "2"),
)
SPOKEN = (*LANGUAGES, "yue", "fr", None)
HOUSES = 60


@dataclass(frozen=True)
class Lodger:
    role: str
    until: date | None
    language: str | None
    in_club: bool | None

    @property
    def is_there(self) -> bool:
        return self.until is None or self.until >= TODAY

    @property
    def reads(self) -> str:
        """The estate speaks Simplified Chinese to whoever says no language, or one that the line does not speak."""
        said = "zh-Hant" if self.language == "yue" else self.language
        return said if said in LANGUAGES else "zh-Hans"


@dataclass(frozen=True)
class House:
    """A home as it is drawn; `answered` is what it said in the incident, None where it was not asked."""

    building: str
    floor: str
    stair: str
    line: str
    delivered: date | None
    accepted: date | None
    said_stage: str | None
    tier: str | None
    attributes: frozenset[str]
    answered: tuple[bool | None, bool | None] | None
    lodgers: tuple[Lodger, ...]

    @property
    def has(self) -> frozenset[str]:
        return self.attributes | ({"ground_floor"} if self.floor in ("1", "G") else set())

    @property
    def stage(self) -> str:
        day = self.delivered or self.accepted
        return life_stage(None, day, TODAY) if day else self.said_stage or "unknown"

    @property
    def waits(self) -> bool:
        return self.answered is not None and self.answered[0] is not False and self.answered[1] is not True


def drawn(chance: random.Random) -> House:
    days = [TODAY - timedelta(days=days) for days in (-1, 0, 90, 91, 365, 366)]
    lodgers = tuple(
        Lodger(chance.choice(ROLES), chance.choice((None, None, TODAY, TODAY - timedelta(days=1))), chance.choice(SPOKEN), chance.choice((None, True, False)))
        for _ in range(chance.randint(0, 2))
    )  # fmt: skip
    return House(
        chance.choice("35"), chance.choice(FLOORS), chance.choice(STAIRS), chance.choice(LINES), chance.choice((None, *days)),
        chance.choice((None, *days)), chance.choice((None, *STAGES)), chance.choice((None, *TIERS)),
        frozenset(name for name in (*ATTRIBUTES, "ground_floor") if chance.random() < 0.4),
        chance.choice((None, None, (None, None), (True, False), (True, True), (False, None))), lodgers,
    )  # fmt: skip


@dataclass
class Estate:
    """The homes of an estate by their ids."""

    connection: Connection
    town: Town
    houses: dict[int, House]


@pytest.fixture
def estate(database: Database) -> Iterator[Estate]:
    """The same sixty homes in every run, beside another estate."""
    chance = random.Random(7)
    with database.transaction() as connection:
        towns.settle(connection)
        town = towns.founded(connection, "RD", "CN", "zh-Hans")
        houses = {}
        for number in range(HOUSES):
            house = drawn(chance)
            houses[_kept(connection, town, f"home {number}", house)] = house
        answers = {
            f"home {number}": house.answered for number, house in enumerate(houses.values()) if house.answered
        }
        town.incident_id = towns.incident(connection, town, answers)
        yield Estate(connection, town, houses)


def _kept(connection: Connection, town: Town, label: str, house: House) -> int:
    towns.home(
        connection, town, house.building, label, tuple(house.attributes), floor=house.floor, stair=house.stair, line=house.line,
        delivered_on=house.delivered, accepted_on=house.accepted, stage=house.said_stage, tier=house.tier,
    )  # fmt: skip
    for number, lodger in enumerate(house.lodgers):
        name = f"{label}, {number}"
        person_id = people.add(connection, estate_id=town.estate_id, name=name, language=lodger.language)
        people.occupy(
            connection, estate_id=town.estate_id, person_id=person_id, unit_id=town.units[label], role=lodger.role, at=NOW,
            until=lodger.until,
        )  # fmt: skip
        contact = contacts.add(
            connection, estate_id=town.estate_id, channel="telegram", address=name, name=name, at=NOW
        )
        contacts.change(connection, contact.id, person_id=person_id)
        if lodger.in_club is not None:
            card = {"estate_id": town.estate_id, "person_id": person_id, "joined_at": NOW}
            left = None if lodger.in_club else NOW
            connection.execute(club_members.insert().values(card | {"left_at": left}))
    return town.units[label]


def means(audience: Audience, estate: Estate, unit_id: int) -> bool:
    """Whether an audience means a home, said in the words of its docstring."""
    house = estate.houses[unit_id]
    if unit_id in audience.exclude:
        return False
    if not (_by_its_place(audience, estate, house) and _by_its_facts(audience, estate, house)):
        if unit_id not in audience.include:
            return False
    elif audience.include and not audience.narrows_homes and unit_id not in audience.include:
        return False
    return not audience.narrows_people or any(_meant(audience, lodger) for lodger in house.lodgers)


def _by_its_place(audience: Audience, estate: Estate, house: House) -> bool:
    lines = {house.line, f"{house.stair}-{house.line}"}
    return (
        (not audience.buildings or estate.town.buildings[house.building] in audience.buildings)
        and (not audience.floors or house.floor in audience.floors)
        and (not audience.lines or bool(lines & set(audience.lines)))
    )


def _by_its_facts(audience: Audience, estate: Estate, house: House) -> bool:
    return (
        set(audience.with_attributes) <= house.has
        and not set(audience.without_attributes) & house.has
        and (not audience.tiers or house.tier in audience.tiers)
        and (not audience.stages or house.stage in audience.stages)
        and (
            not audience.open_incident or (audience.open_incident == estate.town.incident_id and house.waits)
        )
    )


def _meant(audience: Audience, lodger: Lodger) -> bool:
    return (
        lodger.is_there
        and (not audience.roles or lodger.role in audience.roles)
        and (not audience.languages or lodger.reads in audience.languages)
        and (not audience.club or lodger.in_club is True)
    )


def some(*words: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(words), max_size=3, unique=True).map(tuple))


#: Buildings, the incident and listed homes by their order in the estate: ids are known only once it stands.
SAID = st.fixed_dictionaries(
    {
        "floors": some(*FLOORS), "lines": some(*LINES, "1-01", "2-02"), "with_attributes": some(*ATTRIBUTES, "ground_floor"),
        "without_attributes": some(*ATTRIBUTES, "ground_floor"), "roles": some(*ROLES), "languages": some(*LANGUAGES),
        "tiers": some(*TIERS), "stages": some(*STAGES), "club": some(*CLUB),
    }
)  # fmt: skip
LISTED = st.one_of(st.just(()), st.lists(st.integers(0, HOUSES - 1), max_size=5, unique=True).map(tuple))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAID, buildings=some("3", "5"), include=LISTED, exclude=LISTED, waiting=st.booleans())
def test_any_audience_means_the_homes_that_answer_to_it_one_by_one(
    estate: Estate, said: dict[str, tuple[str, ...]], buildings: tuple[str, ...], include: tuple[int, ...],
    exclude: tuple[int, ...], waiting: bool,
) -> None:  # fmt: skip
    ids = list(estate.houses)
    audience = Audience(
        **said, buildings=tuple(estate.town.buildings[name] for name in buildings), include=tuple(ids[at] for at in include),
        exclude=tuple(ids[at] for at in exclude), open_incident=estate.town.incident_id if waiting else None,
    )  # fmt: skip
    assert from_json(audience.as_json()) == audience
    found = estate.connection.execute(homes(estate.town.estate_id, audience, TODAY)).scalars().all()
    assert sorted(found) == [one for one in ids if means(audience, estate, one)]
