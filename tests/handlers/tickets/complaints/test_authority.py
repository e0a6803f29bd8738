"""Who may decide what alone; what does not fit in the settings stops the start."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.tickets.complaints.authority import Authority, Money, may_alone
from storage.staff import ROLES


@pytest.mark.parametrize(
    ("role", "amount", "severity", "alone"),
    [
        ("housekeeper", None, 2, True),
        ("housekeeper", 0, 2, True),
        ("housekeeper", 1, 2, False),
        ("housekeeper", None, 3, False),
        ("security", None, 1, True),
        ("security", None, 2, False),
        ("officer", 200_00, 3, True),
        ("officer", 200_01, 3, False),
        ("officer", None, 4, False),
        ("expert", 500_00, 4, True),
        ("manager", 1000_00, 4, True),
        ("manager", 1000_01, 1, False),
        ("director", 10_000_00, 4, True),
        ("executive", 10**12, 4, True),
        ("legal", 1, 1, False),
        ("line", None, 1, False),
        ("line", 1, 1, False),
    ],
)
def test_what_each_role_decides_alone(role: str, amount: int | None, severity: int, alone: bool) -> None:
    assert may_alone(role, amount, severity, Money(), Authority()) is alone


def test_every_role_has_its_limits() -> None:
    assert set(Money().limits) == set(Authority().severity) == set(ROLES)


def test_what_is_not_set_keeps_its_default() -> None:
    money = Money(limits={"officer": 300}, currencies={"HK": "CNY"})
    assert (money.limits["officer"], money.limits["manager"], money.currency("HK"), money.currency("ZZ")) == (
        300,
        1000,
        "CNY",
        "CNY",
    )


@pytest.mark.parametrize(
    ("build", "values", "told"),
    [
        (Money, {"limits": {"officer": -1}}, "less than 0"),
        (Money, {"limits": {"king": 1}}, "no such role: king"),
        (Money, {"currencies": {"HK": "dollars"}}, "three capital letters"),
        (Authority, {"severity": {"manager": 5}}, "0 .* to 4"),
        (Authority, {"severity": dict.fromkeys(ROLES, 3)}, "somebody must be able"),
    ],
)
def test_what_does_not_fit_is_refused(build: Any, values: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        build(**values)
