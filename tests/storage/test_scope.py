"""Ann owns the home, Bob shares it, Cat must never see it; Otto serves another estate, where Zoe lives.

Every method of every scoped store stands in a table here. What it answers for something of Ann's that the asker must not see
is compared with what it answers for something that does not exist: the two must be alike. A new method without its line in
the table fails the first test.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from storage import binding_codes, estates, people
from storage.base import metadata
from storage.db import Connection
from storage.deliveries import Deliveries
from storage.delivery_book import DeliveryBook
from storage.heard_notices import HeardNotices
from storage.homes import Homes
from storage.incidents import Asked
from storage.notice_steps import NoticeSteps
from storage.notice_watches import NoticeWatches
from storage.notices import Notices
from storage.owner_store import OwnerStore
from storage.parties import PartyList
from storage.scope import LineScope
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW
from tests.storage.asked import PARTS, Ask, absences, homes, incidents, notice_replies, notices
from tests.storage.asked.asking import Asking, Seen, asking
from tests.storage.asked.nowhere import NOWHERE, form
from tests.storage.asked.tickets import ASKED as TICKETS

__all__ = ["asking"]

#: What rules ask of a ticket for whoever acts.
ANYBODY: dict[str, Ask] = {
    "estate_of": lambda s, x: s.estate_of(x.ticket),
    "unit_of": lambda s, x: s.unit_of(x.ticket),
    "serving": lambda s, x: s.serving(x.ticket),
    "named": lambda s, x: s.named(x.ticket, x.house.staff["Ivy"].id),
    "page": lambda s, x: s.page(x.ticket, hazard="gas", routes=[], at=NOW, repeat_at=NOW),
    "third_parties": lambda s, x: s.third_parties(x.ticket),
    "staff_of_estate": lambda s, x: s.staff_of_estate(x.ticket),
}

OWNERS: dict[str, Ask] = {
    **ANYBODY,
    "withdraw_page": lambda s, x: s.withdraw_page(x.ticket),
    "acknowledge": lambda s, x: s.acknowledge(x.delivery_id, NOW),
    "answer_notice": lambda s, x: s.answer_notice(x.delivery_id, "safe", NOW),
    "answer_incident": lambda s, x: s.answer_incident(
        x.ticket.incident_id, x.ticket.unit_id, NOW, fixed=False
    ),
    "keep_in_incident": lambda s, x: s.keep_in_incident(
        Asked(incidents.incident(x), x.ticket.unit_id, None), x.ticket
    ),
    "give_back": lambda s, x: s.give_back(x.ticket),
    "household": lambda s, x: [unit.id for unit in s.household().units if unit.id == x.ticket.unit_id],
    "own_units": lambda s, x: [unit.id for unit in s.own_units() if unit.id == x.ticket.unit_id],
    "unbind": lambda s, x: s.unbind(replace(s.own_units()[0], id=x.ticket.unit_id)),
}

#: Questions about what the whole estate knows, or about the asker alone: another household cannot be named in them.
OF_THE_ESTATE_OR_ONESELF = {
    "set_language", "set_muted", "set_offers", "set_asks", "housekeeper", "on_duty", "staff_named", "staff_here", "unit_labels", "unit_labelled",
    "binding_code", "count_wrong_code", "bind",
}  # fmt: skip

STAFF: dict[str, Ask] = {
    "estate": lambda s, x: s.estate(x.ticket.estate_id),
    **ANYBODY,
    "estates": lambda s, x: [one.id for one in s.estates() if one.id == x.ticket.estate_id],
    "buildings": lambda s, x: [one.id for one in s.buildings() if one.estate_id == x.ticket.estate_id],
    "unit": lambda s, x: s.unit(x.ticket.unit_id),
    "occupants": lambda s, x: s.occupants(_unit(s, x)),
    "confirm_dates": lambda s, x: s.confirm_dates(_unit(s, x), delivered_on=NOW.date(), accepted_on=None),
    "contact_of": lambda s, x: s.contact_of(x.ticket),
    "colleague": lambda s, x: s.colleague(x.house.staff["Ivy"].id if x.ticket.id != NOWHERE else NOWHERE),
    "colleagues": lambda s, x: s.colleagues(x.ticket.estate_id),
    "units": lambda s, x: [one.id for one in s.units() if one.id == x.ticket.unit_id],
    "household_contacts": lambda s, x: s.household_contacts(_unit(s, x), NOW.date()),
    "labels": lambda s, x: s.labels([x.ticket]),
    "opened_with": lambda s, x: s.opened_with(form(x)),
    "alarms": lambda s, x: [one for _, one in s.alarms() if one.id == x.ticket.id],
    "accept_page": lambda s, x: s.accept_page(x.ticket, NOW),
    "give_back": lambda s, x: s.give_back(x.ticket),
    "about": lambda s, x: s.about("telegram", "room", "77" if x.ticket.id != NOWHERE else "no"),
}

#: Questions whose answer is the same whichever ticket is meant: they are asked of every estate of the asker at once.
OF_ALL_ESTATES = {"names", "followed", "contractors", "add", "homes", "identities"}

#: Questions about the asker alone.
OF_ONESELF = {"asked_of_me", "state"} | {"as_line"}  # the line's own sight, for rules

#: Questions about the estate and the home, not about the ticket: whom a complaint is about does not hide the home from them.
ABOUT_THE_HOME = {
    "estate",
    "estates",
    "buildings",
    "unit",
    "occupants",
    "confirm_dates",
    "colleague",
    "colleagues",
    "units",
    "household_contacts",
}

PARTY_LIST: dict[str, Ask] = {
    "all_of_them": lambda s, x: [one for one in s.all_of_them() if one.estate_id == x.ticket.estate_id],
    "add": lambda s, x: s.add(estate_id=x.ticket.estate_id, kind="contractor", name=f"New {x.ticket.id}"),
    "set_status": lambda s, x: s.set_status(
        1 if x.ticket.id != NOWHERE else NOWHERE, "suspended", "late twice"
    ),
}


def _unit(store: StaffStore, seen: Seen) -> Any:
    found = estates.units_by_id(store._connection, (seen.house.units["Ann"],))[0]
    return found if seen.ticket.id != NOWHERE else replace(found, id=NOWHERE, estate_id=NOWHERE)


def public(cls: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(cls, inspect.isfunction) if not name.startswith("_")}


@pytest.mark.parametrize(
    ("cls", "asked"),
    [(OwnerStore, set(OWNERS) | OF_THE_ESTATE_OR_ONESELF), (StaffStore, set(STAFF) | OF_ONESELF), (Notices, set(notices.ASKED)),
     (Deliveries, set(notices.DELIVERIES)), (DeliveryBook, set(notices.DELIVERY_BOOK)), (NoticeWatches, set(notices.WATCHES)),
     (NoticeSteps, set(notices.STEPS)), (HeardNotices, set(notice_replies.HEARD)), (PartyList, set(PARTY_LIST)),
     (Homes, set(homes.ASKED)),
     *((cls, set(asked)) for cls, asked in PARTS.values())],
)  # fmt: skip
def test_every_question_stands_in_the_table(cls: type, asked: set[str]) -> None:
    assert public(cls) == asked


def answer(ask: Ask, store: Any, seen: Seen) -> Any:
    try:
        return ask(store, seen)
    except LookupError as refused:
        return type(refused), str(refused)


def everything(asking: Asking) -> list[Any]:
    """Every row there is: whoever may not see Ann's matter must not have changed it, or added to it, either."""
    return [
        asking.connection.execute(table.select().order_by(table.c.id)).all()
        for table in metadata.sorted_tables
    ]


def different(asking: Asking, table: dict[str, Ask], store: Any) -> list[str]:
    """The questions that tell Ann's from what does not exist, or that changed something of Ann's."""
    before, found = everything(asking), []
    with _writing(asking.connection) as written:
        for name, ask in table.items():
            written.clear()
            alike = answer(ask, store, asking.seen) == answer(ask, store, asking.nothing)
            after = everything(asking) if written else before
            if not alike or after != before:
                found.append(name)
            before = after
    return found


@contextmanager
def _writing(connection: Connection) -> Iterator[list[str]]:
    """The statements that may have changed a row: all that do not begin with SELECT."""
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("SELECT"):
            written.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield written
    event.remove(connection, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "who",
    [
        "Cat",
        "Zoe",
        "Bob, of a private matter",
        "Otto",
        "Ivy, whom it complains of",
        "Ivy, while nobody is named",
    ],
)
def test_a_ticket_outside_the_scope_looks_as_if_it_did_not_exist(asking: Asking, who: str) -> None:
    store: Any
    if who.startswith("Ivy"):
        store = _complained_of(asking, guard="named" if "whom" in who else "senior")
    elif who.startswith("Bob"):
        hidden = Tickets(asking.connection, LineScope()).change(asking.seen.ticket, private=True)
        assert hidden
        asking.seen.ticket = hidden
        store = asking.owner("Bob")
    else:
        store = asking.staff(who) if who == "Otto" else asking.owner(who)
    at_home = who.startswith(("Bob", "Ivy"))
    for name, (_, asked) in PARTS.items():
        if not (at_home and name in OF_THE_HOME):
            assert different(asking, asked, getattr(store, name)) == [], name


#: What hangs on a home or an estate and on no ticket: whoever shares the home, or watches it, sees it whatever a ticket says.
OF_THE_HOME = (
    "points", "points_waiting", "rewards", "club", "silences", "absences", "home_alarms", "perception", "seasons", "standards", "unasked",
    "survey_invitations", "survey_reports", "skills", "known",
)  # fmt: skip


@pytest.mark.parametrize("who", ["Eli", "Otto", "Cat", "Zoe"])
def test_an_empty_home_is_nobodys_to_know_but_the_households_and_the_watchs(asking: Asking, who: str) -> None:
    """Eli repairs at this very estate, and still does not learn that nobody is at home."""
    store = asking.staff(who) if who in ("Eli", "Otto") else asking.owner(who)
    assert different(asking, absences.ASKED, store.absences) == []


@pytest.mark.parametrize("who", ["Ann", "Bob", "Ivy", "Max"])
def test_the_household_and_the_watch_know_of_an_empty_home(asking: Asking, who: str) -> None:
    store = asking.staff(who) if who in ("Ivy", "Max") else asking.owner(who)
    found = different(asking, absences.ASKED, store.absences)
    assert {"announce", "by_id", "of_unit", "change", "erase"} <= set(found)
    assert ("check" in found) == (who in ("Ivy", "Max"))


@pytest.mark.parametrize("who", ["Ann", "Ivy"])
def test_points_and_the_club_are_the_owners_and_the_staffs_of_the_estate(asking: Asking, who: str) -> None:
    """Bob shares the home, and not the points: they are a person's."""
    store = asking.staff(who) if who == "Ivy" else asking.owner(who)
    found = different(asking, PARTS["points"][1], store.points)
    assert {"person", "of", "entry", "balance", "earned"} <= set(found)
    assert ("credit" in found) == ("reverse" in found) == (who == "Ivy"), "owners give themselves nothing"
    assert ("spend" in found) == (who == "Ann"), "staff use nobody's points"
    assert {"card", "groups", "notes", "consents"} <= set(different(asking, PARTS["club"][1], store.club))
    for part in ("points", "club", "rewards"):
        assert different(asking, PARTS[part][1], getattr(asking.owner("Bob"), part)) == [], part


@pytest.mark.parametrize("who", ["Ivy", "Max", "Eli", "Otto", "Bob", "Cat", "Zoe"])
@pytest.mark.parametrize("part", ["officers", "officer_missions"])
def test_who_the_officers_are_is_nobodys_to_know_at_the_estate(asking: Asking, who: str, part: str) -> None:
    """Neither those who keep the house nor who manages it, nor the officer's own household (J02)."""
    store: Any = asking.staff(who) if who in ("Ivy", "Max", "Eli", "Otto") else asking.owner(who)
    assert different(asking, PARTS[part][1], getattr(store, part)) == []


@pytest.mark.parametrize("part", ["officers", "officer_missions"])
def test_headquarters_see_the_officers_and_an_officer_their_own_place(asking: Asking, part: str) -> None:
    dora = StaffStore(asking.connection, replace(asking.seen.house.staff["Max"], role="director"))
    of_owners_alone = {"own", "open_ones", "keep_photos"}
    asked = PARTS[part][1]
    assert set(different(asking, asked, getattr(dora, part))) == set(asked) - of_owners_alone
    mine = set(different(asking, asked, getattr(asking.owner("Ann"), part)))
    assert "by_id" in mine
    assert not mine & {
        "pool",
        "keep_draw",
        "draws",
        "draw",
        "of_draw",
        "accounts",
        "replace",
        "add",
        "asked",
        "answers",
    }


def test_whoever_moves_in_later_does_not_learn_when_the_home_was_empty_before(asking: Asking) -> None:
    unit = asking.seen.house.units["Ann"]
    person = asking.owner("Zoe").scope.person_id
    assert person
    people.occupy(
        asking.connection, estate_id=asking.seen.house.estates["GV"], person_id=person, unit_id=unit, role="owner",
        at=NOW + timedelta(days=1),
    )  # fmt: skip
    assert unit in asking.owner("Zoe").scope.unit_ids
    assert asking.owner("Zoe").absences.of_unit(unit) == []


def _complained_of(asking: Asking, guard: str) -> StaffStore:
    """Ivy serves the estate; the complaint is about her, or nobody has said yet about whom it is (C11)."""
    line = LineStore(asking.connection)
    guarded = line.tickets.change(asking.seen.ticket, guard=guard)
    assert guarded
    asking.seen.ticket = guarded
    if guard == "named":
        line.subjects.name(guarded, asking.seen.house.staff["Ivy"].id, by="line", at=NOW)
    return asking.staff("Ivy")


def test_whoever_is_complained_of_can_do_nothing_to_the_case_through_any_door(asking: Asking) -> None:
    ivy = _complained_of(asking, guard="named")
    assert set(different(asking, STAFF, ivy)) <= ABOUT_THE_HOME


def test_managers_see_a_complaint_of_which_nobody_has_said_whom_it_is_about(asking: Asking) -> None:
    _complained_of(asking, guard="senior")
    assert asking.staff("Max").tickets.by_id(asking.seen.ticket.id)
    assert asking.staff("Eli").tickets.by_id(asking.seen.ticket.id) is None


@pytest.mark.parametrize("who", ["Cat", "Zoe"])
def test_another_household_can_be_neither_read_nor_touched(asking: Asking, who: str) -> None:
    assert different(asking, OWNERS, asking.owner(who)) == []
    assert different(asking, notice_replies.HEARD, asking.owner(who).heard) == []


def test_staff_of_another_estate_see_nothing_of_this_one(asking: Asking) -> None:
    assert different(asking, STAFF, asking.staff("Otto")) == []
    assert different(asking, notices.ASKED, asking.staff("Otto").notices) == []
    assert different(asking, notices.DELIVERIES, asking.staff("Otto").deliveries) == []
    assert different(asking, notices.WATCHES, asking.staff("Otto").notice_watches) == []
    assert different(asking, notices.STEPS, asking.staff("Otto").notice_steps) == []
    assert different(asking, notices.DELIVERY_BOOK, asking.staff("Otto").delivery_book) == []
    assert different(asking, PARTY_LIST, asking.staff("Otto").party_list) == []
    assert different(asking, homes.ASKED, asking.staff("Otto").homes) == []


#: The tables above prove nothing if nobody could see anything: these are the same questions from those who may.
@pytest.mark.parametrize("who", ["Ann", "Bob", "Ivy"])
def test_whoever_belongs_there_sees_it(asking: Asking, who: str) -> None:
    store = asking.staff(who) if who == "Ivy" else asking.owner(who)
    for name in (
        "numbered",
        "by_id",
        "at_topic",
        "open_ones",
        "newest",
        "timeline",
        "attachments",
        "attachment",
        "of_album",
    ):
        found = answer(TICKETS[name], store.tickets, asking.seen)
        assert found, name
        assert found != answer(TICKETS[name], store.tickets, asking.nothing), name
    assert store.ratings.of_ticket(asking.seen.ticket)


def test_ann_finds_the_notice_that_she_was_sent(asking: Asking) -> None:
    found = different(asking, notice_replies.HEARD, asking.owner("Ann").heard)
    assert found == ["by_delivery", "replied_to"]
    assert different(asking, notice_replies.HEARD, asking.owner("Bob").heard) == [], "his own has its own"


def test_ivy_sees_her_own_estate(asking: Asking) -> None:
    ivy = asking.staff("Ivy")
    assert different(asking, STAFF, ivy) == list(STAFF)
    for name in (
        "readings",
        "promises",
        "breaches",
        "warranty",
        "parties",
        "quotes",
        "orders",
        "visits",
        "notice_replies",
        "abuse",
    ):
        asked = PARTS[name][1]
        assert different(asking, asked, getattr(ivy, name)) == list(asked), name
    assert set(different(asking, PARTS["clocks"][1], ivy.clocks)) >= {"start", "shorten", "running_of"}
    assert different(asking, PARTY_LIST, ivy.party_list) == list(PARTY_LIST)
    assert different(asking, homes.ASKED, ivy.homes) == list(homes.ASKED)
    mine = different(asking, notices.DELIVERY_BOOK, ivy.delivery_book)
    assert mine == ["rows", "in_states", "ended_since"]
    for part in ("defects", "corrective_actions", "efforts", "measures"):
        asked = PARTS[part][1]
        assert set(different(asking, asked, getattr(ivy, part))) >= set(asked) - OF_ALL_ESTATES, part
    thanks = different(asking, PARTS["praises"][1], ivy.praises)
    assert thanks == ["of", "add", "give", "take", "near"], "a repair is counted as no praise"
    assert set(different(asking, notices.ASKED, ivy.notices)) >= set(notices.ASKED) - {
        "approve",
        "take_over",
    }, "she wrote it"
    assert different(asking, notices.WATCHES, ivy.notice_watches) == list(notices.WATCHES)
    assert different(asking, notices.STEPS, ivy.notice_steps) == list(notices.STEPS)
    assert set(different(asking, notices.DELIVERIES, ivy.deliveries)) >= set(notices.DELIVERIES) - {
        "read_by",
        "hold",
        "stop",
        "answers",
    }


def test_owners_never_see_what_staff_write_among_themselves(asking: Asking) -> None:
    assert [line.text for line in asking.owner("Ann").tickets.timeline(asking.seen.ticket)] == [
        "the tap leaks"
    ]
    assert len(asking.staff("Ivy").tickets.timeline(asking.seen.ticket)) == 3
    assert asking.owner("Ann").breaches.of(asking.seen.ticket) == []
    assert len(asking.staff("Ivy").breaches.of(asking.seen.ticket)) == 1


def test_nobody_gives_somebody_elses_picture_to_a_matter_of_their_own(asking: Asking) -> None:
    """Cat has a ticket of her own, and knows the number of a picture of Ann's that waits for its words."""
    connection, house = asking.connection, asking.seen.house
    cat = asking.owner("Cat")
    values = {"unit_id": house.units["Cat"], "contact_id": house.contacts["Cat"], "channel": "telegram", "intent": "repair",
              "urgency": "N", "summary": "x", "words": "x", "language": "en", "reading": {},
              "respond_by": NOW + timedelta(hours=8)}  # fmt: skip
    ticket = cat.tickets.open(estate_id=house.estates["GV"], now=NOW, **values)
    cat.tickets.give_attachments([asking.seen.loose_id], ticket)
    assert Tickets(connection, LineScope()).attachments(ticket) == []


def test_a_code_ties_only_whoever_gives_it(asking: Asking) -> None:
    house = asking.seen.house
    binding_codes.add(
        asking.connection, estate_id=house.estates["GV"], unit_id=house.units["Ann"], person_id=None, role="family",
        selector="ABCD", code_hash="h", link_hash="l", created_at=NOW, expires_at=NOW + timedelta(hours=1), used_at=None,
    )  # fmt: skip
    code = asking.owner("Cat").binding_code("ABCD")
    assert code
    assert asking.owner("Zoe").bind(code, at=NOW)
    assert not asking.owner("Cat").bind(code, at=NOW)
    assert asking.owner("Cat").tickets.by_id(asking.seen.ticket.id) is None
    assert house.units["Ann"] in asking.owner("Zoe").scope.unit_ids
    assert asking.owner("Zoe").tickets.by_id(asking.seen.ticket.id) is None  # it is from before she came
