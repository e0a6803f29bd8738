"""The pages of notices: the list, writing one, one on its way, and its proof."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.inside import Inside
from bot.web.staff.notices.compose_pages import ComposePages
from bot.web.staff.notices.notice_pages import NoticePages
from bot.web.staff.notices.photos import Photos
from bot.web.staff.notices.proof_pages import ProofPages


def notice_routes(inside: Inside) -> list[web.RouteDef]:
    """Every address of the notice pages, the most particular first."""
    return [
        *ComposePages(inside, Photos(inside.notices.media)).routes(),
        *ProofPages(inside).routes(),
        *NoticePages(inside).routes(),
    ]
