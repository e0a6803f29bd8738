"""Minutes and money in words."""

from __future__ import annotations

from handlers.wording import say
from storage.efforts import Spent


def told(language: str, spent: Spent) -> str:
    """Sums in words: "45 min · HKD 120.50"; empty for nothing."""
    parts = [say(language, "quality.minutes", minutes=spent.minutes)] if spent.minutes else []
    return " · ".join([*parts, *(money(currency, cost) for currency, cost in spent.costs if cost)])


def money(currency: str, hundredths: int) -> str:
    return f"{currency} {hundredths // 100:,}.{hundredths % 100:02}"
