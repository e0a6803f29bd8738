"""The initial assessment as a table: what is severe, dangerous, knotty, wide, and what must happen at once."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.tickets.complaints.assessment import NATURES, Facts, judge, key_point
from nlu.meaning import COMPLAINT_CODES, HAZARDS, REPAIR_CODES


def facts(**values: Any) -> Facts:
    risks = frozenset(values.pop("risks", ()))
    return Facts(**({"intent": "complaint", "code": "service.other", "urgency": "N"} | values), risks=risks)


@pytest.mark.parametrize(
    ("known", "severity"),
    [
        ({}, 2),
        ({"urgency": "L"}, 1),
        ({"intent": "suggestion", "code": None, "urgency": "L"}, 1),
        ({"urgency": "E1"}, 3),
        ({"urgency": "E0"}, 4),
        ({"risks": ["injury"]}, 4),
        ({"risks": ["injury", "repeat"]}, 4),
        ({"hazard": "fire", "urgency": "N"}, 4),
        *[({"risks": [risk]}, 3) for risk in ("legal", "media", "threat", "authority", "group", "repeat")],
        ({"code": "construction.repeat_fault"}, 3),
        ({"earlier": 1}, 2),
        ({"earlier": 2}, 3),
        ({"earlier": 9, "urgency": "L"}, 3),
        ({"stance": "negotiator"}, 2),
    ],
)
def test_how_severe(known: dict[str, Any], severity: int) -> None:
    assert judge(facts(**known)).severity == severity


@pytest.mark.parametrize(
    ("known", "safety", "immediate"),
    [
        ({}, False, False),
        ({"urgency": "E1"}, False, True),
        ({"urgency": "E0"}, True, True),
        ({"code": "community.fire_lane"}, True, True),
        ({"code": "public.lift"}, True, True),
        ({"code": "home.leak", "intent": "repair"}, False, False),
        ({"risks": ["injury"]}, True, True),
        ({"risks": ["media"]}, False, False),
    ],
)
def test_what_is_dangerous_must_happen_at_once(known: dict[str, Any], safety: bool, immediate: bool) -> None:
    judged = judge(facts(**known))
    assert (judged.safety, judged.immediate) == (safety, immediate)


@pytest.mark.parametrize(
    ("known", "complexity", "impact"),
    [
        ({}, 1, 1),
        ({"code": "promise.sales"}, 3, 1),
        ({"code": "design.layout"}, 3, 1),
        ({"code": "construction.handover_defect"}, 2, 1),
        ({"code": "community.pets"}, 2, 2),
        ({"code": "public.lighting", "intent": "repair"}, 1, 2),
        ({"code": "public.power", "intent": "repair", "urgency": "E1"}, 1, 3),
        ({"risks": ["group"]}, 2, 3),
        ({"risks": ["legal"]}, 3, 1),
        ({"earlier": 1}, 1, 2),
    ],
)
def test_how_knotty_and_how_wide(known: dict[str, Any], complexity: int, impact: int) -> None:
    judged = judge(facts(**known))
    assert (judged.complexity, judged.impact) == (complexity, impact)


@pytest.mark.parametrize(
    ("known", "nature"),
    [
        ({"risks": ["injury", "repeat"]}, "danger"),
        ({"risks": ["repeat"]}, "failed_again"),
        ({"code": "promise.sales"}, "promise"),
        ({"code": "community.pets"}, "neighbours"),
        ({"code": "public.lift", "intent": "repair"}, "defect"),
        ({"intent": "suggestion", "code": None}, "wish"),
        ({"intent": "dispute", "code": None}, "other"),
    ],
)
def test_what_sort_of_trouble(known: dict[str, Any], nature: str) -> None:
    assert judge(facts(**known)).nature == nature


@pytest.mark.parametrize("code", [*COMPLAINT_CODES, *REPAIR_CODES, *HAZARDS, None])
def test_every_code_has_a_judgement_on_the_scale(code: str | None) -> None:
    judged = judge(facts(code=code))
    assert judged.nature in NATURES
    assert (
        judged.severity in range(1, 5),
        judged.complexity in range(1, 4),
        judged.impact in range(1, 4),
    ) == (
        True,
        True,
        True,
    )


def test_the_key_point_is_one_line_of_the_owners_words() -> None:
    assert key_point("  The tap\n drips ") == "The tap drips"
    assert len(key_point("x" * 500)) == 160
