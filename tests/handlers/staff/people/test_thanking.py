"""Praise of staff: linked by the line or by hand, told to who is meant and to the managers, counted, and never mixed with scores."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.base import Reply, ToStaff
from handlers.staff import desk
from handlers.staff.people import recognition, thanking
from handlers.tickets import moments
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, House
from tests.support.rated import rated

PRAISE = {
    "intent": "praise",
    "code": None,
    "words": "Thank you Ivy, you came to 1-101 at once",
    "reading": {},
}


def received(house: House, **values: object) -> tuple[Ticket, list[Reply]]:
    """Ann's praise comes in, and what staff are told of it."""
    ticket = house.open("Ann", **{**PRAISE, **values})
    with house.store("Max") as store:
        request = house.request("Max")
        moments.come("received", request, store.as_line(), ticket)
        told = [one for one in request.told if isinstance(one.to, ToStaff)]
    return ticket, told


def praised(house: House, ticket: Ticket) -> list[int | None]:
    with house.store("Ivy") as store:
        return [one.staff_id for one in store.praises.of(ticket)]


def told_to(house: House, told: list[Reply], name: str) -> str:
    return "\n".join(one.text for one in told if one.to == ToStaff(house.staff[name].id))


def counted(house: House, who: str = "Ivy") -> dict[str, int]:
    with house.store(who) as store:
        seen = recognition.recognition(store, "en", NOW, 90)
        return {one.name: one.count for group in seen.groups for one in group.people}


def test_the_named_hear_it_without_the_address_and_the_manager_hears_for_whom_it_is(house: House) -> None:
    ticket, told = received(house)
    assert praised(house, ticket) == [house.staff["Ivy"].id]
    assert "Thank you Ivy, you came to … at once" in told_to(house, told, "Ivy")
    assert "1-101" not in "".join(one.text for one in told)
    assert ticket.number in told_to(house, told, "Max")
    assert "Ivy" in told_to(house, told, "Max")
    assert told_to(house, told, "Eli") == ""
    assert counted(house) == {"Ivy": 1}
    with house.store("Ivy") as store:
        assert store.praises.sites(NOW - timedelta(1), NOW + timedelta(1)) == {
            (house.estates["GV"], house.buildings["GV"]): 1
        }


def test_a_role_means_the_one_who_touched_the_household(house: House) -> None:
    words = {"words": "the plumber was great"}
    nobody, _ = received(house, **words)
    assert praised(house, nobody) == [None]
    repair = house.open("Ann")
    house.do("Eli", desk.claim, repair)
    known, told = received(house, **words)
    assert praised(house, known) == [house.staff["Eli"].id]
    assert "the plumber was great" in told_to(house, told, "Eli")


def test_where_the_words_leave_it_open_the_manager_is_asked_and_staff_link_it_by_hand(house: House) -> None:
    ticket, told = received(house, words="You were all so kind yesterday")
    assert praised(house, ticket) == [None]
    assert "do not tell" in told_to(house, told, "Max") or "講唔清" in told_to(house, told, "Max")
    assert counted(house) == {}
    request = house.request("Ivy")
    with house.store("Ivy") as store:
        thanking.link(request, store, ticket, house.staff["Eli"].id)
    assert "so kind" in told_to(house, request.told, "Eli")
    assert counted(house) == {"Eli": 1}
    house.do("Ivy", thanking.link, ticket, house.staff["Max"].id)
    assert counted(house) == {"Eli": 1, "Max": 1}
    house.do("Ivy", thanking.unlink, ticket, house.staff["Eli"].id)
    assert counted(house) == {"Max": 1}
    assert [one.kind for one in house.timeline(ticket)][-2:] == ["praised", "praise_unlinked"]


@pytest.mark.parametrize(
    ("who", "whom", "key"),
    [
        ("Eli", "Eli", "praise.not_oneself"),
        ("Max", "Ivy", "praise.linked_already"),
        ("Max", "Otto", "desk.no_such_colleague"),
    ],
)
def test_nobody_praises_themselves_and_nobody_from_elsewhere_is_praised(
    house: House, who: str, whom: str, key: str
) -> None:
    ticket, _ = received(house)
    assert house.mistake(who, thanking.link, ticket, house.staff[whom].id).key == key
    assert counted(house) == {"Ivy": 1}


def test_what_is_no_praise_is_linked_to_nobody(house: House) -> None:
    repair = house.open("Ann")
    assert house.mistake("Ivy", thanking.link, repair, house.staff["Eli"].id).key == "praise.none_here"
    assert house.mistake("Ivy", thanking.unlink, repair, house.staff["Eli"].id).key == "praise.not_linked"


def test_praise_that_was_misread_counts_no_more_and_what_turns_out_as_praise_does(house: House) -> None:
    ticket, _ = received(house)
    house.do("Max", desk.relabel, ticket, "suggestion")
    assert counted(house) == {}
    other = house.open("Ann", words="Ivy carried my bags up", summary="Ivy carried my bags up", reading={})
    house.do("Max", desk.relabel, other, "praise")
    assert counted(house) == {"Ivy": 1}


def test_words_taken_out_of_the_file_are_gone_here_too(house: House) -> None:
    ticket, _ = received(house)
    with house.store("Max") as store:
        store.tickets.record(ticket, at=NOW, kind="received", actor="owner", text=ticket.words)
    with house.store("Max") as store:
        seq = next(one.seq for one in store.tickets.timeline(ticket) if one.text == ticket.words)
        store.tickets.redact(house.ticket(ticket), seq, at=NOW, staff_id=house.staff["Max"].id, why="asked")
        assert {one.words for one in store.praises.of(ticket)} == {""}


def test_scores_of_touch_points_change_nothing_on_the_page(house: House) -> None:
    """What owners tapped after a repair is for the repair; only what they wrote stands beside a name."""
    ticket, _ = received(house)
    with house.store("Max") as store:
        before = recognition.recognition(store, "en", NOW, 30)
    with house.db.transaction() as connection:
        rated(connection, ticket, 1, NOW)
    with house.store("Max") as store:
        assert recognition.recognition(store, "en", NOW, 30) == before


def test_everything_that_was_said_is_shown_to_managers_alone(house: House) -> None:
    received(house)
    with house.store("Ivy") as store:
        ivys = recognition.recognition(store, "en", NOW, 30)
    with house.store("Eli") as store:
        elis = recognition.recognition(store, "en", NOW, 30)
    with house.store("Max") as store:
        maxs = recognition.recognition(store, "en", NOW, 30)
    assert [one.words for one in ivys.mine] == ["Thank you Ivy, you came to … at once"]
    assert (elis.mine, elis.said, ivys.said) == ((), (), ())
    assert [one.names for one in maxs.said] == ["Ivy"]
    assert ivys.groups == elis.groups == maxs.groups
    with house.store("Otto") as store:
        assert recognition.recognition(store, "en", NOW, 30).groups == ()
