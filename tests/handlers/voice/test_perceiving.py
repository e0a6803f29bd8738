"""A drawn part of the homes where somebody was is asked about one thing, later, once, and never with a question for stars (I13, I14)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from handlers.base import ToContact
from handlers.voice import asking, perceiving, standards
from handlers.voice.courtesy import spend
from handlers.voice.standards import Item
from storage import contacts
from storage.people import persons
from storage.perception_rows import Occasion
from storage.scope import LineScope
from storage.store import LineStore
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW, House
from tests.handlers.voice.perception_house import DAY, ENDS, SINCE, acting, ask, checks, draw, visited

ITEMS = [Item(key=name, version=1, side="do", noticeable=True) for name in ("badge", "sheet", "shoe_covers")]


def occasions(count: int) -> list[Occasion]:
    return [Occasion("visit", unit_id, None, "en", SINCE) for unit_id in range(1, count + 1)]


def drawn_of(seed: str, count: int, share: float) -> set[int]:
    return {one.unit_id for one in perceiving.drawn(seed, occasions(count), share)}


@pytest.mark.parametrize(
    ("share", "least", "most"), [(0.0, 0, 0), (0.1, 60, 140), (0.5, 430, 570), (1.0, 1000, 1000)]
)
def test_the_share_of_homes_is_drawn(share: float, least: int, most: int) -> None:
    assert least <= len(drawn_of("GV 2026-11-21 x", 1000, share)) <= most


def test_the_same_seed_draws_the_same_homes_and_another_seed_others() -> None:
    assert drawn_of("a", 500, 0.2) == drawn_of("a", 500, 0.2)
    assert drawn_of("a", 500, 0.2) != drawn_of("b", 500, 0.2)


def test_a_home_is_drawn_or_not_whatever_the_others() -> None:
    """Nobody changes their own chance, or another's, by there being more or fewer visits."""
    assert drawn_of("a", 500, 0.2) == {one for one in drawn_of("a", 1000, 0.2) if one <= 500}


def test_a_home_with_two_occasions_is_asked_about_the_first_given() -> None:
    twice = [Occasion("visit", 1, 7, "en", SINCE), Occasion("repair", 1, 8, "en", SINCE)]
    assert perceiving.drawn("a", twice, 1.0) == twice[:1]


def test_every_item_has_its_turn() -> None:
    asked = Counter(one.key for unit in range(600) if (one := perceiving.chosen("a", unit, ITEMS)))
    assert set(asked) == {"badge", "sheet", "shoe_covers"}
    assert min(asked.values()) > 150
    assert perceiving.chosen("a", 1, []) is None


def test_a_day_is_drawn_with_visits_and_repairs_of_homes_alone(house: House) -> None:
    visited(house, "Ann")
    visited(house, "Cat", at=ENDS)  # of today
    visited(house, "Zoe")  # of another estate
    closed = house.open("Cat", code="home.leak", stage="closed")
    public = house.open("Cat", code="public.light", stage="closed")
    with house.db.transaction() as connection:
        line = Tickets(connection, LineScope())
        for ticket in (closed, public):
            line.change(ticket, closed_at=SINCE + timedelta(hours=20))
    draw(house)
    found = [(one.unit_id, one.touch_point, one.day) for one in checks(house)]
    assert found == [(house.units["Ann"], "visit", DAY), (house.units["Cat"], "repair", DAY)]
    with house.db.reading() as connection:
        (kept,) = LineStore(connection).perception.draws()
        assert (kept.touched, kept.drawn, kept.seed, kept.share) == (2, 2, "GV", 1.0)


def test_a_visit_that_one_of_a_home_keeps_from_the_others_is_never_asked_about(house: House) -> None:
    """Whoever cannot be written to is telephoned at home, and whom they fear may answer."""
    visited(house, "Ann", private=True)
    visited(house, "Cat", private=True, contact_id=None)
    draw(house)
    assert checks(house) == []


def test_what_is_asked_is_one_thing_that_a_home_can_notice(house: House) -> None:
    visited(house)
    draw(house)
    (check,) = checks(house)
    item = standards.standards()["visit"].item(check.item)
    assert item
    assert (item.side, item.noticeable, check.version) == ("do", True, item.version)
    assert check.due_at == check.happened_at + timedelta(hours=12)


def test_an_estate_asks_about_its_own_items_and_not_about_what_it_switched_off(house: House) -> None:
    with house.store("Max") as store:
        by: dict[str, Any] = {"staff_id": house.staff["Max"].id, "at": NOW}
        for item in standards.standards()["visit"].side("do"):
            store.standards.switch(house.estates["GV"], "visit", item.key, side="do", is_on=False, **by)
        store.standards.add(
            house.estates["GV"], "visit", side="do", text="Feed the cat", noticeable=True, **by
        )
    visited(house)
    draw(house)
    after, told = ask(house)
    assert after.item == "own_1"
    assert "“Feed the cat”" in told[0].text


def test_a_home_where_nothing_can_be_noticed_is_asked_nothing(house: House) -> None:
    with house.store("Max") as store:
        by: dict[str, Any] = {"staff_id": house.staff["Max"].id, "at": NOW}
        for item in standards.standards()["visit"].side("do"):
            store.standards.switch(house.estates["GV"], "visit", item.key, side="do", is_on=False, **by)
    visited(house)
    draw(house)
    assert checks(house) == []


def test_the_account_that_reported_is_asked_once_with_answers_and_a_way_out(house: House) -> None:
    visited(house)
    draw(house)
    after, told = ask(house)
    assert (after.state, after.contact_id) == ("sent", house.contacts["Ann"])
    assert after.expires_at == NOW + timedelta(hours=48)
    (reply,) = told
    assert reply.to == ToContact(house.contacts["Ann"])
    assert reply.text.startswith("About the visit to your home on Sat 21 Nov, one question:\n")
    assert [key.data for row in reply.buttons for key in row] == [
        "seen:1:yes", "seen:1:no", "seen:1:unseen", "seen:1:never",
    ]  # fmt: skip
    assert ask(house)[1] == [], "asked once"


def test_nobody_answers_for_whoever_opted_out(house: House) -> None:
    visited(house)
    draw(house)
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Ann"], asks=False)
    after, told = ask(house)
    assert (after.state, after.reason, told) == ("withheld", "muted", [])


@pytest.mark.parametrize(
    ("ticket", "reason"), [({"urgency": "E0"}, "emergency"), ({"complaint": True}, "complaint")]
)
def test_what_the_household_lives_through_keeps_it_from_being_asked(
    house: House, ticket: dict[str, Any], reason: str
) -> None:
    visited(house)
    draw(house)
    house.open("Bob", **ticket)
    after, told = ask(house)
    assert (after.state, after.reason, told) == ("withheld", reason, [])


def test_the_budget_of_the_household_holds(house: House) -> None:
    visited(house)
    draw(house)
    with house.db.transaction() as connection:
        for _ in range(4):
            spend(acting(), LineStore(connection), house.estates["GV"], house.units["Ann"], kind="mission")
    assert ask(house)[0].reason == "budget"


def test_at_night_it_waits_for_the_morning(house: House) -> None:
    visited(house)
    draw(house)
    after, told = ask(house, hours=6)
    assert (after.state, after.due_at, told) == ("waiting", NOW + timedelta(hours=14), [])


@pytest.mark.parametrize(("days_ago", "state"), [(0.1, "waiting"), (2.9, "waiting"), (3.1, "sent")])
def test_it_never_comes_in_the_days_of_a_question_for_stars(
    house: House, days_ago: float, state: str
) -> None:
    ticket = visited(house)
    draw(house)
    with house.db.transaction() as connection:
        store = LineStore(connection)
        rating = store.ratings.plan(
            ticket.estate_id, ticket=ticket, unit_id=ticket.unit_id, contact_id=ticket.contact_id, touch_point="visit",
            occasion="1", scale="csat", version=1, due_at=NOW,
        )  # fmt: skip
        assert rating
        store.ratings.change(rating, ("waiting",), state="sent", sent_at=NOW - timedelta(days=days_ago))
    assert ask(house)[0].state == state


def test_a_survey_keeps_it_away_too(house: House) -> None:
    visited(house)
    draw(house)
    with house.db.transaction() as connection:
        spend(acting(-24), LineStore(connection), house.estates["GV"], house.units["Ann"], kind="survey")
    assert ask(house)[0].state == "waiting"


def test_a_visit_of_long_ago_is_asked_about_no_more(house: House) -> None:
    visited(house)
    draw(house)
    assert ask(house, hours=24 * 8)[0].reason == "late"


def test_what_was_switched_off_or_reworded_meanwhile_is_not_asked(house: House) -> None:
    visited(house)
    draw(house)
    (check,) = checks(house)
    with house.store("Max") as store:
        by: dict[str, Any] = {"staff_id": house.staff["Max"].id, "at": NOW}
        store.standards.switch(house.estates["GV"], "visit", check.item, side="do", is_on=False, **by)
    assert ask(house)[0].reason == "changed"


def _out_of_reach(house: House, *, phone: str | None = "9123 4567") -> None:
    with house.db.transaction() as connection:
        for name in ("Ann", "Bob"):
            contacts.change(connection, house.contacts[name], state="blocked")
        connection.execute(update(persons).where(persons.c.name == "Ann").values(phone=phone))


def test_a_home_that_nobody_can_write_to_is_telephoned(house: House) -> None:
    visited(house)
    draw(house)
    _out_of_reach(house)
    after, told = ask(house)
    assert (after.state, after.expires_at, told) == ("calling", NOW + timedelta(hours=48), [])


def test_without_a_telephone_it_is_left_out(house: House) -> None:
    visited(house)
    draw(house)
    _out_of_reach(house, phone=None)
    assert ask(house)[0].reason == "nobody"


@pytest.mark.parametrize(
    ("arrange", "reason"),
    [
        ({"urgency": "E0"}, "emergency"),
        ({"complaint": True}, "complaint"),
        ("opted out", "muted"),
    ],
)
def test_the_telephone_keeps_the_same_courtesy(house: House, arrange: Any, reason: str) -> None:
    visited(house)
    draw(house)
    _out_of_reach(house)
    if isinstance(arrange, dict):
        house.open("Bob", **arrange)
    else:
        with house.db.transaction() as connection:
            contacts.change(connection, house.contacts["Bob"], asks=False)
    after, _ = ask(house)
    assert (after.state, after.reason) == ("withheld", reason)


def test_the_household_s_days_of_this_question_are_known(house: House) -> None:
    visited(house)
    draw(house)
    ask(house)
    with house.db.reading() as connection:
        seen = LineStore(connection).perception
        assert seen.asked_since(house.units["Ann"], NOW - timedelta(days=1))
        assert not seen.asked_since(house.units["Cat"], NOW - timedelta(days=1))


def test_a_rating_that_is_due_is_not_asked_in_these_days(house: House) -> None:
    ticket = visited(house)
    draw(house)
    ask(house)
    with house.db.transaction() as connection:
        store = LineStore(connection)
        rating = store.ratings.plan(
            ticket.estate_id, ticket=ticket, unit_id=ticket.unit_id, contact_id=ticket.contact_id, touch_point="visit",
            occasion="1", scale="csat", version=1, due_at=NOW,
        )  # fmt: skip
        assert rating
        act = acting(1)
        asking.due(rating, act, store)
        after = store.ratings.by_id(rating.id)
        assert after
        assert (after.state, after.reason, act.told) == ("withheld", "recent", [])
