"""Whom a notice goes to, decided by the database, beside the same decided by plain Python over random registers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import contacts, estates, people
from storage.addressing import Terms
from storage.audience import Audience
from storage.contact_budget import Budget
from storage.db import Connection
from storage.delivery_rows import deliveries
from storage.people import occupancies
from storage.scope import LineScope
from storage.store import LineStore
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, House, build
from tests.storage.asked.notices import A_NOTICE, WORDS

TODAY = NOW.date()
CHANNELS = ("telegram", "webchat")


@dataclass
class Account:
    id: int
    channel: str
    state: str
    muted: bool
    offers: bool
    language: str | None


@dataclass
class Person:
    """`homes`: unit id -> role, verified, last day."""

    language: str | None
    homes: dict[int, tuple[str, bool, date | None]] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)


@dataclass
class Register:
    """What was put into the database, as plain values; `floors` of each home, what waits for a complaint, whose budget is spent."""

    floors: dict[int, str]
    people: list[Person]
    complaining: set[int] = field(default_factory=set)
    spent: set[int] = field(default_factory=set)


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    made = build(database_url)
    yield made
    made.db.close()


def register(connection: Connection, house: House, chance: random.Random) -> Register:
    """Twelve homes of a block of its own and some twenty people, with every oddity there is."""
    estate_id = house.estates["GV"]
    block = estates.building_named(connection, estate_id, "Block 9").id
    floors = {}
    for number in range(12):
        floor = str(number % 3)
        made = estates.add_unit(
            connection, estate_id=estate_id, building_id=block, label=f"9-{number}", floor=floor
        )
        floors[made] = floor
    found = Register(floors, [_person(connection, estate_id, sorted(floors), chance, n) for n in range(20)])
    _complaints(connection, house, found, chance)
    _budgets(connection, house, found, chance)
    return found


def _person(
    connection: Connection, estate_id: int, homes: list[int], chance: random.Random, n: int
) -> Person:
    language = chance.choice([None, "en", "zh-Hans", "yue"])
    person = Person(language)
    person_id = people.add(connection, estate_id=estate_id, name=f"P{n}", language=language)
    for unit_id in chance.sample(homes[:10], chance.choice([0, 1, 1, 1, 2, 3])):
        role = chance.choice(["owner", "tenant"])
        until = chance.choice([None, None, TODAY, TODAY - timedelta(days=1)])
        verified = chance.random() < 0.85
        values = {
            "estate_id": estate_id,
            "person_id": person_id,
            "unit_id": unit_id,
            "role": role,
            "since": NOW,
        }
        connection.execute(occupancies.insert().values(**values, verified=verified, until=until))
        person.homes[unit_id] = (role, verified, until)
    for number in range(chance.choice([0, 1, 1, 1, 2, 3])):
        person.accounts.append(_account(connection, estate_id, person_id, f"{n}-{number}", chance))
    return person


def _account(
    connection: Connection, estate_id: int, person_id: int, address: str, chance: random.Random
) -> Account:
    channel = chance.choice(["telegram", "webchat", "pigeon"])
    made = contacts.add(
        connection, estate_id=estate_id, channel=channel, address=f"a{address}", name="", at=NOW
    )
    account = Account(
        made.id, channel, chance.choice(["reachable"] * 4 + ["blocked", "gone"]), chance.random() < 0.2,
        chance.random() < 0.6, chance.choice([None, None, "en", "zh-Hant"]),
    )  # fmt: skip
    values = {name: getattr(account, name) for name in ("state", "muted", "offers", "language")}
    contacts.change(connection, made.id, person_id=person_id, **values)
    return account


def _complaints(connection: Connection, house: House, found: Register, chance: random.Random) -> None:
    """Two open complaints, one of a home and one of an account alone."""
    whole = {"estate_id": house.estates["GV"], "now": NOW, "person_id": None, "channel": "phone", "intent": "complaint",
             "code": "service.fees", "urgency": "N", "summary": "x", "words": "x", "language": "en", "reading": {},
             "respond_by": NOW, "complaint": True}  # fmt: skip
    tickets = Tickets(connection, LineScope())
    home = chance.choice(sorted(found.floors))
    tickets.open(**whole, unit_id=home, contact_id=None)
    there = [one for one in found.people if _lives(one, home, Audience())]
    found.complaining |= {account.id for one in there for account in one.accounts}
    alone = chance.choice([account.id for one in found.people for account in one.accounts])
    tickets.open(**whole, unit_id=None, contact_id=alone)
    found.complaining.add(alone)


def _budgets(connection: Connection, house: House, found: Register, chance: random.Random) -> None:
    """Some homes got an announcement already, and one is what the budget allows."""
    values = {
        **A_NOTICE,
        "kind": "announcement",
        "estate_id": house.estates["GV"],
        "form_key": "before",
        "created_at": NOW,
    }
    before = LineStore(connection).notices.draft(WORDS, **values, state="sent", sent_at=NOW)
    assert before
    row = {"notice_id": before.id, "leads": True, "turn": 0, "state": "sent"}
    for unit_id in chance.sample(sorted(found.floors), 3):
        account = found.people[0].accounts[0].id if found.people[0].accounts else house.contacts["Ann"]
        connection.execute(deliveries.insert().values(**row, unit_id=unit_id, contact_id=account))
        found.spent.add(unit_id)


# The same, decided one by one


def expected(found: Register, audience: Audience, terms: Terms) -> set[tuple[int, int | None, bool, str]]:
    """Home, account, whether the message goes by this row, and what becomes of it."""
    rows: set[tuple[int, int | None, bool, str]] = set()
    meant = [unit for unit, floor in sorted(found.floors.items()) if _is_meant(found, unit, floor, audience)]
    for person in found.people:
        theirs = sorted(unit for unit in meant if _lives(person, unit, audience))
        accounts = [
            one
            for one in person.accounts
            if not audience.languages or _spoken(person, one) in audience.languages
        ]
        for unit in theirs:
            rows |= {
                (unit, one.id, unit == theirs[0], _state(found, terms, accounts, one, theirs[0]))
                for one in accounts
            }
    return rows | {(unit, None, True, "nobody") for unit in meant if all(row[0] != unit for row in rows)}


def _is_meant(found: Register, unit: int, floor: str, audience: Audience) -> bool:
    if (audience.floors and floor not in audience.floors) or unit in audience.exclude:
        return False
    if not audience.narrows_people:
        return True
    return any(
        _lives(one, unit, audience)
        and (
            not audience.languages
            or any(_spoken(one, account) in audience.languages for account in one.accounts or [None])
        )
        for one in found.people
    )


def _lives(person: Person, unit: int, audience: Audience) -> bool:
    role, verified, until = person.homes.get(unit, ("", False, None))
    return verified and (until is None or until >= TODAY) and (not audience.roles or role in audience.roles)


def _spoken(person: Person, account: Account | None) -> str:
    said = (account.language if account else None) or person.language
    return {"yue": "zh-Hant", None: "en"}.get(said, said or "en")


def _spared(found: Register, terms: Terms, one: Account) -> str | None:
    if one.state != "reachable":
        return one.state
    if terms.offer and not one.offers:
        return "not_asked"
    if terms.optional and one.muted:
        return "muted"
    return "complaint" if terms.spares_complaints and one.id in found.complaining else None


def _state(found: Register, terms: Terms, accounts: list[Account], one: Account, first_home: int) -> str:
    spared = _spared(found, terms, one) or ("budget" if terms.budget and first_home in found.spent else None)
    if spared or terms.everywhere:
        return spared or "waiting"
    able = [other for other in accounts if not _spared(found, terms, other)]
    first = min(able, key=lambda other: ((*CHANNELS, other.channel).index(other.channel), other.id))
    return "waiting" if first is one else "reserve"


PLAIN = Terms(today=TODAY, channels=CHANNELS)
TERMS = {
    "outage": replace(PLAIN, optional=True),
    "safety": replace(PLAIN, everywhere=True),
    "offer": replace(PLAIN, optional=True, offer=True, spares_complaints=True),
    "invitation": replace(PLAIN, optional=True, spares_complaints=True, budget=Budget(1, NOW - timedelta(days=30))),
}  # fmt: skip

AUDIENCES: dict[str, dict[str, Any]] = {
    "everybody": {},
    "two floors": {"floors": ("0", "2")},
    "owners": {"roles": ("owner",)},
    "readers": {"languages": ("en", "zh-Hant")},
    "tenants who read Chinese": {
        "roles": ("tenant",),
        "languages": ("zh-Hant", "zh-Hans"),
        "floors": ("0", "1"),
    },
}


@pytest.mark.parametrize("seed", range(4))
def test_every_meant_home_and_account_is_there_once_in_its_right_state(house: House, seed: int) -> None:
    with house.db.transaction() as connection:
        chance = random.Random(seed)
        found = register(connection, house, chance)
        store = LineStore(connection)
        gone = tuple(chance.sample(sorted(found.floors), 2))
        others = tuple(sorted({house.units[name] for name in ("Ann", "Cat")}))
        for about, values in AUDIENCES.items():
            for kind, terms in TERMS.items():
                audience = Audience(**values, exclude=(*others, *gone))
                row = {
                    **A_NOTICE,
                    "estate_id": house.estates["GV"],
                    "form_key": f"{about} {kind}",
                    "created_at": NOW,
                }
                notice = store.notices.draft(WORDS, **row, state="sending", sent_at=None)
                assert notice
                homes = store.deliveries.fan_out(notice, audience, terms)
                columns = (
                    deliveries.c.unit_id,
                    deliveries.c.contact_id,
                    deliveries.c.leads,
                    deliveries.c.state,
                )
                rows = [
                    tuple(one)
                    for one in connection.execute(select(*columns).where(deliveries.c.notice_id == notice.id))
                ]
                wanted = expected(found, audience, terms)
                assert len(rows) == len(set(rows)), (about, kind)
                assert set(rows) == wanted, (about, kind)
                assert homes == len({one[0] for one in wanted}), (about, kind)
                standing = store.deliveries.standing(notice)
                assert standing == store.deliveries.reach(notice).contacts, (about, kind)


def test_an_account_that_gets_nothing_holds_no_other_back(house: House) -> None:
    with house.db.transaction() as connection:
        ann = contacts.by_id(connection, house.contacts["Ann"])
        assert ann
        web = contacts.add(
            connection, estate_id=ann.estate_id, channel="webchat", address="web", name="", at=NOW
        )
        contacts.change(connection, web.id, person_id=ann.person_id, offers=True)
        reach = LineStore(connection).deliveries.preview(house.estates["GV"], Audience(), TERMS["offer"])
        assert reach.contacts["waiting"] == 1, (
            "the account that asked for no offers comes first and is passed over"
        )
