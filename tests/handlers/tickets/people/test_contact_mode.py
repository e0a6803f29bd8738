"""Which contacts are for the line and which for people, as a table (L16)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handlers.tickets.people.contact_mode import KINDS, ContactMode, kind_of
from tests.handlers.staff.house import House

RULES = ContactMode()


@pytest.mark.parametrize(
    ("values", "severity", "kind", "mode"),
    [
        ({"intent": "praise"}, None, "praise", "line"),
        ({"intent": "repair"}, 3, "repair", "line"),
        ({"intent": "enquiry"}, None, "enquiry", "line"),
        ({"intent": "privacy"}, None, "other", "line"),
        ({"intent": "complaint", "complaint": True}, 2, "complaint", "line"),
        ({"intent": "complaint", "complaint": True}, 3, "serious_complaint", "person"),
        ({"intent": "complaint", "complaint": True, "guard": "named"}, 2, "serious_complaint", "person"),
        (
            {"intent": "complaint", "complaint": True, "reading": {"stance": "negotiator"}},
            2,
            "compensation",
            "person",
        ),
        ({"intent": "dispute", "complaint": True}, 2, "dispute", "person"),
        ({"intent": "complaint", "complaint": True, "round": 1}, 2, "appeal", "person"),
    ],
)
def test_how_deep_a_contact_goes(
    house: House, values: dict[str, Any], severity: int | None, kind: str, mode: str
) -> None:
    ticket = replace(house.open("Ann"), **{"reading": {}, **values})
    assert kind_of(ticket, severity) == kind
    assert RULES.of(kind) == mode


def test_every_deep_kind_is_for_people_and_an_installation_may_say_otherwise() -> None:
    assert {kind for kind in KINDS if RULES.of(kind) == "person"} == {
        kind for kind, (depth, _) in KINDS.items() if depth == 3
    }
    assert ContactMode(person=("repair",)).of("repair") == "person"
    with pytest.raises(ValueError, match="no kind fun"):
        ContactMode(person=("fun",))
