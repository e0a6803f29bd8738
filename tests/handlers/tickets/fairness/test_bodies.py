"""Which bodies outside hear which matter, how they are told, and what an estate may say of its own."""

from __future__ import annotations

import pytest

from handlers.tickets.fairness import bodies
from handlers.tickets.rules import Rules
from handlers.wording import LANGUAGES
from nlu.meaning import COMPLAINT_CODES
from storage.estates import Estate

JURISDICTIONS = ("CN", "HK", "GB", "SG")


def estate(jurisdiction: str) -> Estate:
    return Estate(
        id=1, code="X", name="X", timezone="UTC", jurisdiction=jurisdiction, language="en", phone="400-1", numbers={}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("jurisdiction", "code", "first", "without"),
    [
        ("HK", "community.ac_drip", "fehd", "pmsa"),
        ("HK", "community.upstairs_leak", "seepage_office", "fehd"),
        ("HK", "service.staff_attitude", "pmsa", "seepage_office"),
        ("CN", "promise.sales", "hotline_12345", "mediation_committee"),
        ("CN", "community.neighbour_noise", "hotline_12345", "consumers_12315"),
        ("SG", "service.fees", "strata_boards", None),
        ("GB", "community.pets", "housing_ombudsman", "property_ombudsman"),
    ],
)
def test_a_matter_goes_to_those_who_hear_it(jurisdiction, code, first, without) -> None:
    keys = [one.key for one in bodies.of(jurisdiction, {}, code)]
    assert keys[0] == first
    assert without not in keys


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
@pytest.mark.parametrize("code", [None, *COMPLAINT_CODES])
def test_every_complaint_has_somewhere_to_go(jurisdiction: str, code: str | None) -> None:
    assert bodies.of(jurisdiction, {}, code)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_each_is_told_in_each_language(jurisdiction: str, language: str) -> None:
    for one in bodies.of(jurisdiction, {}):
        assert language in one.name
        assert language in one.after or not one.after
    assert bodies.told(language, estate(jurisdiction), {}).count("\n") == len(bodies.of(jurisdiction, {})) - 1


def test_where_none_is_listed_the_telephone_is_said() -> None:
    assert "400-1" in bodies.told("en", estate("ZZ"), {})


def test_an_estate_replaces_and_adds() -> None:
    own = {
        "HK": {
            "pmsa": {"name": "Our PMSA desk", "contact": "3696 1111", "checked": "2026-01-31"},
            "ours": {"name": "The committee"},
        }
    }
    found = {one.key: one for one in bodies.of("HK", own)}
    assert (found["pmsa"].contact, found["pmsa"].codes, found["pmsa"].checked) == (
        "3696 1111",
        (),
        "2026-01-31",
    )
    assert bodies.name_of("zh-Hant", estate("HK"), "ours", own) == "The committee"
    assert bodies.name_of("en", estate("HK"), "gone", own) == "gone"


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"HK": {"x": {"nam": "y"}}}, "HK.x: there is no field nam"),
        ({"HK": {"x": {"contact": "1"}}}, "HK.x: needs a name"),
        ({"HK": {"x" * 61: {"name": "y"}}}, "is longer than 60 letters"),
    ],
)
def test_an_entry_that_could_not_be_told_stops_the_start(own, told) -> None:
    with pytest.raises(ValueError, match=told):
        Rules(bodies=own)
