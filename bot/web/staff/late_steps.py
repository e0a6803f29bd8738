"""The page of everything that is or was late, by estate, step and holder, with its delay (B07, C17, D05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside, language_of
from handlers.staff import card
from handlers.tickets.timing.breach_causes import CAUSES
from handlers.tickets.timing.running_late import step_name
from handlers.wording import moment, say
from storage.breaches import Breach
from storage.estates import Estate
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: What the page may show.
SHOWN = ("late", "all")


@dataclass(frozen=True, slots=True)
class Row:
    """One missed step. `late`: it is late still."""

    number: str
    summary: str
    estate: str
    step: str
    due: str
    delay: str
    holder: str
    stage: str
    cause: str
    words: str
    late: bool


@dataclass(frozen=True, slots=True)
class View:
    rows: tuple[Row, ...]
    estates: tuple[Estate, ...]
    estate: str
    shown: str


def delay(language: str, breach: Breach, now: datetime) -> str:
    """How late it became, or is by now."""
    minutes = max(int(((breach.ended_at or now) - breach.due_at).total_seconds()) // 60, 0)
    hours, days = minutes // 60, minutes // 1440
    if days:
        return say(language, "clocks.span.days", days=days, hours=hours % 24)
    if hours:
        return say(language, "clocks.span.hours", hours=hours, minutes=minutes % 60)
    return say(language, "clocks.span.minutes", minutes=minutes)


def view(store: StaffStore, language: str, code: str, shown: str, now: datetime) -> View:
    """The newest 200 of an estate (by its code), or of all that are served."""
    served = store.estates()
    chosen = next((one for one in served if one.code == code), None)
    found = store.breaches.newest(chosen.id if chosen else None, late_now=shown == "late")
    by_id = {one.id: one for one in served}
    names = {one.id: one.name for estate in served for one in store.colleagues(estate.id)}
    rows = tuple(
        _row(language, breach, ticket, by_id[breach.estate_id], names, now) for breach, ticket in found
    )
    return View(rows, tuple(served), chosen.code if chosen else "", shown)


def _row(
    language: str, breach: Breach, ticket: Ticket, estate: Estate, names: dict[int, str], now: datetime
) -> Row:
    return Row(
        number=ticket.number,
        summary=ticket.summary,
        estate=estate.name,
        step=step_name(language, breach.kind),
        due=moment(language, breach.due_at, ZoneInfo(estate.timezone), now),
        delay=delay(language, breach, now),
        holder=names.get(breach.holder_id or 0, ""),
        stage=card.stage_name(language, breach.stage),
        cause=say(language, f"clocks.cause.{breach.cause}") if breach.cause in CAUSES else "",
        words=breach.cause_text or "",
        late=breach.ended_at is None,
    )


class LateSteps:
    """The page."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/overdue", self._inside.signed_in(self.page))]

    async def page(self, visit: Visit) -> web.StreamResponse:
        """?show=late|all, ?estate=CODE; an estate that is not served reads like one that does not exist: all of one's own."""
        query = visit.request.query
        shown = query.get("show", "late")
        shown = shown if shown in SHOWN else "late"
        code = query.get("estate", "")[:40]
        seen = await self._inside.read(
            visit, lambda store, now: view(store, language_of(visit), code, shown, now)
        )
        return await self._inside.draw(visit, "overdue.html", seen=seen)
