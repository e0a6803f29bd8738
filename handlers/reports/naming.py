"""What people call a period: a year, a quarter, a month by its name, days from one to another."""

from __future__ import annotations

from handlers.reports.boards.service import named
from handlers.reports.period import Period
from handlers.wording import say


def titled(language: str, period: Period) -> str:
    if period.kind == "year":
        return str(period.first.year)
    if period.kind == "quarter":
        return say(language, "reports.quarter", year=period.first.year, number=(period.first.month + 2) // 3)
    if period.kind == "month":
        return named(language, period)
    return f"{period.first.isoformat()} – {period.last.isoformat()}"
