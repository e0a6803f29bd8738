"""The ledger of points: only added to, never below nothing, and the balance is the sum, in any order of whatever may happen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text, update

from storage import contacts
from storage.db import Database, StorageError
from storage.owner_store import OwnerStore
from storage.point_lots import left
from storage.points import Entry, Points, claim_lapsing, points
from storage.staff_store import StaffStore
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House, build

TERM = NOW + timedelta(days=730)


@dataclass
class Ledger:
    """The house's ledger, as the line writes it."""

    house: House

    @contextmanager
    def line(self) -> Iterator[Points]:
        with self.house.db.transaction() as connection:
            yield LineStore(connection).points

    def person(self, name: str) -> int:
        with self.house.db.reading() as connection:
            found = contacts.by_id(connection, self.house.contacts[name])
        assert found
        assert found.person_id
        return found.person_id

    def credit(
        self, ref: str, amount: int = 30, *, rule: str = "event", who: str = "Ann", until: datetime = TERM
    ) -> Entry | None:
        with self.line() as line:
            return line.credit(
                self.person(who), rule=rule, amount=amount, reason="came", ref=ref, at=NOW, expires_at=until
            )

    def balance(self, who: str = "Ann") -> int:
        with self.line() as line:
            return line.balance(self.person(who))


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    house = build(database_url, tables=False)
    yield Ledger(house)
    house.db.close()


def test_the_same_event_is_credited_once_and_another_rule_may_name_it_too(ledger: Ledger) -> None:
    assert ledger.credit("event:1")
    assert ledger.credit("event:1") is None
    assert ledger.credit("event:1", who="Bob") is None, "what it is for is once an estate, whoever it went to"
    assert ledger.credit("event:1", rule="article")
    assert ledger.balance() == 60


@pytest.mark.parametrize("change", [update(points).values(amount=1_000), delete(points)])
def test_the_database_refuses_to_change_or_delete_an_entry(ledger: Ledger, change: object) -> None:
    ledger.credit("event:1")
    with pytest.raises(StorageError, match="only added to"), ledger.house.db.transaction() as connection:
        connection.execute(change)  # type: ignore[call-overload]
    assert ledger.balance() == 30


def test_postgresql_refuses_to_empty_the_ledger(postgresql_url: str) -> None:
    """SQLite knows no other way than DELETE, which is refused above."""
    database = Database(postgresql_url)
    with pytest.raises(StorageError, match="only added to"), database.transaction() as connection:
        connection.execute(text("TRUNCATE points CASCADE"))
    database.close()


def test_the_database_refuses_an_entry_that_takes_more_than_there_is(ledger: Ledger) -> None:
    entry = ledger.credit("event:1")
    assert entry
    row = {
        "estate_id": entry.estate_id,
        "person_id": entry.person_id,
        "rule": "redemption",
        "amount": -31,
        "reason": "x",
        "ref": "y",
        "at": NOW,
    }
    with pytest.raises(StorageError, match="not so many points"), ledger.house.db.transaction() as connection:
        connection.execute(points.insert().values(row))


def test_more_than_there_is_cannot_be_used(ledger: Ledger) -> None:
    ledger.credit("event:1")
    with ledger.line() as line:
        assert (
            line.spend(
                ledger.person("Ann"), 31, reason="umbrella", ref="redemption:1", at=NOW, lapsed="lapsed"
            )
            is None
        )
        assert line.spend(
            ledger.person("Ann"), 30, reason="umbrella", ref="redemption:1", at=NOW, lapsed="lapsed"
        )
    assert ledger.balance() == 0


def test_two_who_use_the_same_points_at_the_same_moment_stand_in_line(ledger: Ledger) -> None:
    """The second begins while the first has not ended, on a connection of its own: it waits, and then there is too little."""
    ledger.credit("event:1", 50)
    person, second = ledger.person("Ann"), []

    def take(line: Points, ref: str) -> Entry | None:
        return line.spend(person, 40, reason="umbrella", ref=ref, at=NOW, lapsed="lapsed")

    def beside() -> None:
        own = Database(ledger.house.db.url)
        with own.transaction() as connection:
            second.append(take(LineStore(connection).points, "redemption:2"))
        own.close()

    thread = threading.Thread(target=beside)
    with ledger.line() as line:
        assert take(line, "redemption:1")
        thread.start()
        thread.join(timeout=0.5)
        assert second == [], "it waits for whoever came first"
    thread.join()
    assert second == [None]
    assert ledger.balance() == 10


def test_an_entry_is_taken_back_once_with_a_reason(ledger: Ledger) -> None:
    entry = ledger.credit("event:1")
    assert entry
    with ledger.line() as line:
        assert line.reverse(entry, reason=" ", at=NOW, expires_at=TERM) is None
        taken = line.reverse(entry, reason="it was the neighbour", at=NOW, expires_at=TERM)
        assert taken
        assert (taken.amount, taken.reverses, taken.reason) == (-30, entry.id, "it was the neighbour")
        assert line.reverse(entry, reason="again", at=NOW, expires_at=TERM) is None
    assert ledger.balance() == 0


def test_of_a_credit_no_more_is_taken_back_than_is_there(ledger: Ledger) -> None:
    entry = ledger.credit("event:1", 30)
    assert entry
    with ledger.line() as line:
        line.spend(ledger.person("Ann"), 20, reason="umbrella", ref="redemption:1", at=NOW, lapsed="lapsed")
        taken = line.reverse(entry, reason="not theirs", at=NOW, expires_at=TERM)
    assert taken
    assert taken.amount == -10


def test_points_of_a_cancelled_reward_come_back_with_a_term_of_their_own(ledger: Ledger) -> None:
    ledger.credit("event:1", 30, until=NOW + timedelta(days=10))
    person, later = ledger.person("Ann"), NOW + timedelta(days=20)
    with ledger.line() as line:
        spent = line.spend(person, 30, reason="umbrella", ref="redemption:1", at=NOW, lapsed="lapsed")
        assert spent
        back = line.reverse(spent, reason="out of stock", at=later, expires_at=later + timedelta(days=365))
        assert back
        assert line.expire(person, later, "lapsed") == []
        assert line.reverse(back, reason="no", at=later, expires_at=TERM) is None, (
            "a cancelled reward stays cancelled"
        )
        assert line.balance(person) == 30


def test_what_lapses_first_is_used_first_and_the_rest_lapses_as_entries_of_its_own(ledger: Ledger) -> None:
    soon, later = NOW + timedelta(days=10), NOW + timedelta(days=20)
    first, second = ledger.credit("event:1", 30, until=soon), ledger.credit("event:2", 30, until=later)
    assert first
    assert second
    person = ledger.person("Ann")
    with ledger.line() as line:
        line.spend(person, 20, reason="umbrella", ref="redemption:1", at=NOW, lapsed="lapsed")
        assert left(line.of(person)) == {first.id: 10, second.id: 30}
    with ledger.house.db.transaction() as connection:
        assert claim_lapsing(connection, soon - timedelta(seconds=1)) == []
        assert claim_lapsing(connection, soon) == [(first.estate_id, person)]
        assert claim_lapsing(connection, soon) == [], "claimed once"
        gone = LineStore(connection).points.expire(person, soon, "lapsed")
        assert [(one.amount, one.ref, one.rule) for one in gone] == [(-10, f"entry:{first.id}", "expiry")]
        assert claim_lapsing(connection, later) == [(first.estate_id, person)]
        assert LineStore(connection).points.balance(person) == 30


def test_what_has_lapsed_cannot_be_used_also_where_the_clock_was_late(ledger: Ledger) -> None:
    ledger.credit("event:1", 30, until=NOW + timedelta(days=1))
    with ledger.line() as line:
        used = line.spend(
            ledger.person("Ann"),
            10,
            reason="x",
            ref="redemption:1",
            at=NOW + timedelta(days=2),
            lapsed="lapsed",
        )
    assert used is None
    assert ledger.balance() == 0


def test_what_was_earned_counts_what_was_taken_back_and_not_what_was_used(ledger: Ledger) -> None:
    ledger.credit("event:1", 30)
    other = ledger.credit("article:1", 20, rule="article")
    assert other
    person = ledger.person("Ann")
    with ledger.line() as line:
        line.spend(person, 25, reason="x", ref="redemption:1", at=NOW, lapsed="lapsed")
        assert line.earned(person, NOW - timedelta(days=1)) == 50
        back = line.reverse(other, reason="twice", at=NOW, expires_at=TERM)
        assert back
        assert line.earned(person, NOW - timedelta(days=1)) == 30
        assert line.earned(person, NOW - timedelta(days=1), ("article",)) == 0
        line.reverse(back, reason="it was right", at=NOW, expires_at=TERM)
        assert line.earned(person, NOW - timedelta(days=1)) == 50
        assert line.earned(person, NOW + timedelta(days=1)) == 0


def test_a_member_of_the_household_sees_their_own_points_and_staff_those_of_their_estate(
    ledger: Ledger,
) -> None:
    ledger.credit("event:1")
    ann = ledger.person("Ann")

    def of_owner(name: str) -> Points:
        contact = contacts.by_id(connection, ledger.house.contacts[name])
        assert contact
        return OwnerStore(connection, contact, NOW).points

    with ledger.house.db.transaction() as connection:
        assert of_owner("Ann").balance(ann) == 30
        for name in ("Bob", "Cat", "Zoe"):
            own = of_owner(name)
            assert (own.balance(ann), own.of(ann), own.person(ann), own.holders(1)) == (0, [], None, [])
            assert own.spend(ann, 1, reason="x", ref="y", at=NOW, lapsed="lapsed") is None
        assert StaffStore(connection, ledger.house.staff["Ivy"]).points.balance(ann) == 30
        assert StaffStore(connection, ledger.house.staff["Otto"]).points.balance(ann) == 0


def test_owners_credit_nothing_to_themselves(ledger: Ledger) -> None:
    with ledger.house.db.transaction() as connection:
        contact = contacts.by_id(connection, ledger.house.contacts["Ann"])
        assert contact
        own = OwnerStore(connection, contact, NOW).points
        credit = {"rule": "event", "amount": 30, "reason": "x", "ref": "y", "at": NOW, "expires_at": TERM}
        assert own.credit(ledger.person("Ann"), **credit) is None


#: What may happen to somebody's points, with a number that says how much, or which.
_STEPS = st.lists(
    st.tuples(st.sampled_from(("credit", "spend", "reverse", "expire", "later")), st.integers(1, 60)),
    max_size=25,
)


@given(steps=_STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_always_balances(ledger: Ledger, steps: list[tuple[str, int]]) -> None:
    """Whatever happens in whichever order: the balance is the sum, is what is left of the credits, and is never below nothing."""
    person, moment = ledger.person("Ann"), NOW
    with ledger.house.db.transaction() as connection:
        point = connection.begin_nested()
        line = LineStore(connection).points
        for number, (step, value) in enumerate(steps):
            moment += timedelta(days=value if step == "later" else 0)
            _DO[step](line, person, value, number, moment)
            entries = line.of(person)
            assert (
                line.balance(person) == sum(one.amount for one in entries) == sum(left(entries).values()) >= 0
            )
        point.rollback()


def _credit(line: Points, person: int, value: int, number: int, at: datetime) -> None:
    line.credit(
        person,
        rule="event",
        amount=value,
        reason="x",
        ref=f"e{number}",
        at=at,
        expires_at=at + timedelta(days=value),
    )


def _spend(line: Points, person: int, value: int, number: int, at: datetime) -> None:
    line.spend(person, value, reason="x", ref=f"r{number}", at=at, lapsed="lapsed")


def _reverse(line: Points, person: int, value: int, _number: int, at: datetime) -> None:
    entries = line.of(person)
    if entries:
        line.reverse(entries[value % len(entries)], reason="x", at=at, expires_at=at + timedelta(days=30))


def _expire(line: Points, person: int, _value: int, _number: int, at: datetime) -> None:
    line.expire(person, at, "lapsed")


def _nothing(_line: Points, _person: int, _value: int, _number: int, _at: datetime) -> None:
    """Time alone passes."""


_DO: dict[str, Callable[[Points, int, int, int, datetime], None]] = {
    "credit": _credit, "spend": _spend, "reverse": _reverse, "later": _nothing, "expire": _expire,
}  # fmt: skip
