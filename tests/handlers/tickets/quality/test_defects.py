"""What follows from defects: coming back, the rate in a hundred homes, the department, a partner's name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.tickets.quality import components
from handlers.tickets.quality.defects import Found, Quality, came_back, department_of, name_key, per_hundred
from handlers.wording import LANGUAGES
from nlu.meaning import REPAIR_CODES

DAY0 = datetime(2026, 1, 1, tzinfo=UTC)


def leak(day: float, unit: int | None = 1, code: str = "home.leak", component: str = "water_pipe") -> Found:
    return Found(unit, code, component, DAY0 + timedelta(days=day))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([], ()),
        ([leak(0)], (False,)),
        ([leak(0), leak(10)], (False, True)),
        ([leak(0), leak(365)], (False, True)),
        ([leak(0), leak(365.01)], (False, False)),
        ([leak(0), leak(300), leak(600)], (False, True, True)),
        ([leak(0), leak(400), leak(410)], (False, False, True)),
        ([leak(0), leak(1, unit=2)], (False, False)),
        ([leak(0), leak(1, code="home.drain")], (False, False)),
        ([leak(0), leak(1, component="tap_valve")], (False, False)),
        ([leak(0, unit=None), leak(1, unit=None)], (False, False)),
        ([leak(0), leak(0)], (False, True)),
        ([leak(0), leak(1, unit=2), leak(2)], (False, False, True)),
    ],
)
def test_the_same_fault_of_the_same_part_in_the_same_home_has_come_back(found, told) -> None:
    assert came_back(found, timedelta(days=365)) == told


@pytest.mark.parametrize(
    ("count", "homes", "rate"), [(3, 60, 5.0), (0, 60, 0.0), (1, 3, 100 / 3), (3, 0, None)]
)
def test_the_rate_is_in_a_hundred_homes(count: int, homes: int, rate: float | None) -> None:
    assert per_hundred(count, homes) == rate


@pytest.mark.parametrize(
    ("code", "step", "department"),
    [
        ("home.leak", "build", "construction"), ("home.leak", "accept", "construction"), ("home.leak", "design", "design"),
        ("home.leak", "sell", "sales"), ("home.leak", "serve", "operations"), ("home.leak", "", None),
        ("design.layout", "", "design"), ("promise.sales", "", "sales"), ("service.fees", "", "operations"),
        ("construction.repeat_fault", "", "construction"), ("design.layout", "build", "construction"), ("public.lift", "", None),
    ],
)  # fmt: skip
def test_the_work_says_whose_it_is_and_else_the_domain(code: str, step: str, department: str | None) -> None:
    assert department_of(code, step) == department


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Pipes Ltd.", "HARBOUR  PIPES LTD"), ("廣廈建築", "广厦建筑"), ("Ａcme", "acme"), ("O'Neil & Co", "ONeil Co"),
        ("  ", ""),
    ],
)  # fmt: skip
def test_a_partners_name_is_matched_however_it_is_written(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"recurrence_days": 0}, "recurrence_days"),
        ({"least_jobs": 0}, "least_jobs"),
        ({"effect_days": 731}, "effect_days"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(values, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Quality(**values)


def test_every_repair_code_leads_to_a_component() -> None:
    assert [code for code in REPAIR_CODES if not components.for_code(code)] == []


def test_every_component_and_material_has_its_words_in_every_language_and_a_check() -> None:
    for one in components.every().values():
        assert set(one.name) == set(one.check) == set(LANGUAGES), one.code
        assert all([*one.name.values(), *one.check.values()]), one.code
        assert set(one.materials) <= set(components.materials()), one.code
    assert all(set(names) == set(LANGUAGES) for names in components.materials().values())
    used = {material for one in components.every().values() for material in one.materials}
    assert used == set(components.materials())


def test_small_details_are_reportable() -> None:
    """A28: outlet and conduit position, water pipes, hardware, furniture fit."""
    assert {"outlet_position", "water_pipe", "drain_pipe", "hardware", "layout"} <= set(components.every())
