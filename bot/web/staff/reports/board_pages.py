"""The boards on their pages, and every table of them as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot import clock
from bot.charts import Look, drawn
from bot.exporting.workbook import workbook
from bot.web.staff import page
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, language_of, sentence
from bot.web.staff.reports import board_view
from bot.web.staff.reports.board_view import Frame, Shown
from bot.web.staff.reports.choosing import asked
from bot.web.staff.reports.improving import Improving, improving
from handlers.base import Mistake
from handlers.reports import csv_table
from handlers.reports import improving as improvements
from handlers.reports.boards import BOARDS, Asked, Section, boards_for
from handlers.reports.period import day
from handlers.tickets.quality.defects import Quality
from storage.staff_store import StaffStore

_BOM_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BoardPages:
    """The pages of boards. `quality`: how they are judged."""

    def __init__(self, inside: Inside, quality: Quality) -> None:
        self._inside, self._quality = inside, quality

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/reports", signed_in(self.board)),
            web.get("/staff/reports/at/{source}", signed_in(self.at)),
            web.get("/staff/reports/{board}", signed_in(self.board)),
            web.get(r"/staff/reports/{board}/{table:[a-z_]+}.{kind:csv|xlsx|png}", signed_in(self.file)),
        ]

    async def board(self, visit: Visit) -> web.StreamResponse:
        """?period=week|month|quarter|year&at=DAY or ?since=DAY&until=DAY, ?estate=ID. What is no period is said, with the usual one around it."""
        name = _board(visit)

        def look(store: StaffStore, now: datetime) -> tuple[Frame, list[Shown], str, Improving]:
            language, wrong = language_of(visit), ""
            try:
                about = asked(
                    visit.request.query, name, store, language, now, self._quality, self._inside.voice
                )
            except Mistake as mistake:
                about, wrong = (
                    asked({}, name, store, language, now, self._quality, self._inside.voice),
                    sentence(visit, mistake),
                )
            sections = [] if wrong else _sections(name, about)
            return (
                board_view.frame(name, about),
                [board_view.shown(name, about, one) for one in sections],
                wrong,
                improving(name, about),
            )

        frame, sections, wrong, begins = await self._inside.read(visit, look)
        return await self._inside.draw(
            visit,
            "reports/board.html",
            frame=frame,
            sections=sections,
            wrong=wrong,
            begins=begins,
            form_key=clock.token(12),
            status=422 if wrong else 200,
        )

    async def at(self, visit: Visit) -> web.StreamResponse:
        """The board that an improvement came from: BOARD.FIRST.LAST.TABLE.ROW."""
        board, first, last, table, *_ = [*visit.request.match_info["source"].split("."), "", "", "", ""]
        try:
            days = f"since={day(first)}&until={day(last)}"
        except Mistake:
            raise Refusal(404, "missing") from None
        if board not in BOARDS:
            raise Refusal(404, "missing")
        raise web.HTTPSeeOther(f"/staff/reports/{board}?{days}#t-{table}")

    async def file(self, visit: Visit) -> web.StreamResponse:
        """One table of a board as CSV or XLSX, or its picture as PNG; what cannot be counted is said in its place."""
        name, table = _board(visit), visit.request.match_info["table"]
        kind = visit.request.match_info["kind"]

        def look(store: StaffStore, now: datetime) -> tuple[bytes | None, str]:
            try:
                about = asked(
                    visit.request.query,
                    name,
                    store,
                    language_of(visit),
                    now,
                    self._quality,
                    self._inside.voice,
                )
            except Mistake as mistake:
                return None, sentence(visit, mistake)
            section = next((one for one in _sections(name, about) if one.table.name == table), None)
            return _FILES[kind][1](section, about.language) if section else None, ""

        data, wrong = await self._inside.read(visit, look)
        if wrong:
            return web.Response(text=wrong, status=422, headers=page.HEADERS)
        if data is None:
            raise Refusal(404, "missing")
        saved = {
            "Content-Disposition": f'attachment; filename="{table}.{kind}"',
            "Content-Type": _FILES[kind][0],
        }
        return web.Response(body=data, headers={**page.HEADERS, **saved})


def _board(visit: Visit) -> str:
    name = visit.request.match_info.get("board", next(iter(BOARDS)))
    if name not in boards_for(visit.who.role):
        raise Refusal(404, "missing")
    return name


def _sections(name: str, about: Asked) -> list[Section]:
    """A board, and what follows from it, with which every report ends (M09)."""
    return [*BOARDS[name](about), improvements.section(about, name)]


def _png(section: Section, language: str) -> bytes | None:
    return drawn(section.chart, Look(language=language)) if section.chart else None


_FILES: dict[str, tuple[str, Callable[[Section, str], bytes | None]]] = {
    "csv": (_BOM_CSV, lambda section, _language: csv_table.of(section.table).encode()),
    "xlsx": (_XLSX, lambda section, _language: workbook(section.table)),
    "png": ("image/png", _png),
}
