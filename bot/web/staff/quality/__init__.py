"""The pages of quality: measures, corrective actions, defects and their case library, partners, the handbook; and the way to each."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.inside import Inside
from bot.web.staff.quality.action_pages import ActionPages
from bot.web.staff.quality.defect_pages import DefectPages
from bot.web.staff.quality.handbook_pages import HandbookPages
from bot.web.staff.quality.measure_pages import MeasurePages
from bot.web.staff.quality.partner_pages import PartnerPages
from handlers.tickets.quality.defects import Quality


def quality_routes(inside: Inside, quality: Quality) -> list[web.RouteDef]:
    """Every address of the quality pages."""
    return [
        *MeasurePages(inside, quality).routes(),
        *ActionPages(inside).routes(),
        *DefectPages(inside).routes(),
        *PartnerPages(inside, quality).routes(),
        *HandbookPages(inside, quality).routes(),
    ]
