"""The pages of reports: the boards, their files, and the cases behind what no other page lists."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.inside import Inside
from bot.web.staff.reports.board_pages import BoardPages
from bot.web.staff.reports.case_pages import CasePages
from handlers.tickets.quality.defects import Quality


def report_routes(inside: Inside, quality: Quality) -> list[web.RouteDef]:
    """Every address of the reports, the most particular first."""
    return [*CasePages(inside, quality).routes(), *BoardPages(inside, quality).routes()]
