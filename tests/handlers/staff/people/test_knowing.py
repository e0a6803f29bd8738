"""A solved case becomes an answer: without identities, approved by another, in versions, and offered with where it comes from."""

from __future__ import annotations

import pytest

from bot.web.staff.draft import draft
from handlers.base import Mistake
from handlers.staff import desk
from handlers.staff.people import knowing
from storage.known_answers import KnownAnswer
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, House

TEXTS = {"en": ("My tap drips", "Close the valve under the sink. We bring a washer.")}


def solved(house: House, **values: object) -> Ticket:
    ticket = house.open("Ann", **values)
    house.do(
        "Ivy", desk.reply, ticket, "Please close the valve under the sink, Ann. Eli brings a washer to 2-201."
    )
    house.do("Ivy", desk.resolve, ticket, "")
    return house.ticket(ticket)


def proposed(house: House, texts: dict[str, tuple[str, str]] = TEXTS, **values: object) -> KnownAnswer:
    ticket = solved(house, **values)
    with house.store("Ivy") as store:
        return knowing.propose_from(house.request("Ivy"), store, ticket, "", texts)


def decided(house: House, who: str, answer: KnownAnswer, state: str, why: str = "") -> str:
    """ "" when it went through, else the key of the mistake."""
    with house.store(who) as store:
        try:
            knowing.decide(house.request(who), store, store.known.by_id(answer.id) or answer, state, why)
        except Mistake as mistake:
            return mistake.key
    return ""


def standing(house: House, who: str = "Eli") -> list[int]:
    with house.store(who) as store:
        return [one.id for one in store.known.standing()]


def test_it_begins_with_the_owners_line_and_the_last_answer_without_identities(house: House) -> None:
    ticket = solved(house)
    with house.store("Ivy") as store:
        begun = knowing.draft(store, ticket)
    assert (begun.question, begun.code, begun.language) == ("The tap leaks", "home.leak", "en")
    assert "valve under the sink" in begun.answer
    for told in ("Ann", "Eli", "2-201"):
        assert told not in begun.answer, told


def test_what_staff_type_loses_its_identities_too_and_the_doubtful_is_not_kept(house: House) -> None:
    made = proposed(house, {"en": ("The tap of 2-201 drips", "Ask Cat at 9123 4567 to close the valve.")})
    assert "2-201" not in made.texts["en"][0]
    assert "9123" not in made.texts["en"][1]
    assert "Cat" not in made.texts["en"][1]


def test_it_is_offered_once_another_senior_approved_it(house: House) -> None:
    made = proposed(house)
    assert standing(house) == []
    assert decided(house, "Eli", made, "approved") == "known.seniors"
    assert decided(house, "Max", made, "refused") == "known.why"
    assert decided(house, "Max", made, "approved") == ""
    assert decided(house, "Max", made, "approved") == "known.moved_on"
    assert standing(house) == [made.id]
    assert standing(house, "Otto") == []


def test_nobody_approves_their_own(house: House) -> None:
    ticket = solved(house)
    with house.store("Max") as store:
        made = knowing.propose_from(house.request("Max"), store, ticket, "", TEXTS)
    assert decided(house, "Max", made, "approved") == "known.own"


def test_a_better_version_takes_the_place_of_the_one_before_when_it_is_approved(house: House) -> None:
    first = proposed(house)
    decided(house, "Max", first, "approved")
    with house.store("Eli") as store:
        better = knowing.propose_better(
            house.request("Eli"), store, first, "", {"zh-Hans": ("水龙头滴水", "先关水槽下面的阀门。")}
        )
    assert (better.version, better.line_id, standing(house)) == (2, first.id, [first.id])
    decided(house, "Max", better, "approved")
    assert standing(house) == [better.id]
    with house.store("Ivy") as store:
        assert [(one.version, one.state) for one in store.known.versions(first)] == [
            (2, "approved"), (1, "replaced"),
        ]  # fmt: skip
    assert decided(house, "Max", better, "retired", "We use other taps now") == ""
    assert standing(house) == []


def test_the_draft_for_another_case_tells_where_it_comes_from(house: House) -> None:
    made = proposed(house)
    other = house.open("Bob")
    with house.store("Ivy") as store:
        assert draft(store, "en", other, f"known-{made.id}", NOW).text == "", "not approved yet"
    decided(house, "Max", made, "approved")
    with house.store("Ivy") as store:
        words = draft(store, "en", other, f"known-{made.id}", NOW)
        assert words.text == TEXTS["en"][1]
        for part in (f"Answer {made.id}, version 1", "GV-", "by Ivy", "approved by Max"):
            assert part in words.source, part
        for none in ("known-99", "known-x", "", "other-1"):
            assert draft(store, "en", other, none, NOW).text == ""


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        ({}, "known.empty"),
        ({"en": ("", "")}, "known.empty"),
        ({"en": ("My tap drips", " ")}, "known.half"),
        ({"en": ("x" * 201, "yes")}, "known.long"),
    ],
)
def test_half_an_answer_is_none(house: House, texts: dict[str, tuple[str, str]], key: str) -> None:
    with pytest.raises(Mistake) as mistake:
        proposed(house, texts)
    assert mistake.value.key == key
    with house.store("Max") as store:
        assert store.known.waiting() == []


def test_only_what_was_solved_and_is_kept_from_nobody_teaches(house: House) -> None:
    unsolved = house.open("Ann")
    private = solved(house, private=True)
    for ticket, key in ((unsolved, "known.not_solved"), (private, "known.kept_away")):
        with house.store("Ivy") as store, pytest.raises(Mistake) as mistake:
            knowing.propose_from(house.request("Ivy"), store, ticket, "", TEXTS)
        assert mistake.value.key == key


def test_the_same_form_proposes_once(house: House) -> None:
    ticket = solved(house)
    made = set()
    for _ in range(2):
        with house.store("Ivy") as store:
            made.add(knowing.propose_from(house.request("Ivy", form="f1"), store, ticket, "", TEXTS).id)
    assert len(made) == 1
