"""A finding becomes an improvement with owner and day, and the officer hears in their language what came of it (J05)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.base import Mistake, ToContact, ToStaff
from handlers.staff.quality import action_steps
from handlers.staff.quality.improving import Improvement
from handlers.voice.officers import findings, scoring
from storage import contacts
from storage.corrective_actions import CorrectiveAction
from storage.officer_rows import Mission
from tests.handlers.staff.house import NOW, House
from tests.support.officers import (
    DAY,
    act,
    as_owner,
    headquarters,
    in_office,
    mission_of,
    neighbours,
    swept,
)

WORDS = "The lamp by the lift flickers"


@pytest.fixture(autouse=True)
def dora(house: House) -> None:
    headquarters(house)
    neighbours(house, 4)


@pytest.fixture
def found(house: House) -> Mission:
    """An officer's finding; its officer reads Cantonese."""
    [name] = in_office(house)
    swept(house)
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts[name], language="zh-Hant")
    mission = mission_of(house, name)
    with as_owner(house, name) as store:
        return scoring.add(act(), store, mission, WORDS)


def become(house: House, mission: Mission, who: str = "Dora", **values: Any) -> CorrectiveAction | None:
    row: dict[str, Any] = {
        "what": "Replace the lamps by the lifts", "why": "An officer tried it", "owner_id": house.staff["Eli"].id, "source": "officer",
        "due_at": NOW + 14 * DAY, "check_at": NOW + 20 * DAY, "source_ref": str(mission.id), "form_key": "k", **values,
    }  # fmt: skip
    with house.store(who) as store:
        return findings.become(house.request(who), store, mission.id, Improvement(**row))  # type: ignore[typeddict-item]


def checked(house: House, result: str = "effective") -> None:
    with house.store("Eli") as store:
        action_steps.done(house.request("Eli"), store, 1, "Eleven lamps")
        action_steps.check(house.request("Eli"), store, 1, result, "Asked Mr Ng of 2-201, none flickers")


def test_an_improvement_says_that_it_comes_from_an_officer_and_not_from_whom(
    house: House, found: Mission
) -> None:
    made = become(house, found)
    assert made
    assert (made.source, made.source_ref, made.owner_id) == ("officer", str(found.id), house.staff["Eli"].id)
    assert WORDS not in f"{made.what} {made.why}"
    with house.store("Dora") as store:
        assert store.officer_missions.findings() == []
    assert become(house, found) is None, "the same form begins one improvement"


def test_a_settled_finding_is_not_settled_again(house: House, found: Mission) -> None:
    become(house, found)
    with pytest.raises(Mistake) as refused:
        become(house, found, form_key="other")
    assert refused.value.key == "officers.wrong.settled"
    with pytest.raises(Mistake), house.store("Dora") as store:
        findings.set_aside(house.request("Dora"), store, found.id, "As it is")
    with house.store("Dora") as store:
        assert len(store.corrective_actions.every()) == 1, "a refused one leaves nothing behind"


@pytest.mark.parametrize("who", ["Max", "Ivy", "Otto"])
def test_local_staff_cannot_settle_a_finding(house: House, found: Mission, who: str) -> None:
    with pytest.raises(Mistake) as refused:
        become(house, found, who=who)
    assert refused.value.key == "officers.wrong.no_finding"


@pytest.mark.parametrize(("result", "words"), [("effective", "有效"), ("not_effective", "仲未夠")])
def test_the_officer_hears_what_came_of_it_once_it_was_checked_and_nothing_that_staff_wrote(
    house: House, found: Mission, result: str, words: str
) -> None:
    become(house, found)
    assert swept(house, NOW + timedelta(minutes=1)) == []
    checked(house, result)
    told = swept(house, NOW + timedelta(minutes=2))
    [name] = [one for one, number in house.contacts.items() if ToContact(number) == told[0].to]
    assert name
    assert len(told) == 1
    assert "Replace the lamps by the lifts" in told[0].text
    assert words in told[0].text
    assert "2-201" not in told[0].text
    assert swept(house, NOW + timedelta(minutes=3)) == []
    with house.store("Dora") as store:
        kept = store.officer_missions.by_id(found.id)
    assert kept
    assert kept.told_at == NOW + timedelta(minutes=2)


def test_at_night_the_outcome_waits_for_the_morning(house: House, found: Mission) -> None:
    become(house, found)
    checked(house)
    assert swept(house, NOW + timedelta(hours=6)) == []
    assert len(swept(house, NOW + timedelta(hours=14))) == 1


def test_a_finding_set_aside_tells_the_officer_why(house: House, found: Mission) -> None:
    with house.store("Dora") as store:
        for reason in (" ", "x" * 1001):
            with pytest.raises(Mistake):
                findings.set_aside(house.request("Dora"), store, found.id, reason)
        request = house.request("Dora")
        findings.set_aside(request, store, found.id, "呢盞燈係感應燈")
        assert store.officer_missions.findings() == []
    assert ["呢盞燈係感應燈" in one.text for one in request.told] == [True]
    assert swept(house, NOW + 8 * DAY) == []


def test_a_finding_without_an_improvement_is_told_to_headquarters_alone_and_once(
    house: House, found: Mission
) -> None:
    headquarters(house, "Emil", "executive")
    assert [one for one in swept(house, NOW + 6 * DAY) if isinstance(one.to, ToStaff)] == []
    told = [one for one in swept(house, NOW + 7 * DAY) if isinstance(one.to, ToStaff)]
    assert [one.to for one in told] == [ToStaff(house.staff[name].id) for name in ("Dora", "Emil")]
    assert all(WORDS not in one.text for one in told)
    assert [one for one in swept(house, NOW + 20 * DAY) if isinstance(one.to, ToStaff)] == []


def test_an_improved_finding_is_told_to_nobody_as_forgotten(house: House, found: Mission) -> None:
    become(house, found)
    assert [one for one in swept(house, NOW + 8 * DAY) if isinstance(one.to, ToStaff)] == []
