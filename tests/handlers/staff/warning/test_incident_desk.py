"""Like reports become an incident; what its manager does with it; and that no household learns of another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import Mistake, Reply, ToDelivery, ToOwner, ToStaff
from handlers.staff.warning import incident_desk
from storage import contacts
from storage.incidents import Incident
from storage.owner_store import OwnerStore
from tests.handlers.staff.house import NOW, House
from tests.handlers.staff.neighbours import home, lift_incident, received

LATER = NOW + timedelta(hours=3)


def led(
    house: House, name: str, step: Any, incident: Incident, *values: Any, **more: Any
) -> tuple[Reply, ...]:
    with house.store(name) as store:
        return step(house.request(name), store, incident_desk.in_scope(store, incident.id), *values, **more)


def refused(house: House, name: str, step: Any, incident: Incident, *values: Any, **more: Any) -> str:
    with pytest.raises(Mistake) as mistake:
        led(house, name, step, incident, *values, **more)
    return mistake.value.key


def fresh(house: House, incident: Incident) -> Incident:
    with house.store("Max") as store:
        found = store.incident_book.by_id(incident.id)
        assert found
        return found


def owner(house: House, name: str, ask: Any) -> Any:
    with house.db.transaction() as connection:
        contact = contacts.by_id(connection, house.contacts[name])
        assert contact
        return ask(OwnerStore(connection, contact, NOW))


def test_two_homes_and_one_lift_are_an_incident_with_one_manager(house: House) -> None:
    home(house, "Dora", "1-201")
    first, told = received(house, "Ann", code="public.lift", words="the lift is out of order")
    assert first.incident_id is None
    assert told == []
    second, told = received(house, "Dora", code="public.lift", words="lift broken")
    assert house.ticket(first).incident_id == second.incident_id is not None
    private = [one for one in told if isinstance(one.to, ToStaff)]
    assert [one.to for one in private] == [ToStaff(house.staff["Max"].id)]
    assert "GV-1001" in private[0].text
    assert "GV-1002" in private[0].text
    assert "incident" in [line.kind for line in house.timeline(first)]


@pytest.mark.parametrize("hidden", [{"private": True}, {"guard": "named"}, {"stage": "closed"}])
def test_what_must_not_show_is_counted_with_none(house: House, hidden: dict[str, Any]) -> None:
    home(house, "Dora", "1-201")
    received(house, "Ann", code="public.lift", **hidden)
    second, _ = received(house, "Dora", code="public.lift")
    assert second.incident_id is None


def test_one_household_that_reports_twice_is_no_incident(house: House) -> None:
    received(house, "Ann", code="public.lift")
    second, _ = received(house, "Bob", code="public.lift")
    assert second.incident_id is None


def test_further_reports_join_while_it_is_open_and_not_once_it_is_over(house: House) -> None:
    incident = lift_incident(house)
    home(house, "Ed", "1-301")
    third, told = received(house, "Ed", code="public.lift")
    assert third.incident_id == incident.id
    assert any("GV-1003" in one.text for one in told)
    led(house, "Max", incident_desk.dismiss, incident, "One household plays a joke")
    home(house, "Flo", "1-401")
    fourth, _ = received(house, "Flo", code="public.lift")
    assert fourth.incident_id is None


def test_a_confirmed_incident_lists_the_neighbours_and_says_so_in_every_file(house: House) -> None:
    incident = lift_incident(house)
    home(house, "Ed", "1-301")
    led(house, "Max", incident_desk.confirm, incident, told="The maker is on the way", next_at=LATER)
    with house.store("Ivy") as store:
        homes = store.incident_book.homes(incident)
        kinds = [
            line.kind for one in store.incident_book.tickets(incident) for line in store.tickets.timeline(one)
        ]
    assert {(one.label, one.how) for one in homes} == {
        ("1-101", "reported"), ("1-201", "reported"), ("1-301", "neighbour"),
    }  # fmt: skip
    assert kinds.count("incident_known") == 2


def test_one_notice_reaches_each_account_once_and_the_same_words_go_out_once(house: House) -> None:
    incident = lift_incident(house)
    led(house, "Max", incident_desk.confirm, incident, told="The maker is on the way", next_at=LATER)
    sent = led(house, "Max", incident_desk.tell, fresh(house, incident), "The lift of Block 1 stands still")
    assert all(isinstance(one.to, ToDelivery) for one in sent)
    assert len({one.to for one in sent}) == len(sent) == 3  # Ann, Bob and Dora; nobody of Block 2
    assert {key.data.split(":")[0] for one in sent for row in one.buttons for key in row} == {"hit"}
    again = refused(
        house, "Max", incident_desk.tell, fresh(house, incident), "The lift of Block 1 stands still"
    )
    assert again == "incidents.told_before"


def test_a_report_from_no_known_home_is_told_under_its_ticket(house: House) -> None:
    incident = lift_incident(house)
    stranger, _ = received(house, "Cat", code="public.lift", unit_id=None, words="lift in block 1 broken")
    assert stranger.incident_id == incident.id
    led(house, "Max", incident_desk.confirm, incident, told="x", next_at=None)
    sent = led(house, "Max", incident_desk.tell, fresh(house, incident), "The lift of Block 1 stands still")
    assert [one.to for one in sent if isinstance(one.to, ToOwner)] == [ToOwner(stranger.id)]


def test_what_owners_are_told_of_the_time_is_a_promise_of_each_report(house: House) -> None:
    incident = lift_incident(house)
    led(house, "Max", incident_desk.confirm, incident, told="x", next_at=LATER)
    led(house, "Max", incident_desk.tell, fresh(house, incident), "The lift of Block 1 stands still")
    with house.store("Max") as store:
        assert {one.next_contact_at for one in store.incident_book.tickets(incident)} == {LATER}


def test_each_home_says_for_itself_and_its_latest_word_counts(house: House) -> None:
    incident = lift_incident(house)
    led(house, "Max", incident_desk.confirm, incident, told="x", next_at=None)
    unit = house.units["Ann"]
    for fixed in (True, False):
        assert owner(
            house, "Bob", lambda s, fixed=fixed: s.answer_incident(incident.id, unit, NOW, fixed=fixed)
        )
    with house.store("Max") as store:
        homes = store.incident_book.homes(incident)
        assert [one.label for one in incident_desk.still_broken(homes)] == ["1-101"]
        assert incident_desk.counts(homes).fixed == 0


def test_nobody_answers_for_another_home_or_after_it_is_over(house: House) -> None:
    incident = lift_incident(house)
    unit = house.units["Ann"]
    assert owner(house, "Cat", lambda s: s.answer_incident(incident.id, unit, NOW, fixed=True)) is None
    assert (
        owner(house, "Cat", lambda s: s.answer_incident(incident.id, house.units["Cat"], NOW, fixed=True))
        is None
    )
    led(house, "Max", incident_desk.dismiss, incident, "No")
    assert owner(house, "Ann", lambda s: s.answer_incident(incident.id, unit, NOW, fixed=True)) is None


def test_it_is_closed_when_every_report_is_handled_and_nothing_is_broken_or_with_a_reason(
    house: House,
) -> None:
    incident = lift_incident(house)
    led(house, "Max", incident_desk.confirm, incident, told="x", next_at=None)
    led(house, "Max", incident_desk.fix, incident, cause="A worn door drive", actions="A new one")
    assert (
        refused(house, "Max", incident_desk.close, incident, recovery="Letter", reason="")
        == "incidents.not_over"
    )
    led(
        house,
        "Max",
        incident_desk.close,
        incident,
        recovery="A letter to each home",
        reason="Two are away until May",
    )
    after = fresh(house, incident)
    assert (after.stage, after.cause, after.actions, after.recovery) == (
        "closed", "A worn door drive", "A new one", "A letter to each home",
    )  # fmt: skip
    with house.store("Max") as store:
        assert [line.kind for line in store.incident_book.log(after)] == [
            "suspected",
            "confirmed",
            "fixed",
            "closed",
        ]


@pytest.mark.parametrize(
    ("name", "step", "values", "mistake"),
    [
        ("Ivy", incident_desk.confirm, {"told": "x", "next_at": None}, "incidents.not_yours"),
        ("Max", incident_desk.confirm, {"told": " ", "next_at": None}, "desk.empty_text"),
        ("Max", incident_desk.confirm, {"told": "x", "next_at": NOW}, "incidents.past"),
        ("Max", incident_desk.fix, {"cause": "x", "actions": "x"}, "incidents.moved_on"),
        ("Max", incident_desk.close, {"recovery": "x", "reason": "x"}, "incidents.moved_on"),
        ("Max", incident_desk.tell, {"text": "x"}, "incidents.moved_on"),
        ("Max", incident_desk.dismiss, {"reason": ""}, "desk.empty_text"),
        ("Otto", incident_desk.confirm, {"told": "x", "next_at": None}, "incidents.none"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_half_done(
    house: House, name: str, step: Any, values: dict[str, Any], mistake: str
) -> None:
    incident = lift_incident(house)
    assert refused(house, name, step, incident, **values) == mistake
    assert fresh(house, incident) == incident


def test_staff_of_another_estate_see_nothing_of_an_incident(house: House) -> None:
    incident = lift_incident(house)
    with house.store("Otto") as store:
        book = store.incident_book
        assert (book.newest(), book.by_id(incident.id), book.homes(incident), book.log(incident)) == (
            [],
            None,
            [],
            [],
        )
        assert (book.tickets(incident), book.notices(incident), book.change(incident, told="x")) == (
            [],
            [],
            None,
        )
        book.reach(incident, [house.units["Cat"]])
        book.note(incident, NOW, "said", "forged")
        book.told(incident, 1, "fixed", NOW)
    assert fresh(house, incident) == incident
    with house.store("Max") as store:
        assert len(store.incident_book.homes(incident)) == 2
        assert len(store.incident_book.log(incident)) == 1
