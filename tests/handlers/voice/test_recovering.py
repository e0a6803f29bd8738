"""A low score becomes a contact with a time; the owner hears what came of it, and is asked once more, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import LineAct, Mistake, Reply, ToContact, ToStaff
from handlers.voice import recovering
from handlers.voice.tallies import of_touch_points
from storage import staff
from storage.ratings import Rating
from storage.recoveries import Recovery
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, TZ, House
from tests.handlers.voice.test_asking import EVERY, swept
from tests.support.rated import rated


def low(house: House, ticket: Ticket, **values: Any) -> tuple[Rating, Recovery]:
    """Ann gave two stars, and Ivy is to contact her within a day."""
    with house.db.transaction() as connection:
        store = LineStore(connection)
        rating = rated(connection, ticket, 2, NOW, **values)
        store.recoveries.open(
            rating, holder_id=house.staff["Ivy"].id, at=NOW, due_at=NOW + timedelta(hours=24)
        )
        return rating, store.recoveries.open_ones()[0]


def end(house: House, recovery: Recovery, result: str, words: str, who: str = "Ivy") -> tuple[Reply, ...]:
    with house.store(who) as store:
        request = house.request(who, settings=EVERY, now=NOW + timedelta(hours=5))
        return recovering.end(request, store, recovery, result=result, words=words)


def planned_again(house: House) -> list[Rating]:
    with house.db.reading() as connection:
        store = LineStore(connection)
        every = [store.ratings.by_id(n) for n in range(1, 10)]
    return [one for one in every if one and one.again]


def closed(house: House) -> Ticket:
    return house.open("Ann", stage="closed")


def test_the_owner_hears_what_came_of_it_and_is_asked_once_more_a_day_later(house: House) -> None:
    _, recovery = low(house, closed(house))
    (told,) = end(house, recovery, "put_right", "The firm came back and swept the stairs.")
    assert told.to == ToContact(house.contacts["Ann"])
    assert "This is what came of it:\nThe firm came back and swept the stairs." in told.text
    (again,) = planned_again(house)
    assert again.due_at == NOW + timedelta(hours=5 + 24)
    with house.db.reading() as connection:
        assert LineStore(connection).recoveries.open_ones() == []


def test_a_low_score_of_the_second_question_is_not_asked_a_third_time(house: House) -> None:
    _, recovery = low(house, closed(house), again=True)
    end(house, recovery, "explained", "We explained the price list.")
    assert [one.occasion for one in planned_again(house)] == ["GV-1001 resolved 0"]


def test_a_ticket_that_is_open_again_is_asked_about_when_it_is_settled(house: House) -> None:
    _, recovery = low(house, house.open("Ann"))
    assert end(house, recovery, "put_right", "Mended.")
    assert planned_again(house) == []


def test_whoever_was_not_reached_is_told_nothing(house: House) -> None:
    _, recovery = low(house, closed(house))
    assert end(house, recovery, "not_reached", "") == ()
    assert planned_again(house) == []


@pytest.mark.parametrize(
    ("result", "words", "told"),
    [
        ("splendid", "x", "voice.recovery.which_result"),
        ("explained", "  ", "desk.empty_text"),
        ("explained", "It is all your own fault, you idiot.", "reply_check.found"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_half_done(
    house: House, result: str, words: str, told: str
) -> None:
    _, recovery = low(house, closed(house))
    with pytest.raises(Mistake) as wrong:
        end(house, recovery, result, words)
    assert wrong.value.key == told
    with house.db.reading() as connection:
        assert LineStore(connection).recoveries.open_ones() == [recovery]


def test_two_at_once_are_one(house: House) -> None:
    _, recovery = low(house, closed(house))
    end(house, recovery, "explained", "We rang.")
    with pytest.raises(Mistake) as second:
        end(house, recovery, "put_right", "We rang too.", who="Max")
    assert second.value.key == "voice.recovery.done_before"


def test_staff_of_another_estate_and_whoever_is_complained_of_cannot(house: House) -> None:
    ticket = closed(house)
    _, recovery = low(house, ticket)
    with house.db.transaction() as connection:
        line = LineStore(connection)
        guarded = line.tickets.change(ticket, guard="named")
        assert guarded
        line.subjects.name(guarded, house.staff["Ivy"].id, by="line", at=NOW)
    for who in ("Otto", "Ivy"):
        with house.store(who) as store:
            assert store.recoveries.open_ones() == []
        with pytest.raises(Mistake):
            end(house, recovery, "explained", "x", who=who)


def test_a_contact_that_is_late_is_the_managers_to_know_once(house: House) -> None:
    _, recovery = low(house, closed(house))
    acting = LineAct(now=NOW + timedelta(hours=25), tz=TZ, settings=EVERY)
    with house.db.transaction() as connection:
        recovering.late(recovery, acting, LineStore(connection))
    assert [one.to for one in acting.told] == [ToStaff(house.staff["Max"].id)]
    assert "2" not in acting.told[0].text.replace("GV-1001", ""), "no score in it"


def test_of_what_is_about_the_only_manager_those_above_hear(house: House) -> None:
    ticket = closed(house)
    _, recovery = low(house, ticket)
    acting = LineAct(now=NOW + timedelta(hours=25), tz=TZ, settings=EVERY)
    with house.db.transaction() as connection:
        line = LineStore(connection)
        dora = staff.add(
            connection, name="Dora Ho", role="director", language="en", estate_ids=(house.estates["GV"],)
        )
        guarded = line.tickets.change(ticket, guard="named")
        assert guarded
        line.subjects.name(guarded, house.staff["Max"].id, by="line", at=NOW)
        recovering.late(recovery, acting, line)
    assert [one.to for one in acting.told] == [ToStaff(dora)]


def test_the_second_question_comes_though_the_first_was_yesterday(house: House) -> None:
    """The two days between questions are for questions that nobody is owed."""
    _, recovery = low(house, closed(house))
    end(house, recovery, "put_right", "Mended.")
    assert swept(house, 29) == [], "at 23:00 it waits for the morning"
    (told,) = swept(house, 39)
    assert "How was the repair?" in told.text
    assert planned_again(house)[0].state == "sent"


def test_the_second_score_does_not_lift_the_figure(house: House) -> None:
    """Who was content is not asked twice: three households were asked, and two were content."""
    made_good, second = closed(house), closed(house)
    others = [house.open("Cat", stage="closed", summary=f"{n}") for n in range(2)]
    with house.db.transaction() as connection:
        for ticket, score in ((made_good, 1), (others[0], 5), (others[1], 4)):
            rated(connection, ticket, score, NOW)
        rated(connection, second, 5, NOW, again=True)
        (tally,) = of_touch_points(LineStore(connection), NOW, NOW + timedelta(days=1))
        found = LineStore(connection).rating_counts.cases("repair", 5, NOW, NOW + timedelta(days=1))
    assert (tally.asked, tally.counts) == (3, {1: 1, 4: 1, 5: 1})
    assert len(found) == 3, "the cases are those of the figure"
