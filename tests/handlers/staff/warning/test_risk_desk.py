"""Risks: who hears of them, who decides, and that nobody lowers one alone (G01-G05, G11-G13, C48)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import LineAct, Mistake, Reply, ToPage, ToStaff
from handlers.staff import card
from handlers.staff.warning import risk_desk
from handlers.tickets import moments
from handlers.tickets.warning import risks
from storage import pages, staff
from storage.risks import Risk, claim_undecided
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House
from tests.handlers.staff.neighbours import home, received

PRESS = {
    "words": "Fix it or I call the press.",
    "reading": {"risks": ["media"], "stance": "monitor"},
    "complaint": True,
}


def hire(house: House, name: str, role: str) -> None:
    with house.db.transaction() as connection:
        staff_id = staff.add(
            connection,
            name=name,
            role=role,
            language="en",
            telegram_id=f"chat-{name}",
            estate_ids=(house.estates["GV"],),
        )
        found = staff.by_id(connection, staff_id)
        assert found
        house.staff = {**house.staff, name: found}


def to_staff(house: House, told: list[Reply]) -> set[str]:
    """Who was told in private, or called to a level."""
    ids = {one.to.staff_id for one in told if isinstance(one.to, ToStaff)}
    with house.store("Max") as store:
        for page_id in {one.to.page_id for one in told if isinstance(one.to, ToPage)}:
            page = pages.by_id(store._connection, page_id)
            assert page
            ids |= set(page.audience)
        return {one.name for one in store.colleagues(house.estates["GV"]) if one.id in ids}


def only(house: House, ticket: Ticket) -> Risk:
    with house.store("Max") as store:
        (found,) = store.risks.of(ticket)
        return found


def does(house: House, name: str, step: Any, risk: Risk, *values: Any, **more: Any) -> tuple[Reply, ...]:
    with house.store(name) as store:
        return step(house.request(name), store, risk_desk.in_scope(store, risk.id), *values, **more)


def refused(house: House, name: str, step: Any, risk: Risk, *values: Any, **more: Any) -> str:
    with pytest.raises(Mistake) as mistake:
        does(house, name, step, risk, *values, **more)
    return mistake.value.key


def test_a_serious_sign_reaches_executives_and_directors_at_once(house: House) -> None:
    hire(house, "Eva", "executive")
    hire(house, "Dirk", "director")
    ticket, told = received(house, "Ann", **PRESS)
    assert to_staff(house, told) == {"Eva", "Dirk"}
    assert {one.urgency for one in told if isinstance(one.to, (ToStaff, ToPage))} == {"urgent"}
    with house.store("Max") as store:
        assert {(one.staff_id, one.route) for one in store.risks.reached(ticket)} == {
            (house.staff["Eva"].id, "chat"), (house.staff["Dirk"].id, "chat"),
        }  # fmt: skip
    risk = only(house, ticket)
    assert (risk.level, [one["excerpt"] for one in risk.signals]) == (
        "serious",
        ["Fix it or I call the press."],
    )


def test_where_nobody_stands_above_the_managers_hear_it(house: House) -> None:
    _, told = received(house, "Ann", **PRESS)
    assert to_staff(house, told) == {"Max"}


def test_whoever_is_complained_of_hears_nothing_even_at_the_top(house: House) -> None:
    hire(house, "Eva", "executive")
    ticket = house.open("Ann", guard="named", **PRESS)
    acting = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
    with house.db.transaction() as connection:
        store = LineStore(connection)
        store.subjects.name(ticket, house.staff["Eva"].id, by="line", at=NOW)
        moments.come("received", acting, store, ticket)
    assert to_staff(house, acting.told) == {"Max"}
    with house.store("Eva") as store:
        assert store.risk_book.newest() == []


def test_every_serious_complaint_has_reached_the_management(house: House) -> None:
    received(house, "Ann", **PRESS)
    received(house, "Cat", words="the guard was rude", complaint=True)
    with house.store("Max") as store:
        share = store.risk_book.share(NOW - timedelta(days=1), NOW)
    assert (share.complaints, share.reached, share.serious, share.serious_reached) == (2, 1, 1, 1)


def test_a_serious_sign_shortens_the_time_for_an_answer(house: House) -> None:
    ticket, _ = received(house, "Ann", **PRESS)
    with house.store("Max") as store:
        due = {one.kind: one.due_at for one in store.clocks.running(ticket)}
    assert due["answer"] == NOW + timedelta(hours=2)
    assert house.ticket(ticket).respond_by == NOW + timedelta(hours=8), "what the owner was told stands"


def test_weak_signs_are_watched_and_told_to_nobody(house: House) -> None:
    ticket, told = received(house, "Ann", reading={"risks": ["repeat"]})
    assert only(house, ticket).level == "watch"
    assert to_staff(house, told) == set()


def test_an_injury_is_severity_4(house: House) -> None:
    ticket, _ = received(
        house, "Ann", words="my son slipped and broke his arm", reading={"risks": ["injury"]}
    )
    assert only(house, ticket).severity == 4


def test_a_threat_to_staff_means_no_visit_alone_and_security_knows(house: House) -> None:
    hire(house, "Sam", "security")
    ticket, told = received(house, "Ann", words="I will beat your guard", reading={"risks": ["threat"]})
    assert house.ticket(ticket).no_solo
    assert {"Sam", "Max"} <= to_staff(house, told)
    with house.store("Ivy") as store:
        drawn = card.draw(card.facts(store, house.ticket(ticket)), NOW)
    assert "No visit alone" in drawn.text


def test_a_risk_grows_by_itself_and_is_told_again_only_when_it_is_graver(house: House) -> None:
    ticket, _ = received(house, "Ann", **PRESS)
    acting = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
    with house.db.transaction() as connection:
        store = LineStore(connection)
        for _ in range(3):
            store.tickets.count(ticket, "chased")
        moments.come("chased", acting, store, store.tickets.by_id(ticket.id) or ticket)
    assert [one["kind"] for one in only(house, ticket).signals] == ["media", "chased"]
    assert to_staff(house, acting.told) == set()


def test_five_homes_of_one_incident_are_a_sign_told_once(house: House) -> None:
    for number, name in enumerate(("Dora", "Ed", "Flo", "Gus", "Hal")):
        home(house, name, f"1-{number + 2}01")
    found = [received(house, name, code="public.lift") for name in ("Ann", "Dora", "Ed", "Flo", "Gus", "Hal")]
    assert [len(only_or_none(house, ticket)) for ticket, _ in found] == [0, 0, 0, 0, 1, 0]


def only_or_none(house: House, ticket: Ticket) -> list[Risk]:
    with house.store("Max") as store:
        return store.risks.of(ticket)


def test_anybody_raises_a_risk_and_the_same_words_twice_are_one(house: House) -> None:
    ticket = house.open("Ann")
    for _ in range(2):
        house.do("Eli", lambda r, s, t: risk_desk.raise_one(r, s, words="The wall bulges", ticket=t), ticket)
    assert only(house, ticket).raised_by == house.staff["Eli"].id
    with house.store("Eli") as store:
        for _ in range(2):
            risk_desk.raise_one(house.request("Eli"), store, words="People gather at the gate")
        assert [one.ticket_id for one in store.risk_book.newest()] == [None, ticket.id]


@pytest.mark.parametrize("level", ["watch", "serious", "crisis"])
def test_whoever_raises_a_risk_says_how_grave_it_is(house: House, level: str) -> None:
    ticket = house.open("Ann")
    house.do(
        "Eli",
        lambda r, s, t: risk_desk.raise_one(r, s, words="The wall bulges", level=level, ticket=t),
        ticket,
    )
    assert only(house, ticket).level == level


def closed_by(house: House, risk: Risk, asks: str, confirms: str) -> str:
    does(house, "Max", risk_desk.decide, risk, "We call her today")
    does(house, "Ivy", risk_desk.verify, risk, "She was called")
    does(house, asks, risk_desk.ask, risk, to="close", reason="Settled with her")
    try:
        does(house, confirms, risk_desk.confirm, risk, yes=True)
    except Mistake as mistake:
        return mistake.key
    with house.store("Max") as store:
        return risk_desk.in_scope(store, risk.id).stage


@pytest.mark.parametrize(
    ("holder", "asks", "confirms", "ends"),
    [
        ("Eli", "Ivy", "Max", "closed"),
        ("Eli", "Eli", "Max", "closed"),
        ("Eli", "Max", "Max", "risks.second_person"),  # not alone
        (
            "Eli",
            "Max",
            "Ivy",
            "risks.second_person",
        ),  # a housekeeper is neither management nor customer relations
        ("Max", "Ivy", "Max", "risks.second_person"),  # the matter lies with him
        ("Max", "Ivy", "Rosa", "closed"),
        ("Rob", "Ivy", "Rosa", "risks.second_person"),  # the same department as the holder's
    ],
)
def test_a_risk_is_closed_by_a_second_person_of_no_department_concerned(
    house: House, holder: str, asks: str, confirms: str, ends: str
) -> None:
    hire(house, "Rosa", "officer")
    hire(house, "Rob", "officer")
    ticket, _ = received(house, "Ann", **PRESS, holder_id=house.staff[holder].id)
    assert closed_by(house, only(house, ticket), asks, confirms) == ends


def test_a_risk_is_lowered_with_a_reason_that_is_logged_or_stays(house: House) -> None:
    ticket, _ = received(house, "Ann", **PRESS)
    risk = only(house, ticket)
    assert refused(house, "Ivy", risk_desk.ask, risk, to="watch", reason=" ") == "desk.empty_text"
    assert refused(house, "Ivy", risk_desk.ask, risk, to="crisis", reason="x") == "risks.no_level"
    does(house, "Ivy", risk_desk.ask, risk, to="watch", reason="She only asked for news")
    does(house, "Max", risk_desk.confirm, risk, yes=False)
    assert only(house, ticket).level == "serious"
    does(house, "Ivy", risk_desk.ask, risk, to="watch", reason="She only asked for news")
    does(house, "Max", risk_desk.confirm, risk, yes=True)
    assert only(house, ticket).level == "watch"
    with house.store("Max") as store:
        assert [line.kind for line in store.risk_book.log(risk)] == [
            "raised",
            "asked",
            "kept",
            "asked",
            "lowered",
        ]


@pytest.mark.parametrize(
    ("name", "step", "values", "mistake"),
    [
        ("Ivy", risk_desk.decide, ("x",), "risks.not_yours"),
        ("Max", risk_desk.decide, (" ",), "desk.empty_text"),
        ("Ivy", risk_desk.verify, ("x",), "risks.moved_on"),
        ("Otto", risk_desk.decide, ("x",), "risks.none"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_half_done(
    house: House, name: str, step: Any, values: tuple[str, ...], mistake: str
) -> None:
    ticket, _ = received(house, "Ann", **PRESS)
    risk = only(house, ticket)
    assert refused(house, name, step, risk, *values) == mistake
    assert only(house, ticket) == risk


def test_a_risk_closes_only_when_verified_and_not_by_who_decided(house: House) -> None:
    ticket, _ = received(house, "Ann", **PRESS)
    risk = only(house, ticket)
    assert refused(house, "Ivy", risk_desk.ask, risk, to="close", reason="x") == "risks.verify_first"
    does(house, "Max", risk_desk.decide, risk, "We call her today")
    assert refused(house, "Max", risk_desk.verify, risk, "x") == "risks.another_verifies"


def test_an_undecided_risk_is_told_once_its_time_has_passed(house: House) -> None:
    received(house, "Ann", **PRESS)
    late = NOW + timedelta(hours=9)
    with house.db.transaction() as connection:
        assert claim_undecided(connection, NOW + timedelta(hours=7)) == []
        (risk,) = claim_undecided(connection, late)
        acting = LineAct(now=late, tz=TZ, settings=SETTINGS)
        risks.undecided(risk, acting, LineStore(connection))
        assert claim_undecided(connection, late) == []
    assert to_staff(house, acting.told) == {"Max"}


def test_staff_of_another_estate_see_nothing_of_a_risk(house: House) -> None:
    ticket, _ = received(house, "Ann", **PRESS)
    risk = only(house, ticket)
    with house.store("Otto") as store:
        book = store.risk_book
        assert (book.newest(), book.by_id(risk.id), book.log(risk), book.reached(risk)) == ([], None, [], [])
        assert (book.change(risk, level="watch"), book.crisis(risk)) == (None, None)
        assert book.raise_one(house.estates["GV"], NOW, level="watch", signals=[], decide_by=NOW) is None
        assert book.share(NOW - timedelta(days=1), NOW).complaints == 0
        book.note(risk, NOW, "closed", "forged")
        book.reach(risk, house.staff["Otto"].id, route="chat", at=NOW)
    assert only(house, ticket) == risk
