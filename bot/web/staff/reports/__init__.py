"""The pages of reports: the morning, the boards, their files, and the cases behind what no other page lists."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.inside import Inside
from bot.web.staff.reports.board_pages import BoardPages
from bot.web.staff.reports.case_pages import CasePages
from bot.web.staff.reports.digest_page import DigestPage
from bot.web.staff.reports.rating_cases import RatingCases
from handlers.reports.rules import ReportRules
from handlers.tickets.quality.defects import Quality


def report_routes(inside: Inside, quality: Quality, rules: ReportRules) -> list[web.RouteDef]:
    """Every address of the reports, the most particular first."""
    return [
        *CasePages(inside, quality).routes(), *RatingCases(inside, quality).routes(), *DigestPage(inside, rules).routes(),
        *BoardPages(inside, quality).routes(),
    ]  # fmt: skip
