"""Prices, orders and visits as staff handle them: nothing payable without a yes, one holder for each task, a reason for each refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from handlers.base import LineAct, Mistake, Reply, ToOwner, ToStaff, ToTopic
from handlers.staff import answering, desk
from handlers.staff.works import ordering, pricing, visiting, warranting
from handlers.tickets.works import ordering as ordered
from handlers.tickets.works import prices
from handlers.tickets.works import visiting as arranged
from storage import contacts, estates, parties, staff, work_orders
from storage.parties import Party
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.work_orders import WorkOrder
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House


def firm(house: House, name: str = "Wong & Sons", **values: Any) -> Party:
    with house.db.transaction() as connection:
        row = {"estate_id": house.estates["GV"], "kind": "contractor", "trades": ["home."], "name": name}
        return parties.add(connection, **row | values)


def does(
    house: House, name: str, step: Callable[..., Any], ticket: Ticket, *values: Any, **more: Any
) -> list[Reply]:
    """A step of staff; everything that it says to anybody."""
    with house.store(name) as store:
        request = house.request(name)
        found = step(request, store, house.ticket(ticket), *values, **more)
        return [*(found if isinstance(found, tuple) else ()), *request.told]


def refused(
    house: House, name: str, step: Callable[..., Any], ticket: Ticket, *values: Any, **more: Any
) -> str:
    with pytest.raises(Mistake) as mistake:
        does(house, name, step, ticket, *values, **more)
    return mistake.value.key


def orders(house: House, ticket: Ticket) -> list[WorkOrder]:
    with house.store("Ivy") as store:
        return store.orders.of(ticket)


def by_line(house: House, act: Callable[..., Any], now: Any = NOW) -> list[Reply]:
    """The clock does something; what it says."""
    with house.db.transaction() as connection:
        acting = LineAct(now=now, tz=TZ, settings=SETTINGS)
        act(connection, acting, LineStore(connection))
        return acting.told


def agreed(house: House, ticket: Ticket, amount: str = "180") -> None:
    """Ann was told a price, and said yes."""
    does(house, "Ivy", pricing.offer, ticket, amount, "A new tap")
    with house.store("Ivy") as store:
        quote = store.quotes.of(ticket)[-1]
        assert store.quotes.answer(ticket, quote, "accepted", answered_at=NOW, answer="Go ahead")


def test_a_price_rests_the_clock_and_tells_the_owner(house: House) -> None:
    ticket = house.open()
    told = does(house, "Ivy", pricing.offer, ticket, "1,180.5", "A new tap", at_cost=True)
    said = next(one for one in told if isinstance(one.to, ToOwner))
    assert "A new tap: HK$1,180.50, at cost" in said.text
    assert [row[0].data.rsplit(":", 1)[1] for row in said.buttons] == ["go", "not_now", "ask"]
    after = house.ticket(ticket)
    assert (after.stage, after.holder_id) == ("waiting_owner", house.staff["Ivy"].id)
    entry = next(one for one in house.timeline(ticket) if one.kind == "quoted")
    assert (entry.data["amount"], entry.data["currency"], entry.data["at_cost"]) == (118_050, "HKD", True)


@pytest.mark.parametrize(
    "amount",
    ["", "0", "-5", "much", "1.234", "99999999", "１２．３４５", "NaN", "1e9", "1,5", "12 or 15", "1.2.3"],
)
def test_what_is_no_amount_is_refused(house: House, amount: str) -> None:
    assert refused(house, "Ivy", pricing.offer, house.open(), amount, "A new tap") == "prices.no_amount"


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("180", 18_000),
        ("HK$180.50", 18_050),
        ("１８０", 18_000),
        ("1,180.5", 118_050),
        ("180元", 18_000),
        ("HKD 12", 1_200),
        ("0.01", 1),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, minor: int) -> None:
    assert prices.amount_of(typed, "HKD") == minor


def test_a_currency_without_cents_has_none() -> None:
    assert prices.amount_of("180", "JPY") == 180
    with pytest.raises(Mistake):
        prices.amount_of("180.5", "JPY")


def test_nobody_is_told_a_price_who_cannot_be_reached(house: House) -> None:
    ticket = house.open(contact_id=None)
    assert refused(house, "Ivy", pricing.offer, ticket, "180", "A new tap") == "desk.no_chat"


def test_a_payable_order_waits_for_the_owners_yes(house: House) -> None:
    ticket, wong = house.open(), firm(house)
    key = refused(house, "Ivy", ordering.to_party, ticket, wong.id, "Replace the tap", payable=True)
    assert key == "works.no_consent"
    agreed(house, ticket)
    does(house, "Ivy", ordering.to_party, ticket, wong.id, "Replace the tap", payable=True)
    made = orders(house, ticket)[0]
    assert (made.payable, made.quote_id) == (True, 1)


def test_a_yes_to_an_earlier_price_is_none_to_a_later_one(house: House) -> None:
    ticket, wong = house.open(), firm(house)
    agreed(house, ticket)
    does(house, "Ivy", pricing.offer, ticket, "400", "A better tap")
    key = refused(house, "Ivy", ordering.to_party, ticket, wong.id, "Replace the tap", payable=True)
    assert key == "works.no_consent"


def test_a_suspended_firm_gets_no_work_and_a_foreign_one_does_not_exist(house: House) -> None:
    ticket = house.open()
    suspended = firm(house, status="suspended")
    foreign = firm(house, "Elsewhere Ltd", estate_id=house.estates["SB"])
    assert refused(house, "Ivy", ordering.to_party, ticket, suspended.id, "The tap") == "works.suspended"
    assert refused(house, "Ivy", ordering.to_party, ticket, foreign.id, "The tap") == "works.no_party"


def test_a_task_for_a_department_has_a_colleague_who_hears_of_it(house: House) -> None:
    """L13: it is theirs by name, with a time limit, and they accept it or send it back (B19)."""
    ticket, eli = house.open(), house.staff["Eli"].id
    told = does(house, "Ivy", ordering.to_department, ticket, "Engineering", eli, "Look at the riser")
    assert "Look at the riser" in next(one.text for one in told if one.to == ToStaff(eli))
    made = orders(house, ticket)[0]
    assert (made.department, made.staff_id, made.accept_by) == ("Engineering", eli, NOW + timedelta(hours=8))
    does(house, "Eli", ordering.answer_for, ticket, made.id, "accept")
    told = does(house, "Eli", ordering.answer_for, ticket, made.id, "finish", "Riser tightened")
    assert "Nothing is left to do" in next(
        one.text for one in told if one.to == ToTopic(ticket.id) and one.kind == "text"
    )
    does(house, "Ivy", ordering.answer_for, ticket, made.id, "send_back", "It drips still")
    assert orders(house, ticket)[0].state == "under_way"


def test_whoever_is_complained_of_gets_no_task_of_the_case(house: House) -> None:
    ticket = house.open(intent="complaint", code="service.staff_attitude", guard="named")
    with house.db.transaction() as connection:
        LineStore(connection).subjects.name(ticket, house.staff["Eli"].id, by="line", at=NOW)
    eli = house.staff["Eli"].id
    assert (
        refused(house, "Ivy", ordering.to_department, ticket, "Engineering", eli, "Look")
        == "desk.no_such_colleague"
    )


def test_a_guarded_ticket_never_shows_in_the_group(house: House) -> None:
    ticket = house.open(guard="named", stage="assigned", holder_id=house.staff["Ivy"].id)
    does(house, "Ivy", ordering.to_department, ticket, "", house.staff["Eli"].id, "Look")
    told = does(house, "Eli", ordering.answer_for, ticket, orders(house, ticket)[0].id, "accept")
    assert [one for one in told if isinstance(one.to, ToTopic) and one.kind == "text"] == []
    assert any(one.to == ToStaff(house.staff["Ivy"].id) for one in told)


def test_every_refusal_has_a_reason_and_names_who_is_next(house: House) -> None:
    ticket, wong, lee = house.open(), firm(house), firm(house, "Lee Plumbing")
    firm(house, "Slow Ltd", status="trial")
    does(house, "Ivy", ordering.to_party, ticket, wong.id, "The tap")
    made = orders(house, ticket)[0]
    assert refused(house, "Ivy", ordering.answer_for, ticket, made.id, "refuse", " ") == "works.no_words"
    told = does(house, "Ivy", ordering.answer_for, ticket, made.id, "refuse", "No men this week")
    said = next(one.text for one in told if one.to == ToTopic(ticket.id) and one.kind == "text")
    assert "No men this week" in said
    assert f"Next to ask: {lee.name}" in said


@pytest.mark.parametrize(
    ("state", "step", "after"),
    [
        ("offered", "accept", "accepted"), ("offered", "refuse", "refused"), ("offered", "cancel", "cancelled"),
        ("offered", "finish", None), ("offered", "begin", None), ("accepted", "begin", "under_way"),
        ("accepted", "accept", None), ("accepted", "finish", "done"), ("accepted", "refuse", "refused"),
        ("visit_set", "begin", "under_way"), ("under_way", "finish", "done"), ("under_way", "refuse", None),
        ("done", "finish", None), ("done", "send_back", "under_way"), ("done", "cancel", None), ("done", "confirm", None),
        ("refused", "accept", None), ("cancelled", "accept", None), ("confirmed", "send_back", None),
    ],
)  # fmt: skip
def test_a_step_fits_the_state_or_nothing_happens(
    house: House, state: str, step: str, after: str | None
) -> None:
    ticket = house.open()
    does(house, "Ivy", ordering.to_department, ticket, "", house.staff["Eli"].id, "Look")
    with house.store("Ivy") as store:
        made = store.orders.change(ticket, store.orders.of(ticket)[0], state=state)
        assert made
    if after is None:
        assert refused(house, "Ivy", ordering.answer_for, ticket, made.id, step, "words") in (
            "works.moved_on",
            "works.no_order",
        )
    else:
        does(house, "Ivy", ordering.answer_for, ticket, made.id, step, "words")
    assert orders(house, ticket)[0].state == (after or state)


def test_an_order_that_lies_is_told_once_with_who_is_next(house: House) -> None:
    ticket, wong, lee = house.open(), firm(house), firm(house, "Lee Plumbing")
    does(house, "Ivy", ordering.to_party, ticket, wong.id, "The tap")

    def sweep(connection: Any, acting: LineAct, store: LineStore) -> None:
        for order in work_orders.claim_unaccepted(connection, acting.now):
            ordered.unaccepted(order, acting, store)

    assert by_line(house, sweep) == []
    told = by_line(house, sweep, NOW + timedelta(hours=8))
    assert f"Next to ask: {lee.name}" in next(
        one.text for one in told if one.to == ToTopic(ticket.id) and one.kind == "text"
    )
    assert by_line(house, sweep, NOW + timedelta(hours=9)) == []


def test_what_is_open_keeps_the_ticket_from_being_resolved(house: House) -> None:
    ticket = house.open()
    does(house, "Ivy", ordering.to_department, ticket, "", house.staff["Eli"].id, "Look")
    assert refused(house, "Ivy", desk.resolve, ticket, "Done") == "works.still_open"
    assert house.ticket(ticket).stage == "assigned"
    made = orders(house, ticket)[0]
    does(house, "Ivy", ordering.answer_for, ticket, made.id, "cancel")
    does(house, "Ivy", desk.resolve, ticket, "Done")
    assert house.ticket(ticket).stage == "resolved"


@pytest.mark.parametrize(
    "words",
    ["", "Not liable.", "已过保修期", "過咗保養期", "It is out of warranty", "不属于保修范围，我方无责任"],
)
def test_that_nobody_is_liable_ends_no_ticket(house: House, words: str) -> None:
    """E06: an internal note, never the reason."""
    ticket = house.open()
    does(house, "Ivy", pricing.note_not_liable, ticket, "after the contract's period")
    assert refused(house, "Ivy", desk.resolve, ticket, words) == "prices.not_a_reason"
    assert house.ticket(ticket).stage == "received"


def test_words_of_liability_alone_end_no_ticket_either(house: House) -> None:
    assert (
        refused(house, "Ivy", desk.resolve, house.open(), "Not covered: out of warranty")
        == "prices.not_a_reason"
    )
    does(house, "Ivy", desk.resolve, house.open(), "Replaced the washer although out of warranty")


@pytest.mark.parametrize("offered", ["price", "words"])
def test_after_a_price_or_an_answer_the_note_is_only_a_note(house: House, offered: str) -> None:
    ticket = house.open()
    does(house, "Ivy", pricing.note_not_liable, ticket)
    if offered == "price":
        does(house, "Ivy", pricing.offer, ticket, "180", "A new tap")
    else:
        does(house, "Ivy", answering.reply, ticket, "Here is a plumber's number, and what it usually costs.")
    does(house, "Ivy", desk.resolve, ticket)
    assert house.ticket(ticket).stage == "resolved"


def test_the_note_is_among_colleagues(house: House) -> None:
    ticket = house.open()
    does(house, "Ivy", pricing.note_not_liable, ticket, "contract says no")
    assert [one.shown for one in house.timeline(ticket) if one.kind == "not_liable"] == [False]


def test_a_visit_that_was_agreed_by_telephone_stands_at_once(house: House) -> None:
    ticket = house.open(contact_id=None)
    window = ("2026-11-25T09:00", "2026-11-25T11:00")
    assert refused(house, "Ivy", visiting.propose, ticket, *window) == "visits.nobody_to_ask"
    does(house, "Ivy", visiting.propose, ticket, *window, agreed=True)
    with house.store("Ivy") as store:
        visit = store.visits.of(ticket)[0]
    assert (visit.status, visit.partstat, visit.uid) == (
        "CONFIRMED",
        "ACCEPTED",
        f"{ticket.number}-1@ownerline",
    )


def test_a_window_moved_asks_the_owner_anew_under_the_next_sequence(house: House) -> None:
    ticket = house.open()
    does(house, "Ivy", visiting.propose, ticket, "2026-11-25T09:00", "2026-11-25T11:00")
    does(house, "Ivy", visiting.propose, ticket, "2026-11-26T09:00", "2026-11-26T11:00")
    with house.store("Ivy") as store:
        found = [(one.sequence, one.status, one.partstat) for one in store.visits.of(ticket)]
    assert found == [(1, "TENTATIVE", "NEEDS-ACTION")]


@pytest.mark.parametrize(
    "step", [visiting.accept_counter, visiting.decline_counter, visiting.cancel, visiting.came]
)
def test_a_step_upon_a_visit_that_was_changed_is_stale(house: House, step: Any) -> None:
    ticket = house.open()
    assert refused(house, "Ivy", step, ticket, 0) == "visits.off"
    does(house, "Ivy", visiting.propose, ticket, "2026-11-25T09:00", "2026-11-25T11:00")
    does(house, "Ivy", visiting.propose, ticket, "2026-11-26T09:00", "2026-11-26T11:00")
    assert refused(house, "Ivy", step, ticket, 0) == "visits.stale"


def test_nobody_is_offered_what_the_roster_cannot_meet(house: House) -> None:
    """L17: hours, the other visits of whoever comes, and what one person can keep in a day."""
    morning, noon = ("2026-11-25T09:00", "2026-11-25T11:00"), ("2026-11-25T11:00", "2026-11-25T13:00")
    with house.db.transaction() as connection:
        staff.change(connection, house.staff["Ivy"].id, hours="09:00-18:00")
    first, second = house.open(), house.open("Cat")
    assert (
        refused(house, "Ivy", visiting.propose, first, "2026-11-25T07:00", "2026-11-25T09:00")
        == "visits.roster.hours"
    )
    does(house, "Ivy", visiting.propose, first, *morning)
    assert (
        refused(house, "Ivy", visiting.propose, second, "2026-11-25T10:00", "2026-11-25T12:00")
        == "visits.roster.busy"
    )
    does(house, "Eli", visiting.propose, second, *morning)
    does(house, "Ivy", visiting.propose, first, "2026-11-25T10:00", "2026-11-25T12:00")
    assert refused(house, "Ivy", visiting.propose, second, *noon) == "visits.roster.busy"
    does(house, "Ivy", visiting.cancel, first, 1)
    does(house, "Ivy", visiting.propose, second, *noon)
    urgent = house.open(urgency="E1")
    does(house, "Ivy", visiting.propose, urgent, "2026-11-25T07:00", "2026-11-25T09:00")


def test_a_promised_visit_is_kept_by_coming_and_not_by_words(house: House) -> None:
    ticket = house.open(contact_id=house.contacts["Ann"])
    does(house, "Ivy", visiting.propose, ticket, "2026-11-25T09:00", "2026-11-25T11:00", agreed=True)
    does(house, "Ivy", answering.reply, ticket, "Bringing the part along")
    assert "visit" in standing(house, ticket)
    does(house, "Ivy", visiting.came, ticket, 0)
    assert "visit" not in standing(house, ticket)


def standing(house: House, ticket: Ticket) -> list[str]:
    """The kinds of promises that are neither kept nor broken."""
    from sqlalchemy import select

    from storage.ticket_rows import promises

    open_ones = (
        promises.c.kept_at.is_(None) & promises.c.broken_at.is_(None) & (promises.c.ticket_id == ticket.id)
    )
    with house.db.reading() as connection:
        return list(connection.execute(select(promises.c.kind).where(open_ones)).scalars())


def test_who_comes_is_named_to_the_owner_as_far_as_they_may_know(house: House) -> None:
    ticket, wong = house.open(), firm(house)
    does(house, "Ivy", ordering.to_party, ticket, wong.id, "The tap")
    does(house, "Ivy", ordering.answer_for, ticket, 1, "accept")
    told = does(house, "Ivy", visiting.propose, ticket, "2026-11-25T09:00", "2026-11-25T11:00")
    assert "Wong & Sons can come Wed 25 Nov 09:00–11:00" in next(
        one.text for one in told if isinstance(one.to, ToOwner)
    )


def found(**values: Any) -> warranting.Found:
    return warranting.Found(**{"component": "pipes", "outcome": "after", "responsible": "owner", **values})


def test_what_a_person_finds_is_kept_and_told(house: House) -> None:
    ticket, wong = house.open(), firm(house)
    told = does(house, "Ivy", warranting.confirm, ticket, found(material="water_pipe", party_id=wong.id))
    assert "you hear the price first and decide" in next(
        one.text for one in told if isinstance(one.to, ToOwner)
    )
    with house.store("Ivy") as store:
        kept = store.warranty.of(ticket)
    assert kept
    assert (kept.component, kept.material, kept.outcome, kept.responsible, kept.party_id) == (
        "pipes", "water_pipe", "after", "owner", wong.id,
    )  # fmt: skip
    does(house, "Ivy", warranting.confirm, ticket, found(outcome="within", responsible="developer"))
    assert [one.kind for one in house.timeline(ticket)].count("warranty_confirmed") == 2


@pytest.mark.parametrize(
    "wrong",
    [{"component": "roofs"}, {"outcome": "unknown_dates"}, {"responsible": "nobody"}, {"material": "cheese"}, {"party_id": 99}],
)  # fmt: skip
def test_what_is_on_no_list_is_refused(house: House, wrong: dict[str, Any]) -> None:
    assert refused(house, "Ivy", warranting.confirm, house.open(), found(**wrong)) in (
        "warranty.not_listed",
        "works.no_party",
    )


def test_the_register_has_a_homes_dates_only_once_staff_confirm_them(house: House) -> None:
    ticket = house.open()
    does(house, "Ivy", warranting.confirm_dates, ticket, "2025-06-30", "")
    with house.db.reading() as connection:
        unit = estates.units_by_id(connection, (house.units["Ann"],))[0]
    assert (str(unit.delivered_on), unit.accepted_on) == ("2025-06-30", None)


@pytest.mark.parametrize(
    ("delivered", "accepted"),
    [("", ""), ("yesterday", ""), ("2027-01-01", ""), ("2025-02-30", ""), ("0001-01-01", "")],
)
def test_days_that_cannot_be_meant_are_refused(house: House, delivered: str, accepted: str) -> None:
    assert (
        refused(house, "Ivy", warranting.confirm_dates, house.open(), delivered, accepted)
        == "warranty.no_day"
    )


def test_the_owner_settles_and_the_work_is_confirmed(house: House) -> None:
    from handlers.tickets import moments

    ticket = house.open()
    does(house, "Ivy", ordering.to_department, ticket, "", house.staff["Eli"].id, "Look")
    does(house, "Eli", ordering.answer_for, ticket, 1, "accept")
    does(house, "Eli", ordering.answer_for, ticket, 1, "finish", "Tightened")
    by_line(house, lambda _c, acting, store: moments.come("settled", acting, store, house.ticket(ticket)))
    assert [(one.state, one.confirmed_at) for one in orders(house, ticket)] == [("confirmed", NOW)]


def test_what_is_withdrawn_takes_its_orders_visits_and_prices_along(house: House) -> None:
    from handlers.tickets import moments

    ticket = house.open()
    does(house, "Ivy", ordering.to_department, ticket, "", house.staff["Eli"].id, "Look")
    does(house, "Ivy", visiting.propose, ticket, "2026-11-25T09:00", "2026-11-25T11:00", agreed=True)
    does(house, "Ivy", pricing.offer, ticket, "180", "A new tap")
    by_line(house, lambda _c, acting, store: moments.come("withdrawn", acting, store, house.ticket(ticket)))
    with house.store("Ivy") as store:
        states = (
            store.orders.of(ticket)[0].state,
            store.visits.of(ticket)[0].status,
            store.quotes.of(ticket)[0].state,
        )
        assert arranged.live(store, ticket) is None
    assert states == ("cancelled", "CANCELLED", "replaced")
    assert standing(house, ticket) in (["answer"], [], ["contact"])


def test_staff_of_another_estate_can_do_nothing_of_it(house: House) -> None:
    ticket = house.open()
    with house.store("Otto") as store, pytest.raises((Mistake, LookupError, StopIteration)):
        ordering.to_department(
            house.request("Otto"), store, house.ticket(ticket), "", house.staff["Otto"].id, "Look"
        )
    assert orders(house, ticket) == []


def test_only_a_reachable_owner_is_asked_about_a_window(house: House) -> None:
    ticket = house.open()
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Ann"], state="blocked")
    key = refused(house, "Ivy", visiting.propose, ticket, "2026-11-25T09:00", "2026-11-25T11:00")
    assert key == "visits.nobody_to_ask"
