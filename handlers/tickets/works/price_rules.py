"""How long a price stands, and in which currency an estate counts: the settings of the priced path."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CURRENCIES = {
    "CN": "CNY", "HK": "HKD", "MO": "MOP", "TW": "TWD", "SG": "SGD", "GB": "GBP", "US": "USD", "AU": "AUD",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """`tickets.prices`: for how many days a price stands, and an estate's currency by its jurisdiction. Raises ValueError.

    Default of 7 days: time to talk about it at home, and short enough for a contractor to keep it.
    """

    valid_days: int = 7
    currencies: dict[str, str] = field(default_factory=lambda: dict(_CURRENCIES))

    def __post_init__(self) -> None:
        if not 1 <= self.valid_days <= 90:
            raise ValueError(f"a price stands 1 to 90 days, not {self.valid_days}")
        for place, currency in self.currencies.items():
            if not re.fullmatch(r"[A-Z]{3}", currency):
                raise ValueError(f"{place}: a currency has three letters, like CNY, not {currency!r}")

    def currency(self, jurisdiction: str) -> str:
        return (_CURRENCIES | self.currencies).get(jurisdiction, "USD")
