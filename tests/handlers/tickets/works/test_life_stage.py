"""The stage of a home's life that a matter falls into, on 27 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.tickets.works.life_stage import STAGES, life_stage


@pytest.mark.parametrize(
    ("code", "delivered", "stage"),
    [
        ("promise.sales", "2020-01-01", "sale"), ("promise.title_deed", None, "sale"),
        ("construction.handover_defect", "2020-01-01", "handover"), ("home.leak", None, "unknown"),
        ("home.leak", "2026-12-24", "before_handover"), ("home.leak", "2026-11-27", "handover"),
        ("home.leak", "2026-08-29", "handover"), ("home.leak", "2026-08-28", "moved_in"),
        ("home.leak", "2025-11-27", "moved_in"), ("home.leak", "2025-11-26", "living"), (None, "2010-01-01", "living"),
    ],
)  # fmt: skip
def test_the_stage_follows_from_the_matter_and_the_day(
    code: str | None, delivered: str | None, stage: str
) -> None:
    found = life_stage(code, date.fromisoformat(delivered) if delivered else None, date(2026, 11, 27))
    assert found == stage
    assert found in STAGES
