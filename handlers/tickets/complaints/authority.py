"""Who may decide what alone: how severe a matter, and how much money (C13, C14). The line itself promises no money: its limit is 0.

What goes beyond waits for somebody whose limits suffice, never the same person. A role without a limit here has none to spend.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

#: Limits that nobody needs to ask beyond, in major units: an executive's.
UNLIMITED = float("inf")

#: One major unit holds this many minor ones, in every currency named below (ISO 4217: two decimals).
MINOR = 100

_ROLES = (
    "housekeeper",
    "engineer",
    "security",
    "officer",
    "expert",
    "manager",
    "legal",
    "director",
    "executive",
)
_LIMITS: dict[str, float] = {
    "housekeeper": 0, "engineer": 0, "security": 0, "legal": 0, "officer": 200, "expert": 500, "manager": 1000,
    "director": 10_000, "executive": UNLIMITED,
}  # fmt: skip
_CURRENCIES = {
    "CN": "CNY", "HK": "HKD", "MO": "MOP", "TW": "TWD", "SG": "SGD", "GB": "GBP", "US": "USD", "AU": "AUD",
}  # fmt: skip
_SEVERITIES = {
    "security": 1, "engineer": 2, "housekeeper": 2, "legal": 2, "officer": 3, "expert": 4, "manager": 4, "director": 4,
    "executive": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """`limits`: what each role may grant alone, in major units of the estate's currency (.inf: without limit).

    `currencies`: ISO 4217 code by the estate's jurisdiction. The numbers are ours: the sources ask for limits and name none.
    """

    limits: dict[str, float] = field(default_factory=lambda: dict(_LIMITS))
    currencies: dict[str, str] = field(default_factory=lambda: dict(_CURRENCIES))

    def __post_init__(self) -> None:
        object.__setattr__(self, "limits", _LIMITS | _roles(self.limits))
        object.__setattr__(self, "currencies", _CURRENCIES | self.currencies)
        if min(self.limits.values()) < 0:
            raise ValueError("a limit cannot be less than 0")
        wrong = sorted(code for code in self.currencies.values() if not (len(code) == 3 and code.isupper()))
        if wrong:
            raise ValueError(f"a currency is three capital letters (ISO 4217), not {', '.join(wrong)}")

    def currency(self, jurisdiction: str) -> str:
        """The currency of a jurisdiction; the mainland's where none is set."""
        return self.currencies.get(jurisdiction, "CNY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """`severity`: the gravest matter that each role may decide alone, 1 (a trifle) to 4 (danger or injury)."""

    severity: dict[str, int] = field(default_factory=lambda: dict(_SEVERITIES))

    def __post_init__(self) -> None:
        object.__setattr__(self, "severity", _SEVERITIES | _roles(self.severity))
        if not all(0 <= grade <= 4 for grade in self.severity.values()):
            raise ValueError("a severity is 0 (decides nothing alone) to 4")
        if max(self.severity.values()) < 4:
            raise ValueError("somebody must be able to decide a matter of severity 4")


def _roles(given: dict[str, T]) -> dict[str, T]:
    unknown = sorted(set(given) - set(_ROLES))
    if unknown:
        raise ValueError(f"there is no such role: {', '.join(unknown)}; there are {', '.join(_ROLES)}")
    return given


def may_alone(role: str, amount: int | None, severity: int, money: Money, authority: Authority) -> bool:
    """Whether a role may decide a matter of this severity and grant this amount (minor units) without asking."""
    enough = (amount or 0) <= money.limits.get(role, 0) * MINOR
    return enough and severity <= authority.severity.get(role, 0)
