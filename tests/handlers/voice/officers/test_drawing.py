"""A draw is chance, is recorded, and can be made again by anybody at headquarters; nobody can be put on its list (J01, J02)."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import update

from handlers.base import Mistake
from handlers.voice.officers import drawing
from handlers.voice.officers.drawing import Wanted
from storage import contacts, estates, people, staff
from storage.officer_rows import Criteria, draws, officers
from storage.staff_store import StaffStore
from tests.handlers.staff.house import NOW, House
from tests.support.officers import DAY, drawn, headquarters, neighbours, order, places, staff_too, swept


@pytest.fixture(autouse=True)
def dora(house: House) -> None:
    headquarters(house)


def pool(house: House, **criteria: Any) -> set[str]:
    """The households that a draw could come to, by who was found there first."""
    chosen = Criteria(**{"estate_ids": (house.estates["GV"],), **criteria})
    with house.store("Dora") as store:
        found = store.officers.pool(chosen, NOW.date(), NOW, 365 * DAY)
    names = {unit: name for name, unit in reversed(house.units.items())}
    return {names[one] for one in found}


@pytest.mark.parametrize("seed", range(30))
def test_any_draw_can_be_made_again_and_is_the_beginning_of_its_order(house: House, seed: int) -> None:
    chance = random.Random(seed)
    neighbours(house, chance.randrange(1, 25))
    size = chance.randrange(1, 30)
    made = drawn(house, seed=f"{chance.random()}", size=size)
    assert made
    assert [one.unit_id for one in places(house)] == drawing.order_of(made)[:size]
    with house.store("Dora") as store:
        found = drawing.again(store, made)
    assert found.equal
    assert found.places == min(size, len(made.pool))


@pytest.mark.parametrize("what", ["a place", "the pool", "a place taken out"])
def test_a_record_that_somebody_changed_is_found_out(house: House, what: str) -> None:
    neighbours(house, 8)
    drawn(house, size=3)
    with house.db.transaction() as connection:
        if what == "a place":
            chosen = update(officers).where(officers.c.rank == 2)
            connection.execute(chosen.values(unit_id=house.units["Zoe"]))
        elif what == "the pool":
            connection.execute(update(draws).values(pool=[house.units["Ann"]]))
        else:
            connection.execute(officers.delete().where(officers.c.rank == 1))
    with house.store("Dora") as store:
        [made] = store.officers.draws()
        assert not drawing.again(store, made).equal


def test_every_home_has_the_same_chance(house: House) -> None:
    neighbours(house, 8)
    made = drawn(house)
    assert made
    found = Counter(drawing.sample.draw(f"seed {number}", made.pool, 1)[0] for number in range(2000))
    assert len(found) == len(made.pool) == 10
    assert all(140 < times < 260 for times in found.values())


def change(house: House, name: str, **values: Any) -> None:
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts[name], **values)


@pytest.mark.parametrize(
    ("who", "values"),
    [
        (("Cat",), {"muted": True}),
        (("Cat",), {"asks": False}),
        (("Cat",), {"state": "blocked"}),
        (("Ann", "Bob"), {"muted": True}),
    ],
)
def test_whoever_may_not_be_asked_is_not_drawn(
    house: House, who: tuple[str, ...], values: dict[str, Any]
) -> None:
    for name in who:
        change(house, name, **values)
    assert pool(house) == {"Ann", "Cat"} - set(who)


def test_a_home_of_which_one_may_be_asked_is_drawn(house: House) -> None:
    change(house, "Ann", muted=True)
    assert pool(house) == {"Ann", "Cat"}


def test_a_home_in_which_staff_live_is_not_drawn(house: House) -> None:
    staff_too(house, "Ivy", "chat-Bob")
    assert pool(house) == {"Cat"}


def test_role_stage_and_time_of_living_there_narrow_the_pool(house: House) -> None:
    with house.db.transaction() as connection:
        estates.change_unit(connection, house.units["Ann"], delivered_on=(NOW - 30 * DAY).date())
        person = people.add(connection, estate_id=house.estates["GV"], name="New", language="en")
        people.occupy(
            connection, estate_id=house.estates["GV"], person_id=person, unit_id=house.units["Cat"], role="owner", at=NOW
        )  # fmt: skip
        new = contacts.add(
            connection, estate_id=house.estates["GV"], channel="telegram", address="new", name="New", at=NOW
        )
        contacts.change(connection, new.id, person_id=person)
    assert pool(house, roles=("tenant",)) == {"Cat"}
    assert pool(house, roles=("owner",), tenure_days=1) == {"Ann"}
    assert pool(house, stages=("handover",)) == {"Ann"}
    with pytest.raises(Mistake) as nobody:
        drawn(house, stages=("sale",))
    assert nobody.value.key == "officers.wrong.empty_pool"


def test_whoever_was_drawn_before_is_left_out_for_a_year(house: House) -> None:
    neighbours(house, 1)
    drawn(house, size=2)
    taken = set(order(house)[:2])
    assert pool(house) == {"Ann", "Cat", "N00"} - taken


def test_one_form_draws_once(house: House) -> None:
    assert drawn(house)
    assert drawn(house) is None
    with house.store("Dora") as store:
        assert len(store.officers.draws()) == 1


@pytest.mark.parametrize(
    ("criteria", "more", "key"),
    [
        ({"estate_ids": ()}, {}, "estate"), ({"estate_ids": (2,)}, {}, "estate"), ({"stages": ("ruin",)}, {}, "criteria"),
        ({"roles": ("renovation",)}, {}, "criteria"), ({"tenure_days": -1}, {}, "tenure"), ({}, {"size": 0}, "size"),
        ({}, {"size": 201}, "size"), ({}, {"term_months": 0}, "term"), ({}, {"term_months": 37}, "term"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_is_drawn(
    house: House, criteria: dict[str, Any], more: dict[str, Any], key: str
) -> None:
    chosen = Criteria(**{"estate_ids": (house.estates["GV"],), **criteria})
    with pytest.raises(Mistake) as refused, house.store("Dora") as store:
        drawing.draw(
            house.request("Dora", form="f"), store, Wanted(criteria=chosen, **{"size": 1, "term_months": 12, **more}), "s"
        )  # fmt: skip
    assert refused.value.key == f"officers.wrong.{key}"
    with house.store("Dora") as store:
        assert store.officers.draws() == []


@pytest.mark.parametrize("who", ["Ivy", "Max", "Eli", "Otto"])
def test_local_staff_can_neither_draw_nor_see_a_draw(house: House, who: str) -> None:
    made = drawn(house)
    assert made
    criteria = Criteria(estate_ids=house.staff[who].estate_ids)
    with pytest.raises(Mistake) as refused, house.store(who) as store:
        drawing.draw(
            house.request(who, form="x"), store, Wanted(criteria=criteria, size=1, term_months=1), "s"
        )
    assert refused.value.key == "officers.wrong.headquarters"
    with house.store(who) as store:
        assert store.officers.pool(criteria, NOW.date(), NOW, DAY) == []
        assert (store.officers.draws(), store.officers.draw(1), store.officers.of_draw(1)) == ([], None, [])
        with pytest.raises(LookupError):
            store.officers.keep_draw([1], form_key="x", estate_ids=list(criteria.estate_ids), pool=[1])


def test_headquarters_of_another_estate_see_nothing_of_it(house: House) -> None:
    drawn(house)
    with house.db.transaction() as connection:
        other = staff.add(
            connection, name="Far", role="executive", language="en", estate_ids=(house.estates["SB"],)
        )
        found = staff.by_id(connection, other)
        assert found
        store = StaffStore(connection, found)
        assert (store.officers.draws(), store.officers.active()) == ([], [])
    assert swept(house), "the draw is there all the same"
