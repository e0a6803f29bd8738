"""Experience officers in the house of staff's tests: Dora directs from headquarters, and homes beside Ann's, Cat's and Bob's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers.base import LineAct, Reply
from handlers.voice.officers import drawing, findings, inviting, sending, serving
from handlers.voice.officers.drawing import Wanted
from storage import contacts, estates, officer_missions, officers, people, staff
from storage.officer_rows import Criteria, Draw, Mission, Officer
from storage.owner_store import OwnerStore
from storage.store import LineStore
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

DAY = timedelta(days=1)


def headquarters(house: House, name: str = "Dora", role: str = "director") -> None:
    """Somebody of headquarters who serves Green Valley."""
    with house.db.transaction() as connection:
        staff_id = staff.add(
            connection, name=name, role=role, language="en", estate_ids=(house.estates["GV"],)
        )
        found = staff.by_id(connection, staff_id)
    assert found
    house.staff[name] = found


def neighbours(house: House, count: int) -> list[str]:
    """So many more homes of Green Valley with one owner each, who have lived there for a year."""
    names = [f"N{number:02}" for number in range(count)]
    with house.db.transaction() as connection:
        estate_id = house.estates["GV"]
        for number, name in enumerate(names):
            unit_id = estates.add_unit(
                connection, estate_id=estate_id, building_id=house.buildings["GV"], label=f"1-{number + 300}", floor="3"
            )  # fmt: skip
            person = people.add(connection, estate_id=estate_id, name=name, language="en")
            people.occupy(
                connection,
                estate_id=estate_id,
                person_id=person,
                unit_id=unit_id,
                role="owner",
                at=NOW - 365 * DAY,
            )
            contact = contacts.add(
                connection, estate_id=estate_id, channel="telegram", address=f"chat-{name}", name=name, at=NOW
            )
            contacts.change(connection, contact.id, person_id=person, language="en")
            house.contacts[name], house.units[name] = contact.id, unit_id
    return names


def drawn(house: House, seed: str = "seed", size: int = 1, form: str = "f", **criteria: Any) -> Draw | None:
    """What Dora draws."""
    chosen = Criteria(**{"estate_ids": (house.estates["GV"],), **criteria})
    with house.store("Dora") as store:
        return drawing.draw(
            house.request("Dora", form=form), store, Wanted(criteria=chosen, size=size, term_months=12), seed
        )


def order(house: House, draw_id: int = 1) -> list[str]:
    """The households of a draw by name, in its whole order; of a shared home whoever reported first."""
    names = {unit: name for name, unit in reversed(house.units.items())}
    with house.store("Dora") as store:
        made = store.officers.draw(draw_id)
    assert made
    return [names[one] for one in drawing.order_of(made)]


def places(house: House, draw_id: int = 1) -> list[Officer]:
    with house.store("Dora") as store:
        return store.officers.of_draw(draw_id)


def swept(house: House, now: datetime = NOW) -> list[Reply]:
    """What the clock sets off at a moment, and what is said by it."""
    acting = LineAct(now=now, tz=TZ, settings=SETTINGS)
    with house.db.transaction() as connection:
        store = LineStore(connection)
        for officer in officers.claim_due(connection, now):
            inviting.due(officer, acting, store)
        for officer in officers.claim_missions_wanted(connection, now):
            sending.plan(officer, acting, store)
        for mission in officer_missions.claim_due(connection, now):
            sending.due(mission, acting, store)
        for mission in officer_missions.claim_unimproved(connection, now):
            findings.unimproved(mission, acting, store)
        for mission in officer_missions.claim_outcomes(connection, now):
            findings.outcome(mission, acting, store)
    return acting.told


@contextmanager
def as_owner(house: House, name: str, now: datetime = NOW) -> Iterator[OwnerStore]:
    with house.db.transaction() as connection:
        contact = contacts.by_id(connection, house.contacts[name])
        assert contact
        yield OwnerStore(connection, contact, now)


def act(now: datetime = NOW) -> LineAct:
    return LineAct(now=now, tz=TZ, settings=SETTINGS)


def in_office(house: House, size: int = 1, now: datetime = NOW, seed: str = "seed") -> list[str]:
    """A draw whose first households accept, and are sent their first mission at once; their names in its order."""
    made = drawn(house, seed=seed, size=size)
    assert made
    swept(house, now)
    names = order(house)[:size]
    for name in names:
        with as_owner(house, name, now) as store:
            [place] = [one for one in store.officers.own() if one.draw_id == made.id]
            officer = serving.accept(act(now), store, place)
            assert officer
            assert officer.mission_at == now + DAY
            assert store.officers.change(officer, mission_at=now)
    return names


def mission_of(house: House, name: str) -> Mission:
    """The newest mission that an officer's account may see."""
    with as_owner(house, name) as store:
        return store.officer_missions.newest(1)[0]


def moved(house: House, officer: Officer, **values: Any) -> None:
    """A place that stands in another state, without anybody having acted."""
    with house.db.transaction() as connection:
        assert LineStore(connection).officers.change(officer, **values)


def staff_too(house: House, name: str, telegram_id: str) -> None:
    """A member of staff whose private account is one of the house."""
    with house.db.transaction() as connection:
        staff.change(connection, house.staff[name].id, telegram_id=telegram_id)
    house.staff[name] = replace(house.staff[name], telegram_id=telegram_id)
