"""Invitations under many hands: homes that answer at the same moment never get more places than there are, on both engines; and
what the clock tells is told once, swept by two at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from handlers.base import LineAct, Mistake
from handlers.notices.events import answering, itip
from handlers.notices.events.heads import Said
from storage import estates, people, staff
from storage.db import Database
from storage.event_pulses import event_pulses
from storage.events import Event, rsvps
from storage.outbox import outbox
from storage.rsvps import claim_due
from storage.store import LineStore
from storage.ticket_rows import tickets
from tests.support.house import House

pytestmark = pytest.mark.usefixtures("plain_log")

TZ = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def house(database: Database, now: datetime) -> House:
    return House(database, now)


def planned(house: House, *labels: str, capacity: int | None = 6, starts: float = 72) -> Event:
    """An event that begins in so many hours, to which these homes are invited."""
    begins = house.now + timedelta(hours=starts)
    with house.database.transaction() as connection:
        store = LineStore(connection)
        keeper = staff.by_name(connection, "Wang Fang")
        assert keeper
        event = store.events.add(
            estate_id=house.estate_id, uid="mooncakes@ownerline", kind="company", title={"en": "Mooncakes"}, description={},
            place={"en": "Hall"}, starts=begins, ends=begins + timedelta(hours=2), rsvp_until=begins, capacity=capacity,
            status="CONFIRMED", staff_id=keeper.id, reason="", currency="CNY", minutes=0, effect="", made_at=house.now,
            changed_at=house.now, closing_at=begins, pulse_at=begins + timedelta(hours=4),
        )  # fmt: skip
        assert event
        homes = [estates.unit_labelled(connection, house.estate_id, label) for label in labels]
        store.rsvps.invite(event, [one.id for one in homes if one], house.now)
    return event


def more_homes(house: House, count: int) -> list[str]:
    labels = [f"3-2-{number}" for number in range(1601, 1601 + count)]
    with house.database.transaction() as connection:
        building = estates.building_named(connection, house.estate_id, "3")
        for label in labels:
            estates.add_unit(
                connection, estate_id=house.estate_id, building_id=building.id, label=label, floor="16", housekeeper_id=None
            )  # fmt: skip
    return labels


def answers(house: House, event: Event, label: str, said: Said) -> None:
    """A home's answer, in a transaction of its own, as a turn has it."""
    with house.database.transaction() as connection:
        store = LineStore(connection)
        unit = estates.unit_labelled(connection, house.estate_id, label)
        assert unit
        acting = LineAct(now=house.now, tz=TZ, settings=house.rules)
        answering.keep(
            acting, store, event, lambda fresh: store.rsvps.at_home(fresh, unit.id), said, contact_id=None
        )


def at_once(*work: Callable[[], None]) -> None:
    """All of it at the same moment."""
    ready = threading.Barrier(len(work))

    def run(one: Callable[[], None]) -> None:
        ready.wait()
        one()

    with ThreadPoolExecutor(len(work)) as threads:
        list(threads.map(run, work))


def taken(house: House, event: Event) -> tuple[int, int]:
    """People with places, and homes that wait."""
    with house.database.reading() as connection:
        counts = LineStore(connection).rsvps.counts(event)
    return counts.people, counts.waiting


def test_homes_that_answer_at_the_same_moment_never_get_more_places_than_there_are(house: House) -> None:
    labels = more_homes(house, 8)
    event = planned(house, *labels, capacity=10)
    at_once(*(lambda label=label: answers(house, event, label, Said("yes", 3)) for label in labels))  # type: ignore[misc]
    assert taken(house, event) == (9, 5)


def test_places_that_come_free_while_others_answer_are_given_once(house: House) -> None:
    labels = more_homes(house, 8)
    event = planned(house, *labels, capacity=6)
    for label in labels[:4]:
        answers(house, event, label, Said("yes", 3))
    assert taken(house, event) == (6, 2)
    leaving, coming = labels[:2], labels[4:]
    work = [(label, Said("no", 0)) for label in leaving] + [(label, Said("yes", 3)) for label in coming]
    at_once(*(lambda label=label, said=said: answers(house, event, label, said) for label, said in work))  # type: ignore[misc]
    assert taken(house, event) == (6, 4)


def test_two_of_one_household_at_the_same_moment_are_one_answer(house: House) -> None:
    event = planned(house, "3-2-1502")
    at_once(
        lambda: answers(house, event, "3-2-1502", Said("yes", 4)),
        lambda: answers(house, event, "3-2-1502", Said("yes", 4)),
    )
    assert taken(house, event) == (4, 0)


def test_a_change_of_places_stands_in_line_with_the_answers(house: House) -> None:
    """Whoever reads the event before the lock and acts after it acts upon the event as it then is."""
    event = planned(house, "3-2-1502", capacity=2)
    with house.database.transaction() as connection:
        LineStore(connection).events.change(event, capacity=5, changed_at=house.now + timedelta(seconds=1))
    answers(house, event, "3-2-1502", Said("yes", 5))
    assert taken(house, event) == (5, 0)


def test_an_answer_to_what_is_off_is_refused_and_changes_nothing(house: House) -> None:
    event = planned(house, "3-2-1502")
    with house.database.transaction() as connection:
        LineStore(connection).events.change(event, status="CANCELLED")
    with pytest.raises(Mistake) as raised:
        answers(house, event, "3-2-1502", Said("yes", 1))
    assert raised.value.key == "invitations.off"
    assert taken(house, event) == (0, 0)


def test_an_answer_to_an_earlier_time_is_refused_however_late_the_change_came(house: House) -> None:
    event = planned(house, "3-2-1502")
    with house.database.transaction() as connection:
        LineStore(connection).events.change(event, sequence=1)
    with pytest.raises(Mistake) as raised:
        answers(house, event, "3-2-1502", Said("yes", 1))
    assert raised.value.key == "invitations.moved_on"
    assert taken(house, event) == (0, 0)


def moves_in(house: House, label: str) -> None:
    """The household is another from an hour later on."""
    with house.database.transaction() as connection:
        unit = estates.unit_labelled(connection, house.estate_id, label)
        assert unit
        there = people.occupancies.c.unit_id == unit.id
        later = house.now + timedelta(hours=1)
        connection.execute(update(people.occupancies).where(there).values(since=later))


def test_whoever_moves_in_is_told_nothing_of_what_was_answered_before_and_its_places_come_free(
    house: House,
) -> None:
    event = planned(house, "3-2-1502", "3-2-1503", capacity=3, starts=30)
    answers(house, event, "3-2-1502", Said("yes", 3))
    answers(house, event, "3-2-1503", Said("yes", 2))
    assert taken(house, event) == (3, 1)
    moves_in(house, "3-2-1502")
    house.now += timedelta(hours=25)
    house.sweeps.all_of_them()
    assert taken(house, event) == (2, 0)
    assert told(house, "Tomorrow") + told(house, "Today") <= 1


def test_a_place_of_a_household_that_moved_out_goes_to_the_next_who_answers(house: House) -> None:
    event = planned(house, "3-2-1502", "3-2-1503", capacity=3)
    answers(house, event, "3-2-1502", Said("yes", 3))
    moves_in(house, "3-2-1502")
    answers(house, event, "3-2-1503", Said("yes", 2))
    assert taken(house, event) == (2, 0)


def test_the_next_household_of_a_home_is_invited_anew_and_the_same_one_is_not(house: House) -> None:
    event = planned(house, "3-2-1502", "3-2-1503")
    answers(house, event, "3-2-1502", Said("yes", 3))
    answers(house, event, "3-2-1503", Said("yes", 2))
    moves_in(house, "3-2-1502")
    with house.database.transaction() as connection:
        store = LineStore(connection)
        homes = [estates.unit_labelled(connection, house.estate_id, one) for one in ("3-2-1502", "3-2-1503")]
        later = house.now + timedelta(hours=2)
        assert store.rsvps.invite(event, [one.id for one in homes if one], later) == 1
        found = [store.rsvps.at_home(event, one.id) for one in homes if one]
    assert [(one.partstat, one.people) for one in found if one] == [("NEEDS-ACTION", 0), ("ACCEPTED", 2)]
    assert found[0]
    assert (found[0].invited_at, found[0].contact_id) == (later, None)


def told(house: House, word: str) -> int:
    with house.database.reading() as connection:
        rows = connection.execute(select(outbox.c.payload)).scalars().all()
    return sum(word in row.get("text", "") for row in rows)


def test_each_reminder_leaves_once_swept_by_two_at_the_same_moment(house: House) -> None:
    event = planned(house, "3-2-1502", "3-2-1503", starts=30)
    answers(house, event, "3-2-1502", Said("yes", 2))
    answers(house, event, "3-2-1503", Said("yes", 2))
    house.now += timedelta(hours=25)  # past the evening and the morning: the line was down over the first
    at_once(house.sweeps.all_of_them, house.sweeps.all_of_them)
    assert told(house, "Mooncakes") == 2
    house.sweeps.all_of_them()
    assert told(house, "Mooncakes") == 2


def test_nobody_is_reminded_of_what_has_begun(house: House) -> None:
    event = planned(house, "3-2-1502", starts=30)
    answers(house, event, "3-2-1502", Said("yes", 2))
    house.now += timedelta(hours=31)
    house.sweeps.all_of_them()
    assert told(house, "Tomorrow") + told(house, "Today") == 0


def test_the_organiser_hears_the_answers_once(house: House) -> None:
    event = planned(house, "3-2-1502", starts=30)
    answers(house, event, "3-2-1502", Said("yes", 2))
    house.now += timedelta(hours=31)
    house.sweeps.all_of_them()
    house.sweeps.all_of_them()
    assert told(house, "Answers for “Mooncakes” are in. Homes coming: 1, people: 2") == 1


def drawn(house: House) -> list[tuple[bool, int, str]]:
    with house.database.reading() as connection:
        rows = connection.execute(
            select(event_pulses).order_by(event_pulses.c.came.desc(), event_pulses.c.rank)
        ).all()
    return [(row.came, row.rank, row.skipped) for row in rows]


def test_after_it_those_who_came_and_a_sample_are_asked_once_and_it_is_kept_who_was_left_out(
    house: House,
) -> None:
    labels = more_homes(house, 3)  # nobody of them can be reached
    event = planned(house, "3-2-1502", "3-2-1503", *labels, starts=1)
    with house.database.transaction() as connection:
        store = LineStore(connection)
        unit = estates.unit_labelled(connection, house.estate_id, "3-2-1502")
        rsvp = store.rsvps.at_home(event, unit.id) if unit else None
        assert rsvp
        store.rsvps.change(event, rsvp, came=2, came_at=house.now)
    house.now += timedelta(hours=15)
    house.sweeps.all_of_them()
    house.sweeps.all_of_them()
    assert told(house, "You were at Mooncakes") == 1
    assert told(house, "Had you heard of it?") == 1
    assert [one for one in drawn(house) if one[0]] == [(True, 1, "")]
    assert sorted(skipped for came, _, skipped in drawn(house) if not came) == [
        "",
        "nobody",
        "nobody",
        "nobody",
    ]


def test_nobody_is_asked_at_night(house: House) -> None:
    """It ends at 21:30; two hours later people sleep, and in the morning they are asked."""
    planned(house, "3-2-1502", starts=2)
    house.now += timedelta(hours=6, minutes=1)  # 23:31 in Shanghai
    house.sweeps.all_of_them()
    house.sweeps.all_of_them()
    assert told(house, "Had you heard of it?") == 0
    house.now += timedelta(hours=8, minutes=28)  # 07:59
    house.sweeps.all_of_them()
    assert told(house, "Had you heard of it?") == 0
    house.now += timedelta(minutes=1)
    house.sweeps.all_of_them()
    house.sweeps.all_of_them()
    assert told(house, "Had you heard of it?") == 1


async def test_a_household_that_waits_for_a_complaint_is_asked_nothing(house: House) -> None:
    planned(house, "3-2-1502", starts=1)
    await house.says("1", "投诉保安态度恶劣，骂人")
    with house.database.transaction() as connection:
        assert connection.execute(update(tickets).values(complaint=True)).rowcount == 1
        connection.execute(update(rsvps).values(came=1, came_at=house.now))
    house.now += timedelta(hours=15)
    house.sweeps.all_of_them()
    assert drawn(house) == [(True, 1, "complaint")]
    assert told(house, "You were at") == 0


def test_a_change_reaches_everybody_who_meant_to_come_in_pieces(house: House) -> None:
    """More answers than one sweep takes: the rest follows with the next."""
    event = planned(house, "3-2-1502", "3-2-1503", capacity=None)
    for label in ("3-2-1502", "3-2-1503"):
        answers(house, event, label, Said("yes", 1))
    with house.database.transaction() as connection:
        store = LineStore(connection)
        assert store.rsvps.tell_all(event, "changed", house.now, **itip.ASKED_ANEW) == 2
        pieces = [len(claim_due(connection, house.now, limit=1)) for _ in range(3)]
    assert pieces == [1, 1, 0]
