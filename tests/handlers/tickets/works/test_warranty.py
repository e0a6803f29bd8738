"""The warranty table: component, dates, and the day on which the period ends, with the article that reaches farthest.

2000/40: Regulation on the Quality Management of Construction Projects, Art. 40, from completion acceptance. 1998/5: Rule on the
Housing Quality Guarantee, Art. 5, from delivery to the buyer. HK: the six months of the Consent Scheme. GB: the builder's two years.
"""

from __future__ import annotations

from datetime import date

import pytest

from handlers.tickets.works.warranty import (
    Dates,
    EstateTerms,
    Warranty,
    assess,
    components_of,
    responsible,
)
from handlers.tickets.works.warranty_terms import Season, months_after, table
from nlu.meaning import CODES

NOTHING = Warranty()
#: A contract as the domain's sample has it: blockage 6 months, plaster 2 years.
PROMISED = Warranty(estates={"LH": EstateTerms(promises={"pipe_blockage": 36, "plaster": 30, "others": 12})})


def end_of(
    component: str, accepted: str, delivered: str, place: str = "CN", rules: Warranty = NOTHING
) -> tuple[str, str]:
    dates = Dates(*(date.fromisoformat(one) if one else None for one in (accepted, delivered)))
    verdict = assess((component,), dates, place, rules, "LH", date(2026, 11, 27))
    decisive = verdict.decisive
    return (str(verdict.end), decisive.source) if decisive else ("", "")


@pytest.mark.parametrize(
    ("component", "accepted", "delivered", "end", "source"),
    [
        ("structure", "2019-07-02", "2019-06-28", "2069-07-02", "reg2000"),  # design life, 2000/40 (1)
        ("structure", "2019-06-28", "2019-07-02", "2069-07-02", "rule1998"),  # design life, 1998/5
        ("structure", "1976-02-29", "", "2026-02-28", "reg2000"),  # 29 Feb in a year that has none
        ("roof_waterproofing", "2021-06-30", "2021-09-01", "2026-06-30", "reg2000"),  # 5 years, 2000/40 (2)
        ("roof_waterproofing", "2018-06-30", "2021-09-01", "2024-09-01", "rule1998"),  # sold late: 3 years, 1998/5
        ("roof_waterproofing", "2019-06-30", "2021-06-30", "2024-06-30", "reg2000"),  # both on one day
        ("wet_waterproofing", "2021-12-31", "2022-05-01", "2026-12-31", "reg2000"),  # bathroom, outer wall: 5 years
        ("wet_waterproofing", "2019-02-28", "2024-02-29", "2025-02-28", "rule1998"),  # 1 year from 29 Feb
        ("seepage", "2022-01-31", "2022-03-31", "2027-01-31", "reg2000"),  # kitchen floor, basement: 5 years
        ("seepage", "2018-01-31", "2023-08-31", "2024-08-31", "rule1998"),  # 1 year, 1998/5
        ("seepage", "2018-01-31", "2022-12-31", "2023-12-31", "rule1998"),
        ("heating_cooling", "2024-06-30", "2024-09-01", "2026-03-15", "reg2000"),  # 2 whole seasons, 2000/40 (3)
        ("heating_cooling", "2024-11-15", "2024-11-15", "2026-03-15", "reg2000"),  # accepted on the first day
        ("heating_cooling", "2024-11-16", "2024-11-16", "2027-03-15", "reg2000"),  # a day late: that season is not whole
        ("heating_cooling", "2025-01-10", "2025-01-10", "2027-03-15", "reg2000"),  # in mid-winter
        ("heating_cooling", "2025-03-16", "2025-03-20", "2027-03-15", "reg2000"),
        ("heating_cooling", "2020-05-01", "2026-05-01", "2027-03-15", "rule1998"),  # 1 season from delivery, 1998/5
        ("heating_cooling", "2023-11-15", "", "2025-03-15", "reg2000"),
        ("electrical_lines", "2024-11-27", "2025-02-01", "2026-11-27", "reg2000"),  # 2 years, 2000/40 (4)
        ("electrical_lines", "2024-02-29", "2024-02-29", "2026-02-28", "reg2000"),
        ("pipes", "2023-08-31", "2025-08-31", "2025-08-31", "reg2000"),  # the rule of 1998 has no term of its own
        ("equipment", "2024-05-31", "2024-06-01", "2026-05-31", "reg2000"),
        ("lamps_switches", "2024-08-31", "2026-08-31", "2027-02-28", "rule1998"),  # 6 months from 31 August
        ("lamps_switches", "2023-08-31", "2023-08-31", "2025-08-31", "reg2000"),
        ("lamps_switches", "2021-08-31", "2023-08-31", "2024-02-29", "rule1998"),  # 31 August + 6 months, leap year
        ("pipe_blockage", "2020-01-01", "2026-12-31", "2027-02-28", "rule1998"),  # 2 months from 31 December
        ("pipe_blockage", "2020-01-01", "2023-12-31", "2024-02-29", "rule1998"),
        ("pipe_blockage", "2026-01-01", "2026-03-01", "2028-01-01", "reg2000"),
        ("decoration", "2024-12-01", "2025-12-01", "2026-12-01", "reg2000"),  # 2 years, 2000/40 (4)
        ("plaster", "2025-03-31", "2025-04-30", "2027-03-31", "reg2000"),
        ("plaster", "2023-03-31", "2026-04-30", "2027-04-30", "rule1998"),  # 1 year, 1998/5
        ("floor", "2024-02-28", "2024-03-01", "2026-02-28", "reg2000"),
        ("floor", "2020-02-28", "2023-03-01", "2024-03-01", "rule1998"),
        ("doors_windows", "2022-10-31", "2024-10-31", "2025-10-31", "rule1998"),
        ("doors_windows", "2024-10-31", "", "2026-10-31", "reg2000"),
        ("sanitary_ware", "2024-07-15", "2026-01-15", "2027-01-15", "rule1998"),
        ("sanitary_ware", "", "2026-01-15", "2027-01-15", "rule1998"),  # acceptance not known: at least this
        ("others", "2024-07-15", "2026-01-15", "", ""),  # by agreement alone
    ],
)  # fmt: skip
def test_the_latest_of_all_terms_counts(
    component: str, accepted: str, delivered: str, end: str, source: str
) -> None:
    assert end_of(component, accepted, delivered) == (end, source)


@pytest.mark.parametrize(
    ("component", "place", "delivered", "end", "source"),
    [
        ("doors_windows", "HK", "2026-08-31", "2027-02-28", "consent"),  # six months, month's end
        ("structure", "HK", "2026-07-22", "2027-01-22", "consent"),
        ("others", "HK", "2026-07-22", "2027-01-22", "consent"),
        ("plaster", "GB", "2024-02-29", "2026-02-28", "builder"),  # two years
        ("pipes", "GB", "2025-06-30", "2027-06-30", "builder"),
        ("pipes", "SG", "2025-06-30", "", ""),  # no usual period is known there
    ],
)  # fmt: skip
def test_other_places_have_their_own_periods(
    component: str, place: str, delivered: str, end: str, source: str
) -> None:
    assert end_of(component, "2020-01-01", delivered, place) == (end, source)


@pytest.mark.parametrize(
    ("component", "place", "delivered", "end", "source"),
    [
        ("pipe_blockage", "CN", "2024-06-30", "2027-06-30", "contract"),
        ("plaster", "CN", "2024-08-31", "2027-02-28", "contract"),
        ("others", "CN", "2026-01-15", "2027-01-15", "contract"),
        ("pipe_blockage", "SG", "2024-06-30", "2027-06-30", "contract"),
        ("pipes", "CN", "2024-06-30", "2022-01-01", "reg2000"),  # nothing was promised of pipes
    ],
)  # fmt: skip
def test_a_contract_may_promise_more(
    component: str, place: str, delivered: str, end: str, source: str
) -> None:
    assert end_of(component, "2020-01-01", delivered, place, PROMISED) == (end, source)


def test_a_contract_that_promises_less_takes_nothing_away() -> None:
    less = Warranty(estates={"LH": EstateTerms(promises={"plaster": 6})})
    assert end_of("plaster", "2025-03-31", "2025-04-30", rules=less) == ("2027-03-31", "reg2000")
    assert end_of("plaster", "2025-03-31", "2025-04-30", rules=PROMISED) != ("2027-03-31", "reg2000")


@pytest.mark.parametrize(
    ("code", "accepted", "delivered", "today", "outcome", "depends"),
    [
        ("home.sanitary", "2024-11-27", "2025-01-01", "2026-11-27", "within", False),  # the last day belongs to it
        ("home.sanitary", "2024-11-26", "2025-01-01", "2026-11-27", "after", False),
        ("home.sanitary", None, "2026-01-01", "2026-11-27", "within", False),  # one date is enough where it reaches to today
        ("home.sanitary", None, "2025-01-01", "2026-11-27", "unknown_dates", False),  # the other may reach farther
        ("home.sanitary", None, None, "2026-11-27", "unknown_dates", False),
        ("home.leak", "2023-01-01", "2023-02-01", "2026-11-27", "within", True),  # waterproofing yes, a pipe no
        ("home.leak", "2019-01-01", "2019-02-01", "2026-11-27", "after", False),
        ("home.drain", "2020-01-01", "2026-11-01", "2026-11-27", "within", True),  # blocked yes, broken no
        ("home.other", "2024-01-01", "2024-01-01", "2026-11-27", "not_covered", False),
        ("home.pest", "2026-01-01", "2026-01-01", "2026-11-27", "not_covered", False),
        (None, "2026-01-01", "2026-01-01", "2026-11-27", "not_covered", False),
    ],
)  # fmt: skip
def test_how_it_looks(
    code: str | None, accepted: str | None, delivered: str | None, today: str, outcome: str, depends: bool
) -> None:
    dates = Dates(*(date.fromisoformat(one) if one else None for one in (accepted, delivered)))
    verdict = assess(components_of(code), dates, "CN", NOTHING, "LH", date.fromisoformat(today))
    assert (verdict.outcome, verdict.depends) == (outcome, depends)


@pytest.mark.parametrize(
    ("since", "months", "end"),
    [
        ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"), ("2026-12-31", 2, "2027-02-28"), ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-01", 0, "2026-12-01"),
    ],
)  # fmt: skip
def test_months_end_where_the_month_ends(since: str, months: int, end: str) -> None:
    assert months_after(date.fromisoformat(since), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("begins", "ends", "count", "after", "end"),
    [
        ("10-15", "04-15", 1, "2025-10-15", "2026-04-15"),
        ("10-15", "04-15", 2, "2025-10-16", "2028-04-15"),
        ("05-01", "09-30", 1, "2025-05-02", "2026-09-30"),  # a cooling season lies within one year
        ("05-01", "09-30", 2, "2025-05-01", "2026-09-30"),
    ],
)
def test_only_whole_seasons_count(begins: str, ends: str, count: int, after: str, end: str) -> None:
    assert Season(begins=begins, ends=ends).end_of(count, date.fromisoformat(after)) == date.fromisoformat(
        end
    )


@pytest.mark.parametrize(
    ("outcome", "code", "overrides", "who"),
    [
        ("within", "home.leak", {}, "developer"),
        ("within", "public.roof", {}, "developer"),
        ("after", "home.leak", {}, "owner"),
        ("after", "public.lift", {}, "property_company"),
        ("unknown_dates", "home.leak", {}, "owner"),
        ("not_covered", "public.lighting", {}, "property_company"),
        ("not_covered", None, {}, "owner"),
        ("within", "public.power", {"public.power": "utility"}, "utility"),
        ("after", "home.water_supply", {"home": "property_company", "home.water_supply": "utility"}, "utility"),
        ("after", "home.water", {"home.water_supply": "utility"}, "owner"),
    ],
)  # fmt: skip
def test_who_answers_for_it(outcome: str, code: str | None, overrides: dict[str, str], who: str) -> None:
    assert responsible(outcome, code, overrides) == who


def test_the_table_names_codes_that_there_are_and_components_that_it_has() -> None:
    known = {code for codes in CODES.values() for code in codes}
    assert set(table().codes) <= known
    assert {one for names in table().codes.values() for one in names} <= set(table().components)
    assert {code for code in known if code.startswith("home.")} - set(table().codes) == {"home.pest"}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"promises": {"rooff": 12}}, "no component 'rooff'"),
        ({"promises": {"plaster": 0}}, "1 to 1200 months"),
        ({"responsible": {"home.leak": "nobody"}}, "not with 'nobody'"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(values: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        EstateTerms(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["02-29", "13-01", "spring", "2024-11-15"])
def test_a_season_has_days_of_every_year(day: str) -> None:
    with pytest.raises(ValueError, match="every year"):
        Season(begins=day)
