"""What an address of the reports asks for: the period, and one estate or all of the scope; and the addresses of what lies behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote, urlencode

from bot.web.staff.quality.choosing import zone_of
from handlers.base import Mistake
from handlers.reports import period
from handlers.reports.boards import USUAL, Asked
from handlers.reports.period import Period
from handlers.tickets.quality.defects import Quality
from handlers.voice.rules import VoiceRules
from storage.measure_questions import NOT_KNOWN
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The addresses of cases, within the period and the estate that a board is about; an empty value: those of which it is not known."""

    board: str
    period: Period
    estate: str

    def __call__(self, what: str, **values: object) -> str:
        part = values.pop("part", self.period)
        assert isinstance(part, Period)
        named = {name: NOT_KNOWN if value == "" else str(value) for name, value in values.items()}
        if what == "ticket":
            return f"/staff/tickets/{quote(named['number'])}"
        if what == "action":
            return f"/staff/actions/{named['id']}"
        about = {"estate": self.estate, **named}
        days = {"since": part.first.isoformat(), "until": part.last.isoformat()}
        if what == "cases":
            return _address("/staff/measures/cases", {**days, **about, "board": self.board})
        if what == "ratings":
            return _address("/staff/reports/ratings/cases", {**part.query, **about})
        if what == "board":
            return _address(f"/staff/reports/{named['name']}", {**part.query, "estate": self.estate})
        if what == "person":
            return _address("/staff/reports/people/cases", {**self.period.query, **about})
        return _address("/staff/reports/now/cases", about)


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode({name: value for name, value in query.items() if value})}"


def asked(
    query: Mapping[str, str], board: str, store: StaffStore, language: str, now: datetime, quality: Quality,
    voice: VoiceRules | None = None,
) -> Asked:  # fmt: skip
    """The question of a board. Raises Mistake for a period that is none, and an estate that is not served."""
    zone, estate = zone_of(store), query.get("estate", "").strip()
    about = _period(query, board, now.astimezone(zone).date())
    served = {str(one.id): one.id for one in store.estates()}
    if estate and estate not in served:
        raise Mistake("quality.wrong.choice")
    return Asked(
        store=store, language=language, period=about, zone=zone, now=now, quality=quality, estate_id=served.get(estate),
        link=Links(board=board, period=about, estate=estate), voice=voice or VoiceRules(),
    )  # fmt: skip


def address(board: str, about: Asked, *, ending: str = "", moved: Period | None = None) -> str:
    """The address of a board, of a file of it (`ending`), or of another period of it."""
    query = (moved or about.period).query
    return _address(f"/staff/reports/{board}{ending}", {**query, "estate": str(about.estate_id or "")})


def _period(query: Mapping[str, str], board: str, today: date) -> Period:
    """The period that is named; of a standing report, where none is, the last whole one."""
    found = period.asked(query, today, USUAL.get(board, "month"))
    named = any(query.get(name) for name in ("period", "at", "since", "until"))
    return found.before if board in USUAL and not named else found
