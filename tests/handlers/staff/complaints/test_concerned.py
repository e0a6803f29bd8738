"""Max manages, Ivy keeps house and is complained about, Eli repairs: naming, clearing, asking, stating, telling the result."""

from __future__ import annotations

import pytest

from handlers.base import Mistake, ToOwner, ToStaff
from handlers.staff import desk
from handlers.staff.complaints import concerned
from handlers.tickets.fairness.statement import tell_subjects
from storage.staff_store import StaffStore
from tests.handlers.staff.house import NOW, House


@pytest.fixture
def ticket(house: House):
    return house.open(
        complaint=True,
        intent="complaint",
        code="service.staff_attitude",
        words="She hung up on me",
        guard="senior",
    )


def ids(house: House, name: str) -> int:
    return house.staff[name].id


def seen_by(house: House, name: str, ticket) -> bool:
    with house.store(name) as store:
        return store.tickets.by_id(ticket.id) is not None


def test_while_nobody_is_named_managers_alone_see_it(house: House, ticket) -> None:
    assert [name for name in ("Ivy", "Max", "Eli") if seen_by(house, name, ticket)] == ["Max"]


def test_named_it_is_kept_from_that_person_alone(house: House, ticket) -> None:
    house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    assert [name for name in ("Ivy", "Max", "Eli") if seen_by(house, name, ticket)] == ["Max", "Eli"]
    kinds = [(event.kind, event.shown) for event in house.timeline(ticket)]
    assert kinds == [("subject_named", False), ("guarded", False)]


def test_naming_the_person_clears_those_who_stood_there_for_their_role(house: House, ticket) -> None:
    with house.store("Max") as store:
        for name in ("Ivy", "Eli"):
            store.subjects.name(ticket, ids(house, name), by="role", at=NOW)
    house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    with house.store("Max") as store:
        assert [one.staff_id for one in store.subjects.of(ticket)] == [ids(house, "Ivy")]


def test_whoever_holds_it_and_is_named_gives_it_up(house: House) -> None:
    ticket = house.open(complaint=True, intent="complaint", stage="assigned", holder_id=ids(house, "Ivy"))
    told = house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    assert house.ticket(ticket).holder_id == ids(house, "Max")
    assert [type(reply.to) for reply in told] == [ToOwner]
    assert "neither sees nor handles" in told[0].text


def test_cleared_it_is_kept_from_nobody(house: House, ticket) -> None:
    house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    house.do("Max", concerned.clear, ticket, ids(house, "Ivy"))
    assert house.ticket(ticket).guard == ""
    assert seen_by(house, "Ivy", ticket)


def test_nobody_meant_opens_it_to_all(house: House, ticket) -> None:
    house.do("Max", concerned.nobody, ticket)
    assert all(seen_by(house, name, ticket) for name in ("Ivy", "Max", "Eli"))


@pytest.mark.parametrize("step", [concerned.name, concerned.clear])
def test_only_managers_say_whom_it_is_about(house: House, step) -> None:
    ticket = house.open(complaint=True, intent="complaint")
    assert house.mistake("Ivy", step, ticket, ids(house, "Eli")).key == "subjects.not_yours"
    assert house.mistake("Ivy", concerned.nobody, ticket).key == "subjects.not_yours"


@pytest.mark.parametrize("values", [{"urgency": "E0"}, {"intent": "praise"}])
def test_an_emergency_and_praise_are_kept_from_nobody(house: House, values) -> None:
    ticket = house.open(**values)
    assert house.mistake("Max", concerned.name, ticket, ids(house, "Ivy")).key == "subjects.never_guarded"


def test_somebody_of_another_estate_cannot_be_named(house: House, ticket) -> None:
    assert house.mistake("Max", concerned.name, ticket, ids(house, "Otto")).key == "subjects.no_such_person"


def test_it_cannot_be_passed_on_to_whoever_it_is_about(house: House, ticket) -> None:
    house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    assert house.mistake("Max", desk.transfer, ticket, ids(house, "Ivy")).key == "desk.no_such_colleague"


def test_the_question_reaches_the_person_and_their_statement_joins_the_file(house: House, ticket) -> None:
    house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    asked = house.do("Max", concerned.ask, ticket, ids(house, "Ivy"), "How did the call on Sunday end?")
    assert [(reply.to, "How did the call on Sunday end?" in reply.text) for reply in asked] == [
        (ToStaff(ids(house, "Ivy")), True)
    ]
    with house.store("Ivy") as store:
        (mine,) = store.asked_of_me()
        concerned.state(house.request("Ivy"), store, mine.id, "The line broke.")
    with house.store("Max") as store:
        assert [one.statement for one in store.subjects.of(ticket)] == ["The line broke."]
        assert [e.text for e in store.tickets.timeline(ticket) if e.kind == "statement"] == [
            "The line broke."
        ]
        assert store.tickets.faults(ticket) == []
    with house.store("Ivy") as store, pytest.raises(Mistake) as again:
        concerned.state(house.request("Ivy"), store, mine.id, "Or rather …")
    assert again.value.key == "subjects.not_asked"


@pytest.mark.parametrize(
    ("question", "key"),
    [("What did Ann want?", "name"), ("What about 1-101?", "unit"), ("She hung up on me, they say. Did you?", "words"), ("GV-1001?", "number")],
)  # fmt: skip
def test_a_question_that_shows_who_complains_is_not_asked(house: House, ticket, question, key) -> None:
    house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    assert (
        house.mistake("Max", concerned.ask, ticket, ids(house, "Ivy"), question).key
        == f"subjects.tells.{key}"
    )


def test_nobody_answers_what_was_asked_of_somebody_else(house: House, ticket) -> None:
    house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    house.do("Max", concerned.ask, ticket, ids(house, "Ivy"), "How did the call end?")
    with house.store("Ivy") as store:
        (mine,) = store.asked_of_me()
    with house.store("Eli") as store, pytest.raises(Mistake):
        concerned.state(house.request("Eli"), store, mine.id, "forged")


def test_the_result_is_told_to_whoever_it_was_about_and_says_nothing_of_the_case(
    house: House, ticket
) -> None:
    house.do("Max", concerned.name, ticket, ids(house, "Ivy"))
    request = house.request("Max")
    with house.store("Max") as store:
        tell_subjects(request, store, ticket, "not_upheld")
    (told,) = request.told
    assert told.to == ToStaff(ids(house, "Ivy"))
    assert ticket.number not in told.text
    with house.db.reading() as connection:
        (mine,) = StaffStore(connection, house.staff["Ivy"]).asked_of_me()
    assert (mine.result, mine.question) == ("not_upheld", None)
