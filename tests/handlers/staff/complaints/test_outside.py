"""A case goes to a body outside only with the owner's agreement, and its outcome is kept once."""

from __future__ import annotations

import pytest

from handlers.staff.checklist import items
from handlers.staff.complaints import outside
from handlers.wording import LANGUAGES
from storage.staff import ROLES
from tests.handlers.staff.house import House, to_owner


@pytest.fixture
def ticket(house: House):
    return house.open(complaint=True, intent="complaint", code="service.fees")


def refer(house: House, ticket, body: str = "pmsa", agreed: bool = True):
    with house.store("Ivy") as store:
        return outside.refer(house.request("Ivy"), store, house.ticket(ticket), body, agreed=agreed)


def test_it_is_kept_and_the_owner_told(house: House, ticket) -> None:
    told = to_owner(refer(house, ticket))
    assert "Property Management Services Authority" in told[0].text
    with house.store("Max") as store:
        (one,) = store.referrals.of(ticket)
    assert (one.body, one.consent_at is not None, one.outcome) == ("pmsa", True, None)
    assert [event.kind for event in house.timeline(ticket)] == ["referred"]


@pytest.mark.parametrize(
    ("body", "agreed", "key"), [("nobody", True, "no_such_body"), ("pmsa", False, "no_consent")]
)
def test_without_a_body_or_without_agreement_nothing_is_kept(house: House, ticket, body, agreed, key) -> None:
    with house.store("Ivy") as store, pytest.raises(Exception, match=f"outside.{key}"):
        outside.refer(house.request("Ivy"), store, house.ticket(ticket), body, agreed=agreed)
    assert house.timeline(ticket) == []


def test_the_outcome_is_kept_once_and_told(house: House, ticket) -> None:
    refer(house, ticket)
    with house.store("Ivy") as store:
        (one,) = store.referrals.of(ticket)
    told = to_owner(house.do("Ivy", outside.conclude, ticket, one.id, "A mediation on 3 May."))
    assert "A mediation on 3 May." in told[0].text
    assert (
        house.mistake("Ivy", outside.conclude, ticket, one.id, "Once more").key == "outside.no_such_referral"
    )


def test_the_referral_of_another_ticket_cannot_be_concluded_here(house: House, ticket) -> None:
    refer(house, ticket)
    with house.store("Ivy") as store:
        (one,) = store.referrals.of(ticket)
    other = house.open()
    assert house.mistake("Ivy", outside.conclude, other, one.id, "x").key == "outside.no_such_referral"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_its_list_for_a_complaint_in_every_language(
    house: House, role: str, language: str
) -> None:
    ticket = house.open(complaint=True)
    assert items(role, ticket, language)


def test_an_emergency_comes_before_the_complaint(house: House) -> None:
    ticket = house.open(complaint=True, urgency="E0")
    assert "safe first" in " ".join(items("engineer", ticket, "en"))
    assert items("executive", ticket, "en") == items("manager", ticket, "en")
