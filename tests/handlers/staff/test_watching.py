"""The watch on empty homes: who sees the list, what a round leaves behind, and that nothing is left when it is over (H07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.base import LineAct, Mistake, Reply, ToContact, ToOwner
from handlers.safety import absence_sweeping
from handlers.safety.absence_rules import AbsenceRules
from handlers.staff import watching
from handlers.staff.watching import Home, Typed, Watch
from storage import absences, contacts, staff
from storage.absences import Absence
from storage.base import metadata
from storage.owner_store import OwnerStore
from storage.store import LineStore
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

TODAY = date(2026, 11, 22)
SECRET = "key with aunt Mo"


@pytest.fixture
def gus(house: House) -> str:
    """A guard of Green Valley."""
    return joins(house, "Gus", "security", "GV")


def joins(house: House, name: str, role: str, *codes: str) -> str:
    with house.db.transaction() as connection:
        ids = tuple(house.estates[code] for code in codes)
        number = staff.add(connection, name=name, role=role, language="en", estate_ids=ids)
        found = staff.by_id(connection, number)
        assert found
        house.staff[name] = found
    return name


def away(house: House, home: str = "1-101", by: str = "Ivy", days: int = 5, note: str = SECRET) -> Absence:
    last = (TODAY + timedelta(days=days)).isoformat()
    with house.store(by) as store:
        watching.add(house.request(by), store, Typed(unit=home, first="2026-11-22", last=last, note=note))
        return store.absences.on(store.estates()[0].id, TODAY)[-1]


def looks(house: House, who: str, **when: object) -> tuple[Watch, ...]:
    with house.store(who) as store:
        return watching.look(house.request(who, **when), store)


def check(
    house: House, who: str, one: Absence, note: str = "", *, wrong: bool = False, **more: object
) -> tuple[Reply, ...]:
    with house.store(who) as store:
        return watching.checked(house.request(who, **more), store, one.id, note, wrong=wrong)


def labels(seen: tuple[Watch, ...]) -> list[str]:
    return [home.unit.label for watch in seen for home in watch.homes]


def everything(house: House) -> str:
    """Every row of every table."""
    with house.db.reading() as connection:
        return "\n".join(str(connection.execute(table.select()).all()) for table in metadata.sorted_tables)


@pytest.mark.parametrize("who", ["Ivy", "Max", "Gus"])
def test_guards_housekeepers_and_managers_see_todays_homes(house: House, gus: str, who: str) -> None:
    away(house)
    assert labels(looks(house, who)) == ["1-101"]


@pytest.mark.parametrize("role", ["engineer", "officer", "expert", "director", "executive", "legal"])
def test_other_roles_see_and_do_nothing(house: House, role: str) -> None:
    one, name = away(house), joins(house, "Nell", role, "GV")
    with house.store(name) as store:
        assert store.absences.by_id(one.id) is None
    for act in (
        lambda: looks(house, name),
        lambda: check(house, name, one),
        lambda: away(house, "2-201", by=name),
    ):
        with pytest.raises(Mistake, match=r"watch\.not_yours"):
            act()


def test_the_watch_of_another_estate_sees_and_does_nothing(house: House) -> None:
    one = away(house)
    assert labels(looks(house, "Otto")) == []
    with pytest.raises(Mistake, match=r"watch\.gone"):
        check(house, "Otto", one)
    with house.store("Otto") as store:
        with pytest.raises(Mistake, match=r"watch\.gone"):
            watching.back(house.request("Otto"), store, one.id)
        assert not store.absences.erase(one, NOW)
    assert labels(looks(house, "Ivy")) == ["1-101"]


def test_only_todays_homes_stand_on_the_list(house: House) -> None:
    with house.store("Ivy") as store:
        for first, last in (("2026-11-23", "2026-11-30"), ("", "2026-11-22")):
            watching.add(house.request("Ivy"), store, Typed(unit="1-101", first=first, last=last, note=first))
        watching.add(house.request("Ivy"), store, Typed(unit="2-201", first="", last="", note=""))
    assert labels(looks(house, "Ivy")) == ["1-101", "2-201"]
    assert labels(looks(house, "Ivy", now=NOW + timedelta(days=1))) == ["1-101", "2-201"]
    assert labels(looks(house, "Ivy", now=NOW + timedelta(days=30))) == ["2-201"]


def test_the_day_is_that_of_the_estate(house: House) -> None:
    """At 17:00 in London of the 22nd it is the 23rd in Hong Kong."""
    with house.store("Ivy") as store:
        watching.add(
            house.request("Ivy"), store, Typed(unit="1-101", first="2026-11-23", last="2026-11-23", note="")
        )
    assert labels(looks(house, "Ivy", now=NOW)) == []
    assert labels(looks(house, "Ivy", now=NOW + timedelta(hours=7))) == ["1-101"]


def test_every_look_is_kept_and_the_manager_reads_who_looked(house: House, gus: str) -> None:
    away(house)
    looks(house, gus)
    looks(house, "Ivy")
    (watch,) = looks(house, "Max")
    assert [(one.staff_name, one.homes, one.at) for one in watch.looks] == [
        ("Max", 1, NOW), ("Ivy", 1, NOW), ("Gus", 1, NOW),
    ]  # fmt: skip
    (watch,) = looks(house, gus)
    assert watch.looks == ()


def test_a_round_leaves_one_line_a_day_and_what_was_wrong_stays_wrong(house: House, gus: str) -> None:
    one = away(house)
    check(house, gus, one, "door shut")
    check(house, "Ivy", one, "balcony open", wrong=True, form="f1")
    check(house, gus, one, "closed it", now=NOW + timedelta(hours=1))
    with house.store("Ivy") as store:
        (line,) = store.absences.checks(one)
    assert (line.staff_name, line.wrong, line.at) == ("Gus", True, NOW + timedelta(hours=1))
    assert line.note.splitlines() == ["door shut", "balcony open", "closed it"]


def test_the_same_form_twice_notes_once(house: House, gus: str) -> None:
    one = away(house)
    for _ in range(2):
        check(house, gus, one, "door shut", form="same")
        check(house, gus, one, "window broken", wrong=True, form="other")
    with house.store("Ivy") as store:
        (line,) = store.absences.checks(one)
        assert len(store.tickets.open_ones()) == 1
    assert line.note.count("window broken") == 1


def test_what_is_wrong_is_an_urgent_ticket_and_the_household_hears_of_it(house: House, gus: str) -> None:
    one = away_of_ann(house)
    replies = check(house, gus, one, "window broken", wrong=True)
    (told,) = [reply for reply in replies if isinstance(reply.to, ToOwner)]
    assert "window broken" in told.text
    assert "Gus" in told.text
    with house.store("Ivy") as store:
        (ticket,) = store.tickets.open_ones()
        words = " ".join(
            [
                ticket.words,
                ticket.summary,
                str(ticket.reading),
                *(e.text for e in store.tickets.timeline(ticket)),
            ]
        )
    assert (ticket.urgency, ticket.unit_id) == ("E1", house.units["Ann"])
    assert not any(word in words.lower() for word in ("away", "absence", "empty", SECRET))


def away_of_ann(house: House) -> Absence:
    """Ann told it herself, from her chat."""
    with house.db.transaction() as connection:
        contact = contacts.by_id(connection, house.contacts["Ann"])
        assert contact
        store = OwnerStore(connection, contact, NOW)
        one = store.absences.announce(
            store.own_units()[0], starts_on=TODAY, ends_on=TODAY + timedelta(days=5), at=NOW, note=SECRET,
            erase_at=NOW + timedelta(days=7), language="en",
        )  # fmt: skip
        assert one
        return one


@pytest.mark.parametrize(
    ("note", "wrong", "key"), [("", True, "watch.say_what"), ("x" * 501, False, "watch.long_note")]
)
def test_a_round_says_what_is_wrong_in_few_words(house: House, note: str, wrong: bool, key: str) -> None:
    one = away(house)
    with pytest.raises(Mistake, match=key):
        check(house, "Ivy", one, note, wrong=wrong)


@pytest.mark.parametrize(
    ("unit", "first", "last", "key"),
    [
        ("9-999", "", "", "desk.file.no_such_unit"),
        ("", "", "", "watch.which_home"),
        ("1-101", "2026-11-25", "2026-11-23", "watch.days"),
        ("1-101", "2026-11-01", "2026-11-21", "watch.days"),
        ("1-101", "soon", "", "watch.days"),
        ("1-101", "2026-11-22", "2030-01-01", "watch.days"),
    ],
)
def test_what_cannot_be_noted_is_said_and_nothing_is_kept(
    house: House, unit: str, first: str, last: str, key: str
) -> None:
    with house.store("Ivy") as store, pytest.raises(Mistake, match=key):
        watching.add(house.request("Ivy"), store, Typed(unit=unit, first=first, last=last, note=""))
    assert labels(looks(house, "Ivy")) == []


def test_when_they_are_back_nothing_is_left_but_a_count(house: House, gus: str) -> None:
    one = away(house)
    check(house, gus, one, "door shut at aunt Mo's")
    with house.store(gus) as store:
        watching.back(house.request(gus), store, one.id)
    rows = everything(house)
    assert SECRET not in rows
    assert "aunt Mo" not in rows
    with house.store("Ivy") as store:
        (total,) = store.absences.totals(house.estates["GV"])
    assert (total.month, total.absences, total.checked_days, total.wrong_days) == ("2026-11", 1, 1, 0)


def test_the_clock_deletes_what_is_over_and_tells_whoever_told_us(house: House) -> None:
    away_of_ann(house)
    later = NOW + timedelta(days=8)
    with house.db.transaction() as connection:
        assert absences.claim_over(connection, NOW + timedelta(days=6)) == []
        (due,) = absences.claim_over(connection, later)
        assert absences.claim_over(connection, later) == []
        acting = LineAct(now=later, tz=TZ, settings=SETTINGS)
        absence_sweeping.over(due, acting, LineStore(connection))
        absence_sweeping.over(due, acting, LineStore(connection))
    (told,) = acting.told
    assert told.to == ToContact(house.contacts["Ann"])
    assert "entry is deleted" in told.text
    assert SECRET not in everything(house)


def test_a_deletion_that_failed_is_tried_again_within_the_hour(house: House) -> None:
    away_of_ann(house)
    later = NOW + timedelta(days=8)
    with house.db.transaction() as connection:
        assert len(absences.claim_over(connection, later)) == 1
        assert len(absences.claim_over(connection, later + timedelta(hours=1))) == 1


def test_whoever_is_asked_and_says_nothing_is_forgotten(house: House) -> None:
    one = away(house, days=0)
    rules = AbsenceRules()
    with house.db.transaction() as connection:
        store = LineStore(connection)
        asked_at = NOW + timedelta(days=30)
        store.absences.change(one, ends_on=None, ask_at=asked_at, erase_at=None)
        (due,) = absences.claim_asking(
            connection, asked_at, absence_sweeping.erase_unless_answered(rules, asked_at)
        )
        assert absences.claim_asking(connection, asked_at, asked_at) == []
        assert due.erase_at == asked_at + timedelta(days=rules.silent_days)
        (over,) = absences.claim_over(connection, asked_at + timedelta(days=7))
        assert over.id == one.id


@pytest.mark.parametrize(
    ("names", "order"),
    [
        ([("10", "1"), ("9", "1"), ("B2", "1")], ["B2", "9", "10"]),
        ([("1", "10"), ("1", "2"), ("1", "G")], ["G", "2", "10"]),
    ],
)
def test_the_list_goes_as_a_round_goes(house: House, names: list[tuple[str, str]], order: list[str]) -> None:
    one = away(house)
    with house.store("Ivy") as store:
        unit = store.unit(one.unit_id)
    assert unit
    homes = [
        Home(absence=one, unit=replace(unit, floor=floor), building=building, check=None)
        for building, floor in names
    ]
    by = "building" if len({building for building, _ in names}) > 1 else "floor"
    assert [getattr(home, by, None) or home.unit.floor for home in watching.in_order(homes)] == order
