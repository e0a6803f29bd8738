"""Profiles: 23 abilities with what shows them, papers with their days; and nobody is given work whose training has run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.base import ConversationSettings, Mistake
from handlers.staff import desk
from handlers.staff.people import profile
from handlers.staff.people.abilities import ABILITIES
from handlers.tickets import moments
from handlers.tickets.people.training import Training
from handlers.tickets.rules import Rules
from handlers.wording import LANGUAGES, has
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, SETTINGS, House
from tests.handlers.staff.ladder import hire

GATED: ConversationSettings = replace(
    SETTINGS, tickets=Rules(training=Training(required={"ordinary": ("pipes",), "emergency": ("first aid",)}))
)
TODAY = NOW.date()


def kept(house: House, whose: str, name: str, **days: Any) -> None:
    """Max keeps a paper of somebody's, Moe one of Max's."""
    by = "Max"
    if whose == "Max":
        by = "Moe"
        hire(house, by, "manager")
    values = {"kind": "module", "passed": TODAY.isoformat(), "expires": "", "evidence": "exam"} | days
    with house.store(by) as store:
        typed = profile.Typed(name=name, **values)
        profile.keep(house.request(by), store, house.staff[whose].id, typed)


def given(house: House, **values: Any) -> tuple[str | None, list[str]]:
    """Who holds a ticket that comes in, and the kinds of its entries."""
    ticket = house.open("Ann", **values)
    received(house, ticket)
    holder = house.ticket(ticket).holder_id
    name = next((name for name, one in house.staff.items() if one.id == holder), None)
    return name, [one.kind for one in house.timeline(ticket)]


def received(house: House, ticket: Ticket) -> None:
    with house.store("Max") as store:
        moments.come("received", house.request("Max", settings=GATED), store.as_line(), ticket)


def test_the_list_has_23_abilities_with_a_name_each() -> None:
    assert len(ABILITIES) == len(set(ABILITIES)) == 23
    assert all(has(f"ability.{one}") for one in ABILITIES)
    assert LANGUAGES


def test_an_ability_is_judged_by_a_manager_and_the_newest_judgement_is_shown(house: House) -> None:
    ivy = house.staff["Ivy"].id
    for level, evidence in (("1", "with Max beside her"), ("2", "alone since October")):
        with house.store("Max") as store:
            profile.judge(house.request("Max"), store, ivy, ability="calm", level=level, evidence=evidence)
    with house.store("Ivy") as store:
        own = profile.of(store, ivy)
        assert own
        judged = dict(own.abilities)["calm"]
        assert judged
        assert (judged.level, judged.evidence, judged.at) == (2, "alone since October", NOW)
        assert len(store.skills.abilities(ivy)) == 2, "what was judged before stays"
        assert profile.of(store, house.staff["Eli"].id) is None, "a colleague's is not hers to read"
    with house.store("Otto") as store:
        assert profile.of(store, ivy) is None


@pytest.mark.parametrize(
    ("who", "whose", "values", "key"),
    [
        ("Ivy", "Eli", {}, "profile.seniors"),
        ("Max", "Max", {}, "profile.not_oneself"),
        ("Max", "Otto", {}, "desk.no_such_colleague"),
        ("Max", "Ivy", {"ability": "flying"}, "profile.no_such_ability"),
        ("Max", "Ivy", {"level": "4"}, "profile.no_such_ability"),
        ("Max", "Ivy", {"evidence": " "}, "profile.evidence"),
    ],
)
def test_a_judgement_that_is_none_keeps_nothing(
    house: House, who: str, whose: str, values: dict[str, str], key: str
) -> None:
    typed = {"ability": "calm", "level": "1", "evidence": "seen", **values}
    with house.store(who) as store, pytest.raises(Mistake) as mistake:
        profile.judge(house.request(who), store, house.staff[whose].id, **typed)
    assert mistake.value.key == key
    with house.store("Max") as store:
        assert store.skills.abilities(house.staff["Ivy"].id) == []


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"passed": "soon"}, "profile.days"),
        ({"passed": (TODAY + timedelta(days=1)).isoformat()}, "profile.days"),
        ({"expires": TODAY.isoformat()}, "profile.days"),
        ({"kind": "certificate"}, "profile.no_such_paper"),
        ({"kind": "diploma"}, "profile.no_such_paper"),
    ],
)
def test_a_paper_with_wrong_days_or_of_no_kind_is_not_kept(
    house: House, values: dict[str, str], key: str
) -> None:
    with pytest.raises(Mistake) as mistake:
        kept(house, "Ivy", "pipes", **values)
    assert mistake.value.key == key
    kept(house, "Ivy", "expert", kind="certificate", expires=(TODAY + timedelta(days=365)).isoformat())
    with house.store("Ivy") as store:
        found = profile.of(store, house.staff["Ivy"].id)
        assert found
        assert [(one.kind, one.name) for one in found.papers] == [("certificate", "expert")]


def test_without_a_rule_everything_goes_as_before(house: House) -> None:
    ticket = house.open("Ann")
    with house.store("Max") as store:
        moments.come("received", house.request("Max"), store.as_line(), ticket)
    assert house.ticket(ticket).holder_id == house.staff["Ivy"].id


def test_a_case_goes_to_whoever_has_passed_what_it_needs(house: House) -> None:
    kept(house, "Eli", "pipes")
    assert given(house)[0] == "Eli", "Ivy would be the first, and has not"
    kept(house, "Ivy", "pipes", expires=(TODAY + timedelta(days=1)).isoformat())
    assert given(house)[0] == "Ivy"


def test_what_has_run_out_or_was_taken_back_opens_nothing(house: House) -> None:
    kept(house, "Eli", "pipes")
    kept(
        house, "Ivy", "pipes", passed=(TODAY - timedelta(days=9)).isoformat(),
        expires=(TODAY - timedelta(days=1)).isoformat(),
    )  # fmt: skip
    assert given(house)[0] == "Eli"
    with house.store("Max") as store:
        paper = store.skills.papers(house.staff["Eli"].id)[0]
        profile.revoke(house.request("Max"), store, house.staff["Eli"].id, paper.id)
        with pytest.raises(Mistake):
            profile.revoke(house.request("Max"), store, house.staff["Eli"].id, paper.id)
    name, kinds = given(house)
    assert name == "Ivy", "nobody has it: a case is never left to nobody"
    assert "untrained" in kinds


def test_a_manager_who_has_passed_comes_before_somebody_who_has_not(house: House) -> None:
    kept(house, "Max", "pipes")
    name, kinds = given(house)
    assert (name, "untrained" in kinds) == ("Max", False)


def test_an_emergency_is_never_left_for_want_of_training_and_the_file_says_so(house: House) -> None:
    kept(house, "Max", "first aid")
    danger = {"intent": "emergency", "code": "gas", "urgency": "E0"}
    name, kinds = given(house, **danger)
    assert name == "Eli", "the engineer is there; the manager's papers help nobody in the gas"
    assert "untrained" in kinds
    kept(house, "Ivy", "first aid")
    kept(house, "Ivy", "pipes")
    name, kinds = given(house, **danger)
    assert (name, "untrained" in kinds) == ("Ivy", False)


def test_nobody_hands_a_case_to_a_colleague_without_the_training_while_somebody_has_it(house: House) -> None:
    ticket = house.open("Ann")
    with house.store("Ivy") as store:
        desk.transfer(house.request("Ivy", settings=GATED), store, ticket, house.staff["Eli"].id)
    kept(house, "Max", "pipes")
    other = house.open("Ann")
    with house.store("Ivy") as store, pytest.raises(Mistake) as mistake:
        desk.transfer(house.request("Ivy", settings=GATED), store, other, house.staff["Eli"].id)
    assert mistake.value.key == "profile.not_trained"
    urgent = house.open("Ann", urgency="E1")
    with house.store("Ivy") as store:
        assert desk.transfer(house.request("Ivy", settings=GATED), store, urgent, house.staff["Eli"].id)
